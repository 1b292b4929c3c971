"""What the report of a conference is made of: its programme, what may be published of its figures, public questions.

Read in few statements, each of which takes several things at once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from webapp.attendance.presence import Thresholds
from webapp.core import clock
from webapp.core.db import session
from webapp.core.errors import NotThere
from webapp.events.models import Event, Slot
from webapp.places import queries as places
from webapp.places.models import Place
from webapp.questions import queries, shown
from webapp.questions.models import Kind, Question
from webapp.questions.ranking import Voted, in_turns
from webapp.questions.shown import Entry
from webapp.registration.models import Side
from webapp.reporting.counting import everything, keeping
from webapp.reporting.counting.everything import Everything

MOST_QUESTIONS: Final = 300  #: of each kind in the annex


@dataclass(frozen=True, slots=True)
class Facts:
    event: Event  #: with its programme
    is_over: bool
    recorded: bool  #: it is known who attended
    data: Mapping[str, Any]  #: as everything.kept() gives it, at least
    directory: Mapping[str, Place]
    questions: Sequence[Question]
    experiences: Sequence[Question]
    left_out: int  #: public questions and experiences beyond those
    kept_at: datetime | None = None  #: when the worker counted, of a conference that is too large to be counted at once

    @property
    def published(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.data["published"]
        return found

    @property
    def sides(self) -> list[Side]:
        """Of which anything is represented, as the annex names it: numbers of people may be hidden."""
        there = self.published["municipalities"]
        found = {Side.NRW: there["nrw"], Side.DNIPROPETROVSK: there["dnipropetrovsk_by_raion"]}
        return [side for side, places in found.items() if places]

    @property
    def by_raion(self) -> Mapping[str, int]:
        """Hromadas represented; not raions of which only the raion itself is."""
        there = self.published["municipalities"]["dnipropetrovsk_by_raion"]
        return {key: number for key, number in there.items() if number}

    @property
    def attended(self) -> int | None:
        """Representatives; None if they are too few to be told."""
        number: int | None = self.published["representatives"]["attended"]
        return number

    @property
    def tells_parts(self) -> bool:
        """Whether anybody can have attended in part."""
        rules = self.data["rules"]
        measured = Thresholds(
            minutes_to_count=rules["minutes_to_count"],
            minutes_for_all=rules["minutes_for_all"],
            share_for_all=rules["percent_for_all"] / 100,
        )
        return measured.tells_parts

    def represented(self, side: Side) -> int:
        """Municipalities, of North Rhine-Westphalia also Kreise."""
        there = self.published["municipalities"]
        return len(there["nrw"]) if side is Side.NRW else sum(self.by_raion.values())

    def entries(self, of_these: Sequence[Question]) -> list[Entry]:
        """In the present language."""
        return [shown.entry(question) for question in of_these]


def of(slug: str) -> Facts:
    """With the figures that are kept, if the conference is a large one that has some. Raises NotThere."""
    event = _event(slug)
    kept = keeping.shown_instead(event.id)
    if kept is None:
        found = everything.of(event, alone=True)
        return _facts(event, everything.as_data(found), found.drawn.directory)
    return _facts(event, kept.data, {place.key: place for place in places.choosable()}, kept.counted_at)


def counted(slug: str) -> tuple[Facts, Everything]:
    """With all that the snapshot of a finished report needs, as it is now. Raises NotThere."""
    event = _event(slug)
    found = everything.of(event)
    return _facts(event, everything.as_data(found), found.drawn.directory), found


def _facts(
    event: Event, data: Mapping[str, Any], directory: Mapping[str, Place], kept_at: datetime | None = None
) -> Facts:
    listed = _public(event.id)
    shown = {kind: [key for key, of in listed if of is kind][:MOST_QUESTIONS] for kind in Kind}
    rows = _whole([key for keys in shown.values() for key in keys])
    questions, experiences = ([rows[key] for key in shown[kind]] for kind in (Kind.QUESTION, Kind.EXPERIENCE))
    return Facts(
        event=event,
        is_over=clock.now() >= event.ends_at,
        recorded=everything.has_attendance(data),
        data=data,
        directory=directory,
        questions=questions,
        experiences=experiences,
        left_out=len(listed) - len(rows),
        kept_at=kept_at,
    )


def _event(slug: str) -> Event:
    """With its programme."""
    programme = joinedload(Event.slots).joinedload(Slot.speakers)
    found = session().scalars(select(Event).where(Event.slug == slug).options(programme)).unique().one_or_none()
    if found is None:
        raise NotThere
    return found


def _public(event_id: int) -> list[tuple[int, Kind]]:
    """Row ids in the order of votes."""
    wanted = select(Question).where(*queries.are_public(event_id))
    votes = Question.votes_nrw, Question.votes_dnipropetrovsk, Question.votes_other
    found = session().execute(wanted.with_only_columns(Question.id, Question.number, Question.kind, *votes)).all()
    kinds = {key: kind for key, _number, kind, *_votes in found}
    voted = [
        Voted(key, number, dict(zip(queries.SIDES, by_side, strict=True))) for key, number, _kind, *by_side in found
    ]
    return [(key, kinds[key]) for key in in_turns(voted, queries.SIDES)]


def _whole(ids: Sequence[int]) -> dict[int, Question]:
    """By row id, with all that is told of each; never more than MOST_QUESTIONS of each kind."""
    if not ids:
        return {}
    told = (*queries.asker(), joinedload(Question.slot), joinedload(Question.speaker))
    words = joinedload(Question.translations), joinedload(Question.answers)
    wanted = select(Question).where(Question.id.in_(ids)).options(*told, *words)
    return {row.id: row for row in session().scalars(wanted).unique()}
