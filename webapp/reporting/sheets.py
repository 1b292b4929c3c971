"""The workbook as data for the writer in core: which sheets a kind has, and the sheet Attendance."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from webapp.core.books import Book, Column, Sheet
from webapp.core.clock import BERLIN, KYIV
from webapp.core.db import session
from webapp.core.i18n import LANGUAGES, language
from webapp.core.i18n import gettext as _
from webapp.events.models import Event
from webapp.places.models import Place
from webapp.registration import words
from webapp.registration.models import Registration
from webapp.reporting import covers, place_columns, presence_columns, question_sheet
from webapp.reporting.kinds import Kind

CHUNK = 500


def book(event: Event, kind: Kind, *, by: str, now: datetime) -> Book:
    """Overview and the sheets of this kind, in the present language; addresses of people are not in it."""
    sheets: list[Sheet[Any]] = []
    directory = place_columns.directory()
    if kind is not Kind.QUESTIONS:
        sheets.append(_attendance(event, kind, directory))
    if kind is not Kind.REGISTRATIONS:
        sheets.append(question_sheet.sheet(event, directory))
    cover = covers.cover(event, kind, directory=directory, by=by, now=now)
    return Book(str(event.title.here), language(), cover, sheets)


def file_name(event: Event, kind: Kind, now: datetime) -> str:
    local = event.starts_at.astimezone(BERLIN)
    return f"{local:%Y-%m-%d}_{event.slug}_{kind}_{now.astimezone(BERLIN):%Y-%m-%d_%H%M%S}.xlsx"


def _attendance(event: Event, kind: Kind, directory: Mapping[str, Place]) -> Sheet[Registration]:
    columns = _columns(event, directory)
    if kind is Kind.ATTENDANCE:
        place = next(number for number, column in enumerate(columns) if column.heading == _("State")) + 1
        columns[place:place] = presence_columns.columns(event)
    return Sheet(_("Attendance"), "Attendance", columns, _rows(event))


def _rows(event: Event) -> Iterable[Registration]:
    found = (
        select(Registration).where(Registration.event_id == event.id).order_by(Registration.sort_key, Registration.id)
    )
    return session().scalars(found.execution_options(yield_per=CHUNK))


def _columns(event: Event, directory: Mapping[str, Place]) -> list[Column[Registration]]:
    return [
        Column(_("Family name"), lambda row: row.family_name, 22),
        Column(_("Given name"), lambda row: row.given_name, 18),
        Column(_("Patronymic"), lambda row: row.patronymic, 18),
        Column(_("Name in Latin letters"), lambda row: row.latin, 28),
        Column(_("Title"), lambda row: row.title, 10),
        Column(_("Function"), lambda row: row.office, 30, wrap=True),
        *place_columns.columns(directory, lambda row: row.place_key),
        Column(_("Organisation"), lambda row: row.organisation, 28, wrap=True),
        Column(_("Region"), lambda row: words.SIDE[row.side], 24),
        Column(_("Attending as"), lambda row: words.ATTENDING_AS[row.attending_as], 26),
        Column(_("State"), lambda row: words.STATE[row.state], 36),
        Column(_("Registered on the day"), lambda row: _("yes") if event.is_on_the_day(row.created_at) else "", 14),
        Column(
            _("Municipal partnership"),
            lambda row: words.PARTNERSHIP[row.partnership] if row.partnership else "",
            34,
            wrap=True,
        ),
        Column(
            _("Partner municipality"), lambda row: place_columns.name(directory.get(row.partner_place_key or "")), 28
        ),
        Column(_("Topics"), _topics, 34, wrap=True),
        Column(
            _("Interpretation"), lambda row: words.INTERPRETATION[row.interpretation] if row.interpretation else "", 22
        ),
        Column(_("Language"), lambda row: LANGUAGES[row.locale], 14),
        Column(_("Received (German time)"), lambda row: row.created_at, 20, zone=BERLIN),
        Column(_("Received (Ukrainian time)"), lambda row: row.created_at, 20, zone=KYIV),
        Column(_("Confirmed (German time)"), lambda row: row.confirmed_at, 20, zone=BERLIN),
        Column(_("Confirmed (Ukrainian time)"), lambda row: row.confirmed_at, 20, zone=KYIV),
        Column(_("Question"), lambda row: row.question, 50, wrap=True),
        Column(_("Experience"), lambda row: row.experience, 50, wrap=True),
        Column(_("Registered by"), lambda row: row.registered_by_name, 24),
    ]


def _topics(row: Registration) -> str:
    return ", ".join(str(word) for code, word in words.TOPIC.items() if code in row.topics)
