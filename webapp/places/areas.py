"""Where the places of the directory lie, as areas on a plane; pure. Credits: data/SOURCES.md."""

import json
from collections.abc import Mapping
from functools import cache
from math import cos, radians
from typing import Any, Final

from webapp.places.directory import DATA, Region

MUNICIPALITIES: Final = {Region.NRW: "nrw_municipalities", Region.DNIPROPETROVSK: "dnipropetrovsk_hromadas"}
DISTRICTS: Final = {Region.NRW: "nrw_kreise", Region.DNIPROPETROVSK: "dnipropetrovsk_raions"}
MIDDLE: Final = {Region.NRW: 51.5, Region.DNIPROPETROVSK: 48.4}  # degrees north
UNIT: Final = 1000  # of a degree


def municipalities(region: Region) -> Mapping[str, Any]:
    """Geometries by the key of the place; a city outside any Kreis is among them."""
    return _read(MUNICIPALITIES[region], MIDDLE[region])


def districts(region: Region) -> Mapping[str, Any]:
    """Of Kreise and raions; the key of a city outside any Kreis is that of its area, 5 digits."""
    return _read(DISTRICTS[region], MIDDLE[region])


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
