"""Steps of moderators: each from the list and from the page of one, taken back exactly, refused when stale."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from factories import make_event, make_question, make_registration
from page import Client
from questions.askers import again
from questions.desk_steps import DESK, step
from sqlalchemy import select
from tags import words

from webapp.core import audit
from webapp.core.audit import AuditEntry
from webapp.core.db import session, transaction
from webapp.events.models import Event
from webapp.questions import answering
from webapp.questions.lifecycle import FOLLOWING, State
from webapp.questions.models import Answer, Visibility
from webapp.reporting import question_figures


def test_a_step_and_its_undo_stay_on_the_list(event: Event, moderator: Client) -> None:
    asked, other = make_question(event), make_question(event)
    page = step(moderator.get(f"{DESK}?sort=newest"), asked, "Publish")
    assert "sort=newest" in page.url
    assert "Question 1: not yet read → published" in page.text
    assert again(asked).state is State.PUBLISHED
    assert again(asked).version == 2
    back = page.form(f"{DESK}/{asked.public_id}/undo?sort=newest").submit("Undo this step")
    assert again(asked).state is State.INBOX
    assert again(other).state is State.INBOX
    assert "Undo this step" not in words(back.one("#told"))  # it would be to do it again
    once_more = back.form(f"{DESK}/{asked.public_id}/undo?sort=newest").submit("Take the step again")
    assert again(asked).state is State.PUBLISHED
    once_more.form(f"{DESK}/{asked.public_id}/undo?sort=newest").submit("Undo this step")
    assert again(asked).state is State.INBOX


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("de", "Das betrifft nicht das Thema der Konferenz."),
        ("uk", "Це не стосується теми конференції."),
        ("en", "This does not concern the topic of the conference."),
    ],
)
def test_a_ready_reason_is_kept_in_the_language_of_who_asked(
    event: Event, moderator: Client, language: str, sentence: str
) -> None:
    asked = make_question(event, language=language)
    step(moderator.get(DESK), asked, "1 This does not concern the topic")
    assert (again(asked).state, again(asked).decline_reason) == (State.DECLINED, sentence)


def test_a_reason_that_is_not_offered_is_refused(event: Event, moderator: Client) -> None:
    asked = make_question(event)
    page = moderator.get(f"{DESK}/{asked.public_id}")
    page.one("details.decline form.form")["id"] = "decline"
    page.form("decline").forge(ready="because").submit("Do not take up", status=422)
    assert again(asked).state is State.INBOX


def test_undo_is_not_offered_once_somebody_else_has_changed_it(event: Event, moderator: Client) -> None:
    asked = make_question(event)
    page = step(moderator.get(DESK), asked, "Publish")
    stale = page.form(f"{DESK}/{asked.public_id}/undo")
    step(moderator.get(f"{DESK}?tab=published"), asked, "On the screen")
    assert "Undo" not in moderator.get(page.url).one("#told").get_text()
    assert "Somebody has changed this question" in stale.submit("Undo this step", status=409).text
    assert again(asked).state is State.ON_SCREEN


@pytest.mark.parametrize("spoiled", [{}, {"to": "nowhere"}, {"reason": "a" * 501}])
def test_what_is_wrong_is_said_where_nothing_can_be_declined_any_more(
    event: Event, moderator: Client, spoiled: dict[str, str]
) -> None:
    asked = make_question(event)
    old = moderator.get(f"{DESK}/{asked.public_id}")
    old.one("details.decline form.form")["id"] = "decline"
    step(moderator.get(DESK), asked, "Answered live")
    sent = old.form("decline").forge(**{"to": "declined", "reason": ""} | spoiled).submit(status=422)
    assert sent.one("textarea[name=reason]").get_text(strip=True) == spoiled.get("reason", "")
    assert again(asked).state is State.ANSWERED


@pytest.mark.parametrize("before", State)
def test_every_step_that_may_follow_is_offered_and_taken_back(event: Event, moderator: Client, before: State) -> None:
    buttons = {
        State.PUBLISHED: "Publish", State.ON_SCREEN: "On the screen", State.ANSWERED: "Answered live",
        State.FOLLOW_UP: "Answer later", State.INBOX: "Back to the inbox",
    }  # fmt: skip
    for after in FOLLOWING[before] & set(buttons):
        asked = make_question(event, before)
        page = step(moderator.get(f"{DESK}?tab={before.value}&sort=newest"), asked, buttons[after])
        assert (again(asked).state, again(asked).answered_live) == (after, after is State.ANSWERED)
        assert (again(asked).answered_at is not None) == (after is State.ANSWERED)
        undo = page.form(f"{DESK}/{asked.public_id}/undo?tab={before.value}&sort=newest")
        undo.submit("Undo this step", follow=False, status=303)
        assert (again(asked).state, again(asked).answered_live) == (before, False)
    offered = {str(tag["value"]) for tag in moderator.get(f"{DESK}?tab={before.value}").all(".case button[name=to]")}
    assert offered <= {state.value for state in FOLLOWING[before]}


def test_what_is_written_stays_a_draft_when_it_is_answered_live(
    event: Event, moderator: Client, client: Client
) -> None:
    asked = make_question(event)
    assert "written answer begun" not in moderator.get(DESK).text
    with transaction() as writing:
        writing.add(Answer(question_id=asked.id, language="de", text="Mit der Bahn.", by="x", at=datetime.now(UTC)))
    for address in (f"{DESK}/{asked.public_id}", DESK):
        assert "written answer begun" in moderator.get(address).text
    page = step(moderator.get(DESK), asked, "Answered live")
    assert "The written answer stays a draft." in words(page.one("#told"))
    undo = page.form(f"{DESK}/{asked.public_id}/undo").submit("Undo this step")
    assert not again(asked).draft
    page = step(undo, asked, "Answered live")
    public = f"/en/events/{event.slug}/questions"
    assert "Mit der Bahn" not in client.get(public).text
    assert "nobody reads it until you publish it" in moderator.get(f"{DESK}/{asked.public_id}/answer").text
    assert "written answer not published" in moderator.get(f"{DESK}/answers").text
    assert answering.send_all(event, actor="x") == 0
    assert question_figures.of(event).total.answered_in_writing == 0
    page = moderator.get(f"{DESK}?tab=answered").click("Check and publish it: question 1")
    page.form("finish-form").submit("Publish the answer")
    assert "Mit der Bahn" in client.get(public).text
    assert "written answer" not in moderator.get(f"{DESK}?tab=answered").text


def test_undo_knows_when_it_was_answered_live(event: Event, moderator: Client) -> None:
    asked = make_question(event)
    step(moderator.get(DESK), asked, "Answered live")
    at = again(asked).answered_at
    page = step(moderator.get(f"{DESK}?tab=answered"), asked, "Answer later")
    assert (again(asked).answered_at, again(asked).answered_live) == (None, False)
    page.form(f"{DESK}/{asked.public_id}/undo?tab=answered").submit("Undo this step")
    assert (again(asked).answered_at, again(asked).answered_live) == (at, True)


def test_declining_needs_a_reason_which_is_kept(event: Event, moderator: Client) -> None:
    asked = make_question(event)
    refused = step(moderator.get(DESK), asked, "Do not take up", status=422)
    assert "Say why" in refused.text
    assert refused.link("Deutsch").endswith(f"{DESK}?lang=de"), "the list is shown, not the page of the question"
    for typed, status in (("x" * 501, 422), ("Das beantwortet das Land.", 200)):
        page = moderator.get(DESK)
        page.one("textarea[name=reason]").node.text = typed
        sent = step(page, asked, "Do not take up", status=status)
        assert typed in sent.html or status == 200
    assert (again(asked).state, again(asked).decline_reason) == (State.DECLINED, "Das beantwortet das Land.")
    assert "Reason: Das beantwortet das Land." in moderator.get(f"{DESK}/{asked.public_id}").text


def test_of_two_moderators_the_second_is_told(
    event: Event, moderator: Client, signed_in: Callable[[str], Client]
) -> None:
    asked = make_question(event)
    colleague = signed_in("organiser")
    mine, theirs = moderator.get(DESK), colleague.get(DESK)
    step(mine, asked, "Publish")
    theirs.one("textarea[name=reason]").node.text = "Doppelt."
    refused = step(theirs, asked, "Do not take up", status=409)
    assert "Somebody has changed this question in the meantime." in refused.text
    assert refused.one(".refused .kern-badge").get_text() == "published"
    assert "Doppelt." in refused.one(".refused textarea").get_text()
    assert again(asked).state is State.PUBLISHED
    assert step(refused, asked, "Do not take up").status == 200  # having seen it
    assert (again(asked).state, again(asked).decline_reason) == (State.DECLINED, "Doppelt.")


def test_a_version_that_is_none_is_stale(event: Event, moderator: Client) -> None:
    asked = make_question(event)
    for version in ("", "x", "9" * 30, "-1", "²"):
        form = moderator.get(f"{DESK}/{asked.public_id}").form(f"{DESK}/{asked.public_id}/assign")
        assert form.fill(desk="Amt").forge(version=version).submit(follow=False).status in {409, 422}, version
        assert again(asked).desk == "", version


def test_through_the_inbox_one_by_one(event: Event, moderator: Client) -> None:
    asked = [make_question(event, text=f"Frage Nummer {number}?") for number in (1, 2, 3)]
    page = moderator.get(f"{DESK}/{asked[1].public_id}")
    assert page.link("Previous in the inbox").endswith(asked[0].public_id)
    page = step(page, asked[1], "Publish")
    assert page.h1 == "Question 3"
    assert "Question 2: not yet read → published" in page.text
    page = step(page, asked[2], "Answer later")
    assert page.h1 == "Question 1"
    page = step(page, asked[0], "On the screen")
    assert "Everything in the inbox has been read." in page.text


def test_where_it_belongs(event: Event, moderator: Client) -> None:
    asked = make_question(event)
    form = moderator.get(f"{DESK}/{asked.public_id}").form(f"{DESK}/{asked.public_id}/assign")
    wrong = form.fill(desk="Amt 12", due_on="soon").submit(status=422)
    assert wrong.errors() == ["Enter a date like 2026-12-24."]
    form.fill(due_on="2026-12-24", language="en").submit()
    kept = again(asked)
    assert (kept.desk, kept.due_on, kept.language) == ("Amt 12", date(2026, 12, 24), "en")
    assert "Somebody has changed" in form.submit(status=409).text


def test_the_author_is_taken_away_on_request(event: Event, moderator: Client) -> None:
    asked = make_question(event, registration=make_registration(event))
    page = moderator.get(f"{DESK}/{asked.public_id}").form(f"{DESK}/{asked.public_id}/author").submit()
    assert again(asked).visibility is Visibility.HIDDEN
    assert "not for the public" in page.text
    assert not [tag for tag in page.all("form[action]") if str(tag["action"]).endswith("/author")]


def test_history_tells_who_did_what(event: Event, moderator: Client) -> None:
    asked = make_question(event, registration=make_registration(event))
    step(moderator.get(f"{DESK}/{asked.public_id}"), asked, "Publish")
    steps = [" ".join(tag.get_text().split()) for tag in moderator.get(f"{DESK}/{asked.public_id}").all(".history li")]
    assert len(steps) == 2
    assert steps[0].endswith("State: not yet read → published – Sabine Krause")
    assert "(Ukrainian time)" in steps[0]
    assert steps[1].endswith("Received: by the personal link – the person who asked")
    with transaction():
        audit.record("question.assign", asked.thing, actor=audit.COMMAND)
    assert "Assigned – the command line" in words(moderator.get(f"{DESK}/{asked.public_id}").one(".history"))
    assert audit.verify() is None


def test_the_audit_log_holds_no_words(event: Event, moderator: Client) -> None:
    asked = make_question(event, text="Ein geheimes Wort?")
    page = moderator.get(DESK)
    page.one("textarea[name=reason]").node.text = "geheimer Grund"
    step(page, asked, "Do not take up")
    session().rollback()
    assert not [text for text in session().scalars(select(AuditEntry.details)) if "geheim" in text]


def test_a_question_of_another_conference_is_not_there(event: Event, moderator: Client) -> None:
    del event
    other = make_question(make_event(slug="andere"))
    moderator.get(f"{DESK}/{other.public_id}", status=404)
    token = moderator.get(f"{DESK}/settings").form().values["csrf_token"]
    for verb in ("move", "undo", "assign", "translate", "merge", "unmerge", "author"):
        moderator.post(f"{DESK}/{other.public_id}/{verb}", {"csrf_token": token, "version": "1"}, status=404)


def test_who_stays_too_long_loses_no_reason(event: Event, moderator: Client) -> None:
    asked = make_question(event)
    sent = {"csrf_token": "old", "version": "1", "to": "declined", "reason": "Das Land antwortet.", "from": "list"}
    page = moderator.post(f"{DESK}/{asked.public_id}/move", sent, status=422)
    assert "Das Land antwortet." in page.one(".refused textarea").get_text()
    assert again(asked).state is State.INBOX
