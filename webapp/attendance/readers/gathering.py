"""Several files become one report: times settled, persons put together, what to know noted. Pure."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from webapp.attendance.readers import ordering, people, timing
from webapp.attendance.readers.cells import text
from webapp.attendance.readers.parsed import Parsed
from webapp.attendance.readers.reports import (
    Details,
    Meeting,
    Notice,
    NotRead,
    Person,
    Report,
    Segment,
    Source,
    Warning_,
)
from webapp.attendance.readers.timing import Timed
from webapp.core.dates import DateOrder
from webapp.core.grids import Code, Unreadable

LONG_GAP: Final = timedelta(hours=3)  #: nobody there for so long: two meetings
SHORTER: Final = 2.0  # minutes that somebody's stated time may be shorter than the time between first and last
SHOWN: Final = 3  # rows that an error names


class Gathering:
    """What is gathered while several files become one report."""

    def __init__(self, zone: ZoneInfo, day: date | None) -> None:
        self.zone, self.day = zone, day
        self.sources: list[Source] = []
        self.warnings: list[Warning_] = []
        self.not_read: list[NotRead] = []

    def again(self, name: str, other: str, number: int = 0) -> None:
        self._warn(Notice.SAME_FILE, number, 0, {"name": name, "other": other})

    def left_out(self, sheets: Sequence[str], number: int) -> None:
        self._warn(Notice.SHEETS_LEFT_OUT, number, 0, {"found": ", ".join(sheets)[:300]})

    def of(self, parsed: Sequence[Parsed], date_order: DateOrder | None) -> Report:
        names = [source.name for source in self.sources]
        settled = ordering.settle(parsed, names, day=self.day, wanted=date_order)
        every = [
            timing.timed(one, number=number, name=name, zone=self.zone, settled=how, day=self.day)
            for number, (one, name, how) in enumerate(zip(parsed, names, settled, strict=True))
        ]
        found, notes = people.persons(self._counted_once(every))
        self.warnings += [Warning_(*note) for note in notes]
        for number, (one, times) in enumerate(zip(parsed, every, strict=True)):
            self._note(number, one, times)
        meeting = _meeting(parsed, every)
        self._check(parsed, every, found)
        ordered = tuple(sorted(self.warnings, key=lambda one: (one.file, one.row, one.code)))
        left_out = tuple(sorted(self.not_read, key=lambda one: (one.file, one.row)))
        return Report(
            tuple(self.sources), self.sources[0].platform, self.zone.key, meeting, tuple(found), ordered, left_out
        )

    def _counted_once(self, every: Sequence[Timed]) -> list[Segment]:
        """Without files that say the same as an earlier one, in another form; and without such rows."""
        if len(every) == 1:
            return every[0].segments
        first: dict[frozenset[object], int] = {}
        counted: list[Segment] = []
        for number, one in enumerate(every):
            other = first.setdefault(people.content(one.segments), number)
            if other != number and one.segments:
                self.again(self.sources[number].name, self.sources[other].name, number)
            else:
                counted += one.segments
        counted, twice = people.repeated(counted)
        self.not_read += twice
        return counted

    def _note(self, number: int, parsed: Parsed, times: Timed) -> None:
        for code, row, details in parsed.notices + times.notices:
            self._warn(code, number, row, details)
        self.not_read += [NotRead(code, number, row, {}, tuple(cells)) for code, row, cells in parsed.not_read]
        if not parsed.rows:
            self._warn(Notice.NO_ROWS, number)
        nameless = [one for one in parsed.entries if not one.name]
        if nameless:
            self._warn(Notice.NAMES_MISSING, number, nameless[0].row, {"rows": len(nameless)})
        stated = [one for one in times.segments if one.minutes is not None]
        if stated and not any(one.joined for one in times.segments):
            self._warn(Notice.NO_TIMES, number)
        for one in times.segments:
            self._check_span(one.row in times.spans, number, one)
        intervals = [(one.joined, one.left) for one in times.segments if one.joined and one.left and one.attended]
        gap = next(people.gaps(intervals, LONG_GAP), None)
        if gap and not any(code is Notice.TWO_MEETINGS for code, _row, _details in parsed.notices):
            self._warn(
                Notice.TWO_MEETINGS,
                number,
                0,
                {"found": " / ".join(f"{at.astimezone(self.zone):%Y-%m-%d %H:%M}" for at in gap)},
            )

    def _check_span(self, is_span: bool, number: int, one: Any) -> None:  # noqa: FBT001
        if is_span and one.minutes is not None and (one.left - one.joined).total_seconds() / 60 - one.minutes > SHORTER:
            self._warn(Notice.SPAN_ONLY, number, one.row, {"name": one.name, "minutes": round(one.minutes, 1)})

    def _check(self, parsed: Sequence[Parsed], every: Sequence[Timed], found: Sequence[Person]) -> None:
        """A report of another day, also beside one of the right day; and rows, but nobody in them."""
        rows = sum(one.rows for one in parsed)
        if not found and rows:
            raise Unreadable(Code.NO_NAMES, {"rows": rows, "found": _shown(self.not_read)})
        for number, one in enumerate(every):
            moments = {one.start, one.end, *(segment.joined for segment in one.segments)}
            days = {moment.astimezone(self.zone).date() for moment in moments if moment}
            if self.day and days and self.day not in days:
                self._warn(Notice.OTHER_DAY, number, 0, {"day": self.day.isoformat(), "found": min(days).isoformat()})

    def _warn(self, code: Notice, number: int = 0, row: int = 0, details: Details | None = None) -> None:
        self.warnings.append(Warning_(code, number, row, details or {}))


def _shown(not_read: Sequence[NotRead]) -> str:
    return " / ".join(", ".join(filter(None, map(text, one.cells))) for one in not_read[:SHOWN])[:300]


def _meeting(parsed: Sequence[Parsed], every: Sequence[Timed]) -> Meeting:
    """One meeting, though it was begun anew and gave several reports."""
    title = next((one.title for one in parsed if one.title), "")
    starts, ends = [one.start for one in every if one.start], [one.end for one in every if one.end]
    return Meeting(title, min(starts, default=None), max(ends, default=None))
