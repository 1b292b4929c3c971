"""Handing one's place over to a colleague: asked, taken back, confirmed, and nobody learns of others."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from factories import KOELN, make_registration
from inbox import Mail
from page import Client
from registration.typed import reread
from sqlalchemy import select
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


@pytest.mark.parametrize("decision", ["accept", "decline"])
def test_the_organisers_decide_on_whoever_takes_over(
    client: Client,
    organiser: Client,
    link: str,
    registration: Registration,
    event: Event,
    deliver: Deliver,
    decision: str,
) -> None:
    """Whoever hands over stays until then, and keeps the place if they say no."""
    decide(event)
    page = client.get(f"{link}/hand-over")
    assert "you remain registered until they have accepted your colleague" in page.text
    asked = take_over(client, link, deliver)
    assert reread(registration).state is State.CONFIRMED
    assert "you remain registered until they have accepted your colleague" in client.get(link).text
    [mail] = deliver()
    assert mail.subject.startswith("We are checking your registration")
    colleague = registered("vira@example.org")
    address = f"/manage/events/{event.slug}/registrations/{colleague.public_id}"
    page = organiser.get(address)
    assert "Олена Коваленко wishes to hand over the registration to this person" in page.text
    form = page.form(f"{address}/{decision}")
    if decision == "decline":
        form.fill(reason="Nur eine Person.")
    form.submit()
    session().refresh(event)
    assert event.seats_taken == 1
    states = State.HANDED_OVER, State.CONFIRMED
    if decision == "decline":
        states = State.CONFIRMED, State.DECLINED
    assert (reread(registration).state, reread(colleague).state) == states
    told = {mail.to for mail in deliver()}
    assert told == ({"olena@example.org", "vira@example.org"} if decision == "accept" else {"vira@example.org"})
    page = client.get(link)
    assert "You asked somebody to take over" not in page.text
    declined = "The organisers declined to let Віра Шевченко take over. This registration remains valid."
    assert (declined in page.text) == (decision == "decline")
    own = f"/en/r/{manage_token(registered('vira@example.org'), event)}"
    [done] = json.loads(client.get(f"{own}/data.json").body)["done_by_organisers"]
    assert "state" in done["before"]
    assert "replaces_id" not in done["before"] | done["after"]  # numbers of rows are nobody's business
    if decision == "accept":
        client.get(asked)  # which leads to the registration


@pytest.mark.parametrize("asked_since", ["", "Юлія"])
def test_a_decline_that_is_taken_back_asks_again_unless_somebody_else_was_asked(
    client: Client,
    organiser: Client,
    link: str,
    registration: Registration,
    event: Event,
    deliver: Deliver,
    asked_since: str,
) -> None:
    decide(event)
    take_over(client, link, deliver)
    colleague = registered("vira@example.org")
    address = f"/manage/events/{event.slug}/registrations/{colleague.public_id}"
    organiser.get(address).form(f"{address}/decline").fill(reason="Nur eine Person.").submit()
    if asked_since:
        third = COLLEAGUE | {"given_name": asked_since, "email": "yulia@example.org"}
        page = client.get(f"{link}/hand-over").form().fill(**third).submit()
        assert "declined to let" not in page.text
    page = organiser.get(address).form(f"{address}/decision/undo").submit()
    assert ("wishes to hand over" in page.text) != bool(asked_since)
    text = client.get(link).text
    assert f"{asked_since or 'Віра'} Шевченко receives a mail" in text
    assert "declined to let" not in text
    organiser.get(address).form(f"{address}/accept").submit()
    assert reread(registration).state is (State.CONFIRMED if asked_since else State.HANDED_OVER)
    assert reread(colleague).state is State.CONFIRMED


@pytest.mark.parametrize("asked_since", ["", "Юлія"])
def test_nobody_waits_for_a_colleague_whose_registration_was_withdrawn(
    client: Client,
    organiser: Client,
    link: str,
    registration: Registration,
    event: Event,
    deliver: Deliver,
    asked_since: str,
) -> None:
    """Until organisers undo that, if nobody else was asked meanwhile."""
    decide(event)
    take_over(client, link, deliver)
    colleague = registered("vira@example.org")
    address = f"/manage/events/{event.slug}/registrations/{colleague.public_id}"
    organiser.get(address).form(f"{address}/withdraw").submit()
    assert "You asked somebody to take over" not in client.get(link).text
    if asked_since:
        third = COLLEAGUE | {"given_name": asked_since, "email": "yulia@example.org"}
        client.get(f"{link}/hand-over").form().fill(**third).submit()
    page = organiser.get(address).form(f"{address}/withdraw/undo").submit()
    assert ("wishes to hand over" in page.text) != bool(asked_since)
    assert f"{asked_since or 'Віра'} Шевченко receives a mail" in client.get(link).text
    organiser.get(address).form(f"{address}/accept").submit()
    assert reread(registration).state is (State.CONFIRMED if asked_since else State.HANDED_OVER)


def test_nobody_waits_for_a_colleague_who_withdraws(
    client: Client, link: str, registration: Registration, event: Event, deliver: Deliver
) -> None:
    decide(event)
    take_over(client, link, deliver)
    own = f"/en/r/{manage_token(registered('vira@example.org'), event)}"
    client.get(f"{own}/cancel").form().submit()
    assert "You asked somebody to take over" not in client.get(link).text
    assert reread(registration).state is State.CONFIRMED


def test_of_a_listed_domain_a_colleague_takes_over_at_once(
    client: Client, link: str, registration: Registration, event: Event, deliver: Deliver
) -> None:
    decide(event, "rada.example")
    take_over(client, link, deliver, email="vira@dnipro.rada.example")
    assert reread(registration).state is State.HANDED_OVER


def test_who_hands_over_while_undecided_gives_the_turn_at_once(
    client: Client, link: str, registration: Registration, event: Event, deliver: Deliver
) -> None:
    decide(event, state_of=registration)
    take_over(client, link, deliver)
    assert reread(registration).state is State.HANDED_OVER
    assert registered("vira@example.org").state is State.UNDECIDED


@pytest.mark.parametrize("since", ["accepted", "listed"])
def test_nobody_is_admitted_past_the_organisers_who_was_asked_before(
    client: Client, link: str, registration: Registration, event: Event, deliver: Deliver, since: str
) -> None:
    """Before they accepted whoever hands over, or before they wished to decide."""
    if since == "accepted":
        decide(event, state_of=registration)
    client.get(f"{link}/hand-over").form().fill(**COLLEAGUE).submit()
    [mail] = deliver()
    decide(event)
    with transaction():
        session().get_one(Registration, registration.id).state = State.CONFIRMED
    page = client.get(mail.link("/c/"))
    assert "If you confirm, the organisers decide on it." in page.text
    page.form(mail.link("/c/")).submit()
    assert reread(registration).state is State.CONFIRMED
    assert registered("vira@example.org").state is State.UNDECIDED


@pytest.mark.parametrize("step", ["cancel", "hand-over/take-back"])
def test_who_waits_for_the_decision_stands_alone_when_the_other_thinks_otherwise(
    client: Client, organiser: Client, link: str, registration: Registration, event: Event, deliver: Deliver, step: str
) -> None:
    decide(event)
    take_over(client, link, deliver)
    form = client.get(f"{link}/cancel").form() if step == "cancel" else client.get(link).form(f"{link}/{step}")
    form.submit()
    colleague = registered("vira@example.org")
    address = f"/manage/events/{event.slug}/registrations/{colleague.public_id}"
    page = organiser.get(address)
    assert "wishes to hand over" not in page.text
    page.form(f"{address}/accept").submit()
    assert reread(colleague).state is State.CONFIRMED
    session().refresh(event)
    assert event.seats_taken == (1 if step == "cancel" else 2)
    assert reread(registration).state is (State.CANCELLED if step == "cancel" else State.CONFIRMED)


def test_who_waits_for_the_decision_may_hand_that_on(
    client: Client, organiser: Client, link: str, registration: Registration, event: Event, deliver: Deliver
) -> None:
    """Then the third gets the place of the first."""
    decide(event)
    take_over(client, link, deliver)
    own = f"/en/r/{manage_token(registered('vira@example.org'), event)}"
    take_over(client, own, deliver, given_name="Юлія", email="yulia@example.org")
    third = registered("yulia@example.org")
    address = f"/manage/events/{event.slug}/registrations/{third.public_id}"
    organiser.get(address).form(f"{address}/accept").submit()
    assert (reread(registration).state, reread(third).state) == (State.HANDED_OVER, State.CONFIRMED)
    session().refresh(event)
    assert event.seats_taken == 1


@pytest.mark.parametrize("is_sure", [True, False])
@pytest.mark.parametrize("deed", ["decline", "withdraw"])
def test_an_undo_lets_a_colleague_take_over_only_from_who_still_wishes_it(
    client: Client,
    organiser: Client,
    link: str,
    registration: Registration,
    event: Event,
    deliver: Deliver,
    deed: str,
    is_sure: bool,  # noqa: FBT001 - a parameter
) -> None:
    decide(event)
    take_over(client, link, deliver)
    colleague = registered("vira@example.org")
    address = f"/manage/events/{event.slug}/registrations/{colleague.public_id}"
    form = organiser.get(address).form(f"{address}/{deed}")
    form.fill(**{"reason": "Nur eine Person."} if deed == "decline" else {}).submit()
    assert "You asked somebody to take over" not in client.get(link).text
    if not is_sure:
        client.get(f"{link}/hand-over").form().fill(**COLLEAGUE | {"email": "yulia@example.org"}).submit()
        client.get(link).form(f"{link}/hand-over/take-back").submit()
    page = organiser.get(address).form(f"{address}/{'decision' if deed == 'decline' else deed}/undo").submit()
    assert ("wishes to hand over" in page.text) is is_sure
    assert ("You asked somebody to take over" in client.get(link).text) is is_sure
    page.form(f"{address}/accept").submit()
    assert reread(registration).state is (State.HANDED_OVER if is_sure else State.CONFIRMED)
    assert reread(colleague).state is State.CONFIRMED
    session().refresh(event)
    assert event.seats_taken == (1 if is_sure else 2)


def test_opening_the_conference_lets_who_waits_take_over(
    client: Client, organiser: Client, link: str, registration: Registration, event: Event, deliver: Deliver
) -> None:
    decide(event)
    take_over(client, link, deliver)
    organiser.get(f"/manage/events/{event.slug}/places").form().fill(admission="open").submit()
    assert reread(registration).state is State.HANDED_OVER
    session().refresh(event)
    assert event.seats_taken == 1


def decide(event: Event, *domains: str, state_of: Registration | None = None) -> None:
    with transaction() as writing:
        held = writing.get_one(Event, event.id)
        held.admission, held.mail_domains = Admission.LISTED, list(domains)
        if state_of is not None:
            writing.get_one(Registration, state_of.id).state = State.UNDECIDED


def take_over(client: Client, link: str, deliver: Deliver, **changes: str) -> str:
    """Somebody is asked and confirms; the link by which."""
    client.get(f"{link}/hand-over").form().fill(**COLLEAGUE | changes).submit()
    asked = deliver()[-1].link("/c/")
    client.get(asked).form(asked).submit()
    return asked


def registered(email: str) -> Registration:
    session().rollback()
    return session().scalars(select(Registration).where(Registration.email == email)).one()


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
