"""Organisers withdraw for somebody who calls, and take it back as long as the place is there."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from factories import make_event, make_registration
from inbox import Mail
from page import Client, Page
from registration.typed import reread
from sqlalchemy import select
from surroundings import Clock

from webapp.core import audit
from webapp.core.audit import AuditEntry
from webapp.core.db import session, transaction
from webapp.events.models import Event
from webapp.registration import registering
from webapp.registration.mails import manage_token
from webapp.registration.models import Registration, State

Deliver = Callable[[], list[Mail]]
LIST = "/manage/events/folgekonferenz/registrations"


def withdraw(organiser: Client, registration: Registration, **typed: object) -> Page:
    address = f"{LIST}/{registration.public_id}"
    return organiser.get(address).form(f"{address}/withdraw").fill(**typed).submit()


def undo(page: Page, *, status: int = 200) -> Page:
    return page.form(f"{page.path}/withdraw/undo").submit(status=status)


def taken(event: Event) -> int:
    session().refresh(event)
    return event.seats_taken


@pytest.mark.parametrize(
    ("locale", "subject", "sentence"),
    [
        ("de", "Das Organisationsteam hat Ihre Anmeldung zurückgezogen", "Wenn Sie das nicht gewünscht haben"),
        ("uk", "Організатори скасували Вашу реєстрацію", "Якщо Ви цього не бажали"),
        ("en", "The organisers have withdrawn your registration", "If you did not wish that"),
    ],
)
def test_the_person_is_told_in_their_language_and_the_next_gets_the_place(
    organiser: Client, deliver: Deliver, locale: str, subject: str, sentence: str
) -> None:
    event = make_event(slug="voll", capacity=1)
    registration = make_registration(event, locale=locale)
    next_one = make_registration(event, State.WAITING, given_name="Оксана", email="oksana@example.org")
    address = f"/manage/events/voll/registrations/{registration.public_id}"
    page = organiser.get(address).form(f"{address}/withdraw").fill(why="rief an: <b>krank</b>").submit()
    assert "The registration was withdrawn. The person is told by e-mail." in page.text
    assert "rief an: <b>krank</b>" in page.text  # in the history
    assert reread(registration).state is State.CANCELLED
    assert reread(next_one).state is State.OFFERED
    assert taken(event) == 1
    mails = {mail.to: mail for mail in deliver()}
    assert set(mails) == {"olena@example.org", "oksana@example.org"}
    mail = mails["olena@example.org"]
    assert (mail.lang, mail.subject.partition(":")[0]) == (locale, subject)
    assert sentence in " ".join(mail.text.split())
    assert "krank" not in mail.text + mail.html
    assert "METHOD:CANCEL" in next(iter(mail.attachments.values()))
    assert "the place has gone to somebody else" in page.text
    assert "Undo the withdrawal" not in page.text


def test_it_is_taken_back_as_long_as_the_place_is_there(
    client: Client, organiser: Client, registration: Registration, event: Event, link: str, deliver: Deliver
) -> None:
    page = withdraw(organiser, registration)
    [gone] = deliver()
    assert taken(event) == 0
    assert "This registration was withdrawn" in client.get(link).text
    again = page.form(f"{page.path}/withdraw/undo")
    page = again.submit()
    assert "The withdrawal was undone. The person is told by e-mail." in page.text
    assert "Undone on" in page.text
    assert reread(registration).state is State.CONFIRMED
    assert registration.cancelled_at is None
    assert taken(event) == 1
    [back] = deliver()
    assert back.subject.startswith("You are registered")
    entries = [next(iter(mail.attachments.values())) for mail in (gone, back)]
    assert "METHOD:PUBLISH" in entries[1]
    stamps = [next(line for line in entry.splitlines() if line.startswith("DTSTAMP")) for entry in entries]
    assert stamps[0] <= stamps[1]
    again.submit(status=409)  # a second time
    assert taken(event) == 1
    assert client.get(link).h1 == "Your registration"
    assert audit.verify() is None


def test_a_calendar_takes_a_cancelled_entry_back(
    organiser: Client, registration: Registration, event: Event, deliver: Deliver, clock: Clock
) -> None:
    """Programs for calendars pass over what is not newer than what they have."""
    clock.forward(minutes=5)
    page = withdraw(organiser, registration)
    clock.forward(minutes=5)
    undo(page)
    numbers = [sequence(mail) for mail in deliver()]
    assert int(event.changed_at.timestamp()) // 60 < numbers[0] < numbers[1]


def sequence(mail: Mail) -> int:
    lines = next(iter(mail.attachments.values())).splitlines()
    return int(next(line for line in lines if line.startswith("SEQUENCE")).partition(":")[2])


def test_nothing_is_taken_back_once_the_place_is_gone(
    organiser: Client, deliver: Deliver, event: Event, registration: Registration
) -> None:
    page = withdraw(organiser, registration)
    form = page.form(f"{page.path}/withdraw/undo")
    make_registration(event, given_name="Оксана")
    organiser.get("/manage/events/folgekonferenz/places").form().fill(capacity="1").submit()
    deliver()
    assert "the place has gone to somebody else" in form.submit(status=409).text
    assert reread(registration).state is State.CANCELLED
    assert taken(event) == 1
    assert deliver() == []


def test_who_registered_anew_stays_as_registered_anew(
    organiser: Client, event: Event, registration: Registration
) -> None:
    form = (page := withdraw(organiser, registration)).form(f"{page.path}/withdraw/undo")
    make_registration(event)
    assert "the person has registered anew" in form.submit(status=409).text
    assert "the person has registered anew" in organiser.get(page.path).text
    assert taken(event) == 1


@pytest.mark.parametrize("state", [State.WAITING, State.UNDECIDED, State.PENDING])
def test_who_has_no_place_goes_back_to_where_they_were(
    organiser: Client, event: Event, deliver: Deliver, state: State
) -> None:
    registration = make_registration(event, state)
    with transaction():
        session().get_one(Registration, registration.id).waiting_since = registration.created_at
    page = withdraw(organiser, registration)
    assert taken(event) == 0
    mails = deliver()
    assert [mail.attachments for mail in mails] == ([] if state is State.PENDING else [{}])
    assert ("Nobody is written to." in page.text) is (state is State.PENDING)
    page = undo(page)
    assert reread(registration).state is (State.OFFERED if state is State.WAITING else state)  # there is a place by now
    assert len(deliver()) == (0 if state is State.PENDING else 1)


def test_who_gets_a_place_by_the_undo_reads_of_it_even_if_the_withdrawal_was_silent(
    organiser: Client, event: Event, deliver: Deliver
) -> None:
    registration = make_registration(event, State.WAITING)
    with transaction():
        session().get_one(Registration, registration.id).waiting_since = registration.created_at
    page = undo(withdraw(organiser, registration, silent=True))
    assert "The withdrawal was undone. The person is told by e-mail." in page.text
    [mail] = deliver()
    assert mail.subject.startswith("A place has become free")


def test_nobody_is_asked_to_confirm_again_who_asked_for_silence(organiser: Client, event: Event) -> None:
    registration = make_registration(event, State.PENDING)
    colleague = make_registration(event, State.PENDING, given_name="Оксана")
    form = (page := withdraw(organiser, registration)).form(f"{page.path}/withdraw/undo")
    with transaction():
        registering.not_me(colleague.public_id, now=colleague.created_at)
    assert "this address asked us not to write to it again" in form.submit(status=409).text
    page = organiser.get(page.path)
    assert "registration withdrawn" in page.text
    assert "Undo the withdrawal" not in page.text


def test_nobody_is_written_to_if_that_is_wished(
    organiser: Client, registration: Registration, deliver: Deliver
) -> None:
    page = withdraw(organiser, registration, silent=True)
    assert "The registration was withdrawn. Nobody is written to." in page.text
    page = undo(page)
    assert "The withdrawal was undone. Nobody is written to." in page.text
    assert deliver() == []


def test_the_log_names_nothing_personal_and_the_person_may_read_the_reason(
    client: Client, organiser: Client, registration: Registration, link: str
) -> None:
    undo(withdraw(organiser, registration, why="rief an: krank"))
    session().rollback()
    entries = session().scalars(select(AuditEntry).where(AuditEntry.thing == registration.thing)).all()
    assert [entry.action for entry in entries][-2:] == ["registration.cancel", "registration.restore"]
    assert {entry.actor for entry in entries[-2:]} != {audit.ATTENDEE}
    assert "krank" not in "".join(entry.details for entry in entries)
    [done] = json.loads(client.get(f"{link}/data.json").body)["done_by_organisers"]
    assert (done["deed"], done["reason"], done["before"]["state"]) == ("withdraw", "rief an: krank", "confirmed")
    assert set(done["before"]) == {"state", "cancelled_at"}  # no number of another row
    assert "by" not in done


def test_a_reason_that_is_too_long_is_refused_and_kept(organiser: Client, registration: Registration) -> None:
    address = f"{LIST}/{registration.public_id}"
    form = organiser.get(address).form(f"{address}/withdraw").fill(why="x" * 501)
    page = form.submit(status=422)
    assert page.errors() == ["Use at most 500 characters."]
    assert page.form(f"{address}/withdraw").values["why"] == "x" * 501
    assert reread(registration).state is State.CONFIRMED


def test_what_the_person_withdrew_is_not_the_organisers_to_undo(
    client: Client, organiser: Client, registration: Registration, link: str
) -> None:
    client.get(f"{link}/cancel").form().submit()
    page = organiser.get(f"{LIST}/{registration.public_id}")
    assert "Undo the withdrawal" not in page.text
    assert "Withdraw this registration" not in page.text
    csrf = {"csrf_token": organiser.get("/manage/account").form("/manage/sign-out").values["csrf_token"]}
    organiser.post(f"{LIST}/{registration.public_id}/withdraw", csrf, status=409)
    organiser.post(f"{LIST}/{registration.public_id}/withdraw/undo", csrf, status=409)


def test_nothing_is_withdrawn_after_the_end(signed_in: Callable[[str], Client], clock: Clock) -> None:
    now = clock.at("2026-12-01 10:00")
    over = {"starts_at": now - timedelta(hours=1), "ends_at": now + timedelta(minutes=1)}
    registration = make_registration(make_event(registration_closes_at=now, **over))
    organiser, address = signed_in("organiser"), f"{LIST}/{registration.public_id}"
    form = organiser.get(address).form(f"{address}/withdraw")
    clock.forward(minutes=1)
    assert "Withdraw this registration" not in organiser.get(address).text
    form.submit(status=409)
    assert reread(registration).state is State.CONFIRMED


def test_who_was_asked_to_take_over_is_no_longer(
    client: Client, organiser: Client, registration: Registration, event: Event, deliver: Deliver
) -> None:
    link = f"/en/r/{manage_token(registration, event)}"
    colleague = {"given_name": "Віра", "family_name": "Шевченко", "email": "vira@example.org"}
    client.get(f"{link}/hand-over").form().fill(**colleague).submit()
    [asked] = deliver()
    undo(withdraw(organiser, registration))
    client.get(asked.link("/c/"), status=404)
    assert reread(registration).asked_to_replace == ""


def test_a_colleague_takes_over_no_more_after_the_other_thought_otherwise(
    client: Client, organiser: Client, registration: Registration, event: Event, deliver: Deliver
) -> None:
    link = f"/en/r/{manage_token(registration, event)}"
    colleague = {"given_name": "Віра", "family_name": "Шевченко", "email": "vira@example.org"}
    client.get(f"{link}/hand-over").form().fill(**colleague).submit()
    taking_back = client.get(link).form(f"{link}/hand-over/take-back")
    [asked] = deliver()
    session().rollback()
    vira = session().scalars(select(Registration).where(Registration.email == "vira@example.org")).one()
    page = undo(withdraw(organiser, vira))
    assert "You asked somebody to take over" in client.get(link).text
    page = withdraw(organiser, vira)
    assert "You asked somebody to take over" not in client.get(link).text
    form = page.form(f"{page.path}/withdraw/undo")
    taking_back.submit()
    assert "may think otherwise by now" in form.submit(status=409).text
    assert "may think otherwise by now" in organiser.get(page.path).text
    assert client.get(asked.link("/c/")).h1 == "This registration was withdrawn"
    assert reread(registration).state is State.CONFIRMED
