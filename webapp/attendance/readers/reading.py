"""Reads one or several reports of one meeting, of whatever platform, into one report. Pure; times are decided last."""

import hashlib
import json
from collections.abc import Callable, Sequence
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

from webapp.attendance.readers import bigbluebutton, generic, goto, meet, teams, teams_lists, webex, zoom, zoom_meetings
from webapp.attendance.readers.cells import text
from webapp.attendance.readers.gathering import SHOWN, Gathering
from webapp.attendance.readers.grouping import Line, lines
from webapp.attendance.readers.layout import Sheet
from webapp.attendance.readers.parsed import Parsed
from webapp.attendance.readers.reports import (
    AskMapping,
    DateOrder,
    Report,
    Source,
)
from webapp.core import columns, tables
from webapp.core.grids import Code, Grid, Unreadable

_Reader = Callable[[Sheet], Parsed | None]
# The one that looks closest first: later ones would read what an earlier one knows better.
_READERS: Final[tuple[_Reader, ...]] = (
    teams.read,
    zoom.read,
    teams_lists.read,
    webex.read,
    bigbluebutton.read,
    meet.read,
    zoom_meetings.read,
    generic.read,
)


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
    report = Gathering(zone, day)
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
