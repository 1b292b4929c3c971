"""A backup is whole although people register meanwhile; it is restored into an empty database, or nothing is."""

import threading
from collections.abc import Callable, Iterator
from errno import EPERM
from itertools import count
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from databases import Databases
from factories import answers, make_event, make_registration
from flask import Flask
from page import Client
from sqlalchemy import func, select, text
from surroundings import settings_in

from webapp import create_app
from webapp.config import Settings
from webapp.core import schema
from webapp.core.commands import db
from webapp.core.db import session, transaction
from webapp.core.errors import Refused
from webapp.core.mail import OutgoingMail
from webapp.places.models import Place
from webapp.registration.models import Registration


@pytest.fixture
def empty(databases: Databases, tmp_path: Path) -> Iterator[Flask]:
    """An installation over a database without tables."""
    settings: Settings = databases.new(settings_in(tmp_path / "empty"))
    made = create_app(settings)
    yield made
    made.extensions["engine"].dispose()
    databases.drop(settings)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "backups").mkdir()
    return tmp_path / "backups" / "monday"


def run(app: Flask, *arguments: str | Path) -> Result:
    with app.app_context():
        return CliRunner().invoke(db, [str(argument) for argument in arguments])


def counted() -> list[int]:
    models = (Registration, OutgoingMail, Place)
    return [session().scalar(select(func.count()).select_from(model)) or 0 for model in models]


def test_while_people_register(app: Flask, empty: Flask, file: Path) -> None:
    form = Client(app).get(f"/en/events/{make_event().slug}/register").form()
    some, enough = threading.Event(), threading.Event()
    answered: list[int] = []

    def register() -> None:
        for number in count():
            page = form.fill(**answers(email=f"person.{number}@example.org")).submit(follow=False, status=303)
            answered.append(page.status)
            if number == 5:
                some.set()
            if enough.is_set():
                return

    people = threading.Thread(target=register)
    people.start()
    some.wait(timeout=20)
    before = len(answered)
    made = run(app, "backup", file)
    after = len(answered)
    enough.set()
    people.join()
    assert made.exit_code == 0, made.output
    restored = run(empty, "restore", file)
    assert restored.output == "The backup is restored.\n"
    with empty.app_context():
        registrations, mails, places = counted()
        assert schema.problems() == []
    session().rollback()
    assert 6 <= before <= registrations <= after + 1 <= counted()[0] + 1
    assert (mails, places) == (registrations, counted()[2])


def test_the_restored_database_goes_on(app: Flask, empty: Flask, file: Path) -> None:
    make_registration(make_event())
    assert run(app, "backup", file).exit_code == 0
    with empty.app_context():
        schema.upgrade()  # tables without rows are empty enough
    assert run(empty, "restore", file).exit_code == 0
    with empty.app_context():
        event = session().scalars(select(Registration)).one().event_id
        assert schema.problems() == []
        Client(empty).get("/en/events/folgekonferenz/register").form().fill(**answers(email="new@example.org")).submit()
        assert {row.event_id for row in session().scalars(select(Registration))} == {event}
        assert counted()[0] == 2
        assert schema.problems() == []


def test_a_backup_is_its_owners_alone_and_overwrites_nothing(app: Flask, file: Path) -> None:
    assert run(app, "backup", file).output == f"The backup is in {file}.\n"
    assert file.stat().st_mode & 0o777 == 0o600
    before = file.read_bytes()
    again = run(app, "backup", file)
    assert isinstance(again.exception, Refused)
    assert "overwrites nothing" in str(again.exception)
    assert file.read_bytes() == before
    assert list(file.parent.iterdir()) == [file]


def test_what_fails_leaves_no_file(app: Flask, file: Path) -> None:
    assert isinstance(run(app, "backup", file.parent / "nowhere" / "file").exception, OSError)
    with app.app_context():
        schema.downgrade()
        schema.drop()
    assert isinstance(run(app, "backup", file).exception, Refused)
    assert list(file.parent.iterdir()) == []


def test_only_into_an_empty_database(app: Flask, file: Path) -> None:
    assert run(app, "backup", file).exit_code == 0
    before = counted()
    refused = run(app, "restore", file)
    assert isinstance(refused.exception, Refused)
    assert "not empty" in str(refused.exception)
    session().rollback()
    assert counted() == before


def test_a_folder_without_links_takes_a_backup(app: Flask, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A memory stick."""

    def refuse(*_paths: object) -> None:
        raise PermissionError(EPERM, "Operation not permitted")

    monkeypatch.setattr("os.link", refuse)
    assert run(app, "backup", file).output == f"The backup is in {file}.\n"
    assert "overwrites nothing" in str(run(app, "backup", file).exception)
    assert list(file.parent.iterdir()) == [file]


def test_a_backup_of_a_newer_version_is_said_to_be_one(app: Flask, empty: Flask, file: Path) -> None:
    with transaction() as writing:
        writing.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert run(app, "backup", file).exit_code == 0
    restored = run(empty, "restore", file)
    assert (restored.exit_code, restored.stdout) == (1, "The backup is restored.\n")
    assert "newer version" in restored.stderr
    for arguments in (["check"], ["upgrade"]):
        failed = run(empty, *arguments)
        assert failed.exit_code == 1
        assert "newer version" in f"{failed.stderr} {failed.exception}"


@pytest.mark.parametrize("spoil", [
    lambda _whole: b"",
    lambda _whole: b"PK\x03\x04 a workbook",
    lambda _whole: b"SQLite format 3\0 of something else",
    lambda _whole: b"PGDMP of something else",
    lambda whole: whole[: len(whole) // 2],
    lambda whole: whole[:-100],
    lambda whole: whole.replace(b"CREATE TABLE", b"CREATE \xffABLE"),
], ids=["empty", "workbook", "sqlite", "dump", "half", "nearly", "garbled"])  # fmt: skip
def test_half_a_restore_leaves_nothing(app: Flask, empty: Flask, file: Path, spoil: Callable[[bytes], bytes]) -> None:
    assert run(app, "backup", file).exit_code == 0
    file.write_bytes(spoil(file.read_bytes()))
    failed = run(empty, "restore", file)
    assert isinstance(failed.exception, Refused | OSError), failed.output
    assert str(failed.exception)
    with empty.app_context():
        assert schema.is_empty()
        schema.upgrade()
        assert schema.problems() == []
