"""The workbook as data for the writer in core: which sheets a kind has."""

import re
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from webapp.attendance import connections, queries
from webapp.attendance.presence import State as Presence
from webapp.core.books import Book, Sheet
from webapp.core.clock import BERLIN
from webapp.core.i18n import language
from webapp.events.models import Event
from webapp.reporting import (
    attendance_sheet,
    covers,
    figures,
    place_columns,
    place_sheets,
    question_sheet,
    unmatched_sheet,
)
from webapp.reporting.counting import people
from webapp.reporting.exporting import selecting
from webapp.reporting.exporting.orders import Order
from webapp.reporting.kinds import Kind
from webapp.reporting.wording import each

_WORKBOOK: Final = rf"(?:{'|'.join(Kind)})_[\d-]{{10}}_\d{{6}}\.(?:xlsx|csv|zip|part)"
_FILE_NAME: Final = re.compile(rf"[\d-]{{10}}_.+_{_WORKBOOK}(?:\.[0-9a-f]{{8}}\.part)?")


def book(event: Event, order: Order, *, by: str, now: datetime) -> Book:
    """Overview and the sheets of this kind, in the present language; addresses of people only if they are ordered."""
    kind, directory = order.kind, place_columns.directory()
    registered = people.whole(event)
    counted = figures.of(event, directory, people.rows(registered, shares=False))
    told = covers.Told(counted, registered)
    sheets: list[Sheet[Any]] = []
    if kind is Kind.ATTENDANCE:
        silent, there = queries.silent(event.id), connections.represented(event.id)
        regions = place_sheets.lines_of_regions(told.counted, directory, there.places)
        told = replace(told, regions=regions, represented=there, silent=silent)
        recorded = silent is not Presence.NOT_RECORDED
        sheets += [
            attendance_sheet.sheet(event, directory, silent, order.selection),
            place_sheets.municipalities(told.counted, directory, there.places, recorded=recorded),
            place_sheets.regions(regions, recorded=recorded),
        ]
    elif kind is Kind.REGISTRATIONS:
        sheets.append(attendance_sheet.sheet(event, directory, None, order.selection))
    if kind is not Kind.REGISTRATIONS:
        sheets.append(question_sheet.sheet(event, directory))
    if kind is Kind.ATTENDANCE:
        sheets.append(unmatched_sheet.sheet(event, directory))
    told = replace(told, narrowed=selecting.told(order, directory.values()))
    cover = covers.cover(event, kind, told, by=by, now=now)
    return Book(each(lambda: event.title.here), language(), cover, sheets)


def is_file_name(name: str) -> bool:
    """Whether the command line may have given it, also to one that is still written."""
    return _FILE_NAME.fullmatch(name) is not None


def file_name(event: Event, order: Order, now: datetime) -> str:
    local = event.starts_at.astimezone(BERLIN)
    return f"{local:%Y-%m-%d}_{event.slug}_{order.kind}_{now.astimezone(BERLIN):%Y-%m-%d_%H%M%S}.{order.suffix}"
