"""What the report of a conference is made of: its programme, what may be published of its figures, public questions.

Read in few statements, each of which takes several things at once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from webapp.core import clock
from webapp.core.db import session
from webapp.core.errors import NotThere
from webapp.events.models import Event, Slot
from webapp.places.models import Place
from webapp.questions import queries, shown
from webapp.questions.models import Kind, Question
from webapp.questions.ranking import Voted, in_turns
from webapp.questions.shown import Entry
from webapp.registration.models import Side
from webapp.reporting.counting import everything
from webapp.reporting.counting.everything import Everything

MOST_QUESTIONS: Final = 300  #: of each kind in the annex


@dataclass(frozen=True, slots=True)
class Facts:
    event: Event  #: with its programme
    is_over: bool
    recorded: bool  #: it is known who attended
    data: Mapping[str, Any]  #: as everything.as_data() gives it
    found: Everything
    questions: Sequence[Question]
    experiences: Sequence[Question]
    left_out: int  #: public questions and experiences beyond those

    @property
    def directory(self) -> Mapping[str, Place]:
        return self.found.drawn.directory

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

    def represented(self, side: Side) -> int:
        """Municipalities, of North Rhine-Westphalia also Kreise."""
        there = self.published["municipalities"]
        return len(there["nrw"]) if side is Side.NRW else sum(self.by_raion.values())

    def entries(self, of_these: Sequence[Question]) -> list[Entry]:
        """In the present language."""
        return [shown.entry(question) for question in of_these]


def of(slug: str, *, whole: bool = False) -> Facts:
    """`whole` also reads what only the snapshot of a finished report needs. Raises NotThere."""
    event = _event(slug)
    found = everything.of(event, alone=not whole)
    data, rows = everything.as_data(found), _public(event.id)
    by_kind = {kind: [row for row in rows if row.kind is kind] for kind in Kind}
    questions, experiences = (by_kind[kind][:MOST_QUESTIONS] for kind in (Kind.QUESTION, Kind.EXPERIENCE))
    return Facts(
        event=event,
        is_over=clock.now() >= event.ends_at,
        recorded=everything.has_attendance(data),
        data=data,
        found=found,
        questions=questions,
        experiences=experiences,
        left_out=len(rows) - len(questions) - len(experiences),
    )


def _event(slug: str) -> Event:
    """With its programme."""
    programme = joinedload(Event.slots).joinedload(Slot.speakers)
    found = session().scalars(select(Event).where(Event.slug == slug).options(programme)).unique().one_or_none()
    if found is None:
        raise NotThere
    return found


def _public(event_id: int) -> list[Question]:
    """In the order of votes."""
    told = (*queries.asker(), joinedload(Question.slot), joinedload(Question.speaker))
    words = joinedload(Question.translations), joinedload(Question.answers)
    wanted = select(Question).where(*queries.are_public(event_id)).options(*told, *words)
    found = {row.id: row for row in session().scalars(wanted).unique()}
    voted = [Voted(row.id, row.number, row.votes) for row in found.values()]
    return [found[key] for key in in_turns(voted, queries.SIDES)]
