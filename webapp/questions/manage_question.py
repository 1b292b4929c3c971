"""What moderators do with one question; each change names the version it was made on, so a stale one is refused."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from webapp.core import clock
from webapp.core.access import acting, requires
from webapp.core.db import transaction
from webapp.core.errors import DomainError, NotThere
from webapp.core.forms import keeps_typed
from webapp.core.i18n import gettext as _
from webapp.events import queries as events
from webapp.questions import desk_pages, desk_queries, merging, moderating, one_page, translating
from webapp.questions.desk_forms import AssignForm, MergeForm, MoveForm, TranslationForm
from webapp.questions.lifecycle import State
from webapp.questions.models import Question
from webapp.questions.version_form import VersionForm

T = TypeVar("T")
bp = Blueprint("question_work", __name__, url_prefix="/manage/events/<slug>/questions/<public_id>")


@bp.post("/move")
@requires("questions.moderate")
@keeps_typed
def move(slug: str, public_id: str) -> ResponseReturnValue:
    """From the list it leads back to the list, from the page of a question of the inbox to the next one there."""
    number, before = desk_queries.brief(slug, public_id)
    form, actor, now = MoveForm().at(number), acting(), clock.now()

    def run() -> Question:
        reason = form.reason.data or ""
        return moderating.move(slug, public_id, form.state, version=form.seen, reason=reason, actor=actor, now=now)

    moved = _attempt(form, run)
    if isinstance(moved, _No):
        return _again(slug, public_id, form, moved)
    token = f"{public_id}.{moved.version}"
    if _is_from_list():
        return redirect(desk_pages.address(done=token, _anchor="desk"), 303)
    if before is not State.INBOX:
        return redirect(url_for("questions_desk.show", slug=slug, public_id=public_id, done=token), 303)
    following = one_page.next_of(moved)
    if following is None:
        return redirect(url_for("questions_desk.index", slug=slug, done=token, _anchor="desk"), 303)
    return redirect(url_for("questions_desk.show", slug=slug, public_id=following, done=token), 303)


@bp.post("/undo")
@requires("questions.moderate")
@keeps_typed
def undo(slug: str, public_id: str) -> ResponseReturnValue:
    """Of the last step."""
    desk_queries.brief(slug, public_id)
    form, actor, now = VersionForm(), acting(), clock.now()
    back = _attempt(form, lambda: moderating.undo(slug, public_id, version=form.seen, actor=actor, now=now))
    if isinstance(back, _No):
        return _again(slug, public_id, form, back)
    if _is_from_list():
        return redirect(desk_pages.address(done=f"{public_id}.{back.version}", _anchor="desk"), 303)
    return _shown(slug, public_id)


@bp.post("/assign")
@requires("questions.moderate")
@keeps_typed
def assign(slug: str, public_id: str) -> ResponseReturnValue:
    desk_queries.brief(slug, public_id)
    form, actor, now = AssignForm(events.event_with_programme(slug)), acting(), clock.now()

    def run() -> list[str]:
        return moderating.assign(slug, public_id, form.assignment, version=form.seen, actor=actor, now=now)

    changed = _attempt(form, run)
    if isinstance(changed, _No):
        return _again(slug, public_id, form, changed)
    flash(_("Your changes were saved.") if changed else _("Nothing was changed."), "success" if changed else "info")
    return _shown(slug, public_id)


@bp.post("/translate")
@requires("questions.moderate")
@keeps_typed
def translate(slug: str, public_id: str) -> ResponseReturnValue:
    desk_queries.brief(slug, public_id)
    form, actor, now = TranslationForm(), acting(), clock.now()

    def run() -> Question:
        lang, text = form.language.data, form.text.data or ""
        return translating.translate(slug, public_id, lang, text, version=form.seen, actor=actor, now=now)

    translated = _attempt(form, run)
    if isinstance(translated, _No):
        return _again(slug, public_id, form, translated)
    flash(_("The translation was saved.") if form.text.data else _("The translation was removed."), "success")
    return _shown(slug, public_id, anchor="translations")


@bp.post("/merge")
@requires("questions.moderate")
@keeps_typed
def merge(slug: str, public_id: str) -> ResponseReturnValue:
    """`keep` says which of the two stays; the page is then that of the one that stays."""
    desk_queries.brief(slug, public_id)
    form, actor, now = MergeForm(), acting(), clock.now()

    def run() -> Question:
        stays, other = form.keep.data == "this", form.other.data or ""
        gone, into = (other, public_id) if stays else (public_id, other)
        return merging.merge(slug, gone, into, version=form.seen, of_into=stays, actor=actor, now=now)

    stays = _attempt(form, run)
    if isinstance(stays, _No):
        return _again(slug, public_id, form, stays)
    flash(_("Merged. Votes count once for each person."), "success")
    return _shown(slug, stays.public_id, anchor="merge")


@bp.post("/unmerge")
@requires("questions.moderate")
@keeps_typed
def unmerge(slug: str, public_id: str) -> ResponseReturnValue:
    desk_queries.brief(slug, public_id)
    form, actor, now = VersionForm(), acting(), clock.now()
    done = _attempt(form, lambda: merging.unmerge(slug, public_id, version=form.seen, actor=actor, now=now))
    if isinstance(done, _No):
        return _again(slug, public_id, form, done)
    flash(_("This question stands for itself again."), "success")
    return _shown(slug, public_id)


@bp.post("/author")
@requires("questions.moderate")
@keeps_typed
def take_author_away(slug: str, public_id: str) -> ResponseReturnValue:
    desk_queries.brief(slug, public_id)
    form, actor, now = VersionForm(), acting(), clock.now()

    def run() -> bool:
        return moderating.take_author_away(slug, public_id, version=form.seen, actor=actor, now=now)

    done = _attempt(form, run)
    if isinstance(done, _No):
        return _again(slug, public_id, form, done)
    flash(_("From now on only the organisers know who asks."), "success")
    return _shown(slug, public_id)


@dataclass(frozen=True, slots=True)
class _No:
    """The form is shown again, with this status."""

    status: int


def _attempt(form: VersionForm, run: Callable[[], T]) -> T | _No:
    """What the verb gives; what it refuses stands in the form then."""
    if not form.is_valid():
        return _No(form.status)
    try:
        with transaction():
            return run()
    except NotThere:
        raise
    except DomainError as error:
        form.refuse(error)
        return _No(error.status)


def _again(slug: str, public_id: str, form: VersionForm, no: _No) -> ResponseReturnValue:
    if _is_from_list():
        return desk_pages.desk(slug, refused=(public_id, form)), no.status
    return one_page.one(slug, public_id, form), no.status


def _is_from_list() -> bool:
    return request.form.get("from") == "list"


def _shown(slug: str, public_id: str, anchor: str | None = None) -> ResponseReturnValue:
    return redirect(url_for("questions_desk.show", slug=slug, public_id=public_id, _anchor=anchor), 303)
