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


def test_what_two_districts_share_is_no_border_of_their_region() -> None:
    assert areas.regions(Region.NRW).keys() == {"051", "053", "055", "057", "059"}
    [(key, oblast)] = areas.regions(Region.DNIPROPETROVSK).items()
    assert [len(polygon) for polygon in oblast["coordinates"]] == [1]
    for raion, shape in areas.districts(Region.DNIPROPETROVSK).items():
        assert areas.region_key(Region.DNIPROPETROVSK, raion) == key
        points = {tuple(point) for [ring] in shape["coordinates"] for point in ring}
        assert not points <= {tuple(point) for point in oblast["coordinates"][0][0]}
    square = {"coordinates": [[[[0, 0], [0, 2], [4, 2], [4, 0], [0, 0]]]]}
    assert areas.middle(square) == (2, 1)
