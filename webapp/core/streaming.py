"""openpyxl's writer with rows as text straight into a sheet's part: a quarter of its time, and no memory a row.

openpyxl makes all that stands around the rows. Its class is undocumented; the version is pinned, and tests compare the
result cell by cell with what openpyxl writes itself. No sheet lies in a temporary file, as it does with openpyxl.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from io import BytesIO
from itertools import chain, islice, repeat
from typing import IO, Any, Final
from xml.sax.saxutils import escape
from zipfile import ZipFile

from lxml.etree import Element, cleanup_namespaces
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter
from openpyxl.xml.constants import CHART_NS
from openpyxl.xml.functions import fromstring, tostring

from webapp.core import cells
from webapp.core.books import Column

END_OF_ROWS: Final = b"</sheetData>"
DIMENSION: Final = re.compile(rb"<dimension [^>]*/>")  #: a stream does not know it yet, and may go without
AT_ONCE: Final = 250  #: rows
MOST_KNOWN, LONGEST_KNOWN = 500, 100  #: texts of a column and their characters, since most short ones come again
EPOCH: Final = datetime(1899, 12, 30, tzinfo=UTC)  #: Excel's day 0
FIRST_YEAR: Final = 1980  #: before, zones were off by odd seconds
MINUTES: Final = 1440  #: of a day
TEXT, NUMBER, DAY, MOMENT = "x", 1, date(2000, 1, 1), datetime(2000, 1, 1, tzinfo=UTC)  #: one of each kind of content


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a sheet that holds no more than its heading; `fill` puts a value into a cell and sets its look."""

    columns: Sequence[Column[Any]]
    rows: Iterable[Any]
    fill: Callable[[Cell, Column[Any], object], None]
    ended: Callable[[int], None]  #: is told the number of the last row


class Writer(ExcelWriter):
    """`streams` are the rows of sheets by title."""

    def __init__(self, workbook: Workbook, archive: ZipFile, streams: Mapping[str, Rows]) -> None:
        super().__init__(workbook, archive)
        self._parts, self._streams = archive, streams

    def write_worksheet(self, ws: Any) -> None:
        ws._drawing = _Drawing()
        ws._drawing.charts, ws._drawing.images = ws._charts, ws._images
        head, stream = _before_end_of_rows(ws), self._streams.get(ws.title)
        with self._parts.open(ws.path[1:], "w") as part:
            part.write(head if stream is None else DIMENSION.sub(b"", head, 1))
            if stream is not None:
                stream.ended(_pour(stream, ws, part))  # what comes then says how far the rows go
            part.write(_from_end_of_rows(ws))
        self.manifest.append(ws)

    def _write_charts(self) -> None:
        """With the prefix that Excel gives them: what refers to cells in a chart is not to be taken for a formula."""
        charts: list[Any] = vars(self)["_charts"]
        for chart in charts:
            read: Any = fromstring(tostring(chart._write()))
            written: Any = Element(read.tag, nsmap={"c": CHART_NS})
            written.extend(list(read))
            cleanup_namespaces(written, keep_ns_prefixes=["c"])
            self._parts.writestr(chart.path[1:], tostring(written))
            self.manifest.append(chart)


class _Drawing(SpreadsheetDrawing):
    """Of charts that say what they show; see covers."""

    __elements__ = SpreadsheetDrawing.__elements__

    def _chart_frame(self, idx: int) -> Any:
        frame: Any = super()._chart_frame(idx)  # type: ignore[misc]
        frame.nvGraphicFramePr.cNvPr.descr = self.charts[idx - 1].about
        return frame


def _before_end_of_rows(sheet: Any) -> bytes:
    """What openpyxl writes until then."""
    held = BytesIO()
    writer: Any = WorksheetWriter(sheet, out=held)
    writer.write_top()
    writer.write_rows()
    writer.close()
    head, end, _closed = held.getvalue().partition(END_OF_ROWS)
    if not end:  # <sheetData/>
        raise ValueError("a sheet without a heading")
    return head


def _from_end_of_rows(sheet: Any) -> bytes:
    held, links = BytesIO(), sheet._hyperlinks
    writer: Any = WorksheetWriter(sheet, out=held)
    sheet._hyperlinks = links  # of the rows, which are forgotten with each new writer
    writer.write_tail()
    writer.close()
    sheet._rels = writer._rels
    _opened, _end, tail = held.getvalue().partition(b">")
    return END_OF_ROWS + tail


def _pour(stream: Rows, sheet: Worksheet, part: IO[bytes]) -> int:
    """Writes the rows and gives the number of the last."""
    columns = [_Streamed.of(stream, sheet, number) for number in range(1, len(stream.columns) + 1)]
    rows, last = iter(stream.rows), 1
    while some := list(islice(rows, AT_ONCE)):
        part.write(_lines(some, last + 1, columns).encode())
        last += len(some)
    return last


def _lines(rows: Sequence[object], first: int, columns: Sequence["_Streamed"]) -> str:
    """Column by column, so that what the cells of one have in common is looked up once for all these rows."""
    numbers = list(map(str, range(first, first + len(rows))))
    heights: Sequence[int] = [0] * len(rows)
    cells_of = []
    for column in columns:
        values = list(map(column.value, rows))
        cells_of.append(column.cells(numbers, values))
        heights = column.raised(heights, values)
    starts = [
        f'<row r="{number}" customHeight="1" ht="{height}">' if height else f'<row r="{number}">'
        for number, height in zip(numbers, heights, strict=True)
    ]
    return "".join(chain.from_iterable(zip(starts, *cells_of, repeat("</row>", len(rows)), strict=True)))


class _Known(dict[str, str]):
    """What follows the number of the row in cells of one style, by their text; empty of a text that has nothing."""

    def __init__(self, start: str) -> None:
        super().__init__()
        self._start = start

    def __missing__(self, text: str) -> str:
        safe = cells.safe_text(text)
        inside = ""
        if safe:
            kept = "" if safe == safe.strip() else ' xml:space="preserve"'
            inside = f"{self._start}<is><t{kept}>{escape(cells.escaped(safe))}</t></is></c>"
        if len(self) < MOST_KNOWN and len(text) < LONGEST_KNOWN:
            self[text] = inside
        return inside


class _Heights(dict[str, int]):
    """Of rows, as texts that wrap in so much room need them."""

    def __init__(self, room: int) -> None:
        super().__init__()
        self._room = room

    def __missing__(self, text: str) -> int:
        height = cells.height(cells.safe_text(text), self._room)
        if len(self) < MOST_KNOWN and len(text) < LONGEST_KNOWN:
            self[text] = height
        return height


class _Offsets(dict[int, int]):
    """Minutes of a zone, by hours since the epoch."""

    def __init__(self, zone: tzinfo | None) -> None:
        super().__init__()
        self._zone = zone or UTC

    def __missing__(self, hour: int) -> int:
        local = (EPOCH + timedelta(hours=hour)).astimezone(self._zone)
        offset = self[hour] = int((local.utcoffset() or timedelta()) // timedelta(minutes=1))
        return offset


@dataclass(frozen=True, slots=True)
class _Streamed:
    """A column with the beginnings of its cells: `<c r="A`, and what follows the number of the row by kind."""

    value: Callable[[Any], object]
    zone: tzinfo | None
    offsets: _Offsets
    heights: _Heights | None  #: of what wraps
    at: str
    text: _Known
    number: str
    day: str
    moment: str

    @classmethod
    def of(cls, stream: Rows, sheet: Worksheet, number: int) -> "_Streamed":
        column = stream.columns[number - 1]
        styles = []
        for sample in (TEXT, NUMBER, DAY, MOMENT):
            cell = Cell(sheet, row=2, column=number)
            stream.fill(cell, column, sample)
            styles.append(f'" s="{cell.style_id}"')
        text, *others = styles
        number_of, day, moment = (f"{style}><v>" for style in others)
        heights = _Heights(column.width) if column.wrap else None
        at, known = f'<c r="{get_column_letter(number)}', _Known(f'{text} t="inlineStr">')
        return cls(column.value, column.zone, _Offsets(column.zone), heights, at, known, number_of, day, moment)

    def cells(self, numbers: Sequence[str], values: Sequence[object]) -> list[str]:
        """Empty where nothing is left of a value."""
        at, text, other = self.at, self.text, self._other
        return [
            f"{at}{number}{inside}"
            if (inside := text[value] if type(value) is str else "" if value is None else other(value))
            else ""
            for number, value in zip(numbers, values, strict=True)
        ]

    def raised(self, rows: Sequence[int], values: Sequence[object]) -> Sequence[int]:
        """The heights of rows, as this column's values need them; only texts need more than a line."""
        heights = self.heights
        if heights is None:
            return rows
        return [
            max(row, heights[value if type(value) is str else self._text_of(value)]) if value else row
            for row, value in zip(rows, values, strict=True)
        ]

    def _text_of(self, value: object) -> str:
        found = cells.content(value, self.zone)
        return found if isinstance(found, str) else ""

    def _other(self, value: object) -> str:
        """Of anything but plain texts: first what there is much of."""
        if type(value) is datetime and value.tzinfo is UTC and value.year >= FIRST_YEAR:
            since = value - EPOCH
            minutes = since.days * MINUTES + since.seconds // 60
            days, left = divmod(minutes + self.offsets[minutes // 60], MINUTES)
            return f"{self.moment}{days + left / MINUTES:.16g}</v></c>"
        if (type(value) is int or type(value) is float) and -cells.EXACT < value < cells.EXACT:
            return f"{self.number}{value:.16g}</v></c>"
        found = cells.content(value, self.zone)
        if isinstance(found, date):
            return f"{self.moment if isinstance(found, datetime) else self.day}{_days(found):.16g}</v></c>"
        if isinstance(found, str):
            return self.text[found]
        return "" if found is None else f"{self.number}{found:.16g}</v></c>"


def _days(day: date) -> float:
    days: float = to_excel(day)  # type: ignore[no-untyped-call]
    return days
