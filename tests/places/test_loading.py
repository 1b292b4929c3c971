"""The directory in the database: loaded by key, as often as one likes."""

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute

from webapp.core.db import session, transaction
from webapp.places.actions import Loaded, load_directory
from webapp.places.models import Place


def test_a_second_load_changes_nothing(app: Flask) -> None:  # noqa: ARG001 - its directory is loaded already
    with transaction():
        assert load_directory() == Loaded(added=0, changed=0, unchanged=527)


def test_what_differs_is_put_right(app: Flask) -> None:  # noqa: ARG001
    with transaction():
        changed, removed = session().get_one(Place, "05315000"), session().get_one(Place, "UA12020010000033698")
        changed.name_de, changed.population = "Cöln", 1
        session().delete(removed)
    with transaction():
        assert load_directory() == Loaded(added=1, changed=1, unchanged=525)
    assert session().get_one(Place, "05315000").name_de == "Köln"


def test_a_place_that_left_the_directory_stays(app: Flask) -> None:  # noqa: ARG001
    with transaction():
        old = session().get_one(Place, "05315000")
        values = {column.key: getattr(old, column.key) for column in Place.__mapper__.columns}
        session().add(Place(**values | {"key": "05999000"}))
    with transaction():
        load_directory()
    assert session().get(Place, "05999000") is not None


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("column", [Place.sort_de, Place.sort_uk, Place.sort_en])
def test_every_database_sorts_by_code_point(column: InstrumentedAttribute[str]) -> None:
    found = list(session().scalars(select(column).order_by(column)))
    assert found == sorted(found)
