"""Where the places of the directory lie, as areas on a plane; pure. Credits: data/SOURCES.md."""

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import pairwise
from math import cos, radians
from typing import Any, Final

from webapp.places.directory import DATA, Region

MUNICIPALITIES: Final = {Region.NRW: "nrw_municipalities", Region.DNIPROPETROVSK: "dnipropetrovsk_hromadas"}
DISTRICTS: Final = {Region.NRW: "nrw_kreise", Region.DNIPROPETROVSK: "dnipropetrovsk_raions"}
MIDDLE: Final = {Region.NRW: 51.5, Region.DNIPROPETROVSK: 48.4}  # degrees north
UNIT: Final = 1000  # of a degree
SLIVER: Final = 500  # times smaller than the largest part: where simplified neighbours do not quite meet
BEZIRK_KEY, OBLAST_KEY = 3, 4  # digits of an AGS and of a KATOTTH


def municipalities(region: Region) -> Mapping[str, Any]:
    """Geometries by the key of the place; a city outside any Kreis is among them."""
    return _read(MUNICIPALITIES[region], MIDDLE[region])


def districts(region: Region) -> Mapping[str, Any]:
    """Of Kreise and raions; the key of a city outside any Kreis is that of its area, 5 digits."""
    return _read(DISTRICTS[region], MIDDLE[region])


@cache
def regions(region: Region) -> Mapping[str, Any]:
    """Of Regierungsbezirke by the first digits of what lies in them; and the oblast, by its own key."""
    of: dict[str, list[Any]] = {}
    for key, shape in districts(region).items():
        of.setdefault(region_key(region, key), []).append(shape)
    return {key: {"type": "MultiPolygon", "coordinates": _united(shapes)} for key, shapes in of.items()}


def region_key(region: Region, key: str) -> str:
    """Of the Regierungsbezirk or oblast, by the official key of a place in it."""
    return key[:BEZIRK_KEY] if region is Region.NRW else key[:OBLAST_KEY]


def middle(shape: Mapping[str, Any]) -> tuple[float, float]:
    """Of its largest part, for words upon it."""
    ring = max((polygon[0] for polygon in shape["coordinates"]), key=lambda one: abs(_twice(one)))
    weights = [x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring)]
    sums = [
        sum((one[axis] + other[axis]) * weight for (one, other), weight in zip(pairwise(ring), weights, strict=True))
        for axis in (0, 1)
    ]
    return sums[0] / (3 * sum(weights)), sums[1] / (3 * sum(weights))


def _twice(ring: Sequence[Sequence[int]]) -> int:
    """Its area, twice."""
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring))


def _united(shapes: Iterable[Mapping[str, Any]]) -> list[Any]:
    """What is left of their borders where those that two of them share are gone; neighbours share most points."""
    ways = {
        (tuple(start), tuple(end))
        for shape in shapes
        for polygon in shape["coordinates"]
        for ring in polygon
        for start, end in pairwise(ring)
    }
    left: dict[Any, list[Any]] = {}
    for start, end in ways:
        if (end, start) not in ways:
            left.setdefault(start, []).append(end)
    rings = []
    for start in sorted(left):
        while left[start]:
            ring = [start]
            while left[ring[-1]]:
                ring.append(left[ring[-1]].pop())
            rings.append([list(point) for point in ring])
    least = max(abs(_twice(ring)) for ring in rings) / SLIVER
    return [[ring] for ring in rings if abs(_twice(ring)) > least]


@cache
def _read(name: str, middle: float) -> Mapping[str, Any]:
    """A degree of longitude is as wide as it is in the middle of the region."""
    narrow = cos(radians(middle)) * UNIT
    features = json.loads((DATA / f"{name}.geojson").read_text("utf-8"))["features"]
    return {
        feature["id"]: {
            "type": "MultiPolygon",
            "coordinates": [
                [[[round(x * narrow), round(y * UNIT)] for x, y in ring] for ring in polygon]
                for polygon in feature["geometry"]["coordinates"]
            ],
        }
        for feature in features
    }
