"""What reaches a mailbox: colleagues share it, strangers neither fill it nor take what is another's."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import NoReturn

import pytest
from factories import answers, details, make_event, make_past_event
from inbox import Mail
from page import Client
from registration.typed import FORM, LOST_LINK, stored
from sqlalchemy import func, select
from surroundings import Clock

from webapp.core import jobs
from webapp.core.db import session, transaction
from webapp.core.mail import MOST_ATTEMPTS, PAUSES, MailState, OutgoingMail
from webapp.events.models import Event
from webapp.registration import policy, queries, registering, seats
from webapp.registration.models import Consent

Deliver = Callable[[], list[Mail]]


@pytest.mark.usefixtures("event")
def test_colleagues_share_a_mailbox_once_the_first_has_confirmed(client: Client, deliver: Deliver) -> None:
    for given in ("Олена", "Оксана", "Ірина", "Віра", "Ганна", "Юлія"):
        client.get(FORM).form().fill(**answers(given_name=given, email="rada@example.org")).submit()
        if given == "Олена":
            link = deliver()[0].link("/c/")
            client.get(link).form(link).submit()
    assert len(stored()) == 6


@pytest.mark.usefixtures("event")
def test_a_secretary_gets_the_mails_and_consents_stay_open(client: Client, deliver: Deliver) -> None:
    typed = answers(registered_by_name="Sabine Krause", registered_by_email="buero@example.org", consent_news=True)
    client.get(FORM).form().fill(**typed).submit()
    [mail] = deliver()
    assert mail.to == "buero@example.org"
    client.get(mail.link("/c/")).form(mail.link("/c/")).submit()
    [mail] = deliver()
    assert mail.text.startswith("Hello Sabine Krause,")
    assert "Олена Коваленко" in mail.text
    assert session().scalar(select(func.count()).select_from(Consent)) == 0


@pytest.mark.usefixtures("event")
def test_a_stranger_cannot_take_a_registration_by_naming_it(client: Client, deliver: Deliver) -> None:
    client.get(FORM).form().fill(**answers()).submit()
    own = deliver()[0]
    client.get(FORM).form().fill(**answers(registered_by_name="E", registered_by_email="evil@example.org")).submit()
    assert [mail.to for mail in deliver()] == ["evil@example.org"]
    client.get(own.link("/c/")).form(own.link("/c/")).submit()
    assert [mail.to for mail in deliver()] == ["olena@example.org"]


@pytest.mark.usefixtures("app")
def test_strangers_cannot_fill_a_mailbox(client: Client, deliver: Deliver, clock: Clock) -> None:
    clock.at("2026-11-25 10:00")
    make_event()
    for number in range(9):
        client.get(FORM).form().fill(**answers(given_name=f"Name{number}")).submit(status=200)
        clock.forward(minutes=5)
        client.get(LOST_LINK).form().fill(email=answers()["email"]).submit(status=200)
    assert len(deliver()) == 3
    clock.forward(hours=23)
    client.get(FORM).form().fill(**answers(given_name="Another")).submit(status=200)
    assert deliver() == []
    clock.forward(hours=2)
    client.get(FORM).form().fill(**answers(given_name="Another")).submit(status=200)
    assert len(deliver()) == 1


def test_mails_are_held_for_every_conference_and_only_once(client: Client, event: Event, deliver: Deliver) -> None:
    other = make_event(slug="other")
    for number in range(3):
        client.get(FORM).form().fill(**answers(given_name=f"Nr{number}", email="office@example.org")).submit()
    page = client.get(f"/en/events/{other.slug}/register")
    page.form().fill(**answers(given_name="Andere", email="office@example.org")).submit()
    first = deliver()[0].link("/c/")
    client.get(first).form(first).submit()
    asked = [mail for mail in deliver() if mail.subject.startswith("Please confirm")]
    assert len(asked) == 1
    confirm = asked[0].link("/c/")
    client.get(confirm).form(confirm).submit()
    assert [mail.subject.partition(":")[0] for mail in deliver()] == ["You are registered"]
    assert event.slug != other.slug


def test_a_stranger_cannot_pile_up_mails(client: Client, event: Event) -> None:
    opened = client.get(FORM)
    for number in range(60):
        opened.form().fill(**answers(given_name=f"Nr{number}", email="office@example.org")).submit(
            follow=False, status=303
        )
    assert len(stored()) == policy.MAILS_A_DAY + policy.MOST_HELD
    assert event.seats_taken == 0


def test_ten_colleagues_at_one_mailbox_lose_nothing(client: Client, event: Event, deliver: Deliver) -> None:
    """Three mails a day reach a mailbox where nobody has confirmed; the others follow when one has."""
    opened = client.get(FORM)
    for number in range(10):
        opened.form().fill(**answers(given_name=f"Nr{number}", email="office@example.org")).submit(
            follow=False, status=303
        )
    asked = deliver()
    assert [mail.subject.partition(":")[0] for mail in asked] == ["Please confirm your registration"] * 3
    assert len(stored()) == 10
    for link in {mail.link("/c/") for mail in asked}:
        client.get(link).form(link).submit()
    asked = [mail for mail in deliver() if mail.subject.startswith("Please confirm")]
    assert len({mail.link("/c/") for mail in asked}) == 7
    for mail in asked:
        client.get(mail.link("/c/")).form(mail.link("/c/")).submit()
    session().refresh(event)
    assert event.seats_taken == 10


def test_mailboxes_of_a_conference_that_is_over_hinder_none_of_the_next(
    event: Event, clock: Clock, deliver: Deliver
) -> None:
    past, now = make_past_event(slug="past"), datetime.now(UTC)
    with transaction():
        for number in range(250):
            mailbox = details(email=f"{number:03}@example.org")
            registering.add(seats.locked(past.id), mailbox, locale="en", now=now).mail_held = True
        late = details(email="zzz@example.org")
        registering.add(seats.locked(event.id), late, locale="en", now=now).mail_held = True
    clock.forward(hours=1, seconds=1)
    jobs.run_due()
    assert [mail.to for mail in deliver()] == ["zzz@example.org"]


@pytest.mark.usefixtures("event")
def test_who_asks_for_links_is_looked_up_by_the_worker_and_else_forgotten(client: Client, deliver: Deliver) -> None:
    client.get(FORM).form().fill(**answers()).submit()
    deliver()
    for email in ("olena@example.org", "stranger@example.org", "OLENA@example.org"):
        client.get(LOST_LINK).form().fill(email=email).submit()
    assert session().scalar(select(func.count()).where(OutgoingMail.about == "")) == 3
    session().rollback()
    assert [mail.to for mail in deliver()] == ["olena@example.org"]  # once, and at the address that is registered
    assert session().scalar(select(func.count()).where(OutgoingMail.recipient_key == "stranger@example.org")) == 0
    assert session().scalar(select(func.count()).where(OutgoingMail.about == "")) == 0


@pytest.mark.usefixtures("event")
def test_links_that_were_asked_for_in_vain_take_no_mail_from_who_registers(client: Client, deliver: Deliver) -> None:
    for _number in range(policy.MAILS_A_DAY + 1):
        client.get(LOST_LINK).form().fill(email="olena@example.org").submit()
    client.get(FORM).form().fill(**answers()).submit()
    subjects = [mail.subject.partition(":")[0] for mail in deliver()]
    assert subjects == [
        "Your personal links",
        "Please confirm your registration",
    ]  # it found who registered since


@pytest.mark.usefixtures("event")
def test_links_that_cannot_be_looked_up_stop_no_mail_behind_them_and_are_not_kept(
    client: Client, clock: Clock, deliver: Deliver, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_given: object) -> NoReturn:
        raise LookupError

    client.get(LOST_LINK).form().fill(email="stranger@example.org").submit()
    client.get(FORM).form().fill(**answers()).submit()
    monkeypatch.setattr(queries, "of_mailbox", fail)
    assert [mail.to for mail in deliver()] == ["olena@example.org"]
    waiting = session().scalars(select(OutgoingMail).where(OutgoingMail.about == "")).one()
    due = waiting.next_attempt_at - datetime.now(UTC)
    assert (waiting.state, waiting.attempts, waiting.error) == (MailState.QUEUED, 1, "LookupError")
    assert timedelta(seconds=50) < due <= timedelta(minutes=PAUSES[0])
    for _hour in range(MOST_ATTEMPTS):
        clock.forward(hours=1)
        deliver()
    session().rollback()
    assert session().scalars(select(OutgoingMail).where(OutgoingMail.about == "")).all() == []
