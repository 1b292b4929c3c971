"""Written times become moments: in the event's zone, on a date, through the nights when clocks change. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import product
from typing import Final
from zoneinfo import ZoneInfo

from webapp.attendance.readers import ordering
from webapp.attendance.readers.ordering import Settled
from webapp.attendance.readers.parsed import Entry, Parsed
from webapp.attendance.readers.reports import Details, Notice, Segment
from webapp.core import dates
from webapp.core.dates import DateOrder, Stamp

NIGHT: Final = timedelta(hours=12)  #: a leave time of day so long after midnight at most still belongs to the evening
LONGEST: Final = timedelta(hours=36)
FOLDS: Final = (0, 1)


@dataclass(slots=True)
class Clock:
    """How one file's times are to be read."""

    zone: ZoneInfo
    settled: Settled
    day: date | None
    utc: bool = False

    def moment(self, stamp: Stamp | None, fold: int = 0, day: date | None = None) -> datetime | None:
        """In UTC; None without a clock, or without any date."""
        if stamp is None or stamp.clock is None:
            return None
        on = self.date(stamp) if stamp.has_date else day or self.day
        if on is None:
            return None
        if stamp.offset is not None or self.utc:
            return datetime.combine(on, stamp.clock, stamp.offset or UTC).astimezone(UTC)
        offset = _offset(on, self.zone)
        if offset is not None:
            return datetime.combine(on, stamp.clock, UTC) - offset
        return datetime.combine(on, stamp.clock, self.zone).replace(fold=fold).astimezone(UTC)

    def date(self, stamp: Stamp) -> date | None:
        if self.settled.swapped and stamp.typed:
            return Stamp(stamp.second, stamp.first, stamp.year).date(DateOrder.DAY_FIRST)
        return stamp.date(self.settled.order) or stamp.date(_OTHER[self.settled.order])

    def is_twice(self, stamp: Stamp) -> bool:
        """Whether the clock showed this twice, in the night when summer time ends."""
        on = self.date(stamp) if stamp.has_date else self.day
        if on is None or _offset(on, self.zone) is not None:
            return False
        return self.moment(stamp, 0) != self.moment(stamp, 1)


_OTHER = {DateOrder.DAY_FIRST: DateOrder.MONTH_FIRST, DateOrder.MONTH_FIRST: DateOrder.DAY_FIRST}


@dataclass(slots=True)
class Timed:
    """A file's rows as segments, and its meeting."""

    segments: list[Segment] = field(default_factory=list)
    notices: list[tuple[Notice, int, Details]] = field(default_factory=list)
    start: datetime | None = None
    end: datetime | None = None
    spans: set[int] = field(default_factory=set)  #: rows of which only first join and last leave are known


def timed(parsed: Parsed, *, number: int, name: str, zone: ZoneInfo, settled: Settled, day: date | None) -> Timed:
    stated = dates.read(parsed.day)
    on = (stated.date(settled.order) if stated and stated.has_date else None) or ordering.of_name(name) or day
    clock = Clock(zone, settled, on, parsed.utc)
    found = Timed()
    found.start, found.end = _meeting(parsed, clock)
    found.notices += [(code, 0, details) for code, details in ordering.notices(settled, parsed)]
    latest = _latest(parsed.entries, clock)
    for one in parsed.entries:
        found.segments.append(_segment(one, number, clock, found, latest))
    if on is None and any(one.joined_at and not one.joined_at.has_date for one in parsed.entries):
        found.notices.append((Notice.NO_DATE, 0, {}))
    return found


def _meeting(parsed: Parsed, clock: Clock) -> tuple[datetime | None, datetime | None]:
    start, end = clock.moment(dates.read(parsed.start)), clock.moment(dates.read(parsed.end))
    if end is None and start is not None and parsed.length and parsed.length > 0:
        end = start + timedelta(minutes=parsed.length)
    return (start, end) if not (start and end) or end >= start else (start, None)


def _latest(entries: Sequence[Entry], clock: Clock) -> datetime | None:
    """The last thing the file knows of; only needed, and only looked for, where somebody has no leave time."""
    if all(one.left is not None or one.joined is None for one in entries):
        return None
    stamps = (stamp for one in entries for stamp in (one.joined_at, one.left_at))
    return max((moment for stamp in stamps if (moment := clock.moment(stamp))), default=None)


def _segment(one: Entry, number: int, clock: Clock, found: Timed, latest: datetime | None) -> Segment:
    joined, left = one.joined_at, one.left_at
    for cell, stamp in ((one.joined, joined), (one.left, left)):
        if cell is not None and (stamp is None or stamp.clock is None):
            found.notices.append((Notice.UNREADABLE_TIME, one.row, {"name": one.name, "found": str(cell)[:100]}))
    minutes = one.minutes
    start, end = _both(joined, left, minutes, clock)
    if start and end and end < start:
        found.notices.append((Notice.LEAVE_BEFORE_JOIN, one.row, {"name": one.name}))
        start = end = minutes = None
    elif minutes is not None and minutes < 0:
        found.notices.append((Notice.NEGATIVE_MINUTES, one.row, {"name": one.name}))
        minutes = None
    start, end = _completed(start, end, minutes)
    if start and not end:
        end = _open_end(start, found, latest)
        if end:
            found.notices.append((Notice.OPEN_END, one.row, {"name": one.name}))
    if one.spans and start and end:
        found.spans.add(one.row)
    if not (start and end):
        start = end = None
    return Segment(
        number, one.row, one.name, one.other_names, one.email, one.other_emails, one.role, one.attended, start, end,
        minutes, one.account, one.place,
    )  # fmt: skip


def _both(
    joined: Stamp | None, left: Stamp | None, minutes: float | None, clock: Clock
) -> tuple[datetime | None, datetime | None]:
    """Both ends. Where a clock showed one of them twice, that reading is taken which the stated minutes fit best."""
    start = clock.moment(joined)
    day = clock.date(joined) if joined and joined.has_date else None
    end = clock.moment(left, 0, day)
    if joined and left and start and end and (clock.is_twice(joined) or clock.is_twice(left)):
        pairs = [(clock.moment(joined, one), clock.moment(left, two, day)) for one, two in product(FOLDS, FOLDS)]
        possible = [(one, two) for one, two in pairs if one and two and one <= two]
        if possible:
            aim = timedelta(minutes=minutes or 0)
            start, end = min(possible, key=lambda pair: (abs(pair[1] - pair[0] - aim), pair))
    if left and not left.has_date and start and end and end < start and end + timedelta(days=1) - start <= NIGHT:
        end += timedelta(days=1)
    return start, end


def _completed(
    start: datetime | None, end: datetime | None, minutes: float | None
) -> tuple[datetime | None, datetime | None]:
    """One end and the minutes give the other."""
    length = timedelta(minutes=minutes) if minutes and minutes <= LONGEST.total_seconds() / 60 else None
    if start and not end and length:
        return start, start + length
    if end and not start and length:
        return end - length, end
    return start, end


def _open_end(start: datetime, found: Timed, latest: datetime | None) -> datetime | None:
    ends = [end for end in (found.end, latest) if end and start <= end <= start + LONGEST]
    return ends[0] if ends else None


@lru_cache(maxsize=256)
def _offset(day: date, zone: ZoneInfo) -> timedelta | None:
    """From UTC on that day; None on a day on which clocks change."""
    midnight = datetime.combine(day, datetime.min.time(), zone)
    offsets = {(midnight + timedelta(hours=hours)).utcoffset() for hours in range(25)}
    return offsets.pop() if len(offsets) == 1 else None
