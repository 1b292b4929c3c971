"""A workbook as data (Book, Sheet, Column) and the one writer: real Excel tables, and no cell can become a formula."""

import errno
import os
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from typing import Any, BinaryIO, Final, Generic, TypeVar

from lxml.etree import SerialisationError
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml import DEFUSEDXML

from webapp.core import names

T = TypeVar("T")
LONGEST_TEXT: Final = 32_767  # of a cell, by Excel
LONGEST_TITLE: Final = 31
LIKE_ESCAPE: Final = re.compile("_(?=x[0-9A-Fa-f]{4}_)")  # Excel would read “_x0041_” as an A
DATE_TIME: Final = "yyyy-mm-dd hh:mm"
DATE: Final = "yyyy-mm-dd"
TITLE_FONT: Final = Font(name="Calibri", size=16, bold=True)
BOLD: Final = Font(name="Calibri", bold=True)
HEAD_FILL: Final = PatternFill("solid", fgColor="FF1F3A5F")
HEAD_FONT: Final = Font(name="Calibri", bold=True, color="FFFFFFFF")
WRAP: Final = Alignment(wrap_text=True, vertical="top")
WRAP_LEFT: Final = Alignment(wrap_text=True, vertical="top", horizontal="left")
COVER_WIDTHS: Final = (52, 96)  # characters
LINE_HEIGHT: Final = 16.0  # points
TOP: Final = Alignment(vertical="top")

assert DEFUSEDXML, "defusedxml is missing: workbooks would be read without protection"  # noqa: S101 - a start-up check


@dataclass(frozen=True, slots=True)
class Column(Generic[T]):
    """One column: heading, width in characters, how a row gives its value, and the zone of its times."""

    heading: str
    value: Callable[[T], object]
    width: int = 18
    wrap: bool = False
    zone: tzinfo | None = None


@dataclass(frozen=True, slots=True)
class Sheet(Generic[T]):
    """One data sheet: a table with an English name, one row for each of `rows`."""

    title: str
    table: str
    columns: Sequence[Column[T]]
    rows: Iterable[T]


@dataclass(frozen=True, slots=True)
class Cover:
    """The first sheet: sections of (label, value) lines, then free lines of text."""

    title: str
    heading: str
    sections: Sequence[tuple[str, Sequence[tuple[str, object]]]] = field(default_factory=tuple)
    notes: Sequence[str] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class Book:
    title: str
    language: str
    cover: Cover
    sheets: Sequence[Sheet[Any]]


def write(book: Book, target: BinaryIO) -> None:
    """Write the whole workbook. Times become naive times of their column's zone: Excel knows no zones."""
    workbook = Workbook()
    properties = workbook.properties
    properties.title, properties.language, properties.creator = safe_text(book.title)[:200], book.language, "Konferenz"
    first = workbook.active
    assert isinstance(first, Worksheet)  # noqa: S101 - a new workbook has one
    _write_cover(first, book.cover)
    for sheet in book.sheets:
        _write_sheet(workbook.create_sheet(), sheet)
    try:
        workbook.save(target)
    except SerialisationError as error:  # what lxml makes of a full disk
        number = getattr(errno, str(error).removeprefix("IO_"), errno.EIO)
        raise OSError(number, os.strerror(number), getattr(target, "name", "")) from error


def safe_text(text: str) -> str:
    """What Excel can hold: no control characters, lone surrogates or noncharacters, at most 32,767 characters."""
    clean = names.clean(text, multiline=True)
    return clean if len(clean) <= LONGEST_TEXT else f"{clean[: LONGEST_TEXT - 1]}…"


def sheet_title(text: str) -> str:
    title = re.sub(r"[\[\]:*?/\\]", "-", names.clean(text)).strip("'")
    return title[:LONGEST_TITLE] or "Sheet"


def put(cell: Cell, value: object, zone: tzinfo | None = None) -> None:
    """The only place that fills a cell: numbers and dates as such, everything else as text that stays text after F2."""
    if value is None:
        return
    if isinstance(value, datetime):
        cell.value = value.astimezone(zone).replace(tzinfo=None, second=0, microsecond=0)
        cell.number_format = DATE_TIME
    elif isinstance(value, date):
        cell.value = value
        cell.number_format = DATE
    elif isinstance(value, int | float) and not isinstance(value, bool):
        cell.value = value
    else:
        cell.value = LIKE_ESCAPE.sub("_x005F_", safe_text(str(value)))
        cell.data_type = "s"
        cell.quotePrefix = True


def _write_cover(sheet: Worksheet, cover: Cover) -> None:
    sheet.title = sheet_title(cover.title)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = COVER_WIDTHS
    sheet.sheet_view.showGridLines = False
    _line(sheet, 1, cover.heading, font=TITLE_FONT)
    row = 3
    for heading, lines in cover.sections:
        _line(sheet, row, heading, font=BOLD)
        for offset, (label, value) in enumerate(lines, start=1):
            _line(sheet, row + offset, label, value)
        row += len(lines) + 2
    for note in cover.notes:
        _line(sheet, row, note)
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=2)
        sheet.row_dimensions[row].height = _height(note, sum(COVER_WIDTHS))
        row += 1
    _print_setup(sheet, pages_wide=1)


def _line(sheet: Worksheet, row: int, label: str, value: object = None, font: Font | None = None) -> None:
    for column, content in ((1, label), (2, value)):
        cell = sheet.cell(row, column)
        assert isinstance(cell, Cell)  # noqa: S101 - no merged cell yet
        put(cell, content)
        cell.alignment = WRAP_LEFT
        if font:
            cell.font = font
            cell.alignment = TOP
    if font is None:
        heights = (_height(str(text), width) for text, width in zip((label, value or ""), COVER_WIDTHS, strict=True))
        sheet.row_dimensions[row].height = max(heights)


def _height(text: str, width: int) -> float:
    """Points a wrapped text needs; programs that only print do not work it out themselves."""
    return LINE_HEIGHT * (1 + len(text) // width)


def _write_sheet(sheet: Worksheet, data: Sheet[Any]) -> None:
    sheet.title = sheet_title(data.title)
    for number, column in enumerate(data.columns, start=1):
        head = sheet.cell(1, number)
        assert isinstance(head, Cell)  # noqa: S101
        put(head, column.heading)
        head.font, head.fill, head.alignment = HEAD_FONT, HEAD_FILL, WRAP
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    sheet.row_dimensions[1].height = 2 * LINE_HEIGHT
    last = 1
    for last, row in enumerate(data.rows, start=2):
        for number, column in enumerate(data.columns, start=1):
            cell = sheet.cell(last, number)
            assert isinstance(cell, Cell)  # noqa: S101
            put(cell, column.value(row), column.zone)
            cell.alignment = WRAP if column.wrap else TOP
    last = max(last, 2)  # Excel repairs a table without a row
    table = Table(displayName=data.table, ref=f"A1:{get_column_letter(len(data.columns))}{last}")
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight9", showRowStripes=True)
    sheet.add_table(table)
    sheet.freeze_panes = "B2"
    sheet.print_title_rows = "1:1"
    _print_setup(sheet, pages_wide=1 + len(data.columns) // 15)


def _print_setup(sheet: Worksheet, *, pages_wide: int) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = pages_wide, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.oddFooter.center.text = "&P / &N"  # type: ignore[union-attr]
