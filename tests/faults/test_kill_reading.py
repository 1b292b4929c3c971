"""kill -9 of the worker while it reads a large report: it is taken up again, and nobody is lost or doubled."""

import random
import time
from collections.abc import Callable

import pytest
from factories import make_event
from faults import figures
from faults.posts import PATIENCE, Post
from running import Program
from sqlalchemy import func, select, update

from webapp.attendance import held_reports, importing
from webapp.attendance.models import ImportRun, Reading, ReportedPerson, RunState
from webapp.attendance.stages import Stage
from webapp.core import clock, turns
from webapp.core.clock import BERLIN
from webapp.core.db import session, transaction
from webapp.core.jobs import Job, JobState

PEOPLE = figures.scale(6_000, 20_000)
HEAD = "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest,In Waiting Room"

pytestmark = pytest.mark.usefixtures("app")


@pytest.mark.parametrize(("stage", "begun", "longest"), [(Stage.FILES, 1, 0.2), (Stage.KEPT, 2, 0.05)])
def test_a_report_is_read_once_whenever_the_worker_is_killed(
    start_worker: Callable[..., Program], chance: random.Random, stage: Stage, begun: int, longest: float
) -> None:
    hold()
    worker = start_worker()
    least = chance.randrange(begun) * turns.PIECE  # machines differ in how long they take to write the rest
    wait_until(lambda: bool(readings(Reading.reader != "", Reading.stage == stage, Reading.done >= least)))
    time.sleep(chance.uniform(0, longest))
    worker.kill()
    state, written = found()
    assert (state, written % turns.PIECE) == (RunState.HELD, 0)
    assert written < PEOPLE
    with transaction() as writing:  # as if the quarter of an hour were over
        mine = Job.state == JobState.RUNNING, ~Job.repeated
        writing.execute(update(Job).where(*mine).values(due_at=clock.now()))
    start_worker()
    wait_while_it_moves(lambda: found()[0] is RunState.READ)
    assert found() == (RunState.READ, PEOPLE)
    assert readings() == []
    figures.note(
        f"kill -9 worker, report at {stage}", rounds=1, acknowledged=PEOPLE, lost=0, twice=0,
        seen=f"{written} people written when it was killed",
    )  # fmt: skip


def hold() -> None:
    event = make_event()
    day = f"{event.starts_at.astimezone(BERLIN):%m/%d/%Y}"
    rows = [f"Gast{n} Fremd{n},g{n}@x.example,{day} 10:00:00 AM,{day} 11:30:00 AM,90,Yes,No" for n in range(PEOPLE)]
    files = [("report.csv", "\r\n".join([HEAD, *rows]).encode())]
    with transaction():
        run = importing.hold(event.id, files, timezone=BERLIN.key, actor="x", now=clock.now())
        assert not held_reports.is_little_or_later(run)


def found() -> tuple[RunState, int]:
    session().rollback()
    people = select(func.count(ReportedPerson.id))
    return session().scalars(select(ImportRun.state)).one(), session().scalar(people) or 0


def readings(*which: object) -> list[str]:
    session().rollback()
    return list(session().scalars(select(Reading.reader).where(*which)))  # type: ignore[arg-type]


def wait_until(done: Callable[[], bool]) -> None:
    Post().wait_until(done)


def wait_while_it_moves(done: Callable[[], bool]) -> None:
    """A slow machine is no fault; a reading that stands still is one."""
    before, end = None, 0.0
    while not done():
        session().rollback()
        now = session().execute(select(Reading.stage, Reading.done)).one_or_none()
        if now != before:
            before, end = now, time.monotonic() + PATIENCE
        assert time.monotonic() < end, f"it stands at {before}"
        time.sleep(0.05)
