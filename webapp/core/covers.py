"""The first sheet of a workbook: its lines, links to the other sheets, and charts that Excel draws itself."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from openpyxl.cell import Cell
from openpyxl.chart import BarChart, LineChart, Reference, Series
from openpyxl.chart.axis import DateAxis
from openpyxl.chart.data_source import AxDataSource, NumRef, StrRef
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.legend import Legend
from openpyxl.chart.series import SeriesLabel
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from webapp.core import cells
from webapp.core.books import Chart, ChartKind, Cover, Sheet
from webapp.core.cells import Look, Looks, safe_text, sheet_title

TOP: Final = Alignment(vertical="top")
TITLE: Final = Look(Alignment(wrap_text=True, vertical="top"), Font(name="Calibri", size=16, bold=True))
BOLD: Final = Look(TOP, Font(name="Calibri", bold=True))
USUAL: Final = Look(Alignment(wrap_text=True, vertical="top", horizontal="left"))
LINK: Final = Look(USUAL.alignment, Font(name="Calibri", color="FF0B5CAD", underline="single"))
WIDTHS: Final = (46, 64)  # characters
OF_TITLE: Final = 22 / 15  # its lines are so much higher, and its letters wider still, since they are bold
WIDER: Final = 1.6
CHARTS_AT, GAP = "D", 3  # characters of the column before
SCALE: Final = 54  # percent: lines and charts fit beside each other on a landscape page of A4
MARGINS: Final = PageMargins(left=0.6, right=0.6, top=0.6, bottom=0.75, header=0.3, footer=0.3)  # inches
PAGE_HEIGHT: Final = 880  # points that fit on the page then
POINTS: Final = 28.35  # of a centimetre
CHART_WIDTH, CHART_HEIGHT, BAR_HEIGHT = 20.0, 6.0, 1.1  # centimetres; of each bar
COLOURS: Final = ("9AA9BC", "2F6DB5", "1F7A4D")  #: readable beside each other, also in grey


class CoverSheet:
    """Written in two steps: the charts need the sheets that come after it."""

    def __init__(self, sheet: Worksheet, cover: Cover, sheets: Sequence[Sheet[Any]], looks: Looks) -> None:
        self._sheet, self._cover, self._looks, self._row = sheet, cover, looks, 3
        self._spans: list[tuple[int, int]] = []
        sheet.title = sheet_title(cover.title)
        sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = WIDTHS
        sheet.column_dimensions["C"].width = GAP
        sheet.sheet_view.showGridLines = False
        sheet.page_setup.scale = SCALE  # “fit to one page wide” would make Excel forget the breaks between charts
        sheet.page_margins = MARGINS
        self._heading(cover.heading)
        for number, (heading, lines) in enumerate(cover.sections):
            self._section(heading, lines)
            if number == 0 and cover.contents:
                self._contents(sheets)
        for note in cover.notes:
            self._note(note)

    def _heading(self, heading: str) -> None:
        """Beside the charts, on as many lines as it needs: in two languages it would run below them."""
        self._line(1, heading, look=TITLE)
        self._sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=2)
        lines = cells.height(heading, int(sum(WIDTHS) / WIDER)) or cells.LINE_HEIGHT
        self._sheet.row_dimensions[1].height = min(OF_TITLE * lines, cells.HIGHEST_ROW)

    def _section(self, heading: str, lines: Sequence[tuple[object, object]]) -> None:
        self._line(self._row, heading, look=BOLD)
        for offset, (label, value) in enumerate(lines, start=1):
            self._line(self._row + offset, label, value)
        self._spans.append((self._row + 1, self._row + len(lines)))
        self._row += len(lines) + 2

    def _contents(self, sheets: Sequence[Sheet[Any]]) -> None:
        self._line(self._row, self._cover.contents, look=BOLD)
        for offset, one in enumerate(sheets, start=1):
            title = sheet_title(one.title)
            self._line(self._row + offset, f"→ {title}", one.about, LINK)
            cell = self._sheet.cell(self._row + offset, 1)
            cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"{quote_sheetname(title)}!A1")
        self._row += len(sheets) + 2

    def _line(self, row: int, label: object, value: object = None, look: Look = USUAL) -> None:
        """Both wrap unless it is a heading, which stands alone."""
        for column, told, its in ((1, label, look), (2, value, USUAL)):
            cell = self._sheet.cell(row, column)
            assert isinstance(cell, Cell)  # noqa: S101 - no merged cell yet
            self._looks.put(cell, told, its)
        if look.alignment.wrap_text:
            heights = map(cells.height, (str(label), str(value or "")), WIDTHS)
            self._sheet.row_dimensions[row].height = max(heights) or cells.LINE_HEIGHT

    def _note(self, note: str) -> None:
        row = self._row
        self._line(row, note)
        self._sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=2)
        self._sheet.row_dimensions[row].height = cells.height(note, sum(WIDTHS))
        self._row += 1

    def draw(self, tables: Mapping[str, Worksheet]) -> None:
        """The charts, one below the other, however high the lines beside them are; a table's sheet by its name."""
        at, used = 1, 0.0
        for chart in self._cover.charts:
            drawn = _drawn(chart, *self._source(chart, tables))
            left = POINTS * drawn.height
            if used + left > PAGE_HEIGHT:  # else the end of a page would cut it
                self._sheet.row_breaks.append(Break(id=at - 1))
                used = 0
            self._sheet.add_chart(drawn, f"{CHARTS_AT}{at}")
            while left > 0:
                height = self._sheet.row_dimensions[at].height or cells.LINE_HEIGHT
                left, used, at = left - height, used + height, at + 1
            used, at = used + cells.LINE_HEIGHT, at + 1

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
    drawn.title.overlay = drawn.roundedCorners = drawn.varyColors = False  # what is not said, Excel takes for yes
    drawn.about = safe_text(f"{chart.title}. {chart.about}".strip())
    sheet: Any = labels.worksheet
    days = not chart.table and isinstance(sheet.cell(labels.min_row, labels.min_col).value, date)
    for number, (reference, colour) in enumerate(zip(values, COLOURS, strict=False)):
        series = Series(reference)
        if chart.table:
            heading = f"{quote_sheetname(reference.worksheet.title)}!${get_column_letter(reference.min_col)}$1"
            series.tx = SeriesLabel(strRef=StrRef(heading))
        _paint(series, COLOURS[-2] if len(values) == 1 else colour, chart.kind)
        series.idx = series.order = number
        series.cat = AxDataSource(numRef=NumRef(str(labels))) if days else AxDataSource(strRef=StrRef(str(labels)))
        drawn.series.append(series)
    if days:
        drawn.x_axis = DateAxis(crossAx=drawn.y_axis.axId)
        drawn.x_axis.number_format, drawn.y_axis.crossAx = cells.DATE, drawn.x_axis.axId
    drawn.x_axis.delete = drawn.y_axis.delete = False  # else Excel shows no axes
    if isinstance(drawn, BarChart):
        _lay_bars(drawn, labels.max_row - labels.min_row + 1, len(values))
    drawn.y_axis.scaling.min = 0  # else a bar of 15 may look half as long as one of 17
    if len(values) == 1:
        drawn.legend = None
    else:
        drawn.legend = Legend(legendPos="b", overlay=False)
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
    others = dict.fromkeys(("showSerName", "showCatName", "showLegendKey", "showPercent", "showBubbleSize"), False)
    drawn.dataLabels = DataLabelList(showVal=True, **others)
    drawn.height = max(CHART_HEIGHT, 2.5 + BAR_HEIGHT * bars * (1 + (series - 1) / 3))
