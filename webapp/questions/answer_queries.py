"""Who is to read a written answer: everybody who asked the question or one merged into it, and who got it already."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from webapp.core.db import session
from webapp.core.i18n import LANGUAGES, Texts
from webapp.questions.lifecycle import State
from webapp.questions.models import Answer, Channel, Kind, Question, Visibility
from webapp.questions.queries import whole
from webapp.registration.blocking import blocked_among
from webapp.registration.models import LEFT, Registration
from webapp.registration.models import State as RegistrationState

UNHEARD: Final = (*LEFT, RegistrationState.DECLINED, RegistrationState.PENDING)  #: who gets no mail about questions


class Reach(StrEnum):
    """Whether somebody who asked can be written to, or why not."""

    MAIL = "mail"
    UNLINKED = "unlinked"
    NO_ADDRESS = "no_address"  #: asked orally, or by somebody who is not registered
    LEFT = "left"
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True)
class Asker:
    """One person, with all that this person asked of one family of merged questions."""

    questions: Sequence[Question]  #: the earliest first
    reach: Reach

    @property
    def registration(self) -> Registration | None:
        return self.questions[0].registration

    @property
    def mailed_at(self) -> datetime | None:
        return max((one.answer_mailed_at for one in self.questions if one.answer_mailed_at), default=None)

    @property
    def waits(self) -> bool:
        """Can be written to, and has not been."""
        return self.reach is Reach.MAIL and self.mailed_at is None


def worded(question: Question) -> Texts:
    """The question's words as they were asked, and in the languages into which somebody translated them."""
    translated = {one.language: one.text for one in question.translations if one.text}
    return Texts(translated | {question.language: question.text})


def written(question: Question) -> Texts:
    """The answer in the languages in which there is one."""
    return Texts({answer.language: answer.text for answer in question.answers if answer.text})


def in_writing(question: Question) -> bool:
    return any(answer.text for answer in question.answers)


def published(question: Question) -> bool:
    """What is written of the answer is public, and so is whatever is written now."""
    return question.state is State.ANSWERED and not question.draft


def missing(question: Question) -> list[str]:
    """Languages in which there is no answer."""
    return [lang for lang in LANGUAGES if lang not in written(question).by_language]


def rewritten_at(question: Question) -> datetime | None:
    return max((answer.at for answer in question.answers), default=None)


def outdated(question: Question, askers: Iterable[Asker]) -> list[Asker]:
    """Those whose mail holds other words than the answer does now."""
    last = rewritten_at(question)
    known = [one for one in askers if one.reach is Reach.MAIL and one.mailed_at is not None]
    return [one for one in known if last is not None and one.mailed_at is not None and one.mailed_at < last]


def askers(question: Question) -> list[Asker]:
    return families([question]).get(question.id, [])


def families(questions: Sequence[Question]) -> dict[int, list[Asker]]:
    """Of several questions at once, by row id."""
    ids = [one.id for one in questions]
    of_family = or_(Question.id.in_(ids), Question.merged_into_id.in_(ids))
    loaded = joinedload(Question.registration), joinedload(Question.place)
    members = session().scalars(select(Question).where(of_family).options(*loaded).order_by(Question.number)).all()
    blocked = blocked_among({one.registration.mail_key for one in members if one.registration})
    found: dict[int, dict[str, list[Question]]] = defaultdict(lambda: defaultdict(list))
    for one in members:
        person = f"person {one.registration_id}" if one.registration_id else f"question {one.id}"
        found[one.merged_into_id or one.id][person].append(one)
    return {
        key: [Asker(questions, _reach(questions, blocked)) for questions in people.values()]
        for key, people in found.items()
    }


def _reach(questions: Sequence[Question], blocked: set[str]) -> Reach:
    registration = questions[0].registration
    if all(one.visibility is Visibility.UNLINKED for one in questions):
        return Reach.UNLINKED
    if registration is None or all(one.channel is Channel.ORAL for one in questions):
        return Reach.NO_ADDRESS
    if registration.state in UNHEARD:
        return Reach.LEFT
    return Reach.BLOCKED if registration.mail_key in blocked else Reach.MAIL


def answered(event_id: int) -> Select[Question]:
    """Merged ones stand for nothing of their own."""
    return select(Question).where(
        Question.event_id == event_id,
        Question.kind == Kind.QUESTION,
        Question.state == State.ANSWERED,
        Question.merged_into_id.is_(None),
    )


def is_unsent() -> ColumnElement[bool]:
    """There is a published answer in writing, and somebody of the family may not have got it."""
    member = aliased(Question)
    of_family = or_(member.id == Question.id, member.merged_into_id == Question.id)
    waiting = member.answer_mailed_at.is_(None), member.registration_id == Registration.id
    heard = Registration.state.not_in(UNHEARD), member.channel != Channel.ORAL
    return is_written() & Question.draft.is_(False) & exists().where(of_family, *waiting, *heard)


def is_written() -> ColumnElement[bool]:
    return exists().where(Answer.question_id == Question.id, Answer.text != "")


def lacks_language() -> ColumnElement[bool]:
    """Answered in writing, but not in all languages."""
    there = select(func.count()).where(Answer.question_id == Question.id, Answer.text != "").scalar_subquery()
    return there.between(1, len(LANGUAGES) - 1)


def unsent(event_id: int, after: int = 0, limit: int | None = None) -> Sequence[Question]:
    """Answered questions whose answer somebody may not have got, with all that a mail needs, by row id."""
    found = answered(event_id).where(is_unsent(), Question.id > after).order_by(Question.id).limit(limit)
    return session().scalars(found.options(*whole())).all()


def by_language(event_id: int) -> dict[str, tuple[int, int]]:
    """By language of those who asked: how many mails were sent, and how many wait."""
    lead = func.coalesce(Question.merged_into_id, Question.id)
    pairs = select(Registration.locale, lead, Registration.id).join(
        Registration, Registration.id == Question.registration_id
    )
    mailed = pairs.where(Question.event_id == event_id, Question.answer_mailed_at.is_not(None)).distinct().subquery()
    counted = session().execute(select(mailed.c.locale, func.count()).group_by(mailed.c.locale))
    sent: dict[str, int] = dict(row for row in counted)
    waiting: dict[str, int] = defaultdict(int)
    for family in families(unsent(event_id)).values():
        for one in family:
            if one.waits and one.registration:
                waiting[one.registration.locale] += 1
    return {lang: (sent.get(lang, 0), waiting[lang]) for lang in LANGUAGES if sent.get(lang) or waiting[lang]}


def who_were_answered(event_id: int) -> Select[int]:
    """Registrations whose question, or what stands for it since it was merged, has an answer that all may read."""
    lead = aliased(Question)
    in_public = exists().where(Answer.question_id == lead.id, Answer.text != "")
    return (
        select(Question.registration_id)  # type: ignore[return-value]  # none of them is None
        .join(lead, lead.id == func.coalesce(Question.merged_into_id, Question.id))
        .where(Question.event_id == event_id, Question.registration_id.is_not(None), Question.channel != Channel.ORAL)
        .where(lead.kind == Kind.QUESTION, lead.state == State.ANSWERED, lead.draft.is_(False), in_public)
    )
