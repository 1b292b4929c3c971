"""kill -9 of the worker: every mail arrives, twice only if it was killed between DATA and commit; jobs end once."""

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from factories import details, make_event
from faults import figures
from faults.posts import Post, serving
from running import Program
from sqlalchemy import func, select, update

from webapp.core import audit, clock, jobs
from webapp.core.audit import AuditEntry
from webapp.core.db import session, transaction
from webapp.core.jobs import Job, JobState
from webapp.core.mail import LOST_AFTER, MailState, OutgoingMail
from webapp.registration import mails, registering, seats

ROUNDS = figures.scale(3, 30)
MAILS_A_ROUND = 12
Start = Callable[..., Program]

pytestmark = pytest.mark.usefixtures("without_jobs")


def put(number: int) -> None:
    """So many registrations, each with its mail."""
    event_id = make_event(slug=f"conference-{random.randrange(2**40)}").id  # noqa: S311
    with transaction():
        event, now = seats.locked(event_id), clock.now()
        for position in range(number):
            person = details(email=f"person.{position}@example.org")
            mails.ask_to_confirm(registering.add(event, person, locale="uk", now=now), event)


def test_every_mail_arrives(start_worker: Start, chance: random.Random) -> None:
    post, number = Post(), ROUNDS * MAILS_A_ROUND
    put(number)
    with serving(post) as url:
        for round_number in range(ROUNDS):
            worker = start_worker(SMTP_URL=url)
            post.wait_for(min(number, len(set(post.ids)) + chance.randrange(1, MAILS_A_ROUND)))
            time.sleep(chance.uniform(0, 0.02))
            worker.kill()
            assert len(left()) >= (ROUNDS - round_number - 1) * MAILS_A_ROUND // 2
            wait_over()
        start_worker(SMTP_URL=url)
        post.wait_for(number)
        post.wait_until(lambda: not left())
    figures.note(
        "kill -9 worker, mails", rounds=ROUNDS, acknowledged=number, mails=len(post.ids), twice=post.twice,
        lost=number - len(set(post.ids)), seen="twice: between DATA and commit",
    )  # fmt: skip
    assert post.twice <= ROUNDS


@pytest.mark.parametrize(("stage", "twice"), [("RCPT", 0), ("END", 1)])
def test_only_a_mail_between_its_receipt_and_the_commit_comes_twice(
    start_worker: Start, stage: str, twice: int
) -> None:
    post = Post()
    put(3)
    with serving(post) as url:
        worker = start_worker(SMTP_URL=url)
        post.before = lambda at: os.kill(worker.pid, signal.SIGKILL) if at == stage else None
        worker.process.wait(timeout=20)  # type: ignore[union-attr]
        post.before = None
        assert len(left()) == 3
        wait_over()
        start_worker(SMTP_URL=url)
        post.wait_until(lambda: not left())
    assert (len(set(post.ids)), post.twice) == (3, twice)
    figures.note(f"kill -9 worker at {stage}", rounds=1, acknowledged=3, mails=len(post.ids), twice=post.twice, lost=0)


def test_two_workers_at_once_send_nothing_twice(start_worker: Start) -> None:
    post = Post()
    put(30)
    with serving(post) as url:
        for _worker in range(2):
            start_worker(SMTP_URL=url)
        post.wait_until(lambda: not left())
    assert (len(post.ids), post.twice) == (30, 0)


def test_a_job_killed_in_the_middle_is_taken_up_again_and_ends_once(start_worker: Start, tmp_path: Path) -> None:
    file, command = tmp_path / "go-on", ("-c", "from faults.long_job import work; work()")
    with transaction() as writing:
        writing.add(Job(name="faults.long_job.last", arguments={"file": str(file)}, due_at=clock.now()))
    first = start_worker(*command)
    wait_until(lambda: entries()["job.begin"] == 1)
    first.kill()
    start_worker(*command)
    wait_until(lambda: bool(repeated_jobs_done()))
    assert entries() == {"job.begin": 1}, "taken up although its worker might still be alive"
    assert held().state is JobState.RUNNING
    make_due(jobs.LOST_AFTER)
    wait_until(lambda: entries()["job.begin"] == 2)
    file.touch()
    wait_until(lambda: held().state is JobState.DONE)
    assert (entries(), held().attempts) == ({"job.begin": 2, "job.end": 1}, 2)
    assert audit.verify() is None
    figures.note("kill -9 worker, job", rounds=1, acknowledged=1, lost=0, twice=0, seen="begun twice, ended once")


def left() -> list[MailState]:
    session().rollback()
    return list(session().scalars(select(OutgoingMail.state).where(OutgoingMail.state != MailState.SENT)))


def wait_over() -> None:
    """As if the ten minutes were over after which a mail that was being sent is due again."""
    earlier = {"next_attempt_at": clock.now()}
    with transaction() as writing:
        found = writing.execute(select(OutgoingMail.next_attempt_at).where(OutgoingMail.state == MailState.SENDING))
        assert all(at <= clock.now() + LOST_AFTER for (at,) in found)
        writing.execute(update(OutgoingMail).where(OutgoingMail.state == MailState.SENDING).values(earlier))


def entries() -> Counter[str]:
    session().rollback()
    mine = select(AuditEntry.action, func.count()).where(AuditEntry.action.startswith("job."))
    return Counter(dict(session().execute(mine.group_by(AuditEntry.action)).all()))


def held() -> Job:
    session().rollback()
    session().expire_all()
    return session().scalars(select(Job).where(~Job.repeated)).one()


def repeated_jobs_done() -> list[int]:
    """A round of the second worker is over: it ran what it plans itself."""
    session().rollback()
    return list(session().scalars(select(Job.id).where(Job.repeated, Job.due_at > clock.now())))


def make_due(waited: timedelta) -> None:
    with transaction() as writing:
        job = writing.scalars(select(Job).where(~Job.repeated)).one()
        assert job.due_at > clock.now() + waited / 2
        job.due_at -= waited


def wait_until(done: Callable[[], bool]) -> None:
    Post().wait_until(done)
