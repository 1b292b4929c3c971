"""Somebody typed a stranger's address; the stranger says so after a report named the registration."""

from collections.abc import Callable

import pytest
from attendance.uploads import PAGE, conference, presence, report, row, tiles, upload
from factories import make_registration
from flask import Flask
from page import Client, Form
from sqlalchemy import select
from surroundings import Clock
from tags import words

from webapp.attendance.certifying.certificate_models import Certificate
from webapp.attendance.models import Alias, ConnectionPerson, ImportRun, SharedConnection
from webapp.core.db import session, transaction
from webapp.events.models import Event
from webapp.registration import mails, registering
from webapp.registration.models import Registration, State


@pytest.fixture
def event(app: Flask, clock: Clock) -> Event:
    del app  # it must be there first
    return conference(clock, "11:45")


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


def test_their_certificate_and_confirmed_name_go_and_who_sat_beside_them_is_counted_anew(
    event: Event, signed_in: Callable[[str], Client]
) -> None:
    gone = make_registration(event, State.PENDING)
    other = make_registration(event, given_name="Ірина", family_name="Бондар", email="iryna@example.org")
    organiser = signed_in("organiser")
    page = upload(organiser, report(row("Rathaus"))).click("Several people sat there, or it is a room")
    address = page.path
    for name in ("Олена", "Ірина"):
        page = organiser.get(address).form(f"{address}/find").fill(text=name).submit()
        next(Form(page, tag) for tag in page.all("form") if f"Sat there too: {name}" in words(tag)).submit()
    assert presence()["Ірина"].named == 2
    with transaction() as writing:
        run = writing.scalars(select(ImportRun)).one()
        writing.add(Certificate(registration_id=gone.id, code="X", issued_at=event.starts_at))
        for who in (gone, other):
            keys = {"email_key": who.email_key, "name_key": who.name_key}
            writing.add(Alias(run_id=run.id, alias=f"iphone of {who.given_name}", **keys))
    with transaction():
        registering.not_me(gone.public_id, now=event.starts_at)
    assert set(presence()) == {"Ірина"}
    assert presence()["Ірина"].named == 1
    assert session().scalars(select(Certificate)).all() == []
    assert [one.alias for one in session().scalars(select(Alias))] == ["iphone of Ірина"]
