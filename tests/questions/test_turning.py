"""What was asked becomes an experience, and an experience a question; each has steps of its own."""

import pytest
from factories import make_question
from page import Client
from questions.askers import again
from questions.desk_steps import DESK, step
from tags import words

from webapp.events.models import Event
from webapp.questions.lifecycle import State
from webapp.questions.models import Channel, Kind


def test_from_what_became_an_experience_on_to_the_next_that_is_unread(event: Event, moderator: Client) -> None:
    make_question(event, State.PUBLISHED, kind=Kind.EXPERIENCE)
    shared, unread = make_question(event), make_question(event, kind=Kind.EXPERIENCE)
    make_question(event, State.PUBLISHED, kind=Kind.EXPERIENCE)
    form = moderator.get(f"{DESK}/{shared.public_id}").form(f"{DESK}/{shared.public_id}/assign")
    page = step(form.fill(kind="experience").submit(), shared, "Publish")
    assert page.h1 == "Experience 3"
    assert not [tag for tag in page.all(".walk a") if "inbox" in tag.get_text()], "nothing else is unread"
    page = step(page, unread, "Publish")
    assert "Everything in the inbox has been read." in page.text


def test_what_is_shared_becomes_an_experience(event: Event, moderator: Client) -> None:
    shared, answered = make_question(event, State.ON_SCREEN), make_question(event, State.ANSWERED)
    written = make_question(event, channel=Channel.REGISTRATION)
    for stays in (shared, answered, written):
        form = moderator.get(f"{DESK}/{stays.public_id}").form(f"{DESK}/{stays.public_id}/assign")
        assert "cannot be changed" in form.fill(kind="experience").submit(status=422).errors()[0]
    step(moderator.get(f"{DESK}/{shared.public_id}"), shared, "Publish")
    form = moderator.get(f"{DESK}/{shared.public_id}").form(f"{DESK}/{shared.public_id}/assign")
    page = form.fill(kind="experience").submit()
    assert page.h1 == "Experience 1"
    undo = page.form(f"{DESK}/{shared.public_id}/undo").submit(status=409)  # it would be for the screen, where none is
    undo.form(f"{DESK}/{shared.public_id}/assign").fill(kind="question").submit()
    assert (again(shared).kind, again(shared).state) == (Kind.QUESTION, State.PUBLISHED)


@pytest.mark.parametrize("where", ["", "?tab=inbox"])
def test_a_key_makes_an_experience_of_a_question_and_back(event: Event, moderator: Client, where: str) -> None:
    make_question(event, State.FOLLOW_UP), make_question(event, channel=Channel.REGISTRATION)
    asked = make_question(event)
    address = f"{DESK}{where}" if where else f"{DESK}/{asked.public_id}"
    turn = f"{DESK}/{asked.public_id}/turn{where}"
    page = moderator.get(address)
    assert [tag["action"] for tag in page.all("form[action*='/turn']")] == [turn], "the others stay"
    page.one("form[action*='/turn']")["id"] = "turn"
    stale = page.form("turn")
    page = page.form("turn").submit("Is an experience")
    assert "Experience 3: Is an experience" in words(page.one("#told"))
    assert (again(asked).kind, again(asked).state) == (Kind.EXPERIENCE, State.INBOX)
    assert [tag["data-key"] for tag in page.all("#told button")] == ["u"]
    assert "Somebody has changed" in stale.submit("Is an experience", status=409).text
    page.one("#told form")["id"] = "back"
    page = page.form("back").submit("Undo this step")
    assert again(asked).kind is Kind.QUESTION
    assert "Question or experience: Experience" in moderator.get(f"{DESK}/{asked.public_id}").text


def test_an_experience_wants_no_answer(event: Event, moderator: Client) -> None:
    shared = make_question(event, kind=Kind.EXPERIENCE)
    page = moderator.get(f"{DESK}?tab=experiences")
    assert [tag["value"] for tag in page.all(".case button[name=to]")] == ["published", "declined"]
    token = page.one(".case .case__steps > .steps-form[action*='/move'] input[name=csrf_token]")["value"]
    sent = {"csrf_token": str(token), "version": "1", "to": "answered"}
    moderator.post(f"{DESK}/{shared.public_id}/move", sent, status=409)
    assert again(shared).state is State.INBOX
