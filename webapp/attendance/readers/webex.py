"""Webex' list of participants: the meeting on every row, times as formulas, a row for each connection. Pure."""

import re
from typing import Final

from webapp.attendance.readers import roles
from webapp.attendance.readers.cells import Kind, at, text
from webapp.attendance.readers.grouping import Table
from webapp.attendance.readers.headings import Field, plain
from webapp.attendance.readers.layout import Columns, Sheet
from webapp.attendance.readers.parsed import Parsed, count_out, entry
from webapp.attendance.readers.reports import Notice, Platform, Reason

_MINS = re.compile(r"\d+ mins?")
WIDE: Final = 8  # columns


def read(sheet: Sheet) -> Parsed | None:
    return next((_read(table, found) for table, found in sheet.described if _is_webex(table, found)), None)


def _is_webex(table: Table, found: Columns) -> bool:
    """Wide, with the meeting's start and end before joining and leaving; in the old one three columns and “12 mins”."""
    if found.minutes is None or not found.named:
        return False
    if not found.timed:
        old = [plain(heading) for heading in table.head] == ["name", "email", "duration"]
        return old and any(_MINS.fullmatch(text(cell)) for cell in table.column(found.minutes))
    if len(table.head) < WIDE or found.kinds[found.minutes] is not Kind.DURATION:
        return False
    before = [number for number, one in enumerate(found.kinds[: found.joined]) if one is Kind.MOMENT]
    return len(before) > 1 or Field.CONNECTION in found.others


def _read(table: Table, found: Columns) -> Parsed:
    parsed = Parsed(Platform.WEBEX, "participants" if found.timed else "durations")
    if table.lines and found.timed:
        _meeting(parsed, table, found)
    for line in table.lines:
        parsed.rows += 1
        one = entry(found, line)
        if not one.name and not one.email:
            count_out(parsed, Reason.NO_NAME, line)
            continue
        role = roles.of_word(text(at(line[1], found.others.get(Field.ROLE))))
        one.role = roles.of_name(one.name, one.email, role)
        parsed.entries.append(one)
    return parsed


def _meeting(parsed: Parsed, table: Table, found: Columns) -> None:
    first = table.lines[0][1]
    before = [number for number, one in enumerate(found.kinds[: found.joined]) if one is Kind.MOMENT]
    title = found.others.get(Field.TITLE, 0)
    parsed.title = text(at(first, title)) if found.kinds[title] is Kind.TEXT and title != found.name else ""
    if len(before) > 1:
        parsed.start, parsed.end = at(first, before[0]), at(first, before[1])
        starts = {text(at(row, before[0])): text(at(row, title)) for _number, row in table.lines}
        if len(starts) > 1:
            parsed.notices.append((Notice.TWO_MEETINGS, table.head_row, {"found": "; ".join(starts)}))
