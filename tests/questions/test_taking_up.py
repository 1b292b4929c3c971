"""What is written into the form of registration becomes a question, once, and follows later changes."""

from collections.abc import Sequence

from factories import make_event, make_question, make_registration
from flask import Flask
from sqlalchemy import select
from surroundings import Clock

from webapp.core import clock
from webapp.core.db import session, transaction
from webapp.questions import asking, taking_up
from webapp.questions.lifecycle import State
from webapp.questions.models import Channel, Kind, Question
from webapp.registration.models import Registration
from webapp.registration.models import State as RegistrationState

WORDS = "Як знайти громаду-партнера?"


def found(event_id: int) -> Sequence[Question]:
    session().rollback()
    return session().scalars(select(Question).where(Question.event_id == event_id).order_by(Question.number)).all()


def change(registration: Registration, **values: str) -> None:
    with transaction() as writing:
        mine = writing.get_one(Registration, registration.id)
        for name, value in values.items():
            setattr(mine, name, value)
        mine.changed_at = clock.now()


def test_a_question_and_an_experience_are_taken_up_once(app: Flask) -> None:
    del app
    event = make_event()
    asker = make_registration(event, question=WORDS, experience="Ми відбудували школу.", locale="uk")
    for _round in range(2):
        taking_up.take_up_asked()
        assert sorted((row.kind, row.channel, row.state, row.language) for row in found(event.id)) == [
            (Kind.EXPERIENCE, Channel.REGISTRATION, State.INBOX, "uk"),
            (Kind.QUESTION, Channel.REGISTRATION, State.INBOX, "uk"),
        ]
    first = found(event.id)[0]
    assert (first.registration_id, first.place_key, first.side) == (asker.id, asker.place_key, asker.side)


def test_nobody_unconfirmed_is_heard(app: Flask) -> None:
    del app
    event = make_event()
    make_registration(event, RegistrationState.PENDING, question=WORDS)
    taking_up.take_up_asked()
    assert found(event.id) == []


def test_changed_words_replace_what_nobody_has_worked_on(app: Flask, clock: Clock) -> None:
    del app
    event = make_event()
    asker = make_registration(event, question=WORDS)
    taking_up.take_up_asked()
    clock.forward(minutes=5)
    change(asker, office="мер")
    taking_up.take_up_asked()
    assert [row.text for row in found(event.id)] == [WORDS]
    clock.forward(minutes=5)
    change(asker, question="Інше запитання?")
    taking_up.take_up_asked()
    assert [row.text for row in found(event.id)] == ["Інше запитання?"]


def test_changed_words_are_another_question_once_the_first_was_published(app: Flask, clock: Clock) -> None:
    del app
    event = make_event()
    asker = make_registration(event, question=WORDS)
    taking_up.take_up_asked()
    first = found(event.id)[0].id
    with transaction() as writing:
        writing.get_one(Question, first).state = State.PUBLISHED
    clock.forward(minutes=5)
    change(asker, question="Інше запитання?")
    taking_up.take_up_asked()
    taking_up.take_up_asked()
    assert [row.text for row in found(event.id)] == [WORDS, "Інше запитання?"]


def test_what_was_taken_back_does_not_come_again(app: Flask) -> None:
    del app
    event = make_event()
    asker = make_registration(event, question=WORDS)
    taking_up.take_up_asked()
    first = found(event.id)[0].public_id
    with transaction():
        assert asking.take_back(asker.id, first, now=clock.now())
    taking_up.take_up_asked()
    assert found(event.id) == []
    assert session().get_one(Registration, asker.id).question == ""


def test_deleted_words_are_deleted_unless_somebody_has_worked_on_them(app: Flask, clock: Clock) -> None:
    del app
    event = make_event()
    kept, gone = (make_registration(event, question=WORDS, email=f"{name}@example.org") for name in ("a", "b"))
    taking_up.take_up_asked()
    with transaction() as writing:
        mine = writing.scalars(select(Question).where(Question.registration_id == kept.id)).one()
        mine.state, mine.version = State.PUBLISHED, 2
    clock.forward(minutes=1)
    for one in (kept, gone):
        change(one, question="")
    for _round in range(2):
        taking_up.take_up_asked()
        assert [row.registration_id for row in found(event.id)] == [kept.id]
    clock.forward(minutes=1)
    change(gone, question="Інше?")
    taking_up.take_up_asked()
    assert [row.text for row in found(event.id)] == [WORDS, "Інше?"]


def test_what_was_asked_by_the_link_too_is_not_deleted(app: Flask, clock: Clock) -> None:
    del app
    event = make_event()
    asker = make_registration(event, question=WORDS)
    make_question(event, registration=asker, text=WORDS)
    taking_up.take_up_asked()
    clock.forward(minutes=1)
    for words in ("Інше?", ""):
        change(asker, question=words)
        taking_up.take_up_asked()
        clock.forward(minutes=1)
        assert found(event.id)[0].text == WORDS


def test_whoever_withdrew_without_ever_confirming_is_not_heard(app: Flask) -> None:
    del app
    event = make_event()
    make_registration(event, RegistrationState.CANCELLED, question=WORDS)
    taking_up.take_up_asked()
    assert found(event.id) == []
    with transaction() as writing:
        writing.scalars(select(Registration)).one().confirmed_at = clock.now()
    taking_up.take_up_asked()
    assert len(found(event.id)) == 1
