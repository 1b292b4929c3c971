"""Rows that are streamed are those that openpyxl writes, and come back as they were, whatever people typed."""

import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from io import BytesIO
from itertools import chain
from operator import attrgetter, itemgetter
from typing import Any
from weakref import WeakSet

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook
from workbook_rules import broken

from webapp.core.books import Book, Column, Cover, Sheet
from webapp.core.cells import LONGEST_TEXT, content, headings, safe_text
from webapp.core.clock import BERLIN, KYIV
from webapp.core.spreadsheets import SEEN, write
from webapp.core.streaming import AT_ONCE

Row = tuple[object, ...]
EVERYTHING, NOTHING = 0, 10**9  #: is streamed
CORE, STYLES = "docProps/core.xml", "xl/styles.xml"
STYLE = re.compile(rb'(<c r="[A-Z]+[0-9]+") s="[0-9]+"(?: t="n")?')  #: a number is what a cell is unless it says so
OF_THE_WHOLE = re.compile(rb"<dimension [^>]*>(?:</dimension>)?|<cols>.*</cols>")  #: a stream knows its first rows only
HOSTILE = [
    "=1+1", '=HYPERLINK("https://evil.example")', "+380 67 123", "-1", "@SUM(A1)", "\t=1", "\r=1", "#N/A", "#REF!",
    "TRUE", "1e5", "00123", "Мар'яна", "'=1", "_x0041_", "_x005F_x0041_", "<b>&amp;</c></row></sheetData>", "]]>",
    "\ud800", "A\ufffeB", "\x00\x0b\x1f", "😀" * 20_000, "x" * 40_000, "_x0041_" * 6_000, " leading", "trailing\n",
    "a\r\nb\u2028c", "\u00a0", "\u202eabc", "", None, True, 0, -1, 10**20, 2.5, float("nan"), float("inf"), 1e300,
    datetime(2026, 3, 29, 1, 0, tzinfo=UTC), datetime(2026, 10, 25, 0, 59, 59, 999_999, tzinfo=UTC),
    datetime(2026, 7, 1, 12, 0, tzinfo=timezone(timedelta(hours=-9.5))), datetime(1900, 2, 28, 22, 0, tzinfo=UTC),
    datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 12, 0, tzinfo=UTC), datetime(2026, 1, 1),  # noqa: DTZ001
    date(2026, 2, 3), date(1850, 1, 1),
]  # fmt: skip


def book(rows: Sequence[Row], width: int = 1, heading: str = "") -> Book:
    zones = (BERLIN, KYIV)
    columns: list[Column[Row]] = [
        Column(heading or f"Heading{index}", itemgetter(index), wrap=bool(index % 3), zone=zones[index % 2])
        for index in range(width)
    ]
    return Book("Conference", "en", Cover("Overview", "Conference"), [Sheet("Rows/1", "Rows", columns, rows)])


def written(made: Book, small: int) -> bytes:
    target = BytesIO()
    write(made, target, small=small)
    return target.getvalue()


def parts(file: bytes) -> dict[str, bytes]:
    """In the one form that XML has, but for when it was written, how styles are numbered, and the size of a sheet."""
    with zipfile.ZipFile(BytesIO(file)) as archive:
        read = {name: archive.read(name) for name in archive.namelist() if name not in {CORE, STYLES}}
    plain = {name: STYLE.sub(rb"\1", OF_THE_WHOLE.sub(b"", text)) for name, text in read.items()}
    return {name: etree.canonicalize(text.decode()).encode() for name, text in plain.items()}


def looks(file: bytes) -> list[Any]:
    """Of every cell that holds something."""
    cells = chain.from_iterable(load_workbook(BytesIO(file))["Rows-1"].iter_rows())
    held = [cell for cell in cells if cell.value is not None]
    return [
        (cell.coordinate, cell.value, cell.data_type, cell.number_format, cell.quotePrefix, repr(cell.alignment))
        for cell in held
    ]


def by_calamine(file: bytes) -> list[list[Any]]:
    sheet = CalamineWorkbook.from_filelike(BytesIO(file)).get_sheet_by_name("Rows-1")
    return sheet.to_python(skip_empty_area=False)[1:]


def by_openpyxl(file: bytes) -> list[list[Any]]:
    sheet = load_workbook(BytesIO(file))["Rows-1"]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d", "inlineStr"}
    return [[_read(value) for value in row] for row in sheet.iter_rows(min_row=2, values_only=True)]


def _read(value: object) -> object:
    return value.replace("_x005F_", "_") if isinstance(value, str) else value  # which openpyxl leaves to its users


def texts(rows: Sequence[Sequence[Any]], height: int, width: int) -> list[list[str]]:
    """As a whole table, since readers leave out what is empty at its end."""
    filled = [[str(value or "") for value in row] + [""] * width for row in rows]
    return [row[:width] for row in filled] + [[""] * width] * (height - len(filled))


def test_every_part_is_what_openpyxl_writes() -> None:
    """Also where a column holds only texts, only numbers or only times, of which many are looked up at once."""
    alike = [
        [one for one in HOSTILE if type(one) in {*kinds, type(None)}] for kinds in ((str,), (int, float), (datetime,))
    ]
    rows = [
        tuple(values[(place + step) % len(values)] for step, values in enumerate((HOSTILE, HOSTILE, HOSTILE, *alike)))
        for place in range(len(HOSTILE))
    ]
    files = [written(book(rows, 6), small) for small in (EVERYTHING, NOTHING)]
    streamed, whole = map(parts, files)
    assert [name for name in whole.keys() | streamed.keys() if streamed.get(name) != whole.get(name)] == []
    assert looks(files[0]) == looks(files[1])


def test_times_are_what_openpyxl_writes_while_clocks_change() -> None:
    starts = (datetime(2026, 3, 28, 0, 7, tzinfo=UTC), datetime(2026, 10, 24, 0, 59, tzinfo=UTC))
    rows = [(start + timedelta(minutes=20 * step),) * 2 for start in starts for step in range(150)]
    streamed, whole = (parts(written(book(rows, 2), small)) for small in (EVERYTHING, NOTHING))
    assert [name for name in whole if streamed[name] != whole[name]] == []


@pytest.mark.parametrize("number", [0, 1, SEEN, SEEN + 1, AT_ONCE, AT_ONCE + 1, 1_201])
def test_every_row_is_there_and_in_its_table(number: int) -> None:
    file = written(book([(place, f"{place}") for place in range(number)], 2), EVERYTHING)
    assert by_calamine(file) == [[place, f"{place}"] for place in range(number)]
    sheet = load_workbook(BytesIO(file))["Rows-1"]
    table, reach = sheet.tables["Rows"], f"A1:B{max(1, number) + 1}"
    assert (table.ref, table.autoFilter.ref if table.autoFilter else "") == (reach, reach)


def test_rows_are_taken_as_they_come() -> None:
    """Who writes a hundred thousand rows never holds them all."""
    alive: WeakSet[One] = WeakSet()

    def made() -> Iterator[One]:
        for number in range(5_000):
            alive.add(one := One(number))
            yield one

    seen: list[int] = []
    columns: list[Column[One]] = [
        Column("Number", attrgetter("number")),
        Column("x", lambda _: seen.append(len(alive))),
    ]
    write(Book("x", "en", Cover("Overview", "x"), [Sheet("Rows", "Rows", columns, made())]), BytesIO())
    assert len(seen) > 5_000
    assert max(seen) < 2_000


@dataclass(frozen=True)
class One:
    number: int


@pytest.mark.asvs("1.2.10")
@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None)
@given(
    st.lists(
        st.tuples(st.text(st.characters(), max_size=12), st.sampled_from("=+-@\t#'_<0"), st.text(max_size=6)),
        min_size=50,
        max_size=50,
    )
)
def test_1500_hostile_rows_are_read_back_as_they_were(typed: list[tuple[str, str, str]]) -> None:
    rows: list[Row] = [(first, mark + last, last) for first, mark, last in typed]
    wanted = [[safe_text(str(text)) for text in row] for row in rows]
    for small in (EVERYTHING, NOTHING):
        file = written(book(rows, 3), small)
        assert texts(by_calamine(file), len(rows), 3) == wanted
        assert texts(by_openpyxl(file), len(rows), 3) == wanted
        with zipfile.ZipFile(BytesIO(file)) as archive:
            assert [name for name in archive.namelist() if re.search(rb'<f[ >/]|t="e"', archive.read(name))] == []


def test_long_texts_are_cut_as_excel_counts_them() -> None:
    for text in ("x" * 40_000, "😀" * 20_000, "x" + "😀" * 20_000):
        cut = safe_text(text)
        assert LONGEST_TEXT - 2 < len(cut.encode("utf-16-le")) // 2 <= LONGEST_TEXT
        assert cut.endswith("…")
    assert safe_text("😀" * 16_383) == "😀" * 16_383


def test_what_is_no_number_for_excel_is_text() -> None:
    assert [content(value) for value in (float("nan"), float("inf"), 10**20, True)] == [
        "nan",
        "inf",
        str(10**20),
        "True",
    ]
    assert [content(value) for value in (5, -2.5, None, "", "\x00")] == [5, -2.5, None, None, None]


def test_headings_of_a_table_are_never_alike_nor_empty() -> None:
    long = ["x" * 300, "x" * 300, "Тема " * 60, "😀" * 200]
    found = headings(["Minutes", "minutes", "Minutes (2)", "", "a\nb", *long])
    assert len({one.casefold() for one in found}) == len(found) == 9
    assert all(0 < len(one.encode("utf-16-le")) <= 2 * 255 and "\n" not in one for one in found), "an emoji is two"
    assert found[6].endswith("x… (2)")
    assert found[7].endswith("Тема…"), "so that it is seen"
    file = written(book([("a", "b")], 2, heading="Same"), EVERYTHING)
    sheet = load_workbook(BytesIO(file))["Rows-1"]
    assert [cell.value for cell in sheet[1]] == sheet.tables["Rows"].column_names == ["Same", "Same (2)"]


def test_no_sheet_lies_in_a_file_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """It would stay behind when the process is killed."""

    def refuse(*_values: object, **_more: object) -> None:
        raise AssertionError("a file was made")

    monkeypatch.setattr("openpyxl.worksheet._writer.NamedTemporaryFile", refuse)
    for small in (EVERYTHING, NOTHING):
        assert by_calamine(written(book([(0,), (1,)]), small)) == [[0], [1]]


@pytest.mark.parametrize("small", [EVERYTHING, NOTHING])
def test_excel_finds_nothing_to_repair(small: int) -> None:
    """By our own rules; tests/reporting holds whole workbooks against Microsoft's schemas too."""
    rows = [tuple(HOSTILE[(place + step) % len(HOSTILE)] for step in range(6)) for place in range(len(HOSTILE))]
    assert broken(written(book(rows, 6), small)) == []
    assert broken(written(book([], 2, heading="Same"), small)) == []
