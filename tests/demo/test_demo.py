"""The demo: both conferences, the same for the same seed, and clearly fictitious people."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from click.testing import CliRunner
from inbox import Mail
from page import Client
from rooms import link_of
from sqlalchemy import func, select
from surroundings import Clock

from webapp.attendance.models import Presence
from webapp.core.clock import BERLIN
from webapp.core.db import session
from webapp.demo.commands import demo
from webapp.demo.programme import COMING_SLUG, PAST_SLUG
from webapp.events.commands import event as event_group
from webapp.events.models import Event
from webapp.registration.models import Registration, State


def build(*arguments: str) -> list[str]:
    result = CliRunner().invoke(demo, arguments)
    assert result.exit_code == 0, result.output
    session().rollback()
    return result.output.splitlines()


def people(slug: str) -> list[Registration]:
    found = select(Registration).join(Registration.event).where(Event.slug == slug).order_by(Registration.id)
    return list(session().scalars(found))


@pytest.mark.parametrize("today", ["2026-11-22 17:00", "2026-11-23 17:00", "2027-02-15 09:00"])
@pytest.mark.usefixtures("app")
def test_it_builds_both_conferences(clock: Clock, today: str) -> None:
    now = clock.at(today)
    build()
    listed = json.loads(CliRunner().invoke(event_group, ["list", "--json"]).output)
    assert [(one["slug"], one["registration_open"]) for one in listed] == [(COMING_SLUG, True), (PAST_SLUG, False)]
    for one in session().scalars(select(Event)):
        local = one.starts_at.astimezone(BERLIN)
        assert (local.hour, local.minute, one.ends_at - one.starts_at) == (10, 0, timedelta(hours=2))
        assert one.seats_taken == len([row for row in people(one.slug) if row.state is State.CONFIRMED])
        if one.slug == COMING_SLUG:
            assert timedelta(days=41) < one.starts_at - now < timedelta(days=45)
            assert local.isoweekday() <= 5


@pytest.mark.usefixtures("app")
def test_it_is_the_same_again(clock: Clock) -> None:
    clock.at("2026-11-22 17:00")
    build("--attendees", "40", "--seed", "7")
    before = [(row.given_name, row.family_name, row.place_key, row.state) for row in people(PAST_SLUG)]
    assert len(before) == 40
    assert build("--attendees", "40") == ["Both conferences of the demo are there already."]
    assert len(people(PAST_SLUG)) == 40


@pytest.mark.usefixtures("app")
def test_everybody_is_fictitious_and_comes_from_a_real_place() -> None:
    build()
    rows = people(PAST_SLUG) + people(COMING_SLUG)
    assert len(rows) == 134
    assert all(row.email.endswith("@example.org") for row in rows)
    assert all(row.place_key and row.office for row in rows)
    assert all(
        any("а" <= letter.lower() <= "я" for letter in row.given_name) == (row.side == "dnipropetrovsk") for row in rows
    )
    assert {row.side.value for row in rows} == {"nrw", "dnipropetrovsk"}


@pytest.mark.usefixtures("app")
def test_many_are_made_at_once() -> None:
    build("--attendees", "2500")
    count = select(func.count()).select_from(Registration).join(Registration.event).where(Event.slug == PAST_SLUG)
    assert session().scalar(count) == 2500


@pytest.mark.usefixtures("app")
def test_the_coming_conference_has_a_meeting_to_wait_for_and_reminders_to_look_at(
    client: Client, signed_in: Callable[[str], Client]
) -> None:
    build()
    confirmed = next(one for one in people(COMING_SLUG) if one.state is State.CONFIRMED)
    page = client.get(link_of(confirmed))
    assert page.h1 == "The way in is not open yet"
    assert "meeting.example.org" not in page.html
    for kind in ("day", "hour"):
        page = signed_in("organiser").get(f"/manage/events/{COMING_SLUG}/joining/reminders/{kind}")
        assert page.all("pre")
        assert "No address of the meeting is stored yet" not in page.text


@pytest.mark.usefixtures("app")
def test_who_took_part_in_the_past_one_gets_a_link_and_a_certificate(
    client: Client, deliver: Callable[[], list[Mail]]
) -> None:
    build()
    found = select(Registration).join(Presence, Presence.registration_id == Registration.id)
    somebody = session().scalars(found.where(Presence.certified, Registration.locale == "de")).first()
    assert somebody is not None
    client.get(f"/de/events/{PAST_SLUG}/lost-link").form().fill(email=somebody.email).submit()
    [mail] = deliver()
    page = client.get(mail.link("/r/")).click("Wann und wie")
    assert page.all("#name-form")
