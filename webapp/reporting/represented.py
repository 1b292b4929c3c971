"""Which municipalities and districts are represented at a conference, for the maps and the tables behind them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from webapp.places import areas
from webapp.places.directory import DISTRICTS
from webapp.places.levels import within
from webapp.places.models import Place, PlaceKind, Region

KREIS_KEY = 5  #: digits of an AGS that name the Kreis, or the city outside any


class Reached(IntEnum):
    """Also the rank of the colour in charts.Look.areas."""

    NOT = 0
    REGISTERED = 1
    ATTENDED = 2


@dataclass(frozen=True, slots=True)
class District:
    """A Kreis, a city outside any or a raion, with the municipalities in it that are represented."""

    key: str  #: of its area
    place: Place
    reached: Reached  #: the most that itself or anything in it has
    own: Reached  #: the district's own people
    municipalities: int
    attended: Sequence[Place]
    registered: Sequence[Place]

    @property
    def missing(self) -> int:
        return self.municipalities - len(self.attended) - len(self.registered)


def most(found: Iterable[District]) -> Reached:
    """That any of them has."""
    return max((one.reached for one in found), default=Reached.NOT)


def by_place(places: Mapping[str, Any]) -> dict[str, Reached]:
    """Out of what groups.plain() tells by municipality; only of those that are represented or registered."""
    found = {}
    for key, plain in places.items():
        kinds = plain["municipalities"], plain["districts"]
        if any(kind["represented"] for kind in kinds):
            found[key] = Reached.ATTENDED
        elif any(kind["registered"] for kind in kinds):
            found[key] = Reached.REGISTERED
    return found


def districts(region: Region, directory: Iterable[Place], reached: Mapping[str, Reached]) -> list[District]:
    """All of a region, in no order."""
    members: dict[str, list[Place]] = defaultdict(list)
    for place in directory:
        if place.region is region:
            members[_area(place)].append(place)
    return [_district(key, found, reached) for key, found in members.items()]


def municipalities(found: Sequence[District]) -> tuple[int, int, int]:
    """How many there are, are registered (attended or not) and attended."""
    attended = sum(len(one.attended) for one in found)
    return sum(one.municipalities for one in found), attended + sum(len(one.registered) for one in found), attended


def by_region(region: Region, found: Iterable[District]) -> dict[str, list[District]]:
    """By the key of each Regierungsbezirk or oblast."""
    found_in: dict[str, list[District]] = defaultdict(list)
    for one in found:
        found_in[areas.region_key(region, one.key)].append(one)
    return dict(found_in)


def _area(place: Place) -> str:
    if place.region is Region.NRW:
        return place.key[:KREIS_KEY]
    raion = within(place, {PlaceKind.RAION})
    return place.key if raion is None else raion.key


def _district(key: str, members: Sequence[Place], reached: Mapping[str, Reached]) -> District:
    inside = [place for place in members if place.kind not in DISTRICTS]
    each = {rank: [place for place in inside if reached.get(place.key) is rank] for rank in Reached}
    return District(
        key=key,
        place=next((place for place in members if place.kind in DISTRICTS), members[0]),
        reached=max((reached.get(place.key, Reached.NOT) for place in members), default=Reached.NOT),
        own=max((reached.get(one.key, Reached.NOT) for one in members if one.kind in DISTRICTS), default=Reached.NOT),
        municipalities=len(inside),
        attended=each[Reached.ATTENDED],
        registered=each[Reached.REGISTERED],
    )
