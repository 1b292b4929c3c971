"""People and municipalities of an event in all the groups that figures are told by; each is counted once in a group."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Any, Final

from webapp.attendance.presence import State as Presence
from webapp.attendance.standing import THERE
from webapp.places.levels import within
from webapp.places.models import Place, PlaceKind
from webapp.registration.models import LEFT, NOT_REPRESENTING, AttendingAs, Side, State
from webapp.reporting.counting import sizes
from webapp.reporting.counting.people import SHARES, People, Share
from webapp.reporting.figures import DISTRICT_KINDS, SIDES

DISTRICT: Final = "district"  #: the size of a Kreis or raion, which is no municipality
UPPER: Final = (PlaceKind.REGIERUNGSBEZIRK, PlaceKind.OBLAST)
LOWER: Final = (PlaceKind.KREIS, PlaceKind.KREISFREIE_STADT, PlaceKind.RAION)
WITHDRAWN: Final = (State.CANCELLED, State.HANDED_OVER)
SHARE_AT: Final = 6  #: where those of SHARES begin in a row


class By(StrEnum):
    SIDE = "side"
    UPPER = "regierungsbezirk_oblast"
    LOWER = "kreis_raion"
    PLACE = "municipality"
    SIZE = "size"
    ATTENDING_AS = "attending_as"
    LANGUAGE = "language"
    PARTNERSHIP = "partnership"
    TOPIC = "topic"


OF_SHARE: Final = {Share.LANGUAGE: By.LANGUAGE, Share.PARTNERSHIP: By.PARTNERSHIP, Share.TOPIC: By.TOPIC}


@dataclass(slots=True)
class Tally:
    """`confirmed` is `attended`, in full or in part, and `excused`, `absent`, `not_recorded`, `to_be_decided`."""

    registered: int = 0  #: whatever became of it; who handed over counts as the colleague
    withdrawn: int = 0  #: or handed over
    confirmed: int = 0
    attended: int = 0
    in_part: int = 0  #: of those who attended
    excused: int = 0
    absent: int = 0
    not_recorded: int = 0
    to_be_decided: int = 0  #: may be somebody in a report about whom nobody has decided yet
    there_unconfirmed: int = 0  #: attended, and had not confirmed; these stand in no other number of attendance

    def add(self, state: State, presence: Presence | None, silent: Presence, number: int) -> None:
        self.registered += number if state is not State.HANDED_OVER else 0
        self.withdrawn += number if state in WITHDRAWN else 0
        if state is not State.CONFIRMED:
            self.there_unconfirmed += number if presence in THERE else 0
            return
        self.confirmed += number
        match presence or silent:
            case Presence.ATTENDED:
                self.attended += number
            case Presence.IN_PART:
                self.attended += number
                self.in_part += number
            case Presence.EXCUSED:
                self.excused += number
            case Presence.ABSENT:
                self.absent += number
            case Presence.NOT_RECORDED:
                self.not_recorded += number
            case Presence.UNDECIDED:
                self.to_be_decided += number


_TALLIED: Final = tuple(each.name for each in fields(Tally))  #: asdict() takes four times as long


@dataclass(slots=True)
class Group:
    people: Tally = field(default_factory=Tally)
    representatives: Tally = field(default_factory=Tally)  #: of the people; see NOT_REPRESENTING
    invited: set[str] = field(default_factory=set)  #: official keys, as those that follow
    registered: set[str] = field(default_factory=set)  #: from which somebody is who has not left
    confirmed: set[str] = field(default_factory=set)
    represented: set[str] = field(default_factory=set)

    def note(self, key: str, marks: Iterable[str]) -> None:
        """That somebody represents this place."""
        for mark in marks:
            getattr(self, mark).add(key)


@dataclass(frozen=True, slots=True)
class _Kind:
    """Of people whom all groups count alike."""

    state: State
    presence: Presence | None
    represents: bool

    @property
    def marks(self) -> tuple[str, ...]:
        """What those who represent a place make it, as fields of a group."""
        marks = (
            ("registered", self.state not in LEFT),
            ("confirmed", self.state is State.CONFIRMED),
            ("represented", self.state is State.CONFIRMED and self.presence in THERE),
        )
        return tuple(name for name, holds in marks if self.represents and holds)


@dataclass(frozen=True, slots=True)
class Groups:
    total: Group
    by: Mapping[By, Mapping[str, Group]]  #: then by code or official key


def of(
    rows: People,
    directory: Mapping[str, Place],
    *,
    silent: Presence,
    represented: Iterable[str],
    invited: Iterable[str],
) -> Groups:
    """`rows` are those of people.rows(), `represented` by rooms and shared connections, `invited` as noted."""
    total = Group()
    by: dict[By, dict[str, Group]] = {each: defaultdict(Group) for each in By}
    by[By.SIDE] |= {side.value: Group() for side in Side}
    by[By.ATTENDING_AS] |= {each.value: Group() for each in AttendingAs}
    shares = [by[OF_SHARE[share]][code] for share, code in SHARES]
    levels = {key: levels_of(place) for key, place in directory.items()}
    kinds: dict[tuple[Any, ...], tuple[_Kind, dict[int, list[Any]]]] = {}
    for row in rows:
        side, key, attending_as, state, presence, people = row[:SHARE_AT]
        represents = key in directory and attending_as not in NOT_REPRESENTING
        kind, counts = kinds.setdefault((state, presence, represents), (_Kind(state, presence, represents), {}))
        own = levels.get(key or "", ((By.SIDE, side.value),))
        counted = [(group, people) for group in (total, by[By.ATTENDING_AS][attending_as.value])]
        counted += [(by[each][code], people) for each, code in own]
        counted += [(group, number) for group, number in zip(shares, row[SHARE_AT:], strict=False) if number]
        marks = kind.marks
        for group, number in counted:
            counts.setdefault(id(group), [group, 0])[1] += number
            if marks:
                group.note(key, marks)
    for kind, counts in kinds.values():
        for group, number in counts.values():
            group.people.add(kind.state, kind.presence, silent, number)
            if kind.represents:
                group.representatives.add(kind.state, kind.presence, silent, number)
    for group, key in _around(invited, total, by, levels):
        group.invited.add(key)
    for group, key in _around(represented, total, by, levels):
        group.represented.add(key)
    return Groups(total, {each: dict(found) for each, found in by.items()})


def levels_of(place: Place) -> tuple[tuple[By, str], ...]:
    """Every group that a place is in; its parents must have been loaded."""
    is_district = place.kind in DISTRICT_KINDS
    upper, lower = within(place, UPPER), within(place, LOWER)
    found = [
        (By.SIDE, SIDES[place.region].value),
        (By.PLACE, place.key),
        (By.SIZE, DISTRICT if is_district else sizes.size(place.population)),
    ]
    found += [(each, level.key) for each, level in ((By.UPPER, upper), (By.LOWER, lower)) if level is not None]
    return tuple(found)


def _around(
    keys: Iterable[str],
    total: Group,
    by: Mapping[By, Mapping[str, Group]],
    levels: Mapping[str, tuple[tuple[By, str], ...]],
) -> Iterator[tuple[Group, str]]:
    for key in keys:
        if key in levels:
            yield total, key
            yield from ((by[each][code], key) for each, code in levels[key])


def as_data(groups: Groups, directory: Mapping[str, Place]) -> dict[str, Any]:
    return {
        "all": plain(groups.total, directory),
        "by": {
            each.value: {code: plain(group, directory) for code, group in sorted(found.items())}
            for each, found in groups.by.items()
        },
    }


def plain(group: Group, directory: Mapping[str, Place]) -> dict[str, dict[str, int]]:
    """Municipalities apart from Kreise and raions."""
    sets = {name: getattr(group, name) for name in ("invited", "registered", "confirmed", "represented")}
    districts = {name: sum(directory[key].kind in DISTRICT_KINDS for key in keys) for name, keys in sets.items()}
    return {
        "people": {name: getattr(group.people, name) for name in _TALLIED},
        "representatives": {name: getattr(group.representatives, name) for name in _TALLIED},
        "municipalities": {name: len(keys) - districts[name] for name, keys in sets.items()},
        "districts": districts,
    }


def is_represented(plain: Mapping[str, Mapping[str, int]]) -> bool:
    """Whether the one place is that a group is of, as plain() tells it."""
    return bool(plain["municipalities"]["represented"] or plain["districts"]["represented"])
