"""Cuts a sheet into its tables: a heading each, the title above it, and the rows below. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from webapp.attendance.cells import Kind, kind, text
from webapp.attendance.headings import field_of
from webapp.core.grids import Cell, Grid

Line = tuple[int, list[Cell]]  #: row number, from 1, and the cells, without the empty ones at the end
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
        cells = list(row)
        while cells and (cells[-1] is None or (isinstance(cells[-1], str) and not cells[-1].strip())):
            cells.pop()
        if cells:
            found.append((number, cells))
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
        if is_title(row) and following is not None and (looks_like_heading(following) or is_title(following)):
            title, fresh = text(row[0]), True
        elif _begins(row, following, found, fresh=fresh):
            found.append(Table(title, tuple(text(cell) for cell in row), number))
            title, fresh = "", False
        else:
            if not found or (title and fresh):
                found.append(Table(title, (), 0))
                title = ""
            fresh = False
            if tuple(text(cell) for cell in row) != found[-1].head:
                found[-1].lines.append((number, row))
    return found


def _begins(row: list[Cell], following: list[Cell] | None, found: Sequence[Table], *, fresh: bool) -> bool:
    if not looks_like_heading(row):
        return False
    if len({field_of(text(cell)) for cell in row} - {None}) >= KNOWN and not (found and _is_row_of(row, found[-1])):
        return True
    if fresh:
        return True
    plain_after = following is not None and looks_like_heading(following)
    few = bool(found) and len(found[-1].lines) <= (1 if found[-1].head else FEW)
    return len(row) >= FEW and few and not plain_after


def _is_row_of(row: list[Cell], table: Table) -> bool:
    """A row of words below a heading of the same words."""
    return bool(table.lines) and tuple(text(cell) for cell in row) == table.head


def is_title(row: Sequence[Cell]) -> bool:
    filled = [cell for cell in row if text(cell)]
    return len(filled) == 1 and bool(text(row[0])) and kind(row[0]) in {Kind.TEXT, Kind.EMPTY}


def looks_like_heading(row: Sequence[Cell]) -> bool:
    """Two cells or more, all of them words, no two the same but “Duration” or “User Email”."""
    filled = [cell for cell in row if text(cell)]
    if len(filled) < KNOWN or not all(isinstance(cell, str) for cell in filled):
        return False
    return all(kind(cell) is Kind.TEXT for cell in filled) and len(set(map(str, filled))) * 4 >= len(filled) * 3
