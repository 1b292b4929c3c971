"""Everybody gets in: reminders survive workers that are killed, and with the web process dead there are other ways."""

import random
import time
import urllib.request
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import inbox
import pytest
from factories import make_registration
from faults import figures
from page import Client
from rooms import ADDRESS, DIAL_IN, furnish, link_of
from running import Program, started, web_program
from sealed import opened
from sqlalchemy import func, select, update

from webapp.attendance.meeting import reminders
from webapp.attendance.meeting.doorway import Kind
from webapp.attendance.meeting.joining_models import ReminderSent
from webapp.config import Settings
from webapp.core import clock, delivery
from webapp.core.db import session, transaction
from webapp.core.jobs import Job, JobState
from webapp.core.mail import MailState, OutgoingMail
from webapp.events.models import Event
from webapp.registration.models import Registration, State

PEOPLE = 12 * reminders.BATCH
ROUNDS = figures.scale(3, 10)
PATIENCE = 60.0  # seconds
TEN_MINUTES = timedelta(minutes=10)


@pytest.fixture
def soon(event: Event) -> Event:
    """A conference that begins in ten minutes."""
    now = clock.now()
    with transaction():
        found = session().get_one(Event, event.id)
        found.starts_at, found.ends_at = now + TEN_MINUTES, now + TEN_MINUTES + timedelta(hours=2)
    return found


def crowd(event: Event, number: int) -> dict[str, Registration]:
    """Those admitted, by their address; and some who are not."""
    make_registration(event, State.PENDING, given_name="P", email="pending@example.org")
    make_registration(event, State.CANCELLED, given_name="C", email="cancelled@example.org")
    made = (make_registration(event, given_name=f"N{at}", email=f"n{at}@example.org") for at in range(number))
    return {one.mail_to: one for one in made}


def release(event: Event) -> None:
    with transaction():
        reminders.release(event.id, Kind.HOUR, actor="program", now=clock.now())


def marked() -> int:
    session().rollback()
    found = session().scalar(select(func.count()).select_from(ReminderSent)) or 0
    session().rollback()
    return found


def wait_until(done: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not done():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.005)


def test_a_worker_killed_again_and_again_reminds_each_once(
    soon: Event, start_worker: Callable[..., Program], chance: random.Random
) -> None:
    people = crowd(soon, PEOPLE)
    release(soon)
    for _round in range(ROUNDS):
        worker, before = start_worker(), marked()
        wait_until(lambda: marked() > min(before + chance.randrange(60), PEOPLE - 1))  # noqa: B023 - at once
        worker.kill()
        with transaction() as writing:  # as if a quarter of an hour were over
            writing.execute(update(Job).where(Job.state == JobState.RUNNING).values(due_at=clock.now()))
    start_worker()
    wait_until(lambda: marked() == PEOPLE)
    session().rollback()
    told = Counter(session().scalars(select(OutgoingMail.recipient).where(OutgoingMail.template == "joining_hour")))
    session().rollback()
    assert told == Counter(dict.fromkeys(people, 1))
    figures.note(
        "kill -9 worker, reminders", rounds=ROUNDS, acknowledged=PEOPLE, mails=told.total(), lost=PEOPLE - len(told),
        twice=told.total() - len(told),
    )  # fmt: skip


@pytest.mark.parametrize("by", ["mail", "list"])
def test_with_the_web_process_dead_everybody_gets_in(
    soon: Event, settings: Settings, tmp_path: Path, start_worker: Callable[..., Program],
    signed_in: Callable[[str], Client], by: str,
) -> None:  # fmt: skip
    people = crowd(soon, 30)
    furnish(soon, address_in_last_reminder=by == "mail")
    somebody = next(iter(people.values()))
    link = link_of(somebody)
    organiser = signed_in("organiser")
    page = organiser.get(f"/manage/events/{soon.slug}/joining/emergency-list")
    passphrase, file = page.one(".passphrase").text, page.form().submit(follow=False).body.decode()
    release(soon)
    start_worker()
    wait_until(lambda: marked() == len(people))
    with started(web_program(settings, tmp_path / "log.txt")) as web:
        with urllib.request.urlopen(f"{web.url}{link}") as answer:  # noqa: S310 - our own service
            assert answer.status == 200
        web.kill()
        with pytest.raises(OSError, match=r"refused|reset"):
            urllib.request.urlopen(f"{web.url}{link}")  # noqa: S310
        wait_until(lambda: not waiting())
        held = {
            to for to, mail in mails(settings).items() if ADDRESS in mail.text and DIAL_IN.split("\n")[1] in mail.text
        }
        listed = opened(file, passphrase)
        named = {to for to in people if f"mailto:{to}" in listed} if ADDRESS in listed and DIAL_IN in listed else set()
    assert (held if by == "mail" else named) == set(people)
    assert by == "mail" or not held
    assert "pending@" not in listed
    figures.note(f"web process dead, way in by {by}", rounds=1, acknowledged=len(people), lost=0)


def waiting() -> int:
    session().rollback()
    found = session().scalar(select(func.count(OutgoingMail.id)).where(OutgoingMail.state != MailState.SENT)) or 0
    session().rollback()
    return found


def mails(settings: Settings) -> dict[str, inbox.Mail]:
    return {mail.to: mail for mail in map(inbox.read, delivery.mailbox(settings).glob("*.eml"))}
