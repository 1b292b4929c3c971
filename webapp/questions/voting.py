"""Verb and reading of votes: one a person, for a published question of one's own conference that is not one's own."""

from datetime import datetime

from sqlalchemy import bindparam, delete, func, select

from webapp.core.db import session
from webapp.core.errors import DomainError, NotThere
from webapp.core.i18n import lazy_gettext as _l
from webapp.questions import keeping, own_questions, queries, who_may
from webapp.questions.lifecycle import PUBLIC, VOTED_ON
from webapp.questions.models import Kind, Question, Vote

NOT_PUBLISHED = _l("This question is not published, or is no longer published. Nothing was changed.")
CLOSED = _l("Voting is closed at the moment. Nothing was changed.")
ANSWERED = _l("This question has been answered already. Nothing was changed.")
OWN = _l("You cannot vote for your own question. Nothing was changed.")
NO_QUESTION = _l("Votes are for questions, not for experiences. Nothing was changed.")
# Built once, since building a statement takes as long as running it
VOTED_FOR = select(Question.public_id).where(
    Question.id.in_(
        select(func.coalesce(Question.merged_into_id, Question.id))
        .join(Vote, Vote.question_id == Question.id)
        .where(Vote.registration_id == bindparam("registration_id"))
    )
)


def vote(voter: str, public_id: str, *, wanted: bool, now: datetime) -> Question:
    """Be for a question, or no longer; asking for what is so already changes nothing. `voter`: of a registration.

    Raises DomainError, with a sentence, for whoever may not and for what cannot be voted for.
    """
    person = who_may.heard(voter)
    question = session().scalar(select(Question).where(Question.public_id == public_id))
    if question is None or question.event_id != person.event_id or question.state not in PUBLIC:
        raise NotThere(NOT_PUBLISHED, heading=_l("There is no such question here"))
    _require_open(question, person.id, wanted=wanted)
    family = select(Question.id).where((Question.id == question.id) | (Question.merged_into_id == question.id))
    mine = Vote.registration_id == person.id, Vote.question_id.in_(family)
    has_voted = session().scalar(select(Vote.question_id).where(*mine).limit(1)) is not None
    if has_voted is wanted:
        return question
    if wanted:
        session().add(Vote(question_id=question.id, registration_id=person.id, at=now))
    else:
        session().execute(delete(Vote).where(*mine))
    keeping.count_votes(question)
    keeping.seen_anew(question.event_id, now)
    return question


def voted_for(registration_id: int) -> set[str]:
    """Public ids of what somebody is for; a vote for a merged question is one for that into which it was merged."""
    return set(session().connection().scalars(VOTED_FOR, {"registration_id": registration_id}))


def _require_open(question: Question, person_id: int, *, wanted: bool) -> None:
    if question.merged_into_id is not None:
        other = session().get_one(Question, question.merged_into_id)
        raise DomainError(
            _l("This question was merged into number %(number)s. Please vote for that one.", number=other.number)
        )
    if question.kind is not Kind.QUESTION:
        raise DomainError(NO_QUESTION)
    if question.state not in VOTED_ON:
        raise DomainError(ANSWERED)
    if not queries.board(question.event_id).takes_votes:
        raise DomainError(CLOSED)
    if wanted and question.public_id in own_questions.public_ids(person_id):
        raise DomainError(OWN)
