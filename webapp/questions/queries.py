"""Reading questions: one, the board of an event, and what stands where in the order of votes."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from webapp.core.db import session
from webapp.core.errors import NotThere
from webapp.places.models import Place
from webapp.questions.lifecycle import PUBLIC, State
from webapp.questions.models import Board, Kind, Question
from webapp.questions.ranking import Voted, in_turns
from webapp.registration.models import Side

SIDES = tuple(side.value for side in Side)


def whole() -> tuple[ORMOption, ...]:
    """Loads all that is shown of a question, but for its history."""
    return (
        joinedload(Question.event, innerjoin=True),
        joinedload(Question.registration),
        *told(),
    )


def asker() -> tuple[ORMOption, ...]:
    """Loads who asked, and from where."""
    where = joinedload(Question.place).joinedload(Place.parent).joinedload(Place.parent)
    return joinedload(Question.registration), where


def told() -> tuple[ORMOption, ...]:
    """Loads what everybody may be told of it."""
    return (
        joinedload(Question.place).joinedload(Place.parent).joinedload(Place.parent),
        joinedload(Question.slot),
        joinedload(Question.speaker),
        selectinload(Question.translations),
        selectinload(Question.answers),
    )


def of_event(slug: str, public_id: str) -> Question:
    """With all that is shown of it. Raises NotThere, also for a question of another event."""
    found = session().scalar(select(Question).where(Question.public_id == public_id).options(*whole()))
    if found is None or found.event.slug != slug:
        raise NotThere
    return found


def board(event_id: int) -> Board:
    """The event's own, or one with the defaults that is in no database yet."""
    return session().get(Board, event_id) or _defaults(event_id)


def of_registration(registration_id: int) -> Sequence[Question]:
    """All that somebody asked or shared, the latest first."""
    mine = select(Question).where(Question.registration_id == registration_id).options(*whole())
    return session().scalars(mine.order_by(Question.number.desc())).all()


def leading(ids: Sequence[int]) -> set[int]:
    """Those of these row ids into which something was merged, so that they stand for others too."""
    return set(session().scalars(select(Question.merged_into_id).where(Question.merged_into_id.in_(ids))))


def is_untouched(question: Question) -> bool:
    """Nobody has worked on it, and it stands for its author alone."""
    return question.state is State.INBOX and question.version == 1 and not leading([question.id])


def public(event_id: int, kind: Kind = Kind.QUESTION) -> Select[Question]:
    """What everybody may read; merged ones stand for nothing of their own."""
    return select(Question).where(Question.kind == kind, *are_public(event_id))


def are_public(event_id: int) -> tuple[ColumnElement[bool], ...]:
    """Of both kinds."""
    return Question.event_id == event_id, Question.state.in_(PUBLIC), Question.merged_into_id.is_(None)


def ranked(wanted: Select[Question]) -> list[int]:
    """Row ids of these questions in the order of votes; see ranking.in_turns()."""
    columns = Question.id, Question.number, *(getattr(Question, f"votes_{side}") for side in SIDES)
    rows = session().execute(wanted.with_only_columns(*columns))
    return in_turns([Voted(key, number, dict(zip(SIDES, votes, strict=True))) for key, number, *votes in rows], SIDES)


def loaded(ids: Sequence[int], *options: ORMOption) -> Sequence[Question]:
    """These rows in this order, with all that is shown of them unless `options` say what."""
    wanted = select(Question).where(Question.id.in_(ids)).options(*(options or whole()))
    found = {row.id: row for row in session().scalars(wanted)}
    return [found[key] for key in ids if key in found]


def _defaults(event_id: int) -> Board:
    return Board(
        event_id=event_id,
        revision=0,
        last_number=0,
        takes_public=False,
        publishes_at_once=False,
        takes_votes=True,
        paused=False,
        left_language="de",
        right_language="uk",
    )
