"""What somebody reads of the questions they asked themselves, and everything of them as data."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select

from webapp.core.db import session
from webapp.questions import queries, shown
from webapp.questions.lifecycle import PUBLIC, State
from webapp.questions.models import Question, Visibility, Vote
from webapp.questions.shown import Entry
from webapp.registration import stored

#: what organisers note for themselves, and what belongs to others
INTERNAL = {"version", "slot_id", "speaker_id", "merged_into_id", "desk", "due_on", "author_name", "draft"}
#: what organisers write down for the person, who reads it in this state and not before
TOLD_IN = {"answered_by": State.ANSWERED, "decline_reason": State.DECLINED}
PUBLIC_IDS = select(Question.public_id).where(
    Question.id.in_(
        select(Question.id)
        .where(Question.registration_id == bindparam("registration_id"))
        .union_all(
            select(Question.merged_into_id).where(
                Question.registration_id == bindparam("registration_id"), Question.merged_into_id.is_not(None)
            )
        )
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """One's own question. What stands of the answer is that of the question it was joined with, if it was."""

    question: Question
    entry: Entry
    state: State
    joined_with: int | None  #: number of a question that everybody can read
    reason: str  #: why it was not taken up, where it was not
    can_be_deleted: bool
    shows_origin: bool


def told(registration_id: int) -> Sequence[Own]:
    """The latest first."""
    mine = queries.of_registration(registration_id)
    others = queries.loaded([one.merged_into_id for one in mine if one.merged_into_id])
    joined = {other.id: other for other in others}
    leading = queries.leading([one.id for one in mine])
    return [_own(one, joined.get(one.merged_into_id or 0), leads=one.id in leading) for one in mine]


def public_ids(registration_id: int) -> set[str]:
    """Public ids of what somebody asked, and of what stands for it since the two were merged."""
    return set(session().connection().scalars(PUBLIC_IDS, {"registration_id": registration_id}))


def everything(registration_id: int) -> dict[str, Any]:
    """For the file with everything about one person."""
    voted = (
        select(Question.number, Vote.at)
        .join(Vote, Vote.question_id == Question.id)
        .where(Vote.registration_id == registration_id)
        .order_by(Vote.at)
    )
    return {
        "questions": [_plain(one) for one in queries.of_registration(registration_id)],
        "votes": [{"question_number": number, "at": at.isoformat()} for number, at in session().execute(voted)],
    }


def _own(question: Question, joined: Question | None, *, leads: bool) -> Own:
    counts = joined or question
    is_public = counts.state in PUBLIC and counts.merged_into_id is None
    return Own(
        question=question,
        entry=shown.entry(counts),
        state=counts.state,
        joined_with=counts.number if joined is not None and is_public else None,
        reason=counts.decline_reason,
        can_be_deleted=question.state is State.INBOX and question.version == 1 and not leads,
        shows_origin=question.visibility is Visibility.SHOWN,
    )


def _plain(question: Question) -> dict[str, Any]:
    row = {name: value for name, value in stored.plain(question).items() if name not in INTERNAL}
    for name, told_in in TOLD_IN.items():
        if question.state is not told_in:
            row.pop(name, None)
    return row | {
        "translations": {one.language: one.text for one in question.translations},
        "answers": {one.language: one.text for one in question.public_answers},
    }
