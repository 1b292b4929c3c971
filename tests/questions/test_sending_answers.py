"""Answers leave once: to whom who can be reached, corrected by a click of its own, and taken back in time."""

from collections import Counter
from collections.abc import Callable
from unittest.mock import patch

import pytest
from factories import make_question, make_registration
from inbox import Mail
from page import Client
from questions.answered import ANSWER, QUESTIONS, answer_page, change, mailed, make_sabine, now_of, publish, write
from sqlalchemy import select
from surroundings import Clock

from webapp.core import clock as times
from webapp.core import jobs
from webapp.core.db import session, transaction
from webapp.core.mail import MailState, OutgoingMail
from webapp.events.models import Event
from webapp.questions import answering, mails
from webapp.questions.lifecycle import State
from webapp.questions.models import Answer, Question, Visibility
from webapp.registration import blocking
from webapp.registration.models import BlockedAddress, Registration
from webapp.registration.models import State as RegistrationState

Deliver = Callable[[], list[Mail]]


def test_who_cannot_be_written_to_gets_no_mail_and_the_page_says_so(
    event: Event, olena: Registration, moderator: Client
) -> None:
    gone = make_registration(event, given_name="Gone", email="gone@example.org")
    silent = make_registration(event, given_name="Silent", email="silent@example.org")
    unlinked = make_question(event, registration=olena, visibility=Visibility.UNLINKED)
    asked = {
        "nobody shall know who asked: no e-mail": unlinked,
        "asked orally or without registration: no e-mail": make_question(event, author_name="Hans"),
        "no valid registration: no e-mail": make_question(event, registration=gone),
        "wants no e-mail from us": make_question(event, registration=silent),
    }  # fmt: skip
    with transaction() as writing:
        writing.get_one(Registration, gone.id).state = RegistrationState.CANCELLED
        writing.add(BlockedAddress(address_hash=blocking.address_hash(silent.mail_key), created_at=times.now()))
    for sentence, question in asked.items():
        write(moderator, question, answer_de=ANSWER)
        page = moderator.get(f"{answer_page(question)}/finish")
        assert sentence in page.text
        page.form("finish-form").submit("Publish the answer")
        assert sentence in moderator.get(answer_page(question)).text
        assert now_of(question).state is State.ANSWERED
    assert mailed() == Counter()
    assert "Олена" not in moderator.get(answer_page(unlinked)).text


def test_each_asker_of_a_family_gets_it_once(
    event: Event, sabine: Registration, olena: Registration, moderator: Client
) -> None:
    first = make_question(event, State.FOLLOW_UP, registration=sabine)
    for text, who in (
        ("Як знайти партнера?", olena),
        ("А ще раз: як знайти партнера?", olena),
        ("Und noch einmal?", sabine),
    ):
        change(make_question(event, text=text, registration=who), merged_into_id=first.id)
    publish(moderator, first)
    assert mailed() == Counter({"sabine@koeln.example": 1, "olena@example.org": 1})
    session().rollback()
    assert all(one.answer_mailed_at for one in session().scalars(select(Question)))
    late = make_question(
        event, text="Und wir?", registration=make_sabine(event, given_name="Ina", email="ina@koeln.example")
    )
    again = make_question(event, text="Noch einmal ich.", registration=olena)
    for one in (late, again):
        change(one, merged_into_id=first.id)
    page = moderator.get(f"{answer_page(first)}/finish")
    page.form("finish-form").submit("Send 1 mail now")
    assert mailed() == Counter({"sabine@koeln.example": 1, "olena@example.org": 1, "ina@koeln.example": 1})
    moderator.get(answer_page(late), status=404)


def test_a_correction_needs_its_own_click(
    event: Event, sabine: Registration, moderator: Client, clock: Clock, deliver: Deliver
) -> None:
    clock.forward(minutes=0)
    question = make_question(event, State.FOLLOW_UP, registration=sabine)
    publish(moderator, question)
    clock.forward(minutes=5)
    page = moderator.get(answer_page(question))
    assert "what you save here is visible to everybody at once" in page.text
    write(moderator, question, answer_de="Verbessert.")
    assert mailed() == Counter({"sabine@koeln.example": 1})
    clicked = moderator.get(f"{answer_page(question)}/finish").form("again-form")
    clicked.submit("Send 1 corrected mail")
    clicked.submit("Send 1 corrected mail")
    assert mailed() == Counter({"sabine@koeln.example": 2})
    assert [mail.subject.partition(":")[0] for mail in deliver()] == [
        "Antwort auf Ihre Frage", "Berichtigte Antwort auf Ihre Frage",
    ]  # fmt: skip
    assert not moderator.get(f"{answer_page(question)}/finish").all("form#again-form")


@pytest.mark.parametrize("state", [State.FOLLOW_UP, State.PUBLISHED])
def test_taken_back_before_the_mail_has_left(
    event: Event, sabine: Registration, moderator: Client, state: State
) -> None:
    question = make_question(event, State.FOLLOW_UP, registration=sabine)
    publish(moderator, question)
    page = moderator.get(answer_page(question)).form("undo-form").fill(state=state.value).submit()
    assert "1 mail had not left yet and was taken back." in page.text
    found = now_of(question)
    assert (found.state, found.answer_mailed_at, found.answered_at, mailed()) == (state, None, None, Counter())
    publish(moderator, question)
    assert mailed() == Counter({"sabine@koeln.example": 1})


def test_taken_back_after_the_mail_has_left(
    event: Event, sabine: Registration, moderator: Client, deliver: Deliver, clock: Clock
) -> None:
    clock.forward(minutes=0)
    question = make_question(event, State.FOLLOW_UP, registration=sabine)
    publish(moderator, question)
    assert len(deliver()) == 1
    clock.forward(minutes=5)
    page = moderator.get(answer_page(question)).form("undo-form").submit()
    assert "taken back" not in page.one(".messages").text
    assert now_of(question).answer_mailed_at is not None
    publish(moderator, question, answer_de="Neu.")
    assert deliver() == []  # nobody is written to again without being asked
    moderator.get(f"{answer_page(question)}/finish").form("again-form").submit()
    assert len(deliver()) == 1


def test_a_correction_taken_back_leaves_the_first_mail_true(
    event: Event, sabine: Registration, moderator: Client, deliver: Deliver, clock: Clock
) -> None:
    clock.forward(minutes=0)
    question = make_question(event, State.FOLLOW_UP, registration=sabine)
    publish(moderator, question)
    deliver()
    first = now_of(question).answer_mailed_at
    clock.forward(minutes=5)
    write(moderator, question, answer_de="Verbessert.")
    clock.forward(minutes=5)
    moderator.get(f"{answer_page(question)}/finish").form("again-form").submit()
    moderator.get(answer_page(question)).form("undo-form").submit()
    assert (now_of(question).answer_mailed_at, deliver()) == (first, [])


def test_one_click_mails_all_that_is_left(
    event: Event, sabine: Registration, olena: Registration, moderator: Client
) -> None:
    live = make_question(event, State.ANSWERED, registration=olena)
    draft = make_question(event, State.FOLLOW_UP, text="Entwurf?", registration=sabine)
    publish(moderator, make_question(event, State.FOLLOW_UP, text="Fertig?", registration=sabine))
    for one in (live, draft):
        write(moderator, one, answer_de=ANSWER)
    page = moderator.get(f"{QUESTIONS}/answers")
    assert page.table("#told") == [
        {"Language": "Deutsch", "still to send": "0", "sent already": "1"},
        {"Language": "Українська", "still to send": "1", "sent already": "0"},
    ]
    assert "1 mail is being sent." in page.form("send-all").submit("Send 1 mail now").text
    jobs.run_due()
    jobs.run_due()
    assert mailed() == Counter({"sabine@koeln.example": 1, "olena@example.org": 1})
    page = moderator.get(f"{QUESTIONS}/answers")
    assert "Everybody has been written to already." in page.text
    assert [row["Mailed"] for row in page.table("#answers")] == ["1 of 1", "1 of 1"]
    assert "missing: Українська, English" in page.table("#answers")[0]["How it was answered"]
    assert moderator.get(f"{QUESTIONS}/answers?show=unsent").all("#answers") == []
    assert len(moderator.get(f"{QUESTIONS}/answers?show=incomplete").table("#answers")) == 2


def test_a_worker_that_dies_in_the_middle_writes_to_everybody_once(event: Event, clock: Clock) -> None:
    people = [
        make_registration(event, given_name=f"N{at}", email=f"n{at}@example.org") for at in range(answering.BATCH + 5)
    ]
    for one in people:
        question = make_question(event, State.ANSWERED, registration=one)
        with transaction() as writing:
            writing.add(Answer(question_id=question.id, language="en", text="Yes.", by="somebody", at=times.now()))
    real, written = mails.answered, 0

    def dying(*arguments: object, **more: object) -> None:
        nonlocal written
        written += 1
        if written == answering.BATCH + 3:
            raise SystemExit
        real(*arguments, **more)  # type: ignore[arg-type]

    with transaction():
        assert answering.send_all(event, actor="program") == len(people)
    with patch.object(mails, "answered", dying), pytest.raises(SystemExit):
        jobs.run_due()
    assert sum(mailed().values()) == answering.BATCH
    clock.forward(minutes=20)
    jobs.run_due()
    assert mailed() == Counter({one.mail_to: 1 for one in people})


def test_mails_that_were_tried_already_are_taken_back_too(
    event: Event, sabine: Registration, moderator: Client
) -> None:
    question = make_question(event, State.FOLLOW_UP, registration=sabine)
    publish(moderator, question)
    with transaction() as writing:
        writing.scalars(
            select(OutgoingMail).where(OutgoingMail.template == mails.TEMPLATE)
        ).one().state = MailState.SENDING
    moderator.get(answer_page(question)).form("undo-form").submit()
    assert now_of(question).answer_mailed_at is not None, "a worker has it: it may have left"
