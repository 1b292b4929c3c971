"""The order by votes: the sides take turns, so that the many of one cannot bury the few of the other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.questions.ranking import Voted, in_turns

SIDES = ("nrw", "dnipropetrovsk", "other")


def voted(*votes: tuple[int, int]) -> list[Voted[int]]:
    """Questions 1, 2, … with these votes from North Rhine-Westphalia and Dnipropetrovsk."""
    return [
        Voted(number, number, {"nrw": nrw, "dnipropetrovsk": dnipropetrovsk})
        for number, (nrw, dnipropetrovsk) in enumerate(votes, start=1)
    ]


@pytest.mark.parametrize(
    ("votes", "order"),
    [
        ([], []),
        ([(0, 0), (0, 0)], [1, 2]),
        ([(1, 0), (2, 0)], [2, 1]),
        ([(100, 0), (90, 0), (80, 0), (0, 3)], [1, 4, 2, 3]),
        ([(0, 3), (100, 0), (0, 2), (90, 0)], [2, 1, 4, 3]),
        ([(5, 5), (4, 0), (0, 4)], [1, 2, 3]),
        ([(0, 0), (0, 1), (0, 0)], [2, 1, 3]),
        ([(2, 0), (2, 1)], [2, 1]),
    ],
)  # fmt: skip
def test_order(votes: list[tuple[int, int]], order: list[int]) -> None:
    assert in_turns(voted(*votes), SIDES) == order


@given(st.lists(st.tuples(st.integers(0, 200), st.integers(0, 200)), max_size=30))
def test_no_side_waits_long_for_its_favourite(votes: list[tuple[int, int]]) -> None:
    questions = voted(*votes)
    order = in_turns(questions, SIDES)
    assert sorted(order) == sorted(question.key for question in questions)
    for side in SIDES[:2]:
        wished = max((question.votes[side] for question in questions), default=0)
        if wished:
            first = min(order.index(question.key) for question in questions if question.votes[side] == wished)
            assert first <= 1


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=12), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(votes: list[tuple[int, int]], chance: object) -> None:
    questions = voted(*votes)
    mixed = list(questions)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert in_turns(mixed, SIDES) == in_turns(questions, SIDES)
