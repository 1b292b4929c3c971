"""The presentation view: one question after the other in two languages, followed by every screen of the event."""

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.core import clock
from webapp.core.access import acting, principal, requires
from webapp.core.db import transaction
from webapp.core.errors import DomainError, NotThere
from webapp.core.forms import keeps_typed
from webapp.core.i18n import language
from webapp.events import queries as events
from webapp.events.models import Event
from webapp.questions import answering, halves, presenting, queries
from webapp.questions.answer_forms import MOST, PauseForm, ScreenForm
from webapp.questions.models import Board, Question

bp = Blueprint("question_screen", __name__, url_prefix="/manage/events/<slug>/questions/screen")
Verb = Callable[..., None]


@bp.get("")
@requires("questions.view")
def show(slug: str) -> ResponseReturnValue:
    """What stands at `at`; asked again every two seconds, and answered by 304 as long as nothing has changed."""
    event = events.event(slug)
    board = queries.board(event.id)
    tag = _tag(board)
    if request.if_none_match.contains(tag):
        answer = make_response("", 304)
    else:
        answer = make_response(_page(event, board, at=_number("at"), then=_number("then"), last=_number("last")))
    answer.set_etag(tag)
    return answer


@bp.post("/<public_id>/answered")
@requires("questions.moderate")
@keeps_typed
def answered(slug: str, public_id: str) -> ResponseReturnValue:
    return _change(slug, public_id, answering.answer_live)


@bp.post("/<public_id>/off")
@requires("questions.moderate")
@keeps_typed
def take_off(slug: str, public_id: str) -> ResponseReturnValue:
    return _change(slug, public_id, presenting.take_off)


@bp.post("/<public_id>/back")
@requires("questions.moderate")
@keeps_typed
def put_back(slug: str, public_id: str) -> ResponseReturnValue:
    """Takes back the last click."""
    verb = partial(presenting.put_back, before=_whole(ScreenForm().at.data))
    return _change(slug, public_id, verb, leaves=False)


@bp.post("/pause")
@requires("questions.moderate")
@keeps_typed
def pause(slug: str) -> ResponseReturnValue:
    form, actor = PauseForm(), acting()
    at, then = _whole(form.at.data), _whole(form.then.data)
    if not form.is_valid():
        event = events.event(slug)
        return _page(event, queries.board(event.id), at=at, then=then, problem=form.problem), form.status
    with transaction():
        presenting.pause(slug, paused=form.paused.data == "on", actor=actor, now=clock.now())
    return redirect(url_for("question_screen.show", slug=slug, at=at, then=then), 303)


def _change(slug: str, public_id: str, verb: Verb, *, leaves: bool = True) -> ResponseReturnValue:
    """Go on with the next in line, or stay at what came back."""
    form, actor = ScreenForm(), acting()
    question = queries.of_event(slug, public_id)
    number, at, then = question.number, _whole(form.at.data), _whole(form.then.data)
    try:
        if not form.is_valid():
            return _refused(slug, at, then, form.problem), form.status
        with transaction():
            verb(slug, public_id, form.seen, actor=actor, now=clock.now())
    except DomainError as error:
        return _refused(slug, at, then, error.text), error.status
    after = {"at": then, "last": number} if leaves else {"at": number}
    return redirect(url_for("question_screen.show", slug=slug, **after), 303)


def _refused(slug: str, at: int | None, then: int | None, problem: object) -> str:
    event = events.event(slug)
    return _page(event, queries.board(event.id), at=at, then=then, problem=problem)


def _page(
    event: Event, board: Board, *, at: int | None, then: int | None, last: int | None = None, problem: object = None
) -> str:
    place = presenting.stand(presenting.line(event.id), at, then)
    question = presenting.numbered(event.id, place.shown) if place.shown is not None else None
    found = halves.parts(question, board.left_language, board.right_language) if question else []
    return render_template(
        "questions/screen.html",
        event=event,
        titles=[event.title.pick(lang) for lang in _languages(board)],
        board=board,
        place=place,
        question=question,
        parts=[] if board.paused else found,
        step=halves.step(found),
        last=_last(event.id, last, place),
        may_moderate=_may_moderate(),
        problem=problem,
        tag=_tag(board),
    )


def _last(event_id: int, number: int | None, place: presenting.Place) -> Question | None:
    """What was just marked or taken off, to be put back."""
    if number is None or not 0 < number <= MOST or number == place.shown or not _may_moderate():
        return None
    try:
        return presenting.numbered(event_id, number)
    except NotThere:
        return None  # it was deleted in the meantime


def _languages(board: Board) -> list[str]:
    return list(dict.fromkeys((board.left_language, board.right_language)))


def _tag(board: Board) -> str:
    """Of the page at this address."""
    who = principal()
    return f"{board.revision}-{language()}-{who.public_id if who else ''}"


def _may_moderate() -> bool:
    who = principal()
    return who is not None and who.may("questions.moderate")


def _number(name: str) -> int | None:
    return request.args.get(name, type=int)


def _whole(value: Any) -> int | None:
    return value if isinstance(value, int) else None
