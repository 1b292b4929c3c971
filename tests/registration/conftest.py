"""An open conference, who organises it, and somebody who is registered, for every test of registration."""

from collections.abc import Callable

import pytest
from factories import make_event, make_registration
from flask import Flask
from page import Client

from webapp.events.models import Event
from webapp.registration.mails import manage_token
from webapp.registration.models import Registration


@pytest.fixture
def event(app: Flask) -> Event:
    del app  # it must be there first
    return make_event()


@pytest.fixture
def organiser(signed_in: Callable[[str], Client], event: Event) -> Client:
    del event  # it must be there first
    return signed_in("organiser")


@pytest.fixture
def registration(event: Event) -> Registration:
    return make_registration(event, question="Коли?")


@pytest.fixture
def link(registration: Registration, event: Event) -> str:
    return f"/en/r/{manage_token(registration, event)}"
