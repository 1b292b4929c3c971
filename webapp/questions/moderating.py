"""Verbs of moderators: move a question on and back, assign it, write down what was asked orally, set the board."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import select

from webapp.core import audit
from webapp.core.audit import AuditEntry
from webapp.core.db import session
from webapp.core.errors import DomainError, Refused
from webapp.core.i18n import lazy_gettext as _l
from webapp.events import queries as events
from webapp.questions import answer_queries, answering, asking, declining, keeping, turning
from webapp.questions.asking import Asked
from webapp.questions.declining import Ready
from webapp.questions.lifecycle import OF_EXPERIENCES, State, may_follow
from webapp.questions.models import Board, Channel, Kind, Question, Visibility
from webapp.registration import seats

MOVE: Final = "question.move"
#: what else changes a state, or brings somebody an answer; such a step has a way back of its own
OTHER_STEPS: Final = tuple(
    f"question.{verb}" for verb in ("answer_live", "finish", "mail_answer", "reopen", "send_again")
)
TWICE: Final = timedelta(minutes=1)  #: the same oral question within this time is one that was sent twice
MERGED = _l("This question was merged into another one. Take it out again to work on it.")
NOT_FROM_HERE = _l("This step is not possible from the state the question is in.")
NO_REASON = _l("Say why the question is not taken up. The person who asked will read this.")
NOTHING_TO_UNDO = _l("There is no step that could be taken back.")
NOT_OF_THIS_EVENT = _l("Choose a part of the programme of this conference.")
SAME_LANGUAGE = _l("There is already a translation into this language. Remove it first.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """Where a question belongs and who sees to it; names are those of the columns."""

    slot_id: int | None
    speaker_id: int | None
    desk: str
    due_on: date | None
    language: str
    kind: Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a question is answered, and since when it is in line for the screen: now, if nothing is said."""

    live: bool = False
    draft: bool = False
    at: datetime | None = None
    screen_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardSettings:
    """Names are those of the columns of Board."""

    takes_public: bool
    publishes_at_once: bool
    takes_votes: bool
    left_language: str
    right_language: str


def offered(question: Question) -> list[State]:
    """Where it may go next, in the order of the table of states, and back to the inbox at the end."""
    if question.merged_into_id is not None:
        return []
    states = [state for state in State if may_follow(question.state, state)]
    states.sort(key=lambda state: state is State.INBOX)
    return [state for state in states if question.kind is Kind.QUESTION or state in OF_EXPERIENCES]


def move(
    slug: str, public_id: str, after: State, *, version: int, reason: str | Ready = "", actor: str, now: datetime
) -> Question:
    """Into another state. Raises Stale, Refused without a reason to decline, DomainError where it cannot go there."""
    question = keeping.fresh(slug, public_id, version)
    if isinstance(reason, Ready):
        reason = declining.reason(reason, question.language)
    _require_single(question)
    if after not in offered(question):
        raise DomainError(NOT_FROM_HERE)
    if after is State.DECLINED and not reason:
        raise Refused(NO_REASON, "reason")
    if after is State.DECLINED:
        question.decline_reason = reason
    draft = after is State.ANSWERED and answer_queries.in_writing(question)
    put(question, after, _standing(after, now, draft=draft), actor=actor, now=now)
    return question


def undo(slug: str, public_id: str, *, version: int, actor: str, now: datetime) -> Question:
    """Take the last step back exactly; the same again takes that back, which is to repeat the step."""
    question = keeping.fresh(slug, public_id, version)
    _require_single(question)
    before = last_step(question)
    if before is None:
        raise DomainError(NOTHING_TO_UNDO)
    if question.kind is Kind.EXPERIENCE and State(before["from"]) not in OF_EXPERIENCES:
        raise DomainError(NOT_FROM_HERE)  # it was a question then
    stood = Standing(
        live=before["live"],
        draft=before.get("draft", False),
        at=_moment(before["at"]),
        screen_at=_moment(before.get("screen")),
    )
    put(question, State(before["from"]), stood, undoes=not before.get("undoes"), actor=actor, now=now)
    return question


def last_step(question: Question) -> Mapping[str, Any] | None:
    """What undo() would take back: `from`, `to`, how it was answered then, and whether it took one back itself."""
    steps = AuditEntry.thing == question.thing, AuditEntry.action.in_((MOVE, *OTHER_STEPS))
    found = session().scalar(select(AuditEntry).where(*steps).order_by(AuditEntry.id.desc()).limit(1))
    step: dict[str, Any] = json.loads(found.details) if found and found.action == MOVE else {}
    return step if step.get("to") == question.state else None


def assign(slug: str, public_id: str, wanted: Assignment, *, version: int, actor: str, now: datetime) -> list[str]:
    """Names of what changed. Raises Stale, and Refused for a slot or speaker of another conference."""
    question = keeping.fresh(slug, public_id, version)
    if wanted.kind is not question.kind and not turning.may_turn(question):
        raise Refused(turning.KIND_STAYS, "kind")
    if wanted.language in {translation.language for translation in question.translations}:
        raise Refused(SAME_LANGUAGE, "language")
    wanted = _of_programme(slug, wanted)
    changed = [name for name, value in asdict(wanted).items() if getattr(question, name) != value]
    for name in changed:
        setattr(question, name, getattr(wanted, name))
    if changed:
        keeping.changed(question, now)
        audit.record("question.assign", question.thing, actor=actor, details={"fields": changed})
    return changed


def take_author_away(slug: str, public_id: str, *, version: int, actor: str, now: datetime) -> bool:
    """As the person asked: the public reads no municipality from now on. False if it did not before. Raises Stale."""
    question = keeping.fresh(slug, public_id, version)
    if question.visibility is not Visibility.SHOWN:
        return False
    question.visibility = Visibility.HIDDEN
    keeping.changed(question, now)
    audit.record("question.hide_author", question.thing, actor=actor)
    return True


def enter(slug: str, asked: Asked, state: State, *, actor: str, now: datetime) -> Question:
    """What somebody said in the room, at once in this state. Sent twice it is still one."""
    event_id = seats.locked(events.event(slug).id).id
    if (same := _just_entered(event_id, asked, now)) is not None:
        return same
    question = asking.ask(event_id, replace(asked, channel=Channel.ORAL), actor=actor, now=now)
    if question.state is not state:
        put(question, state, _standing(state, now), actor=actor, now=now)
    return question


def set_board(slug: str, wanted: BoardSettings, *, actor: str, now: datetime) -> list[str]:
    """Names of what changed."""
    event = events.event(slug)
    board: Board = keeping.board(event.id, now)
    changed = [name for name, value in asdict(wanted).items() if getattr(board, name) != value]
    for name in changed:
        setattr(board, name, getattr(wanted, name))
    if changed:
        keeping.seen_anew(event.id, now)
        audit.record("questions.settings", f"event {event.public_id}", actor=actor, details={"fields": changed})
    return changed


def put(question: Question, after: State, stands: Standing, *, undoes: bool = False, actor: str, now: datetime) -> None:
    """Into another state, noted so that undo() finds the way back; mails with its answer that wait are taken back."""
    before: dict[str, object] = {
        "from": question.state.value,
        "to": after.value,
        "live": question.answered_live,
        "draft": question.draft,
        "at": question.answered_at.isoformat() if question.answered_at else None,
        "screen": question.screen_at.isoformat() if question.screen_at else None,
    }
    if undoes:
        before["undoes"] = True
    if question.state is State.ANSWERED and after is not State.ANSWERED:
        before["recalled"] = answering.recall(question, now)
    question.state = after
    question.answered_live, question.draft = stands.live, stands.draft
    question.answered_at = stands.at if after is State.ANSWERED else None
    question.screen_at = stands.screen_at
    keeping.changed(question, now)
    audit.record(MOVE, question.thing, actor=actor, details=before)


def _standing(after: State, now: datetime, *, draft: bool = False) -> Standing:
    return Standing(live=after is State.ANSWERED, draft=draft, at=now)


def _moment(written: str | None) -> datetime | None:
    return datetime.fromisoformat(written) if written else None


def _require_single(question: Question) -> None:
    if question.merged_into_id is not None:
        raise DomainError(MERGED)


def _of_programme(slug: str, wanted: Assignment) -> Assignment:
    """With the slot its speaker speaks in, if none was chosen."""
    slots = {slot.id: {speaker.id for speaker in slot.speakers} for slot in events.event_with_programme(slug).slots}
    if wanted.slot_id is not None and wanted.slot_id not in slots:
        raise Refused(NOT_OF_THIS_EVENT, "slot")
    if wanted.speaker_id is None:
        return wanted
    speaks_in = next((slot_id for slot_id, speakers in slots.items() if wanted.speaker_id in speakers), None)
    if speaks_in is None:
        raise Refused(NOT_OF_THIS_EVENT, "speaker")
    return wanted if wanted.slot_id is not None else replace(wanted, slot_id=speaks_in)


def _just_entered(event_id: int, asked: Asked, now: datetime) -> Question | None:
    same = select(Question).where(
        Question.event_id == event_id,
        Question.channel == Channel.ORAL,
        Question.text == asked.text,
        Question.author_name == asked.author_name,
        Question.asked_at > now - TWICE,
    )
    return session().scalar(same.limit(1))
