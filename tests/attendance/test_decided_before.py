"""Whoever undoes an import and uploads the same files again need not decide everything twice."""

from collections.abc import Callable

import pytest
from attendance.uploads import conference, presence, report, row, undo, upload
from factories import KOELN, make_registration
from flask import Flask
from page import Client, Form, Page
from sqlalchemy import select
from surroundings import Clock
from tags import words

from webapp.attendance.models import Alias, ConnectionPerson, Decision, ReportedPerson, SharedConnection
from webapp.core.db import session
from webapp.events.models import Event

FILE = report(
    row("Ira Schewtschenko"), row("Tontechnik"), row("Olha Shevchenko", "olha@example.org"), row("Rathaus Köln")
)
FIRST, SECOND, THIRD, ROOM = 1, 2, 3, 4


@pytest.fixture
def event(app: Flask, clock: Clock) -> Event:
    del app  # it must be there first
    return conference(clock)


@pytest.fixture
def organiser(event: Event, signed_in: Callable[[str], Client]) -> Client:
    make_registration(event, given_name="Ірина", family_name="Шевченко", email="iryna@example.org")
    make_registration(event, given_name="Ольга", family_name="Шевченко", email="olha@example.org")
    return signed_in("organiser")


def numbers() -> dict[str, int]:
    """Of the people in the latest import, by name."""
    session().rollback()
    rows = session().scalars(select(ReportedPerson).order_by(ReportedPerson.run_id))
    return {person.name: person.number for person in rows}


def press(page: Page, text: str) -> Page:
    return next(Form(page, tag) for tag in page.all("form") if text in words(tag)).submit(follow=True)


def say(organiser: Client, page: Page, name: str, text: str) -> None:
    press(organiser.get(f"{page.path}/people/{numbers()[name]}"), text)


def decided(organiser: Client) -> Page:
    """An applied import with one decision of each kind."""
    page = upload(organiser, FILE, apply=False)
    assert "These files were in use before" not in page.text
    say(organiser, page, "Ira Schewtschenko", "It is Ірина")
    say(organiser, page, "Tontechnik", "technician")
    tab = organiser.get(f"{page.path}?show=certain")
    next(Form(tab, one) for one in tab.all("form") if "Decide anew: Olha" in words(one)).submit(follow=True)
    room = f"{page.path}/people/{numbers()['Rathaus Köln']}/connection"
    organiser.get(room).form(room).fill(said="8", room_place=KOELN).submit(follow=True)
    return organiser.get(page.path).form(f"{page.path}/apply").submit(follow=True)


def stand() -> dict[str, tuple[Decision, bool]]:
    session().rollback()
    latest = select(ReportedPerson.run_id).order_by(ReportedPerson.run_id.desc()).limit(1).scalar_subquery()
    rows = session().scalars(select(ReportedPerson).where(ReportedPerson.run_id == latest))
    return {person.name: (person.decision, person.decided_before) for person in rows}


def test_decisions_of_the_undone_import_are_offered_again(organiser: Client) -> None:
    page = decided(organiser)
    before = presence()["Ірина"].minutes
    undo(organiser, page)
    assert session().scalars(select(Alias.alias)).all() == []
    again = upload(organiser, FILE, apply=False)
    assert "What was decided then about 4 people was taken over" in again.text
    assert stand() == {
        "Ira Schewtschenko": (Decision.CONFIRMED, True),
        "Tontechnik": (Decision.ASIDE, True),
        "Olha Shevchenko": (Decision.OPEN, True),
        "Rathaus Köln": (Decision.CONFIRMED, True),
    }
    assert session().scalars(select(Alias.alias)).all() == ["ira schewtschenko"]
    assert "Room of Cologne" in organiser.get(f"{again.path}?show=certain").text
    assert "as decided before" in organiser.get(f"{again.path}?show=aside").text
    organiser.get(again.path).form(f"{again.path}/apply").submit(follow=True)
    assert presence()["Ірина"].minutes == before


def test_whoever_decides_anew_is_no_longer_marked(organiser: Client) -> None:
    undo(organiser, decided(organiser))
    again = upload(organiser, FILE, apply=False)
    say(organiser, again, "Ira Schewtschenko", "It is Ольга")
    assert stand()["Ira Schewtschenko"] == (Decision.CONFIRMED, False)


def test_it_is_offered_a_third_time(organiser: Client) -> None:
    for _time in range(2):
        page = decided(organiser) if not numbers() else upload(organiser, FILE)
        undo(organiser, page)
    upload(organiser, FILE, apply=False)
    assert {name for name, (_fate, marked) in stand().items() if marked} == set(stand())


def test_people_who_sat_at_a_connection_sit_there_again(organiser: Client) -> None:
    page = decided(organiser)
    room = f"{page.path}/people/{numbers()['Rathaus Köln']}/connection"
    found = organiser.get(room).form(f"{room}/find").fill(text="Ольга").submit()
    press(found, "Ольга")
    undo(organiser, page)
    again = upload(organiser, FILE)
    assert presence()["Ольга"].minutes == 90
    new = session().scalars(select(ReportedPerson.id).where(ReportedPerson.decided_before)).all()
    assert len(session().scalars(select(ConnectionPerson).where(ConnectionPerson.person_id.in_(new))).all()) == 1
    assert session().scalars(select(SharedConnection.said).where(SharedConnection.person_id.in_(new))).all() == [8]
    assert "2 of them by name" not in again.text


def test_the_order_in_which_the_files_come_changes_nothing(organiser: Client) -> None:
    """A spreadsheet loses the seconds, and by those people are numbered."""
    exact = report(row("Ira Schewtschenko", "", "10:00:40 AM"), row("Tontechnik", "", "10:00:20 AM"))
    saved = report(row("Ira Schewtschenko", "", "10:00:00 AM"), row("Tontechnik", "", "10:00:00 AM"))
    page = upload(organiser, exact, saved, apply=False)
    say(organiser, page, "Ira Schewtschenko", "It is Ірина")
    say(organiser, page, "Tontechnik", "technician")
    before = numbers()
    undo(organiser, organiser.get(page.path).form(f"{page.path}/apply").submit(follow=True))
    again = upload(organiser, saved, exact, apply=False)
    assert numbers() != before, "else this test shows nothing"
    assert "What was decided then about 2 people was taken over" in again.text
    assert stand() == {"Ira Schewtschenko": (Decision.CONFIRMED, True), "Tontechnik": (Decision.ASIDE, True)}


@pytest.mark.parametrize("undone", [True, False])
def test_nothing_is_taken_from_other_files(organiser: Client, *, undone: bool) -> None:
    page = decided(organiser)
    if undone:
        undo(organiser, page)
    again = upload(organiser, FILE + row("Somebody Else").encode() + b"\r\n", apply=False)
    assert not any(marked for _fate, marked in stand().values())
    assert "These files were in use before" not in again.text
