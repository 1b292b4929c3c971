"""Answers in writing: drafted, published with a look at the mail, refused; nobody overwrites anybody."""

from collections import Counter
from collections.abc import Callable

import pytest
from factories import make_question
from inbox import Mail
from page import Client
from questions.answered import ANSWER, answer_page, mailed, now_of, publish, write
from sqlalchemy import select

from webapp.core.audit import AuditEntry
from webapp.core.clock import BERLIN
from webapp.core.db import session
from webapp.core.mail import SAMPLE
from webapp.events.models import Event
from webapp.questions.lifecycle import State
from webapp.questions.models import Answer, Channel, Kind, Question
from webapp.registration.models import Registration

Deliver = Callable[[], list[Mail]]


def answers(question: Question) -> dict[str, str]:
    session().rollback()
    found = select(Answer.language, Answer.text).where(Answer.question_id == question.id)
    return dict(row for row in session().execute(found))


def test_a_draft_is_kept_and_publishes_nothing(event: Event, sabine: Registration, moderator: Client) -> None:
    question = make_question(event, State.FOLLOW_UP, registration=sabine)
    form = moderator.get(answer_page(question)).form("answer-form")
    page = form.fill(answer_de=ANSWER, answer_uk="У переліку громад.", answered_by="Staatskanzlei").submit("Save as a")
    assert "The answer was saved." in page.text
    assert answers(question) == {"de": ANSWER, "uk": "У переліку громад."}
    assert (now_of(question).state, now_of(question).answered_by) == (State.FOLLOW_UP, "Staatskanzlei")
    assert mailed() == Counter()
    write(moderator, question, answer_uk="")
    assert answers(question) == {"de": ANSWER}


def test_publishing_shows_the_mail_first_and_sends_it_once(
    event: Event, sabine: Registration, moderator: Client, deliver: Deliver
) -> None:
    question = make_question(event, State.FOLLOW_UP, registration=sabine)
    form = moderator.get(answer_page(question)).form("answer-form").fill(answer_de=ANSWER)
    page = form.submit("Save and go on")
    assert page.url.endswith("/answer/finish")
    assert [tag.attrs["lang"] for tag in page.all("pre")] == ["de"]
    assert ANSWER in page.one("pre").text
    assert mailed() == Counter()
    clicked = page.form("finish-form")
    assert "1 mail is on its way" in clicked.submit("Publish the answer and send 1 mail").text
    assert "The answer is published." in clicked.submit("Publish").text  # the second half of a double click
    assert mailed() == Counter({"sabine@koeln.example": 1})
    found = now_of(question)
    assert (found.state, found.answer_mailed_at is not None, found.answered_at is not None) == (
        State.ANSWERED, True, True,
    )  # fmt: skip
    (mail,) = deliver()
    own = mail.text.partition("\n")[2].replace(mail.link("/r/").split("/")[-2], SAMPLE)
    assert own.split() == page.one("pre").text.partition("\n")[2].split()


@pytest.mark.usefixtures("sabine")
def test_without_an_answer_nothing_is_published(event: Event, moderator: Client) -> None:
    question = make_question(event, State.PUBLISHED)
    page = moderator.get(f"{answer_page(question)}/finish")
    assert not page.all("#finish-form")
    version = {"version": now_of(question).version, "csrf_token": page.one("[name=csrf_token]").attrs["value"]}
    page = moderator.post(f"{answer_page(question)}/finish", version, status=422)
    assert page.errors() == ["Write the answer in at least one language, or tick that it was answered live."]
    write(moderator, question, answered_live=True, live_at="11:20")
    moderator.get(f"{answer_page(question)}/finish").form("finish-form").submit("Publish the answer")
    found = now_of(question)
    assert (found.state, found.answered_live) == (State.ANSWERED, True)
    assert found.answered_at is not None
    in_berlin = [moment.astimezone(BERLIN) for moment in (found.answered_at, event.starts_at)]
    assert (in_berlin[0].date(), f"{in_berlin[0]:%H:%M}") == (in_berlin[1].date(), "11:20")


def test_a_declined_question_is_put_back_first(event: Event, sabine: Registration, moderator: Client) -> None:
    question = make_question(event, State.DECLINED, registration=sabine)
    write(moderator, question, answer_de=ANSWER)
    page = moderator.get(f"{answer_page(question)}/finish")
    assert not page.all("#finish-form")
    version = {"version": now_of(question).version, "csrf_token": page.one("[name=csrf_token]").attrs["value"]}
    moderator.post(f"{answer_page(question)}/finish", version, status=409)
    assert (now_of(question).state, mailed()) == (State.DECLINED, Counter())


def test_a_stale_answer_is_refused_shown_and_kept(
    event: Event, moderator: Client, signed_in: Callable[[str], Client]
) -> None:
    question = make_question(event, State.FOLLOW_UP)
    other = signed_in("organiser")
    mine = moderator.get(answer_page(question)).form("answer-form").fill(answer_de="Meine Antwort")
    write(other, question, answer_de="Die Antwort der anderen")
    page = mine.submit("Save as", status=409)
    assert "Somebody has changed this question in the meantime" in page.errors()[0]
    assert page.one("#answer_de").text.strip() == "Meine Antwort"
    assert "Die Antwort der anderen" in page.one(".answers .stored").text
    assert answers(question) == {"de": "Die Antwort der anderen"}
    page.form("answer-form").submit("Save as")
    assert answers(question) == {"de": "Meine Antwort"}


def test_a_stale_click_on_publish_is_refused(event: Event, sabine: Registration, moderator: Client) -> None:
    question = make_question(event, State.FOLLOW_UP, registration=sabine)
    write(moderator, question, answer_de=ANSWER)
    clicked = moderator.get(f"{answer_page(question)}/finish").form("finish-form")
    write(moderator, question, answer_de="Doch nicht so.")
    page = clicked.submit("Publish", status=409)
    assert "Doch nicht so." in page.text
    assert (now_of(question).state, mailed()) == (State.FOLLOW_UP, Counter())


def test_nothing_is_said_twice_in_the_log_and_no_words(event: Event, sabine: Registration, moderator: Client) -> None:
    question = make_question(event, State.FOLLOW_UP, registration=sabine)
    publish(moderator, question)
    session().rollback()
    noted = select(AuditEntry.action, AuditEntry.details).where(AuditEntry.thing == question.thing)
    entries = [tuple(row) for row in session().execute(noted.order_by(AuditEntry.id))]
    assert [action for action, _details in entries] == ["question.ask", "question.answer", "question.finish"]
    assert ANSWER not in str(entries)


def test_an_experience_needs_no_answer(event: Event, sabine: Registration, moderator: Client) -> None:
    shared = make_question(event, State.PUBLISHED, registration=sabine, kind=Kind.EXPERIENCE)
    assert "needs no answer" in moderator.get(answer_page(shared), status=404).text


def test_a_foreign_question_and_too_long_an_answer_are_refused(event: Event, moderator: Client) -> None:
    question = make_question(event, State.FOLLOW_UP, channel=Channel.ORAL)
    moderator.get(answer_page(question).replace(event.slug, "elsewhere"), status=404)
    form = moderator.get(answer_page(question)).form("answer-form")
    page = form.fill(answer_en="x" * 4001, live_at="25:99").submit("Save as", status=422)
    assert page.errors() == ["Use at most 4000 characters. You have entered 4001.", "Enter a time like 11:20."]
    assert answers(question) == {}
