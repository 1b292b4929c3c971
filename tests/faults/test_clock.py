"""The clock is put back or forward by an hour, or was wrong by a year: nothing comes twice, nothing is forgotten."""

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from factories import details, make_event, make_registration
from faults import figures
from faults.posts import Post, serving
from flask import Flask
from page import Client
from sqlalchemy import select
from surroundings import Clock

from webapp.core import audit, delivery, jobs, mail
from webapp.core import clock as times
from webapp.core.db import session, transaction
from webapp.core.jobs import Job, JobState
from webapp.core.mail import MailState, OutgoingMail
from webapp.registration import changing, mails, registering, seats, waiting
from webapp.registration.models import Registration, State

JUMPS = [{"hours": 1}, {"hours": -1}, {"days": 366}, {"days": -366}]
NOW = "2026-12-03 10:00"


@pytest.fixture
def post() -> Post:
    return Post()


@pytest.fixture
def app(make_app: Callable[..., Flask], post: Post, clock: Clock) -> Iterator[Flask]:
    clock.at(NOW)
    with serving(post) as url:
        made = make_app(smtp_url=url)
        with made.app_context():
            yield made


def put(number: int) -> None:
    event_id = make_event(ends_at=times.now() + timedelta(days=900)).id
    with transaction():
        event, now = seats.locked(event_id), times.now()
        for position in range(number):
            person = details(email=f"person.{position}@example.org")
            mails.ask_to_confirm(registering.add(event, person, locale="uk", now=now), event)


@pytest.mark.parametrize("jump", JUMPS, ids=str)
def test_mails_leave_once_whatever_the_clock_says(app: Flask, post: Post, clock: Clock, jump: dict[str, float]) -> None:
    """One is new, one failed and waits, one was being sent when its worker died."""
    assert app.name
    put(3)
    post.plans = [("RCPT", "451 later")]
    assert mail.deliver_due(limit=1) == 0
    assert mail._claim(2) is not None  # noqa: SLF001 - the worker dies here
    clock.forward(**jump)
    mail.deliver_due()
    assert any(to.startswith("person.2") for to in post.to), "a new mail waits for a time that is over"
    if jump.get("hours", jump.get("days", 0)) < 0:
        assert not any(to.startswith("person.1") for to in post.to), "its worker may still be sending it"
    clock.forward(minutes=61)
    mail.deliver_due()
    assert (sorted(post.to), post.twice) == ([f"person.{number}@example.org" for number in range(3)], 0)
    figures.note(f"clock {jump}, mails", rounds=1, acknowledged=3, mails=len(post.to), lost=0, twice=post.twice)


def test_a_mail_taken_up_by_another_worker_stays_as_that_one_left_it(
    app: Flask, post: Post, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The clock jumps while one worker hangs, so a second one sends; that the first then fails changes nothing."""
    monkeypatch.setattr(delivery, "TIMEOUT", 1.0)
    put(1)
    post.plans = [("RCPT", "60")]

    def work() -> None:
        with app.app_context():
            mail.deliver_due()

    first = threading.Thread(target=work)
    first.start()
    post.wait_until(lambda: post.connections == 1)
    clock.forward(hours=1)
    assert mail.deliver_due() == 1
    first.join(timeout=20)
    session().rollback()
    assert session().scalars(select(OutgoingMail.state)).all() == [MailState.SENT]
    assert (len(post.ids), post.twice) == (1, 0)


@pytest.mark.parametrize("jump", JUMPS, ids=str)
def test_jobs_go_on(app: Flask, clock: Clock, jump: dict[str, float]) -> None:
    assert app.name
    jobs.run_due()
    with transaction() as writing:
        writing.add(Job(name="gone.away", arguments={}, due_at=times.now()))
    clock.forward(**jump)
    jobs.run_due()
    [new] = session().scalars(select(Job).where(~Job.repeated))
    assert new.attempts == 1, "a new job waits for a time that is over"
    session().rollback()
    for _minute in range(2):
        clock.forward(hours=1)
        before = times.now()
        jobs.run_due()
        session().rollback()
        session().expire_all()
        repeated = session().scalars(select(Job).where(Job.repeated)).all()
        assert repeated
        assert all(before < job.due_at <= before + timedelta(hours=1) for job in repeated)
        session().rollback()
    figures.note(f"clock {jump}, jobs", rounds=1, lost=0, twice=0, seen=f"{len(repeated)} repeated jobs go on")


def test_a_running_job_is_not_taken_from_its_worker_and_not_left_for_ever(app: Flask, clock: Clock) -> None:
    assert app.name
    with transaction() as writing:
        writing.add(Job(name="gone.away", arguments={}, due_at=times.now()))
    assert jobs._claim(held().id) is not None  # noqa: SLF001
    clock.forward(days=-366)
    jobs.run_due()
    assert held().state is JobState.RUNNING
    clock.forward(minutes=15)
    jobs.run_due()
    assert held().attempts == 2


def held() -> Job:
    session().rollback()
    session().expire_all()
    return session().scalars(select(Job).where(~Job.repeated)).one()


@pytest.mark.parametrize("jump", [{"hours": 1}, {"hours": -1}], ids=str)
def test_an_offer_holds_and_lapses_once(app: Flask, clock: Clock, jump: dict[str, float]) -> None:
    assert app.name
    event = make_event(capacity=1)
    first = make_registration(event, State.CONFIRMED, email="first@example.org")
    second = make_registration(event, State.WAITING, email="second@example.org")
    with transaction() as writing:
        writing.get_one(Registration, second.id).waiting_since = times.now()
    with transaction():
        changing.cancel(first.public_id, now=times.now())
    clock.forward(**jump)
    waiting.lapse_offers()
    assert state(second) is State.OFFERED, "an hour is not the end of an offer"
    clock.forward(hours=event.offer_hours + 2)
    waiting.lapse_offers()
    waiting.lapse_offers()
    session().rollback()
    lapsed = select(OutgoingMail).where(OutgoingMail.template == "registration_lapsed")
    assert (state(second), len(session().scalars(lapsed).all()), audit.verify()) == (State.LAPSED, 1, None)


def state(registration: Registration) -> State:
    session().rollback()
    session().expire_all()
    return session().get_one(Registration, registration.id).state


@pytest.mark.parametrize("jump", JUMPS, ids=str)
def test_organisers_get_in_again(
    app: Flask, clock: Clock, signed_in: Callable[[str], Client], jump: dict[str, float]
) -> None:
    """They have to sign in anew, after a jump back too: a cookie from the future is not believed."""
    assert app.name
    browser = signed_in("organiser")
    assert browser.get("/manage/mail").h1 == "Mails"
    clock.forward(**jump)
    assert browser.get("/manage/mail", status=303).location.startswith("/manage/sign-in")
    again = browser.get("/manage/sign-in").form()
    again.fill(email="organiser@example.org", password="Kirschen fallen im Juni").submit(follow=False, status=303)
    assert browser.get("/manage/mail").h1 == "Mails"


def test_links_outlive_an_hour_in_both_directions(app: Flask, clock: Clock) -> None:
    event = make_event()
    row = make_registration(event, State.PENDING)
    link = f"/en/c/{mails.confirm_token(row, event)}"
    for hours in (1, -2):
        clock.forward(hours=hours)
        Client(app).get(link).form(link)  # it has the button
