"""The one writer of workbooks: a Book becomes a file of real Excel tables; cells and streaming fill their cells."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial
from itertools import chain, islice
from textwrap import wrap
from typing import Any, BinaryIO, Final
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.table import Table, TableColumn, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml import DEFUSEDXML

from webapp.core import clock
from webapp.core.books import Book, Column, Sheet, Tone
from webapp.core.cells import (
    DATE,
    DATE_TIME,
    LINE_HEIGHT,
    Content,
    Look,
    Looks,
    content,
    escaped,
    headings,
    height,
    safe_text,
    sheet_title,
)
from webapp.core.covers import CoverSheet
from webapp.core.streaming import Rows, Writer

SMALL: Final = 0  #: rows; sheets of more are streamed
SEEN: Final = 51  #: of the first rows, for the widths of columns
USUAL: Final = 6  #: of compression
QUICK: Final = 3  #: a fifth more bytes in half the time
WRAP: Final = Look(Alignment(wrap_text=True, vertical="top"))
TOP: Final = Look(Alignment(vertical="top"))
HEAD: Final = Look(
    WRAP.alignment, Font(name="Calibri", bold=True, color="FFFFFFFF"), PatternFill("solid", fgColor="FF1F3A5F")
)
TONES: Final = {
    Tone.GOOD: PatternFill("solid", bgColor="FFD3EBDD"),
    Tone.FAIR: PatternFill("solid", bgColor="FFFCEFC7"),
    Tone.POOR: PatternFill("solid", bgColor="FFF8D9D3"),
    Tone.QUIET: PatternFill("solid", bgColor="FFE6E8EB"),
}
WIDEST: Final = 60  # characters of a column that does not wrap
ROOM: Final = 4  # characters beside a heading, for the button of its filter
MOST_LINES: Final = 3  # of a heading, by its letters; as its words break it may need two more
MARGIN: Final = 2  # characters of a column that bold ones leave unused

assert DEFUSEDXML, "defusedxml is missing: workbooks would be read without protection"  # noqa: S101 - a start-up check


def write(book: Book, target: BinaryIO, *, small: int = SMALL, level: int = USUAL) -> None:
    """Write the whole workbook. Times become naive times of their column's zone: Excel knows no zones.

    Sheets of up to `small` rows go through openpyxl cell by cell, with which tests compare what is streamed.
    """
    workbook = Workbook()
    workbook.calculation = None  # there is no formula; told to calculate, Excel asks whether to save when it is closed
    properties = workbook.properties
    properties.title, properties.language, properties.creator = safe_text(book.title)[:200], book.language, "Konferenz"
    first = workbook.active
    assert isinstance(first, Worksheet)  # noqa: S101 - a new workbook has one
    looks = Looks()
    cover = CoverSheet(first, book.cover, book.sheets, looks)
    _print_setup(first)
    streams, tables = {}, {}
    for sheet in book.sheets:
        made = tables[sheet.table] = workbook.create_sheet()
        if (rows := _write_sheet(made, sheet, looks, small)) is not None:
            streams[made.title] = rows
    cover.draw(tables)
    properties.modified = clock.now().replace(tzinfo=None)
    with ZipFile(target, "w", ZIP_DEFLATED, compresslevel=level) as archive:
        Writer(workbook, archive, streams).write_data()


def _write_sheet(sheet: Worksheet, data: Sheet[Any], looks: Looks, small: int) -> Rows | None:
    """All of a small sheet; of a large one what stands around its rows, which are given back."""
    sheet.title = sheet_title(data.title)
    rows = iter(data.rows)
    some = list(islice(rows, max(small + 1, SEEN)))
    heads = headings(column.heading for column in data.columns)
    _write_heading(sheet, data.columns, heads, looks, some[:SEEN])
    table = Table(displayName=data.table, autoFilter=AutoFilter(ref="A1"))
    table.tableColumns = [TableColumn(id=number, name=escaped(head)) for number, head in enumerate(heads, start=1)]
    ended = partial(_span, sheet, table, data.columns)
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight9", showRowStripes=True)
    sheet.add_table(table)
    sheet.freeze_panes = f"{get_column_letter(1 + data.leading)}2"
    _repeat(sheet, data.leading)
    _print_setup(sheet, pages_wide=1 + len(data.columns) // 15)
    if len(some) > small:
        return Rows(data.columns, chain(some, rows), partial(_style, looks), ended)
    ended(1 + len(some))
    for number, row in enumerate(some, start=2):
        _write_row(sheet, number, data.columns, [column.value(row) for column in data.columns], looks)
    return None


def _write_row(
    sheet: Worksheet, number: int, columns: Sequence[Column[Any]], values: Sequence[object], looks: Looks
) -> None:
    told = [content(value, column.zone) for value, column in zip(values, columns, strict=True)]
    for place, (column, value) in enumerate(zip(columns, told, strict=True), start=1):
        if value is not None:
            cell = sheet.cell(number, place)
            assert isinstance(cell, Cell)  # noqa: S101 - nothing is merged
            looks.put(cell, value, _look(column))
    if tall := max(map(_height, columns, told), default=0):
        sheet.row_dimensions[number].height = tall


def _style(looks: Looks, sheet: Worksheet, column: Column[Any], value: object) -> int:
    return looks.number(sheet, value, _look(column))


def _look(column: Column[Any]) -> Look:
    return WRAP if column.wrap else TOP


def _height(column: Column[Any], value: Content) -> int:
    return height(value, column.width) if column.wrap and isinstance(value, str) else 0


def _span(sheet: Worksheet, table: Table, columns: Sequence[Column[Any]], last: int) -> None:
    """What reaches to the last row; Excel repairs a table without one."""
    last = max(last, 2)
    table.ref = f"A1:{get_column_letter(len(columns))}{last}"
    assert table.autoFilter is not None  # noqa: S101 - each has one
    table.autoFilter.ref = table.ref
    sheet.conditional_formatting = ConditionalFormattingList()
    for number, column in enumerate(columns, start=1):
        letter = get_column_letter(number)
        for text, tone in column.tones.items():
            quoted = safe_text(text).replace('"', '""')
            rule = Rule("cellIs", operator="equal", formula=[f'"{quoted}"'], dxf=DifferentialStyle(fill=TONES[tone]))
            sheet.conditional_formatting.add(f"{letter}2:{letter}{last}", rule)


def _write_heading(
    sheet: Worksheet,
    columns: Sequence[Column[Any]],
    heads: Sequence[str],
    looks: Looks,
    rows: Sequence[object],
) -> None:
    lines = 1
    for number, (column, text) in enumerate(zip(columns, heads, strict=True), start=1):
        head = sheet.cell(1, number)
        assert isinstance(head, Cell)  # noqa: S101 - nothing is merged
        looks.put(head, text, HEAD)
        width = _width(column, text, rows)
        dimension = sheet.column_dimensions[get_column_letter(number)]
        dimension.width, dimension.hidden = width, column.hidden
        lines = lines if column.hidden else max(lines, len(wrap(text, width - MARGIN)))
    sheet.row_dimensions[1].height = min(lines, MOST_LINES + 2) * LINE_HEIGHT + 3


def _width(column: Column[Any], head: str, rows: Sequence[object]) -> int:
    """What wraps is as wide as asked for; anything else as the first `rows` and the words of its heading need it."""
    words = ROOM + max(*map(len, head.split()), -(-len(head) // MOST_LINES))
    if column.wrap:
        return max(column.width, words)
    longest = max(map(_length, map(column.value, rows)), default=0)
    return max(words, min(2 + longest, WIDEST))


def _length(value: object) -> int:
    """Characters of its longest line."""
    if isinstance(value, str):
        return len(value) if value.isprintable() else max(map(len, safe_text(value).split("\n")))
    if isinstance(value, date):
        return len(DATE_TIME if isinstance(value, datetime) else DATE)
    return 0 if value is None else len(str(value))


def _repeat(sheet: Worksheet, leading: int) -> None:
    """Heading and first columns on each page: columns first as Excel writes it, since of a name the other way round
    LibreOffice saves two, and two of one name are a damaged file.
    """
    title = quote_sheetname(sheet.title)
    repeated = f"{title}!$A:${get_column_letter(leading)},{title}!$1:$1"
    sheet.defined_names.add(DefinedName("_xlnm.Print_Titles", attr_text=repeated))


def _print_setup(sheet: Worksheet, *, pages_wide: int = 0) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    if pages_wide:
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = pages_wide, 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.oddFooter.center.text = "&P / &N"  # type: ignore[union-attr]
