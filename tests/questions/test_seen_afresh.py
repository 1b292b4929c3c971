"""Where features meet in one question: the screen and the desk, imports and their askers, merging and reasons."""

import io

from factories import make_question
from page import Client, Page
from questions.answered import QUESTIONS, answer_page, change, mailed, now_of
from questions.askers import own_page
from sqlalchemy import select

from webapp.core.db import session
from webapp.events.models import Event
from webapp.questions.import_models import ImportedQuestion
from webapp.questions.lifecycle import State
from webapp.questions.models import Question, Visibility
from webapp.registration.models import Registration

IMPORTS = f"{QUESTIONS}/imports"
SCREEN = f"{QUESTIONS}/screen"
AS_TYPED = {"typography"}  #: people type straight quotation marks
WORDS = "Wer bezahlt die Fahrt?"
ONE = f"10:05:45 From Олена Коваленко to Everyone:\n\t{WORDS}\n"
TWO = f"10:05:45 From Gast eins to Everyone:\n\t{WORDS}\n10:06:45 From Gast zwei to Everyone:\n\t{WORDS}\n"


def upload(client: Client, text: str) -> Page:
    form = client.get(IMPORTS).form(IMPORTS)
    return form.fill(file=(io.BytesIO(text.encode()), "chat.txt")).submit(without=AS_TYPED)


def take_up(page: Page, **values: str) -> Page:
    action = next(str(tag["action"]) for tag in page.all("form") if "/picks" in str(tag["action"]))
    sent = {name.replace("_", "-"): value for name, value in values.items()}
    return page.form(action).forge(**sent).submit("Take up the ticked", statements=10_000, without=AS_TYPED)


def questions() -> list[Question]:
    session().rollback()
    return list(session().scalars(select(Question).order_by(Question.number)))


def undo(client: Client, asked: Question) -> None:
    here = f"{QUESTIONS}/{asked.public_id}"
    client.get(here).form(f"{here}/undo").submit("Undo this step")


def test_the_desk_takes_back_a_step_of_the_screen(event: Event, moderator: Client) -> None:
    first, second = make_question(event), make_question(event)
    for one in (first, second):
        change(one, state=State.ON_SCREEN)
    moderator.get(SCREEN).form(f"{SCREEN}/{first.public_id}/off").submit("Take off the screen")
    assert now_of(first).state is State.PUBLISHED
    undo(moderator, first)
    assert now_of(first).state is State.ON_SCREEN
    assert "Frage 1" in moderator.get(SCREEN).text, "it stands in the line where it stood"


def test_the_desk_does_not_take_back_what_lies_before_an_answer(
    event: Event, sabine: Registration, moderator: Client
) -> None:
    asked = make_question(event, registration=sabine)
    here = f"{QUESTIONS}/{asked.public_id}"
    undo_form = f"form[action='{here}/undo']"
    page = moderator.get(here)
    page.one("form:has(button[value=answered])")["id"] = "steps"
    page.form("steps").submit("Answered live")
    assert len(moderator.get(here).all(undo_form)) == 1
    moderator.get(answer_page(asked)).form("answer-form").fill(answer_de="Das Land.").submit("Save and publish")
    moderator.get(f"{answer_page(asked)}/finish").form("finish-form").submit()
    assert mailed() == {"sabine@koeln.example": 1}
    assert not moderator.get(here).all(undo_form)


def test_a_step_of_the_desk_out_of_an_answer_keeps_back_the_mails(
    event: Event, sabine: Registration, moderator: Client
) -> None:
    asked = make_question(event, registration=sabine)
    page = moderator.get(answer_page(asked)).form("answer-form").fill(answer_de="Das Land.").submit("Save and go on")
    page.form(f"{answer_page(asked)}/finish").submit()
    here = f"{QUESTIONS}/{asked.public_id}"
    moderator.get(here).form(f"{here}/move").submit("Answer later")
    assert (now_of(asked).state, now_of(asked).answer_mailed_at) == (State.FOLLOW_UP, None)
    assert mailed() == {}


def test_what_an_import_was_merged_into_is_not_deleted_by_its_author(
    client: Client, event: Event, sabine: Registration, olena: Registration, moderator: Client
) -> None:
    mine = make_question(event, registration=sabine, text=WORDS)
    here = own_page(sabine, event)
    before = client.get(here).form(f"{here}/{mine.public_id}/take-back")
    take_up(upload(moderator, ONE))
    assert [(one.registration_id, one.merged_into_id) for one in questions()] == [
        (sabine.id, None),
        (olena.id, mine.id),
    ]
    assert "take-back" not in client.get(here).html
    assert "take-back" in client.get(own_page(olena, event)).html
    before.submit()
    assert now_of(mine).visibility is Visibility.HIDDEN


def test_one_person_under_two_names_asks_once(event: Event, sabine: Registration, moderator: Client) -> None:
    del event
    take_up(upload(moderator, TWO), author_1=sabine.public_id, author_3=sabine.public_id)
    assert [(one.registration_id, one.merged_into_id) for one in questions()] == [(sabine.id, None)]
    assert {row.outcome.value for row in session().scalars(select(ImportedQuestion))} == {"added", "known"}


def test_the_screen_stays_when_what_was_shown_last_is_gone(event: Event, moderator: Client) -> None:
    make_question(event, State.ON_SCREEN)
    for last in ("99", "99999999999999999999", "-1"):
        assert "Frage 1" in moderator.get(f"{SCREEN}?last={last}").text


def test_whose_question_was_merged_reads_why_it_is_not_taken_up(
    client: Client, event: Event, sabine: Registration, olena: Registration
) -> None:
    leads, mine = make_question(event, registration=sabine), make_question(event, registration=olena)
    change(mine, merged_into_id=leads.id)
    change(leads, state=State.DECLINED, decline_reason="Das ist Sache des Bundes.")
    for who in (sabine, olena):
        assert "Reason: Das ist Sache des Bundes." in client.get(own_page(who, event)).text


def test_whoever_asks_again_to_be_hidden_is(client: Client, event: Event, sabine: Registration) -> None:
    mine = make_question(event, State.PUBLISHED, registration=sabine, text=WORDS)
    page = client.get(own_page(sabine, event))
    assert "Cologne" in page.one("#questions").get_text()
    page = page.form("ask-form").fill(text=WORDS, visibility="hidden").submit()
    assert "Cologne" not in page.one("#questions").get_text()
    assert (now_of(mine).visibility, now_of(mine).state, len(questions())) == (
        Visibility.HIDDEN,
        State.PUBLISHED,
        1,
    )
