"""Another process holds the database for longer than one waits: told in time, nothing lost, and on it goes."""

import sqlite3
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, closing, contextmanager
from functools import partial
from pathlib import Path

import psycopg
import pytest
from databases import POSTGRESQL
from faults import books, figures
from faults.load import FORM, Answer, Load, register, send, submit
from running import started, web_program
from sqlalchemy import make_url

from webapp.config import Settings
from webapp.core import postgresql, sqlite
from webapp.events.models import Event

ROUNDS = figures.scale(1, 5)
PEOPLE = 6  #: fewer than a web process has threads
HEADINGS = {
    "en": "Not saved: please try again shortly",
    "de": "Nicht gespeichert: Bitte",
    "uk": "Дані не збережено: будь",
}
ROW = "SELECT * FROM event FOR UPDATE"
QUEUE = f"SELECT pg_advisory_xact_lock({postgresql.LOCK})"


@contextmanager
def held_file(settings: Settings) -> Iterator[None]:
    """By a program that knows nothing of our queue, such as somebody's sqlite3."""
    with closing(sqlite3.connect(settings.instance / "konferenz.sqlite", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


@contextmanager
def held_server(settings: Settings, statement: str = QUEUE) -> Iterator[None]:
    address = make_url(settings.database).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address) as other:
        other.execute(statement.encode())
        yield


def held(settings: Settings) -> AbstractContextManager[None]:
    return held_server(settings) if POSTGRESQL else held_file(settings)


@pytest.mark.usefixtures("event")
def test_everybody_is_told_in_time_and_nothing_is_saved(settings: Settings, tmp_path: Path) -> None:
    told: list[Answer] = []
    program = web_program(settings, tmp_path / "log.txt")
    program.cold = True
    with started(program) as web:
        for lang in HEADINGS:  # the first page of a process takes longer
            assert submit(web.url, FORM.replace("/en/", f"/{lang}/")).status == 422
        for round_number in range(ROUNDS):
            people = [f"person.{round_number}.{number}@example.org" for number in range(PEOPLE)]
            paths = [FORM.replace("/en/", f"/{lang}/") for lang in HEADINGS] * (PEOPLE // len(HEADINGS))
            with held(settings), ThreadPoolExecutor(PEOPLE) as pool:
                told += pool.map(partial(register, web.url), people, paths)
                assert send(web.url, "GET", FORM).status == 200, "reading does not wait"
            assert books.kept([]).registrations == PEOPLE * round_number
            assert [register(web.url, email, path).status for email, path in zip(people, paths, strict=True)] == (
                [303] * PEOPLE
            )
    longest = max(answer.seconds for answer in told)
    figures.note(
        "locked database", rounds=ROUNDS, acknowledged=PEOPLE * ROUNDS, longest_s=round(longest, 2),
        **books.kept([]).figures, seen=f"{len(told)} pages 503",
    )  # fmt: skip
    for heading, answer in zip(list(HEADINGS.values()) * (len(told) // len(HEADINGS)), told, strict=True):
        assert (answer.status, heading in answer.text) == (503, True)
        assert int(answer.headers["Retry-After"]) > 0
        assert 'name="given_name" value="Олена"' in answer.text, "what was typed is lost"
    assert longest < sqlite.SECONDS_TO_WAIT + 2
    books.kept([]).require()


def test_a_lock_shorter_than_the_wait_costs_nobody_anything(settings: Settings, event: Event, tmp_path: Path) -> None:
    del event
    release = threading.Event()
    with started(web_program(settings, tmp_path / "log.txt")) as web, Load(web.url, threads=PEOPLE) as load:
        load.wait_for(PEOPLE)
        with held(settings):
            release.wait(timeout=1.5)
        load.wait_for(PEOPLE)
    figures.note(
        "database locked for 1.5 s", rounds=1, acknowledged=len(load.acknowledged),
        longest_s=round(max(load.seconds), 2), **books.kept(load.acknowledged).figures,
    )  # fmt: skip
    assert not load.others
    books.kept(load.acknowledged).require()


@pytest.mark.postgresql
@pytest.mark.usefixtures("event")
def test_a_row_that_another_session_holds(settings: Settings, tmp_path: Path) -> None:
    with started(web_program(settings, tmp_path / "log.txt")) as web:
        with held_server(settings, ROW):
            answer = register(web.url, "olena@example.org")
        assert (answer.status, answer.seconds < postgresql.SECONDS_TO_WAIT + 2) == (503, True)
        assert books.kept([]).registrations == 0
        assert register(web.url, "olena@example.org").status == 303
    books.kept(["olena@example.org"]).require()
