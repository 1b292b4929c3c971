"""The demo with everything in it, and its database as one number."""

import hashlib
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import addresses
import pytest
from addresses import Address
from flask import Flask
from page import Client
from surroundings import settings_in

from webapp import create_app
from webapp.config import Settings
from webapp.core.db import Model, engine, session, transaction
from webapp.demo import actions

BOOK = {("login_session", "last_used_at")}  #: what reading may note


@pytest.fixture(scope="session")
def demo_file(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with both conferences of the demo, made once and copied for each test."""
    settings = settings_in(tmp_path_factory.mktemp("demo"))
    shutil.copy(prepared, settings.instance / "konferenz.sqlite")
    with create_app(settings).app_context():
        with transaction():
            actions.build(attendees=40, seed=1, now=datetime.now(UTC))
        engine().dispose()
    return settings.instance / "konferenz.sqlite"


@pytest.fixture
def settings(tmp_path: Path, demo_file: Path) -> Settings:
    made = settings_in(tmp_path)
    shutil.copy(demo_file, made.instance / "konferenz.sqlite")
    return made


@pytest.fixture
def site(app: Flask) -> list[Address]:
    """Every address of the site, in English."""
    return list(addresses.every(app, addresses.prepare()))


@pytest.fixture
def visitors(app: Flask, site: list[Address], signed_in: Callable[[str], Client]) -> dict[str, Client]:
    """Somebody of each kind."""
    del site  # prepared first: somebody must not sign in twice
    return {"nobody": Client(app), **{role: signed_in(role) for role in ("partner", "organiser", "owner")}}


@pytest.fixture
def fingerprint(app: Flask) -> Callable[[], dict[str, str]]:
    """A hash for each table, but for what reading may note."""

    def take() -> dict[str, str]:
        with app.app_context():
            return {name: _of_table(name) for name in Model.metadata.tables}

    return take


def _of_table(name: str) -> str:
    table = Model.metadata.tables[name]
    columns = [column for column in table.columns if (name, column.name) not in BOOK]
    rows = session().execute(table.select().with_only_columns(*columns)).all()
    return hashlib.sha256(repr(sorted(map(repr, rows))).encode()).hexdigest()
