"""Zoom's list of participants: sessions or unique users, with or without the meeting, old and new headings. Pure."""

import re
from collections.abc import Sequence

from webapp.attendance.readers import durations, roles
from webapp.attendance.readers.cells import Kind, at, email, text, value, yes
from webapp.attendance.readers.grouping import Line, Table
from webapp.attendance.readers.headings import Field, field_of, plain
from webapp.attendance.readers.layout import Columns, Sheet, columns
from webapp.attendance.readers.parsed import Parsed, both_names, count_out, entry
from webapp.attendance.readers.reports import Notice, Platform, Reason, Role

_OWN_NAME = re.compile(r".+\(.+\)$")  # “Name (Original Name)” in every language
_MEETING_ID = re.compile(r"\d{3}[\s-]?\d{3,4}[\s-]?\d{3,5}")
_SMALLEST = 3  # columns


def read(sheet: Sheet) -> Parsed | None:
    described = sheet.described
    lists = [(table, found) for table, found in described if _is_list(table, found)]
    above = [(table, found) for table, found in described if _is_meeting(table)]
    if not lists or not any(_is_zooms(table, found, above) for table, found in lists):
        return None
    parsed = Parsed(Platform.ZOOM, "")
    hosts = _meetings(parsed, above)
    for whole, every in lists:
        table, found = _own_part(whole, every)
        flat = "_flat" if table is not whole else ""
        parsed.layout = f"{'participants' if found.timed else 'unique'}{flat}{'_with_meeting' if above else ''}"
        if flat:
            hosts |= _repeated_meeting(parsed, whole, every, len(whole.head) - len(table.head))
        for line in table.lines:
            _add(parsed, found, line, hosts)
    return parsed


def _is_list(table: Table, found: Columns) -> bool:
    if found.name is not None and found.fields[found.name] is Field.TITLE:
        return False
    return (
        len(table.head) >= _SMALLEST
        and found.named
        and (found.timed or found.minutes is not None)
        and not _is_meeting(table)
    )


def _is_meeting(table: Table) -> bool:
    """One row with the meeting's number and its times."""
    if len(table.lines) != 1:
        return False
    row = table.lines[0][1]
    return any(_MEETING_ID.fullmatch(text(cell)) for cell in row) and not any(map(_is_own_name, table.head))


def _is_zooms(table: Table, found: Columns, above: Sequence[object]) -> bool:
    """By the name's heading, by Zoom's own words, or by the meeting above; and by whole minutes."""
    whole = found.minutes is not None and found.kinds[found.minutes] in {Kind.NUMBER, Kind.EMPTY}
    if not whole:
        return False
    own = {Field.WAITING, Field.GUEST, Field.CONSENT, Field.MEETING_ID} & found.others.keys()
    headings = {plain(heading) for heading in table.head}
    return bool(
        above or own or any(map(_is_own_name, table.head)) or "user email" in headings or "user name" in headings
    )


def _meetings(parsed: Parsed, above: Sequence[tuple[Table, Columns]]) -> set[str]:
    """Takes topic and times from the rows above; gives the hosts' addresses."""
    hosts: set[str] = set()
    for table, found in above:
        row = table.lines[0][1]
        moments = [number for number, one in enumerate(found.kinds) if one is Kind.MOMENT]
        hosts |= {address for cell in row if (address := email(cell))}
        if parsed.start is None and moments:
            parsed.start = at(row, moments[0])
            parsed.end = at(row, moments[1]) if len(moments) > 1 else None
        parsed.title = parsed.title or text(at(row, _title(table, found)))
        parsed.length = durations.minutes(value(at(row, found.others.get(Field.MINUTES))))
    if len(above) > 1:
        titles = "; ".join(text(at(table.lines[0][1], _title(table, found))) for table, found in above)
        parsed.notices.append((Notice.TWO_MEETINGS, above[1][0].head_row, {"found": titles}))
    return hosts


def _title(table: Table, found: Columns) -> int | None:
    if (named := found.others.get(Field.TITLE)) is not None:
        return named
    row = table.lines[0][1]
    return next(
        (n for n, one in enumerate(found.kinds) if one is Kind.TEXT and not _MEETING_ID.fullmatch(text(row[n]))), None
    )


def _is_own_name(heading: str) -> bool:
    return bool(_OWN_NAME.match(plain(heading))) and field_of(heading) in {Field.NAME, None}


def _own_part(table: Table, found: Columns) -> tuple[Table, Columns]:
    """The flat list repeats the meeting on every row; what is the participant's own begins with the name."""
    about = {Field.TITLE, Field.MEETING_ID, Field.HOST}
    first = next((n for n, heading in enumerate(table.head) if _is_own_name(heading)), found.name or 0)
    if not about & set(found.fields[:first]):
        return table, found
    lines = [(number, row[first:]) for number, row in table.lines if len(row) > first]
    own = Table(table.title, table.head[first:], table.head_row, lines)
    return own, columns(own)


def _repeated_meeting(parsed: Parsed, table: Table, found: Columns, width: int) -> set[str]:
    """Topic and times from the first row, hosts from all; more than one number is more than one meeting."""
    if not table.lines:
        return set()
    first = table.lines[0][1]
    moments = [number for number, one in enumerate(found.kinds[:width]) if one is Kind.MOMENT]
    title, meeting = found.others.get(Field.TITLE), found.others.get(Field.MEETING_ID)
    parsed.title = parsed.title or text(at(first, title))
    if len(moments) > 1 and parsed.start is None:
        parsed.start, parsed.end = at(first, moments[0]), at(first, moments[1])
    meetings = {text(at(row, meeting)): text(at(row, title)) for _row, row in table.lines}
    if len(meetings) > 1:
        parsed.notices.append((Notice.TWO_MEETINGS, table.head_row, {"found": "; ".join(meetings.values())}))
    return {address for _row, row in table.lines for cell in row[:width] if (address := email(cell))}


def _add(parsed: Parsed, found: Columns, line: Line, hosts: set[str]) -> None:
    parsed.rows += 1
    row = line[1]
    one = entry(found, line)
    if yes(at(row, found.others.get(Field.WAITING))):
        count_out(parsed, Reason.WAITING_ROOM, line)
    elif not one.name and not one.email:
        count_out(parsed, Reason.NO_NAME, line)
    else:
        role = Role.HOST if one.email and one.email in hosts else Role.ATTENDEE
        one.role = roles.of_name(one.name, one.email, role)
        one.other_names += both_names(one.name)
        parsed.entries.append(one)
