"""From the bytes of a workbook that came back to its rows; nothing is compared here."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from webapp.core import archives, names, tables, workbooks
from webapp.core.columns import heading_key
from webapp.core.grids import Cell, Code, Grid, Unreadable
from webapp.registration.list_values import text_of
from webapp.reporting.corrections.fields import HEADINGS, ID, LONGEST_ID, VERSION, event_of, headings

LARGEST: Final = 8 << 20  # bytes
LITTLE_ROWS, LITTLE_BYTES = 1_500, 200_000  #: of all sheets, most of them not ours to compare: half a second
LONGEST_PREAMBLE: Final = 50  #: rows that somebody may have put above
LONGEST_CELL: Final = 5_000
IDS: Final = "id"
VERSIONS: Final = "version"


@dataclass(frozen=True, slots=True)
class Line:
    """One row: whose it is, and the cells of the columns that are known, by their names."""

    number: int  #: as the spreadsheet counts
    public_id: str  #: empty where somebody added a row
    version: str
    cells: Mapping[str, str]
    unknown: frozenset[str] = frozenset()  #: those with an error, or a formula that nobody has calculated


@dataclass(frozen=True, slots=True)
class Found:
    event: str  #: public id
    lines: list[Line]
    columns: list[str]  #: those of fields.HEADINGS that are there
    twice: list[str] = field(default_factory=list)  #: those that are there several times, so that none of them counts


def is_little(data: bytes) -> bool:
    """Whether it can be read and compared while somebody waits for the page. Raises Unreadable as tables.is_little."""
    if not workbooks.is_workbook(data):
        return tables.is_little(data)
    return workbooks.rows(data) <= LITTLE_ROWS and len(data) <= LITTLE_BYTES


def read(data: bytes, event: str) -> Found:
    """The sheet that says by its hidden columns which rows are whose. Raises Unreadable, also for another event's."""
    if len(data) > LARGEST:
        raise Unreadable(Code.TOO_LARGE, {"size": len(data), "limit": LARGEST})
    ours = [(grid, at) for grid in tables.read_tables(data) if (at := _header(grid)) is not None]
    if data.startswith(archives.OLE):
        raise Unreadable(Code.OLD_EXCEL)
    if not ours:
        raise Unreadable(Code.FOREIGN)
    if len(ours) > 1:
        raise Unreadable(Code.SEVERAL_SHEETS)
    found = _found(*ours[0])
    if found.event != event:
        raise Unreadable(Code.OTHER_EVENT)
    return found


def _header(grid: Grid) -> int | None:
    """The row with the headings."""
    rows = enumerate(grid.rows[:LONGEST_PREAMBLE])
    return next((at for at, row in rows if any(event_of(cell) is not None for cell in row)), None)


def _found(grid: Grid, header: int) -> Found:
    heads = grid.rows[header]
    event = next(found for cell in heads if (found := event_of(cell)) is not None)
    places, twice = _columns(heads)
    lines = list(_lines(grid, header, places))
    known, several = ([name for name in some if name in HEADINGS] for some in (places, twice))
    return Found(event, lines, known, several)


def _columns(heads: Sequence[Cell]) -> tuple[dict[str, int], list[str]]:
    """Where each column stands; and those that stand twice."""
    words, places, twice = headings(), dict[str, int](), list[str]()
    for at, cell in enumerate(heads):
        text = cell if isinstance(cell, str) else ""
        name = IDS if text.startswith(ID) else VERSIONS if text.strip() == VERSION else words.get(heading_key(text))
        if name in places:
            twice.append(name)
        elif name:
            places[name] = at
    return {name: at for name, at in places.items() if name not in twice}, twice


def _lines(grid: Grid, header: int, places: Mapping[str, int]) -> Iterator[Line]:
    for number, row in enumerate(grid.rows[header + 1 :], start=header + 2):
        cells = {name: _text(row[at]) if at < len(row) else "" for name, at in places.items()}
        public_id, version = (cells.pop(name, "")[:LONGEST] for name, LONGEST in ((IDS, LONGEST_ID), (VERSIONS, 100)))
        if public_id or any(_text(cell) for cell in row):
            unknown = {name for name, at in places.items() if (number - 1, at) in grid.unknown} if grid.unknown else ()
            yield Line(number, public_id, version, cells, frozenset(unknown))


def _text(cell: Cell) -> str:
    return names.clean(text_of(cell))[:LONGEST_CELL]
