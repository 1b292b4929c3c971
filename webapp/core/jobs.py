"""Job, @job and @every, enqueue(), and run_worker(): work outside requests, claimed by a conditional UPDATE."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum
from threading import Event
from typing import Any, Final

from flask import Flask
from sqlalchemy import Index, String, and_, insert, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core import clock, mail
from webapp.core.db import Model, choice, session, transaction
from webapp.core.due import pull_in

log = logging.getLogger(__name__)
Work = Callable[..., None]
LOST_AFTER: Final = timedelta(minutes=15)
ATTEMPTS: Final = 5
SECONDS_BETWEEN_LOOKS: Final = 1.0


class JobState(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Job(Model):
    __tablename__ = "job"
    __table_args__ = (
        Index("ix_job_due", "state", "due_at"),
        # a repeated job waits or runs once, however many workers there are
        Index("uq_job_repeated", "name", unique=True, sqlite_where=text("repeated AND state IN ('queued', 'running')"),
              postgresql_where=text("repeated AND state IN ('queued', 'running')")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60), info={"personal": None})
    arguments: Mapped[dict[str, Any]] = mapped_column(info={"personal": None})
    repeated: Mapped[bool] = mapped_column(default=False)
    state: Mapped[JobState] = mapped_column(choice(JobState), default=JobState.QUEUED)
    attempts: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    error: Mapped[str] = mapped_column(String(200), default="", info={"personal": None})


_works: dict[str, Work] = {}
_intervals: dict[str, timedelta] = {}


def job(work: Work) -> Work:
    """A function that a worker may run; its arguments are plain JSON values."""
    _works[_name(work)] = work
    return work


def every(interval: timedelta) -> Callable[[Work], Work]:
    """A job without arguments that the worker repeats."""

    def note(work: Work) -> Work:
        _intervals[_name(work)] = interval
        return job(work)

    return note


def enqueue(work: Work, **arguments: Any) -> None:
    """Have the worker do this, within the running transaction."""
    session().execute(insert(Job).values(name=_name(work), arguments=arguments, due_at=clock.now()))


def run_due() -> int:
    """Run the jobs that are due, one after the other; the number of those that ended well."""
    _plan_repeated()
    _pull_in(clock.now())
    waiting = Job.state.in_((JobState.QUEUED, JobState.RUNNING))
    due = list(session().scalars(select(Job.id).where(waiting, Job.due_at <= clock.now()).order_by(Job.id).limit(20)))
    session().rollback()
    return sum(_run(job_id) for job_id in due)


def run_worker(app: Flask, stop: Event) -> None:
    """Deliver mails and run jobs until told to stop; an error is logged and the next round tries again."""
    while not stop.is_set():
        busy = False
        try:
            with app.app_context():
                busy = mail.deliver_due() + run_due() > 0
        except Exception:
            log.exception("the worker's round failed")
        if not busy:
            stop.wait(SECONDS_BETWEEN_LOOKS)


def _plan_repeated() -> None:
    planned = select(Job.name).where(Job.repeated, Job.state.in_((JobState.QUEUED, JobState.RUNNING)))
    missing = set(_intervals) - set(session().scalars(planned))
    for name in sorted(missing):
        try:
            with transaction() as writing:
                writing.execute(insert(Job).values(name=name, arguments={}, repeated=True, due_at=clock.now()))
        except IntegrityError:
            log.info("another worker planned %s", name)


def _pull_in(now: datetime) -> None:
    queued = Job.state == JobState.QUEUED
    latest = [
        (Job.state == JobState.RUNNING, now + LOST_AFTER),
        (and_(queued, ~Job.repeated, Job.attempts == 0), now),
        (and_(queued, ~Job.repeated), now + timedelta(minutes=ATTEMPTS)),
    ]
    latest += [(and_(queued, Job.repeated, Job.name == name), now + pause) for name, pause in _intervals.items()]
    pull_in(Job.due_at, latest)


def _run(job_id: int) -> bool:
    claimed = _claim(job_id)
    if claimed is None:
        return False
    error, attempt = "", claimed.attempts
    try:
        _works[claimed.name](**claimed.arguments)
    except Exception as problem:
        log.exception("job %s failed", claimed.name)
        error = type(problem).__name__
    with transaction() as writing:
        done = writing.get_one(Job, job_id, populate_existing=True)
        if (done.state, done.attempts) == (JobState.RUNNING, attempt):  # else another worker took it up
            _finish(done, error)
    return not error


def _claim(job_id: int) -> Job | None:
    now = clock.now()
    waiting = Job.state.in_((JobState.QUEUED, JobState.RUNNING))
    mine = update(Job).where(Job.id == job_id, waiting, Job.due_at <= now)
    with transaction() as writing:
        taken = writing.execute(mine.values(state=JobState.RUNNING, due_at=now + LOST_AFTER, attempts=Job.attempts + 1))
        return writing.get(Job, job_id, populate_existing=True) if taken.rowcount == 1 else None  # type: ignore[attr-defined]


def _finish(done: Job, error: str) -> None:
    now = clock.now()
    done.error = error
    if done.repeated and done.name in _intervals:
        done.state, done.due_at, done.attempts = JobState.QUEUED, now + _intervals[done.name], 0
    elif error and done.attempts < ATTEMPTS:
        done.state, done.due_at = JobState.QUEUED, now + timedelta(minutes=done.attempts)
    else:
        done.state, done.finished_at = (JobState.FAILED if error else JobState.DONE), now


def _name(work: Work) -> str:
    return f"{work.__module__.removeprefix('webapp.')}.{work.__name__}"
