"""How many were there at each time of a conference: between somebody's first joining and last leaving, by reports."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import BigInteger, Select, cast, extract, func, literal, select, union_all
from sqlalchemy.orm import InstrumentedAttribute

from webapp.attendance.models import Presence
from webapp.attendance.standing import THERE
from webapp.core.db import session
from webapp.events.models import Event

STEP: Final = 300  # seconds
_Steps = Counter[int]


@dataclass(frozen=True, slots=True)
class There:
    """How many registered people were there at some time of the five minutes that begin here."""

    at: datetime
    people: int


def presence(event: Event) -> list[There]:
    """From the planned beginning to the planned end; empty where no report tells times.

    One statement with as many rows as there are steps, however many people there are.
    """
    joined, left = _read(_by_step(event, Presence.first_joined_at), _by_step(event, Presence.last_left_at))
    if not joined:
        return []
    first, last = (int(moment.timestamp()) // STEP for moment in (event.starts_at, event.ends_at))
    return [
        There(datetime.fromtimestamp(step * STEP, UTC), people)
        for step, people in zip(range(first, last), counted(joined, left, range(first, last)), strict=True)
    ]


def counted(joined: _Steps, left: _Steps, steps: Sequence[int]) -> list[int]:
    """Who has joined by each step, without those who had left before it."""
    return [
        sum(number for at, number in joined.items() if at <= step)
        - sum(number for at, number in left.items() if at < step)
        for step in steps
    ]


def _by_step(event: Event, moment: InstrumentedAttribute[Any]) -> Select[int, int]:
    both = (Presence.first_joined_at.is_not(None), Presence.last_left_at.is_not(None))
    step = (cast(extract("epoch", moment), BigInteger) // STEP).label("step")
    found = select(step, func.count().label("number")).where(Presence.event_id == event.id, Presence.state.in_(THERE))
    return found.where(*both).group_by(step)


def _read(*by_step: Select[int, int]) -> list[_Steps]:
    counts: list[_Steps] = [Counter() for _each in by_step]
    told = [select(literal(number), *found.subquery().c) for number, found in enumerate(by_step)]
    for which, step, number in session().execute(union_all(*told)):
        counts[which][step] += number
    return counts
