"""What is published of numbers of people gives nobody away, neither by differences nor to who knows the rule."""

from collections import defaultdict
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.reporting.counting import suppression
from webapp.reporting.counting.suppression import SMALLEST, Node, Shown, at_least, beside

TREES = st.recursive(
    st.integers(0, 12).map(Node),
    lambda inner: st.dictionaries(st.text("abc", min_size=1, max_size=2), inner, min_size=1, max_size=5).map(
        lambda parts: Node(sum(part.number for part in parts.values()), parts)
    ),
    max_leaves=15,
)


@pytest.mark.parametrize(
    ("numbers", "shown"),
    [
        ((60, 40, 0), (60, 40, 0)),
        ((60, 40, 3), (None, 40, None)),  # else 103 less 100 is 3
        ((60, 2, 3), (60, None, None)),
        ((60, 2, 2), (None, None, None)),  # together hardly more than one each
        ((60, 4, 4), (None, None, None)),  # eight together could be nothing else
        ((1, 1, 3), (None, None, None)),
        ((5, 0, 0), (5, 0, 0)),
        ((3, 0, 0), (None, None, None)),  # the total is hidden as well
        ((0, 0, 0), (0, 0, 0)),
    ],
)
def test_parts_of_a_total(numbers: tuple[int, ...], shown: tuple[int | None, ...]) -> None:
    assert _published(numbers) == shown


def test_where_nearly_all_are_in_it_the_least_is_told_and_no_more() -> None:
    for total in range(SMALLEST, 60):  # a smaller one is hidden itself
        for number in range(total + 1):
            shown, least = beside(number, total), at_least(number, total)
            alike = [one for one in range(total + 1) if (beside(one, total), at_least(one, total)) == (shown, least)]
            assert shown is None or (shown, least) == (number, None)
            assert shown is not None or len(alike) >= SMALLEST - 1, (number, total)
            assert least is None or (SMALLEST <= least <= number < total and len(alike) == SMALLEST - 1)
    assert [at_least(number, 108) for number in (0, 3, 103, 104, 107, 108)] == [None, None, None, 104, 104, None]


def test_of_two_that_could_be_hidden_as_well_it_is_the_one_with_fewer_municipalities() -> None:
    assert suppression.parts({"a": 60, "b": 9, "c": 3}, {"a": 40, "b": 2}) == {"a": 60, "b": None, "c": None}


@pytest.mark.parametrize(
    ("numbers", "least", "shown"),
    [
        ((9, 20), (9, 10), (None, None)),  # nine of nine can only be one of each
        ((12, 20), (9, 10), (None, None)),
        ((13, 20), (9, 10), (13, 20)),  # any of the nine may have sent as many as five
        ((9, 8, 12, 40), (9, 8, 8, 30), (None, None, None, 40)),
        ((9, 8, 0), (9, 8, 1), (None, None, None)),  # nothing can be hidden beside them
        ((9, 0), (9, 1), (9, 0)),  # the total itself, which tells it anyway
        ((5, 60), (1, 40), (5, 60)),
    ],
)
def test_as_many_people_as_municipalities_tell_of_each_that_it_was_one(
    numbers: tuple[int, ...], least: tuple[int, ...], shown: tuple[int | None, ...]
) -> None:
    found = suppression.parts(dict(enumerate(numbers)), dict(enumerate(least)))
    assert tuple(found.values()) == shown


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 10)), min_size=2, max_size=6))
def test_each_municipality_may_have_sent_one_to_four_at_the_least(given: list[tuple[int, int]]) -> None:
    """Of any number but the total: also of what those that are hidden are together."""
    numbers = {place: max(number, least) if number else 0 for place, (number, least) in enumerate(given)}
    leasts = dict(enumerate(least for _number, least in given))
    shown = suppression.parts(numbers, leasts)
    there = [place for place, number in numbers.items() if number]
    hidden = [place for place in there if shown[place] is None]
    if len(there) > 1 and len(hidden) < len(there):
        for place in set(there) - set(hidden):
            assert numbers[place] - leasts[place] >= SMALLEST - 1
        assert not hidden or sum(numbers[place] - leasts[place] for place in hidden) >= SMALLEST - 2


def test_the_same_numbers_are_hidden_in_whatever_order_they_come() -> None:
    numbers = {"a": 3, "b": 10, "c": 8, "d": 9}
    shown = suppression.parts(numbers)
    assert shown == suppression.parts(dict(reversed(numbers.items()))) == numbers | {"a": None, "b": None}


@pytest.mark.parametrize(
    ("steps", "shown"),
    [
        ((120, 100, 90), [120, 100, 90]),
        ((120, 93, 90), [120, None, 90]),
        ((94, 93, 90), [None, None, 90]),
        ((120, 90, 90), [120, 90, 90]),
        ((12, 8, 3), [None, 8, None]),
        ((0, 0, 0), [0, 0, 0]),
    ],
)
def test_steps_to_attendance(steps: tuple[int, ...], shown: list[int | None]) -> None:
    assert suppression.chain(steps) == shown


def test_who_knows_the_rule_cannot_reckon_back() -> None:
    """Each number that is hidden differs between the tables that look the same when they are published."""
    for total in range(SMALLEST, 14):
        for length in (2, 3, 4):
            alike = defaultdict(list)
            for numbers in _every(length, total):
                alike[_published(numbers)].append(numbers)
            for shown, tables in alike.items():
                for place, number in enumerate(shown):
                    assert number is not None or len({table[place] for table in tables}) > 1, (shown, tables)


@given(TREES)
def test_nothing_small_is_left_in_a_tree(node: Node) -> None:
    _check(node, suppression.tree(node))


def _check(node: Node, shown: Shown) -> None:
    assert shown.number in {None, node.number}
    assert not 0 < (shown.number or 0) < SMALLEST
    assert shown.parts.keys() == node.parts.keys()
    hidden = [node.parts[name].number for name, part in shown.parts.items() if part.number is None]
    if shown.number is None:
        assert len(hidden) == len(node.parts)
    elif 0 < len(hidden) < len(node.parts):
        assert len(hidden) > 1
        assert sum(hidden) - len(hidden) >= SMALLEST - 2  # so each may be any of one to four, at the least
    for name, part in shown.parts.items():
        _check(node.parts[name], part)


def _published(numbers: tuple[int, ...]) -> tuple[int | None, ...]:
    shown = suppression.tree(Node(sum(numbers), {str(place): Node(number) for place, number in enumerate(numbers)}))
    return tuple(part.number for part in shown.parts.values())


def _every(length: int, total: int) -> Iterator[tuple[int, ...]]:
    if length == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in _every(length - 1, total - first):
            yield first, *rest
