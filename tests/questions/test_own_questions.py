"""The personal page: ask, read what became of it, take back; who may no longer ask still reads."""

import json
from datetime import timedelta

import pytest
from factories import make_event, make_question, make_registration
from flask import Flask
from markup import attr
from page import Client
from questions.askers import again, change, olena, own_page, sabine
from sqlalchemy import func, select
from surroundings import Clock
from tags import words

from webapp.core import clock as times
from webapp.core.db import session, transaction
from webapp.core.i18n import texts
from webapp.events.models import Event, Slot, SlotKind, Speaker
from webapp.questions.lifecycle import State
from webapp.questions.models import Answer, Channel, Kind, Question, Visibility
from webapp.registration.models import State as RegistrationState

LANGUAGES = pytest.mark.parametrize("lang", ["de", "uk", "en"])

NO_PART = [state for state in RegistrationState if state is not RegistrationState.CONFIRMED]


@pytest.fixture
def event(app: Flask) -> Event:
    del app  # it must be there first
    made = make_event()
    with transaction() as writing:
        name, what = texts("Prof. Mu", "проф. Му", "Prof Mu"), texts("Grußwort", "Вітання", "Opening")
        slot = Slot(
            event_id=made.id,
            position=1,
            kind=SlotKind.GREETING,
            title=what,
            starts_at=made.starts_at,
            ends_at=made.ends_at,
        )
        slot.speakers = [Speaker(position=1, name=name, function=texts("Rektor", "Ректор", "Rector"))]
        writing.add(slot)
    return made


def count() -> int:
    session().rollback()
    return session().scalar(select(func.count(Question.id))) or 0


@LANGUAGES
def test_several_are_asked_in_any_language_and_to_whom_one_likes(client: Client, event: Event, lang: str) -> None:
    who = olena(event)
    page = client.get(own_page(who, event, lang))
    page = page.form("ask-form").fill(text="Wie?\nUnd wann?", language="de", about="speaker-1-1").submit()
    page = page.form("ask-form").fill(text="Ми відбудували школу.", kind="experience", about="slot-1").submit()
    page = page.form("ask-form").fill(text="Why?", visibility="hidden", language="en").submit()
    assert len(page.all(".messages")) == 1
    rows = session().scalars(select(Question).order_by(Question.number)).all()
    assert [(row.text, row.language, row.kind, row.visibility) for row in rows] == [
        ("Wie?\nUnd wann?", "de", Kind.QUESTION, Visibility.SHOWN),
        ("Ми відбудували школу.", lang, Kind.EXPERIENCE, Visibility.SHOWN),
        ("Why?", "en", Kind.QUESTION, Visibility.HIDDEN),
    ]
    assert [(row.slot_id is None, row.speaker_id is None) for row in rows] == [
        (False, False),
        (False, True),
        (True, True),
    ]
    assert {(row.channel, row.state, row.registration_id, row.place_key) for row in rows} == {
        (Channel.LINK, State.INBOX, who.id, who.place_key)
    }
    assert [attr(tag, "id") for tag in page.all(".own")] == ["mine-3", "mine-2", "mine-1"]


def test_unlinked_leaves_no_trace_of_who_asked(client: Client, event: Event) -> None:
    who = olena(event)
    page = client.get(own_page(who, event)).form("ask-form").fill(text="Wer?", visibility="unlinked").submit()
    [row] = session().scalars(select(Question))
    assert (row.registration_id, row.place_key, row.side, row.organisation) == (None, None, None, "")
    assert not page.all(".own")


def test_five_in_ten_minutes_then_a_sentence_keeps_the_text(client: Client, event: Event, clock: Clock) -> None:
    clock.at("2026-11-28 10:00")
    page = client.get(own_page(olena(event), event))
    for visibility, status in (("shown", 422), ("unlinked", 429)):
        for number in range(8):
            form = page.form("ask-form").fill(text=f"{visibility} {number}?", visibility=visibility)
            page = form.submit(status=200 if number < 5 else status)
            if number >= 5:
                assert page.errors()[0].startswith("You have asked several questions within a few minutes.")
                assert page.form("ask-form").values["text"].strip() == f"{visibility} {number}?"
                assert page.form("ask-form").values["visibility"] == visibility
    assert count() == 10
    clock.forward(minutes=10, seconds=1)
    for visibility in ("shown", "unlinked"):
        page = page.form("ask-form").fill(text="Now?", visibility=visibility).submit(status=200)
    other = client.get(own_page(sabine(event), event)).form("ask-form")
    other.fill(text="And me?", visibility="unlinked").submit(status=200)
    assert count() == 13


def test_a_double_click_asks_once(client: Client, event: Event) -> None:
    page = client.get(own_page(olena(event), event))
    for visibility in ("shown", "unlinked"):
        form = page.form("ask-form").fill(text=f"{visibility}?", visibility=visibility)
        form.submit()
        form.submit()
    assert count() == 2


def test_what_nobody_has_worked_on_is_deleted_when_taken_back(client: Client, event: Event) -> None:
    who = olena(event)
    mine = make_question(event, registration=who)
    page = client.get(own_page(who, event)).form(f"{own_page(who, event)}/{mine.public_id}/take-back").submit()
    assert "taken back and deleted" in page.text
    assert count() == 0


def test_what_nobody_has_read_is_hidden_and_can_still_be_taken_back(client: Client, event: Event) -> None:
    who = olena(event)
    mine = make_question(event, registration=who)
    here = f"{own_page(who, event)}/{mine.public_id}"
    page = client.get(own_page(who, event)).form(f"{here}/hide").submit()
    assert again(mine).visibility is Visibility.HIDDEN
    assert "Only the organisers know that it comes from you." in page.text
    page.form(f"{here}/take-back").submit()
    assert count() == 0


def test_what_was_published_stays_without_the_municipality(client: Client, event: Event) -> None:
    who = olena(event)
    mine = make_question(event, State.PUBLISHED, registration=who)
    change(mine)
    page = client.get(own_page(who, event))
    assert "Dnipro Raion" in words(page.one("#questions"))
    page = page.form(f"{own_page(who, event)}/{mine.public_id}/hide").submit()
    assert "Dnipro Raion" not in words(page.one("#questions"))
    assert again(mine).visibility is Visibility.HIDDEN
    assert not page.all(".own form")
    token = page.form("ask-form").values["csrf_token"]
    client.post(f"{own_page(who, event)}/{mine.public_id}/take-back", {"csrf_token": token}, status=303)
    assert count() == 1


def test_nobody_takes_back_or_hides_anothers(client: Client, event: Event) -> None:
    hers = make_question(event, registration=olena(event))
    his = own_page(sabine(event), event)
    token = client.get(his).form("ask-form").values["csrf_token"]
    for verb in ("take-back", "hide"):
        client.post(f"{his}/{hers.public_id}/{verb}", {"csrf_token": token}, status=404)
        client.post(f"{his}/unknown/{verb}", {"csrf_token": token}, status=404)
    assert again(hers).visibility is Visibility.SHOWN


def test_one_reads_what_became_of_it(client: Client, event: Event) -> None:
    who = olena(event)
    declined = make_question(event, registration=who, text="Eins?")
    joined = make_question(event, registration=who, text="Zwei?")
    into = make_question(event, text="Drei?")
    change(declined, state=State.DECLINED, decline_reason="Not our topic.")
    with transaction() as writing:
        writing.add(Answer(question_id=into.id, language="en", text="By train.", by="x", at=times.now()))
    change(into, state=State.ANSWERED)
    change(joined, merged_into_id=into.id)
    page = client.get(own_page(who, event))
    second, first = page.all(".own")
    assert "not taken up" in words(first)
    assert "Reason: Not our topic." in words(first)
    assert f"number {into.number}" in words(second)
    assert "By train." in words(second)
    assert "answered" in words(second)


def test_the_file_with_everything_holds_what_one_was_told_and_no_draft(client: Client, event: Event) -> None:
    who = olena(event)
    drafts = {"answered_by": "Entwurf von Frau Krause", "decline_reason": "vielleicht unpassend"}
    mine = make_question(event, State.PUBLISHED, registration=who)
    change(mine, **drafts)
    personal = own_page(who, event).removesuffix("/questions")
    for state, told in (
        (State.PUBLISHED, set()),
        (State.ANSWERED, {"answered_by"}),
        (State.DECLINED, {"decline_reason"}),
    ):
        change(mine, state=state)
        [found] = json.loads(client.get(client.get(personal).link("Download everything")).body)["questions"]
        assert {name for name in drafts if found.get(name) == drafts[name]} == told, state
        assert {name for name in drafts if name in found} == told, state


def test_who_takes_no_part_reads_and_asks_nothing(client: Client, event: Event) -> None:
    token = client.get(own_page(sabine(event), event)).form("ask-form").values["csrf_token"]
    make_question(event, State.PUBLISHED)
    for state in NO_PART:
        who = make_registration(event, state, email=f"{state}@example.org")
        page = client.get(own_page(who, event))
        assert "Only people whose registration is confirmed can ask and vote." in page.text
        assert not page.all("#ask-form, .question__vote")
        assert len(page.all("#questions .question")) == 1
        answer = client.post(own_page(who, event), {"csrf_token": token, "text": "Wie?"}, status=409)
        assert "Only people whose registration is confirmed" in answer.errors()[0]
        assert count() == 1, state


def test_after_a_week_one_reads_and_asks_no_more(client: Client, event: Event, clock: Clock) -> None:
    who = olena(event)
    clock.go_to(event.ends_at + timedelta(days=6, hours=23))
    page = client.get(own_page(who, event))
    page.form("ask-form").fill(text="Spät?").submit(status=200)
    clock.forward(hours=2)
    answer = page.form("ask-form").fill(text="Zu spät?").submit(status=409)
    assert answer.errors() == ["Questions could be asked until a week after the conference. The answers stay here."]
    page = client.get(own_page(who, event))
    assert not page.all("#ask-form")
    assert len(page.all(".own")) == 1
    assert count() == 1


def test_what_stays_the_same_costs_two_statements(client: Client, event: Event) -> None:
    who = olena(event)
    question = make_question(event, State.PUBLISHED)
    page = client.get(own_page(who, event))
    known = {"If-None-Match": page.response.headers["ETag"]}
    assert len(client.get(own_page(who, event), headers=known, status=304).statements) == 2
    change(question, text="Neu?")
    assert "Neu?" in client.get(own_page(who, event), headers=known, status=200).text


def test_a_wrong_link_opens_nothing(client: Client, event: Event) -> None:
    who = olena(event)
    client.get(f"{own_page(who, event).removesuffix('/questions')}x/questions", status=404)
    token = client.get(own_page(who, event)).form("ask-form").values["csrf_token"]
    client.post("/en/r/nonsense/questions", {"csrf_token": token, "text": "Wie?"}, status=404)
    assert count() == 0


def test_pages_lead_there(client: Client, event: Event) -> None:
    page = client.get(own_page(olena(event), event).removesuffix("/questions"))
    assert page.click("Ask, vote for questions").h1 == "Your questions"
    assert client.get("/en/events/folgekonferenz").click("What participants ask").h1 == "Questions and answers"
