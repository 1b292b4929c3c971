"""Writing what was ordered of an event, as a workbook or as CSV, with its audit entry."""

import io
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any, BinaryIO, Final

from webapp.core import audit, collecting, csv_files, spreadsheets
from webapp.events.models import Event
from webapp.reporting import sheets
from webapp.reporting.exporting.orders import Format, Order
from webapp.reporting.kinds import Kind
from webapp.reporting.wording import worded

POINT_LANGUAGES: Final = {"en"}  #: where numbers have a decimal point
MIMETYPES: Final = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
    "zip": "application/zip",
}
ALL: Final = "all"  #: columns, in an audit entry
Going = Callable[[Iterable[Any]], Iterable[Any]]  #: goes through the rows of a sheet


def write(
    event: Event,
    order: Order,
    target: BinaryIO,
    *,
    by: str,
    now: datetime,
    going: Going = iter,
    table: str = "",
    level: int = spreadsheets.USUAL,
) -> None:
    """In the language, or the two languages, of one of wording.CHOICES; as CSV perhaps only one of the tables."""
    with worded(order.language):
        book = sheets.book(event, order, by=by, now=now)
        data = [replace(sheet, rows=going(sheet.rows)) for sheet in book.sheets]
        comma = order.language not in POINT_LANGUAGES
        if order.format is Format.XLSX:
            spreadsheets.write(replace(book, sheets=data), target, level=level)
        elif order.suffix == "zip" and not table:
            csv_files.write_all(data, target, comma=comma)
        else:
            one = next(sheet for sheet in data if sheet.table == (table or data[0].table))
            csv_files.write(one, target, comma=comma)


@collecting.held_back()
def in_memory(event: Event, order: Order, *, by: str, now: datetime) -> io.BytesIO:
    """A list that endangers people leaves no file behind on the server; somebody waits for it."""
    target = io.BytesIO()
    write(event, order, target, by=by, now=now, level=spreadsheets.QUICK)
    target.seek(0)
    return target


def workbook(event: Event, kind: Kind, *, locale: str, by: str, now: datetime) -> io.BytesIO:
    """Everything, in memory."""
    return in_memory(event, Order(kind, locale), by=by, now=now)


def note_export(public_id: str, order: Order, *, actor: str) -> None:
    """Of the event with this public id, inside a transaction."""
    audit.record("export", f"event {public_id}", actor=actor, details=details(order))


def note_download(event: Event, file: str, order: Order, *, actor: str) -> None:
    """Of a file of this event that the worker wrote, likewise: who stands in it can be told that it was taken."""
    told = details(order) | {"export": file}
    audit.record("export.download", f"event {event.public_id}", actor=actor, details=told)


def details(order: Order) -> dict[str, Any]:
    """What an audit entry says of it: also which columns of Attendance, and whether addresses are among them."""
    told: dict[str, Any] = {"kind": order.kind.value, "format": order.format.value, "language": order.language}
    if order.kind is not Kind.QUESTIONS:
        told |= {"columns": list(order.selection.columns) or ALL, "contacts": order.selection.contacts}
    if order.selection.narrowed:
        told["filter"] = order.selection.narrowed
    return told
