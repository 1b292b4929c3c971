"""Who was there how long, in all and in each slot, and what that is called; pure.

measure() looks at times only; state() and certified() apply thresholds, so that a preview asks again without measuring.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache

from webapp.attendance.intervals import (
    Interval,
    Intervals,
    clip,
    lie_in,
    minutes,
    minutes_in_both,
    union,
    without,
)

A_MOMENT = 1e-9  #: minutes that binary fractions may be off


class State(StrEnum):
    ATTENDED = "attended"
    IN_PART = "in_part"
    ABSENT = "absent"
    EXCUSED = "excused"  #: said so before, or could not be there while all of it was excused
    NOT_RECORDED = "not_recorded"  #: no report covers the time
    UNDECIDED = "undecided"  #: may be somebody in a report about whom nobody has decided yet


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Shares are of the time that was recorded and not excused, from 0 to 1."""

    minutes_to_count: float = 5  #: with fewer nobody has attended; all of a shorter time counts as well
    minutes_for_all: float = 0  #: with fewer it was in part
    share_for_all: float = 0
    certificate_minutes: float = 5
    certificate_share: float = 0

    def __post_init__(self) -> None:
        if min(self.minutes_to_count, self.minutes_for_all, self.certificate_minutes) < 0:
            raise ValueError("minutes below zero")
        if not (0 <= self.share_for_all <= 1 and 0 <= self.certificate_share <= 1):
            raise ValueError("a share is between 0 and 1")

    @property
    def tells_parts(self) -> bool:
        """Whether anybody can have attended in part; else who was there long enough to count has attended."""
        return self.share_for_all > 0 or self.minutes_for_all > self.minutes_to_count


@dataclass(frozen=True, slots=True)
class Frame:
    """What a conference is measured against: its times, planned or real, its slots, and what reports cover."""

    window: Interval
    slots: tuple[Interval, ...] = ()
    covered: Intervals = ()  #: the spans of the reports; what lies outside was not recorded


def silence(spans: Iterable[tuple[datetime | None, datetime | None]], window: Interval) -> State:
    """What it means that no report names somebody; one without times can only mean the whole."""
    began, ended = window
    for since, until in spans:
        if since is None or until is None or (since < ended and until > began):
            return State.ABSENT
    return State.NOT_RECORDED


@dataclass(frozen=True, slots=True)
class Seen:
    """What all reports together say of one person."""

    intervals: Intervals = ()
    time_unknown: bool = False  #: some report says that the person was there and not when
    stated_minutes: float | None = None  #: a report that has no times tells how long
    excused: Intervals = ()  #: interruptions of the person's side; they count neither for nor against anybody
    gave_notice: bool = False
    undecided: bool = False  #: proposed for somebody in a report about whom nobody has decided yet


@dataclass(frozen=True, slots=True)
class Length:
    minutes: float | None  #: None if nobody knows when the person was there
    of: float  #: the minutes that count: recorded, and not excused
    excused: bool  #: there are none, since all was excused

    @property
    def share(self) -> float | None:
        return min(1.0, self.minutes / self.of) if self.minutes is not None and self.of else None


@dataclass(frozen=True, slots=True)
class Measured:
    total: Length
    slots: tuple[Length, ...]
    time_unknown: bool  #: then the minutes are the least it can have been
    gave_notice: bool
    undecided: bool
    intervals: Intervals  #: united and clipped to the window; excused time is still in them


@dataclass(frozen=True, slots=True)
class Counts:
    states: Mapping[State, int]
    certificates: int


@dataclass(frozen=True, slots=True)
class Preview:
    """How the figures change with other thresholds, before those are set."""

    before: Counts
    after: Counts


def closed(
    spans: Iterable[tuple[datetime | None, datetime | None]], *, since: datetime, until: datetime
) -> tuple[Intervals, bool]:
    """Intervals out of joins and leaves, and whether some time stays unknown.

    Who had joined before the list began is there from `since`, who never left is there to `until`. Both missing, or a
    leave before its join, says that the person was there and not when.
    """
    found: list[Interval] = []
    unknown = False
    for joined, left in spans:
        start, end = (joined or since).astimezone(UTC), (left or until).astimezone(UTC)
        if (joined is None and left is None) or start > end:
            unknown = True
        else:
            found.append((start, end))
    return union(found), unknown


def measure(seen: Seen, frame: Frame) -> Measured:
    there, recorded = clip(seen.intervals, frame.window), _clipped(frame.covered, frame.window)
    if not lie_in(there, recorded):
        recorded = clip((*recorded, *there), frame.window)
    total = _length(there, _counting(recorded, seen.excused, frame.window))
    slots = tuple(_length(there, _counting(recorded, seen.excused, slot)) for slot in frame.slots)
    if not seen.intervals and (seen.time_unknown or seen.stated_minutes is not None):
        stated = seen.stated_minutes
        most = total.of or minutes((frame.window,))  # nobody was there longer than there was a conference
        total = replace(total, minutes=stated if stated is None else min(stated, most))
        slots = tuple(replace(slot, minutes=None) for slot in slots)
    elif not there and seen.undecided:  # may be all of the time of somebody whom a report tells of: 0 would be a guess
        total, slots = replace(total, minutes=None), tuple(replace(slot, minutes=None) for slot in slots)
    return Measured(total, slots, seen.time_unknown, seen.gave_notice, seen.undecided, there)


@dataclass(frozen=True, slots=True)
class _Counting:
    """The time that counts, of a conference or a slot, for people of one side."""

    intervals: Intervals
    minutes: float
    excused: bool


@lru_cache(maxsize=256)  # nearly everybody of a side is measured against the same
def _counting(recorded: Intervals, excused: Intervals, within: Interval) -> _Counting:
    mine = clip(recorded, within)
    counting = without(mine, excused)
    return _Counting(counting, minutes(counting), excused=bool(mine and not counting))


@lru_cache(maxsize=16)
def _clipped(covered: Intervals, window: Interval) -> Intervals:
    return clip(covered, window)


def _length(there: Intervals, counting: _Counting) -> Length:
    return Length(minutes_in_both(there, counting.intervals), counting.minutes, excused=counting.excused)


def needed(frame: Frame, excused: Intervals, within: Interval, thresholds: Thresholds) -> float:
    """Minutes for which somebody whose side had these interruptions has to be in a slot to count there."""
    counting = _counting(_clipped(frame.covered, frame.window), excused, within).minutes
    return min(thresholds.minutes_to_count, counting) if counting else thresholds.minutes_to_count


def state(measured: Measured, thresholds: Thresholds) -> State:
    """Who was there at a time nobody knows has attended; nobody is absent before all is decided that may be theirs."""
    found = _state(measured.total, thresholds, gave_notice=measured.gave_notice)
    if measured.time_unknown and found is not State.IN_PART:
        return State.ATTENDED
    return State.UNDECIDED if measured.undecided and found in {State.ABSENT, State.NOT_RECORDED} else found


def slot_states(measured: Measured, thresholds: Thresholds) -> tuple[State, ...]:
    """For each slot; who was, or may have been, there at an unknown time was absent from none."""
    found = (_state(slot, thresholds, gave_notice=measured.gave_notice) for slot in measured.slots)
    unknown = measured.time_unknown or measured.undecided
    return tuple(State.NOT_RECORDED if unknown and one is State.ABSENT else one for one in found)


def _state(length: Length, thresholds: Thresholds, *, gave_notice: bool) -> State:
    there = length.minutes or 0
    if there > 0 and _reaches(there, length, thresholds.minutes_to_count, 0):
        whole = _reaches(there, length, thresholds.minutes_for_all, thresholds.share_for_all)
        return State.ATTENDED if whole else State.IN_PART
    if gave_notice or length.excused:
        return State.EXCUSED
    return State.NOT_RECORDED if length.minutes is None or not length.of else State.ABSENT


def _reaches(there: float, length: Length, at_least: float, share: float) -> bool:
    """A threshold longer than the time that counts asks for all of that time."""
    needed = min(at_least, length.of) if length.of else at_least
    return there >= max(needed, share * length.of) - A_MOMENT


def certified(measured: Measured, thresholds: Thresholds) -> bool:
    """Only for somebody who attended, for a time that is known and can be stated."""
    there = measured.total.minutes
    if there is None or state(measured, thresholds) not in {State.ATTENDED, State.IN_PART}:
        return False
    return there > 0 and _reaches(there, measured.total, thresholds.certificate_minutes, thresholds.certificate_share)
