"""The first sheet of a workbook: its lines, links to the other sheets, and charts that Excel draws itself."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from openpyxl.cell import Cell
from openpyxl.chart import BarChart, LineChart, Reference, Series
from openpyxl.chart.data_source import AxDataSource, StrRef
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.legend import Legend
from openpyxl.chart.series import SeriesLabel
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from webapp.core import cells
from webapp.core.books import Chart, ChartKind, Cover, Sheet
from webapp.core.cells import put, safe_text, sheet_title

TITLE_FONT: Final = Font(name="Calibri", size=16, bold=True)
BOLD: Final = Font(name="Calibri", bold=True)
LINK: Final = Font(name="Calibri", color="FF0B5CAD", underline="single")
WRAP_LEFT: Final = Alignment(wrap_text=True, vertical="top", horizontal="left")
TOP: Final = Alignment(vertical="top")
WIDTHS: Final = (46, 64)  # characters
CHARTS_AT: Final = "D"
POINTS: Final = 28.35  # of a centimetre
CHART_WIDTH, CHART_HEIGHT, BAR_HEIGHT = 20.0, 6.0, 1.1  # centimetres; of each bar
COLOURS: Final = ("9AA9BC", "2F6DB5", "1F7A4D")  #: readable beside each other, also in grey


class CoverSheet:
    """Written in two steps: the charts need the sheets that come after it."""

    def __init__(self, sheet: Worksheet, cover: Cover, sheets: Sequence[Sheet[Any]]) -> None:
        self._sheet, self._cover, self._row = sheet, cover, 3
        self._spans: list[tuple[int, int]] = []
        sheet.title = sheet_title(cover.title)
        sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = WIDTHS
        sheet.sheet_view.showGridLines = False
        _line(sheet, 1, cover.heading, font=TITLE_FONT)
        for number, (heading, lines) in enumerate(cover.sections):
            self._section(heading, lines)
            if number == 0 and cover.contents:
                self._contents(sheets)
        for note in cover.notes:
            self._note(note)

    def _section(self, heading: str, lines: Sequence[tuple[str, object]]) -> None:
        _line(self._sheet, self._row, heading, font=BOLD)
        for offset, (label, value) in enumerate(lines, start=1):
            _line(self._sheet, self._row + offset, label, value)
        self._spans.append((self._row + 1, self._row + len(lines)))
        self._row += len(lines) + 2

    def _contents(self, sheets: Sequence[Sheet[Any]]) -> None:
        _line(self._sheet, self._row, self._cover.contents, font=BOLD)
        for offset, one in enumerate(sheets, start=1):
            title = sheet_title(one.title)
            _line(self._sheet, self._row + offset, f"→ {title}", one.about)
            cell = self._sheet.cell(self._row + offset, 1)
            cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"{quote_sheetname(title)}!A1")
            cell.font = LINK
        self._row += len(sheets) + 2

    def _note(self, note: str) -> None:
        row = self._row
        _line(self._sheet, row, note)
        self._sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=2)
        self._sheet.row_dimensions[row].height = cells.height(note, sum(WIDTHS))
        self._row += 1

    def draw(self, tables: Mapping[str, Worksheet]) -> None:
        """The charts, one below the other, however high the lines beside them are; a table's sheet by its name."""
        at = 1
        for chart in self._cover.charts:
            drawn = _drawn(chart, *self._source(chart, tables))
            self._sheet.add_chart(drawn, f"{CHARTS_AT}{at}")
            left = POINTS * drawn.height
            while left > 0:
                left -= self._sheet.row_dimensions[at].height or cells.LINE_HEIGHT
                at += 1
            at += 1

    def _source(self, chart: Chart, tables: Mapping[str, Worksheet]) -> tuple[Reference, list[Reference]]:
        """Labels, and the values of each series; of a table with its heading."""
        if not chart.table:
            first, last = self._spans[chart.section]
            return Reference(self._sheet, 1, first, 1, last), [Reference(self._sheet, 2, first, 2, last)]
        sheet, (first, last) = tables[chart.table], chart.rows
        label, span = chart.label + 1, (first + 2, last + 2)
        values = [Reference(sheet, column + 1, span[0], column + 1, span[1]) for column in chart.values]
        return Reference(sheet, label, span[0], label, span[1]), values


def _drawn(chart: Chart, labels: Reference, values: Sequence[Reference]) -> Any:
    drawn: Any = BarChart() if chart.kind is ChartKind.BARS else LineChart()
    drawn.title, drawn.width, drawn.height = safe_text(chart.title), CHART_WIDTH, CHART_HEIGHT
    for number, (reference, colour) in enumerate(zip(values, COLOURS, strict=False)):
        series = Series(reference)
        if chart.table:
            heading = f"{quote_sheetname(reference.worksheet.title)}!${get_column_letter(reference.min_col)}$1"
            series.tx = SeriesLabel(strRef=StrRef(heading))
        _paint(series, COLOURS[-2] if len(values) == 1 else colour, chart.kind)
        series.idx = series.order = number
        series.cat = AxDataSource(strRef=StrRef(str(labels)))
        drawn.series.append(series)
    drawn.x_axis.delete = drawn.y_axis.delete = False  # else Excel shows no axes
    if isinstance(drawn, BarChart):
        _lay_bars(drawn, labels.max_row - labels.min_row + 1, len(values))
    else:
        drawn.y_axis.scaling.min = 0
    if len(values) == 1:
        drawn.legend = None
    else:
        drawn.legend = Legend(legendPos="b")
    return drawn


def _paint(series: Any, colour: str, kind: ChartKind) -> None:
    if kind is ChartKind.BARS:
        series.graphicalProperties.solidFill = series.graphicalProperties.line.solidFill = colour
    else:
        series.graphicalProperties.line.solidFill, series.smooth = colour, False


def _lay_bars(drawn: BarChart, bars: int, series: int) -> None:
    """From the top down, each with its number, so that no axis of values is needed."""
    drawn.type, drawn.gapWidth, drawn.overlap = "bar", 40, 0
    drawn.x_axis.scaling.orientation = "maxMin"
    drawn.y_axis.delete, drawn.y_axis.majorGridlines = True, None
    drawn.dataLabels = DataLabelList(showVal=True, showSerName=False, showCatName=False, showLegendKey=False)
    drawn.height = max(CHART_HEIGHT, 2.5 + BAR_HEIGHT * bars * (1 + (series - 1) / 3))


def _line(sheet: Worksheet, row: int, label: str, value: object = None, font: Font | None = None) -> None:
    for column, told in ((1, label), (2, value)):
        cell = sheet.cell(row, column)
        assert isinstance(cell, Cell)  # noqa: S101 - no merged cell yet
        put(cell, told)
        cell.alignment = WRAP_LEFT
        if font:
            cell.font = font
            cell.alignment = TOP
    if font is None:
        heights = map(cells.height, (label, str(value or "")), WIDTHS)
        sheet.row_dimensions[row].height = max(heights) or cells.LINE_HEIGHT
