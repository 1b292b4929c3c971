"""An open conference, for every test of registration."""

import pytest
from factories import make_event
from flask import Flask

from webapp.events.models import Event


@pytest.fixture
def event(app: Flask) -> Event:
    del app  # it must be there first
    return make_event()
