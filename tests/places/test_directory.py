"""The official directory is whole, and each of its places can be told from every other."""

from collections import Counter

import pytest

from webapp.places.directory import CHOOSABLE, Entry, PlaceKind, Region, directory

ENTRIES = {entry.key: entry for entry in directory()}


def test_every_place_is_there_once() -> None:
    assert len(directory()) == len(ENTRIES) == 527
    assert Counter(entry.kind.value for entry in directory()) == {
        "land": 1,
        "regierungsbezirk": 5,
        "kreis": 31,
        "kreisfreie_stadt": 22,
        "stadt": 250,
        "gemeinde": 124,
        "oblast": 1,
        "raion": 7,
        "city_hromada": 20,
        "settlement_hromada": 25,
        "rural_hromada": 41,
    }
    assert sum(entry.kind in CHOOSABLE for entry in directory()) == 396 + 31 + 86 + 7


def test_population_adds_up() -> None:
    people = Counter[Region]()
    for entry in directory():
        if entry.kind in CHOOSABLE - {PlaceKind.KREIS, PlaceKind.RAION}:
            people[entry.region] += entry.population or 0
    assert people == {Region.NRW: 17_932_651, Region.DNIPROPETROVSK: 3_096_485}


def test_parents_come_first_and_lie_in_the_same_region() -> None:
    seen: dict[str, Entry] = {}
    for entry in directory():
        if entry.parent_key is not None:
            assert seen[entry.parent_key].region is entry.region
        seen[entry.key] = entry


@pytest.mark.parametrize(
    ("key", "parents"),
    [
        ("05315000", ["053", "05"]),
        ("05170048", ["05170", "051", "05"]),
        ("05170", ["051", "05"]),
        ("UA12080110000055958", ["UA12080000000023578", "UA12000000000090473"]),
    ],
)
def test_a_place_lies_in_what_is_above_it(key: str, parents: list[str]) -> None:
    found = []
    while (above := ENTRIES[key].parent_key) is not None:
        found.append(above)
        key = above
    assert found == parents


@pytest.mark.parametrize("lang", ["de", "uk", "en"])
def test_no_two_places_are_shown_alike(lang: str) -> None:
    shown = Counter(getattr(entry, f"name_{lang}") or entry.name_de for entry in directory() if entry.kind in CHOOSABLE)
    assert [name for name, bearers in shown.items() if bearers > 1] == []


@pytest.mark.parametrize(
    ("key", "names"),
    [
        ("UA12020010000033698", ("Dnipro", "Дніпро", "Dnipro")),
        ("UA12020000000052809", ("Rajon Dnipro", "Дніпровський район", "Dnipro Raion")),
        (
            "UA12080110000055958",
            (
                "Pokrowske (Landgemeinde, Rajon Nikopol)",
                "Покровське (сільська громада, Нікопольський район)",
                "Pokrovske (rural hromada, Nikopol Raion)",
            ),
        ),
        ("05315000", ("Köln", "Кельн", "Cologne")),
        ("05170", ("Kreis Wesel", "район Везель", None)),
    ],
)
def test_places_are_named_in_three_languages(key: str, names: tuple[str | None, ...]) -> None:
    entry = ENTRIES[key]
    assert (entry.name_de, entry.name_uk, entry.name_en) == names
