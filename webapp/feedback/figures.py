"""Every number about the feedback of an event, counted once, and only where it is the answer of several."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import func, select

from webapp.core.db import session
from webapp.events.models import Event
from webapp.feedback.models import BEST, Feedback, Wanted
from webapp.registration.models import Side

FEWEST: Final = 5  #: answers of which anything is told
Row = tuple[Side, int, str, int, int]  #: side, mark, what is wanted, answers, how many of them have a text


@dataclass(frozen=True, slots=True)
class Marks:
    answers: int
    useful: Mapping[int, int]  #: answers by mark, 1 to 5

    @property
    def average(self) -> float:
        return round(sum(mark * number for mark, number in self.useful.items()) / self.answers, 1)


@dataclass(frozen=True, slots=True)
class FeedbackFigures:
    total: Marks
    wanted: Mapping[Wanted, int]  #: answers that name it; one may name several
    texts: int
    sides: Mapping[Side, Marks]  #: empty, if those of a side are too few


def of(event: Event) -> FeedbackFigures | None:
    """None while fewer than five have answered."""
    counted = (
        select(
            Feedback.side,
            Feedback.useful,
            Feedback.wanted,
            func.count(),
            func.count(func.nullif(Feedback.text, "")),
        )
        .where(Feedback.event_id == event.id)
        .group_by(Feedback.side, Feedback.useful, Feedback.wanted)
    )
    return counted_from(
        (side, useful, wanted, answers, texts) for side, useful, wanted, answers, texts in session().execute(counted)
    )


def counted_from(rows: Iterable[Row]) -> FeedbackFigures | None:
    """Apart by side, and by nothing else beside it: of two tables one could subtract.

    Either all sides that answered are told of or none: of one that is left out the total would tell.
    """
    marks: dict[Side, Counter[int]] = {side: Counter() for side in Side}
    wanted: Counter[Wanted] = Counter()
    texts = 0
    for side, useful, codes, answers, with_text in rows:
        marks[side][useful] += answers
        texts += with_text
        for code in filter(None, codes.split(",")):
            wanted[Wanted(code)] += answers
    there = {side: _marks(counts) for side, counts in marks.items() if counts}
    total = _marks(sum(marks.values(), Counter()))
    if total.answers < FEWEST:
        return None
    apart = len(there) > 1 and all(one.answers >= FEWEST for one in there.values())
    return FeedbackFigures(total, {one: wanted[one] for one in Wanted}, texts, there if apart else {})


def as_data(figures: FeedbackFigures | None) -> dict[str, Any] | None:
    if figures is None:
        return None
    return _plain(figures.total) | {
        "wanted": {one.value: number for one, number in figures.wanted.items()},
        "texts": figures.texts,
        "sides": {side.value: _plain(marks) for side, marks in figures.sides.items()},
    }


def _marks(counts: Counter[int]) -> Marks:
    return Marks(counts.total(), {mark: counts[mark] for mark in range(1, BEST + 1)})


def _plain(marks: Marks) -> dict[str, Any]:
    return {
        "answers": marks.answers,
        "average": marks.average,
        "useful": {str(mark): number for mark, number in marks.useful.items()},
    }
