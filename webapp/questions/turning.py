"""Verb: what came in as a question is an experience, or the other way round."""

from datetime import datetime
from typing import Final

from sqlalchemy import select

from webapp.core import audit
from webapp.core.db import session
from webapp.core.errors import DomainError
from webapp.core.i18n import lazy_gettext as _l
from webapp.questions import keeping
from webapp.questions.lifecycle import OF_EXPERIENCES
from webapp.questions.models import Channel, Kind, Question

TURN: Final = "question.turn"
OTHER: Final = {Kind.QUESTION: Kind.EXPERIENCE, Kind.EXPERIENCE: Kind.QUESTION}
KIND_STAYS = _l(
    "This cannot be changed: it was written with the registration, has an answer, is waiting for one, or was merged."
)


def turn(slug: str, public_id: str, kind: Kind, *, version: int, actor: str, now: datetime) -> Question:
    """Its state stays. Raises Stale, DomainError where it has to stay what it is."""
    question = keeping.fresh(slug, public_id, version)
    if kind is question.kind:
        return question
    if not may_turn(question):
        raise DomainError(KIND_STAYS)
    question.kind = kind
    keeping.changed(question, now)
    audit.record(TURN, question.thing, actor=actor, details={"kind": kind.value})
    return question


def may_turn(question: Question) -> bool:
    """Nothing was merged into it, and by itself it may."""
    others = select(Question.id).where(Question.merged_into_id == question.id).limit(1)
    return may_by_itself(question) and session().scalar(others) is None


def may_by_itself(question: Question) -> bool:
    """What was written with the registration is known there as what it is."""
    single = question.merged_into_id is None and not question.answers
    return single and question.channel is not Channel.REGISTRATION and question.state in OF_EXPERIENCES
