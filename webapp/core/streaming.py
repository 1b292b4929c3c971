"""openpyxl's writer with rows as text straight into a sheet's part: a quarter of its time, and no memory a row.

openpyxl makes all that stands around the rows. Its class is undocumented; the version is pinned, and tests compare the
result cell by cell with what openpyxl writes itself. No sheet lies in a temporary file, as it does with openpyxl.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo
from io import BytesIO
from itertools import islice
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
AT_ONCE: Final = 500  #: rows
MOST_KNOWN, LONGEST_KNOWN = 5_000, 200  #: texts and their characters, since most short ones come again
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
        ws._drawing = SpreadsheetDrawing()
        ws._drawing.charts, ws._drawing.images = ws._charts, ws._images
        head, tail = _around_rows(ws)
        with self._parts.open(ws.path[1:], "w") as part:
            stream = self._streams.get(ws.title)
            part.write(head if stream is None else DIMENSION.sub(b"", head, 1))
            if stream is not None:
                stream.ended(_pour(stream, ws, part))
                tail = _around_rows(ws)[1]  # which says how far the rows go
            part.write(tail)
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


def _around_rows(sheet: Any) -> tuple[bytes, bytes]:
    """What openpyxl writes before the end of the rows, and from there."""
    held = BytesIO()
    writer: Any = WorksheetWriter(sheet, out=held)
    writer.write()
    sheet._rels = writer._rels
    head, end, tail = held.getvalue().partition(END_OF_ROWS)
    if not end:  # <sheetData/>
        raise ValueError("a sheet without a heading")
    return head, end + tail


def _pour(stream: Rows, sheet: Worksheet, part: IO[bytes]) -> int:
    """Writes the rows and gives the number of the last."""
    columns = [_Streamed.of(stream, sheet, number) for number in range(1, len(stream.columns) + 1)]
    rows, last = iter(stream.rows), 1
    known = _Known()
    while some := list(islice(rows, AT_ONCE)):
        lines = [_line(number, row, columns, known) for number, row in enumerate(some, start=last + 1)]
        part.write("".join(lines).encode())
        last += len(some)
    return last


class _Known(dict[str, str]):
    """The inside of cells by their text; empty of a text that nothing is left of."""

    def __missing__(self, text: str) -> str:
        safe = cells.safe_text(text)
        inside = ""
        if safe:
            kept = "" if safe == safe.strip() else ' xml:space="preserve"'
            inside = f"<is><t{kept}>{escape(cells.escaped(safe))}</t></is></c>"
        if len(self) < MOST_KNOWN and len(text) < LONGEST_KNOWN:
            self[text] = inside
        return inside


def _line(number: int, row: object, columns: Sequence["_Streamed"], known: _Known) -> str:
    """The hot place: a million cells take about a second here."""
    found, height = [""], 0
    value: Any
    for column in columns:
        value = column.value(row)
        if value is None:
            continue
        plain = type(value) is str
        if not plain:
            found.append(column.cell(number, value, known))
        elif inside := known[value]:
            found.append(f"{column.at}{number}{column.text}{inside}")
        if column.room and not (plain and len(value) <= column.room and value.isprintable()):
            height = max(height, column.height(value))
    found[0] = f'<row r="{number}" customHeight="1" ht="{height}">' if height else f'<row r="{number}">'
    found.append("</row>")
    return "".join(found)


@dataclass(frozen=True, slots=True)
class _Streamed:
    """A column with the beginnings of its cells: `<c r="A`, and what follows the number of the row by kind."""

    value: Callable[[Any], object]
    zone: tzinfo | None
    room: int  #: characters of a line of what wraps, else none
    at: str
    text: str
    number: str
    day: str
    moment: str
    offsets: dict[int, int] = field(default_factory=dict)  #: minutes of the zone by hours since the epoch

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
        at = f'<c r="{get_column_letter(number)}'
        room = column.width if column.wrap else 0
        return cls(column.value, column.zone, room, at, f'{text} t="inlineStr">', number_of, day, moment)

    def height(self, value: object) -> int:
        found = cells.content(value, self.zone)
        return cells.height(found, self.room) if isinstance(found, str) else 0

    def cell(self, number: int, value: object, known: _Known) -> str:
        """Of anything but plain texts; empty where nothing is left of it."""
        if type(value) is datetime and value.tzinfo is UTC and value.year >= FIRST_YEAR:
            return f"{self.at}{number}{self.moment}{self._serial(value):.16g}</v></c>"
        found = cells.content(value, self.zone)
        if found is None:
            return ""
        if isinstance(found, str):
            return f"{self.at}{number}{self.text}{known[found]}"
        if isinstance(found, date):
            start = self.moment if isinstance(found, datetime) else self.day
            return f"{self.at}{number}{start}{_days(found):.16g}</v></c>"
        return f"{self.at}{number}{self.number}{found:.16g}</v></c>"

    def _serial(self, moment: datetime) -> float:
        """Days since the epoch by the zone's clock; its offset is looked up once an hour."""
        since = moment - EPOCH
        minutes = since.days * MINUTES + since.seconds // 60
        if (offset := self.offsets.get(minutes // 60)) is None:
            local = moment.astimezone(self.zone or UTC)
            offset = self.offsets[minutes // 60] = int((local.utcoffset() or timedelta()) // timedelta(minutes=1))
        days, left = divmod(minutes + offset, MINUTES)
        return days + left / MINUTES


def _days(day: date) -> float:
    days: float = to_excel(day)  # type: ignore[no-untyped-call]
    return days
