"""Reads one or several reports of one meeting, of whatever platform, into one report. Pure; times are decided last."""

import hashlib
import json
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from webapp.attendance import (
    bigbluebutton,
    generic,
    goto,
    meet,
    ordering,
    people,
    teams,
    teams_lists,
    timing,
    webex,
    zoom,
    zoom_meetings,
)
from webapp.attendance.cells import text
from webapp.attendance.grouping import Line, lines
from webapp.attendance.layout import Sheet
from webapp.attendance.parsed import Parsed
from webapp.attendance.reports import (
    AskMapping,
    DateOrder,
    Details,
    Meeting,
    Notice,
    NotRead,
    Person,
    Report,
    Source,
    Warning_,
)
from webapp.attendance.timing import Timed
from webapp.core import columns, tables
from webapp.core.grids import Code, Grid, Unreadable

LONG_GAP: Final = timedelta(hours=3)  #: nobody there for so long: two meetings
SHORTER: Final = 2.0  # minutes that somebody's stated time may be shorter than the time between first and last
SHOWN: Final = 3  # rows that an error names
_Reader = Callable[[Sheet], Parsed | None]
# The one that looks closest first: later ones would read what an earlier one knows better.
_READERS: Final[tuple[_Reader, ...]] = (
    teams.read, zoom.read, teams_lists.read, webex.read, bigbluebutton.read, meet.read, zoom_meetings.read, generic.read,
)  # fmt: skip


def read(
    files: Sequence[tuple[str, bytes]],
    *,
    zone: ZoneInfo,
    day: date | None,
    mapping: columns.Mapping | None = None,
    date_order: DateOrder | None = None,
) -> Report:
    """The people of all files; `day` is the event's. Raises Unreadable, AskDateOrder, AskMapping."""
    if not files:
        raise Unreadable(Code.EMPTY)
    report = _Reading(zone, day)
    read_already: dict[str, int] = {}
    parsed: list[Parsed] = []
    for name, data in files:
        digest = hashlib.sha256(data).hexdigest()
        if digest in read_already:
            report.again(name, files[read_already[digest]][0])
            continue
        read_already[digest] = len(parsed)
        found = _parse(len(parsed), name, data, mapping)
        found.read_times()
        parsed.append(found)
        report.sources.append(Source(name, found.platform, found.layout, digest, found.rows))
    return report.of(parsed, date_order)


class _Reading:
    """What is gathered while several files become one report."""

    def __init__(self, zone: ZoneInfo, day: date | None) -> None:
        self.zone, self.day = zone, day
        self.sources: list[Source] = []
        self.warnings: list[Warning_] = []
        self.not_read: list[NotRead] = []

    def again(self, name: str, other: str) -> None:
        self.warnings.append(Warning_(Notice.SAME_FILE, 0, 0, {"name": name, "other": other}))

    def of(self, parsed: Sequence[Parsed], date_order: DateOrder | None) -> Report:
        names = [source.name for source in self.sources]
        settled = ordering.settle(parsed, names, day=self.day, wanted=date_order)
        every = [
            timing.timed(one, number=number, name=name, zone=self.zone, settled=how, day=self.day)
            for number, (one, name, how) in enumerate(zip(parsed, names, settled, strict=True))
        ]
        segments = [segment for one in every for segment in one.segments]
        if len(every) > 1:
            segments, twice = people.repeated(segments)
            self.not_read += twice
        found, notes = people.persons(segments)
        self.warnings += [Warning_(*note) for note in notes]
        for number, (one, times) in enumerate(zip(parsed, every, strict=True)):
            self._note(number, one, times)
        meeting = _meeting(parsed, every)
        self._check(parsed, every, found, meeting)
        ordered = tuple(sorted(self.warnings, key=lambda one: (one.file, one.row, one.code)))
        left_out = tuple(sorted(self.not_read, key=lambda one: (one.file, one.row)))
        return Report(
            tuple(self.sources), self.sources[0].platform, self.zone.key, meeting, tuple(found), ordered, left_out
        )

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

    def _check(
        self, parsed: Sequence[Parsed], every: Sequence[Timed], found: Sequence[Person], meeting: Meeting
    ) -> None:
        """A report of another day; and rows, but nobody in them."""
        rows = sum(one.rows for one in parsed)
        if not found and rows:
            raise Unreadable(Code.NO_NAMES, {"rows": rows, "found": _shown(self.not_read)})
        moments = [moment for one in every for segment in one.segments if (moment := segment.joined)]
        moments += [moment for moment in (meeting.start, meeting.end) if moment]
        days = {moment.astimezone(self.zone).date() for moment in moments}
        if self.day and days and self.day not in days:
            self._warn(Notice.OTHER_DAY, 0, 0, {"day": self.day.isoformat(), "found": min(days).isoformat()})

    def _warn(self, code: Notice, number: int = 0, row: int = 0, details: Details | None = None) -> None:
        self.warnings.append(Warning_(code, number, row, details or {}))


def _shown(not_read: Sequence[NotRead]) -> str:
    return " / ".join(", ".join(filter(None, map(text, one.cells))) for one in not_read[:SHOWN])[:300]


def _meeting(parsed: Sequence[Parsed], every: Sequence[Timed]) -> Meeting:
    """One meeting, though it was begun anew and gave several reports."""
    title = next((one.title for one in parsed if one.title), "")
    starts, ends = [one.start for one in every if one.start], [one.end for one in every if one.end]
    return Meeting(title, min(starts, default=None), max(ends, default=None))


def _parse(number: int, name: str, data: bytes, mapping: columns.Mapping | None) -> Parsed:
    if (found := _json(data)) is not None:
        return found
    grids = tables.read_tables(data)
    sheets = [Sheet(lines(grid)) for grid in grids]
    if not any(sheet.lines for sheet in sheets):
        raise Unreadable(Code.EMPTY)
    for reader in _READERS:
        for sheet in sheets:
            if (parsed := reader(sheet)) is not None:
                return parsed
    grid, sheet = max(zip(grids, sheets, strict=True), key=lambda pair: len(pair[1].lines))
    if mapping is not None:
        given = {field: guess.column for field, guess in mapping.columns.items()}
        return generic.read_mapped(sheet.lines, 0 if mapping.header is None else mapping.header + 1, given)
    return _ask(number, name, grid, sheet.lines)


def _ask(number: int, name: str, grid: Grid, sheet: Sequence[Line]) -> Parsed:
    """Only of what looks like a table: rows with several cells. Raises AskMapping or Unreadable."""
    wide = [row for _number, row in sheet if sum(bool(text(cell)) for cell in row) > 1]
    if len(wide) > 1:
        raise AskMapping(number, name, grid, columns.recognise(grid.rows, ()).header or 0)
    found = " / ".join(", ".join(filter(None, map(text, row))) for _number, row in sheet[:SHOWN])
    raise Unreadable(Code.NO_HEADER, {"found": found[:300]})


def _json(data: bytes) -> Parsed | None:
    """A file of data instead of a table; None where it is no JSON."""
    if data[:4].lstrip(b"\xef\xbb\xbf \r\n\t")[:1] not in {b"{", b"["}:
        return None
    decoded = tables.decode(data).text
    try:
        content = json.loads(decoded)
    except (ValueError, RecursionError) as error:
        if decoded.lstrip().startswith(("{", "[{")):
            raise Unreadable(Code.DAMAGED, {"kind": "json"}) from error
        return None
    parsed = bigbluebutton.read_json(content) or goto.read_json(content)
    if parsed is None:
        raise Unreadable(Code.NO_HEADER, {"found": decoded[:100]})
    return parsed
