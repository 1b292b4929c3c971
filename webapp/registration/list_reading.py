"""From the bytes of an organisers' list to its rows and columns; nobody is added here. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from webapp.core import columns, tables
from webapp.core.grids import Code, Grid, Unreadable
from webapp.registration.list_fields import FIELDS
from webapp.registration.list_values import text_of

MOST_ROWS, MOST_COLUMNS = 20_000, 100
LARGEST: Final = 8 << 20  # bytes
LONGEST_CELL: Final = 5_000


@dataclass(frozen=True, slots=True)
class FoundList:
    """`rows` are numbered as a spreadsheet does and hold text; empty ones are left out."""

    rows: list[tuple[int, list[str]]]
    mapping: columns.Mapping

    @property
    def headings(self) -> list[str]:
        return headings(self.rows, self.header)

    @property
    def header(self) -> int | None:
        """The number of the row with the headings."""
        return None if self.mapping.header is None else self.mapping.header + 1


def read(data: bytes) -> FoundList:
    """The sheet in which most is understood. Raises Unreadable."""
    if len(data) > LARGEST:
        raise Unreadable(Code.TOO_LARGE, {"size": len(data), "limit": LARGEST})
    understood = [(columns.recognise(grid.rows, FIELDS), grid) for grid in tables.read_tables(data)]
    mapping, grid = max(understood, key=lambda pair: (_worth(pair[0]), len(pair[1].rows)))
    rows = list(_texts(grid))
    if not rows:
        raise Unreadable(Code.EMPTY)
    for what, number, limit in (
        ("rows", len(rows), MOST_ROWS),
        ("columns", max(len(row) for _at, row in rows), MOST_COLUMNS),
    ):
        if number > limit:
            raise Unreadable(Code.TOO_MANY, {"what": what, "limit": limit})
    return FoundList(rows, mapping)


def is_enough(names: Iterable[str]) -> bool:
    """Whether columns of these fields can make a registration."""
    return {"email", "name"}.issubset(names) or {"email", "given_name", "family_name"}.issubset(names)


def headings(rows: Iterable[tuple[int, Sequence[str]]], header: int | None) -> list[str]:
    return next((list(cells) for number, cells in rows if number == header), [])


def people(rows: Sequence[tuple[int, list[str]]], header: int | None) -> list[tuple[int, list[str]]]:
    """The rows below the headings, without repeated headings."""
    repeated = headings(rows, header)
    return [(number, cells) for number, cells in rows if number > (header or 0) and cells != repeated]


def _worth(mapping: columns.Mapping) -> tuple[bool, int]:
    return is_enough(mapping.columns), sum(1 + guess.sure for guess in mapping.columns.values())


def _texts(grid: Grid) -> Iterable[tuple[int, list[str]]]:
    for number, row in enumerate(grid.rows, start=1):
        cells = [text_of(cell).strip()[:LONGEST_CELL] for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            yield number, cells
