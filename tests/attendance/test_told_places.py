"""The municipality of a list kept by hand is compared by what the directory knows, not by how its name begins."""

from collections.abc import Callable

import pytest
from attendance.uploads import conference, upload
from factories import make_registration
from flask import Flask
from page import Client
from surroundings import Clock

from webapp.attendance.told_places import MOST, Directory
from webapp.events.models import Event
from webapp.registration.models import Side

NEUSS_DISTRICT, SIEG_DISTRICT, MOERS, WESEL_DISTRICT = "05162", "05382", "05170024", "05170"


@pytest.fixture
def event(app: Flask, clock: Clock) -> Event:
    del app  # it must be there first
    return conference(clock)


@pytest.mark.parametrize(
    ("told", "registered", "agrees"),
    [
        ("Rhein-Kreis Neuss", SIEG_DISTRICT, False),
        ("Rhein-Sieg-Kreis", SIEG_DISTRICT, True),
        ("Stadtverwaltung Moers", MOERS, True),
        ("Moers", WESEL_DISTRICT, True),
        ("Kreis Wesel", MOERS, True),
        ("Kreis Kleve", MOERS, False),
        ("Neuss", NEUSS_DISTRICT, True),
    ],
)
def test_a_list_says_the_municipality(
    event: Event, signed_in: Callable[[str], Client], told: str, registered: str, *, agrees: bool
) -> None:
    make_registration(
        event, given_name="Anna", family_name="Berg", email="a@x.example", side=Side.NRW, place_key=registered
    )
    content = f"Name;Kommune;Dauer\r\nAnna Berg;{told};60\r\nJens Vogt;{told};60\r\n".encode()
    page = upload(signed_in("organiser"), content, apply=False)
    assert ("Recognised (1)" in page.text) is agrees
    assert ("same name, but the report says another municipality" in page.text) is not agrees


def test_a_column_of_something_else_is_not_looked_up(app: Flask) -> None:
    del app
    directory = Directory()
    assert directory.told(["Moers", ""]) == {"Moers": (MOERS, WESEL_DISTRICT, "051", "05")}
    assert directory.told(["Moers", *map(str, range(MOST))]) == {}
