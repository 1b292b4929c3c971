"""Addresses a person is known by: given elsewhere, before a change, or decided by hand; never by themselves enough."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
from attendance.uploads import report, row, undo, upload
from factories import details, make_event, make_registration
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from page import Client, Form, Page
from sqlalchemy import select
from surroundings import Clock
from tags import words

from webapp.attendance import known_registrations
from webapp.attendance.recognition.addresses import Registered, known_by
from webapp.core.db import session, transaction
from webapp.events.models import Event
from webapp.registration import changing, registering
from webapp.registration.models import Registration, State

OLD, NEW, SECRETARY = "olena@old.example", "olena@new.example", "office@dnipro.example"


@pytest.fixture
def event(app: Flask, clock: Clock) -> Event:
    del app  # it must be there first
    start = clock.at("2026-12-03 10:00")
    clock.at("2026-12-01 18:00")
    return make_event(starts_at=start, ends_at=start + timedelta(hours=2), registration_closes_at=start)


@pytest.fixture
def organiser(event: Event, signed_in: Callable[[str], Client]) -> Client:
    """A namesake elsewhere, so that the name alone decides nothing."""
    make_registration(event, email="another@nikopol.example")
    return signed_in("organiser")


def before() -> Event:
    return make_event(slug="konferenz-zuvor")


def known(event: Event, email: str = NEW) -> set[str]:
    """Addresses from elsewhere, of the registration with this one."""
    session().rollback()
    return {
        address for one in known_registrations.known(event.id) if email in one.emails for address in one.further_emails
    }


def matched(organiser: Client, *rows: str) -> str:
    page = upload(organiser, report(*rows), apply=False)
    return organiser.get(f"{page.path}?show=certain").text


def hand_over_to_oneself(one: Registration) -> Registration:
    now = datetime.now(UTC)
    with transaction():
        changing.hand_over(one.public_id, details(email=NEW), now=now)
    found = session().scalars(select(Registration).where(Registration.email_key == NEW)).one()
    with transaction():
        registering.confirm(found.public_id, now=now)
    return found


def test_the_address_before_a_change_is_known(event: Event, organiser: Client) -> None:
    moved = hand_over_to_oneself(make_registration(event, email=OLD))
    assert moved.state is State.CONFIRMED
    assert known(event) == {OLD}
    assert "report, by e-mail address" in matched(organiser, row("Olena Kovalenko", OLD))


def test_a_colleague_who_took_over_is_not_known_by_the_predecessors_address(event: Event) -> None:
    one, now = make_registration(event, email=OLD), datetime.now(UTC)
    with transaction():
        changing.hand_over(one.public_id, details(given_name="Ольга", email=NEW), now=now)
    with transaction():
        registering.confirm(
            session().scalars(select(Registration).where(Registration.email_key == NEW)).one().public_id, now=now
        )
    assert known(event) == set()


def test_addresses_of_another_conference_are_known_where_the_mailbox_is_the_same(
    event: Event, organiser: Client
) -> None:
    by_secretary: dict[str, Any] = {"registered_by_name": "Ірина Шевченко", "registered_by_email": SECRETARY}
    make_registration(before(), email=OLD, **by_secretary)
    make_registration(event, email=NEW, **by_secretary)
    assert known(event) == {OLD}, "and not the secretary's"
    assert "report, by e-mail address" in matched(organiser, row("Elena Kovalenko", OLD.upper()))


@pytest.mark.parametrize(
    "other", [{"given_name": "Ольга"}, {"registered_by_email": "another@dnipro.example"}, {"state": State.PENDING}]
)
def test_nobody_is_known_by_the_address_of_whom_only_name_or_mailbox_is_the_same(
    event: Event, other: dict[str, Any]
) -> None:
    by_secretary: dict[str, Any] = {"registered_by_name": "Ірина Шевченко", "registered_by_email": SECRETARY}
    make_registration(before(), **({"email": OLD} | by_secretary | other))
    make_registration(event, email=NEW, **by_secretary)
    assert known(event) == set()


def confirm(organiser: Client, page: Page) -> Page:
    page = organiser.get(page.path)
    tags = [tag for tag in page.all("form") if "It is Олена" in words(tag)]
    return Form(page, tags[0]).submit(follow=True)


def test_an_address_decided_by_hand_is_known_until_the_import_is_undone(
    event: Event, signed_in: Callable[[str], Client]
) -> None:
    organiser = signed_in("organiser")
    make_registration(event, email=NEW)
    first = upload(organiser, report(row("Olena K.", OLD, until="10:40:00 AM")), apply=False)
    confirm(organiser, first)
    organiser.get(first.path).form(f"{first.path}/apply").submit(follow=True)
    make_registration(event, email="another@nikopol.example")  # by the name alone nobody can be told any more
    assert known(event) == {OLD}
    assert "report, by e-mail address" in matched(organiser, row("Olena Kovalenko", OLD))
    assert "Recognised (0)" in matched(organiser, row("iPhone", OLD)), "whoever has the device now"
    undo(organiser, first)
    assert known(event) == set()
    assert "Recognised (0)" in matched(organiser, row("Olena Kovalenko", OLD, until="10:50:00 AM"))


def test_why_somebody_is_offered_says_where_the_address_is_from(event: Event, organiser: Client) -> None:
    hand_over_to_oneself(make_registration(event, email=OLD))
    page = upload(organiser, report(row("iPhone", OLD)), apply=False)
    assert "an e-mail address known from an earlier report or another registration" in page.text


MAILBOXES = st.sampled_from(["a@x.example", "b@x.example", "c@x.example"])
REGISTERED = st.lists(
    st.tuples(st.sampled_from(["olena", "oleh"]), MAILBOXES, MAILBOXES, st.none() | st.integers(0, 5))
)


@given(REGISTERED, st.randoms())
def test_who_is_known_by_what_does_not_depend_on_the_order(
    told: list[tuple[str, str, str, int | None]], random: Random
) -> None:
    everybody = [Registered(number, *one) for number, one in enumerate(told)]
    mixed = everybody.copy()
    random.shuffle(mixed)
    found = known_by(everybody)
    assert found == known_by(mixed)
    by_name = {one.id: one.name_key for one in everybody}
    for one in everybody:
        namesakes = {other.email_key for other in everybody if by_name[other.id] == one.name_key}
        assert one.email_key in found[one.id]
        assert found[one.id] <= namesakes
