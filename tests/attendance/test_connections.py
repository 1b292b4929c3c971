"""Several people at one connection: "8 in the town hall" is a municipality, and people once they are entered."""

import pytest
from attendance.shared_connections import HALL, OTHERS, PLACES, register, room, sat_there, say
from attendance.uploads import PAGE, conference, listed, presence, report, row, tiles, undo, upload
from factories import KOELN, make_event, make_registration
from flask import Flask
from page import Client
from sqlalchemy import select
from surroundings import Clock

from webapp.attendance.meeting import joining
from webapp.attendance.meeting.joining_models import Way
from webapp.attendance.models import ConnectionPerson, Decision, ReportedPerson, SharedConnection
from webapp.attendance.presence import State as Presence_
from webapp.attendance.recognition.matches import How
from webapp.core.audit import AuditEntry
from webapp.core.db import session, transaction
from webapp.events.models import Event
from webapp.registration.models import Registration, State


@pytest.fixture
def event(app: Flask, clock: Clock) -> Event:
    del app  # it must be there first
    return conference(clock)


def test_eight_in_the_town_hall(event: Event, organiser: Client) -> None:
    register(event, "Sabine", "Krause")
    register(event, "Jens", "Vogt")
    page = room(upload(organiser, report(HALL)))
    assert page.form("connection").values["room_place"] == KOELN, "as the name tells"
    page = say(page, "8")
    assert "8 people at the connection, 0 of them by name. Room of Cologne" in page.text
    assert presence() == {}, "nobody is there by that"
    shown = tiles(organiser)
    assert (shown[PLACES], shown[OTHERS], shown["attended"]) == (1, 8, 0)
    page = sat_there(page, "Sabine")
    page = sat_there(page, "Jens")
    assert "8 people at the connection, 2 of them by name" in page.text
    found = presence()
    assert found.keys() == {"Sabine", "Jens"}
    assert {(one.state, one.minutes, one.how) for one in found.values()} == {(Presence_.ATTENDED, 100, How.CONFIRMED)}
    assert len({(one.first_joined_at, one.last_left_at) for one in found.values()}) == 1, "the times of the connection"
    assert {(one.heads, one.named) for one in found.values()} == {(8, 2)}
    shown = tiles(organiser)
    assert (shown[PLACES], shown[OTHERS], shown["attended"]) == (1, 6, 2)
    line = listed(organiser)["Krause, Sabine"]
    assert line["Evidence"] == "report, confirmed by hand 8 people at the connection, 2 of them by name"
    assert organiser.get(PAGE).table("#shared") == [
        {"Name in the report": "Rathaus Köln", "Municipality": "Cologne", "People": "8 people at the connection, 2 of them by name"}
    ]  # fmt: skip
    assert {"attendance.connection", "attendance.sat_there"} <= set(session().scalars(select(AuditEntry.action)))


def test_undo_takes_all_of_it_back(event: Event, organiser: Client) -> None:
    register(event, "Sabine", "Krause")
    register(event, "Jens", "Vogt")
    before = upload(organiser, report(row("Jens Vogt", "vogt@example.org", until="10:30:00 AM", minutes=30)))
    shown, kept = tiles(organiser), {name: (one.minutes, one.how) for name, one in presence().items()}
    page = upload(organiser, report(HALL))
    sat_there(sat_there(say(room(page), "8"), "Sabine"), "Jens")
    assert {name: one.minutes for name, one in presence().items()} == {"Sabine": 100, "Jens": 105}
    undo(organiser, page)
    assert tiles(organiser) == shown
    assert {name: (one.minutes, one.how) for name, one in presence().items()} == kept
    assert {(one.heads, one.named) for one in presence().values()} == {(1, 1)}
    assert organiser.get(PAGE).all("#shared") == []
    undo(organiser, before)
    assert presence() == {}


def test_it_is_said_before_the_report_is_applied_too(event: Event, organiser: Client) -> None:
    register(event, "Sabine", "Krause")
    page = upload(organiser, report(HALL), apply=False)
    address = page.url
    sat_there(say(room(page), "3"), "Sabine")
    assert presence() == {}
    assert OTHERS not in tiles(organiser)
    organiser.get(address).form(f"{address}/apply").submit(follow=True)
    assert presence()["Sabine"].minutes == 100
    assert tiles(organiser)[OTHERS] == 2


def test_somebody_who_is_not_registered_at_all(event: Event, organiser: Client) -> None:
    page = say(room(upload(organiser, report(HALL))), "8")
    form = page.form("register")
    assert form.values["place"] == KOELN, "people in a room are of its municipality, mostly"
    page = form.fill(given_name="Ina", family_name="Beck").submit(status=422, statements=32)
    assert page.errors() == ["Enter an e-mail address."]
    page = page.form("register").fill(email="beck@example.org").submit(statements=32)
    assert "8 people at the connection, 1 of them by name" in page.text
    assert presence()["Ina"].how is How.CONFIRMED
    made = session().scalars(select(Registration)).one()
    assert (made.state, made.place_key) == (State.CONFIRMED, KOELN)
    page = page.form("register").fill(given_name="Ina", family_name="Beck", email="beck@example.org").submit(status=422)
    assert page.errors() == ["This person is registered already. Search for the name above."]
    del event


def test_whose_room_it_is_must_be_known(event: Event, organiser: Client) -> None:
    register(event, "Sabine", "Krause")
    page = room(upload(organiser, report(row("+49 221 ***12"))))
    page = say(page, "4", "", status=422)
    assert page.errors() == ["Choose whose room it is, or enter first who sat there."]
    page = page.form("connection").fill(said="").submit(status=422)
    assert page.errors() == ["Enter a number."]
    page = sat_there(organiser.get(page.url), "Sabine")
    page = say(page, "4", "")
    assert "4 people at the connection, 1 of them by name" in page.text
    assert tiles(organiser)[OTHERS] == 3


def test_a_person_shared_the_connection(event: Event, organiser: Client) -> None:
    """Said on the way from the person's own page of presence."""
    sabine = register(event, "Sabine", "Krause")
    register(event, "Jens", "Vogt")
    upload(organiser, report(row("Sabine Krause", "krause@example.org")))
    page = organiser.get(f"{PAGE}/people/{sabine.public_id}").click("Several people sat there")
    page = sat_there(say(page, "3", ""), "Jens")
    assert (presence()["Sabine"].how, presence()["Jens"].how) == (How.EMAIL, How.CONFIRMED)
    assert {(one.heads, one.named, one.minutes) for one in presence().values()} == {(3, 2, 90)}
    page = organiser.get(f"{PAGE}/people/{sabine.public_id}")
    assert "3 people at the connection, 2 of them by name" in page.table("#reports")[0]["People at the connection"]
    assert tiles(organiser)[OTHERS] == 1
    jens = organiser.get(f"{PAGE}/people").click("Vogt, Jens")
    assert jens.table("#reports")[0]["Evidence"] == "report, confirmed by hand"
    assert jens.table("#reports")[0]["Name in the report"] == "Sabine Krause"


def test_organisers_know_better_than_what_was_said_at_the_door(event: Event, organiser: Client) -> None:
    sabine = register(event, "Sabine", "Krause")
    with transaction():
        joining.note_use(sabine.public_id, joining.Use(way=Way.SEVERAL, people=5), now=event.starts_at)
    assert OTHERS not in tiles(organiser), "a link that was used is no attendance"
    page = upload(organiser, report(row("Sabine Krause", "krause@example.org")))
    assert presence()["Sabine"].heads == 5
    assert tiles(organiser)[OTHERS] == 4
    page = organiser.get(f"{PAGE}/people/{sabine.public_id}").click("Several people sat there")
    say(page, "2", "")
    assert presence()["Sabine"].heads == 2
    assert tiles(organiser)[OTHERS] == 1


def test_what_was_said_at_the_door_stays_until_organisers_say_how_many(event: Event, organiser: Client) -> None:
    sabine = register(event, "Sabine", "Krause")
    register(event, "Jens", "Vogt")
    with transaction():
        joining.note_use(sabine.public_id, joining.Use(way=Way.SEVERAL, people=5), now=event.starts_at)
    upload(organiser, report(row("Sabine Krause", "krause@example.org")))
    page = organiser.get(f"{PAGE}/people/{sabine.public_id}").click("Several people sat there")
    page = sat_there(page, "Jens")
    assert "5 people at the connection, 2 of them by name" in page.text
    assert {(one.heads, one.named) for one in presence().values()} == {(5, 2)}
    assert tiles(organiser)[OTHERS] == 3


def test_somebody_did_not_sit_there(event: Event, organiser: Client) -> None:
    register(event, "Sabine", "Krause")
    page = sat_there(room(upload(organiser, report(row("+49 221 ***12")))), "Sabine")
    assert presence()["Sabine"].minutes == 90
    page = page.form(f"{page.path}/remove").submit()
    assert presence() == {}
    assert "Nobody yet." in page.text
    session().rollback()
    assert session().scalars(select(ReportedPerson.decision)).all() == [Decision.OPEN], "nothing is known of it again"
    assert session().scalars(select(SharedConnection.person_id)).all() == []


def test_deciding_anew_forgets_the_room(event: Event, organiser: Client) -> None:
    register(event, "Sabine", "Krause")
    page = upload(organiser, report(HALL))
    address = page.url.partition("?")[0]
    sat_there(say(room(page), "8"), "Sabine")
    page = organiser.get(f"{address}?show=certain")
    assert "Room of Cologne 8 people at the connection, 1 of them by name" in page.table("#people")[0]["Registration"]
    page.form(f"{address}/people/1").submit()
    assert presence()["Sabine"].state is Presence_.UNDECIDED, "she is of Cologne and may have been there"
    assert OTHERS not in tiles(organiser)
    session().rollback()
    assert session().scalars(select(ConnectionPerson.person_id)).all() == []


def test_what_belongs_elsewhere_is_not_there(event: Event, organiser: Client) -> None:
    there = make_event(slug="another")
    stranger = make_registration(there)
    page = room(upload(organiser, report(HALL)))
    token = page.form("connection").values["csrf_token"]
    address = page.url.partition("?")[0]
    for verb in ("add", "remove"):
        for chosen in (stranger.public_id, "unknown", ""):
            answer = organiser.post(f"{address}/{verb}", {"csrf_token": token, "registration": chosen})
            assert answer.status == 404
    mine = register(event, "Sabine", "Krause")
    answer = organiser.post(f"{address}/remove", {"csrf_token": token, "registration": mine.public_id})
    assert answer.status == 404
    for posted in ("", "/register"):
        unknown = address.replace("/people/1/", "/people/9/") + posted
        assert organiser.post(unknown, {"csrf_token": token}).status == 404


def test_an_undone_report_is_not_changed(event: Event, organiser: Client) -> None:
    sabine = register(event, "Sabine", "Krause")
    page = upload(organiser, report(HALL))
    at_the_room = room(page)
    token = at_the_room.form("connection").values["csrf_token"]
    undo(organiser, page)
    data = {"csrf_token": token, "said": "8", "room_place": KOELN, "registration": sabine.public_id}
    for posted in ("", "/add", "/remove"):
        assert organiser.post(at_the_room.url + posted, data).status == 409
    assert organiser.get(at_the_room.url).all("#connection") == []
