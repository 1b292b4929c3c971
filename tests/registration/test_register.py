"""From the form to the confirmed registration, as somebody without JavaScript goes."""

from collections.abc import Callable

import pytest
from factories import KOELN, KREIS_WESEL, answers, make_registration
from inbox import Mail
from page import Client
from registration.typed import FORM, stored
from sqlalchemy import select
from surroundings import Clock

from webapp.core.db import session
from webapp.events.models import Event
from webapp.registration.models import Consent, ConsentWording, Purpose, Side, State

Deliver = Callable[[], list[Mail]]


def test_it_registers_confirms_and_sends_a_personal_link(client: Client, event: Event, deliver: Deliver) -> None:
    page = client.get(FORM).form().fill(**answers()).submit()
    assert page.h1 == "Please look into your inbox"
    assert [row.state for row in stored()] == [State.PENDING]

    [first] = deliver()
    assert first.to == "olena@example.org"
    page = client.get(first.link("/c/"))
    assert "Олена" in page.text
    assert "Дніпро" in page.text or "Dnipro" in page.text  # what is confirmed can be read first
    page = page.form(first.link("/c/")).submit()
    assert page.h1 == "You are registered"

    [second] = deliver()
    assert second.raw.get_content_type() == "multipart/mixed"
    [calendar] = second.attachments.values()
    assert "METHOD:PUBLISH" in calendar
    assert client.get(second.link("/r/")).h1 == "Your registration"
    session().refresh(event)
    assert event.seats_taken == 1


def test_the_first_mail_holds_nothing_that_was_typed(client: Client, event: Event, deliver: Deliver) -> None:
    typed = answers(question="Buy at spam.example", family_name="Коваленко http://spam.example")
    client.get(f"/uk/events/{event.slug}/register").form().fill(**typed).submit()
    [mail] = deliver()
    assert mail.lang == "uk"
    for body in (mail.subject, mail.text, mail.html):
        assert "spam" not in body
        assert "Олена" not in body


def test_opening_the_link_changes_nothing_and_confirming_twice_is_once(
    client: Client, event: Event, deliver: Deliver
) -> None:
    client.get(FORM).form().fill(**answers()).submit()
    link = deliver()[0].link("/c/")
    for _again in range(3):
        client.get(link)
        client.open("HEAD", link, without={"well_formed", "language", "one_heading", "landmarks"})
    assert stored()[0].state is State.PENDING
    form = client.get(link).form(link)
    assert form.submit().h1 == form.submit().h1 == "You are registered"
    assert len(deliver()) == 1
    session().refresh(event)
    assert event.seats_taken == 1


@pytest.mark.usefixtures("event")
def test_a_repeated_post_is_one_registration_and_one_mail(client: Client, deliver: Deliver) -> None:
    form = client.get(FORM).form().fill(**answers())
    form.submit()
    form.submit()
    form.fill(email="OLENA@Example.org").submit()
    assert len(stored()) == 1
    assert len(deliver()) == 1


@pytest.mark.usefixtures("event")
def test_consents_keep_their_words(client: Client) -> None:
    client.get(FORM).form().fill(**answers(consent_news=True, consent_list=True)).submit()
    rows = session().execute(select(Consent, ConsentWording).join(ConsentWording)).all()
    assert {(row.purpose, row.given) for row, _words in rows} == {(Purpose.NEWS, True), (Purpose.LIST, True)}
    assert all(len(words.words) > 40 and words.language == "en" for _row, words in rows)


@pytest.mark.parametrize(
    ("typed", "side", "place"),
    [
        ({"place": KOELN}, Side.NRW, KOELN),
        ({"place": KREIS_WESEL}, Side.NRW, KREIS_WESEL),
        ({}, Side.DNIPROPETROVSK, answers()["place"]),
        ({"place": "", "organisation": "Auslandsgesellschaft", "side": "other"}, Side.OTHER, None),
        ({"place": KOELN, "organisation": "Stadtwerke", "side": "other"}, Side.NRW, KOELN),
    ],
)
@pytest.mark.usefixtures("event")
def test_the_side_follows_from_the_place(client: Client, typed: dict[str, str], side: Side, place: str | None) -> None:
    client.get(FORM).form().fill(**answers(**typed)).submit()
    [row] = stored()
    assert (row.side, row.place_key) == (side, place)


NAMES = ["=1+1", "Мар'яна", "О’Ґриць-Їжак", 'Jürgen "Jogi" 🐘', "von der Heide", "McDonald", "#N/A", "<b>Ada</b>"]


@pytest.mark.usefixtures("event")
def test_names_are_kept_as_typed_and_harmless(client: Client, deliver: Deliver) -> None:
    opened = client.get(FORM)
    for number, name in enumerate(NAMES):
        without = {"typography"} if set(name) & set("'\"") else set()
        opened.form().fill(**answers(given_name=name, email=f"{number}@example.org")).submit()
        assert stored()[-1].given_name == name
        page = client.get(deliver()[0].link("/c/"), without=without)
        assert name in page.text


@pytest.mark.usefixtures("event")
def test_what_nobody_sees_is_taken_out_of_names(client: Client) -> None:
    client.get(FORM).form().fill(**answers(given_name="\u202eОлена\x00\u200f  Марія\u2066")).submit()
    assert stored()[0].given_name == "Олена Марія"


@pytest.mark.usefixtures("event")
def test_somebody_else_can_have_a_mistyped_address_forgotten(client: Client, deliver: Deliver) -> None:
    client.get(FORM).form().fill(**answers()).submit()
    link = deliver()[0].link("/c/")
    page = client.get(link).form(f"{link}/not-me").submit()
    assert "We will not write to this address again" in page.text
    assert stored() == []
    client.get(FORM).form().fill(**answers()).submit()
    assert stored() == []
    assert deliver() == []


def test_it_needs_few_statements(client: Client, event: Event) -> None:
    make_registration(event, given_name="Оксана")
    form = client.get(FORM).form().fill(**answers(consent_news=True, consent_list=True))
    page = form.submit(follow=False, status=303, statements=15)
    assert page.location.endswith("/register/sent")


@pytest.mark.usefixtures("event")
def test_a_confirmation_writes_each_row_once(client: Client, deliver: Deliver) -> None:
    client.get(FORM).form().fill(**answers()).submit()
    link = deliver()[0].link("/c/")
    page = client.get(link).form(link).submit(follow=False, status=303)
    written = [statement.split()[1] for statement in page.statements if statement.startswith("UPDATE")]
    assert sorted(written) == ["event", "registration"]


def test_a_registration_can_be_confirmed_until_the_event_ends(
    client: Client, event: Event, deliver: Deliver, clock: Clock
) -> None:
    client.get(FORM).form().fill(**answers()).submit()
    link = deliver()[0].link("/c/")
    clock.go_to(event.ends_at)
    clock.forward(minutes=-1)
    form = client.get(link).form(link)
    clock.forward(minutes=2)
    assert "expired" in form.submit(status=410).text
    assert "expired" in client.get(link, status=410).text


def test_an_earlier_link_does_not_confirm_later_answers(client: Client, event: Event, deliver: Deliver) -> None:
    client.get(FORM).form().fill(**answers()).submit()
    first = deliver()[0].link("/c/")
    client.get(FORM).form().fill(**answers(place=KOELN, consent_contact=True)).submit()
    second = deliver()[0].link("/c/")
    client.get(first, status=404)
    page = client.get(second)
    assert "Cologne" in page.text
    assert "passed on to municipalities" in page.text
    assert event.seats_taken == 0


@pytest.mark.parametrize(
    ("typed", "place"), [("Кривой Рог", "UA12060170000091033"), ("Koeln", KOELN), ("Покровська", None)]
)
@pytest.mark.usefixtures("event")
def test_a_place_typed_and_not_chosen_is_taken_if_it_is_sure(client: Client, typed: str, place: str | None) -> None:
    form = client.get(FORM).form().fill(**answers(place="")).forge(place_typed=typed)
    form.submit(status=200 if place else 422)
    assert [row.place_key for row in stored()] == ([place] if place else [])


def test_an_organisation_is_a_guest_unless_it_says_otherwise(client: Client, event: Event) -> None:
    client.get(FORM).form().fill(**answers(place="", organisation="Verein", side="other")).submit()
    assert [row.attending_as.value for row in stored()] == ["guest"]
    assert event.seats_taken == 0


@pytest.mark.usefixtures("event")
def test_the_language_can_be_changed_without_losing_what_was_typed(client: Client) -> None:
    typed = answers(question="Коли?", topics=["energy", "health"], consent_list=True)
    page = client.get(FORM).form().fill(**typed).submit("Українська", status=200)
    assert page.url.startswith("/uk/")
    assert page.errors() == []
    assert "Помилка" not in page.title
    form = page.form()
    for name in ("given_name", "email", "place", "question"):
        assert form.values[name] == typed[name]
    assert form.values.getlist("topics") == typed["topics"]
    assert stored() == []
    assert form.submit().status == 200
    assert [row.locale for row in stored()] == ["uk"]


@pytest.mark.usefixtures("event")
@pytest.mark.parametrize("typed", [{}, {"given_name": "Олена"}, {"organisation": "SKEW"}, {"registered_by_name": "S"}])
def test_the_language_can_be_changed_before_anything_is_complete(client: Client, typed: dict[str, str]) -> None:
    page = client.get(FORM).form().fill(**typed).submit("Deutsch", status=200)
    assert page.errors() == []
    assert all(page.form().values[name] == value for name, value in typed.items())


@pytest.mark.usefixtures("event")
def test_the_next_page_names_the_address_once(client: Client) -> None:
    page = client.get(FORM).form().fill(**answers()).submit()
    assert "We have sent an e-mail to olena@example.org." in page.text
    assert "olena" not in client.get(page.url).text
