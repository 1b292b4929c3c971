"""The line of questions for the screen and the verbs of whoever presents them: take off, put back, pause."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from webapp.core import audit
from webapp.core.db import session
from webapp.core.errors import NotThere
from webapp.events import queries as events
from webapp.questions import keeping, moderating, queries
from webapp.questions.lifecycle import State, may_follow
from webapp.questions.models import Question
from webapp.questions.moderating import Standing


@dataclass(frozen=True, slots=True)
class Place:
    """Where a screen stands in the line: the number of what it shows, and of what comes before and after."""

    shown: int | None
    before: int | None
    after: int | None
    position: int  #: from 1
    length: int


def line(event_id: int) -> list[int]:
    """Numbers of the questions for the screen in the order in which they were put there.

    Not by their last change, since a translation that comes in meanwhile would send a question to the end.
    """
    waiting = Question.event_id == event_id, Question.state == State.ON_SCREEN, Question.merged_into_id.is_(None)
    order = func.coalesce(Question.screen_at, Question.changed_at), Question.number
    return list(session().scalars(select(Question.number).where(*waiting).order_by(*order)))


def stand(numbers: Sequence[int], at: int | None, then: int | None) -> Place:
    """At `at` as long as it is in the line, else at what came after it, else at the first."""
    shown = next((number for number in (at, then, *numbers[:1]) if number in numbers), None)
    if shown is None:
        return Place(None, None, None, 0, 0)
    here = numbers.index(shown)
    before = numbers[here - 1] if here else None
    after = numbers[here + 1] if here + 1 < len(numbers) else None
    return Place(shown, before, after, here + 1, len(numbers))


def numbered(event_id: int, number: int) -> Question:
    """With all that is shown of it. Raises NotThere."""
    found = session().scalar(
        select(Question).where(Question.event_id == event_id, Question.number == number).options(*queries.whole())
    )
    if found is None:
        raise NotThere
    return found


def take_off(slug: str, public_id: str, version: int, *, actor: str, now: datetime) -> None:
    """Back to the published ones; a second time it does nothing."""
    _move(slug, public_id, version, State.PUBLISHED, actor=actor, now=now)


def put_back(slug: str, public_id: str, version: int, *, actor: str, now: datetime, before: int | None = None) -> None:
    """Into the line again, before this one; what was answered is open again. A second time it does nothing."""
    _move(slug, public_id, version, State.ON_SCREEN, actor=actor, now=now, before=before)


def pause(slug: str, *, paused: bool, actor: str, now: datetime) -> None:
    """Every screen of the event shows its title alone, or goes on."""
    event = events.event(slug)
    board = keeping.board(event.id, now)
    if board.paused is not paused:
        board.paused = paused
        keeping.seen_anew(event.id, now)
        verb = "pause" if paused else "go_on"
        audit.record(f"question.screen_{verb}", f"event {event.public_id}", actor=actor)


def _move(
    slug: str, public_id: str, version: int, to: State, *, actor: str, now: datetime, before: int | None = None
) -> None:
    question = keeping.fresh(slug, public_id)
    if question.state is to:
        return
    keeping.require(question, version)
    if not may_follow(question.state, to):
        raise keeping.Stale(keeping.STALE)
    place = _just_before(question.event_id, before) if to is State.ON_SCREEN else None
    moderating.put(question, to, Standing(screen_at=place), actor=actor, now=now)


def _just_before(event_id: int, number: int | None) -> datetime | None:
    """None if no such question is in line."""
    its = Question.event_id == event_id, Question.number == number, Question.state == State.ON_SCREEN
    found = session().scalar(select(func.coalesce(Question.screen_at, Question.changed_at)).where(*its))
    return found - timedelta(microseconds=1) if found else None
