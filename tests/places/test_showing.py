"""How places are named, described, offered and answered to the search field."""

import pytest
from flask import Flask
from page import Client
from sqlalchemy import delete

from webapp.core.db import session, transaction
from webapp.core.i18n import Shown, speaking
from webapp.places import queries
from webapp.places.models import Place

FRAGMENT = {"well_formed", "language", "one_heading", "landmarks"}


@pytest.fixture
def cologne(app: Flask) -> Place:  # noqa: ARG001
    found = queries.place("05315000")
    assert found is not None
    return found


def test_a_place_is_shown_in_the_language_of_the_page(cologne: Place) -> None:
    shown = [queries.label(cologne, lang) for lang in ("de", "uk", "en")]
    assert shown == [Shown("Köln", "de"), Shown("Кельн", "uk"), Shown("Cologne", "en")]


def test_a_place_without_a_name_in_a_language_is_shown_in_its_own(cologne: Place) -> None:
    cologne.name_uk = cologne.name_en = None
    assert queries.label(cologne, "uk") == queries.label(cologne, "en") == Shown("Köln", "de")


def test_an_unknown_key_is_no_place(app: Flask) -> None:  # noqa: ARG001
    assert queries.place("05315") is queries.place("") is queries.place("x" * 10_000) is None


@pytest.mark.parametrize(
    ("key", "about"),
    [
        ("05170048", "town, Kreis Wesel, Düsseldorf administrative district"),
        ("05315000", "city outside any district, Cologne administrative district"),
        ("05170", "district, Düsseldorf administrative district"),
        ("UA12080110000055958", "rural hromada, Nikopol Raion, Dnipropetrovsk Oblast"),
        ("UA12080000000023578", "raion, Dnipropetrovsk Oblast"),
    ],
)
def test_a_description_says_the_kind_and_what_it_lies_in(app: Flask, key: str, about: str) -> None:  # noqa: ARG001
    place = queries.place(key)
    assert place is not None
    with speaking("en"):
        assert queries.in_words(queries.description(place, "en")) == about


def test_a_description_marks_what_is_in_another_language(app: Flask) -> None:  # noqa: ARG001
    place = queries.place("05170048")
    assert place is not None
    with speaking("en"):
        assert [part.lang for part in queries.description(place, "en")] == ["en", "de", "en"]


@pytest.mark.parametrize(("lang", "first"), [("de", "nrw"), ("en", "nrw"), ("uk", "dnipropetrovsk")])
def test_options_offer_every_choosable_place_once_own_side_first(app: Flask, lang: str, first: str) -> None:  # noqa: ARG001
    with speaking(lang):
        groups = queries.options(lang)
    assert len(groups) == 5 + 7
    assert groups[0].region == first
    keys = [option.key for group in groups for option in group.options]
    assert len(keys) == len(set(keys)) == 396 + 31 + 86 + 7


def test_options_are_in_alphabetical_order(app: Flask) -> None:  # noqa: ARG001
    with speaking("de"):
        cologne = next(group for group in queries.options("de") if "Köln" in group.label)
    names = [str(option.label) for option in cologne.options]
    assert names[:4] == ["Aachen", "Aldenhoven", "Alfter", "Alsdorf"]
    assert names.index("Königswinter") == names.index("Köln") + 1
    assert cologne.label == "Nordrhein-Westfalen: Regierungsbezirk Köln"


def test_the_search_field_is_answered_with_data(client: Client) -> None:
    page = client.get("/en/places?q=Кельн", headers={"Accept": "application/json"})
    assert page.response.json == [
        {
            "key": "05315000",
            "name": "Cologne",
            "label": "Cologne",
            "lang": "en",
            "kind": "city outside any district",
            "parents": ["Cologne administrative district"],
            "region": "nrw",
        }
    ]
    assert "Accept" in page.response.headers["Vary"]
    assert page.response.cache_control.public


def test_a_browser_is_answered_with_a_list(client: Client) -> None:
    page = client.get("/en/places?q=Kreis+Wesel", without=FRAGMENT)
    assert [item["data-key"] for item in page.all("li")] == ["05170"]
    assert page.one("li [lang=de]").text == "Kreis Wesel"


def test_nothing_found_is_said(client: Client) -> None:
    for query in ("", "?q=", "?q=%F0%9F%98%80", "?q=%00", "?q=%ff", "?q=<script>"):
        assert "No place found" in client.get(f"/en/places{query}", without=FRAGMENT).text, query
        assert client.get(f"/en/places{query}", headers={"Accept": "application/json"}).response.json == [], query


def test_a_query_that_is_too_long_is_refused(client: Client) -> None:
    client.get(f"/de/places?q={'x' * 101}", status=400)


@pytest.mark.parametrize("lang", ["de", "uk", "en"])
def test_sources_are_credited(client: Client, lang: str) -> None:
    page = client.get(f"/{lang}/data-sources")
    for credit in (
        "© GeoBasis-DE / BKG 2021 (Daten verändert)",
        "dl-de/by-2-0",
        "Destatis",
        "GeoNames",
        "CC BY 4.0",
        "CC BY 3.0 IGO",
    ):
        assert credit in page.text
    assert {"de": "für Größenklassen", "uk": "для поділу за розміром", "en": "for size classes"}[lang] in page.text


def test_a_directory_that_is_not_loaded_finds_nothing(app: Flask) -> None:  # noqa: ARG001
    with transaction():
        session().execute(delete(Place))
    assert queries.search("Köln") == []
    assert not queries.is_loaded()
