"""When the way into a meeting is open, and when its reminders may leave; pure."""

from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final


class Stage(StrEnum):
    EARLY = "early"
    OPEN = "open"
    OVER = "over"


class Kind(StrEnum):
    """Of a reminder."""

    DAY = "day"  #: the day before
    HOUR = "hour"  #: the last one, an hour before


EARLIEST: Final = {Kind.DAY: timedelta(days=3), Kind.HOUR: timedelta(hours=3)}  #: before the start
WAIT: Final = timedelta(hours=1)
ROOM_KEPT: Final = timedelta(hours=24)  #: after the end; then address and dial-in are forgotten


def opens_at(starts: datetime, minutes_before: int) -> datetime:
    return starts - timedelta(minutes=minutes_before)


def stage(now: datetime, *, opens: datetime, ends: datetime, minutes_after: int) -> Stage:
    if now < opens:
        return Stage.EARLY
    return Stage.OPEN if now < ends + timedelta(minutes=minutes_after) else Stage.OVER


def is_soon(now: datetime, opens: datetime) -> bool:
    """Whether waiting at the door is worth it."""
    return opens - now <= WAIT


def sendable_from(kind: Kind, starts: datetime) -> datetime:
    return starts - EARLIEST[kind]


def may_leave(kind: Kind, now: datetime, *, starts: datetime, ends: datetime) -> bool:
    """The last reminder helps those who come late, too; the one of the day before only before the start."""
    return sendable_from(kind, starts) <= now < (starts if kind is Kind.DAY else ends)


def is_replaced(kind: Kind, released: Collection[Kind]) -> bool:
    """Only the latest that was released goes to those who have not got it."""
    return kind is Kind.DAY and Kind.HOUR in released
