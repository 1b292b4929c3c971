"""Any other table: its columns as somebody said they are, or as far as headings and content leave no doubt. Pure."""

from collections.abc import Mapping, Sequence

from webapp.attendance import roles
from webapp.attendance.cells import at, text, value, yes
from webapp.attendance.grouping import Line, Table
from webapp.attendance.headings import Field
from webapp.attendance.layout import Columns, Sheet, columns
from webapp.attendance.parsed import Parsed, count_out, entry
from webapp.attendance.reports import Platform, Reason

_WHO = frozenset({Field.NAME, Field.GIVEN, Field.FAMILY, Field.EMAIL})


def read(sheet: Sheet) -> Parsed | None:
    """A table that says who and from when to when, or how long, in words that leave no doubt."""
    return next((_read(table, found) for table, found in sheet.described if _is_plain(found)), None)


def _is_plain(found: Columns) -> bool:
    """Somebody's name or address, and times or minutes, a heading of either understood."""
    who = found.named or bool(found.emails)
    said = {Field.MINUTES, Field.SECONDS} & {found.fields[found.minutes] if found.minutes is not None else None}
    told = found.timed or bool(said) or Field.ATTENDED in found.others
    when = {Field.JOINED, Field.LEFT, Field.START, Field.END, Field.MINUTES, Field.SECONDS, Field.ATTENDED}
    return who and told and bool(_WHO & found.others.keys()) and bool(when & found.others.keys())


def read_mapped(lines: Sequence[Line], head: int, given: Mapping[str, int]) -> Parsed:
    """With the columns as they were said; `head` is the row of the heading, from 1, 0 without one."""
    heading = next((row for number, row in lines if number == head), [])
    table = Table("", tuple(text(cell) for cell in heading), head, [line for line in lines if line[0] > head])
    guessed = columns(table)
    found = Columns(
        guessed.kinds,
        guessed.fields,
        given.get("name"),
        given.get("given_name"),
        given.get("family_name"),
        (given["email"],) if "email" in given else (),
        None,
        given.get("joined"),
        given.get("left"),
        given.get("minutes"),
        1.0,
        {Field.ROLE: given["role"]} if "role" in given else {},
    )
    return _read(table, found)


def _read(table: Table, found: Columns) -> Parsed:
    parsed = Parsed(Platform.TABLE, "table", header=bool(table.head))
    for line in table.lines:
        parsed.rows += 1
        one = entry(found, line)
        if not one.name and not one.email:
            count_out(parsed, Reason.NO_NAME, line)
            continue
        said = yes(value(at(line[1], found.others.get(Field.ATTENDED))))
        one.attended = said is not False
        if not one.attended:
            one.joined = one.left = one.minutes = None
        role = roles.of_word(text(at(line[1], found.others.get(Field.ROLE))))
        one.role = roles.of_name(one.name, one.email, role)
        parsed.entries.append(one)
    return parsed
