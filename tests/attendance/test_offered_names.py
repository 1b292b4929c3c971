"""The name to bear in a meeting: place and name, in letters that both sides read, never longer than is shown."""

from collections.abc import Callable
from typing import Any

import pytest
from factories import KOELN, KREIS_WESEL, make_registration
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from webapp.attendance.meeting.join_words import names_of
from webapp.attendance.meeting.offered_names import BETWEEN, BRACKETS, LEAST, LONGEST, Written, display_names, joined
from webapp.core.i18n import speaking
from webapp.events.models import Event
from webapp.registration import queries
from webapp.registration.models import Side


@pytest.fixture
def named(app: Flask, event: Event) -> Callable[..., list[str]]:
    assert app.name

    def run(lang: str, **changes: Any) -> list[str]:
        found = queries.by_public_id(make_registration(event, **changes).public_id)
        assert found is not None
        with speaking(lang):
            return names_of(found)

    return run


SABINE = {"given_name": "Sabine", "family_name": "Krause", "title": "Dr.", "place_key": KOELN}
JOERG = {"given_name": "Jörg", "family_name": "Arndt", "place_key": KREIS_WESEL}
SOCIETY = {"place_key": None, "organisation": "Добро", "side": Side.OTHER}


@pytest.mark.parametrize(
    ("lang", "person", "wanted"),
    [
        ("de", SABINE, ["Köln – Sabine Krause"]),
        ("en", SABINE, ["Cologne – Sabine Krause"]),
        ("uk", SABINE, ["Cologne – Sabine Krause"]),
        ("uk", {}, ["Dnipro – Olena Kovalenko", "Дніпро – Олена Коваленко"]),
        ("de", {}, ["Dnipro – Olena Kovalenko", "Дніпро – Олена Коваленко"]),
        ("de", {"latin_name": "Elena Kowalenko"}, ["Dnipro – Elena Kowalenko", "Дніпро – Олена Коваленко"]),
        ("de", JOERG, ["Kreis Wesel – Jörg Arndt"]),
        ("de", SOCIETY, ["Dobro – Olena Kovalenko", "Добро – Олена Коваленко"]),
    ],
)
def test_names_are_offered_in_both_scripts(
    named: Callable[..., list[str]], lang: str, person: dict[str, object], wanted: list[str]
) -> None:
    assert named(lang, **person) == wanted


def test_a_long_place_gives_way_to_the_name() -> None:
    shown = joined(Written("Sabine Krause", "Kommunales Rechenzentrum der Kreise am Niederrhein und im Ruhrgebiet"))
    assert len(shown) == LONGEST
    assert shown.endswith("… – Sabine Krause")
    assert joined(Written("Sabine Krause", "Halle (Westf.)")) == "Halle – Sabine Krause"
    assert joined(Written("Sabine Krause", "")) == "Sabine Krause"


MARIA = "Maria Magdalena Theresia Elisabeth Gräfin von Schwarzenberg-Hohenlohe"


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        (Written(MARIA, "Köln", 4), "Köln – Maria Magdalena Gräfin von Schwarzenberg-Hohenlohe"),
        (Written(MARIA, "", 4), "Maria Magdalena Theresia Gräfin von Schwarzenberg-Hohenlohe"),
        (Written(MARIA, "Bergisch Gladbach", 4), "Bergisch Gladbach – Maria Gräfin von Schwarzenberg-Hohenlohe"),
        (Written(MARIA, "Köln"), "Köln – Maria Magdalena Theresia Elisabeth Gräfin von…"),
        (Written("Eva " + "Schwarzenberg-" * 5, "Köln", 1), "Köln – Eva Schwarzenberg-Schwarzenberg-Schwarzenberg…"),
        (Written("X" * 90, "Kamp-Lintfort am Niederrhein", 1), f"Kamp-Lintfo… – {'X' * 48}…"),
        (Written("X" * 90, "Köln", 1), f"Köln – {'X' * 56}…"),
        (Written("S" * 30 + " " + "K" * 26, "Köln", 1), f"Köln – {'S' * 30} {'K' * 26}"),
    ],
)
def test_a_very_long_name_is_shortened_at_words_and_keeps_the_place(written: Written, wanted: str) -> None:
    assert joined(written) == wanted
    assert len(wanted) <= LONGEST


def test_second_given_names_of_a_registration_give_way(named: Callable[..., list[str]]) -> None:
    family = "Шевченко-Коваленко-Бондаренко"
    assert named("de", given_name="Олександра Марія Єлизавета", family_name=family) == [
        "Dnipro – Oleksandra Mariia Shevchenko-Kovalenko-Bondarenko",
        f"Дніпро – Олександра Марія {family}",
    ]


@given(st.text(max_size=200), st.text(max_size=200))
def test_it_is_never_too_long_nor_twice_the_same(place: str, name: str) -> None:
    found = display_names(Written(name, place), Written(name, place))
    assert len(found) == len(set(found)) == 1
    assert all(len(text) <= LONGEST for text in found)
    kept = BRACKETS.sub("", place)
    if len(name) <= LONGEST - len(BETWEEN) - LEAST:
        assert name in found[0]
    if kept:
        assert found[0].startswith(kept[: LEAST - 1].rstrip())
