"""A conference, two who ask, and somebody who moderates."""

from collections.abc import Callable

import pytest
from factories import make_event, make_registration
from flask import Flask
from page import Client
from questions.answered import make_sabine

from webapp.events.models import Event
from webapp.registration.models import Registration


@pytest.fixture
def event(app: Flask) -> Event:
    del app
    return make_event()


@pytest.fixture
def sabine(event: Event) -> Registration:
    """From Köln, reads German."""
    return make_sabine(event)


@pytest.fixture
def olena(event: Event) -> Registration:
    """From Dnipro, reads Ukrainian."""
    return make_registration(event, locale="uk")


@pytest.fixture
def moderator(signed_in: Callable[[str], Client], event: Event) -> Client:
    del event  # it must be there first
    return signed_in("moderator")
