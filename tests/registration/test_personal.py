"""Behind the personal link: see, correct, withdraw, hand over; and the link sent again."""

import json
from collections.abc import Callable

import pytest
from factories import KOELN, make_registration
from flask import Flask
from inbox import Mail
from page import Client
from registration.typed import reread
from surroundings import Clock

from webapp.core.db import session, transaction
from webapp.events.models import Event
from webapp.registration.mails import manage_token
from webapp.registration.models import Registration, State

Deliver = Callable[[], list[Mail]]


def test_it_shows_and_gives_all_that_is_stored(client: Client, link: str) -> None:
    page = client.get(link)
    for part in ("Коваленко", "olena@example.org", "секретар ради", "Дніпро", "Коли?", "registration confirmed"):
        assert part in page.text or part == "Дніпро"
    data = json.loads(client.get(page.link("Download everything")).body)
    assert data["registration"]["email"] == "olena@example.org"
    assert data["registration"]["question"] == "Коли?"


def test_it_corrects_and_mails(client: Client, link: str, registration: Registration, deliver: Deliver) -> None:
    page = client.get(f"{link}/change").form().fill(given_name="Оленка", place=KOELN, consent_news=True).submit()
    assert "Your changes were saved." in page.text
    assert reread(registration).given_name == "Оленка"
    assert registration.place_key == KOELN
    assert registration.side.value == "nrw"
    [mail] = deliver()
    assert mail.subject.startswith("Your registration was changed")
    for body in (mail.text, mail.html):
        assert "Changed: Given name, Region, Municipality or district, Consent." in body
        assert "Оленка" not in body.partition("Changed:")[2]
    page = client.get(f"{link}/change").form().fill(consent_news=False).submit()
    assert "withdrawn on" in page.text


def test_nothing_changed_sends_no_mail(client: Client, link: str, deliver: Deliver) -> None:
    assert "Nothing was changed." in client.get(f"{link}/change").form().submit().text
    assert deliver() == []


def test_a_refused_correction_keeps_what_was_typed(client: Client, link: str, registration: Registration) -> None:
    page = client.get(f"{link}/change").form().fill(given_name="x" * 81, office="мер").submit(status=422)
    assert page.errors() == ["Use at most 80 characters."]
    assert page.form().values["office"] == "мер"
    assert reread(registration).office == "секретар ради"


def test_two_registrations_cannot_become_one_person(client: Client, link: str, event: Event) -> None:
    make_registration(event, given_name="Оксана")
    page = client.get(f"{link}/change").form().fill(given_name="Оксана").submit(status=422)
    assert page.errors() == ["Somebody with this name and e-mail address is already registered."]


def test_it_withdraws_once(
    client: Client, link: str, registration: Registration, event: Event, deliver: Deliver
) -> None:
    form = client.get(f"{link}/cancel").form()
    page = form.submit()
    assert "Your registration was withdrawn." in page.text
    assert page.link("Read questions and answers"), "who withdrew can no longer ask or vote"
    form.submit()
    assert reread(registration).state is State.CANCELLED
    session().refresh(event)
    assert event.seats_taken == 0
    [mail] = deliver()
    assert "METHOD:CANCEL" in next(iter(mail.attachments.values()))
    assert "withdrawn" in client.get(f"{link}/change", status=410).text


def test_a_secretary_reads_whose_registration_it_is(client: Client, event: Event) -> None:
    made = make_registration(event, registered_by_name="Пані Секретар", registered_by_email="office@example.org")
    page = client.get(f"/en/r/{manage_token(made, event)}")
    assert page.h1 == "Registration of Олена Коваленко"
    assert "only Олена Коваленко could give them" in page.text


def test_the_language_can_be_changed_amid_a_form(client: Client, link: str, registration: Registration) -> None:
    page = client.get(f"{link}/change").form().fill(given_name="Оленка").submit("Deutsch", status=200)
    assert page.h1 == "Ihre Anmeldung ändern"
    assert page.form().values["given_name"] == "Оленка"
    assert page.errors() == []
    assert reread(registration).given_name == "Олена"


@pytest.mark.usefixtures("registration")
def test_a_lost_link_is_sent_again(client: Client, event: Event, deliver: Deliver) -> None:
    make_registration(event, given_name="Оксана")
    make_registration(event, State.PENDING, given_name="Ірина")
    address = f"/uk/events/{event.slug}/lost-link"
    known = client.get(address).form().fill(email="Olena@example.org").submit()
    unknown = client.get(address).form().fill(email="nobody@example.org").submit()
    assert known.body == unknown.body
    [mail] = deliver()
    assert mail.to == "olena@example.org"
    assert len({link for link in mail.links if "/r/" in link}) == 2
    assert len({link for link in mail.links if "/c/" in link}) == 1


def test_the_personal_link_outlives_the_conference_but_changes_nothing(
    client: Client, link: str, event: Event, clock: Clock
) -> None:
    clock.go_to(event.ends_at)
    clock.forward(minutes=-1)
    form = client.get(f"{link}/change").form()
    clock.forward(minutes=1)
    assert "Correct" not in client.get(link).text
    assert "over" in form.submit(status=410).text
    clock.forward(days=91)
    assert "expired" in client.get(link, status=410).text


def test_a_link_cannot_turn_mails_to_a_third_address(client: Client, link: str, deliver: Deliver) -> None:
    form = client.get(f"{link}/change").form().fill(given_name="Оленка")
    form.forge(registered_by_name="X", registered_by_email="victim@example.org", email="victim@example.org").submit()
    assert {mail.to for mail in deliver()} == {"olena@example.org"}


def test_a_secretary_cannot_consent_for_the_mayor(client: Client, event: Event) -> None:
    row = make_registration(
        event, registered_by_name="Sabine", registered_by_email="buero@example.org", email="m@example.org"
    )
    address = f"/en/r/{manage_token(row, event)}"
    client.get(f"{address}/change").form().forge(consent_news="y").submit()
    assert "Consents stay open" in client.get(address).text


def test_the_programme_is_over_for_withdrawals_too(client: Client, link: str, event: Event, clock: Clock) -> None:
    clock.go_to(event.ends_at)
    clock.forward(minutes=-1)
    form = client.get(f"{link}/cancel").form()
    clock.forward(minutes=2)
    form.submit(status=410)
    session().refresh(event)
    assert event.seats_taken == 1


@pytest.mark.usefixtures("registration")
def test_years_after_the_conference_a_link_sent_anew_opens(
    client: Client, event: Event, clock: Clock, deliver: Deliver
) -> None:
    clock.go_to(event.ends_at)
    clock.forward(days=1200)
    page = client.get(f"/en/events/{event.slug}").click("Have your personal link sent again")
    assert "your certificate of attendance" in page.text
    page.form().fill(email="olena@example.org").submit()
    [mail] = deliver()
    [link] = {link for link in mail.links if "/r/" in link}
    assert client.get(link).status == 200
    clock.forward(days=29)
    assert client.get(link).status == 200
    clock.forward(days=2)
    assert "Have a new one sent to you" in client.get(link.replace("/de/", "/en/"), status=410).text


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("what", ["change", "hand-over"])
def test_what_was_typed_is_kept_while_others_write_for_long(client: Client, app: Flask, link: str, what: str) -> None:
    colleague = {"given_name": "Віра", "family_name": "Шевченко", "email": "vira@example.org"}
    form = client.get(f"{link}/{what}").form().fill(office="перша заступниця")
    if what == "hand-over":
        form.fill(**colleague)
    with app.app_context(), transaction():
        page = form.submit(status=503)
    assert page.form().values["office"] == "перша заступниця"
    page = page.form().submit()
    assert page.path == link
