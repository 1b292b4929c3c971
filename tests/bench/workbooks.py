"""100,000 rows of 25 columns as a workbook: CPU against a floor of hand-written XML and against XlsxWriter; memory.

All write the same rows to a file, packed alike (level 6), one after the other in processes of their own.
"""

import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from operator import itemgetter
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

import xlsxwriter
from bench import _alone
from openpyxl.utils import get_column_letter

from webapp.core.books import Book, Column, Cover, Sheet
from webapp.core.clock import BERLIN, KYIV
from webapp.core.spreadsheets import write

SIZES: Final = (1_000, 10_000, 100_000)
START: Final = datetime(2026, 9, 1, 6, 0, tzinfo=UTC)
EPOCH: Final = datetime(1899, 12, 30, tzinfo=UTC)
TEXTS, MOMENTS, NUMBERS = 16, 6, 3
WIDTH: Final = TEXTS + MOMENTS + NUMBERS
LETTERS: Final = [get_column_letter(number) for number in range(1, WIDTH + 1)]
GIVEN: Final = ("Олена", "Jörg", "Мар'яна", "Sabine", "Дмитро", "Zoë")
FAMILY: Final = ("Коваленко", "Weiß", "Шевченко-Бойко", "Müller-Lüdenscheidt", "O’Neil")
STATES: Final = ("registration confirmed", "e-mail not yet confirmed", "registration withdrawn")
TOPICS: Final = "reconstruction, energy and climate, school and youth exchange"
Row = tuple[object, ...]


def rows(size: int) -> Iterator[Row]:
    """Names, places and codes that come again, texts that do not, times and numbers; some cells are empty."""
    for number in range(size):
        given, family = GIVEN[number % 6], FAMILY[number % 5]
        place, key = f"Gemeinde {number % 500}", f"05{number % 500:06}"
        moment = START + timedelta(minutes=number)
        yield (
            f"{family} {number}", given, "", f"{given} {family}", "Dr." if number % 9 == 0 else "", "секретар ради",
            place, key, f"Kreis {number % 31}", "Düsseldorf", "North Rhine-Westphalia", STATES[number % 3], TOPICS,
            "Yes, into German", f"Wie finden wir {number} Partner & Freunde?" if number % 4 == 0 else "", "Deutsch",
            *(moment,) * MOMENTS, number, number % 121, number % 7 / 3,
        )  # fmt: skip


def ours(size: int, path: Path) -> None:
    columns: list[Column[Row]] = [
        Column(f"Column {place}", itemgetter(place), 20, zone=(BERLIN, KYIV)[place % 2]) for place in range(WIDTH)
    ]
    with path.open("wb") as target:
        write(Book("x", "en", Cover("Overview", "x"), [Sheet("Rows", "Rows", columns, rows(size))]), target)


def floor(size: int, path: Path) -> None:
    """The least that gives the same rows: nothing is checked, no style, no table, times are UTC."""
    with ZipFile(path, "w", ZIP_DEFLATED) as archive, archive.open("xl/worksheets/sheet1.xml", "w") as part:
        part.write(b"<worksheet><sheetData>")
        some: list[str] = []
        for number, row in enumerate(rows(size), start=2):
            some.append(_line(number, row))
            if len(some) == 500:
                part.write("".join(some).encode())
                some.clear()
        part.write("".join(some).encode() + b"</sheetData></worksheet>")


def _line(number: int, row: Row) -> str:
    found = [f'<row r="{number}">']
    for letter, value in zip(LETTERS, row, strict=True):
        if isinstance(value, str):
            if value:
                found.append(f'<c r="{letter}{number}" s="1" t="inlineStr"><is><t>{escape(value)}</t></is></c>')
        elif isinstance(value, datetime):
            found.append(f'<c r="{letter}{number}" s="2"><v>{_serial(value)}</v></c>')
        else:
            found.append(f'<c r="{letter}{number}" s="3"><v>{value}</v></c>')
    found.append("</row>")
    return "".join(found)


def _serial(moment: datetime) -> float:
    since = moment - EPOCH
    return since.days + since.seconds / 86_400


def by_xlsxwriter(size: int, path: Path) -> None:
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(path, options) as book:
        sheet = book.add_worksheet("Rows")
        text, moment = book.add_format({"quote_prefix": True}), book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        for number, row in enumerate(rows(size), start=1):
            for place, value in enumerate(row):
                if isinstance(value, str):
                    if value:
                        sheet.write_string(number, place, value, text)
                elif isinstance(value, datetime):
                    sheet.write_datetime(number, place, value.astimezone(BERLIN).replace(tzinfo=None), moment)
                else:
                    sheet.write_number(number, place, value)


WRITERS: Final[dict[str, Callable[[int, Path], None]]] = {
    "ours": ours,
    "floor": floor,
    "XlsxWriter": by_xlsxwriter,
}


def main() -> None:
    print(f"CPU seconds and peak memory, {WIDTH} columns; the best of {_alone.ROUNDS} in turns")
    each = 0.0
    for size in SIZES:
        each = _alone.tell(size, _alone.best("workbooks", {name: f"({name!r}, {size})" for name in WRITERS}), each)


def alone(name: str, size: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        _alone.measured(partial(WRITERS[name], size), Path(folder) / "rows.xlsx")


if __name__ == "__main__":
    main()
