"""Jobs: once each, whoever claims; again after a failure; taken up again when a worker died."""

import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update
from surroundings import Clock

from webapp.core import jobs
from webapp.core.db import session, transaction
from webapp.core.jobs import Job, JobState

pytestmark = pytest.mark.usefixtures("without_jobs")
done: list[str] = []


@jobs.job
def note(text: str) -> None:
    done.append(text)


@jobs.job
def stumble() -> None:
    done.append("tried")
    raise LookupError("Olena Kovalenko")


@pytest.fixture(autouse=True)
def _only_ours(without_jobs: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The features' own repeated jobs stay out of these tests."""
    del without_jobs
    monkeypatch.setattr(jobs, "_intervals", {})
    done.clear()
    yield
    done.clear()


def one() -> Job:
    session().rollback()
    return session().scalars(select(Job)).one()


def enqueue(text: str) -> None:
    with transaction():
        jobs.enqueue(note, text=text)


def test_jobs_run_once_in_their_order() -> None:
    enqueue("first")
    enqueue("second")
    assert (jobs.run_due(), jobs.run_due()) == (2, 0)
    assert done == ["first", "second"]


def test_a_job_is_queued_only_with_its_transaction() -> None:
    def fail() -> None:
        with transaction():
            jobs.enqueue(note, text="never")
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    assert jobs.run_due() == 0
    assert done == []


def test_a_failed_job_is_tried_again_later_and_given_up(clock: Clock) -> None:
    clock.at("2026-12-03 10:00")
    with transaction():
        jobs.enqueue(stumble)
    for attempt in range(1, jobs.ATTEMPTS + 1):
        assert jobs.run_due() == 0
        assert len(done) == attempt
        assert jobs.run_due() == 0  # not at once
        assert len(done) == attempt
        clock.forward(minutes=attempt)
    assert (one().state, one().error) == (JobState.FAILED, "LookupError")
    clock.forward(days=1)
    jobs.run_due()
    assert len(done) == jobs.ATTEMPTS


def test_a_failure_does_not_stop_the_jobs_behind_it() -> None:
    with transaction():
        jobs.enqueue(stumble)
    enqueue("after")
    assert jobs.run_due() == 1
    assert done == ["tried", "after"]


def test_a_job_whose_worker_died_is_taken_up_again(clock: Clock) -> None:
    clock.at("2026-12-03 10:00")
    enqueue("once")
    assert jobs._claim(one().id) is not None  # noqa: SLF001 - a worker that dies here
    assert jobs.run_due() == 0
    clock.forward(minutes=15)
    assert jobs.run_due() == 1
    assert done == ["once"]


def test_an_unknown_job_fails_without_harm() -> None:
    with transaction() as writing:
        jobs.enqueue(note, text="x")
        writing.execute(update(Job).values(name="gone.away"))
    assert jobs.run_due() == 0
    assert one().error == "KeyError"


def test_a_repeated_job_runs_at_its_interval(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    clock.at("2026-12-03 10:00")
    monkeypatch.setattr(jobs, "_works", dict(jobs._works))  # noqa: SLF001 - undone afterwards

    @jobs.every(timedelta(minutes=10))
    def tick() -> None:
        done.append("tick")

    assert [jobs.run_due() for _round in range(3)] == [1, 0, 0]
    clock.forward(minutes=10)
    assert jobs.run_due() == 1
    assert done == ["tick", "tick"]
    assert one().repeated


def test_two_workers_share_the_work(app: Flask) -> None:
    for number in range(10):
        enqueue(str(number))

    def work() -> None:
        with app.app_context():
            jobs.run_due()

    workers = [threading.Thread(target=work) for _worker in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=20)
    assert sorted(done, key=int) == [str(number) for number in range(10)]


def test_a_worker_survives_a_broken_round_and_stops_when_told(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    stop, rounds = threading.Event(), []

    def broken() -> int:
        rounds.append(1)
        if len(rounds) > 1:
            stop.set()
        raise OSError

    monkeypatch.setattr(jobs, "run_due", broken)
    monkeypatch.setattr(jobs, "SECONDS_BETWEEN_LOOKS", 0.01)
    jobs.run_worker(app, stop)
    assert len(rounds) == 2
