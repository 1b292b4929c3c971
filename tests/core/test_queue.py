"""Writers queue: nobody overtakes for long, and whoever was killed holds up nobody."""

import fcntl
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask import Flask
from sources import ROOT
from sqlalchemy import Engine, event, make_url, text
from sqlalchemy.exc import OperationalError

from webapp.config import Settings
from webapp.core import audit, db, sqlite
from webapp.core.db import bookkeeping, session, transaction

HOLDER = """
import sys, time
from pathlib import Path
from surroundings import settings_in
from dataclasses import replace
from webapp import create_app
from webapp.core.db import transaction
with create_app(replace(settings_in(Path(sys.argv[1])), database_url=sys.argv[2])).app_context(), transaction():
    print("writing", flush=True)
    time.sleep(600)
"""


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return sqlite.make_engine(make_url(f"sqlite:///{tmp_path / 'queue.sqlite'}"))


def write(engine: Engine) -> None:
    with engine.connect().execution_options(writing=True) as connection, connection.begin():
        connection.execute(text("CREATE TABLE IF NOT EXISTS thing (id INTEGER)"))


def test_many_writers_all_get_their_turn(app: Flask) -> None:
    def work() -> None:
        for _round in range(5):
            with app.app_context(), transaction():
                audit.record("one", "a:1", actor="program")

    before = audit.verify()
    threads = [threading.Thread(target=work) for _number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    session().rollback()
    assert before is None
    assert session().scalar(text("SELECT count(*) FROM audit_entry WHERE action = 'one'")) == 40
    assert audit.verify() is None


def test_a_killed_writer_frees_the_way(app: Flask, settings: Settings) -> None:
    command = [sys.executable, "-c", HOLDER, str(settings.instance.parent), settings.database]
    with subprocess.Popen(
        command, cwd=ROOT, env={"PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}"}, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == b"writing\n"
        holder.kill()
    with app.app_context(), transaction():
        audit.record("one", "a:1", actor="program")
    assert audit.verify() is None


def test_who_waits_too_long_gives_up_and_readers_do_not_wait(
    tmp_path: Path, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "SECONDS_TO_WAIT", 0.05)
    write(engine)
    with (tmp_path / "queue.sqlite-queue").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        with pytest.raises(OperationalError):
            write(engine)
        with engine.connect() as connection:
            assert connection.scalar(text("SELECT count(*) FROM thing")) == 0
    write(engine)
    engine.dispose()


def test_of_one_process_one_waits_at_the_file_and_the_others_behind_it_all_give_up(
    tmp_path: Path, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "SECONDS_TO_WAIT", 0.05)

    def try_it(_number: int) -> str:
        with pytest.raises(OperationalError) as refused:
            write(engine)
        return type(refused.value.orig).__name__

    with (tmp_path / "queue.sqlite-queue").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        with ThreadPoolExecutor(3) as pool:
            found = set(pool.map(try_it, range(3)))
    assert found <= {"BlockingIOError", "TimeoutError"}  # whoever stood behind may get to the file at the last moment
    write(engine)
    engine.dispose()


def test_the_turn_is_over_with_the_transaction(tmp_path: Path, engine: Engine) -> None:
    with pytest.raises(OperationalError), engine.connect().execution_options(writing=True) as connection:
        connection.execute(text("SELECT * FROM nowhere"))
    write(engine)
    with (tmp_path / "queue.sqlite-queue").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX | fcntl.LOCK_NB)
    engine.dispose()


def test_what_a_connection_may_is_told_to_it_once(engine: Engine) -> None:
    told: list[str] = []
    event.listen(engine, "connect", lambda connection, _record: connection.set_trace_callback(told.append))

    def read() -> list[str]:
        told.clear()
        with engine.connect() as connection, connection.begin():
            connection.execute(text("SELECT 1"))
        return [line for line in told if line.startswith("PRAGMA")]

    assert read()[-2:] == ["PRAGMA busy_timeout = 5000", "PRAGMA query_only = ON"]
    assert read() == []
    write(engine)
    assert read() == ["PRAGMA query_only = ON"]
    with engine.connect() as connection, pytest.raises(OperationalError, match="readonly"):
        connection.execute(text("INSERT INTO thing VALUES (1)"))
    engine.dispose()


def test_who_writes_and_who_reads_need_no_word_in_turns(tmp_path: Path) -> None:
    small, told = Flask(__name__), list[str]()
    db.init_app(small, f"sqlite:///{tmp_path / 'queue.sqlite'}")

    def turn() -> None:
        with transaction() as writing:
            writing.execute(text("CREATE TABLE IF NOT EXISTS thing (id INTEGER)"))
        with bookkeeping() as book:
            book.execute(text("DELETE FROM thing"))
        session().execute(text("SELECT 1"))
        session().rollback()

    with small.app_context():
        for one in (db.engine(), db.engine().get_execution_options().get("writer", db.engine())):
            event.listen(one, "connect", lambda connection, _record: connection.set_trace_callback(told.append))
        turn()
        told.clear()
        turn()
        assert "DELETE FROM thing" in told
        assert [line for line in told if line.startswith("PRAGMA")] == []
        with pytest.raises(OperationalError, match="readonly"):
            session().execute(text("INSERT INTO thing VALUES (1)"))
        session().rollback()
        db.engine().dispose()


def test_in_memory_there_is_no_queue() -> None:
    memory = sqlite.make_engine(make_url("sqlite://"))
    write(memory)
    memory.dispose()
