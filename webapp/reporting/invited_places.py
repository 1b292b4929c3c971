"""The directory as the page of invitations shows it: districts and sides to mark at once, and a list to narrow."""

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
from webapp.registration.words import SIDE
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
    def withdrew(self) -> bool:
        """Somebody was registered, and nobody is any more."""
        return not self.count.is_registered and bool(self.count.people[State.CANCELLED])


def groups(counted: Figures, directory: Directory, lang: str) -> Iterator[Group]:
    """Each side with its districts, the reader's own first."""
    ordered = sorted(directory.values(), key=lambda place: _order(place, lang))
    for region in dict.fromkeys(place.region for place in ordered):
        side = SIDES[region]
        yield _group(region.value, SIDE[side], counted.sides[side], within(directory, region.value))
        heads = {district_of(place).key: district_of(place) for place in ordered if place.region is region}
        for head in sorted(heads.values(), key=lambda place: _order(place, lang)):
            count = counted.districts.get(head.key, Count())
            yield _group(head.key, places.label(head, lang), count, within(directory, head.key))


def _group(key: str, label: Shown | str, count: Count, inside: Sequence[Place]) -> Group:
    districts = sum(place.kind in DISTRICT_KINDS for place in inside)
    return Group(key, label, key in set(Region), len(inside) - districts, districts, count)


def within(directory: Directory, key: str) -> list[Place]:
    """Of a region, or of a Regierungsbezirk or raion."""
    if key in set(Region):
        return [place for place in directory.values() if place.region == key]
    return [place for place in directory.values() if district_of(place).key == key]


def chosen(directory: Directory, some: str) -> list[str]:
    """Keys of what a button names: a place, or “053.municipalities”. Raises Refused."""
    group, _dot, kind = some.partition(".")
    if not kind:
        found = [some] if some in directory else []
    else:
        wants_districts = kind == DISTRICTS
        found = [one.key for one in within(directory, group) if (one.kind in DISTRICT_KINDS) is wants_districts]
    if not found:
        raise Refused(NOT_LISTED)
    return found


def rows(counted: Figures, directory: Directory, show: Show, group: str, lang: str) -> list[Row]:
    """In the alphabet, the reader's own side first; of a side or district if `group` is one."""
    inside = within(directory, group) if group else list(directory.values())
    found = [
        Row(place, district_of(place), counted.invited.get(place.key), counted.places.get(place.key, Count()))
        for place in sorted(inside, key=lambda place: _order(place, lang))
    ]
    if show is Show.UNINVITED:
        return [row for row in found if row.day is None]
    return [row for row in found if row.day and not (show is Show.AWAITED and row.count.is_registered)]


def _order(place: Place, lang: str) -> tuple[bool, str]:
    first = Region.DNIPROPETROVSK if lang == "uk" else Region.NRW
    return place.region is not first, places.sorted_by(place, lang)
