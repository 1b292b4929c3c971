"""Every number about the questions of an event, counted once."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from sqlalchemy import Row, func, select

from webapp.core.db import session
from webapp.events.models import Event, Slot
from webapp.questions.lifecycle import OPEN, State
from webapp.questions.models import Answer, Kind, Question
from webapp.registration.models import Side

UNKNOWN: Final = "unknown"  #: how data names the side of those whom nobody knows
NO_SLOT: Final = "none"  #: and what was asked to no slot of the programme
SIDES: Final = (*Side, None)


@dataclass(slots=True)
class QuestionCount:
    """`asked` is `merged` + `open` + `answered` + `declined`; what was answered live and in writing counts in both."""

    asked: int = 0
    merged: int = 0  #: into another one, which stands for it from then on
    open: int = 0
    answered: int = 0
    answered_live: int = 0
    answered_in_writing: int = 0
    declined: int = 0
    experiences: int = 0  #: shared; these want no answer and are no questions


@dataclass(frozen=True, slots=True)
class QuestionFigures:
    total: QuestionCount
    sides: Mapping[Side | None, QuestionCount]  #: by the side that asked; None if nobody knows it
    slots: Mapping[int | None, QuestionCount]  #: by its place in the programme; None if it was asked to none
    states: Mapping[State, int]  #: but for those merged into others


def of(event: Event) -> QuestionFigures:
    """Counted by one grouped query; its answer is never longer than the sides times the slots times the states."""
    written = select(Answer.question_id).distinct().subquery()
    groups = (
        Question.side,
        Slot.position,
        Question.kind,
        Question.state,
        Question.answered_live,
        Question.merged_into_id.is_not(None).label("merged"),
        (written.c.question_id.is_not(None) & Question.draft.is_(False)).label("written"),
    )
    counted = (
        select(*groups, func.count().label("number"))
        .outerjoin(written, written.c.question_id == Question.id)
        .outerjoin(Slot, Slot.id == Question.slot_id)
        .where(Question.event_id == event.id)
        .group_by(*groups)
    )
    total, sides = QuestionCount(), {side: QuestionCount() for side in SIDES}
    slots: dict[int | None, QuestionCount] = defaultdict(QuestionCount)
    states: Counter[State] = Counter()
    for row in session().execute(counted):
        for count in (total, sides[row.side], slots[row.position]):
            _add(count, row)
        if row.kind is Kind.QUESTION and not row.merged:
            states[row.state] += row.number
    return QuestionFigures(total, sides, dict(sorted(slots.items(), key=_in_programme)), states)


def _in_programme(slot: tuple[int | None, QuestionCount]) -> tuple[bool, int]:
    """In its order, however a database groups; what was asked to none comes last."""
    position, _count = slot
    return position is None, position or 0


def as_data(figures: QuestionFigures) -> dict[str, Any]:
    sides = {side.value if side else UNKNOWN: asdict(count) for side, count in figures.sides.items()}
    slots = {NO_SLOT if slot is None else str(slot): asdict(count) for slot, count in figures.slots.items()}
    states = {state.value: figures.states[state] for state in State}
    return {"total": asdict(figures.total), "sides": sides, "slots": slots, "states": states}


def _add(count: QuestionCount, row: Row[*tuple[Any, ...]]) -> None:
    if row.kind is Kind.EXPERIENCE:
        count.experiences += row.number
        return
    count.asked += row.number
    if row.merged:
        count.merged += row.number
    elif row.state in OPEN:
        count.open += row.number
    elif row.state is State.DECLINED:
        count.declined += row.number
    else:
        count.answered += row.number
        count.answered_live += row.number if row.answered_live else 0
        count.answered_in_writing += row.number if row.written else 0
