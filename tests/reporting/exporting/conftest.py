"""A conference with two registrations, and what counts as long."""

from collections.abc import Callable

import pytest
from factories import KOELN, make_event, make_registration
from flask import Flask
from page import Client
from surroundings import Clock

from webapp.core import turns
from webapp.events.models import Event
from webapp.registration.models import Side, State
from webapp.reporting.exporting import making


@pytest.fixture
def event(app: Flask, clock: Clock) -> Event:
    del app
    clock.at("2026-11-23 12:00")
    made = make_event()
    make_registration(made, given_name="=1+1")
    make_registration(made, State.PENDING, given_name="Jörg", family_name="Weiß", place_key=KOELN, side=Side.NRW,
                      email="joerg@example.org", registered_by_email="buero@example.org")  # fmt: skip
    return made


@pytest.fixture
def organiser(event: Event, signed_in: Callable[[str], Client]) -> Client:
    del event
    return signed_in("organiser")


@pytest.fixture
def _many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two rows take long."""
    monkeypatch.setattr(making, "FEW", 1)
    monkeypatch.setattr(turns, "STEP", 1)
    monkeypatch.setattr(turns, "SECONDS_BETWEEN_NOTES", 0)
