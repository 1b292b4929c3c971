"""Workbooks: what people typed stays text, times stay times, and every sheet is a real table."""

import re
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from operator import itemgetter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from python_calamine import CalamineWorkbook
from workbook_rules import broken

from webapp.core.books import Book, Chart, ChartKind, Column, Cover, Sheet, Tone
from webapp.core.cells import LONGEST_TEXT, safe_text, sheet_title
from webapp.core.clock import BERLIN, KYIV
from webapp.core.spreadsheets import write

Row = tuple[object, ...]
HOSTILE = [
    "=1+1", '=HYPERLINK("https://evil.example")', "+380 67 123", "-1", "@SUM(A1)", "\t=1", "\r=1", "#N/A", "TRUE",
    "1e5", "00123",
    "'=1", "_x0041_", "<b>&amp;", "\ud800", "A\ufffeB", "\x00\x0b", "😀", "x" * 40_000, " leading", "a\nb", "",
]  # fmt: skip


def book(rows: Sequence[Row], width: int = 1) -> Book:
    columns: list[Column[Row]] = [Column(f"Heading {index}", itemgetter(index)) for index in range(width)]
    cover = Cover("Overview", "Conference", [("What", [("Title", "=1+1"), ("Number", 3)])], ["A note."])
    return Book("Conference", "en", cover, [Sheet("Attendance", "Attendance", columns, rows)])


def written(rows: Sequence[Row], width: int = 1) -> bytes:
    target = BytesIO()
    write(book(rows, width), target)
    return target.getvalue()


def by_openpyxl(content: bytes) -> Workbook:
    return load_workbook(BytesIO(content))


def texts(content: bytes) -> list[object]:
    """First column of the data sheet without its heading, as a second library reads it."""
    rows = (
        CalamineWorkbook.from_filelike(BytesIO(content))
        .get_sheet_by_name("Attendance")
        .to_python(skip_empty_area=False)
    )
    return [row[0] for row in rows[1:]]


def formulas(content: bytes) -> list[str]:
    with zipfile.ZipFile(BytesIO(content)) as parts:
        return [name for name in parts.namelist() if re.search(rb"<f[ >/]", parts.read(name))]


@pytest.mark.asvs("1.2.10")
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_text(text: str) -> None:
    content = written([(text,)])
    assert formulas(content) == []
    assert (texts(content) or [""]) == [safe_text(text)]
    cell = by_openpyxl(content)["Attendance"]["A2"]
    assert str(cell.value or "").replace("_x005F_", "_") == safe_text(text)
    assert cell.data_type != "f"


@pytest.mark.asvs("1.2.10")
@given(st.lists(st.text(st.characters(), max_size=60), min_size=1, max_size=20))
def test_any_text_is_read_back_as_it_was_cleaned(typed: list[str]) -> None:
    content = written([(text,) for text in typed])
    assert formulas(content) == []
    found = [text or "" for text in texts(content)]
    assert found == [safe_text(text) for text in typed][: len(found)]


@given(st.text(st.characters(), max_size=50))
def test_what_excel_cannot_hold_is_dropped(text: str) -> None:
    safe = safe_text(text)
    safe.encode()
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", safe)
    assert safe_text(safe) == safe


def test_too_long_a_text_is_cut_visibly() -> None:
    cut = safe_text("x" * 40_000)
    assert len(cut) == LONGEST_TEXT
    assert cut.endswith("…")


def test_times_are_those_of_the_columns_zone() -> None:
    moment = datetime(2026, 7, 1, 8, 0, tzinfo=UTC)
    columns: list[Column[Row]] = [Column(zone.key, itemgetter(0), zone=zone) for zone in (BERLIN, KYIV)]
    target = BytesIO()
    write(Book("x", "en", Cover("Overview", "x"), [Sheet("Attendance", "Attendance", columns, [(moment,)])]), target)
    sheet = by_openpyxl(target.getvalue())["Attendance"]
    assert [cell.value for cell in sheet[2]] == [datetime(2026, 7, 1, 10, 0), datetime(2026, 7, 1, 11, 0)]  # noqa: DTZ001
    assert {cell.number_format for cell in sheet[2]} == {"yyyy-mm-dd hh:mm"}


def test_numbers_and_dates_are_numbers_and_dates() -> None:
    content = written([(5, 2.5, date(2026, 7, 1), None, True)], 5)
    row = [cell.value for cell in by_openpyxl(content)["Attendance"][2]]
    assert row == [5, 2.5, datetime(2026, 7, 1), None, "True"]  # noqa: DTZ001 - Excel knows no zones


def test_a_sheet_is_a_table_that_prints_well() -> None:
    sheet = by_openpyxl(written([("a", "b"), ("c", "d")], 2))["Attendance"]
    assert sheet.tables["Attendance"].ref == "A1:B3"
    assert sheet.tables["Attendance"].autoFilter is not None
    assert (sheet.freeze_panes, sheet.print_title_rows, sheet.print_title_cols) == ("B2", "$1:$1", "$A:$A")
    assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize or 0)) == ("landscape", 9)


def test_excel_is_not_to_make_numbers_of_digits_that_are_a_text() -> None:
    for small in (0, 100):
        target = BytesIO()
        columns: list[Column[Row]] = [Column("Official key", itemgetter(0)), Column("Population", itemgetter(1))]
        sheet = Sheet("Places", "Places", columns, [("05315000", 1), ("05111000", 2)])
        write(Book("x", "en", Cover("Overview", "x"), [sheet]), target, small=small)
        with zipfile.ZipFile(target) as parts:
            cover, part = (parts.read(f"xl/worksheets/sheet{number}.xml").decode() for number in (1, 2))
        assert '<ignoredErrors><ignoredError sqref="A1:B3" numberStoredAsText="1"/></ignoredErrors><tableParts' in part
        assert "ignoredErrors" not in cover
        assert broken(target.getvalue()) == []


@pytest.mark.parametrize(
    ("heading", "lines"),
    [
        ("Number", 1),
        ("Last left (German time)", 3),
        ("Zuletzt verlassen (deutsche Zeit)", 4),  # its zone stands in the last
        ("Bestätigte Anmeldungen / Підтверджені реєстрації", 4),
        ("Word " * 40, 3),
        ("Конференція " * 20, 4),
    ],
)
def test_no_line_of_a_heading_is_cut(heading: str, lines: int) -> None:
    columns: list[Column[Row]] = [Column(heading, itemgetter(0))]
    target = BytesIO()
    write(Book("x", "en", Cover("Overview", "x"), [Sheet("Rows", "Rows", columns, [("x",)])]), target)
    assert by_openpyxl(target.getvalue())["Rows"].row_dimensions[1].height == 15 * lines + 3


def test_a_table_without_data_keeps_an_empty_row() -> None:
    sheet = by_openpyxl(written([]))["Attendance"]
    assert sheet.tables["Attendance"].ref == "A1:A2"


def test_the_cover_comes_first_and_is_harmless_too() -> None:
    workbook = by_openpyxl(written([]))
    assert workbook.sheetnames == ["Overview", "Attendance"]
    values = [cell.value for row in workbook["Overview"].iter_rows() for cell in row if cell.value is not None]
    assert values == ["Conference", "What", "Title", "=1+1", "Number", 3, "A note."]
    assert (workbook.properties.title, workbook.properties.language) == ("Conference", "en")


def test_a_long_heading_of_the_cover_stays_beside_the_charts() -> None:
    target, heading = BytesIO(), "Zweite Folgekonferenz der Kommunen / Друга конференція громад " * 3
    write(replace(with_charts(), cover=replace(with_charts().cover, heading=heading)), target)
    cover = by_openpyxl(target.getvalue())["Overview"]
    assert "A1:B1" in [one.coord for one in cover.merged_cells.ranges]
    assert cover["A1"].alignment.wrap_text
    assert (cover.row_dimensions[1].height or 0) >= 3 * 20, "three lines of its letters"


def with_charts() -> Book:
    """One from lines of the cover, one from rows 1 and 2 of the table, whose words have colours."""
    columns: list[Column[Row]] = [
        Column("State", itemgetter(0), tones={'a "b"': Tone.GOOD, "c": Tone.POOR}),
        Column("Number", itemgetter(1)),
    ]
    charts = [
        Chart("Lines", ChartKind.LINE, section=1, about="From 4 to 6"),
        Chart("Bars", ChartKind.BARS, table="Counts", rows=(1, 2), label=0, values=(1,)),
        *[Chart("Lines", ChartKind.LINE, section=1)] * 3,
    ]
    days: list[tuple[object, object]] = [(date(2026, 11, day), day + 3) for day in (1, 2, 3)]
    sections: list[tuple[str, list[tuple[object, object]]]] = [("What", [("Title", "x")]), ("Days", days)]
    cover = Cover("Overview", "x", sections, ["A note."], contents="Sheets", charts=charts)
    rows = [("c", 1), ('a "b"', 2), ("c", 3)]
    return Book("x", "en", cover, [Sheet("A/B 'c'", "Counts", columns, rows, "What it is")])


def test_the_cover_leads_to_the_sheets_and_draws_from_where_the_numbers_are() -> None:
    target = BytesIO()
    write(with_charts(), target)
    with zipfile.ZipFile(target) as parts:
        charts = [parts.read(f"xl/charts/chart{number}.xml").decode() for number in (1, 2)]
    assert [re.findall("<c:f>(.*?)</c:f>", chart) for chart in charts] == [
        ["'Overview'!$A$10:$A$12", "'Overview'!$B$10:$B$12"],
        ["'A-B ''c'!$B$1", "'A-B ''c'!$A$3:$A$4", "'A-B ''c'!$B$3:$B$4"],
    ]
    cover = by_openpyxl(target.getvalue())["Overview"]
    assert [cover.cell(row, 2).value for row in (10, 11, 12)] == [4, 5, 6]
    assert (cover["A7"].value, cover["B7"].value) == ("→ A-B 'c", "What it is")
    assert cover["A7"].hyperlink.location == "'A-B ''c'!A1"


def test_charts_say_what_they_show_over_real_days_and_no_page_cuts_one() -> None:
    target = BytesIO()
    write(with_charts(), target)
    with zipfile.ZipFile(target) as parts:
        drawing, chart = (parts.read(f"xl/{name}1.xml").decode() for name in ("drawings/drawing", "charts/chart"))
    assert re.findall('descr="(.*?)"', drawing)[:2] == ["Lines. From 4 to 6", "Bars."]
    assert re.findall("<c:numRef><c:f>(.*?)</c:f>", chart)[0] == "'Overview'!$A$10:$A$12"
    cover = by_openpyxl(target.getvalue())["Overview"]
    assert (cover["A10"].value, cover["A10"].number_format) == (datetime(2026, 11, 1), "yyyy-mm-dd")  # noqa: DTZ001
    starts = [vars(one.anchor)["_from"].row for one in vars(cover)["_charts"]]
    assert [one.id for one in cover.row_breaks.brk] == [starts[4]]  # the fifth of six centimetres would be cut
    assert cover.page_setup.scale == 54
    assert not vars(cover.sheet_properties)["pageSetUpPr"].fitToPage  # by which Excel forgets the break


def test_charts_say_what_excel_would_else_take_for_yes() -> None:
    """A title or legend over the bars, round corners, a colour for each point, and more words at them than wanted."""
    target, book = BytesIO(), with_charts()
    rows = Chart("Two series", ChartKind.BARS, table="Counts", rows=(1, 2), label=0, values=(1, 1))
    write(replace(book, cover=replace(book.cover, charts=[*book.cover.charts, rows])), target)
    with zipfile.ZipFile(target) as parts:
        drawn = [parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/charts/chart")]
    assert len(drawn) == 6
    for chart in drawn:
        asked = ["</c:tx><c:overlay", "c:roundedCorners", "c:varyColors"]
        asked += ['<c:legendPos val="b"/><c:overlay'] if "<c:legend>" in chart else []
        labels = ("LegendKey", "CatName", "SerName", "Percent", "BubbleSize")
        asked += [f"c:show{name}" for name in labels] if "<c:dLbls>" in chart else []
        assert [words for words in asked if f'{words} val="0"/>' not in chart] == []
    assert sum("<c:legend>" in chart for chart in drawn) == 1


def test_the_values_of_every_chart_begin_at_nothing() -> None:
    """Else the bar of 15 is drawn a third as long as that of 17, and no axis tells so."""
    target = BytesIO()
    write(with_charts(), target)
    with zipfile.ZipFile(target) as parts:
        drawn = [parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/charts/chart")]
    assert drawn
    for chart in drawn:
        [values] = re.findall(r"<c:valAx>.*?</c:valAx>", chart, re.DOTALL)
        assert '<c:min val="0"/>' in values


def test_words_have_colours_down_to_the_last_row() -> None:
    for small in (0, 100):
        target = BytesIO()
        write(with_charts(), target, small=small)
        rules = by_openpyxl(target.getvalue())["A-B 'c"].conditional_formatting
        found = [(str(one.sqref), [rule.formula[0] for rule in one.rules]) for one in rules]
        assert found == [("A2:A4", ['"a ""b"""', '"c"'])]


def test_rows_are_as_high_as_their_longest_wrapped_text() -> None:
    columns: list[Column[Row]] = [Column("Long", itemgetter(0), 20, wrap=True), Column("Word", itemgetter(1))]
    rows = [("x" * 20, "y" * 50), ("x" * 41, ""), ("a\rb", ""), ("x" * 30_000, "")]
    for small in (0, 100):
        target = BytesIO()
        cover = Cover("Overview", "x")
        write(Book("x", "en", cover, [Sheet("Rows", "Rows", columns, rows)]), target, small=small)
        sheet = by_openpyxl(target.getvalue())["Rows"]
        assert [sheet.row_dimensions[number].height for number in (2, 3, 4, 5)] == [None, 45, 30, 409]


@pytest.mark.parametrize(
    ("text", "title"),
    [("Teilnahme", "Teilnahme"), ("a/b:c*?", "a-b-c--"), ("x" * 40, "x" * 31), ("''", "Sheet"), ("", "Sheet")],
)
def test_sheet_titles_are_what_excel_allows(text: str, title: str) -> None:
    assert sheet_title(text) == title


def test_the_same_rows_come_back_in_order() -> None:
    rows = [(number,) for number in range(500)]
    assert texts(written(rows)) == [float(number) for number in range(500)]
