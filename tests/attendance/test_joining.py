"""The page behind the join link: it waits, shows the way in, notes who went, and leads on."""

from datetime import timedelta
from unittest.mock import patch

import pytest
from factories import make_registration
from page import Client
from rooms import ADDRESS, OPEN, enter, furnish, link_of, uses
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError
from surroundings import Clock

from webapp.attendance.meeting import join_queries, joining
from webapp.attendance.meeting.joining_models import JoinUse, Way
from webapp.core import clock as times
from webapp.core.db import session, transaction
from webapp.events.models import Event
from webapp.questions.lifecycle import State as QuestionState
from webapp.questions.models import Channel, Question
from webapp.registration import mails
from webapp.registration.models import Registration, State

LANGUAGES = pytest.mark.parametrize("lang", ["de", "uk", "en"])


@LANGUAGES
def test_one_tap_notes_the_use_and_leads_to_the_meeting(
    client: Client, event: Event, sabine: Registration, at_the_door: Clock, lang: str
) -> None:
    del at_the_door
    page = enter(client, link_of(sabine, lang))
    assert (page.status, page.location) == (303, ADDRESS)
    [use] = uses(event)
    assert (use.registration, use.way, use.people, use.substitute) == (sabine.public_id, "self", 1, "")
    assert use.first_at == times.now()
    assert use.display_names[0].endswith(" – Sabine Krause")


def test_somebody_stands_in_or_several_share_a_connection(
    client: Client, event: Event, olena: Registration, at_the_door: Clock
) -> None:
    link = link_of(olena)
    assert enter(client, link, "stand-in", substitute="Віра Шевченко").location == ADDRESS
    at_the_door.forward(minutes=2)
    assert enter(client, link, "several", people="8").location == ADDRESS
    first, second = uses(event)
    assert (first.way, first.people, first.substitute) == ("substitute", 1, "Віра Шевченко")
    assert first.display_names == ("Dnipro – Vira Shevchenko", "Дніпро – Віра Шевченко")
    assert (second.way, second.people, second.substitute) == ("several", 8, "")
    assert second.display_names == ("Dnipro – Olena Kovalenko", "Дніпро – Олена Коваленко")


MISSING: list[tuple[str, dict[str, str], str]] = [
    ("stand-in", {"substitute": " "}, "Enter your name."),
    ("stand-in", {"substitute": "x" * 161}, "Use at most 160 characters."),
    ("several", {"people": ""}, "Enter how many people you are."),
    ("several", {"people": "1"}, "Enter a whole number from 2 to 500."),
    ("several", {"people": "acht"}, "Enter a whole number from 2 to 500."),
]


def test_what_is_missing_is_asked_for(client: Client, event: Event, sabine: Registration, at_the_door: Clock) -> None:
    del at_the_door
    for form, typed, said in MISSING:
        page = enter(client, link_of(sabine), form, **typed)
        assert (page.status, page.errors()) == (422, [said]), form
        assert len(page.all("details[open]")) == 1, form
        assert uses(event) == [], form
        assert ADDRESS not in page.body.decode(), form


def test_a_way_that_is_not_offered_is_refused(client: Client, sabine: Registration, at_the_door: Clock) -> None:
    del at_the_door
    form = client.get(link_of(sabine), without=OPEN).form("question-form")
    token = form.values["csrf_token"]
    for way in ("", "host", "self\0"):
        expected = 303 if way == "self\0" else 422  # a NUL is taken out
        client.post(link_of(sabine), {"csrf_token": token, "way": way}, status=expected, without=OPEN)


def test_opening_and_looking_notes_nothing(
    client: Client, event: Event, sabine: Registration, at_the_door: Clock
) -> None:
    del at_the_door
    for _time in range(3):
        client.get(link_of(sabine), without=OPEN)
        client.browser.head(link_of(sabine), base_url=client.base_url)
    assert uses(event) == []


def test_the_same_use_again_counts_up_and_rows_stay_few(event: Event, sabine: Registration, at_the_door: Clock) -> None:
    for number in range(joining.MOST_USES + 10):
        at_the_door.forward(seconds=1)
        for _time in range(2):
            with transaction():
                use = joining.Use(way=Way.SUBSTITUTE, substitute=f"Person {number}")
                joining.note_use(sabine.public_id, use, now=times.now())
    assert session().scalar(select(func.count(JoinUse.id))) == joining.MOST_USES
    assert session().scalar(select(func.sum(JoinUse.times))) == 2 * (joining.MOST_USES + 10)
    assert len(uses(event)) == joining.MOST_USES


def test_a_new_address_keeps_all_links(client: Client, event: Event, sabine: Registration, at_the_door: Clock) -> None:
    del at_the_door
    link = link_of(sabine)
    furnish(event, address="https://zoom.us/j/999")
    assert enter(client, link).location == "https://zoom.us/j/999"
    assert ADDRESS not in client.get(link, without=OPEN).body.decode()


def test_a_host_that_is_no_longer_allowed_is_led_to_no_more(
    client: Client, event: Event, sabine: Registration, clock: Clock
) -> None:
    furnish(event, address="https://evil.example/j/1")  # as if the setting had been narrower later
    clock.go_to(event.starts_at)
    page = client.get(link_of(sabine))
    assert page.h1 == "The way in is not ready yet"
    assert "evil" not in page.body.decode()


def test_the_personal_page_leads_to_the_link(client: Client, event: Event, sabine: Registration) -> None:
    page = client.get(f"/en/r/{mails.manage_token(sabine, event)}").click("To the page to join")
    assert page.url == link_of(sabine)
    waiting = make_registration(event, State.UNDECIDED, email="waiting@example.org")
    assert "To the page to join" not in client.get(f"/en/r/{mails.manage_token(waiting, event)}").text
    client.get("/en/r/nonsense/join", status=404)


def test_an_open_door_allows_its_form_to_lead_to_the_meeting(
    client: Client, sabine: Registration, at_the_door: Clock
) -> None:
    del at_the_door
    page = client.get(link_of(sabine), without=OPEN)
    [targets] = [part for part in page.response.headers["Content-Security-Policy"].split("; ") if "form-action" in part]
    assert targets.startswith("form-action 'self' https://us02web.zoom.us https://zoom.us https://*.zoom.us ")
    assert page.response.headers["Referrer-Policy"] == "no-referrer"
    assert page.response.headers["Cache-Control"] == "no-store"


def test_who_accepts_no_cookies_gets_in_all_the_same(
    client: Client, event: Event, sabine: Registration, at_the_door: Clock
) -> None:
    del at_the_door
    page = client.get(link_of(sabine), without=OPEN)
    client.browser.delete_cookie("session", domain="localhost")
    answer = page.form("self").submit(status=422, follow=False, without=OPEN)
    assert answer.link("https://us02web") == ADDRESS
    assert uses(event) == []


def test_a_busy_database_keeps_nobody_out(
    client: Client, event: Event, sabine: Registration, at_the_door: Clock
) -> None:
    del at_the_door
    page = client.get(link_of(sabine), without=OPEN)
    locked = OperationalError("BEGIN IMMEDIATE", None, Exception("database is locked"))
    with patch.object(joining, "note_use", side_effect=locked):
        assert page.form("self").submit(follow=False, without=OPEN).location == ADDRESS
    assert uses(event) == []


def test_organisers_may_have_nothing_noted(
    client: Client, event: Event, sabine: Registration, at_the_door: Clock
) -> None:
    del at_the_door
    furnish(event, notes_use=False)
    assert "We note" not in client.get(link_of(sabine), without=OPEN).text
    assert enter(client, link_of(sabine)).location == ADDRESS
    assert uses(event) == []


@LANGUAGES
def test_a_question_goes_to_the_questions_and_leads_back(client: Client, sabine: Registration, lang: str) -> None:
    link = link_of(sabine, lang)
    for _twice in range(2):
        page = client.get(link).form("question-form").fill(text="Wer hilft?\nUnd wann?").submit()
        assert page.path == link
        assert len(page.all(".messages")) == 1
    [asked] = session().scalars(select(Question))
    assert (asked.text, asked.language, asked.registration_id) == ("Wer hilft?\nUnd wann?", lang, sabine.id)
    assert (asked.channel, asked.state) == (Channel.LINK, QuestionState.INBOX)


def test_a_question_that_cannot_be_kept_stays_typed(client: Client, sabine: Registration) -> None:
    link = link_of(sabine)
    page = client.get(link).form("question-form").fill(text="b" * 2001).submit(status=422)
    assert page.errors() == ["Use at most 2000 characters. You have entered 2001."]
    assert page.form("ask-form").values["text"].strip() == "b" * 2001
    assert page.form("ask-form").fill(text="Wie?").submit().path == link, "the way back is not forgotten"


def test_a_day_after_the_end_the_address_is_forgotten(event: Event, at_the_door: Clock) -> None:
    at_the_door.go_to(event.ends_at + timedelta(hours=23))
    joining.forget_rooms()
    assert join_queries.room(event.id).address == ADDRESS
    at_the_door.forward(hours=2)
    session().rollback()
    joining.forget_rooms()
    found = join_queries.room(event.id)
    assert (found.address, found.dial_in) == ("", "")
