"""Verbs: let one question stand for another that asks the same, and take that back exactly.

Merging is flat: what was merged into one that is merged itself moves on with it, and comes back with it. Which ones
moved is read from the audit log, where each of these steps is noted.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import select

from webapp.core import audit
from webapp.core.audit import AuditEntry
from webapp.core.db import session
from webapp.core.errors import DomainError, NotThere
from webapp.core.i18n import lazy_gettext as _l
from webapp.questions import keeping, queries
from webapp.questions.lifecycle import PUBLIC
from webapp.questions.models import Question

MERGE, UNMERGE = "question.merge", "question.unmerge"
STEPS: Final = (MERGE, UNMERGE)
TAKE_IN, LET_GO = "question.take_in", "question.let_go"  #: the same, told of the one that stays
SAME = _l("A question cannot be merged into itself.")
OTHER_KIND = _l("A question and an experience cannot be merged.")
MERGED_ALREADY = _l("One of the two was merged in the meantime. Nothing was changed. This is how it stands now.")
WOULD_VANISH = _l(
    "The public reads the question that would go, but not the one that would stay. Merge them the other way round, or "
    "publish the one that stays first."
)
NOT_MERGED = _l("This question stands for itself already.")


@dataclass(frozen=True, slots=True)
class Merged:
    gone: Question
    stays: Question


def merge(slug: str, public_id: str, into: str, *, version: int, of_into: bool, actor: str, now: datetime) -> Merged:
    """Votes count at the one that stays, once a person; the state of the one that goes is kept.

    `version` is that of the one whose page was shown, which may be either. Raises Stale, NotThere for a question of
    another event, DomainError where they cannot be merged, or nobody would read any more what is public.
    """
    gone = keeping.fresh(slug, public_id, None if of_into else version)
    stays = queries.of_event(slug, into)  # as fresh: nothing was read before the other one
    if of_into:
        keeping.require(stays, version)
    if gone.id == stays.id:
        raise DomainError(SAME)
    if gone.kind is not stays.kind:
        raise DomainError(OTHER_KIND)
    if gone.merged_into_id is not None or stays.merged_into_id is not None:
        raise DomainError(MERGED_ALREADY)
    if gone.state in PUBLIC and stays.state not in PUBLIC:
        raise DomainError(WOULD_VANISH)
    brought = _merged_into(gone)
    for one in (gone, *brought):
        one.merged_into_id = stays.id
        keeping.changed(one, now)
    details = {"into": stays.public_id, "number": stays.number, "brought": [one.public_id for one in brought]}
    keeping.changed(stays, now)
    audit.record(MERGE, gone.thing, actor=actor, details=details)
    audit.record(TAKE_IN, stays.thing, actor=actor, details={"number": gone.number})
    keeping.count_votes(stays)
    return Merged(gone, stays)


def unmerge(slug: str, public_id: str, *, version: int, actor: str, now: datetime) -> Question:
    """It stands for itself again, and for all that came along with it and was not touched since. Raises Stale."""
    question = keeping.fresh(slug, public_id, version)
    if question.merged_into_id is None:
        raise DomainError(NOT_MERGED)
    stayed = session().get(Question, question.merged_into_id)
    if stayed is None:
        raise NotThere
    own = _came_along(question)
    question.merged_into_id = None
    for one in own:
        one.merged_into_id = question.id
    for one in (question, stayed, *own):
        keeping.changed(one, now)
    details = {"from": stayed.public_id, "number": stayed.number, "brought": [one.public_id for one in own]}
    audit.record(UNMERGE, question.thing, actor=actor, details=details)
    audit.record(LET_GO, stayed.thing, actor=actor, details={"number": question.number})
    for one in (question, stayed):
        keeping.count_votes(one)
    return question


def _merged_into(question: Question) -> Sequence[Question]:
    return session().scalars(select(Question).where(Question.merged_into_id == question.id).order_by(Question.id)).all()


def _came_along(question: Question) -> list[Question]:
    """What stood in it when it was merged, stands where it stands, and had no step of its own since."""
    steps = AuditEntry.thing == question.thing, AuditEntry.action == MERGE
    last = session().scalar(select(AuditEntry).where(*steps).order_by(AuditEntry.id.desc()).limit(1))
    brought = json.loads(last.details)["brought"] if last else []
    if last is None or not brought:
        return []
    with_it = Question.public_id.in_(brought), Question.merged_into_id == question.merged_into_id
    rows = session().scalars(select(Question).where(*with_it).order_by(Question.id)).all()
    moved = _moved_since(last.id, (row.thing for row in rows))
    return [row for row in rows if row.thing not in moved]


def _moved_since(entry_id: int, things: Iterable[str]) -> set[str]:
    later = AuditEntry.id > entry_id, AuditEntry.thing.in_(list(things)), AuditEntry.action.in_(STEPS)
    return set(session().scalars(select(AuditEntry.thing).where(*later)))
