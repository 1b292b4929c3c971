"""The directory as the page of invitations shows it: districts and sides to mark at once, and a list to narrow."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from webapp.core.errors import Refused
from webapp.core.i18n import Shown
from webapp.core.i18n import lazy_gettext as _l
from webapp.places import queries as places
from webapp.places.levels import district_of
from webapp.places.models import Place, Region
from webapp.registration.models import State
from webapp.registration.words import SIDE, STATE
from webapp.reporting.figures import DISTRICT_KINDS, SIDES, Count, Figures

MUNICIPALITIES, DISTRICTS = "municipalities", "districts"
NOT_LISTED: Final = _l("Choose a municipality or district from the list.")
Directory = Mapping[str, Place]


class Show(StrEnum):
    INVITED = "invited"
    AWAITED = "awaited"  #: invited, and nobody is registered
    UNINVITED = "uninvited"


SHOW: Final = {
    Show.INVITED: _l("invited"),
    Show.AWAITED: _l("invited, nobody registered"),
    Show.UNINVITED: _l("not invited"),
}


@dataclass(frozen=True, slots=True)
class Group:
    """All places of a side, or of a Regierungsbezirk or raion."""

    key: str  #: of the region or district
    label: Shown | str
    is_side: bool
    municipalities: int
    districts: int
    count: Count


@dataclass(frozen=True, slots=True)
class Row:
    place: Place
    district: Place
    day: date | None
    count: Count

    @property
    def left(self) -> Sequence[str]:
        """What became of those who were registered, where nobody is any more."""
        gone = () if self.count.is_registered else (State.CANCELLED, State.LAPSED)
        return [str(STATE[state]) for state in gone if self.count.people[state]]


def groups(counted: Figures, directory: Directory, lang: str) -> Iterator[Group]:
    """Each side with its districts, the reader's own first."""
    inside = by_group(directory)
    heads = {district_of(inside[key][0]) for key in inside if key not in set(Region)}
    for region in sorted(Region, key=lambda region: region is not _first(lang)):
        side = SIDES[region]
        yield _group(region.value, SIDE[side], counted.sides[side], inside.get(region.value, ()))
        for head in sorted(heads, key=lambda place: places.sorted_by(place, lang)):
            if head.region is region:
                count = counted.districts.get(head.key, Count())
                yield _group(head.key, places.label(head, lang), count, inside[head.key])


def _group(key: str, label: Shown | str, count: Count, inside: Sequence[Place]) -> Group:
    districts = sum(place.kind in DISTRICT_KINDS for place in inside)
    return Group(key, label, key in set(Region), len(inside) - districts, districts, count)


def by_group(directory: Directory) -> Mapping[str, Sequence[Place]]:
    """Places by the region, and by the Regierungsbezirk or raion, that they lie in."""
    found: dict[str, list[Place]] = defaultdict(list)
    for place in directory.values():
        found[place.region.value].append(place)
        found[district_of(place).key].append(place)
    return found


def chosen(directory: Directory, some: str) -> list[str]:
    """Keys of what a button names: a place, or “053.municipalities”. Raises Refused."""
    group, _dot, kind = some.partition(".")
    if not kind:
        found = [some] if some in directory else []
    else:
        wants_districts = kind == DISTRICTS
        inside = by_group(directory).get(group, ())
        found = [one.key for one in inside if (one.kind in DISTRICT_KINDS) is wants_districts]
    if not found:
        raise Refused(NOT_LISTED)
    return found


def rows(counted: Figures, directory: Directory, show: Show, group: str, lang: str) -> list[Row]:
    """In the alphabet, the reader's own side first; of a side or district if `group` is one."""
    inside = by_group(directory).get(group, ()) if group else directory.values()
    found = [
        Row(place, district_of(place), counted.invited.get(place.key), counted.places.get(place.key, Count()))
        for place in sorted(inside, key=lambda place: _order(place, lang))
    ]
    if show is Show.UNINVITED:
        return [row for row in found if row.day is None]
    return [row for row in found if row.day and not (show is Show.AWAITED and row.count.is_registered)]


def _order(place: Place, lang: str) -> tuple[bool, str]:
    return place.region is not _first(lang), places.sorted_by(place, lang)


def _first(lang: str) -> Region:
    return Region.DNIPROPETROVSK if lang == "uk" else Region.NRW
