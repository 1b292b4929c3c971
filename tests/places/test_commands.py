"""konferenz places: what operators and scripts rely on."""

import json

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import delete

from webapp.core.db import session, transaction
from webapp.places.commands import places
from webapp.places.models import Place


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(places, arguments)
    return result.exit_code, result.output


def test_load_may_be_repeated(app: Flask) -> None:  # noqa: ARG001
    assert run("load") == (0, "Places: 0 added, 0 changed, 527 unchanged.\n")


@pytest.mark.parametrize(("lang", "name"), [("de", "Köln"), ("uk", "Кельн"), ("en", "Cologne")])
def test_search_answers_as_data(app: Flask, lang: str, name: str) -> None:  # noqa: ARG001
    code, output = run("search", "Koeln", "--json", "--lang", lang)
    (found,) = json.loads(output)
    assert code == 0
    assert found.keys() == {"key", "name", "kind", "parents", "region"}
    assert (found["key"], found["name"], found["kind"], found["region"]) == (
        "05315000",
        name,
        "kreisfreie_stadt",
        "nrw",
    )


def test_search_answers_people(app: Flask) -> None:  # noqa: ARG001
    code, output = run("search", "Нікополь", "--lang", "en")
    assert code == 0
    assert output.splitlines()[0] == "UA12080050000062712\tNikopol\turban hromada, Nikopol Raion, Dnipropetrovsk Oblast"


def test_nothing_found_is_an_empty_answer(app: Flask) -> None:  # noqa: ARG001
    assert run("search", "zzzzzz", "--json") == (0, "[]\n")


def test_wrong_usage_is_told(app: Flask) -> None:  # noqa: ARG001
    assert run("search", "Köln", "--lang", "fr")[0] == 2


def test_an_empty_directory_is_told_in_one_line(app: Flask) -> None:  # noqa: ARG001
    with transaction():
        session().execute(delete(Place))
    assert run("search", "Köln") == (1, "Error: The directory is empty: run “konferenz places load” first.\n")
