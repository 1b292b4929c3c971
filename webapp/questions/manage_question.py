"""What moderators do with one question; each change names the version it was made on, so a stale one is refused."""

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from webapp.core import clock, telling
from webapp.core.access import acting, requires
from webapp.core.db import transaction
from webapp.core.errors import DomainError, NotThere, Refused
from webapp.core.forms import keeps_typed
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy_gettext as _l
from webapp.events import queries as events
from webapp.questions import desk_pages, desk_queries, merging, moderating, one_page, translating, turning
from webapp.questions.desk_forms import AssignForm, MergeForm, MoveForm, TranslationForm, TurnForm
from webapp.questions.lifecycle import State
from webapp.questions.merging import Merged
from webapp.questions.models import Kind, Question
from webapp.questions.version_form import VersionForm

T = TypeVar("T")
NO_SUCH_NUMBER = _l("There is no question with this number.")
bp = Blueprint("question_work", __name__, url_prefix="/manage/events/<slug>/questions/<public_id>")


@bp.post("/move")
@requires("questions.moderate")
@keeps_typed
def move(slug: str, public_id: str) -> ResponseReturnValue:
    """From the list it leads back to the list, from the page of a question of the inbox to the next one there."""
    number, before = desk_queries.brief(slug, public_id)
    form = MoveForm().at(number)

    def verb(**told: Any) -> Question:
        return moderating.move(slug, public_id, form.state, reason=form.why, **told)

    return _done(slug, public_id, form, verb, lambda moved: _onwards(slug, moved, was_new=before is State.INBOX))


@bp.post("/undo")
@requires("questions.moderate")
@keeps_typed
def undo(slug: str, public_id: str) -> ResponseReturnValue:
    """Of the last step."""
    desk_queries.brief(slug, public_id)
    verb = partial(moderating.undo, slug, public_id)
    return _done(slug, public_id, VersionForm(), verb, lambda back: _onwards(slug, back, was_new=False))


@bp.post("/turn")
@requires("questions.moderate")
@keeps_typed
def turn(slug: str, public_id: str) -> ResponseReturnValue:
    """Into an experience or a question; it stays where it is, with the way back."""
    desk_queries.brief(slug, public_id)
    form = TurnForm()

    def verb(**told: Any) -> Question:
        return turning.turn(slug, public_id, Kind(form.kind.data), **told)

    return _done(slug, public_id, form, verb, lambda turned: _onwards(slug, turned, was_new=False))


@bp.post("/assign")
@requires("questions.moderate")
@keeps_typed
def assign(slug: str, public_id: str) -> ResponseReturnValue:
    desk_queries.brief(slug, public_id)
    form = AssignForm(events.event_with_programme(slug))

    def verb(**told: Any) -> list[str]:
        return moderating.assign(slug, public_id, form.assignment, **told)

    def after(changed: list[str]) -> ResponseReturnValue:
        telling.saved(changed)
        return _shown(slug, public_id)

    return _done(slug, public_id, form, verb, after)


@bp.post("/translate")
@requires("questions.moderate")
@keeps_typed
def translate(slug: str, public_id: str) -> ResponseReturnValue:
    desk_queries.brief(slug, public_id)
    form = TranslationForm()

    def verb(**told: Any) -> Question:
        return translating.translate(slug, public_id, form.language.data, form.text.data or "", **told)

    def after(_question: Question) -> ResponseReturnValue:
        flash(_("The translation was saved.") if form.text.data else _("The translation was removed."), "success")
        return _shown(slug, public_id)

    return _done(slug, public_id, form, verb, after)


@bp.post("/merge")
@requires("questions.moderate")
@keeps_typed
def merge(slug: str, public_id: str) -> ResponseReturnValue:
    """`keep` says which of the two stays. One that goes is done with: on to the next, as after any other step."""
    form = MergeForm()
    before, named = desk_queries.with_numbered(slug, public_id, form.named)

    def verb(**told: Any) -> Merged:
        stays, other = form.keep.data == "this", form.other.data or named
        if not other:
            raise Refused(NO_SUCH_NUMBER, "number")
        gone, into = (other, public_id) if stays else (public_id, other)
        return merging.merge(slug, gone, into, of_into=stays, **told)

    def after(both: Merged) -> ResponseReturnValue:
        if both.gone.public_id == public_id and (_is_from_list() or before is State.INBOX):
            return _onwards(slug, both.gone, was_new=True)
        return _shown(slug, both.stays.public_id, done=_token(both.gone), _anchor="one")

    return _done(slug, public_id, form, verb, after)


@bp.post("/unmerge")
@requires("questions.moderate")
@keeps_typed
def unmerge(slug: str, public_id: str) -> ResponseReturnValue:
    desk_queries.brief(slug, public_id)
    verb = partial(merging.unmerge, slug, public_id)
    return _done(slug, public_id, VersionForm(), verb, lambda alone: _onwards(slug, alone, was_new=False))


@bp.post("/author")
@requires("questions.moderate")
@keeps_typed
def take_author_away(slug: str, public_id: str) -> ResponseReturnValue:
    desk_queries.brief(slug, public_id)

    def after(_changed: bool) -> ResponseReturnValue:  # noqa: FBT001 - what the verb gives
        flash(_("From now on only the organisers know who asks."), "success")
        return _shown(slug, public_id)

    return _done(slug, public_id, VersionForm(), partial(moderating.take_author_away, slug, public_id), after)


def _done(
    slug: str,
    public_id: str,
    form: VersionForm,
    verb: Callable[..., T],
    after: Callable[[T], ResponseReturnValue],
) -> ResponseReturnValue:
    """The verb is told who acts, when, and on which version; what it refuses stands in the form, on the page again."""
    told = {"version": form.seen, "actor": acting(), "now": clock.now()}
    if not form.is_valid():
        return _again(slug, public_id, form, form.status)
    try:
        with transaction():
            made = verb(**told)
    except NotThere:
        raise
    except DomainError as error:
        form.refuse(error)
        return _again(slug, public_id, form, error.status)
    return after(made)


def _again(slug: str, public_id: str, form: VersionForm, status: int) -> ResponseReturnValue:
    if _is_from_list():
        return desk_pages.desk(slug, refused=(public_id, form)), status
    return one_page.one(slug, public_id, form), status


def _onwards(slug: str, question: Question, *, was_new: bool) -> ResponseReturnValue:
    """To the list if it came from there, else to the next of the inbox if it was a new one, else to itself."""
    token = _token(question)
    following = one_page.next_of(question) if was_new and not _is_from_list() else None
    if _is_from_list():
        return redirect(desk_pages.address(done=token, _anchor="desk"), 303)
    if was_new and following is None:
        return redirect(url_for("questions_desk.index", slug=slug, done=token, _anchor="desk"), 303)
    shown = following or question.public_id
    return redirect(url_for("questions_desk.show", slug=slug, public_id=shown, done=token), 303)


def _is_from_list() -> bool:
    return request.form.get("from") == "list"


def _shown(slug: str, public_id: str, **more: Any) -> ResponseReturnValue:
    return redirect(url_for("questions_desk.show", slug=slug, public_id=public_id, **more), 303)


def _token(question: Question) -> str:
    """What the address of the next page says was done last."""
    return f"{question.public_id}.{question.version}"
