"""A room that stands in no report, and the page of all connections that several people shared."""

from datetime import timedelta

import pytest
from attendance.uploads import PAGE, conference, listed, presence, report, row, tiles, undo, upload
from factories import KOELN, make_registration
from flask import Flask
from page import Client, Form, Page
from sqlalchemy import select
from surroundings import Clock
from tags import words

from webapp.attendance import rooms
from webapp.attendance.meeting import joining
from webapp.attendance.meeting.joining_models import Way
from webapp.attendance.models import ConnectionPerson, ImportRun, SharedConnection
from webapp.attendance.presence import State as Presence_
from webapp.core.audit import AuditEntry
from webapp.core.db import session, transaction
from webapp.events.models import Event
from webapp.places.models import Place
from webapp.registration.models import Registration, Side

ROOMS = f"{PAGE}/rooms"
OTHERS = "people at shared connections who are not entered by name"
PLACES = "municipalities and districts represented"


@pytest.fixture
def event(app: Flask, clock: Clock) -> Event:
    del app  # it must be there first
    return conference(clock)


def sabine(event: Event) -> Registration:
    return make_registration(
        event, given_name="Sabine", family_name="Krause", email="k@koeln.example", side=Side.NRW, place_key=KOELN
    )


def enter(organiser: Client, status: int = 200, **answers: str) -> Page:
    """The page of its connection."""
    told = {"room_place": KOELN, "said": "8", "since": "10:05", "until": "11:45"} | answers
    return organiser.get(ROOMS).form("enter").fill(**told).submit(status=status, follow=status == 200)


def sat_there(page: Page, name: str) -> Page:
    page = page.form(f"{page.path}/find").fill(text=name).submit()
    return next(Form(page, tag) for tag in page.all("form") if f"Sat there too: {name}" in words(tag)).submit(
        follow=True
    )


def test_a_room_in_no_report_represents_its_municipality(event: Event, organiser: Client) -> None:
    make_registration(event)
    page = organiser.get(PAGE).click("Rooms and shared connections")
    assert "No connection is known" in page.text
    page = enter(organiser)
    assert "Saved. The municipality counts as represented" in page.text
    assert "8 people at the connection, 0 of them by name. Room of Cologne" in page.text
    assert (tiles(organiser)[PLACES], tiles(organiser)[OTHERS]) == (1, 8)
    assert tiles(organiser)["not recorded"] == 1, "a room covers no time: nobody else is absent because of it"
    (line,) = organiser.get(ROOMS).table("#shared")
    assert line["Municipality"] == "Cologne"
    assert line["Times (German / Ukrainian time)"] == "10:05–11:45 / 11:05–12:45, 100 min"
    assert line["Name in the report"] == "Köln in no report, entered by hand", "as the municipality calls itself"
    assert "Reports so far" not in organiser.get(PAGE).text
    session().rollback()
    assert "attendance.room" in session().scalars(select(AuditEntry.action)).all()


def test_who_is_entered_there_has_its_times(event: Event, organiser: Client) -> None:
    sabine(event)
    sat_there(enter(organiser), "Sabine")
    assert (presence()["Sabine"].minutes, presence()["Sabine"].heads) == (100, 8)
    assert tiles(organiser)[OTHERS] == 7
    assert listed(organiser)["Krause, Sabine"]["Evidence"].startswith("entered by hand")
    page = organiser.get(f"{PAGE}/people").click("Krause, Sabine")
    assert page.table("#reports")[0]["Platform"] == "in no report, entered by hand"


def test_it_is_removed_with_all_that_followed_from_it(event: Event, organiser: Client) -> None:
    sabine(event)
    sat_there(enter(organiser), "Sabine")
    page = organiser.get(ROOMS)
    form = next(Form(page, tag) for tag in page.all("form") if "Remove" in words(tag))
    page = form.submit(follow=True)
    assert "Removed. What reports say" in page.text
    assert presence() == {}
    assert OTHERS not in tiles(organiser)
    session().rollback()
    for gone in (ImportRun, SharedConnection, ConnectionPerson):
        assert session().scalars(select(gone)).all() == []


def test_it_counts_beside_what_reports_say_of_the_municipality(event: Event, organiser: Client) -> None:
    """Two reports may tell of one room; what stands in none is another one."""
    for minute in ("40", "45"):
        page = upload(organiser, report(row("Rathaus Köln", until=f"11:{minute}:00 AM")))
        page.click("Several people sat there, or it is a room").form("connection").fill(
            said="3", room_place=KOELN
        ).submit()
    assert tiles(organiser)[OTHERS] == 3
    enter(organiser)
    enter(organiser, said="2", since="10:00", until="10:30")
    assert tiles(organiser)[OTHERS] == 3 + 8 + 2
    del event


MISSING: list[tuple[dict[str, str], str]] = [
    ({"room_place": ""}, "Choose a municipality or district from the list."),
    ({"said": "0"}, "1"),
    ({"said": ""}, "Enter a number."),
    ({"since": ""}, "Enter a time like 10:05."),
    ({"until": "25:00"}, "Enter a time like 10:05."),
    ({"until": "10:05"}, "The end must be after the beginning."),
]


def test_what_is_missing_is_said(organiser: Client) -> None:
    for answers, says in MISSING:
        page = enter(organiser, 422, **answers)
        assert any(says in error for error in page.errors()), answers
        session().rollback()
        assert session().scalars(select(ImportRun)).all() == [], answers


def test_it_is_no_report(event: Event, organiser: Client) -> None:
    """Its import has no page, and cannot be undone or decided about as one."""
    page = enter(organiser)
    public_id = page.path.split("/")[-4]
    token = organiser.get(ROOMS).form("enter").values["csrf_token"]
    assert organiser.get(f"{PAGE}/imports/{public_id}", status=404).status == 404
    assert organiser.post(f"{PAGE}/imports/{public_id}/undo", {"csrf_token": token}).status == 404
    reported = upload(organiser, report(row("Somebody")))
    run = reported.path.split("/")[-1]
    assert organiser.post(f"{ROOMS}/{run}/remove", {"csrf_token": token}).status == 404
    undo(organiser, reported)
    assert tiles(organiser)[OTHERS] == 8
    del event


def test_all_connections_are_shown_page_by_page(event: Event, organiser: Client) -> None:
    for number in range(1, 53):
        enter(organiser, said=str(number)) if number == 1 else quickly(event, number)
    first = organiser.get(ROOMS)
    assert len(first.table("#shared")) == 50
    assert len(first.click("Next page").table("#shared")) == 2
    assert len(organiser.get(PAGE).table("#shared")) == 25


def quickly(event: Event, number: int) -> None:
    with transaction():
        koeln = session().get_one(Place, KOELN)
        held = session().get_one(Event, event.id)
        rooms.enter(held, koeln, number, event.starts_at, event.ends_at, actor="x", now=event.ends_at)


def test_what_somebody_said_last_by_the_link_counts(event: Event, organiser: Client) -> None:
    who, told = sabine(event), ((Way.SEVERAL, 18), (Way.SEVERAL, 8), (Way.SELF, 1), (Way.SEVERAL, 8))
    for minute, (way, people) in enumerate(told):
        with transaction():
            use = joining.Use(way=way, people=people)
            joining.note_use(who.public_id, use, now=event.starts_at + timedelta(minutes=minute))
    page = upload(organiser, report(row("Sabine Krause", "k@koeln.example")))
    assert presence()["Sabine"].heads == 8, "18 was a slip of the finger"
    with transaction():
        joining.note_use(who.public_id, joining.Use(way=Way.SELF), now=event.starts_at + timedelta(minutes=9))
    undo(organiser, page)
    upload(organiser, report(row("Sabine Krause", "k@koeln.example", until="11:20:00 AM")))
    assert presence()["Sabine"].heads == 1, "alone in the end"
    assert presence()["Sabine"].state is Presence_.ATTENDED


def test_a_double_click_enters_one_room(event: Event, organiser: Client) -> None:
    del event
    enter(organiser)
    enter(organiser)
    assert len(session().scalars(select(ImportRun)).all()) == 1
    enter(organiser, said="9")
    assert len(session().scalars(select(ImportRun)).all()) == 2


@pytest.mark.parametrize("when", [{"since": "07:00", "until": "09:30"}, {"since": "12:00", "until": "13:00"}])
def test_outside_the_conference_it_says_which_clock_is_meant(
    event: Event, organiser: Client, when: dict[str, str]
) -> None:
    del event
    page = enter(organiser, status=422, **when)
    assert "outside the time of the conference. Times here are German ones." in page.text
    assert session().scalars(select(ImportRun)).all() == []
