"""What every test stands on: a database at head with the official directory, an app, visitors, a clock, a mailbox.

A test stands in an app context of its own and may use session() and transaction() at once; each request gets another.
"""

import gc
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import inbox
import pytest
from argon2 import PasswordHasher
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from databases import POSTGRESQL, Databases, movable, move
from databases import databases as running_databases
from flask import Flask
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis
from jinja2 import FileSystemBytecodeCache
from nest import NEST
from page import Client
from pytest_socket import socket_allow_hosts
from sqlalchemy import Engine, delete, make_url
from surroundings import Clock, settings_in
from time_machine import TimeMachineFixture

from webapp import create_app
from webapp.accounts import actions as accounts
from webapp.accounts.permissions import Role
from webapp.accounts.views import LOGIN
from webapp.config import ROOT, Settings
from webapp.core import delivery, jobs, mail, postgresql, schema, sqlite
from webapp.core.db import engine, kind_of, transaction
from webapp.core.security import limiter
from webapp.places.actions import load_directory

PASSWORD = "Kirschen fallen im Juni"

# A found counter-example can be repeated from the printed line; CI tries the same examples each time.
FRESH_ENOUGH = [HealthCheck.function_scoped_fixture]  # no example needs a database of its own
hypothesis.register_profile(
    "quick", max_examples=50, deadline=None, print_blob=True, suppress_health_check=FRESH_ENOUGH
)
hypothesis.register_profile("ci", parent=hypothesis.get_profile("quick"), derandomize=True)
hypothesis.register_profile("long", parent=hypothesis.get_profile("quick"), max_examples=2000)
hypothesis.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


def pytest_configure() -> None:
    """Compile the translations that changed, as make does."""
    for path in (ROOT / "webapp" / "translations").glob("*/LC_MESSAGES/*.po"):
        compiled = path.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < path.stat().st_mtime:
            with path.open("rb") as source, compiled.open("wb") as target:
                write_mo(target, read_po(source))


def pytest_collection_finish() -> None:
    """Nothing that is loaded by now is rubbish: looking through it again and again took a twelfth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


def pytest_sessionfinish() -> None:
    NEST.close()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What the lane asked of the machine: two cores have twice the time of the suite to give to all lanes."""
    spent = os.times()
    own, started = spent.user + spent.system, spent.children_user + spent.children_system
    terminalreporter.write_line(f"{own:.0f} s of CPU, and {started:.0f} s of the processes it started")


def pytest_runtest_setup() -> None:
    socket_allow_hosts(["127.0.0.1", "::1", "localhost"], allow_unix_socket=True)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL only what asks for a database: the rest would do the same again."""
    wanted = [item for item in items if (_asks_for_database(item) if POSTGRESQL else not _is_of_postgresql(item))]
    config.hook.pytest_deselected(items=[item for item in items if item not in wanted])
    items[:] = wanted


def _asks_for_database(item: pytest.Item) -> bool:
    return "databases" in getattr(item, "fixturenames", ())


def _is_of_postgresql(item: pytest.Item) -> bool:
    return item.get_closest_marker("postgresql") is not None


@pytest.fixture(scope="session")
def databases() -> Iterator[Databases]:
    with running_databases() as found:
        yield found


@pytest.fixture(scope="session")
def prepared(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Over a database at head that holds the official directory, made once and copied for each test."""
    settings = databases.new(settings_in(tmp_path_factory.mktemp("prepared")))
    with create_app(settings).app_context():
        schema.upgrade()
        with transaction():
            load_directory()
        jobs.run_due()  # what is repeated has just been done: a test that wants it again waits for it
        engine().dispose()  # on SQLite the last connection to close empties the write-ahead log into the file
    return settings


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """Templates compiled once for all apps of the run."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture
def original(prepared: Settings) -> Settings:
    """What the test's database is a copy of."""
    return prepared


@pytest.fixture
def settings(tmp_path: Path, databases: Databases, original: Settings) -> Iterator[Settings]:
    made = databases.copy(original, settings_in(tmp_path))
    yield made
    databases.drop(made)


@pytest.fixture
def make_app(settings: Settings, compiled: FileSystemBytecodeCache) -> Iterator[Callable[..., Flask]]:
    """Makes an app over the test's database under changed settings, as base_url="https://konferenz.example"."""
    made: list[Flask] = []
    kept = vars(limiter).copy()  # each app points the one limiter to a storage of its own

    def make(**changes: object) -> Flask:
        app = create_app(replace(settings, **changes))  # type: ignore[arg-type]
        app.jinja_env.bytecode_cache = compiled
        limiter.reset()
        made.append(app)
        return app

    yield make
    for app in made:
        app.extensions["engine"].dispose()
    vars(limiter).update(kept)


@pytest.fixture(scope="session")
def make_usual_app(prepared: Settings, compiled: FileSystemBytecodeCache) -> Callable[[], Flask]:
    """Makes an app for many tests, since its addresses take longer to prepare than most tests to run."""

    def make() -> Flask:
        made = create_app(prepared)
        made.extensions["engine"].dispose()
        made.jinja_env.bytecode_cache = compiled
        return made

    return make


@pytest.fixture(scope="session")
def usual_app(make_usual_app: Callable[[], Flask]) -> Flask:
    """A module whose tests want more pages overrides it; whose tests want other settings, overrides `settings`."""
    return make_usual_app()


@pytest.fixture(scope="session")
def usual_engine(prepared: Settings) -> Engine:
    return movable(make_url(prepared.database))


@pytest.fixture
def app(usual_app: Flask, usual_engine: Engine, settings: Settings) -> Iterator[Flask]:
    """The usual app over the test's own database and folders. A single test that adds to an app asks make_app."""
    kept = dict(usual_app.config)
    usual_app.config["SETTINGS"] = settings
    usual_app.extensions["engine"] = usual_engine
    move(usual_engine, make_url(settings.database))
    limiter.reset()
    with usual_app.app_context():
        yield usual_app
    if usual_app.extensions["engine"] is not usual_engine or not POSTGRESQL:
        usual_app.extensions["engine"].dispose()
    usual_app.config.clear()
    usual_app.config.update(kept)


@pytest.fixture
def without_jobs(app: Flask) -> None:
    """Also without those that the worker repeats: the table of jobs is at hand for what a test wants to write."""
    del app
    with transaction() as writing:
        writing.execute(delete(jobs.Job))


@pytest.fixture
def impatient(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who waits for another writer gives up soon."""
    for kind in (sqlite, postgresql):
        monkeypatch.setattr(kind, "SECONDS_TO_WAIT", 0.1)
    app.extensions["engine"].dispose()
    url = app.extensions["engine"].url
    app.extensions["engine"] = kind_of(url).make_engine(url)


@pytest.fixture
def client(app: Flask) -> Client:
    return Client(app)


@pytest.fixture
def clock(time_machine: TimeMachineFixture) -> Clock:
    return Clock(time_machine)


@pytest.fixture
def deliver(app: Flask, settings: Settings) -> Callable[[], list[inbox.Mail]]:
    """Send what is due; the mails that left since the last call, in the order they were queued."""
    seen: set[Path] = set()

    def run() -> list[inbox.Mail]:
        with app.app_context():
            mail.deliver_due()
        new = set(delivery.mailbox(settings).glob("*.eml")) - seen
        seen.update(new)
        return [inbox.read(path) for path in sorted(new, key=lambda path: path.stat().st_mtime_ns)]

    return run


@pytest.fixture
def signed_in(app: Flask) -> Callable[[str], Client]:
    """Gives a browser in which somebody with this role, as "organiser", is signed in, without the way to there."""

    def run(role: str) -> Client:
        now = datetime.now(UTC)
        address = f"{role}@example.org"
        with transaction():
            user, _new = accounts.invite(
                address, Role(role), name="Sabine Krause", locale="en", actor="program", now=now
            )
            accounts.choose_password(user, version=user.link_version, password_hash=password_hash(), actor="program")
            token = accounts.sign_in(accounts.Proof(user.id, password_hash()), now=now)
        browser = Client(app)
        browser.headers["Accept-Language"] = "en"
        with browser.browser.session_transaction() as cookie:
            cookie[LOGIN] = token
            cookie.permanent = True
        return browser

    return run


@cache
def password_hash() -> str:
    """Asks little of the machine, where a real one is there to ask much; the way to prove it is the same."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
