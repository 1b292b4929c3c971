"""Two organisers look at the same person of a report: whoever is slower is told, and overwrites nothing."""

from collections.abc import Callable

import pytest
from attendance.uploads import conference, presence, report, row, upload
from factories import KOELN, make_registration
from flask import Flask
from page import Client, Form, Page
from sqlalchemy import func, select
from surroundings import Clock

from webapp.attendance.models import Decision, ReportedPerson, SharedConnection
from webapp.core.db import session
from webapp.events.models import Event
from webapp.registration.models import Registration, Side

TOLD = "Somebody has decided about this person in the meantime. Nothing was saved. This is how it stands now."


@pytest.fixture
def event(app: Flask, clock: Clock) -> Event:
    del app  # it must be there first
    return conference(clock)


@pytest.fixture
def organiser(event: Event, signed_in: Callable[[str], Client]) -> Client:
    for given in ("Sabine", "Silke"):
        email = f"{given}@example.org".lower()
        make_registration(event, given_name=given, family_name="Krause", email=email, side=Side.NRW, place_key=KOELN)
    return signed_in("organiser")


def review(organiser: Client) -> Page:
    """With one person to be decided."""
    page = upload(organiser, report(row("S. Krause")))
    return organiser.get(page.url)


def choice(page: Page, words: str) -> Form:
    return Form(page, next(tag for tag in page.all("form") if words in tag.get_text()))


def decided() -> tuple[Decision, str | None]:
    """And as what or whom."""
    session().rollback()
    told = ReportedPerson.decision, ReportedPerson.aside, Registration.given_name
    one = session().execute(select(*told).outerjoin(ReportedPerson.registration)).one()
    return one.decision, one.aside or one.given_name


@pytest.mark.parametrize(
    ("first", "told"),
    [("It is Sabine", "Decided: Sabine Krause, Cologne"), ("technician", "Decided: set aside (technician)")],
)
@pytest.mark.parametrize("second", ["It is Silke", "interpreter"])
def test_whoever_decides_later_is_told(organiser: Client, first: str, second: str, told: str) -> None:
    page = review(organiser)
    choice(page, first).submit(follow=True)
    before, there = decided(), presence().keys()
    answer = choice(page, second).submit(status=409)
    assert (decided(), presence().keys()) == (before, there), "the first word stands"
    assert answer.h1 == "Who is this?"
    assert TOLD in answer.text
    assert told in answer.text
    choice(answer, second).submit(follow=True)
    assert decided() != before, "now that it was seen, it may be changed"


def test_the_same_said_twice_is_no_quarrel(organiser: Client) -> None:
    page = review(organiser)
    choice(page, "It is Sabine").submit(follow=True)
    choice(page, "It is Sabine").submit(follow=True)
    assert decided() == (Decision.CONFIRMED, "Sabine")


def test_a_decision_that_does_not_say_what_it_saw_is_refused(organiser: Client) -> None:
    page = review(organiser)
    form = choice(page, "It is Sabine")
    without = {name: value for name, value in form.values.items() if name != "version"}
    for sent in (without, {**without, "version": "x"}):
        organiser.post(str(form.tag["action"]), sent, status=409)
    assert decided() == (Decision.OPEN, None)


def test_deciding_anew_overwrites_no_other_decision(organiser: Client) -> None:
    page = review(organiser)
    choice(page, "It is Sabine").submit(follow=True)
    certain = organiser.get(f"{page.path}?show=certain")
    choice(organiser.get(certain.url), "Decide anew").submit(follow=True)
    choice(organiser.get(page.path), "It is Silke").submit(follow=True)
    answer = choice(certain, "Decide anew").submit(status=409)
    assert "Decided: Silke Krause, Cologne" in answer.text
    assert decided() == (Decision.CONFIRMED, "Silke")


def test_nobody_is_registered_for_whom_somebody_else_has_decided(organiser: Client) -> None:
    page = review(organiser)
    asked = page.click("Look in the registrations or register the person")
    choice(page, "It is Sabine").submit(follow=True)
    typed = {"given_name": "Svenja", "family_name": "Krause", "email": "svenja@example.org", "place": KOELN}
    answer = asked.form("register").fill(**typed).submit(status=409)
    assert TOLD in answer.text
    assert answer.form("register").values["given_name"] == "Svenja", "what was typed is still there"
    assert session().scalar(select(func.count(Registration.id))) == 2
    assert decided() == (Decision.CONFIRMED, "Sabine")


def test_how_many_sat_there_is_not_overwritten_unseen(organiser: Client) -> None:
    first = review(organiser).click("Several people sat there, or it is a room")
    second = organiser.get(first.url)
    first.form("connection").fill(said="8", room_place=KOELN).submit()
    answer = second.form("connection").fill(said="3", room_place=KOELN).submit(status=409)
    assert TOLD in answer.text
    assert answer.form("connection").values["said"] == "3"
    assert "8 people at the connection" in answer.text
    assert session().scalars(select(SharedConnection.said)).all() == [8]
    answer.form("connection").submit()
    assert session().scalars(select(SharedConnection.said).execution_options(populate_existing=True)).all() == [3]
