"""Verbs of whoever asks: ask or share, take back, be named no longer."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import func, select

from webapp.core import audit
from webapp.core.db import session
from webapp.core.errors import DomainError, NotThere, Refused
from webapp.core.i18n import lazy_gettext as _l
from webapp.questions import keeping, queries
from webapp.questions.lifecycle import State
from webapp.questions.models import Channel, Kind, Question, Visibility
from webapp.registration import seats
from webapp.registration.models import Registration, Side

MOST_IN_A_WHILE: Final = 5  #: questions of one person
A_WHILE: Final = timedelta(minutes=10)
MOST_OF_ONE: Final = 50  #: questions of one person in all
MOST_FROM_THE_PUBLIC: Final = 500  #: of one event, not yet looked at
TYPED_ONCE: Final = (Channel.LINK, Channel.PUBLIC)  #: the same again within A_WHILE is a double click
#: the column of a registration in which each kind is written
COLUMN: Final = {Kind.QUESTION: "question", Kind.EXPERIENCE: "experience"}
TOO_MANY = _l("You have asked several questions within a few minutes. Please wait a little, then send the next one.")
TOO_MANY_IN_ALL = _l("You have asked very many questions. Please write to the organisers.")
FULL = _l("Very many questions have come in. Please try again when the organisers have read them.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """`registration` tells who asked; of others, what they said of themselves. Names are those of the columns."""

    text: str
    language: str
    channel: Channel
    kind: Kind = Kind.QUESTION
    visibility: Visibility = Visibility.SHOWN
    registration: Registration | None = None
    author_name: str = ""
    organisation: str = ""
    place_key: str | None = None
    side: Side | None = None
    slot_id: int | None = None
    speaker_id: int | None = None


def ask(event_id: int, asked: Asked, *, actor: str, now: datetime) -> Question:
    """Keep a question; the same words of the same person again are the question that is there.

    Raises Refused when one person, or the public, asks too much at a time.
    """
    event = seats.locked(event_id)
    by_link = asked.registration is not None and asked.visibility is not Visibility.UNLINKED
    if (same := _same(asked, event.id, now)) is not None:
        if asked.visibility is Visibility.HIDDEN:  # said the second time, it holds for the first
            _hide(same, now)
        return same
    if asked.registration is not None and by_link and asked.channel is Channel.LINK:
        _require_few(asked.registration, now)
    if asked.channel is Channel.PUBLIC:
        _require_room(event.id)
    board = keeping.board(event.id, now)
    board.last_number += 1
    question = Question(
        event_id=event.id,
        number=board.last_number,
        kind=asked.kind,
        channel=asked.channel,
        state=State.PUBLISHED if board.publishes_at_once else State.INBOX,
        language=asked.language,
        text=asked.text,
        visibility=asked.visibility,
        slot_id=asked.slot_id,
        speaker_id=asked.speaker_id,
        asked_at=now,
        changed_at=now,
        **_author(asked),
    )
    session().add(question)
    session().flush()
    keeping.seen_anew(event.id, now)
    who = actor if asked.visibility is not Visibility.UNLINKED else audit.PROGRAM
    audit.record("question.ask", question.thing, actor=who, details={"channel": asked.channel.value})
    return question


def take_back(registration_id: int, public_id: str, *, now: datetime) -> bool:
    """Delete one's own question that nobody has worked on; later only its author can be taken away, which gives False.

    Raises NotThere for somebody else's.
    """
    question = _own(registration_id, public_id)
    if not queries.is_untouched(question):
        hide_author(registration_id, public_id, now=now)
        return False
    if question.channel is Channel.REGISTRATION:  # else it would be taken up from there again
        person = session().get_one(Registration, registration_id, populate_existing=True)
        setattr(person, COLUMN[question.kind], "")
    keeping.seen_anew(question.event_id, now)
    audit.record("question.take_back", question.thing, actor=audit.ATTENDEE)
    session().delete(question)
    return True


def hide_author(registration_id: int, public_id: str, *, now: datetime) -> None:
    """From now on the public reads no municipality. Raises NotThere for somebody else's."""
    _hide(_own(registration_id, public_id), now)


def _hide(question: Question, now: datetime) -> None:
    if question.visibility is Visibility.SHOWN:
        question.visibility = Visibility.HIDDEN
        if queries.is_untouched(question):  # it stays so, and can still be taken back
            keeping.seen_anew(question.event_id, now)
        else:
            keeping.changed(question, now)
        audit.record("question.hide_author", question.thing, actor=audit.ATTENDEE)


def _own(registration_id: int, public_id: str) -> Question:
    mine = Question.registration_id == registration_id, Question.public_id == public_id
    found = session().scalar(select(Question).where(*mine).execution_options(populate_existing=True))
    if found is None:
        raise NotThere
    return found


def _author(asked: Asked) -> dict[str, object]:
    """Columns that tell who asked, none of them if nobody shall know."""
    if asked.visibility is Visibility.UNLINKED:
        return {}
    person = asked.registration
    if person is None:
        told = ("author_name", "organisation", "place_key", "side")
        return {name: getattr(asked, name) for name in told}
    return {
        "registration_id": person.id,
        "organisation": person.organisation,
        "place_key": person.place_key,
        "side": person.side,
    }


def _same(asked: Asked, event_id: int, now: datetime) -> Question | None:
    """Of one person ever; of nobody known what came the same way just now with the same author: a double click."""
    same = select(Question).where(Question.event_id == event_id, Question.text == asked.text)
    same = same.where(Question.kind == asked.kind)
    author = _author(asked)
    if "registration_id" in author:
        same = same.where(Question.registration_id == author["registration_id"])
    elif asked.channel in TYPED_ONCE:
        same = same.where(Question.channel == asked.channel, Question.asked_at > now - A_WHILE)
        same = same.where(Question.visibility == asked.visibility, Question.place_key == author.get("place_key"))
        same = same.where(Question.author_name == author.get("author_name", ""))
    else:
        return None
    return session().scalar(same.limit(1))


def _require_few(person: Registration, now: datetime) -> None:
    mine = select(func.count(Question.id)).where(Question.registration_id == person.id)
    if (session().scalar(mine.where(Question.asked_at > now - A_WHILE)) or 0) >= MOST_IN_A_WHILE:
        raise Refused(TOO_MANY, "text")
    if (session().scalar(mine) or 0) >= MOST_OF_ONE:
        raise Refused(TOO_MANY_IN_ALL, "text")


def _require_room(event_id: int) -> None:
    unread = Question.event_id == event_id, Question.channel == Channel.PUBLIC, Question.state == State.INBOX
    if (session().scalar(select(func.count(Question.id)).where(*unread)) or 0) >= MOST_FROM_THE_PUBLIC:
        raise DomainError(FULL)
