"""What every verb about questions does: find the question as it is now, refuse stale changes, and count the changes."""

from datetime import datetime

from sqlalchemy import func, select, update

from webapp.core import clock, errors
from webapp.core.db import session
from webapp.core.i18n import lazy_gettext as _l
from webapp.places.actions import after_renaming
from webapp.questions import queries
from webapp.questions.lifecycle import State
from webapp.questions.models import Board, Question, Vote
from webapp.registration.models import Registration, Side

STALE = _l("Somebody has changed this question in the meantime. Nothing was saved. This is how it stands now.")
Stale = errors.Stale


def fresh(slug: str, public_id: str, version: int | None = None) -> Question:
    """As it is now. Raises NotThere, and Stale unless it still has this version (None: whatever it has)."""
    session().expire_all()
    found = queries.of_event(slug, public_id)
    if version is not None:
        require(found, version)
    return found


def require(question: Question, version: int) -> None:
    """Raises Stale unless it still has this version."""
    if question.version != version:
        raise Stale(STALE)


def board(event_id: int, now: datetime) -> Board:
    """The event's own row, made if there is none."""
    found = queries.board(event_id)
    if found not in session():
        found.changed_at = now
        session().add(found)
        session().flush()
    return found


def changed(question: Question, now: datetime) -> None:
    """After every change of a question: others see that theirs is stale, and pages that follow load it again."""
    question.version += 1
    question.changed_at = now
    question.screen_at = (question.screen_at or now) if question.state is State.ON_SCREEN else None
    seen_anew(question.event_id, now)


def seen_anew(event_id: int, now: datetime) -> None:
    """Pages that follow the questions of this event shall load them again."""
    found = board(event_id, now)
    found.revision += 1
    found.changed_at = now


@after_renaming
def places_renamed() -> None:
    """Lists of questions tell where each comes from."""
    session().execute(update(Board).values(revision=Board.revision + 1, changed_at=clock.now()))


def count_votes(question: Question) -> None:
    """Of it and of what was merged into it: one vote a person, by the side the person is from."""
    session().flush()
    family = select(Question.id).where((Question.id == question.id) | (Question.merged_into_id == question.id))
    people = func.count(Vote.registration_id.distinct())
    by_side = (
        select(Registration.side, people)
        .join(Registration, Registration.id == Vote.registration_id)
        .where(Vote.question_id.in_(family))
        .group_by(Registration.side)
    )
    counted: dict[Side, int] = dict(row for row in session().execute(by_side))
    values = {f"votes_{side.value}": counted.get(side, 0) for side in Side}
    session().execute(update(Question).where(Question.id == question.id).values(**values))
    session().refresh(question, list(values))
