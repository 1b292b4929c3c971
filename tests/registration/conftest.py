"""An open conference, and who organises it, for every test of registration."""

from collections.abc import Callable

import pytest
from factories import make_event
from flask import Flask
from page import Client

from webapp.events.models import Event


@pytest.fixture
def event(app: Flask) -> Event:
    del app  # it must be there first
    return make_event()


@pytest.fixture
def organiser(signed_in: Callable[[str], Client], event: Event) -> Client:
    del event  # it must be there first
    return signed_in("organiser")
