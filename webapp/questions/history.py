"""What was done with one question, by whom and when, read from the audit log."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from webapp.accounts.models import User
from webapp.core.audit import AuditEntry
from webapp.core.db import session
from webapp.questions.models import Question

SHOWN = 100


@dataclass(frozen=True, slots=True)
class Step:
    at: datetime
    actor: str  #: public id of a user, or audit.ATTENDEE, audit.PROGRAM
    action: str
    details: dict[str, Any]


def of_question(question: Question) -> list[Step]:
    """The latest first."""
    mine = select(AuditEntry).where(AuditEntry.thing == question.thing).order_by(AuditEntry.id.desc()).limit(SHOWN)
    return [Step(row.at, row.actor, row.action, json.loads(row.details)) for row in session().scalars(mine)]


def last_of(question: Question, actions: Iterable[str]) -> Step | None:
    """The last of these."""
    mine = select(AuditEntry).where(AuditEntry.thing == question.thing, AuditEntry.action.in_(list(actions)))
    row = session().scalar(mine.order_by(AuditEntry.id.desc()).limit(1))
    return Step(row.at, row.actor, row.action, json.loads(row.details)) if row else None


def names_of(actors: Iterable[str]) -> dict[str, str]:
    """Of those who are users, by public id."""
    wanted = select(User.public_id, User.name).where(User.public_id.in_(set(actors)))
    return {public_id: name for public_id, name in session().execute(wanted)}  # noqa: C416 - rows
