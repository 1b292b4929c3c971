"""What several people at one connection come to in the numbers, of municipalities and of people."""

import io

import openpyxl
import pytest
from attendance.shared_connections import HALL, OTHERS, PLACES, register, room, sat_there, say
from attendance.uploads import NO_TIMES, conference, presence, report, row, tiles, upload
from factories import DNIPRO, make_registration
from flask import Flask
from page import Client
from sqlalchemy import select
from surroundings import Clock

from webapp.attendance import deciding
from webapp.attendance.meeting import joining
from webapp.attendance.meeting.joining_models import Way
from webapp.attendance.models import Decision, ImportRun, ReportedPerson
from webapp.core.db import session, transaction
from webapp.events.models import Event
from webapp.registration.models import Registration, State


@pytest.fixture
def event(app: Flask, clock: Clock) -> Event:
    del app  # it must be there first
    return conference(clock)


def test_who_is_in_two_rows_of_a_report_said_once_how_many_they_are(event: Event, organiser: Client) -> None:
    sabine = register(event, "Sabine", "Krause")
    with transaction():
        joining.note_use(sabine.public_id, joining.Use(way=Way.SEVERAL, people=8), now=event.starts_at)
    page = upload(organiser, report(row("Sabine Krause", "krause@example.org"), row("iPhone von S.")))
    with transaction():
        found = session().scalars(select(ReportedPerson).where(ReportedPerson.name == "iPhone von S.")).one()
        run, who = session().get_one(ImportRun, found.run_id), session().get_one(Registration, sabine.id)
        deciding.decide(run, found.number, Decision.CONFIRMED, registration=who, actor="program")
    assert presence()["Sabine"].heads == 8
    assert tiles(organiser)[OTHERS] == 7, "not 15"
    page = organiser.get(page.url.partition("?")[0] + f"/people/{found.number}/connection")
    say(page, "3", "")
    assert presence()["Sabine"].heads == 3
    assert tiles(organiser)[OTHERS] == 2, "organisers know better, also of the other row"


def test_numbers_are_counted_once(event: Event, organiser: Client) -> None:
    """The mayor was there by telephone too, and the room is in two reports."""
    register(event, "Sabine", "Krause")
    page = upload(organiser, report(HALL, row("Sabine Krause", "krause@example.org", until="10:10:00 AM", minutes=10)))
    sat_there(say(room(page), "8"), "Sabine")
    second = upload(organiser, report(row("Rathaus Köln", since="11:50:00 AM", until="11:58:00 AM", minutes=8)))
    say(room(second), "7")
    shown = tiles(organiser)
    assert (shown["attended"], shown[PLACES], shown[OTHERS]) == (1, 1, 7)
    assert presence()["Sabine"].minutes == 105


def test_who_has_not_confirmed_represents_nobody(event: Event, organiser: Client) -> None:
    """Neither alone nor with others at the connection; what is entered by hand says so."""
    sabine = register(event, "Sabine", "Krause")
    with transaction():
        joining.note_use(sabine.public_id, joining.Use(way=Way.SEVERAL, people=8), now=event.starts_at)
    with transaction():
        session().get_one(Registration, sabine.id).state = State.PENDING
    page = upload(organiser, report(row("Sabine Krause", "krause@example.org")))
    assert presence()["Sabine"].state == "attended"
    assert tiles(organiser).get(PLACES, 0) == 0
    found = session().scalars(select(ReportedPerson)).one()
    say(organiser.get(page.url.partition("?")[0] + f"/people/{found.number}/connection"), "8", "")
    assert tiles(organiser).get(PLACES, 0) == 0
    shown = organiser.get(f"/manage/events/folgekonferenz/attendance/people/{sabine.public_id}")
    assert "This registration is not confirmed" in shown.text
    with transaction():
        session().get_one(Registration, sabine.id).state = State.CONFIRMED
    assert tiles(organiser)[PLACES] == 1


def test_a_room_that_only_looked_in_represents_nobody(event: Event, organiser: Client) -> None:
    make_registration(event)
    page = upload(organiser, report(row("Rathaus Köln", until="10:02:00 AM", minutes=2), row("Olena Kovalenko")))
    say(room(page), "8")
    shown = tiles(organiser)
    assert shown[PLACES] == 1, "of the person who attended"
    assert OTHERS not in shown


def test_minutes_without_times_are_everybodys_in_the_room(event: Event, organiser: Client) -> None:
    register(event, "Sabine", "Krause")
    content = report("Sabine,Krause,krause@example.org,30", "Rathaus,Köln,,60", head=NO_TIMES)
    sat_there(say(room(upload(organiser, content)), "8"), "Sabine")
    assert presence()["Sabine"].minutes == 60, "not 90: at one time nobody is at two connections"


def test_the_workbook_counts_a_room_once(event: Event, organiser: Client) -> None:
    register(event, "Sabine", "Krause")
    register(event, "Jens", "Vogt")
    make_registration(event, place_key=DNIPRO)
    page = say(room(upload(organiser, report(HALL))), "8")
    sat_there(sat_there(page, "Sabine"), "Jens")
    form = organiser.get("/manage/events/folgekonferenz").form("/manage/events/folgekonferenz/export")
    book = openpyxl.load_workbook(io.BytesIO(form.fill(lang="en", kind="attendance").submit().body))
    cover = {line[0]: line[1] for line in book["Overview"].iter_rows(values_only=True) if line[0]}
    assert (cover[OTHERS], cover[PLACES], cover["attended"]) == (6, 1, 2)
    head, *lines = book["Attendance"].iter_rows(values_only=True)
    rows = [dict(zip(head, line, strict=True)) for line in lines]
    assert [(line["People at the connection"], line["Of them entered by name"]) for line in rows] == [
        (8, 2), (8, 2), (None, None),
    ]  # fmt: skip
