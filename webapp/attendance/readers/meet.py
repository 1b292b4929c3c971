"""Google Meet's attendance report: a duration and times of day; the date only above or in the file's name. Pure."""

import re
from collections.abc import Sequence

from webapp.attendance.readers import roles
from webapp.attendance.readers.cells import Kind, text
from webapp.attendance.readers.grouping import Table
from webapp.attendance.readers.headings import Field, plain
from webapp.attendance.readers.layout import Columns, Sheet
from webapp.attendance.readers.parsed import Parsed, count_out, entry
from webapp.attendance.readers.reports import Platform, Reason, Role
from webapp.core import dates
from webapp.core.grids import Cell

_OWN = re.compile(r"time (?:joined|exited)")


def read(sheet: Sheet) -> Parsed | None:
    for table, found in sheet.described:
        if _is_meets(table, found):
            return _read(table, found, [other for other in sheet.tables if other is not table])
    return None


def _is_meets(table: Table, found: Columns) -> bool:
    """Times of day and a duration that is no bare number, or Meet's own words."""
    if not found.timed or not found.named or found.minutes is None:
        return False
    own = sum(bool(_OWN.search(plain(heading))) for heading in table.head) > 1
    clocks = found.kinds[found.joined or 0] is Kind.CLOCK
    with_units = found.kinds[found.minutes] in {Kind.DURATION, Kind.CLOCK}
    return own or (clocks and with_units and Field.ROLE not in found.others)


def _read(table: Table, found: Columns, others: Sequence[Table]) -> Parsed:
    parsed = Parsed(Platform.MEET, "attendance")
    for other in others:
        _meeting(parsed, [*([other.head] if other.head else []), *(row for _number, row in other.lines)])
    for line in table.lines:
        parsed.rows += 1
        one = entry(found, line)
        if not one.name and not one.email:
            count_out(parsed, Reason.NO_NAME, line)
            continue
        one.role = roles.of_name(one.name, one.email, Role.ATTENDEE)
        parsed.entries.append(one)
    return parsed


def _meeting(parsed: Parsed, rows: Sequence[Sequence[Cell]]) -> None:
    """Title, date, start and end, beside their words or below them."""
    told = [cell for row in rows for cell in row if text(cell)]
    stamps = [(cell, stamp) for cell in told if (stamp := dates.read(cell))]
    dated = [cell for cell, stamp in stamps if stamp.has_date]
    clocks = [cell for cell, stamp in stamps if stamp.clock is not None]
    parsed.day = parsed.day or (dated[0] if dated else None)
    if len(clocks) > 1 and parsed.start is None:
        parsed.start, parsed.end = clocks[0], clocks[1]
    if len(rows) > 1 and not parsed.title:
        known = [text(cell) for cell in rows[0]]
        place = next((number for number, heading in enumerate(known) if "title" in plain(heading)), 0)
        row = rows[1] if len(rows[0]) > 2 else rows[0][1:]  # noqa: PLR2004 - a row of values, or pairs
        parsed.title = text(row[place]) if place < len(row) and not dates.read(row[place]) else ""
