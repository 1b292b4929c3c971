"""What people type, and the place that must come first."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from places.wanted import FIRST

from webapp.places.directory import CHOOSABLE, DISTRICTS, directory
from webapp.places.search import LONGEST_QUERY, Match, find

ENTRIES = {entry.key: entry for entry in directory()}
MUNICIPALITIES = [entry for entry in directory() if entry.kind in CHOOSABLE - DISTRICTS]
NAMES = [
    (name, entry.key)
    for entry in MUNICIPALITIES
    for name in {entry.centre_de or entry.name_de, entry.centre_uk or entry.name_uk or entry.name_de}
    if len(name.split()[0]) > 4
]


@pytest.mark.parametrize(("typed", "key"), FIRST)
def test_the_right_place_comes_first(typed: str, key: str) -> None:
    assert [hit.key for hit in find(typed)][:1] == [key]


@pytest.mark.parametrize(("typed", "key"), FIRST)
def test_case_and_space_around_do_not_matter(typed: str, key: str) -> None:
    assert find(f"  {typed.upper()} ")[0].key == key


@pytest.mark.parametrize(
    "typed", ["", " ", "'", "-", "()", "😀", "=1+1", "zzzzzz", "Hamburg", "Київ", "99999", "x" * 10_000]
)
def test_nothing_is_found_where_nothing_is_meant(typed: str) -> None:
    assert find(typed) == []


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("Покровська", ["UA12080090000039979", "UA12140250000015858", "UA12080110000055958"]),
        ("Pokrovske", ["UA12140250000015858", "UA12080110000055958"]),
        ("Миколаївська", ["UA12140170000037152", "UA12020090000044548"]),
        ("Wesel", ["05170048", "05362040", "05170"]),
        ("Нікополь", ["UA12080050000062712", "UA12080000000023578"]),
    ],
)
def test_homonyms_come_together_the_largest_first(typed: str, keys: list[str]) -> None:
    assert [hit.key for hit in find(typed)][: len(keys)] == keys


@pytest.mark.parametrize(
    ("typed", "match"),
    [
        ("Köln", Match.EXACT),
        ("Pawlograd", Match.HEARD),
        ("Gelsen", Match.BEGINNING),
        ("Ruhr", Match.WORDS),
        ("Wuppetal", Match.TYPO),
        ("05315000", Match.EXACT),
        ("0531", Match.BEGINNING),
    ],
)
def test_a_hit_says_how_well_it_fits(typed: str, match: Match) -> None:
    assert find(typed)[0].match is match


def test_regions_and_the_district_of_a_city_without_one_are_not_found() -> None:
    keys = {hit.key for typed in ("Дніпропетровська область", "05", "053", "UA12", "Köln") for hit in find(typed, 600)}
    assert {ENTRIES[key].kind for key in keys} <= CHOOSABLE
    assert "05315" not in keys


@pytest.mark.parametrize("error", ["left out", "doubled", "swapped", "mistyped"])
def test_one_typing_error_still_finds_nearly_every_name(error: str) -> None:
    found = [key in [hit.key for hit in find(misspelt(name, error), limit=3)] for name, key in NAMES]
    assert sum(found) / len(found) > 0.95


def misspelt(name: str, error: str) -> str:
    """With this error in the middle of its first word."""
    middle = len(name.split(maxsplit=1)[0]) // 2
    before, letter, after = name[:middle], name[middle], name[middle + 1 :]
    return {
        "left out": before + after,
        "doubled": before + letter + letter + after,
        "swapped": before + after[:1] + letter + after[1:],
        "mistyped": before + ("x" if letter.isascii() else "ф") + after,
    }[error]


@given(st.text(st.characters(), max_size=LONGEST_QUERY))
def test_search_takes_anything(typed: str) -> None:
    assert len(find(typed, limit=3)) <= 3
