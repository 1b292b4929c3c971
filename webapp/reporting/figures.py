"""Every number of an event, counted once: page, workbook, command line and report all show these."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select

from webapp.core.db import session
from webapp.events.models import Event
from webapp.places import queries as places
from webapp.places.levels import district_of
from webapp.places.models import Place, PlaceKind
from webapp.registration.models import Registration, Side, State
from webapp.reporting import question_figures
from webapp.reporting.question_figures import QuestionFigures

DISTRICT_KINDS = {PlaceKind.KREIS, PlaceKind.RAION}  # a Kreis is no municipality


@dataclass(slots=True)
class Count:
    """People by state, and the distinct municipalities and districts behind the confirmed ones."""

    people: Counter[State] = field(default_factory=Counter)
    municipalities: int = 0
    districts: int = 0

    @property
    def pending(self) -> int:
        return self.people[State.PENDING]

    @property
    def confirmed(self) -> int:
        return self.people[State.CONFIRMED]

    @property
    def cancelled(self) -> int:
        return self.people[State.CANCELLED]

    @property
    def undecided(self) -> int:
        return self.people[State.UNDECIDED]

    @property
    def declined(self) -> int:
        return self.people[State.DECLINED]

    @property
    def waiting(self) -> int:
        return self.people[State.WAITING]

    @property
    def offered(self) -> int:
        return self.people[State.OFFERED]

    @property
    def lapsed(self) -> int:
        return self.people[State.LAPSED]

    @property
    def handed_over(self) -> int:
        return self.people[State.HANDED_OVER]

    @property
    def withdrawn(self) -> int:
        return self.cancelled + self.handed_over


@dataclass(frozen=True, slots=True)
class Figures:
    """Keys are a side, the key of a Regierungsbezirk or raion, or the key of a municipality or Kreis."""

    total: Count
    sides: Mapping[Side, Count]
    districts: Mapping[str, Count]
    places: Mapping[str, Count]
    questions: QuestionFigures


def of(event: Event, directory: Mapping[str, Place] | None = None) -> Figures:
    """People counted by one grouped query; its answer is never longer than the directory times the states.

    `directory` are the places by key, for callers who have read them.
    """
    counted = (
        select(Registration.side, Registration.place_key, Registration.state, func.count())
        .where(Registration.event_id == event.id)
        .group_by(Registration.side, Registration.place_key, Registration.state)
    )
    if directory is None:
        directory = {place.key: place for place in places.choosable()}
    total, sides = Count(), {side: Count() for side in Side}
    by_district: dict[str, Count] = defaultdict(Count)
    by_place: dict[str, Count] = defaultdict(Count)
    for side, key, state, people in session().execute(counted):
        place = directory.get(key) if key else None
        counts = [total, sides[side]]
        if place is not None:
            counts += [by_district[district_of(place).key], by_place[place.key]]
        for count in counts:
            count.people[state] += people
        if place is not None and state is State.CONFIRMED:
            _count_place(place, counts)
    return Figures(total, sides, dict(by_district), dict(by_place), question_figures.of(event))


def _count_place(place: Place, counts: Iterable[Count]) -> None:
    for count in counts:
        if place.kind in DISTRICT_KINDS:
            count.districts += 1
        else:
            count.municipalities += 1


def as_data(figures: Figures) -> dict[str, Any]:
    """For --json: the same numbers as plain values."""
    return {
        "total": _plain(figures.total),
        "sides": {side.value: _plain(count) for side, count in figures.sides.items()},
        "districts": {key: _plain(count) for key, count in sorted(figures.districts.items())},
        "places": {key: _plain(count) for key, count in sorted(figures.places.items())},
        "questions": question_figures.as_data(figures.questions),
    }


def _plain(count: Count) -> dict[str, int]:
    people = {state.value: count.people[state] for state in State}
    return people | {"municipalities": count.municipalities, "districts": count.districts}
