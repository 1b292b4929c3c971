"""What is true of the server alone: it restarts, it asks for a password, it sorts by German rules."""

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from databases import OWNER, PASSWORD, Server
from factories import answers, make_event
from flask import Flask
from page import Client
from running import Running
from sqlalchemy import URL, event, text
from sqlalchemy.exc import OperationalError
from surroundings import Clock, free_port, settings_in

from webapp.config import Settings
from webapp.core import backup
from webapp.core.db import engine, session, transaction

pytestmark = pytest.mark.postgresql


@pytest.fixture
def network(databases: Server, settings: Settings) -> URL:
    """The test's database as a server on another machine would offer it: by password."""
    name = databases.name(settings)
    return URL.create("postgresql", OWNER, PASSWORD, "127.0.0.1", databases.port, name)


def test_a_restarted_server_costs_no_request(client: Client, databases: Server, settings: Settings) -> None:
    make_event()
    client.get("/en/")
    session().rollback()
    databases.hang_up(settings)
    client.get("/en/")


def test_who_holds_up_others_is_stopped(app: Flask) -> None:
    del app
    shown = {name: session().scalar(text(f"SHOW {name}")) for name in ("lock_timeout", "statement_timeout")}
    assert shown == {"lock_timeout": "5s", "statement_timeout": "30s"}
    assert session().scalar(text("SHOW idle_in_transaction_session_timeout")) == "2min"


def test_of_two_who_wait_for_each_other_one_is_told_and_may_try_again(
    client: Client, databases: Server, settings: Settings
) -> None:
    """A deadlock with somebody who does not queue, as an administrator at the server's own prompt."""
    form = client.get(f"/en/events/{make_event().slug}/register").form().fill(**answers())
    person = threading.Thread(target=lambda: form.submit(follow=False, status=503))
    with psycopg.connect(databases.address("postgres", databases.name(settings))) as prompt:
        prompt.execute("SET deadlock_timeout = '60s'")  # so that it is the other one who is told
        prompt.execute("LOCK TABLE audit_entry IN EXCLUSIVE MODE")
        person.start()
        while prompt.execute("SELECT count(*) FROM pg_locks WHERE NOT granted").fetchone() != (1,):
            assert person.is_alive()
        prompt.execute("SELECT * FROM event FOR UPDATE")
    person.join()
    form.submit(follow=False, status=303)
    session().rollback()
    assert session().scalar(text("SELECT count(*) FROM registration")) == 1


def test_of_a_standby_people_read_and_keep_what_they_typed(
    client: Client, databases: Server, settings: Settings, signed_in: Callable[[str], Client], clock: Clock
) -> None:
    """After a failover it refuses the beginning of a writing transaction; here the lock says the same as it."""
    address = f"/en/events/{make_event().slug}"
    form, desk = client.get(f"{address}/register").form().fill(**answers()), signed_in("organiser")
    clock.forward(minutes=2)  # so that the use of the session is to be noted
    refusal = "RAISE 'cannot set transaction read-write mode during recovery' USING ERRCODE = '0A000';"
    databases.run_in(
        settings,
        "CREATE FUNCTION public.pg_advisory_xact_lock(integer) RETURNS void LANGUAGE plpgsql "
        f"AS $$ BEGIN {refusal} END $$",
    )
    client.get(address)
    desk.get("/manage/")
    again = form.submit(follow=False, status=503).form()
    assert again.values["given_name"] == answers()["given_name"]
    databases.run_in(settings, "DROP FUNCTION public.pg_advisory_xact_lock(integer)")
    again.submit(follow=False, status=303)


def test_a_connection_that_was_idle_too_long_is_one_that_went(app: Flask) -> None:
    del app
    session().execute(text("SET idle_in_transaction_session_timeout = '10ms'"))
    time.sleep(0.2)
    with pytest.raises(OperationalError):
        session().execute(text("SELECT 1"))
    session().rollback()
    assert session().scalar(text("SELECT 1")) == 1


@pytest.mark.parametrize("kind", [KeyboardInterrupt, SystemExit])
def test_who_is_stopped_amid_a_statement_stops(app: Flask, kind: type[BaseException]) -> None:
    """It ends the connection, but the database is not away."""
    del app

    def stop(*_told: object) -> None:
        raise kind

    event.listen(engine(), "do_execute", stop)
    with pytest.raises(kind):
        session().execute(text("SELECT 1"))
    event.remove(engine(), "do_execute", stop)
    session().rollback()
    assert session().scalar(text("SELECT 1")) == 1


@pytest.mark.parametrize("scheme", ["postgres", "postgresql"])
def test_every_usual_address_will_do(make_app: Callable[..., Flask], network: URL, scheme: str) -> None:
    address = network.set(drivername=scheme).render_as_string(hide_password=False)
    with make_app(database_url=address).app_context(), transaction() as writing:
        assert writing.scalar(text("SELECT 1")) == 1


def test_a_password_is_on_no_command_line(
    make_app: Callable[..., Flask], network: URL, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """pg_dump runs as it is, started by a program that notes how it was called."""
    with pytest.raises(psycopg.OperationalError):  # the server does ask for it
        psycopg.connect(network._replace(password=None).render_as_string())
    noted, starter = tmp_path / "noted", tmp_path / "bin" / "pg_dump"
    starter.parent.mkdir()
    starter.write_text(f'#!/bin/sh\necho "$@" > {noted}\nPATH="${{PATH#*:}}"\nexec pg_dump "$@"\n')
    starter.chmod(0o700)
    monkeypatch.setenv("PATH", f"{starter.parent}:/usr/bin:/bin")
    address = network.render_as_string(hide_password=False)
    with make_app(database_url=address).app_context():
        backup.back_up(tmp_path / "dump")
    assert (tmp_path / "dump").stat().st_size > 1000
    assert str(network.database) in noted.read_text()
    assert not any(word in noted.read_text() for word in ("pfel", "Birnen"))


def test_a_wrong_password_is_said_without_it(make_app: Callable[..., Flask], network: URL) -> None:
    wrong = network.set(password="Birnen")
    with (
        make_app(database_url=wrong.render_as_string(hide_password=False)).app_context(),
        pytest.raises(OperationalError, match="password authentication failed") as error,
    ):
        session().scalar(text("SELECT 1"))
    assert "Birnen" not in str(error.value)


def test_the_real_program(databases: Server, tmp_path: Path) -> None:
    settings = databases.new(settings_in(tmp_path))
    service = Running(tmp_path, free_port(), database_url=settings.database_url)
    service.command("db", "upgrade")
    service.command("demo", "--attendees", "10")
    assert service.command("db", "check") == "The database is fine.\n"
    service.command("db", "backup", str(tmp_path / "dump"))
    again = databases.new(settings)
    restored = replace(service, database_url=again.database_url)
    restored.command("db", "restore", str(tmp_path / "dump"))
    assert restored.data("event", "list") == service.data("event", "list") != []
    for one in (settings, again):
        databases.drop(one)
