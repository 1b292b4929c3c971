"""kill -9 of the web process under load: what was acknowledged is there, whole and once."""

import os
import random
import signal
import time
from pathlib import Path

import pytest
from databases import Databases, Server
from factories import details
from faults import books, figures
from faults.load import Load
from running import Program, started, web_program
from sqlalchemy import func, select

from webapp.config import Settings
from webapp.core import clock
from webapp.core.db import session, transaction
from webapp.core.mail import OutgoingMail
from webapp.events.models import Event
from webapp.registration import mails, registering, seats
from webapp.registration.models import Registration, State

ROUNDS = figures.scale(2, 15)
AT_LEAST = 10  #: registrations between two kills
PENDING = 400


@pytest.mark.parametrize("what", ["worker", "group"])
def test_what_was_acknowledged_is_there(
    what: str, settings: Settings, event: Event, tmp_path: Path, chance: random.Random
) -> None:
    with started(web_program(settings, tmp_path / "log.txt")) as web:
        load = Load(web.url, links=pending(event))
        with load:
            for _round in range(ROUNDS):
                load.wait_for(AT_LEAST)
                time.sleep(chance.uniform(0, 0.3))
                kill(web, what)
            load.wait_for(AT_LEAST)
    found = books.kept(load.acknowledged)
    figures.note(
        f"kill -9 web {what}", rounds=ROUNDS, acknowledged=len(load.acknowledged) + len(load.confirmed),
        **found.figures, longest_s=round(max(load.seconds), 2), seen=f"{load.others.total()} asked again",
    )  # fmt: skip
    assert load.others, "nobody noticed the kills"
    found.require()
    confirmed = select(func.count()).select_from(Registration).where(Registration.state == State.CONFIRMED)
    told = select(func.count()).select_from(OutgoingMail).where(OutgoingMail.template == "registration_done")
    assert session().scalar(confirmed) == session().scalar(told) == len(load.confirmed) > 0


@pytest.mark.postgresql
def test_so_is_what_was_acknowledged_by_a_database_server_that_crashed(
    settings: Settings, databases: Databases, event: Event, tmp_path: Path, chance: random.Random
) -> None:
    """One server process killed takes all others with it, and the server recovers from its log."""
    assert isinstance(databases, Server)
    databases.run(f"ALTER DATABASE {databases.name(settings)} SET synchronous_commit = on")
    with started(web_program(settings, tmp_path / "log.txt")) as web:
        load = Load(web.url, links=pending(event))
        with load:
            for _round in range(ROUNDS):
                load.wait_for(AT_LEAST)
                time.sleep(chance.uniform(0, 0.3))
                databases.crash(settings)
            load.wait_for(AT_LEAST)
    session().close()
    found = books.kept(load.acknowledged)
    figures.note(
        "kill -9 database server", rounds=ROUNDS, acknowledged=len(load.acknowledged) + len(load.confirmed),
        **found.figures, longest_s=round(max(load.seconds), 2), seen=dict(load.others).__repr__(),
    )  # fmt: skip
    assert set(load.others) <= {"503"}, "a crash of the database is no error of ours"
    found.require()


def kill(web: Program, what: str) -> None:
    if what == "worker":
        for child in web.children:
            os.kill(child, signal.SIGKILL)  # gunicorn starts another
    else:
        web.kill()
        web.start()


def pending(event: Event) -> tuple[str, ...]:
    """Links by which people confirm who registered before, each with the mail that asked them to."""
    with transaction():
        held, now = seats.locked(event.id), clock.now()
        rows = [
            registering.add(held, details(email=f"earlier.{number}@example.org"), locale="en", now=now)
            for number in range(PENDING)
        ]
        for row in rows:
            mails.ask_to_confirm(row, held)
        return tuple(f"/en/c/{mails.confirm_token(row, held)}" for row in rows)
