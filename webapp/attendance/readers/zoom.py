"""Zoom's webinar report: one section for hosts, panelists, attendees and callers, each with a heading of its own. Pure.

GoTo Webinar's attendee report is built alike, and known only by its Interest Rating.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from webapp.attendance.readers import durations, roles
from webapp.attendance.readers.cells import Kind, at, kind, text, value, yes
from webapp.attendance.readers.grouping import Line, Table
from webapp.attendance.readers.headings import Field, plain
from webapp.attendance.readers.layout import Columns, Sheet, columns
from webapp.attendance.readers.parsed import Entry, Parsed, both_names, count_out, entry
from webapp.attendance.readers.reports import Platform, Reason, Role
from webapp.core import dates

# In this order: “Other Attended” is about attendees too.
_SECTIONS = (
    (Role.PHONE, r"^(?:other|sonstige|andere|weitere|інш|autres|otr[oa]s|outr[oa]s|inn[ei]|altri|その他|기타|其他)"),
    (Role.PANELIST, r"panel|podium|diskussion|доповіда|доповідач|панел|パネ|패널|嘉宾|painel|panélist"),
    (Role.HOST, r"host|gastgeber|moderator|організатор|ведуч|hôte|anfitri|prowadz|gospodarz|ホスト|호스트|主持"),
    (Role.ATTENDEE, r"attend|teilnehm|учасник|particip|uczest|asist|出席|参加|참석|与会|convidad"),
)  # fmt: skip
_COMPILED = tuple((role, re.compile(pattern)) for role, pattern in _SECTIONS)
_OWN_WORDS = frozenset({Field.APPROVAL, Field.INTEREST, Field.REGISTERED})
WIDE: Final = 4  # columns
MOST_TAIL: Final = 5  # columns from joining to the end


def read(sheet: Sheet) -> Parsed | None:
    """The report, or None where this is none."""
    every = sheet.tables
    heads = _repeated_heads(every)
    sections = _sections([_with_flags(table, found, heads) for table, found in sheet.described])
    flagged = [found for _table, found in sections if _is_flagged(found)]
    titled = any(_role_of_title(table.title) for table, _found in sections)
    own = any(_OWN_WORDS & found.others.keys() or _says_session(table) for table, found in sections)
    built = sum(bool(table.title) for table, _found in sections) > 1
    if not flagged or not (titled or own or built):
        return None
    goto = any(Field.INTEREST in found.others for found in flagged)
    parsed = Parsed(Platform.GOTOWEBINAR if goto else Platform.ZOOM, _layout(flagged))
    _meeting(
        parsed, [table for table in every if table.head_row not in {section.head_row for section, _found in sections}]
    )
    for place, (table, found) in enumerate(sections):
        role = _role_of_title(table.title) or _role_by_place(place, [columns_ for _table, columns_ in sections])
        for line in table.lines:
            _add(parsed, table, found, line, role)
    return parsed


def _repeated_heads(every: Sequence[Table]) -> set[str]:
    """What several headings begin with."""
    begun = Counter(table.head[0] for table in every if table.title and len(table.head) > WIDE)
    return {heading for heading, count in begun.items() if count > 1}


def _with_flags(table: Table, found: Columns, heads: set[str]) -> tuple[Table, Columns]:
    """Where sections begin alike, their first column says who attended, in whatever words: those with times."""
    if _is_flagged(found) or table.head[0] not in heads:
        return table, found
    words = {text(row[0]) for _number, row in table.lines}
    if len(words) > 2 or any(kind(word) is not Kind.TEXT for word in words):  # noqa: PLR2004 - yes and no
        return table, found
    lines = [
        (number, ["Yes" if any(kind(cell) is Kind.MOMENT for cell in row[-MOST_TAIL:]) else "No", *row[1:]])
        for number, row in table.lines
    ]
    table = replace(table, lines=lines)
    return table, columns(table)


def _sections(every: Sequence[tuple[Table, Columns]]) -> list[tuple[Table, Columns]]:
    """Headings that begin with “Attended” in any language; and callers, who have a title of their own, after them."""
    found = [(table, one) for table, one in every if _is_section(table, one)]
    if not found:
        return []
    last = found[-1][0].head_row
    callers = [
        (table, one)
        for table, one in every
        if table.title and one.named and not _is_section(table, one) and len(table.head) >= WIDE
        and (_role_of_title(table.title) is Role.PHONE or (one.timed and table.head_row > last))
    ]  # fmt: skip
    return found + callers


def _is_section(table: Table, found: Columns) -> bool:
    """Below the flag there are yes and no, or nothing at all."""
    if len(table.head) < WIDE or not _is_flagged(found):
        return False
    return (found.timed or found.fields[0] is Field.ATTENDED) and (found.named or bool(found.emails))


def _is_flagged(found: Columns) -> bool:
    return found.kinds[0] is Kind.FLAG or found.fields[0] is Field.ATTENDED


def _says_session(table: Table) -> bool:
    return any("in session" in plain(heading) for heading in table.head)


def _role_of_title(title: str) -> Role | None:
    words = plain(title)
    return next((role for role, pattern in _COMPILED if pattern.search(words)), None) if words else None


def _role_by_place(place: int, sections: Sequence[Columns]) -> Role:
    """In a language we do not know: hosts come first, panelists next, attendees are the widest table, callers last."""
    if not _is_flagged(sections[place]):
        return Role.PHONE
    flagged = [index for index, found in enumerate(sections) if _is_flagged(found)]
    if place == flagged[-1]:
        return Role.ATTENDEE
    return Role.HOST if place == flagged[0] else Role.PANELIST


def _layout(flagged: Sequence[Columns]) -> str:
    last = flagged[-1]
    if Field.INTEREST in last.others:
        return "webinar"
    generation = "2020" if last.given is not None and last.name is None else "2021"
    return f"webinar_{generation}"


def _meeting(parsed: Parsed, others: Sequence[Table]) -> None:
    """Topic and start from the table above the sections: a heading and one row."""
    for table in others:
        if not table.head or not table.lines:
            continue
        row = table.lines[0][1]
        found = columns(table)
        starts = [number for number, one in enumerate(found.kinds) if one is Kind.MOMENT]
        if starts and len(table.head) >= WIDE:
            title = found.others.get(Field.TITLE, 0)
            parsed.title, parsed.start = text(at(row, title)), at(row, starts[0])
            length = next((n for n, one in enumerate(found.fields) if one is Field.MINUTES), None)
            parsed.length = durations.minutes(value(at(row, length)))
            if any(re.search(r"registrants", heading, re.IGNORECASE) for heading in table.head):
                parsed.layout = parsed.layout.replace("2021", "2025")
            return


def _add(parsed: Parsed, table: Table, found: Columns, line: Line, role: Role) -> None:
    parsed.rows += 1
    line = _mended(table, found, line)
    row = line[1]
    one = entry(found, line)
    if not one.name and not one.email:
        count_out(parsed, Reason.NO_NAME, line)
        return
    one.attended = _attended(found, row, one)
    if not one.attended:
        one.joined = one.left = one.minutes = None
    _split_times(one, row, found)
    one.role = Role.PHONE if role is Role.PHONE else roles.of_name(one.name, one.email, role)
    one.other_names += both_names(one.name)
    parsed.entries.append(one)


def _attended(found: Columns, row: Sequence[object], one: Entry) -> bool:
    """By the word, in languages we know; else by whether there are times."""
    if not _is_flagged(found):
        return True
    said = yes(row[0])  # type: ignore[arg-type]
    return bool(one.joined or one.left) if said is None else said


def _mended(table: Table, found: Columns, line: Line) -> Line:
    """“Congo, Democratic Republic of the” in the last column, unquoted: more cells than headings."""
    number, row = line
    surplus = len(row) - len(table.head)
    if surplus > 0 and found.fields[len(table.head) - 1] is Field.COUNTRY:
        last = ", ".join(filter(None, map(text, row[len(table.head) - 1 :])))
        return number, [*row[: len(table.head) - 1], last]
    return line


def _split_times(one: Entry, row: Sequence[object], found: Columns) -> None:
    """GoTo writes “Apr 9, 2020 10:57 AM CDT - Apr 9, 2020 12:01 PM CDT (64 minutes)” into one cell."""
    if found.timed or one.joined is not None:
        return
    for cell in row:
        if isinstance(cell, str) and len(parts := re.split(r"\s[-–]\s", cell)) == 2:  # noqa: PLR2004
            ends, _bracket, minutes = parts[1].partition("(")
            if dates.read(parts[0]) and dates.read(ends.strip()):
                one.joined, one.left = parts[0], ends.strip()
                one.minutes = durations.minutes(minutes.strip(") "))
                return
