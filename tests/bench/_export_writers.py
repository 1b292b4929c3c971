"""Writers of the same registrations, each called in a process of its own, which imports no more than it needs."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile

from bench import _alone, _floor
from surroundings import settings_in

from webapp import create_app
from webapp.attendance import queries
from webapp.core import clock
from webapp.core.cells import content
from webapp.core.i18n import speaking
from webapp.events import queries as events
from webapp.events.models import Event
from webapp.reporting import attendance_sheet, exports, place_columns
from webapp.reporting.exporting.orders import Order
from webapp.reporting.kinds import Kind

PART: Final = "xl/worksheets/sheet{}.xml"


def ours(event: Event, path: Path) -> None:
    with path.open("wb") as target:
        exports.write(event, Order(Kind.ATTENDANCE, "de"), target, by="x", now=clock.now())


def floor(event: Event, path: Path) -> None:
    with speaking("de"), ZipFile(path, "w", ZIP_DEFLATED) as archive, archive.open(PART.format(1), "w") as part:
        _floor.write(event, part)


def by_xlsxwriter(event: Event, path: Path) -> None:
    """The values of our columns."""
    import xlsxwriter  # noqa: PLC0415 - 17 MB, which would count as ours

    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with speaking("de"), xlsxwriter.Workbook(path, options) as book:
        made = book.add_worksheet("Rows")
        looks = [book.add_format({"quote_prefix": True}), book.add_format({"num_format": "yyyy-mm-dd hh:mm"})]
        sheet = attendance_sheet.sheet(event, place_columns.directory(), queries.silent(event.id))
        for number, row in enumerate(sheet.rows, start=1):
            for place, column in enumerate(sheet.columns):
                value = content(column.value(row), column.zone)
                if isinstance(value, str):
                    made.write_string(number, place, value, looks[0])
                elif isinstance(value, int | float):
                    made.write_number(number, place, value)
                elif value is not None:
                    made.write_datetime(number, place, value, looks[1])


WRITERS: Final[Mapping[str, Callable[[Event, Path], None]]] = {
    "ours": ours,
    "floor": floor,
    "XlsxWriter": by_xlsxwriter,
}


def alone(name: str, folder: str) -> None:
    with create_app(settings_in(Path(folder))).app_context():
        event = events.event("folgekonferenz")
        _alone.measured(lambda path: WRITERS[name](event, path), Path(folder) / f"{name}.xlsx")
