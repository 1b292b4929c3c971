"""What the tests of answers and of the screen make and look at."""

from collections import Counter
from datetime import UTC, datetime
from typing import Any

from factories import KOELN, make_registration
from page import Client
from sqlalchemy import select

from webapp.core.db import session, transaction
from webapp.core.mail import OutgoingMail
from webapp.events.models import Event
from webapp.questions import keeping, mails
from webapp.questions.models import Question, Translation
from webapp.registration.models import Registration, Side

SLUG = "folgekonferenz"
QUESTIONS = f"/manage/events/{SLUG}/questions"
ANSWER = "Über das Verzeichnis der Kommunen."


def answer_page(question: Question) -> str:
    return f"{QUESTIONS}/{question.public_id}/answer"


def make_sabine(event: Event, **changes: Any) -> Registration:
    who = {"given_name": "Sabine", "family_name": "Krause", "email": "sabine@koeln.example"}
    return make_registration(event, locale="de", place_key=KOELN, side=Side.NRW, **(who | changes))


def now_of(question: Question) -> Question:
    session().rollback()
    return session().get_one(Question, question.id, populate_existing=True)


def change(question: Question, **values: Any) -> None:
    """As somebody else's click does."""
    with transaction():
        found = session().get_one(Question, question.id)
        for name, value in values.items():
            setattr(found, name, value)
        keeping.changed(found, datetime.now(UTC))


def translate(question: Question, lang: str, text: str) -> None:
    with transaction():
        now = datetime.now(UTC)
        session().add(Translation(question_id=question.id, language=lang, text=text, by="somebody", at=now))
        keeping.changed(session().get_one(Question, question.id), now)


def write(moderator: Client, question: Question, **fields: str | bool) -> None:
    moderator.get(answer_page(question)).form("answer-form").fill(**fields).submit("Save")


def publish(moderator: Client, question: Question, **fields: str | bool) -> None:
    write(moderator, question, **({"answer_de": ANSWER} | fields))
    moderator.get(f"{answer_page(question)}/finish").form("finish-form").submit()


def mailed() -> Counter[str]:
    """How many mails with an answer were written to whom."""
    session().rollback()
    return Counter(session().scalars(select(OutgoingMail.recipient).where(OutgoingMail.template == mails.TEMPLATE)))
