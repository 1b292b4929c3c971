"""Addresses nobody should type, on public pages: a page comes back, and no insides of ours."""

import pytest
from factories import make_event
from flask import Flask
from page import Client

QUERIES = [
    "endpoint=x",
    "_anchor=x",
    "_method=POST",
    "_scheme=evil",
    "_external=1",
    "lang=de",
    "values=1",
    "a=%00&b=%ff",
]


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize(
    "path", ["/uk/", "/uk/events/folgekonferenz", "/uk/events/folgekonferenz/register", "/uk/privacy"]
)
def test_a_strange_query_changes_nothing(client: Client, path: str) -> None:
    make_event()
    for query in QUERIES:
        page = client.get(f"{path}?{query}")
        assert page.lang == "uk", query
        for link in page.all("header a[hreflang]"):
            client.get(str(link["href"]))


def test_the_place_search_answers_anything(client: Client, app: Flask) -> None:
    for typed in ("ь ь ь ь", "' ' '", "   ", "%", "_", "\u202e", "🐘", "a" * 100):
        page = client.get("/de/places", query_string={"q": typed}, headers={"Accept": "application/json"})
        assert page.response.is_json, typed
        assert app.name, typed
