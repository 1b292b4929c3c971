"""The demo with everything in it, and its database as one number."""

import hashlib
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime

import addresses
import lacking
import psycopg
import pytest
from addresses import Address
from databases import POSTGRESQL, Databases
from flask import Flask
from page import Client
from sqlalchemy import make_url
from surroundings import settings_in

from webapp import create_app
from webapp.config import Settings
from webapp.core.db import Model, engine, session, transaction
from webapp.demo import actions

BOOK = {("login_session", "last_used_at"), ("export_address", "last_used_at")}  #: what reading may note


@pytest.fixture(scope="session")
def demonstrated(databases: Databases, prepared: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Over a database with both conferences of the demo, made once and copied for each test."""
    settings = databases.copy_to_copy(prepared, settings_in(tmp_path_factory.mktemp("demo")))
    with create_app(settings).app_context():
        with transaction():
            actions.build(attendees=40, seed=1, now=datetime.now(UTC))
        engine().dispose()
    return settings


@pytest.fixture
def original(demonstrated: Settings) -> Settings:
    return demonstrated


@pytest.fixture
def site(app: Flask) -> list[Address]:
    """Every address of the site, in English."""
    return list(addresses.every(app, lacking.prepare()))


@pytest.fixture
def visitors(app: Flask, site: list[Address], signed_in: Callable[[str], Client]) -> dict[str, Client]:
    """Somebody of each kind."""
    del site  # prepared first: somebody must not sign in twice
    return {"nobody": Client(app), **{role: signed_in(role) for role in ("partner", "moderator", "organiser", "owner")}}


@pytest.fixture
def fingerprint(app: Flask) -> Callable[[], dict[str, str]]:
    """A hash for each table, but for what reading may note."""

    def take() -> dict[str, str]:
        with app.app_context():
            return {name: _of_table(name) for name in Model.metadata.tables}

    return take


@pytest.fixture
def unchanged(written: Callable[[], object], fingerprint: Callable[[], dict[str, str]]) -> Callable[[], bool]:
    """Says whether all is as it was; all tables are read only when somebody has written since it was last asked."""
    before, sign = fingerprint(), written()

    def look() -> bool:
        nonlocal sign
        sign, last = written(), sign
        return sign == last or fingerprint() == before

    return look


@pytest.fixture
def written(settings: Settings) -> Iterator[Callable[[], object]]:
    """Says something else as soon as anybody has written anything; much quicker than the fingerprint."""
    question = "SELECT pg_current_wal_insert_lsn()" if POSTGRESQL else "PRAGMA data_version"
    database = make_url(settings.database).database or ""
    with closing(psycopg.connect(settings.database) if POSTGRESQL else sqlite3.connect(database)) as connection:
        yield lambda: connection.execute(question).fetchone()


def _of_table(name: str) -> str:
    table = Model.metadata.tables[name]
    columns = [column for column in table.columns if (name, column.name) not in BOOK]
    rows = session().execute(table.select().with_only_columns(*columns)).all()
    return hashlib.sha256(repr(sorted(map(repr, rows))).encode()).hexdigest()
