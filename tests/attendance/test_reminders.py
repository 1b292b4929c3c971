"""Reminders with the personal link: previewed, counted by language, released with one click, never twice."""

import re
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from unittest.mock import patch

import pytest
from factories import make_registration
from inbox import Mail
from page import Client, Page
from rooms import ADDRESS, DIAL_IN, furnish, link_of
from sqlalchemy import select
from surroundings import Clock

from webapp.attendance.meeting import join_mails, join_queries, joining, reminders
from webapp.attendance.meeting.doorway import EARLIEST, Kind
from webapp.core import clock as times
from webapp.core import jobs
from webapp.core.audit import AuditEntry
from webapp.core.db import session, transaction
from webapp.core.errors import DomainError
from webapp.core.mail import OutgoingMail
from webapp.events.models import Event
from webapp.registration import changing
from webapp.registration.models import Registration, State

Deliver = Callable[[], list[Mail]]
PAGE = "/manage/events/folgekonferenz/joining/reminders"


def press(organiser: Client, kind: Kind) -> Page:
    """The one click; then the worker does its work."""
    page = organiser.get(f"{PAGE}/{kind}").form().submit()
    jobs.run_due()
    return page


def release(event: Event, kind: Kind) -> int:
    with transaction():
        number = reminders.release(event.id, kind, actor="program", now=times.now())
    jobs.run_due()
    return number


def recipients(template: str) -> Counter[str]:
    session().rollback()
    return Counter(session().scalars(select(OutgoingMail.recipient).where(OutgoingMail.template == template)))


def crowd(event: Event, number: int) -> list[Registration]:
    return [
        make_registration(event, given_name=f"N{at}", email=f"n{at}@example.org", locale="de") for at in range(number)
    ]


@pytest.mark.usefixtures("sabine", "olena")
def test_one_click_sends_each_their_own_link_in_their_language(
    event: Event, sabine: Registration, clock: Clock, signed_in: Callable[[str], Client], deliver: Deliver
) -> None:
    furnish(event)
    clock.go_to(event.starts_at - timedelta(hours=25))
    organiser = signed_in("organiser")
    page = organiser.get(f"{PAGE}/day")
    assert page.table("#counts") == [
        {"Language": "Deutsch", "still to send": "1", "being sent": "0", "sent already": "0"},
        {"Language": "Українська", "still to send": "1", "being sent": "0", "sent already": "0"},
    ]
    assert "2 mails are being sent." in press(organiser, Kind.DAY).text
    mails = {mail.to: mail for mail in deliver()}
    assert {to: mail.lang for to, mail in mails.items()} == {"sabine@koeln.example": "de", "olena@example.org": "uk"}
    german = mails["sabine@koeln.example"]
    assert german.link("/j/") == link_of(sabine, "de")
    assert german.link("/r/")
    for mail in mails.values():
        for secret in (ADDRESS, "zoom.us", *DIAL_IN.splitlines()):
            assert secret not in mail.raw.as_string() + mail.text + mail.html
    page = organiser.get(f"{PAGE}/day")
    assert {row["sent already"] for row in page.table("#counts")} == {"1"}
    assert not page.all("main form")


@pytest.mark.usefixtures("sabine", "olena")
def test_after_the_click_mails_are_on_their_way_and_not_still_to_send(
    event: Event, clock: Clock, signed_in: Callable[[str], Client]
) -> None:
    clock.go_to(event.starts_at - timedelta(hours=2))
    organiser = signed_in("organiser")
    page = organiser.get(f"{PAGE}/day").form().submit()
    told = [[row[head] for head in ("still to send", "being sent", "sent already")] for row in page.table("#counts")]
    assert told == [["0", "1", "0"], ["0", "1", "0"]]
    assert not page.all("main form")
    assert page.one("main p[role=status]").get_text() == "2 mails are being sent."
    organiser.get(f"{PAGE}/hour").form().submit()
    page = organiser.get(f"{PAGE}/day")
    assert "This one is sent to nobody any more." in page.text
    assert not page.all("main form")
    token = page.form("/manage/sign-out").values["csrf_token"]
    organiser.post(f"{PAGE}/day", {"csrf_token": token}, status=409)


def test_the_preview_is_what_is_sent(
    event: Event, sabine: Registration, clock: Clock, signed_in: Callable[[str], Client], deliver: Deliver
) -> None:
    furnish(event, address_in_last_reminder=True)
    clock.go_to(event.starts_at - timedelta(hours=1))
    organiser = signed_in("organiser")
    [preview] = organiser.get(f"{PAGE}/hour").all("pre")
    press(organiser, Kind.HOUR)
    [mail] = [one for one in deliver() if sabine.email in one.to]  # the organisers' own is that of the briefing
    own = re.sub(r"/de/(j|r)/\S+", r"/de/\1/XXXXXXXX", mail.text)
    assert own.partition("\n")[2].split() == preview.text.partition("\n")[2].split()
    assert sabine.given_name in mail.text.partition("\n")[0]


@pytest.mark.parametrize("told", [True, False])
def test_the_last_reminder_may_carry_the_way_in_without_us(
    event: Event,
    sabine: Registration,
    clock: Clock,
    deliver: Deliver,
    told: bool,  # noqa: FBT001
) -> None:
    del sabine
    furnish(event, address_in_last_reminder=told)
    clock.go_to(event.starts_at - timedelta(hours=1))
    release(event, Kind.HOUR)
    [mail] = deliver()
    for body in (mail.text, mail.html):
        assert all((secret in body) == told for secret in (ADDRESS, *DIAL_IN.splitlines()))


def test_nobody_gets_one_twice_and_late_comers_get_the_last(
    event: Event, sabine: Registration, olena: Registration, clock: Clock
) -> None:
    clock.go_to(event.starts_at - timedelta(hours=25))
    assert release(event, Kind.DAY) == 2
    late = make_registration(event, given_name="Late", email="late@example.org")
    clock.forward(minutes=2)
    jobs.run_due()
    assert recipients("joining_day") == Counter({sabine.mail_to: 1, olena.mail_to: 1, late.mail_to: 1})
    assert release(event, Kind.DAY) == 0
    clock.go_to(event.starts_at - timedelta(hours=1))
    with transaction():
        changing.cancel(olena.public_id, now=times.now())
    assert release(event, Kind.HOUR) == 2
    later = make_registration(event, given_name="Later", email="later@example.org")
    for state in (State.PENDING, State.UNDECIDED, State.DECLINED):
        make_registration(event, state, given_name=state.value, email=f"{state}@example.org")
    clock.forward(minutes=2)
    jobs.run_due()
    assert recipients("joining_day").total() == 3
    assert recipients("joining_hour") == Counter({sabine.mail_to: 1, late.mail_to: 1, later.mail_to: 1})


@pytest.mark.usefixtures("app")
def test_a_worker_that_dies_in_the_middle_leaves_out_nobody(event: Event, clock: Clock) -> None:
    people = crowd(event, 3 * reminders.BATCH + 1)
    clock.go_to(event.starts_at - timedelta(hours=1))
    real, sent = join_mails.reminder, 0

    def dying(kind: Kind, entrance: join_queries.Entrance) -> None:
        nonlocal sent
        sent += 1
        if sent == reminders.BATCH + 7:
            raise SystemExit
        real(kind, entrance)

    with patch.object(join_mails, "reminder", dying), pytest.raises(SystemExit):
        release(event, Kind.HOUR)
    assert recipients("joining_hour").total() == reminders.BATCH
    clock.forward(minutes=20)
    jobs.run_due()
    assert recipients("joining_hour") == Counter(dict.fromkeys((one.mail_to for one in people), 1))


@pytest.mark.parametrize(
    ("kind", "when", "fine"),
    [
        (Kind.DAY, -EARLIEST[Kind.DAY] - timedelta(seconds=1), False),
        (Kind.DAY, -EARLIEST[Kind.DAY], True),
        (Kind.DAY, timedelta(), False),
        (Kind.HOUR, -EARLIEST[Kind.HOUR] - timedelta(seconds=1), False),
        (Kind.HOUR, -EARLIEST[Kind.HOUR], True),
        (Kind.HOUR, timedelta(minutes=119), True),
        (Kind.HOUR, timedelta(hours=2), False),
    ],
)
@pytest.mark.usefixtures("sabine")
def test_each_has_its_time(
    event: Event,
    clock: Clock,
    signed_in: Callable[[str], Client],
    kind: Kind,
    when: timedelta,
    fine: bool,  # noqa: FBT001
) -> None:
    clock.go_to(event.starts_at + when)
    organiser = signed_in("organiser")
    page = organiser.get(f"{PAGE}/{kind}")
    assert bool(page.all("main form")) == fine
    token = page.form("/manage/sign-out").values["csrf_token"]
    organiser.post(f"{PAGE}/{kind}", {"csrf_token": token}, status=303 if fine else 409)
    jobs.run_due()
    assert recipients(join_mails.TEMPLATES[kind]).total() == fine


@pytest.mark.usefixtures("sabine")
def test_after_the_end_what_waits_is_sent_no_more(event: Event, clock: Clock) -> None:
    clock.go_to(event.starts_at - timedelta(hours=1))
    with transaction():
        reminders.release(event.id, Kind.HOUR, actor="program", now=times.now())
    clock.go_to(event.ends_at)
    jobs.run_due()
    assert not recipients("joining_hour")


def test_a_new_address_can_be_told_to_those_who_read_the_earlier_one(
    event: Event, sabine: Registration, clock: Clock, deliver: Deliver
) -> None:
    furnish(event, address_in_last_reminder=True)
    clock.go_to(event.starts_at - timedelta(hours=1))
    release(event, Kind.HOUR)
    [first] = deliver()
    furnish(event, address_in_last_reminder=True, channel_de="Deutsch")
    assert release(event, Kind.HOUR) == 0  # nothing that was told has changed
    furnish(event, address_in_last_reminder=True, address="https://zoom.us/j/new")
    assert release(event, Kind.HOUR) == 1
    [second] = deliver()
    assert "https://zoom.us/j/new" in second.text
    assert first.link("/de/j/") == second.link("/de/j/") == link_of(sabine, "de")


def test_all_links_can_be_made_worthless(
    client: Client,
    event: Event,
    sabine: Registration,
    clock: Clock,
    signed_in: Callable[[str], Client],
    deliver: Deliver,
) -> None:
    furnish(event)
    clock.go_to(event.starts_at - timedelta(hours=1))
    release(event, Kind.HOUR)
    [mail] = deliver()
    organiser = signed_in("organiser")
    page = organiser.get("/manage/events/folgekonferenz/joining").click("Make all links worthless")
    assert "All earlier links are worthless now." in page.form().submit().text
    assert client.get(mail.link("/j/").replace("/de/", "/en/"), status=404).h1 == "This link is not valid"
    assert client.get(link_of(sabine)).status == 200
    assert release(event, Kind.HOUR) == 1
    [mail] = deliver()
    assert mail.link("/j/") == link_of(sabine, "de")


def test_a_secretary_gets_the_reminder_of_the_mayor(event: Event, clock: Clock, deliver: Deliver) -> None:
    make_registration(event, registered_by_name="Пані Секретар", registered_by_email="office@example.org")
    clock.go_to(event.starts_at - timedelta(hours=24))
    release(event, Kind.DAY)
    [mail] = deliver()
    assert mail.to == "office@example.org"
    assert "This is about the registration of Олена Коваленко." in mail.text


def test_who_was_shut_out_gets_none(event: Event, sabine: Registration, olena: Registration, clock: Clock) -> None:
    with transaction():
        joining.close_link(olena.public_id, actor="program", now=times.now())
    clock.go_to(event.starts_at - timedelta(hours=1))
    assert release(event, Kind.HOUR) == 1
    assert set(recipients("joining_hour")) == {sabine.mail_to}


def test_it_is_noted_who_had_it_sent(event: Event, sabine: Registration, clock: Clock) -> None:
    del sabine
    with pytest.raises(DomainError):
        release(event, Kind.DAY)
    clock.go_to(event.starts_at - timedelta(hours=24))
    for _time in range(3):
        release(event, Kind.DAY)
    noted = select(AuditEntry.actor, AuditEntry.details).where(AuditEntry.action == "joining.remind")
    assert [tuple(row) for row in session().execute(noted)] == [("program", '{"kind": "day", "people": 1}')]


def test_an_unknown_reminder_is_not_there(event: Event, signed_in: Callable[[str], Client]) -> None:
    del event
    signed_in("organiser").get(f"{PAGE}/week", status=404)
