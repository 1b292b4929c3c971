"""openpyxl's writer with rows as text straight into a sheet's part: a quarter of its time, and no memory a row.

openpyxl makes all that stands around the rows. Its class is undocumented; the version is pinned, and tests compare the
result cell by cell with what openpyxl writes itself. No sheet lies in a temporary file, as it does with openpyxl.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import partial
from io import BytesIO
from itertools import islice, repeat
from typing import IO, Any, Final, TypeVar
from xml.sax.saxutils import escape
from zipfile import ZipFile

from lxml.etree import Element, cleanup_namespaces
from openpyxl import Workbook
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
TABLES: Final = b"<tableParts"
IGNORED: Final = b'<ignoredErrors><ignoredError sqref="%b" numberStoredAsText="1"/></ignoredErrors>'
"""Else Excel marks each official key, and offers to make a number of it, without the zero in front."""
AT_ONCE: Final = 250  #: rows
MOST_KNOWN, LONGEST_KNOWN = 500, 100  #: texts of a column and their characters, since most short ones come again
EPOCH: Final = datetime(1899, 12, 30, tzinfo=UTC)  #: Excel's day 0
FIRST_YEAR: Final = 1980  #: before, zones were off by odd seconds
MINUTES: Final = 1440  #: of a day
SAMPLES: Final = ("x", 1, date(2000, 1, 1), datetime(2000, 1, 1, tzinfo=UTC))  #: one of each kind of content
NOTHING: Final = type(None)
TEXTS, NUMBERS, MOMENTS = {str, NOTHING}, {int, float, NOTHING}, {datetime, NOTHING}
SPECIAL: Final = re.compile(r"[&<>]|_x|^\s|\s$")  #: what is written otherwise
HERE: Final = b"\0"  #: in a row instead of its number: no cell can hold it
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a sheet that holds no more than its heading; `style` numbers how a value looks in a column."""

    columns: Sequence[Column[Any]]
    rows: Iterable[Any]
    style: Callable[[Worksheet, Column[Any], object], int]
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
    for table in sheet.tables.values():
        tail = tail.replace(TABLES, IGNORED % table.ref.encode() + TABLES, 1)
    return END_OF_ROWS + tail


def _pour(stream: Rows, sheet: Worksheet, part: IO[bytes]) -> int:
    """Writes the rows and gives the number of the last."""
    columns = [_Streamed(stream, sheet, number) for number in range(1, len(stream.columns) + 1)]
    rows, last = iter(stream.rows), 1
    while some := list(islice(rows, AT_ONCE)):
        part.write(_lines(some, last + 1, columns))
        last += len(some)
    return last


def _lines(rows: Sequence[object], first: int, columns: Sequence["_Streamed"]) -> bytes:
    """Column by column, so that what the cells of one have in common is looked up once for all these rows."""
    heights: Sequence[int] = [0] * len(rows)
    cells_of = []
    for column in columns:
        values = list(map(column.value, rows))
        cells_of.append(column.cells(values))
        heights = column.raised(heights, values)
    lines = map(b"".join, zip(map(_start, heights), *cells_of, repeat(b"</row>", len(rows)), strict=True))
    return b"".join([line.replace(HERE, b"%d" % number) for number, line in enumerate(lines, first)])


def _start(height: int) -> bytes:
    return b'<row r="%b" customHeight="1" ht="%d">' % (HERE, height) if height else b'<row r="%b">' % HERE


class _Known(dict[Any, T]):
    """What is made of values, once of those that come again."""

    def __init__(self, make: Callable[[Any], T], nothing: T) -> None:
        super().__init__({None: nothing})
        self._make = make

    def __missing__(self, value: Any) -> T:
        made = self._make(value)
        if len(self) < MOST_KNOWN and (type(value) is not str or len(value) < LONGEST_KNOWN):
            self[value] = made
        return made


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
class _Cells:
    """Makes those of a column, each by itself; HERE is the number of the row, and empty what nothing is left of.

    A text is how a cell of this kind begins.
    """

    zone: tzinfo | None
    offsets: _Offsets
    text: str
    number: str
    day: str
    moment: str

    def of_text(self, text: str) -> bytes:
        safe = cells.safe_text(text)
        if not safe:
            return b""
        kept = ""
        if SPECIAL.search(safe):
            kept = "" if safe == safe.strip() else ' xml:space="preserve"'
            safe = escape(cells.escaped(safe))
        return f'{self.text} t="inlineStr"><is><t{kept}>{safe}</t></is></c>'.encode()

    def of_minute(self, minute: int) -> bytes:
        """Since the epoch, by the clock of the zone."""
        days, left = divmod(minute + self.offsets[minute // 60], MINUTES)
        return f"{self.moment}><v>{days + left / MINUTES:.16g}</v></c>".encode()

    def of_any(self, value: object) -> bytes:
        found = cells.content(value, self.zone)
        if isinstance(found, str):
            return self.of_text(found)
        if isinstance(found, date):
            return f"{self.moment if isinstance(found, datetime) else self.day}><v>{_days(found):.16g}</v></c>".encode()
        return b"" if found is None else f"{self.number}><v>{found + 0:.16g}</v></c>".encode()  # never -0


class _Streamed:
    """A column, whose values become cells many at once."""

    def __init__(self, stream: Rows, sheet: Worksheet, number: int) -> None:
        column = stream.columns[number - 1]
        at = f'<c r="{get_column_letter(number)}{HERE.decode()}" s="'
        starts = (f'{at}{stream.style(sheet, column, sample)}"' for sample in SAMPLES)
        made = _Cells(column.zone, _Offsets(column.zone), *starts)
        self.value, self._of_any = column.value, made.of_any
        self._texts, self._numbers = _Known(made.of_text, b""), _Known(made.of_any, b"")
        self._minutes = _Known(made.of_minute, b"")
        self._heights = _Known(partial(_height, column), 0) if column.wrap else None

    def cells(self, values: Sequence[Any]) -> list[bytes]:
        kinds = set(map(type, values))
        if kinds <= TEXTS:
            return list(map(self._texts.__getitem__, values))
        if kinds <= NUMBERS:  # True would be looked up as 1
            return list(map(self._numbers.__getitem__, values))
        if kinds <= MOMENTS:
            return self._by_the_clock(values)
        texts, of_any = self._texts, self._of_any
        return [texts[value] if type(value) is str else of_any(value) for value in values]

    def _by_the_clock(self, values: Sequence[datetime | None]) -> list[bytes]:
        minutes, of_any = self._minutes, self._of_any
        return [
            b""
            if value is None
            else minutes[(since := value - EPOCH).days * MINUTES + since.seconds // 60]
            if value.tzinfo is UTC and value.year >= FIRST_YEAR
            else of_any(value)
            for value in values
        ]

    def raised(self, rows: Sequence[int], values: Sequence[Any]) -> Sequence[int]:
        """The heights of rows, as this column's values need them."""
        if self._heights is None:
            return rows
        heights = list(map(self._heights.__getitem__, values))
        return list(map(max, rows, heights)) if any(heights) else rows


def _height(column: Column[Any], value: object) -> int:
    """Only texts need more than a line."""
    if type(value) is str and len(value) <= column.width and value.isprintable():
        return 0
    found = cells.content(value, column.zone)
    return cells.height(found, column.width) if isinstance(found, str) else 0


def _days(day: date) -> float:
    days: float = to_excel(day)  # type: ignore[no-untyped-call]
    return days
