"""The file with everything stored about one person: also what attendance knows, and never that somebody was absent."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from attendance.test_certified_again import correct, take
from attendance.uploads import people, report, row
from factories import make_event
from flask import Flask
from page import Client
from sqlalchemy import select
from surroundings import Clock

from webapp.attendance import connecting
from webapp.attendance.certifying import certificate_notices, certificates
from webapp.attendance.meeting import joining
from webapp.attendance.meeting.joining_models import Way
from webapp.attendance.models import ImportRun
from webapp.core import clock as times
from webapp.core import jobs
from webapp.core.db import session, transaction
from webapp.events.models import Event
from webapp.registration import mails
from webapp.registration.models import Registration


@pytest.fixture
def event(app: Flask, clock: Clock) -> Event:
    del app  # it must be there first
    start = clock.at("2026-12-03 10:00")
    return make_event(starts_at=start, ends_at=start.replace(hour=start.hour + 2), registration_closes_at=start)


def data(client: Client, who: Registration, event: Event) -> dict[str, Any]:
    page = client.get(f"/en/r/{mails.manage_token(who, event)}")
    found: dict[str, Any] = json.loads(client.get(page.link("Download everything")).body)
    return found


def test_it_holds_link_reports_attendance_and_certificate(
    event: Event, clock: Clock, signed_in: Callable[[str], Client], client: Client
) -> None:
    olena = people(event)["olena"]
    with transaction():
        use = joining.Use(way=Way.SUBSTITUTE, substitute="Віра Шевченко", display_names=("Дніпро – Віра",))
        joining.note_use(olena.public_id, use, now=times.now())
    clock.at("2026-12-03 18:00")
    organiser = signed_in("organiser")
    take(organiser, report(row("Olena Kovalenko", "olena@example.org"), row("Sabine Krause")))
    with transaction():
        certificates.name_it(olena.public_id, "Олена К.", "", now=times.now())
        certificate_notices.tell(event.id, actor="program", now=times.now())
    jobs.run_due()
    found = data(client, olena, event)
    assert found["registration"]["email"] == "olena@example.org"
    [used] = found["join_link_uses"]
    assert (used["way"], used["substitute"], used["display_names"]) == (
        "substitute",
        "Віра Шевченко",
        ["Дніпро – Віра"],
    )
    [reported] = found["reported"]
    assert (reported["name"], reported["platform"], reported["minutes"]) == ("Olena Kovalenko", "zoom", 90)
    assert (found["attendance"]["state"], found["attendance"]["minutes"]) == ("attended", 90)
    assert found["certificate"]["name"] == "Олена К."
    assert len(found["certificate"]["code"]) == 20
    assert found["certificate_mail"]["sent_at"]
    assert "Krause" not in json.dumps(found, ensure_ascii=False)
    assert "_id" not in " ".join(_names(found)).replace("public_id", ""), "numbers of rows are no data of a person"


def test_it_says_of_nobody_to_have_been_absent(
    event: Event, clock: Clock, signed_in: Callable[[str], Client], client: Client
) -> None:
    known = people(event)
    clock.at("2026-12-03 18:00")
    organiser = signed_in("organiser")
    take(
        organiser,
        report(row("Olena Kovalenko", "olena@example.org"), row("Sabine Krause", "", "10:00:00 AM", "10:02:00 AM", 2)),
    )
    correct(organiser, known["iryna"], state="absent", note="no answer")
    for who in ("sabine", "iryna"):
        found = data(client, known[who], event)
        assert found["attendance"] is None
        assert "absent" not in json.dumps(found)
    correct(organiser, known["iryna"], state="attended", minutes="60", note="wrote to us")
    by_hand = data(client, known["iryna"], event)["attendance"]["entered_by_hand"]
    assert (by_hand["minutes"], by_hand["note"]) == (60, "wrote to us")
    assert "corrected_by" not in by_hand


def test_of_a_connection_that_is_another_persons_it_tells_the_times_alone(
    event: Event, clock: Clock, signed_in: Callable[[str], Client], client: Client
) -> None:
    known = people(event)
    clock.at("2026-12-03 18:00")
    take(signed_in("organiser"), report(row("Olena Kovalenko", "olena@example.org")))
    with transaction():
        connecting.add(session().scalars(select(ImportRun)).one(), 1, known["sabine"], actor="program")
    found = data(client, known["sabine"], event)
    assert [set(one) for one in found["reported"]] == [{"intervals", "minutes", "platform"}]
    assert found["attendance"]["minutes"] == found["reported"][0]["minutes"] == 90
    assert "olena" not in json.dumps(found).casefold()
    assert data(client, known["olena"], event)["reported"][0]["email"] == "olena@example.org", "the own one is whole"


def test_it_does_not_say_that_somebody_was_not_there_either(
    event: Event, clock: Clock, signed_in: Callable[[str], Client], client: Client
) -> None:
    known = people(event)
    clock.at("2026-12-03 18:00")
    listed = "Name;E-Mail;Anwesend\nSabine Krause;sabine@example.org;nein\nI. Schewtschenko;;ja\n"
    take(signed_in("organiser"), listed.encode())
    found = data(client, known["sabine"], event)
    assert found["reported"][0]["email"] == "sabine@example.org"
    assert "attended" not in found["reported"][0]
    assert data(client, known["iryna"], event)["attendance"] is None, "nor that it is to be decided"


def test_of_whom_nothing_is_known_it_is_there_all_the_same(event: Event, client: Client) -> None:
    found = data(client, people(event)["olena"], event)
    assert found["attendance"] is found["certificate"] is found["join_link"] is None
    assert found["join_link_uses"] == found["reported"] == found["reminders"] == found["names_confirmed"] == []


def _names(value: object) -> list[str]:
    if isinstance(value, dict):
        return [*value, *(name for one in value.values() for name in _names(one))]
    return [name for one in value for name in _names(one)] if isinstance(value, list) else []
