"""The workbook's sheets: Overview and Attendance, as data for the writer in core."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select

from webapp.core.clock import BERLIN, KYIV
from webapp.core.db import session
from webapp.core.i18n import LANGUAGES, clocks, day, language, moment
from webapp.core.i18n import gettext as _
from webapp.core.spreadsheets import Book, Column, Cover, Sheet
from webapp.events.models import Event
from webapp.places import queries as places
from webapp.places.levels import within
from webapp.places.models import Place, PlaceKind
from webapp.registration import words
from webapp.registration.models import Registration
from webapp.reporting import figures, presence_columns

CHUNK = 500


class Kind(StrEnum):
    ATTENDANCE = "attendance"
    REGISTRATIONS = "registrations"


def book(event: Event, kind: Kind, *, by: str, now: datetime) -> Book:
    """Overview and Attendance in the present language; addresses of people are not in it."""
    title = str(event.title.here)
    return Book(title, language(), _cover(event, kind, by, now), [_attendance(event, kind)])


def file_name(event: Event, kind: Kind, now: datetime) -> str:
    local = event.starts_at.astimezone(BERLIN)
    return f"{local:%Y-%m-%d}_{event.slug}_{kind}_{now.astimezone(BERLIN):%Y-%m-%d_%H%M%S}.xlsx"


def _cover(event: Event, kind: Kind, by: str, now: datetime) -> Cover:
    counted = figures.of(event)
    about = [
        (_("Conference"), str(event.title.here)),
        (_("Day"), day(event.starts_at)),
        (_("Time"), clocks(event.starts_at, event.ends_at)),
        (_("Filter"), _("all registrations")),
        (_("Written"), moment(now)),
        (_("Written by"), by),
    ]
    by_side = [(str(words.SIDE[side]), count.confirmed) for side, count in counted.sides.items()]
    legend = [(str(word), explained) for word, explained in _legend()]
    return Cover(
        title=_("Overview"),
        heading=str(event.title.here),
        sections=[
            (_("About this file"), about),
            (_("Numbers"), _numbers(counted.total)),
            (_("Confirmed registrations by region"), by_side),
            *([(_("Attendance"), presence_columns.numbers(event))] if kind is Kind.ATTENDANCE else []),
            (_("What the states mean"), legend),
        ],
        notes=[
            _(
                "Data protection: this file holds personal data of people in a war zone. Keep it encrypted, pass it on "
                "only to those who need it, and delete it when it has served its purpose."
            )
        ],
    )


def _numbers(count: figures.Count) -> list[tuple[str, object]]:
    return [
        (_("confirmed registrations"), count.confirmed),
        (_("registrations not yet confirmed"), count.pending),
        (_("registrations that wait for a decision"), count.undecided),
        (_("declined registrations"), count.declined),
        (_("people on the waiting list"), count.waiting),
        (_("places offered and not yet accepted"), count.offered),
        (_("offered places that were not accepted"), count.lapsed),
        (_("withdrawn registrations"), count.cancelled),
        (_("registrations handed over to a colleague"), count.handed_over),
        (_("municipalities (confirmed)"), count.municipalities),
        (_("districts and raions (confirmed)"), count.districts),
    ]


def _legend() -> list[tuple[object, str]]:
    return [
        (words.STATE[state], text)
        for state, text in zip(
            words.STATE,
            (
                _("The person has not confirmed by the link in our mail yet."),
                _("The organisers have to decide about this registration."),
                _("The organisers have declined this registration, with a reason."),
                _("All places were taken; the person waits for one."),
                _("A place became free and is kept for the person for some time."),
                _("The person did not accept the offered place in time."),
                _("The person has confirmed the e-mail address and takes up a place."),
                _("The person has withdrawn the registration."),
                _("The person has handed the place over to a colleague, who has a row of their own."),
            ),
            strict=True,
        )
    ]


def _attendance(event: Event, kind: Kind) -> Sheet[Registration]:
    directory = {place.key: place for place in places.choosable()}
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


def _columns(event: Event, directory: dict[str, Place]) -> list[Column[Registration]]:
    lang = language()

    def place(row: Registration) -> Place | None:
        return directory.get(row.place_key or "")

    def label(found: Place | None) -> str:
        return places.label(found, lang).text if found else ""

    def above(row: Registration, *kinds: PlaceKind) -> str:
        found = place(row)
        return label(within(found, kinds)) if found else ""

    return [
        Column(_("Family name"), lambda row: row.family_name, 22),
        Column(_("Given name"), lambda row: row.given_name, 18),
        Column(_("Patronymic"), lambda row: row.patronymic, 18),
        Column(_("Name in Latin letters"), lambda row: row.latin, 28),
        Column(_("Title"), lambda row: row.title, 10),
        Column(_("Function"), lambda row: row.office, 30, wrap=True),
        Column(_("Municipality or district"), lambda row: label(place(row)), 34, wrap=True),
        Column(_("Official key"), lambda row: row.place_key or "", 22),
        Column(_("District / raion"), lambda row: above(row, PlaceKind.KREIS, PlaceKind.RAION), 28),
        Column(
            _("Administrative district / oblast"),
            lambda row: above(row, PlaceKind.REGIERUNGSBEZIRK, PlaceKind.OBLAST),
            26,
        ),
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
        Column(_("Partner municipality"), lambda row: label(directory.get(row.partner_place_key or "")), 28),
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
