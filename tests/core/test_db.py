"""The one transaction rule: reading cannot write, writing commits whole or not at all, transactions do not nest."""

import threading
from datetime import UTC, datetime, timedelta, timezone

import pytest
from flask import Flask, g
from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError, StatementError

from webapp.core import clock, db
from webapp.core.db import bookkeeping, session, transaction
from webapp.core.jobs import Job, JobState

pytestmark = pytest.mark.usefixtures("without_jobs")
NOON = datetime(2026, 12, 3, 12, tzinfo=UTC)


def add(name: str) -> None:
    session().execute(insert(Job).values(name=name, arguments={}, due_at=NOON))


def names() -> list[str]:
    return list(session().scalars(select(Job.name).order_by(Job.id)))


def seen_by_another(app: Flask) -> int:
    with app.app_context():
        return session().scalar(select(func.count()).select_from(Job)) or 0


def test_what_is_written_is_there_for_others(app: Flask) -> None:
    with transaction():
        add("one")
        assert seen_by_another(app) == 0
    assert names() == ["one"]
    assert seen_by_another(app) == 1


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt, GeneratorExit])
def test_any_exception_rolls_back(app: Flask, error: type[BaseException]) -> None:
    def fail() -> None:
        with transaction():
            add("one")
            raise error

    with pytest.raises(error):
        fail()
    assert names() == []
    assert seen_by_another(app) == 0
    with transaction():
        add("two")
    assert names() == ["two"]


@pytest.mark.parametrize(
    "statement",
    [insert(Job).values(name="x", arguments={}, due_at=NOON), update(Job).values(name="x"), delete(Job)],
    ids=["insert", "update", "delete"],
)
def test_reading_session_cannot_write(statement: object) -> None:
    with pytest.raises(DBAPIError, match=r"read-?only"):
        session().execute(statement)  # type: ignore[call-overload]
    session().rollback()
    with transaction():
        add("one")
    with pytest.raises(DBAPIError, match=r"read-?only"):
        session().execute(statement)  # type: ignore[call-overload]


def test_transactions_do_not_nest() -> None:
    with pytest.raises(RuntimeError, match="nest"), transaction(), transaction():
        add("never")
    assert names() == []


def test_a_request_without_valid_token_may_not_write() -> None:
    g.read_only = "no valid CSRF token"
    with pytest.raises(RuntimeError, match="may not write"), transaction():
        add("never")
    assert names() == []


def test_what_was_loaded_is_read_again_inside(app: Flask) -> None:
    with transaction():
        add("old")
    job = session().scalars(select(Job)).one()
    with app.app_context(), transaction() as other:
        other.execute(update(Job).values(name="new"))
    assert job.name == "old"
    with transaction():
        assert job.name == "new"


def test_objects_stay_readable_after_the_commit() -> None:
    with transaction() as writing:
        job = Job(name="one", arguments={"a": 1}, due_at=NOON)
        writing.add(job)
    assert (job.id > 0, job.state, job.due_at) == (True, JobState.QUEUED, NOON)


def test_a_second_writer_waits_for_the_first(app: Flask) -> None:
    order: list[str] = []

    def second() -> None:
        with app.app_context(), transaction():
            order.append("second")
            add("second")

    other = threading.Thread(target=second)
    with transaction():
        add("first")
        other.start()
        other.join(timeout=0.2)
        order.append("first")
    other.join(timeout=5)
    session().rollback()
    assert order == ["first", "second"]
    assert names() == ["first", "second"]


@pytest.mark.usefixtures("impatient")
def test_a_writer_gives_up_when_another_writes_for_too_long(app: Flask) -> None:
    with transaction(), app.app_context(), pytest.raises(OperationalError, match=r"BEGIN|lock"), transaction():
        add("never")
    with transaction():
        add("later")
    assert names() == ["later"]


def test_no_book_is_kept_inside_a_transaction() -> None:
    with transaction(), pytest.raises(RuntimeError, match="no book"), bookkeeping():
        add("never")


def test_book_is_kept_beside_a_reading_session(app: Flask) -> None:
    assert names() == []
    with bookkeeping() as book:
        book.execute(insert(Job).values(name="seen", arguments={}, due_at=NOON))
    assert names() == []  # the reading session still sees its own moment
    assert seen_by_another(app) == 1


def test_times_are_aware_utc() -> None:
    kyiv = NOON.astimezone(timezone(timedelta(hours=2)))
    with transaction() as writing:
        writing.execute(insert(Job).values(name="x", arguments={}, due_at=kyiv))
    found = session().scalars(select(Job.due_at)).one()
    assert (found, found.utcoffset()) == (NOON, timedelta(0))


def test_values_come_back_as_they_went_in() -> None:
    arguments = {"ключ": ["ü’", None, 1.5, {"true": True}], "empty": {}}
    with transaction() as writing:
        writing.execute(insert(Job).values(name="Ґанок 😀", arguments=arguments, state=JobState.FAILED, due_at=NOON))
    found = session().execute(select(Job.name, Job.arguments, Job.repeated, Job.state, Job.finished_at)).one()
    assert found == ("Ґанок 😀", arguments, False, JobState.FAILED, None)
    assert type(found.state) is JobState


def test_naive_time_is_refused() -> None:
    with pytest.raises(StatementError, match="without zone"), transaction() as writing:
        writing.execute(insert(Job).values(name="x", arguments={}, due_at=NOON.replace(tzinfo=None)))


def test_constraint_is_named() -> None:
    twice = [{"name": "x", "arguments": {}, "repeated": True, "due_at": NOON}] * 2
    with pytest.raises(IntegrityError) as partial, transaction() as writing:
        writing.execute(insert(Job), twice)
    assert db.violated(partial.value) == "uq_job_repeated"
    with pytest.raises(IntegrityError) as check, transaction() as writing:
        writing.connection().exec_driver_sql(
            "INSERT INTO job (name, arguments, repeated, state, attempts, due_at, error)"
            " VALUES ('x', '{}', false, 'lost', 0, '2026-01-01', '')"
        )
    assert db.violated(check.value) == "ck_job_jobstate"


def test_random_ids_are_long_and_different() -> None:
    found = {db.random_id() for _time in range(200)}
    assert len(found) == 200
    assert {len(text) for text in found} == {22}


def test_now_is_aware() -> None:
    assert clock.now().utcoffset() == timedelta(0)
