"""One reminder to confirm, never two."""

from collections.abc import Callable

from factories import answers, make_registration
from inbox import Mail
from page import Client
from surroundings import Clock

from webapp.core import jobs
from webapp.core.db import session, transaction
from webapp.events.models import Event
from webapp.registration import reminding
from webapp.registration.mails import manage_token
from webapp.registration.models import Registration, State


def test_only_the_unconfirmed_are_reminded_once(event: Event, clock: Clock, deliver: Callable[[], list[Mail]]) -> None:
    make_registration(event, State.PENDING, locale="de")
    make_registration(event, State.CONFIRMED, email="confirmed@example.org")
    make_registration(event, State.CANCELLED, email="withdrawn@example.org")
    jobs.run_due()
    assert deliver() == []
    for _day in range(3):
        clock.forward(hours=25)
        session().rollback()
        jobs.run_due()
    [mail] = deliver()
    assert mail.to == "olena@example.org"
    assert mail.link("/c/")
    assert mail.lang == "de"


def test_a_colleague_is_reminded_of_the_button_that_is_there(
    client: Client, event: Event, clock: Clock, deliver: Callable[[], list[Mail]]
) -> None:
    link = f"/en/r/{manage_token(make_registration(event), event)}"
    colleague = {"given_name": "Віра", "family_name": "Шевченко", "email": "vira@example.org"}
    client.get(f"{link}/hand-over").form().fill(**colleague).submit()
    deliver()
    clock.forward(hours=25)
    session().rollback()
    jobs.run_due()
    [mail] = deliver()
    assert mail.subject.startswith("Please take over a registration")
    assert "press “Take over” to accept" in mail.text
    assert "Confirm registration" not in mail.text
    assert "This was not me" not in mail.text
    assert "Take over" in client.get(mail.link("/c/")).text


def test_nobody_is_reminded_of_what_is_over(event: Event, clock: Clock, deliver: Callable[[], list[Mail]]) -> None:
    make_registration(event, State.PENDING)
    clock.go_to(event.ends_at)
    jobs.run_due()
    assert deliver() == []


def test_who_was_asked_late_is_reminded_a_day_after_that(
    event: Event, clock: Clock, deliver: Callable[[], list[Mail]]
) -> None:
    """At a mailbox that had got all mails of a day: what was never asked is nothing to be reminded of."""
    made = make_registration(event, State.PENDING)
    with transaction():
        session().get_one(Registration, made.id).mail_held = True
    clock.forward(hours=25)
    reminding.remind_unconfirmed()
    assert deliver() == []
    reminding.ask_those_held()
    clock.forward(hours=2)
    reminding.remind_unconfirmed()
    clock.forward(hours=23)
    reminding.remind_unconfirmed()
    assert [mail.subject.partition(":")[0] for mail in deliver()] == ["Please confirm your registration", "Reminder"]


def test_a_reminder_counts_among_the_mails_of_a_day(
    client: Client, event: Event, clock: Clock, deliver: Callable[[], list[Mail]]
) -> None:
    form = f"/en/events/{event.slug}/register"
    client.get(form).form().fill(**answers(given_name="Перша")).submit(status=200)
    clock.forward(hours=24, minutes=1)
    for name in ("Друга", "Третя", "Четверта"):
        client.get(form).form().fill(**answers(given_name=name)).submit(status=200)
    deliver()
    jobs.run_due()
    assert deliver() == []  # the three mails of this day went out before
    clock.forward(hours=24, minutes=1)
    jobs.run_due()
    assert len(deliver()) == 3
    client.get(form).form().fill(**answers(given_name="П’ята")).submit(status=200)
    assert deliver() == []
