"""Organisers' pages of written answers: one question's, what it takes to publish it, and the list of all."""

from typing import Any, Final

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.core import clock, lists, telling
from webapp.core.access import acting, requires
from webapp.core.db import transaction
from webapp.core.errors import DomainError, NotThere
from webapp.core.forms import keeps_typed
from webapp.core.i18n import LANGUAGES, language, ngettext
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy_gettext as _l
from webapp.events import queries as events
from webapp.places import queries as places
from webapp.questions import answer_queries, answering, mails, queries
from webapp.questions.answer_forms import AnswerForm, ReopenForm, stored
from webapp.questions.answer_queries import Asker, Reach
from webapp.questions.lifecycle import State, may_follow
from webapp.questions.models import Kind, Question
from webapp.questions.version_form import VersionForm
from webapp.questions.words import BADGE, CHANNEL, STATE
from webapp.registration.words import SIDE

bp = Blueprint("question_answers", __name__, url_prefix="/manage/events/<slug>/questions")
REACH: Final = {
    Reach.MAIL: _l("gets the answer by e-mail"),
    Reach.UNLINKED: _l("nobody shall know who asked: no e-mail"),
    Reach.NO_ADDRESS: _l("asked orally or without registration: no e-mail"),
    Reach.LEFT: _l("no valid registration: no e-mail"),
    Reach.BLOCKED: _l("wants no e-mail from us"),
}
SHOWN: Final = {
    "all": _l("all"),
    "unsent": _l("still to be mailed"),
    "incomplete": _l("a language is missing"),
}


@bp.get("/<public_id>/answer")
@requires("questions.view")
def show(slug: str, public_id: str) -> ResponseReturnValue:
    question = _require_answerable(slug, public_id)
    return _page(question, AnswerForm(question))


@bp.post("/<public_id>/answer")
@requires("questions.moderate")
@keeps_typed
def save(slug: str, public_id: str) -> ResponseReturnValue:
    """Keep it; with the button `finish` go on to what is published and mailed."""
    form, actor, wants_to_finish = AnswerForm(), acting(), "finish" in request.form
    question = _require_answerable(slug, public_id)
    if not form.is_valid():
        return _page(question, form), form.status
    written = form.written(question.event.starts_at)
    try:
        with transaction():
            answering.save(slug, public_id, form.seen, written, actor=actor, now=clock.now())
    except DomainError as error:
        form.refuse(error)
        question = _require_answerable(slug, public_id)
        form.version.data = str(question.version)
        return _page(question, form, now_stored=stored(question)), error.status
    if wants_to_finish:
        return redirect(url_for("question_answers.preview", slug=slug, public_id=public_id), 303)
    flash(_("The answer was saved."), "success")
    return redirect(url_for("question_answers.show", slug=slug, public_id=public_id), 303)


@bp.get("/<public_id>/answer/finish")
@requires("questions.moderate")
def preview(slug: str, public_id: str) -> ResponseReturnValue:
    """What everybody will read, and the mails as they will leave."""
    question = _require_answerable(slug, public_id)
    return _preview(question, VersionForm(data={"version": str(question.version)}))


@bp.post("/<public_id>/answer/finish")
@requires("questions.moderate")
@keeps_typed
def finish(slug: str, public_id: str) -> ResponseReturnValue:
    form, actor = VersionForm(), acting()
    if not form.is_valid():
        return _preview(_require_answerable(slug, public_id), form), form.status
    try:
        with transaction():
            sent = answering.finish(slug, public_id, form.seen, actor=actor, now=clock.now())
    except DomainError as error:
        return _preview_refused(slug, public_id, form, error)
    flash(" ".join([_("The answer is published."), *_told(sent)]), "success")
    return redirect(url_for("question_answers.show", slug=slug, public_id=public_id), 303)


@bp.post("/<public_id>/answer/again")
@requires("questions.moderate")
@keeps_typed
def send_again(slug: str, public_id: str) -> ResponseReturnValue:
    form, actor = VersionForm(), acting()
    if not form.is_valid():
        return _preview(_require_answerable(slug, public_id), form), form.status
    try:
        with transaction():
            sent = answering.send_again(slug, public_id, form.seen, actor=actor, now=clock.now())
    except DomainError as error:
        return _preview_refused(slug, public_id, form, error)
    flash("".join(_told(sent)) or _("Everybody has already received this version of the answer."), "success")
    return redirect(url_for("question_answers.show", slug=slug, public_id=public_id), 303)


@bp.post("/<public_id>/answer/undo")
@requires("questions.moderate")
@keeps_typed
def undo(slug: str, public_id: str) -> ResponseReturnValue:
    form, actor = ReopenForm(), acting()
    question = _require_answerable(slug, public_id)
    if not form.is_valid():
        return _page(question, AnswerForm(question), undo_form=form), form.status
    try:
        with transaction():
            to = State(form.state.data)
            recalled = answering.reopen(slug, public_id, form.seen, to, actor=actor, now=clock.now())
    except DomainError as error:
        form.refuse(error)
        question = _require_answerable(slug, public_id)
        form.version.data = str(question.version)
        return _page(question, AnswerForm(question), undo_form=form), error.status
    flash(" ".join([_("The question no longer counts as answered."), *_taken_back(recalled)]), "success")
    return redirect(url_for("question_answers.show", slug=slug, public_id=public_id), 303)


@bp.get("/answers")
@requires("questions.view")
def index(slug: str) -> ResponseReturnValue:
    """Answered questions: which were mailed, which lack a language."""
    event, lang = events.event(slug), language()
    shown = request.args.get("show", "all")
    wanted = answer_queries.answered(event.id).options(*queries.whole())
    if shown == "unsent":
        wanted = wanted.where(answer_queries.is_unsent())
    if shown == "incomplete":
        wanted = wanted.where(answer_queries.lacks_language())
    sorts: dict[str, list[Any]] = {"number": [Question.number], "answered": [Question.answered_at, Question.number]}
    page = lists.read(wanted, sorts, "number")
    told = answer_queries.by_language(event.id)
    return render_template(
        "questions/answers.html",
        event=event,
        page=page,
        families=answer_queries.families(page.rows),
        missing=answer_queries.missing,
        told=told,
        to_send=sum(left for _sent, left in told.values()),
        shown=shown if shown in SHOWN else "all",
        filters=SHOWN,
        languages=LANGUAGES,
        words=lambda question: answer_queries.worded(question).pick(lang),
    )


@bp.post("/answers")
@requires("questions.moderate")
def send_all(slug: str) -> ResponseReturnValue:
    """The one click; nobody is written to twice."""
    actor = acting()
    with transaction():
        sent = answering.send_all(events.event(slug), actor=actor)
    telling.being_sent(sent, none=_("Everybody has been written to already."))
    return redirect(url_for("question_answers.index", slug=slug), 303)


def _require_answerable(slug: str, public_id: str) -> Question:
    """Raises NotThere, also for what is no question of its own."""
    found = queries.of_event(slug, public_id)
    if found.merged_into_id is not None:
        raise NotThere(answering.MERGED)
    if found.kind is Kind.EXPERIENCE:
        raise NotThere(answering.EXPERIENCE)
    return found


def _told(mails_sent: int) -> list[str]:
    """Nothing of no mail."""
    told = ngettext("%(num)s mail is on its way.", "%(num)s mails are on their way.", mails_sent)
    return [told] if mails_sent else []


def _taken_back(number: int) -> list[str]:
    told = ngettext(
        "%(num)s mail had not left yet and was taken back.",
        "%(num)s mails had not left yet and were taken back.",
        number,
    )
    return [told] if number else []


def _page(
    question: Question,
    form: AnswerForm,
    *,
    now_stored: dict[str, Any] | None = None,
    undo_form: ReopenForm | None = None,
) -> str:
    """`now_stored` is shown beside what was typed."""
    askers = answer_queries.askers(question)
    return render_template(
        "questions/answer.html",
        form=form if undo_form is None else undo_form,
        answer_form=form,
        undo_form=undo_form or ReopenForm(data={"version": str(question.version), "state": State.FOLLOW_UP.value}),
        now_stored=now_stored or {},
        may_finish=question.state is State.ANSWERED or may_follow(question.state, State.ANSWERED),
        **_shown(question, askers),
    )


def _preview(question: Question, form: VersionForm) -> str:
    askers = answer_queries.askers(question)
    written = answer_queries.written(question)
    outdated = answer_queries.outdated(question, askers) if answer_queries.published(question) else []
    waiting = [one for one in askers if one.waits] if answer_queries.in_writing(question) else []
    return render_template(
        "questions/answer_finish.html",
        form=form,
        waiting=waiting,
        outdated=outdated,
        written=written.by_language,
        previews=_previews(question, waiting, corrected=False),
        corrected_previews=_previews(question, outdated, corrected=True),
        may_finish=question.state is State.ANSWERED or may_follow(question.state, State.ANSWERED),
        **_shown(question, askers),
    )


def _preview_refused(slug: str, public_id: str, form: VersionForm, error: DomainError) -> ResponseReturnValue:
    form.refuse(error)
    question = _require_answerable(slug, public_id)
    form.version.data = str(question.version)
    return _preview(question, form), error.status


def _previews(question: Question, people: list[Asker], *, corrected: bool) -> list[tuple[str, str, str, str]]:
    """One for each language somebody reads: code, name, subject, text."""
    first: dict[str, Asker] = {}
    for one in people:
        if one.registration:
            first.setdefault(one.registration.locale, one)
    return [(lang, LANGUAGES[lang], *mails.preview(one, question, corrected=corrected)) for lang, one in first.items()]


def _shown(question: Question, askers: list[Asker]) -> dict[str, Any]:
    lang = language()
    return {
        "event": question.event,
        "question": question,
        "words": answer_queries.worded(question).by_language,
        "askers": askers,
        "reaches": REACH,
        "answered": question.state is State.ANSWERED,
        "published": answer_queries.published(question),
        "outdated_count": len(answer_queries.outdated(question, askers)),
        "waiting_count": sum(one.waits for one in askers) if answer_queries.in_writing(question) else 0,
        "states": STATE,
        "badges": BADGE,
        "channels": CHANNEL,
        "sides": SIDE,
        "languages": LANGUAGES,
        "label": lambda place: places.label(place, lang),
    }
