"""A conference, and two people who are admitted to it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from attendance.certificates_made import end_of
from factories import KOELN, make_event, make_registration
from flask import Flask
from page import Client
from rooms import furnish
from surroundings import Clock

from webapp.events.models import Event
from webapp.registration.models import Registration, Side


@pytest.fixture
def event(app: Flask) -> Event:
    del app  # it must be there first
    return make_event()


@pytest.fixture
def sabine(event: Event) -> Registration:
    named: dict[str, Any] = {"given_name": "Sabine", "family_name": "Krause", "email": "sabine@koeln.example"}
    return make_registration(event, locale="de", place_key=KOELN, side=Side.NRW, **named)


@pytest.fixture
def olena(event: Event) -> Registration:
    return make_registration(event, locale="uk")


@pytest.fixture
def at_the_door(event: Event, clock: Clock) -> Clock:
    """The way in is open since 20 minutes."""
    furnish(event)
    clock.go_to(event.starts_at - timedelta(minutes=10))
    return clock


@pytest.fixture
def over(event: Event, clock: Clock) -> Clock:
    clock.go_to(end_of(event))
    return clock


@pytest.fixture
def organiser(event: Event, signed_in: Callable[[str], Client]) -> Client:
    del event  # it must be there first
    return signed_in("organiser")
