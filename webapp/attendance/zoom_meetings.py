"""Zoom's list of participants: sessions or unique users, with or without the meeting, old and new headings. Pure."""

import re
from collections.abc import Sequence
from dataclasses import replace

from webapp.attendance import durations, roles
from webapp.attendance.cells import Kind, at, email, text, value, yes
from webapp.attendance.grouping import Line, Table
from webapp.attendance.headings import Field, plain
from webapp.attendance.layout import Columns, Sheet
from webapp.attendance.parsed import Parsed, both_names, count_out, entry
from webapp.attendance.reports import Notice, Platform, Reason, Role

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
    for table, every in lists:
        found, prefix = _without_prefix(table, every)
        parsed.layout = f"{'participants' if found.timed else 'unique'}{prefix}{'_with_meeting' if above else ''}"
        hosts |= {address for line in table.lines[:1] for address in _hosts(found, line[1])}
        for line in table.lines:
            _add(parsed, found, line, hosts)
        _two_meetings(parsed, table, found)
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
    return any(_MEETING_ID.fullmatch(text(cell)) for cell in row) and not _OWN_NAME.match(plain(table.head[0]))


def _is_zooms(table: Table, found: Columns, above: Sequence[object]) -> bool:
    """By the name's heading, by Zoom's own words, or by the meeting above; and by whole minutes."""
    name = found.name if found.name is not None else 0
    whole = found.minutes is not None and found.kinds[found.minutes] in {Kind.NUMBER, Kind.EMPTY}
    if not whole:
        return False
    own = {Field.WAITING, Field.GUEST, Field.CONSENT, Field.MEETING_ID} & found.others.keys()
    headings = {plain(heading) for heading in table.head}
    return bool(
        above or own or _OWN_NAME.match(plain(table.head[name])) or "user email" in headings or "user name" in headings
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


def _without_prefix(table: Table, found: Columns) -> tuple[Columns, str]:
    """The flat list repeats the meeting on every row, before the name; the host's name is not the participant's."""
    own = [
        n
        for n, heading in enumerate(table.head)
        if _OWN_NAME.match(plain(heading)) and found.kinds[n] in {Kind.TEXT, Kind.EMPTY}
    ]
    own = [n for n in own if found.fields[n] in {Field.NAME, None}]
    first = own[0] if own else found.name or 0
    if not first:
        return found, ""
    emails = tuple(number for number in found.emails if number > first)
    return replace(found, name=first, given=None, family=None, emails=emails), "_flat"


def _hosts(found: Columns, row: Sequence[object]) -> set[str]:
    """Addresses in columns that are named for the host."""
    return {
        address
        for number, one in enumerate(found.fields)
        if one is Field.HOST and number < len(row) and (address := email(row[number]))  # type: ignore[arg-type]
    }


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


def _two_meetings(parsed: Parsed, table: Table, found: Columns) -> None:
    number = found.others.get(Field.MEETING_ID)
    if number is None or (found.name is not None and number > found.name):
        return
    meetings = {text(at(row, number)): text(at(row, found.others.get(Field.TITLE))) for _row, row in table.lines}
    parsed.title = parsed.title or next(iter(meetings.values()), "")
    if len(meetings) > 1:
        parsed.notices.append((Notice.TWO_MEETINGS, table.head_row, {"found": "; ".join(meetings.values())}))
