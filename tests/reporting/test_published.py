"""What is published of a conference tells of no municipality how few came from it, nor of a few what they named."""

from datetime import UTC, datetime, timedelta

import pytest
from factories import DNIPRO, KOELN, make_event, make_presence, make_registration

from webapp.places.models import Place, Region
from webapp.registration.models import Side
from webapp.reporting.counting import everything, published
from webapp.reporting.counting.groups import By, Group, Groups, Tally
from webapp.reporting.counting.people import NOT_SAID

DUISBURG, NEUSS = "05112000", "05162024"


def _group(attended: int) -> Group:
    return Group(representatives=Tally(registered=attended, confirmed=attended, attended=attended))


def _topics(there: int, topics: dict[str, int]) -> dict[str, int | None]:
    by: dict[By, dict[str, Group]] = {each: {} for each in By} | {
        By.SIDE: {side: _group(0) for side in ("nrw", "dnipropetrovsk", "other")},
        By.TOPIC: {code: _group(number) for code, number in topics.items()},
    }
    found: dict[str, int | None] = published.as_data(Groups(_group(there), by), {}, (), (), None)["topic"]
    return found


@pytest.mark.parametrize(
    ("there", "named", "told"),
    [
        (60, {"energy": 20, NOT_SAID: 30}, {"energy": 20, NOT_SAID: 30}),
        (60, {"energy": 28, NOT_SAID: 30}, {"energy": None, NOT_SAID: 30}),  # else two named something else
        (60, {"energy": 30, NOT_SAID: 30}, {"energy": 30, NOT_SAID: 30}),
        (60, {"energy": 58, NOT_SAID: 0}, {"energy": None, NOT_SAID: 0}),
        (4, {"energy": 4, NOT_SAID: 0}, {"energy": None, NOT_SAID: None}),
    ],
)
def test_topics_are_told_where_no_difference_is_small(
    there: int, named: dict[str, int], told: dict[str, int | None]
) -> None:
    assert _topics(there, named) == told


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("beside", [[], [DNIPRO], [DNIPRO, DNIPRO]], ids=["", "one", "two"])
def test_a_snapshot_tells_no_number_of_a_single_municipality_by_subtraction(beside: list[str]) -> None:
    """Köln alone is that large, and alone in its Regierungsbezirk: the others would tell how many came from it.

    Also where one of the oblast is alone too, since the numbers of both sides are told.
    """
    ended = datetime(2023, 4, 20, 10, tzinfo=UTC)
    event = make_event(starts_at=ended - timedelta(hours=2), ends_at=ended)
    for number, place in enumerate((KOELN, KOELN, DUISBURG, NEUSS, NEUSS, *beside)):
        side = Side.DNIPROPETROVSK if place == DNIPRO else Side.NRW
        make_presence(make_registration(event, given_name=f"A{number}", place_key=place, side=side))
    kept = everything.frozen(everything.of(event))
    assert kept["all"]["people"]["attended"] == 5 + len(beside)
    for each in ("size", "regierungsbezirk_oblast"):
        told = [group["people"]["attended"] for group in kept["by"][each].values() if "people" in group]
        assert sum(told) == 0, "5 less 3 would be those of Köln"


@pytest.mark.parametrize(
    ("groups", "hidden"),
    [
        ({"1": "ax", "2": "bcy"}, set()),
        ({"1": "axy", "2": "bc"}, {"1", "2"}),  # "1" less those of the oblast would be those of a
        ({"1": "axy", "2": "bc", "3": "zv"}, {"1", "2"}),  # those of North Rhine-Westphalia less "2"
        ({"1": "abc", "2": "x", "3": "yz"}, {"2", "3"}),  # those of the oblast less "3"
        ({"1": "a", "2": "x", "3": "bc", "4": "yz"}, {"1", "2", "3", "4"}),
        ({"1": "a", "2": "bx", "3": "cd", "4": "yz"}, {"1", "2", "4"}),
        ({"1": "abx", "2": "cd"}, set()),  # x is all that came of its side
        ({"1": "abc", "2": "xy"}, set()),
    ],
)
def test_no_number_of_a_single_municipality_is_one_of_a_side_less_others(
    groups: dict[str, str], hidden: set[str]
) -> None:
    """Those of a to d are of North Rhine-Westphalia, the others of the oblast."""
    directory = {
        key: Place(key=key, region=Region.NRW if key in "abcd" else Region.DNIPROPETROVSK)
        for key in "".join(groups.values())
    }
    found = {code: Group(registered=set(keys)) for code, keys in groups.items()}
    assert everything._telling(found, directory) == hidden  # noqa: SLF001
