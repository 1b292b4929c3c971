"""Handing one's place over to a colleague: asked, taken back, confirmed, and nobody learns of others."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from factories import KOELN, make_registration
from inbox import Mail
from page import Client
from registration.typed import reread
from surroundings import Clock

from webapp.core.db import session, transaction
from webapp.events.models import Admission, Event
from webapp.registration import policy, registering
from webapp.registration.mails import manage_token
from webapp.registration.models import Registration, State

Deliver = Callable[[], list[Mail]]


def test_a_colleague_takes_over_when_confirming(
    client: Client, link: str, registration: Registration, event: Event, deliver: Deliver
) -> None:
    colleague = {"given_name": "Віра", "family_name": "Шевченко", "email": "vira@example.org"}
    page = client.get(f"{link}/hand-over").form().fill(**colleague).submit()
    assert "you remain registered" in page.text
    assert reread(registration).state is State.CONFIRMED
    [mail] = deliver()
    assert mail.to == "vira@example.org"
    page = client.get(mail.link("/c/"))
    named = re.findall(r"press “(.+?)”", mail.text)
    assert named == [page.all("main button")[0].text.strip()]
    assert "Олена Коваленко asks you to take part instead." in page.text
    assert "Коли?" not in page.text  # the question was hers
    client.get(mail.link("/c/")).form(mail.link("/c/")).submit()
    assert reread(registration).state is State.HANDED_OVER
    session().refresh(event)
    assert event.seats_taken == 1
    assert {mail.to for mail in deliver()} == {"olena@example.org", "vira@example.org"}
    page = client.get(link)  # what is stored can still be seen
    assert "This registration was handed over to a colleague" in page.text
    assert "Take the request back" not in page.text


def test_nobody_is_admitted_past_the_organisers_by_taking_over(
    client: Client, link: str, registration: Registration, event: Event, deliver: Deliver
) -> None:
    with transaction():
        session().get_one(Event, event.id).admission = Admission.LISTED
        session().get_one(Event, event.id).mail_domains = ["rada.example"]
    colleague = {"given_name": "Віра", "family_name": "Шевченко", "email": "vira@example.org"}
    page = client.get(f"{link}/hand-over").form().fill(**colleague).submit(status=422)
    assert page.errors()[0].startswith(
        "At this conference the organisers decide on registrations from this mail domain."
    )
    assert page.form().values["family_name"] == "Шевченко"
    assert deliver() == []
    with transaction():
        session().get_one(Registration, registration.id).state = State.UNDECIDED  # so that they decide all the same
    client.get(f"{link}/hand-over").form().fill(**colleague).submit()
    assert [mail.to for mail in deliver()] == ["vira@example.org"]
    client.get(f"{link}/hand-over").form().fill(**colleague | {"email": "vira@dnipro.rada.example"}).submit()
    assert [mail.to for mail in deliver()] == ["vira@dnipro.rada.example"]


@pytest.mark.parametrize("since", ["accepted", "listed"])
def test_nobody_is_admitted_past_the_organisers_who_was_asked_before(
    client: Client, link: str, registration: Registration, event: Event, deliver: Deliver, since: str
) -> None:
    """Before they accepted whoever hands over, or before they wished to decide."""

    def then(admission: Admission, state: State) -> None:
        with transaction():
            session().get_one(Event, event.id).admission = admission
            session().get_one(Registration, registration.id).state = state

    if since == "accepted":
        then(Admission.LISTED, State.UNDECIDED)
    client.get(f"{link}/hand-over").form().fill(**COLLEAGUE).submit()
    [mail] = deliver()
    then(Admission.LISTED, State.CONFIRMED)
    page = client.get(mail.link("/c/")).form(mail.link("/c/")).submit(status=410)
    assert "Please register yourself, or write to the organisers." in page.text
    assert reread(registration).state is State.CONFIRMED
    assert deliver() == []
    then(Admission.OPEN, State.CONFIRMED)
    client.get(mail.link("/c/")).form(mail.link("/c/")).submit()
    assert reread(registration).state is State.HANDED_OVER


def test_a_request_to_take_over_is_shown_and_taken_back(
    client: Client, link: str, registration: Registration, deliver: Deliver
) -> None:
    page = client.get(f"{link}/hand-over").form().fill(**COLLEAGUE).submit()
    assert "Віра Шевченко receives a mail" in page.text
    [mail] = deliver()
    page = page.form(f"{link}/hand-over/take-back").submit()
    assert "The request was taken back." in page.text
    assert "Віра" not in page.text
    assert client.get(mail.link("/c/"), status=404).h1 == "This link is not valid"
    assert reread(registration).state is State.CONFIRMED


@pytest.mark.parametrize("blocked", [False, True], ids=["registered", "silent"])
def test_whom_a_request_reaches_is_not_told(client: Client, event: Event, link: str, blocked: bool) -> None:  # noqa: FBT001
    """The page is the same for a colleague who is registered already and for one who wants no mail."""
    known: dict[str, Any] = {"given_name": "Віра", "family_name": "Шевченко", "email": "vira@example.org"}
    if blocked:
        made = make_registration(event, State.PENDING, **known)
        with transaction():
            registering.not_me(made.public_id, now=datetime.now(UTC))
    else:
        make_registration(event, **known)
    other = make_registration(event, given_name="Оксана", question="Коли?")
    unknown = known | {"email": "unknown@example.org"}
    told = client.get(f"{link}/hand-over").form().fill(**known).submit().text
    usual = client.get(f"/en/r/{manage_token(other, event)}/hand-over").form().fill(**unknown).submit().text
    assert "Віра Шевченко receives a mail" in told
    assert told.replace("Олена", "Оксана") == usual.replace("Олена", "Оксана")


COLLEAGUE = {"given_name": "Віра", "family_name": "Шевченко", "email": "vira@example.org"}


def test_taking_back_spares_who_registered_on_their_own(
    client: Client, event: Event, link: str, clock: Clock, deliver: Deliver
) -> None:
    client.get(f"{link}/hand-over").form().fill(**COLLEAGUE).submit()
    clock.forward(minutes=10)
    form = client.get(f"/en/events/{event.slug}/register").form()
    form.fill(**COLLEAGUE, place=KOELN).submit()
    client.get(link).form(f"{link}/hand-over/take-back").submit()
    mail = deliver()[-1]
    assert client.get(mail.link("/c/")).form(mail.link("/c/")).submit().h1 == "You are registered"


def test_a_colleague_who_has_not_confirmed_yet_can_take_over(
    client: Client, event: Event, link: str, registration: Registration, deliver: Deliver
) -> None:
    make_registration(event, State.PENDING, **COLLEAGUE)
    client.get(f"{link}/hand-over").form().fill(**COLLEAGUE).submit()
    [mail] = deliver()
    assert client.get(mail.link("/c/")).form(mail.link("/c/")).submit().h1 == "You are registered"
    assert reread(registration).state is State.HANDED_OVER


@pytest.mark.usefixtures("registration")
def test_asking_and_taking_back_in_turns_sends_one_mail(client: Client, link: str, deliver: Deliver) -> None:
    for _round in range(5):
        client.get(f"{link}/hand-over").form().fill(**COLLEAGUE).submit()
        client.get(link).form(f"{link}/hand-over/take-back").submit()
    assert len(deliver()) == 1


def test_one_link_does_not_write_to_ever_more_strangers(
    client: Client, link: str, registration: Registration, clock: Clock, deliver: Deliver
) -> None:
    form = client.get(f"{link}/hand-over").form()
    for number in range(policy.ASKED_A_DAY):
        form.fill(**COLLEAGUE | {"email": f"{number}@example.org"}).submit()
    page = form.fill(email="one-more@example.org").submit(status=422)
    assert "You have asked very many colleagues within a day." in page.text
    assert page.form().values["given_name"] == "Віра"
    assert len(deliver()) == policy.ASKED_A_DAY
    assert reread(registration).asked_to_replace  # who was asked last still is
    clock.forward(days=1, seconds=1)
    client.get(f"{link}/hand-over").form().fill(**COLLEAGUE | {"email": "one-more@example.org"}).submit()
    assert [mail.to for mail in deliver()] == ["one-more@example.org"]


def test_who_withdraws_asks_nobody_any_more(client: Client, link: str, registration: Registration) -> None:
    client.get(f"{link}/hand-over").form().fill(**COLLEAGUE).submit()
    client.get(f"{link}/cancel").form().submit()
    assert reread(registration).asked_to_replace == ""
    assert "Шевченко" not in client.get(f"{link}/data.json").body.decode()


def test_a_colleague_who_is_not_meant_ends_the_request(
    client: Client, link: str, registration: Registration, deliver: Deliver
) -> None:
    client.get(f"{link}/hand-over").form().fill(**COLLEAGUE).submit()
    asked = deliver()[0].link("/c/")
    client.get(asked).form(f"{asked}/not-me").submit()
    assert reread(registration).asked_to_replace == ""


def test_a_full_conference_can_be_handed_over(client: Client, event: Event, link: str, deliver: Deliver) -> None:
    with transaction():
        session().get_one(Event, event.id).capacity = 1
    colleague = {"given_name": "Віра", "family_name": "Шевченко", "email": "vira@example.org"}
    client.get(f"{link}/hand-over").form().fill(**colleague).submit()
    mail = deliver()[0]
    assert client.get(mail.link("/c/")).form(mail.link("/c/")).submit().h1 == "You are registered"


def test_only_one_colleague_can_take_over(client: Client, link: str, event: Event, deliver: Deliver) -> None:
    mails: list[Mail] = []
    for given in ("Віра", "Юлія"):
        colleague = {"given_name": given, "family_name": "Шевченко", "email": f"{len(mails)}@example.org"}
        client.get(f"{link}/hand-over").form().fill(**colleague).submit()
        mails += deliver()
    client.get(mails[0].link("/c/"), status=404)
    client.get(mails[1].link("/c/")).form(mails[1].link("/c/")).submit()
    session().refresh(event)
    assert event.seats_taken == 1


def test_whoever_withdrew_has_nothing_to_hand_over(client: Client, link: str, event: Event, deliver: Deliver) -> None:
    colleague = {"given_name": "Віра", "family_name": "Шевченко", "email": "vira@example.org"}
    client.get(f"{link}/hand-over").form().fill(**colleague).submit()
    [mail] = deliver()
    client.get(f"{link}/cancel").form().submit()
    client.get(mail.link("/c/"), status=404)
    session().refresh(event)
    assert event.seats_taken == 0


@pytest.mark.usefixtures("registration")
def test_handing_over_tells_nothing_about_others(client: Client, link: str, event: Event) -> None:
    make_registration(event, given_name="Оксана", email="oksana@example.org")
    answers = [
        client.get(f"{link}/hand-over").form().fill(given_name="Оксана", family_name="Коваленко", email=email).submit()
        for email in ("oksana@example.org", "nobody@example.org")
    ]
    assert answers[0].text == answers[1].text
