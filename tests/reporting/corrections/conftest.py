"""A conference whose workbook is corrected."""

from collections.abc import Callable

import pytest
from factories import KOELN, make_event, make_registration
from flask import Flask
from page import Client
from reporting.corrections.returned import NOW, person

from webapp.attendance import judging
from webapp.attendance.presence import State as Attended
from webapp.core.db import transaction
from webapp.events.models import Event
from webapp.registration.models import Side, State


@pytest.fixture
def event(app: Flask) -> Event:
    """With three people; of Jörg it is known by hand that he was there for 90 minutes."""
    del app  # it must be there first
    made = make_event()
    make_registration(made, given_name="Olena", office="секретар ради", email="olena@example.org")
    joerg = make_registration(
        made, given_name="Jörg", email="joerg@example.org", office="Amt", place_key=KOELN, side=Side.NRW
    )
    make_registration(
        made, State.PENDING, given_name="Ina", email="ina@example.org", place_key=None, organisation="Verein",
        side=Side.NRW, office="=1+1",
    )  # fmt: skip
    with transaction():
        judging.correct(person("Jörg"), Attended.IN_PART, "Anruf", minutes=90, actor="program", now=NOW)
    assert joerg.event_id == made.id
    return made


@pytest.fixture
def organiser(signed_in: Callable[[str], Client], event: Event) -> Client:
    del event  # it must be there first
    return signed_in("organiser")
