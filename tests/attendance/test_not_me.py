"""Somebody typed a stranger's address; the stranger says so after a report named the registration."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from attendance.uploads import PAGE, presence, report, row, tiles, upload
from factories import make_event, make_registration
from flask import Flask
from page import Client, Form
from sqlalchemy import select
from surroundings import Clock
from tags import words

from webapp.attendance.models import ConnectionPerson, SharedConnection
from webapp.core.db import session
from webapp.events.models import Event
from webapp.registration import mails
from webapp.registration.models import Registration, State


@pytest.fixture
def event(app: Flask, clock: Clock) -> Event:
    del app  # it must be there first
    start = clock.at("2026-12-03 10:00")
    clock.at("2026-12-03 11:45")
    return make_event(starts_at=start, ends_at=start + timedelta(hours=2), registration_closes_at=start)


@pytest.mark.parametrize("how", ["reported", "beside", "corrected"])
def test_it_is_forgotten_and_the_reported_person_is_to_be_decided(
    event: Event, signed_in: Callable[[str], Client], how: str
) -> None:
    who = make_registration(event, State.PENDING)
    organiser = signed_in("organiser")
    if how == "reported":
        upload(organiser, report(row("Olena Kovalenko", "olena@example.org")))
        assert presence()["Олена"].minutes == 90
    elif how == "corrected":
        page = organiser.get(f"{PAGE}/people/{who.public_id}")
        page.form("correction").fill(state="excused").submit(follow=True)
    else:
        page = upload(organiser, report(row("Rathaus"))).click("Several people sat there, or it is a room")
        page = page.form(f"{page.path}/find").fill(text="Олена").submit()
        next(Form(page, tag) for tag in page.all("form") if "Sat there too: Олена" in words(tag)).submit()
    address = f"/en/c/{mails.confirm_token(who, event)}"
    page = Client(organiser.app).get(address)
    form = next(Form(page, tag) for tag in page.all("form") if "not me" in words(tag))
    assert form.submit(follow=True).status == 200
    session().rollback()
    for gone in (Registration, ConnectionPerson, SharedConnection):
        assert session().scalars(select(gone)).all() == []
    assert presence() == {}
    assert tiles(organiser)["attended"] == 0
    if how != "corrected":
        assert "1 person to be decided" in organiser.get(PAGE).text
