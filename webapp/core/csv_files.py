"""Data sheets of a Book as CSV for Excel: UTF-8 with BOM, semicolons, CRLF, and no cell that becomes a formula.

The columns that are seen in the workbook with their values, row by row as they come. A cell that begins like a formula
gets an apostrophe in front, since CSV knows no other way to say that it is text; so does what follows a comma, a
semicolon or the end of a line, where a program begins a cell that takes commas for what parts them: Excel in English,
or LibreOffice. Plain numbers, and telephone numbers of nothing but digits and spaces, stay as they are: they calculate
nothing, and an apostrophe would be in everybody's way. Excel may take +380671234567 for a number and drop its plus:
whoever needs it takes the workbook.
"""

import csv
import io
import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, BinaryIO, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from webapp.core import cells, clock
from webapp.core.books import Sheet

FORMULA: Final = re.compile(r'(^|[,;\n])((?:[\t\r]|(?:[^\S\n]|")*[=+\-@|%＝＋－＠])[^,;\n]*)')
HARMLESS: Final = re.compile(r"[+-]?[0-9][0-9 ]*([.,][0-9]+)?")


def write(sheet: Sheet[Any], target: BinaryIO, *, comma: bool) -> None:
    """With a comma in numbers, as German and Ukrainian Excel read them, or with a point."""
    lines = io.TextIOWrapper(target, encoding="utf-8-sig", newline="")
    writer = csv.writer(lines, delimiter=";", lineterminator="\r\n")
    point = "," if comma else "."
    shown = [column for column in sheet.columns if not column.hidden]
    writer.writerow(map(defused, cells.headings(column.heading for column in shown)))
    columns = [(column.value, column.zone) for column in shown]
    writer.writerows([_text(cells.content(value(row), zone), point) for value, zone in columns] for row in sheet.rows)
    lines.detach()


def write_all(sheets: Iterable[Sheet[Any]], target: BinaryIO, *, comma: bool) -> None:
    """One file a sheet, named as its table, in one ZIP, which knows times of the wall only."""
    today = clock.now().astimezone(clock.BERLIN).timetuple()[:6]
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for sheet in sheets:
            entry = ZipInfo(f"{sheet.table}.csv", today)  # else it would be of 1980
            entry.compress_type = ZIP_DEFLATED
            with archive.open(entry, "w") as part:
                write(sheet, part, comma=comma)  # type: ignore[arg-type]


def defused(text: str) -> str:
    """Nothing that a spreadsheet calculates, wherever it parts cells; spaces and quotation marks hide nothing."""
    if not FORMULA.match(text) and "," not in text and ";" not in text and "\n" not in text:  # much faster than sub()
        return text
    return text if HARMLESS.fullmatch(text) else FORMULA.sub(_behind_apostrophe, text)


def _behind_apostrophe(found: re.Match[str]) -> str:
    return found[0] if HARMLESS.fullmatch(found[2].strip(' "')) else f"{found[1]}'{found[2]}"


def _text(value: cells.Content, point: str) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return defused(value)
    if isinstance(value, date):
        return f"{value:%Y-%m-%d %H:%M}" if isinstance(value, datetime) else f"{value:%Y-%m-%d}"
    return f"{value:.16g}".replace(".", point)
