"""Every place has its area on the maps, under its key."""

import pytest

from webapp.places import areas
from webapp.places.directory import DISTRICTS, PlaceKind, Region, directory


@pytest.mark.parametrize("region", Region)
def test_every_place_has_its_area(region: Region) -> None:
    here = [one for one in directory() if one.region is region]
    tops = {PlaceKind.LAND, PlaceKind.OBLAST, PlaceKind.REGIERUNGSBEZIRK}
    municipalities = {one.key for one in here if one.kind not in DISTRICTS | tops}
    cities = {one.key[:5] for one in here if one.kind is PlaceKind.KREISFREIE_STADT}
    assert areas.municipalities(region).keys() == municipalities
    assert areas.districts(region).keys() == cities | {one.key for one in here if one.kind in DISTRICTS}
    for shape in (*areas.municipalities(region).values(), *areas.districts(region).values()):
        assert all(len(ring) > 3 and ring[0] == ring[-1] for polygon in shape["coordinates"] for ring in polygon)
