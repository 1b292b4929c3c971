"""Robots fall into traps that people never see; nobody who types loses anything."""

import logging
from collections.abc import Callable
from dataclasses import replace

import pytest
from factories import answers, make_event, make_registration
from flask import Flask
from inbox import Mail
from page import Client
from sqlalchemy import func, select
from surroundings import Clock

from webapp.config import Settings
from webapp.core.audit import AuditEntry
from webapp.core.db import session
from webapp.core.mail import OutgoingMail
from webapp.registration.models import Consent, Registration

REGISTER, LOST_LINK = "/en/events/folgekonferenz/register", "/en/events/folgekonferenz/lost-link"
BOTH = pytest.mark.parametrize("path", [REGISTER, LOST_LINK])
QUICK = "That was very quick. Please check your entries and send them again."


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Traps are set as they usually are."""
    return replace(settings, form_seconds=2)


@pytest.fixture
def visitor(app: Flask, clock: Clock) -> Client:
    """Before an open conference with one registration."""
    clock.at("2026-11-25 10:00")
    make_registration(make_event(), email="known@example.org")
    return Client(app)


def typed(path: str) -> dict[str, str]:
    return answers() if path == REGISTER else {"email": "known@example.org"}


def stored() -> list[int]:
    kinds = (Registration, OutgoingMail, Consent)
    return [session().scalar(select(func.count()).select_from(kind)) or 0 for kind in kinds]


def caught(client: Client, by: str) -> float:
    lines = client.get("/metrics").body.decode().splitlines()
    found = [line for line in lines if line.startswith(f'konferenz_robots_total{{by="{by}"}}')]
    return float(found[0].split()[-1]) if found else 0.0


@BOTH
def test_people_see_hear_and_reach_no_bait(visitor: Client, path: str) -> None:
    bait = visitor.get(path).one("input[name=form_note]")
    wrapper = bait.inside("div")
    assert wrapper is not None
    assert (wrapper["aria-hidden"], wrapper["class"]) == ("true", "visually-hidden")
    assert (bait["tabindex"], bait["autocomplete"]) == ("-1", "off")
    assert not bait.get("value")


@BOTH
def test_who_takes_the_bait_is_answered_and_forgotten(
    visitor: Client, clock: Clock, caplog: pytest.LogCaptureFixture, path: str
) -> None:
    caplog.set_level(logging.DEBUG)
    before, count = stored(), caught(visitor, "bait")
    form = visitor.get(path).form().fill(**typed(path), form_note="https://spam.example")
    clock.forward(seconds=5)
    page = form.submit(status=200)
    assert page.h1 == "Please look into your inbox"
    assert stored() == before
    assert caught(visitor, "bait") == count + 1
    entry = session().scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry is not None
    assert (entry.action, entry.details) == ("registration.robot", "{}")
    assert "spam.example" not in caplog.text
    assert typed(path)["email"] not in caplog.text
    visitor.get(path).form().fill(**typed(path)).forge(form_note="").submit(status=422)


def test_outside_its_time_a_robot_too_is_told_so(visitor: Client, clock: Clock) -> None:
    form = visitor.get(REGISTER).form().fill(**answers(), form_note="x")
    clock.at("2026-12-24 10:00")
    visitor.get("/en/")
    page = form.forge(csrf_token=visitor.get(LOST_LINK).form().values["csrf_token"]).submit(status=409)
    assert "over" in page.text


@BOTH
def test_whoever_is_too_quick_keeps_everything_and_sends_again(visitor: Client, clock: Clock, path: str) -> None:
    before, count = stored(), caught(visitor, "time")
    form = visitor.get(path).form().fill(**typed(path))
    clock.forward(seconds=1.9)
    page = form.submit(status=422)
    assert page.errors() == [QUICK]
    assert {name: page.form().values[name] for name in typed(path)} == typed(path)
    assert (stored(), caught(visitor, "time")) == (before, count + 1)
    clock.forward(seconds=0.1)
    assert page.form().submit(status=200).h1 == "Please look into your inbox"
    assert stored() != before


@BOTH
def test_without_a_time_that_we_signed_one_is_given(visitor: Client, clock: Clock, path: str) -> None:
    first = visitor.get(path)
    clock.forward(hours=1)
    for opened in (None, "", "1764061200000", "x.y", "1764061200000.AAAA", "ї" * 500):
        form = first.form().fill(**typed(path))
        form = form.leave_out("form_opened") if opened is None else form.forge(form_opened=opened)
        page = form.submit(status=422)
        assert page.errors() == [QUICK], opened
        clock.forward(seconds=2)
        assert page.form().submit(status=200).h1 == "Please look into your inbox"


@BOTH
def test_a_clock_that_was_set_back_locks_nobody_out(visitor: Client, clock: Clock, path: str) -> None:
    form = visitor.get(path).form().fill(**typed(path))
    clock.forward(minutes=-30)
    page = form.submit(status=422)
    clock.forward(seconds=2)
    page.form().submit(status=200)


def test_a_form_left_open_for_hours_is_no_robots(visitor: Client, clock: Clock) -> None:
    form = visitor.get(REGISTER).form().fill(**answers())
    clock.forward(hours=9)
    assert form.submit(status=200).h1 == "Please look into your inbox"


def test_a_mistake_starts_no_new_wait(visitor: Client, clock: Clock) -> None:
    form = visitor.get(REGISTER).form().fill(**answers(email="olena"))
    clock.forward(seconds=2)
    page = form.submit(status=422)
    assert QUICK not in page.errors()
    assert page.form().fill(email="olena@example.org").submit(status=200).h1 == "Please look into your inbox"


@pytest.mark.parametrize("typed", [{}, answers()])
@pytest.mark.parametrize(("language", "says"), [("Deutsch", "Anmeldung"), ("Українська", "Реєстрація")])
def test_the_language_can_be_changed_at_once(visitor: Client, language: str, says: str, typed: dict[str, str]) -> None:
    page = visitor.get(REGISTER).form().fill(**typed).submit(language, status=200)
    assert says in page.h1
    assert page.errors() == []


def test_a_correction_by_the_personal_link_is_not_timed(
    visitor: Client, clock: Clock, deliver: Callable[[], list[Mail]]
) -> None:
    link = visitor.get(LOST_LINK).form().fill(email="known@example.org")
    clock.forward(seconds=3)
    link.submit(status=200)
    [mail] = deliver()
    page = visitor.get(mail.link("/r/")).click("Correct")
    assert page.form("details").fill(office="голова").submit().status == 200
