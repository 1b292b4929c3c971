"""What must be refused: with a clear message, typed values kept, 4xx, nothing half-saved."""

from typing import Any
from urllib.parse import urlencode

import pytest
from factories import answers, make_event
from flask import Flask
from page import Client
from sqlalchemy import func, select
from surroundings import Clock

from webapp.core.db import session
from webapp.core.mail import OutgoingMail
from webapp.events.models import Event
from webapp.registration.models import Registration

FORM = "/en/events/folgekonferenz/register"
REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"given_name": ""}, "Enter the given name."),
    ({"given_name": " \u200b\u202e "}, "Enter the given name."),
    ({"family_name": "x" * 10_000}, "Use at most 80 characters."),
    ({"email": ""}, "Enter an e-mail address."),
    ({"email": "olena"}, "Enter an e-mail address in the correct format"),
    ({"email": "олена@example.org"}, "Enter an e-mail address in the correct format"),
    ({"email": "a@example.org, b@example.org"}, "Enter an e-mail address in the correct format"),
    ({"email": "a@example.org\nBcc: b@example.org"}, "Enter an e-mail address in the correct format"),
    ({"email": f"{'a' * 300}@example.org"}, "Use at most 254 characters."),
    ({"place": "99999999"}, "Choose a municipality or district from the list."),
    ({"place": "05"}, "Choose a municipality or district from the list."),
    ({"place": "x" * 5000}, "Choose a municipality or district from the list."),
    ({"place": ""}, "Choose your municipality or district from the list, or enter an organisation."),
    ({"place": "", "organisation": "Verein"}, "Choose the region of the organisation."),
    ({"place": "", "organisation": "Verein", "side": "moon"}, "Choose one of the options shown."),
    ({"attending_as": "speaker"}, "Choose one of the options shown."),
    ({"attending_as": "organiser"}, "Choose one of the options shown."),
    ({"topics": ["energy", "weapons"]}, "Choose only options that are shown."),
    ({"question": "?" * 1001}, "Use at most 1000 characters. You have entered 1001."),
    ({"registered_by_name": "Sabine Krause"}, "Enter both your name and your e-mail address"),
    ({"registered_by_email": "sabine@example.org"}, "Enter both your name and your e-mail address"),
    ({"email": ["a@example.org", "b@example.org"]}, "Enter one value only."),
]


def nothing_saved() -> bool:
    return not any(session().scalar(select(func.count()).select_from(model)) for model in (Registration, OutgoingMail))


@pytest.mark.usefixtures("event")
def test_it_says_what_to_do_and_keeps_what_was_typed(client: Client) -> None:
    opened = client.get(FORM)
    for typed, says in REFUSED:
        form = opened.form().fill(**answers(office="Мер — «голова»"))
        page = form.forge(**typed).submit(status=422, without={"typography"})
        assert any(says in line for line in page.errors()), (typed, page.errors())
        assert page.title.startswith("Error: ")
        assert page.form().values["office"] == "Мер — «голова»"
        assert nothing_saved(), typed


@pytest.mark.parametrize(
    ("lang", "heading"), [("de", "Bitte prüfen Sie Ihre Angaben"), ("uk", "Перевірте, будь ласка, введені дані")]
)
def test_errors_speak_the_visitors_language(client: Client, event: Event, lang: str, heading: str) -> None:
    page = client.get(f"/{lang}/events/{event.slug}/register").form().submit(status=422)
    assert heading in page.text
    assert len(page.errors()) == 4


@pytest.mark.usefixtures("event")
def test_a_stale_token_keeps_what_was_typed(client: Client) -> None:
    form = client.get(FORM).form().fill(**answers()).forge(csrf_token="stale")
    page = form.submit(status=422)
    assert "open for too long" in page.errors()[0]
    assert page.form().values["given_name"] == "Олена"
    assert nothing_saved()
    assert page.form().submit().h1 == "Please look into your inbox"


@pytest.mark.usefixtures("event")
def test_without_cookies_it_says_so(app: Flask) -> None:
    client = Client(app)
    client.browser = app.test_client(use_cookies=False)
    page = client.get(FORM).form().fill(**answers()).submit(status=422)
    assert "does not accept cookies" in page.errors()[0]
    assert nothing_saved()


@pytest.mark.parametrize(
    "body",
    [
        urlencode([(f"key{number}", "x") for number in range(150_000)]),
        urlencode(answers(experience="x" * 2_000_000)),
        "x" * 70_000,
    ],
)
@pytest.mark.usefixtures("event")
def test_a_body_that_is_too_large_is_refused_in_the_visitors_language(client: Client, body: str) -> None:
    client.get(FORM)
    page = client.open("POST", FORM, data=body, content_type="application/x-www-form-urlencoded", status=413)
    assert page.h1 == "That was too much text"
    assert nothing_saved()


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize(
    ("moment", "says"),
    [
        ("2026-12-01 08:59", "has not opened yet"),
        ("2026-12-10 18:00", "is closed"),
        ("2026-12-11 13:00", "is over"),
    ],
)
@pytest.mark.usefixtures("app")
def test_outside_its_time_it_says_why(client: Client, clock: Clock, method: str, moment: str, says: str) -> None:
    make_event(
        registration_opens_at=clock.at("2026-12-01 09:00"),
        registration_closes_at=clock.at("2026-12-10 18:00"),
        starts_at=clock.at("2026-12-11 10:00"),
        ends_at=clock.at("2026-12-11 12:00"),
    )
    clock.at("2026-12-05 10:00")
    form = client.get(FORM).form().fill(**answers())
    clock.at(moment)
    page = form.submit(status=409) if method == "POST" else client.get(FORM, status=409)
    assert says in page.text
    assert "Back to the conference" in page.text
    assert nothing_saved()


@pytest.mark.parametrize("kind", ["c", "r"])
@pytest.mark.usefixtures("event")
def test_a_foreign_link_gets_a_clear_page(client: Client, kind: str) -> None:
    for token in ("x", "x" * 5000, "WyJhIiwxLDFd.AAAA", ".."):
        page = client.get(f"/en/{kind}/{token}", status=404)
        assert "This link is not valid" in page.text, token


@pytest.mark.usefixtures("event")
def test_a_link_for_another_purpose_is_foreign(client: Client) -> None:
    client.get(FORM).form().fill(**answers()).submit()
    mail = session().scalars(select(OutgoingMail)).one()
    token = str((mail.context or {})["link"]).rpartition("/")[2]
    client.get(f"/en/c/{token}")
    client.get(f"/en/r/{token}", status=404)


def test_an_unknown_conference_is_not_found(client: Client) -> None:
    for part in ("", "/register", "/lost-link", "/calendar.ics", "/register/sent"):
        assert client.get(f"/en/events/nowhere{part}", status=404).h1 == "Page not found"


@pytest.mark.parametrize("letter", ["ﷺ", "㌖", "щ", "ﬃ"])
def test_a_letter_that_stands_for_many_overflows_nothing(client: Client, event: Event, letter: str) -> None:
    name = letter * 80
    names = {"given_name": name, "family_name": name, "patronymic": name, "latin_name": name * 2}
    by = {"registered_by_name": name * 2, "registered_by_email": "office@example.org"}
    form = client.get(f"/en/events/{event.slug}/register").form()
    form.fill(**answers(**names, **by)).submit(follow=False, status=303)
    session().rollback()
    assert session().scalar(select(Registration.family_name)) == name
