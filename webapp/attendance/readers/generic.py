"""Any other table: its columns as somebody said they are, or as far as headings and content leave no doubt. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from webapp.attendance.readers import footers, roles
from webapp.attendance.readers.cells import at, is_dash, text, value, yes
from webapp.attendance.readers.grouping import Line, Table
from webapp.attendance.readers.headings import Field, plain
from webapp.attendance.readers.layout import Columns, Sheet, columns
from webapp.attendance.readers.parsed import Parsed, count_out, entry
from webapp.attendance.readers.reports import Notice, Platform, Reason
from webapp.core import dates
from webapp.core.grids import Cell

_IN_UTC = frozenset({"attendeefirstjointime"})  #: Class Collaborate's heading; its times are no place's
_OTHERS = {"role": Field.ROLE, "attended": Field.ATTENDED, "place": Field.PLACE}
_TICKS = frozenset(
    {"x", "х", "✓", "✔", "☑", "✅", "+", "v", "1", "1.0", "anwesend", "da", "war da", "erschienen", "teilgenommen"}
    | {"present", "attended", "was present", "присутній", "присутня", "присутні", "був", "була", "був присутній"}
    | {"була присутня", "взяв участь", "взяла участь", "присутствовал", "присутствовала", "obecny", "obecna"}
    | {"présent", "présente", "presente"}
)
_CROSSES = frozenset(
    {"✗", "✘", "☐", "0", "0.0", "abwesend", "nicht anwesend", "nicht da", "nicht erschienen", "nicht teilgenommen"}
    | {"fehlt", "fehlte", "gefehlt", "entschuldigt", "unentschuldigt", "abgesagt", "krank", "absent", "not present"}
    | {"did not attend", "excused", "no-show", "no show", "відсутній", "відсутня", "відсутні", "не був", "не була"}
    | {"не взяв участі", "не взяла участі", "отсутствовал", "отсутствовала", "nieobecny", "nieobecna", "absente"}
    | {"excusé", "excusée", "ausente"}
)
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


def _on_day(day: Cell, clock: Cell) -> Cell:
    """A time of day with the date of its row, where they stand in two columns."""
    day = day.date() if isinstance(day, datetime) else day
    told, time = dates.read(day), dates.read(clock)
    if not told or not time or not told.has_date or told.clock or time.has_date or time.clock is None:
        return clock
    return f"{text(day)} {text(clock)}" if isinstance(clock, str) else f"{text(day)} {time.clock:%H:%M:%S}"


def read_mapped(lines: Sequence[Line], head: int, given: Mapping[str, int]) -> Parsed:
    """With the columns as they were said; `head` is the row of the heading, from 1, 0 without one."""
    heading = next((row for number, row in lines if number == head), [])
    table = Table("", tuple(text(cell) for cell in heading), head, [line for line in lines if line[0] > head])
    guessed = columns(table)
    found = replace(
        guessed,
        name=given.get("name"),
        given=given.get("given_name"),
        family=given.get("family_name"),
        emails=(given["email"],) if "email" in given else (),
        account=None,
        joined=given.get("joined"),
        left=given.get("left"),
        minutes=given.get("minutes"),
        scale=guessed.scale if guessed.minutes == given.get("minutes") else 1.0,
        others=guessed.others | {field: given[name] for name, field in _OTHERS.items() if name in given},
    )
    return _read(table, found)


def _read(table: Table, found: Columns) -> Parsed:
    parsed = Parsed(Platform.TABLE, "table")
    parsed.utc = any(plain(heading) in _IN_UTC for heading in table.head)
    ticks = _ticks(table, found.others.get(Field.ATTENDED))
    for line, ticked in zip(table.lines, ticks, strict=True):
        parsed.rows += 1
        one = entry(found, line)
        if not one.name and not one.email:
            count_out(parsed, Reason.NO_NAME, line)
            continue
        if not one.email and footers.is_footer(one.name, alone=_is_alone(line)):
            count_out(parsed, Reason.NOT_UNDERSTOOD, line)
            continue
        one.spans, one.place = parsed.utc, text(value(at(line[1], found.others.get(Field.PLACE))))
        day = at(line[1], found.others.get(Field.DAY))
        one.joined, one.left = _on_day(day, one.joined), _on_day(day, one.left)
        one.attended = ticked if ticked is not None else bool(one.joined or one.left or one.minutes)
        if not one.attended:
            one.joined = one.left = one.minutes = None
            if _tick(value(at(line[1], found.others.get(Field.EXCUSED)))):
                parsed.notices.append((Notice.EXCUSED, one.row, {"name": one.name}))
        role = roles.of_word(text(at(line[1], found.others.get(Field.ROLE))))
        one.role = roles.of_name(one.name, one.email, role)
        parsed.entries.append(one)
    return parsed


def _ticks(table: Table, column: int | None) -> list[bool | None]:
    """Row by row: was there, was not, or None where no mark stands although others have one.

    A list of those who came marks nobody; one that says yes and no leaves a gap for who is not known to have missed it,
    and strikes out who is.
    """
    if column is None:
        return [True for _line in table.lines]
    cells = [at(row, column) for _number, row in table.lines]
    said = [_tick(value(cell)) for cell in cells]
    gap = None if True in said and False not in said else True
    struck = None if True in said else gap
    return [(struck if is_dash(cell) else gap) if one is None else one for one, cell in zip(said, cells, strict=True)]


def _is_alone(line: Line) -> bool:
    return sum(text(cell) != "" for cell in line[1]) == 1


def _tick(cell: Cell) -> bool | None:
    mark = text(cell).casefold() if cell is not None else ""
    return True if mark in _TICKS else False if mark in _CROSSES else yes(cell)
