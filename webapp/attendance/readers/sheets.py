"""Which sheets of a file are read: each that a platform's reader knows, or that is laid out as was said. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from webapp.attendance.readers import bigbluebutton, generic, meet, teams, teams_lists, webex, zoom, zoom_meetings
from webapp.attendance.readers.cells import text
from webapp.attendance.readers.gathering import SHOWN
from webapp.attendance.readers.grouping import Line, lines
from webapp.attendance.readers.layout import Sheet
from webapp.attendance.readers.parsed import Parsed
from webapp.attendance.readers.reports import AskMapping
from webapp.core import columns
from webapp.core.grids import Cell, Code, Grid, Unreadable

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


@dataclass(frozen=True, slots=True)
class Told:
    """What the sheets of a file say, by their names; and the names of those that were left out."""

    sheets: list[tuple[str, Parsed]]
    left_out: list[str]


def read(grids: Sequence[Grid], number: int, name: str, mapping: columns.Mapping | None) -> Told:
    """Of the file with this number and name. Raises Unreadable or AskMapping."""
    every = [(grid, sheet) for grid in grids if (sheet := Sheet(lines(grid))).lines]
    if not every:
        raise Unreadable(Code.EMPTY)
    found = [(grid.name, _recognised(sheet)) for grid, sheet in every]
    if not any(parsed for _name, parsed in found):
        found = _mapped(every, mapping) if mapping else _ask(every, number, name)
    read = [(title, parsed) for title, parsed in found if parsed]
    told = [(title, parsed) for title, parsed in read if not _is_summary(parsed, read)]
    kept = {id(parsed) for _title, parsed in told}
    return Told(told, [title for title, parsed in found if id(parsed) not in kept])


def _recognised(sheet: Sheet) -> Parsed | None:
    return next((parsed for reader in _READERS if (parsed := reader(sheet)) is not None), None)


def _is_summary(parsed: Parsed, every: Sequence[tuple[str, Parsed]]) -> bool:
    """Minutes of people whose times another sheet tells: somebody's sum of it, which would count them twice."""
    if len(every) == 1 or _has_times(parsed):
        return False
    entries = [one for _title, other in every if other is not parsed and _has_times(other) for one in other.entries]
    known = {key for one in entries for key in (one.name, one.email)}
    return bool(entries) and all((one.email or one.name) in known for one in parsed.entries)


def _has_times(parsed: Parsed) -> bool:
    return any(one.joined is not None or one.left is not None for one in parsed.entries)


def _mapped(every: Sequence[tuple[Grid, Sheet]], mapping: columns.Mapping) -> list[tuple[str, Parsed | None]]:
    """The largest sheet as somebody said its columns are, and those with the same headings likewise."""
    given = {field: guess.column for field, guess in mapping.columns.items()}
    head = 0 if mapping.header is None else mapping.header + 1
    largest = _largest(every)[1]
    headings = _row(largest, head)
    return [
        (
            grid.name,
            generic.read_mapped(sheet.lines, head, given)
            if sheet is largest or (headings and _row(sheet, head) == headings)
            else None,
        )
        for grid, sheet in every
    ]


def _row(sheet: Sheet, number: int) -> list[str]:
    return next(([text(cell) for cell in row] for at, row in sheet.lines if at == number), [])


def _largest(every: Sequence[tuple[Grid, Sheet]]) -> tuple[Grid, Sheet]:
    return max(every, key=lambda pair: len(pair[1].lines))


def _ask(every: Sequence[tuple[Grid, Sheet]], number: int, name: str) -> list[tuple[str, Parsed | None]]:
    """Only of what looks like a table: rows with several cells. Raises AskMapping or Unreadable."""
    grid, sheet = _largest(every)
    wide = [row for _number, row in sheet.lines if _is_wide(row)]
    if len(wide) > 1:
        raise AskMapping(number, name, grid, columns.recognise(grid.rows, ()).header or 0)
    raise Unreadable(Code.NO_HEADER, {"found": _shown(sheet.lines)})


def _is_wide(row: Sequence[Cell]) -> bool:
    return sum(bool(text(cell)) for cell in row) > 1


def _shown(rows: Sequence[Line]) -> str:
    return " / ".join(", ".join(filter(None, map(text, row))) for _number, row in rows[:SHOWN])[:300]
