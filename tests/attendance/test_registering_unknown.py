"""Somebody in a report who is in no registration: what the name tells, and registered in one step."""

from io import BytesIO

import pytest
from attendance.uploads import conference
from factories import DNIPRO, KOELN, make_registration
from flask import Flask
from page import Client, Page
from sqlalchemy import select
from surroundings import Clock

from webapp.attendance.models import Decision, Presence, ReportedPerson
from webapp.attendance.presence import State as Presence_
from webapp.attendance.reported_names import Told, told
from webapp.core.db import session, transaction
from webapp.core.mail import OutgoingMail
from webapp.events.models import Event
from webapp.registration import blocking
from webapp.registration.models import AttendingAs, BlockedAddress, Origin, Registration, Side, State

PAGE = "/manage/events/folgekonferenz/attendance"
REPORT = (
    "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest,In Waiting Room\r\n"
    "Köln – Sabine Krause,,12/03/2026 10:00:00 AM,12/03/2026 11:30:00 AM,90,Yes,No\r\n"
)


@pytest.fixture
def event(app: Flask, clock: Clock) -> Event:
    del app  # it must be there first
    return conference(clock)


def asked(organiser: Client, *, applied: bool = True) -> Page:
    """The page of the one person of the report."""
    form = organiser.get(PAGE).form(PAGE)
    data = {"csrf_token": form.values["csrf_token"], "timezone": "Europe/Berlin"}
    files = {"files": [(BytesIO(REPORT.encode()), "report.csv")]}
    page = organiser.post(PAGE, data | files, content_type="multipart/form-data", follow=True)
    if applied:
        page = page.form(page.url + "/apply").submit(follow=True)
    return page.click("Look in the registrations or register the person")


def register(page: Page, status: int = 200, **values: str) -> Page:
    return page.form("register").fill(**values).submit(status=status, statements=32)  # registers, decides and counts


NAMES: list[tuple[str, str, str, str]] = [
    ("Köln – Sabine Krause", "Sabine", "Krause", KOELN),
    ("Krause, Sabine", "Sabine", "Krause", ""),
    ("Krause, Sabine (Köln)", "Sabine", "Krause", KOELN),
    ("Sabine Krause, Stadt Köln", "Sabine", "Krause", KOELN),
    ("Dr. Sabine Krause | Köln", "Sabine", "Krause", KOELN),
    ("Олена Коваленко - Дніпро", "Олена", "Коваленко", DNIPRO),
    ("Коваленко Олена", "Олена", "Коваленко", ""),
    ("Krause", "", "Krause", ""),
    ("+49 221 ***12", "", "", ""),
    ("", "", "", ""),
    ("sabine@example.org", "", "", ""),
]


@pytest.mark.usefixtures("app")
def test_what_a_name_tells() -> None:
    for name, given, family, place in NAMES:
        assert told(name) == Told(given, family, place), name


def test_registered_and_decided_in_one_step(event: Event, organiser: Client) -> None:
    page = asked(organiser)
    form = page.form("register")
    assert (form.values["given_name"], form.values["family_name"]) == ("Sabine", "Krause")
    assert form.values["place"] == KOELN
    page = register(page, email="sabine@example.org")
    assert "Nobody is left to be decided." in page.text or "Recognised (1)" in page.text
    made = session().scalars(select(Registration)).one()
    assert (made.state, made.origin, made.side, made.locale) == (State.CONFIRMED, Origin.IMPORTED, Side.NRW, "de")
    assert made.attending_as is AttendingAs.REPRESENTATIVE
    assert session().scalars(select(ReportedPerson.decision)).all() == [Decision.CONFIRMED]
    assert session().scalars(select(Presence.state)).all() == [Presence_.ATTENDED]
    assert session().scalars(select(OutgoingMail.id)).all() == [], "nobody is written to because of this"
    session().refresh(event)
    assert (event.seats_taken, event.side_seats) == (1, {"nrw": 1})


def test_what_is_missing_is_asked(organiser: Client) -> None:
    page = register(asked(organiser), status=422, family_name="", place="")
    assert page.errors() == [
        "Choose a municipality or district from the list, or enter an organisation.",
        "Enter the family name.",
        "Enter an e-mail address.",
    ]
    page = register(page, status=422, family_name="Krause", email="a@example.org", organisation="THW")
    assert page.errors() == ["Choose the region of the organisation."]
    register(page, side="other")
    made = session().scalars(select(Registration)).one()
    assert (made.place_key, made.organisation, made.side, made.locale) == (None, "THW", Side.OTHER, "en")
    assert made.attending_as is AttendingAs.GUEST


def test_a_full_conference_has_room_for_who_was_there(event: Event, organiser: Client) -> None:
    make_registration(event)
    with transaction():
        session().get_one(Event, event.id).capacity = 1
    register(asked(organiser), email="sabine@example.org")
    session().refresh(event)
    assert (event.capacity, event.seats_taken) == (2, 2)


def test_who_is_registered_already_is_not_registered_again(event: Event, organiser: Client) -> None:
    page = asked(organiser)
    make_registration(event, given_name="Sabine", family_name="Krause", email="sabine@example.org")
    page = register(page, status=422, email="sabine@example.org")
    assert page.errors() == ["This person is registered already. Search for the name above."]
    assert session().scalars(select(ReportedPerson.decision)).all() == [Decision.OPEN]


def test_an_address_that_asked_for_peace_is_not_used(app: Flask, clock: Clock, organiser: Client) -> None:
    del app
    with transaction():
        blocked = BlockedAddress(
            address_hash=blocking.address_hash("no@example.org"), created_at=clock.at("2026-12-03 18:00")
        )
        session().add(blocked)
    page = register(asked(organiser), status=422, email="no@example.org")
    assert page.errors() == ["This address asked not to be written to. Enter another one."]
    assert session().scalars(select(Registration.id)).all() == []
