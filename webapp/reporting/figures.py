"""Every number of an event, counted once: page, workbook, command line and report all show these."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import ColumnElement

from webapp.attendance.presence import State as PresenceState
from webapp.attendance.standing import THERE
from webapp.core.clock import BERLIN
from webapp.events.models import Event
from webapp.invitations import queries as invitations
from webapp.places import queries as places
from webapp.places.levels import district_of
from webapp.places.models import Place, PlaceKind, Region
from webapp.registration.models import LEFT, NOT_REPRESENTING, Side, State
from webapp.reporting import question_figures
from webapp.reporting.counting import hand_overs, lines
from webapp.reporting.counting.lines import SEPARATOR, Part
from webapp.reporting.counting.people import People, rows, whole
from webapp.reporting.question_figures import QuestionFigures

SIDES: Final = {Region.NRW: Side.NRW, Region.DNIPROPETROVSK: Side.DNIPROPETROVSK}
DISTRICT_KINDS = {PlaceKind.KREIS, PlaceKind.RAION}  # a Kreis is no municipality


@dataclass(slots=True)
class Count:
    """People by state, the distinct municipalities and districts whom confirmed ones represent, and those invited."""

    people: Counter[State] = field(default_factory=Counter)
    presence: Counter[PresenceState] = field(default_factory=Counter)  #: of the confirmed, whom a report tells of
    municipalities: int = 0
    districts: int = 0
    invited: int = 0  #: municipalities
    invited_districts: int = 0
    awaited: int = 0  #: of both those invited from which nobody is registered

    @property
    def is_registered(self) -> bool:
        """Somebody is, and has neither withdrawn nor handed over nor let a place go."""
        return any(number for state, number in self.people.items() if state not in LEFT)

    @property
    def registered(self) -> int:
        """Who has registered, whatever became of it; who handed over counts as the colleague."""
        return self.people.total() - self.handed_over

    @property
    def attended(self) -> int:
        """In full or in part, of the confirmed."""
        return sum(self.presence[state] for state in THERE)

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
    invited: Mapping[str, date]  #: the day, by the key of each municipality or district


def of(
    event: Event,
    directory: Mapping[str, Place] | None = None,
    counted: People | None = None,
    invited: Mapping[str, date] | None = None,
) -> Figures:
    """Never longer than the directory times what people are told apart by, however many people there are.

    `directory` are the places by key, `counted` what people.rows() gives and `invited` what invitations.invited() does,
    for callers who have read them.
    """
    if directory is None:
        directory = {place.key: place for place in places.choosable()}
    total, sides = Count(), {side: Count() for side in Side}
    by_district: dict[str, Count] = defaultdict(Count)
    by_place: dict[str, Count] = defaultdict(Count)
    seen: set[str] = set()
    if counted is None:
        counted = rows(whole(event), shares=False)
    for side, key, attending_as, state, presence, people, *_shares in counted:
        place = directory.get(key) if key else None
        counts = [total, sides[side]]
        if place is not None:
            counts += [by_district[district_of(place).key], by_place[place.key]]
        for count in counts:
            count.people[state] += people
            if state is State.CONFIRMED and presence is not None:
                count.presence[presence] += people
        if place is None or attending_as in NOT_REPRESENTING or state is not State.CONFIRMED or place.key in seen:
            continue
        seen.add(place.key)
        _count_place(place, counts)
    invited = invitations.invited(event.id) if invited is None else invited
    for place in (directory[key] for key in invited if key in directory):
        own = by_place[place.key]
        _count_invited(place, own, (total, sides[SIDES[place.region]], by_district[district_of(place).key], own))
    return Figures(total, sides, dict(by_district), dict(by_place), question_figures.of(event), invited)


def _count_invited(place: Place, own: Count, counts: Iterable[Count]) -> None:
    is_awaited = not own.is_registered
    for count in counts:
        if place.kind in DISTRICT_KINDS:
            count.invited_districts += 1
        else:
            count.invited += 1
        count.awaited += is_awaited


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
    places = {
        "municipalities": count.municipalities,
        "districts": count.districts,
        "invited_municipalities": count.invited,
        "invited_districts": count.invited_districts,
        "invited_not_registered": count.awaited,
    }
    return people | {"attended": count.attended} | places


@dataclass(frozen=True, slots=True)
class Grown:
    """How many had registered and confirmed at the end of a day, by the German calendar."""

    day: date
    registered: int
    confirmed: int


def growth(
    event: Event, most: int, of: ColumnElement[bool] | None = None, hours: Mapping[str, int] | None = None
) -> list[Grown]:
    """From the first registration to the last, at most so many days evenly apart; each is one by its first moment,
    also if it was handed over since.

    `of` is what people.whole() gives and `hours` what lines.counted() does, for callers who have asked.
    """
    of = whole(event) if of is None else of
    hours = lines.counted(of, Part.HOURS) if hours is None else hours
    registered, confirmed = _by_day(hand_overs.of_the_first(of, hours))
    if not registered:
        return []
    first, last = min(registered), max([*registered, *confirmed])
    step = timedelta(days=max(1, -(-((last - first).days + 1) // most)))
    days = [last - step * number for number in range(((last - first) // step) + 1)]
    return [
        Grown(day, *(sum(number for on, number in counts.items() if on <= day) for counts in (registered, confirmed)))
        for day in reversed(days)
    ]


def _by_day(hours: Mapping[str, int]) -> tuple[Counter[date], Counter[date]]:
    """Who registered and who confirmed, by the German calendar, which the database does not know."""
    registered: Counter[date] = Counter()
    confirmed: Counter[date] = Counter()
    for line, number in hours.items():
        state, created, agreed = line.split(SEPARATOR)
        if state != State.HANDED_OVER:
            registered[_day(created)] += number
        if state == State.CONFIRMED:
            confirmed[_day(agreed or created)] += number  # whom organisers registered has nothing to confirm
    return registered, confirmed


@lru_cache(maxsize=10_000)
def _day(hour: str) -> date:
    return datetime.fromisoformat(hour).replace(tzinfo=UTC).astimezone(BERLIN).date()
