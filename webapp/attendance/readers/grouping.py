"""Cuts a sheet into its tables: a heading each, the title above it, and the rows below. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time

from webapp.attendance.readers.cells import Kind, kind, text
from webapp.attendance.readers.headings import Field, field_of
from webapp.core.grids import Cell, Grid

Line = tuple[int, list[Cell]]  #: row number, from 1, and the cells, without the empty ones at the end
_DATA = re.compile(
    r"(?:^|\x1f)(?:[^\s\x1f@]+@[^\s\x1f@]+\.[^\s\x1f@]+|[^\x1f]{0,15}\b\d{1,2}:\d\d\b[^\x1f]{0,6})(?:\x1f|$)"
)
_NUMBERED = re.compile(r"\d+\s*[.)]")  #: titles of sections
_PEOPLE = frozenset({Field.NAME, Field.GIVEN, Field.FAMILY, Field.EMAIL})
KNOWN, FEW = 2, 3  #: headings that are understood; cells that make a heading among rows


@dataclass(slots=True)
class Table:
    title: str  #: of the one-celled row above
    head: tuple[str, ...]
    head_row: int  #: from 1; 0 where there is no heading
    lines: list[Line] = field(default_factory=list)

    def column(self, number: int) -> list[Cell]:
        return [row[number] if number < len(row) else None for _row, row in self.lines[:300]]

    @property
    def width(self) -> int:
        return max([len(self.head), *(len(row) for _row, row in self.lines[:300])])


def lines(grid: Grid) -> list[Line]:
    """Rows that hold anything."""
    found = []
    for number, row in enumerate(grid.rows, start=1):
        width = len(row)
        while width and ((cell := row[width - 1]) is None or (isinstance(cell, str) and not cell.strip())):
            width -= 1
        if width:
            found.append((number, row if width == len(row) else row[:width]))
    return found


def tables(rows: Sequence[Line]) -> list[Table]:
    """The tables of a sheet, from top to bottom. A heading stands at the beginning, after a gap or a title, or is
    known by its words; what stands above the first one is a table without heading.
    """
    found: list[Table] = []
    title, fresh, last = "", True, 0
    for index, (number, row) in enumerate(rows):
        following = rows[index + 1][1] if index + 1 < len(rows) else None
        fresh = fresh or number > last + 1
        last = number
        if is_title(row) and not _goes_on(row, following, found) and _is_above(following, found):
            title, fresh = text(row[0]), True
        elif not (found and not title and is_repeated(row, found[-1].head)) and _begins(
            row, following, found, fresh=fresh, more=not title and _goes_on(row, row, found)
        ):
            found.append(Table(title, tuple(text(cell) for cell in row), number))
            title, fresh = "", False
        else:
            if not found or (title and fresh):
                found.append(Table(title, (), 0))
                title = ""
            fresh = False
            if not is_repeated(row, found[-1].head):
                found[-1].lines.append((number, row))
    return found


def _is_above(following: list[Cell] | None, found: Sequence[Table]) -> bool:
    """Whether a lone word is a title: of what comes, or of a table that never came."""
    if following is None:
        return bool(found) and len(found[-1].head) > FEW
    return looks_like_heading(following) or is_title(following)


def _goes_on(row: list[Cell], following: list[Cell] | None, found: Sequence[Table]) -> bool:
    """Whether a row of a list of people is one more of them: a name alone, or one without a tick, or after a gap.

    A heading is known by its words there, as that of the list was.
    """
    if not found or not found[-1].head or field_of(found[-1].head[0]) not in _PEOPLE:
        return False
    return not _NUMBERED.match(text(row[0])) and (following is None or _known(following) < KNOWN)


def _known(row: Sequence[Cell]) -> int:
    return len({field_of(text(cell)) for cell in row if isinstance(cell, str)} - {None})


def _begins(row: list[Cell], following: list[Cell] | None, found: Sequence[Table], *, fresh: bool, more: bool) -> bool:
    if more or not looks_like_heading(row):
        return False
    if fresh or _known(row) >= KNOWN:
        return True
    plain_after = following is not None and looks_like_heading(following)
    few = bool(found) and len(found[-1].lines) <= (1 if found[-1].head else FEW)
    return len(row) >= FEW and few and not plain_after


def is_title(row: Sequence[Cell]) -> bool:
    return len(row) == 1 and kind(row[0]) is Kind.TEXT


def is_repeated(row: Sequence[Cell], head: tuple[str, ...]) -> bool:
    """The heading again, as at the top of a printed page."""
    first = row[0]
    if not head or not isinstance(first, str) or len(first) < len(head[0]) or text(first) != head[0]:
        return False
    return tuple(text(cell) for cell in row) == head


def _is_plainly_data(row: Sequence[Cell]) -> bool:
    """Quickly, for nearly every row: an address or a time stands alone in a cell."""
    try:
        return bool(_DATA.search("\x1f".join(row)))  # type: ignore[arg-type] # that is the question
    except TypeError:
        return any(isinstance(cell, int | float | datetime | time) for cell in row)


def looks_like_heading(row: Sequence[Cell]) -> bool:
    """Two cells or more, all of them words, no two the same but “Duration” or “User Email”."""
    if len(row) < KNOWN or _is_plainly_data(row):
        return False
    filled: list[str] = []
    for cell in row:
        if cell is None or cell == "":
            continue
        if not isinstance(cell, str) or kind(cell) not in {Kind.TEXT, Kind.EMPTY}:
            return False
        filled.append(cell)
    return len(filled) >= KNOWN and len(set(filled)) * 4 >= len(filled) * 3
