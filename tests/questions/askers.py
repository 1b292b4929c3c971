"""People of a conference who ask and vote, and the addresses of their pages."""

from typing import Any

from factories import KOELN, make_registration

from webapp.core import clock
from webapp.core.db import session, transaction
from webapp.events.models import Event
from webapp.questions import keeping
from webapp.questions.models import Board, Question
from webapp.registration import mails
from webapp.registration.models import Registration, Side, State

PUBLIC = "/en/events/folgekonferenz/questions"


def olena(event: Event, state: State = State.CONFIRMED, **changes: Any) -> Registration:
    """From Dnipro."""
    return make_registration(event, state, locale="uk", **changes)


def sabine(event: Event, **changes: Any) -> Registration:
    """From Köln."""
    named = {
        "given_name": "Sabine",
        "family_name": "Krause",
        "email": "sabine@koeln.example",
        "organisation": "Amt Krause",
    }
    return make_registration(event, locale="de", **({"place_key": KOELN, "side": Side.NRW} | named | changes))


def own_page(who: Registration, event: Event, lang: str = "en") -> str:
    return f"/{lang}/r/{mails.manage_token(who, event)}/questions"


def set_board(event: Event, **values: Any) -> Board:
    with transaction():
        found = keeping.board(event.id, clock.now())
        for name, value in values.items():
            setattr(found, name, value)
        keeping.seen_anew(event.id, clock.now())
    return found


def change(question: Question, **values: Any) -> None:
    """As moderators do."""
    with transaction() as writing:
        found = writing.get_one(Question, question.id)
        for name, value in values.items():
            setattr(found, name, value)
        keeping.changed(found, clock.now())


def again(question: Question) -> Question:
    session().rollback()
    return session().get_one(Question, question.id, populate_existing=True)
