"""Stretches of time united, clipped and measured: tables, and what holds for all."""

import itertools
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.attendance.intervals import Interval, Intervals, clip, common, minutes, span, union, without

BERLIN, KYIV = ZoneInfo("Europe/Berlin"), ZoneInfo("Europe/Kyiv")
START = datetime(2023, 4, 20, 8, tzinfo=UTC)


def at(minute: float) -> datetime:
    return START + timedelta(minutes=minute)


def stretches(*pairs: tuple[float, float]) -> Intervals:
    return tuple((at(start), at(end)) for start, end in pairs)


MOMENTS = st.datetimes(datetime(2022, 1, 1), datetime(2024, 1, 1), timezones=st.sampled_from([UTC, BERLIN, KYIV]))  # noqa: DTZ001
NEAR = st.integers(-30, 200).map(at)
INTERVALS = st.lists(st.tuples(MOMENTS, MOMENTS) | st.tuples(NEAR, NEAR), max_size=12)
WINDOWS = st.tuples(NEAR, NEAR)


@pytest.mark.parametrize(
    ("given", "united"),
    [
        ([], []),
        ([(0, 10)], [(0, 10)]),
        ([(0, 10), (5, 20)], [(0, 20)]),  # two devices
        ([(0, 60), (10, 20), (30, 40)], [(0, 60)]),
        ([(0, 10), (10, 20)], [(0, 20)]),  # a restart
        ([(30, 40), (0, 10)], [(0, 10), (30, 40)]),
        ([(10, 10), (20, 15)], []),  # left before joining
        ([(0, 10), (0, 10), (0, 10)], [(0, 10)]),
    ],
)
def test_union(given: list[tuple[float, float]], united: list[tuple[float, float]]) -> None:
    assert union(stretches(*given)) == stretches(*united)


@pytest.mark.parametrize(
    ("given", "taken", "left"),
    [
        ([(0, 60)], [(10, 20)], [(0, 10), (20, 60)]),
        ([(0, 60)], [(-5, 5), (50, 90)], [(5, 50)]),
        ([(0, 60)], [(0, 60)], []),
        ([(0, 10), (20, 30)], [(5, 25)], [(0, 5), (25, 30)]),
        ([(0, 10)], [], [(0, 10)]),
    ],
)
def test_without(
    given: list[tuple[float, float]], taken: list[tuple[float, float]], left: list[tuple[float, float]]
) -> None:
    assert without(stretches(*given), stretches(*taken)) == stretches(*left)


@given(INTERVALS)
def test_a_union_is_sorted_disjoint_and_settled(intervals: list[Interval]) -> None:
    united = union(intervals)
    assert all(start < end for start, end in united)
    assert all(one[1] < other[0] for one, other in itertools.pairwise(united))
    assert union(united) == united


@given(INTERVALS)
def test_a_union_never_exceeds_its_span(intervals: list[Interval]) -> None:
    assert minutes(intervals) <= minutes(span(intervals)) + 1e-6
    single = [minutes([one]) for one in intervals]
    assert max(single, default=0) - 1e-6 <= minutes(intervals) <= sum(single) + 1e-6


@given(INTERVALS.flatmap(lambda intervals: st.tuples(st.just(intervals), st.permutations(intervals))))
def test_order_does_not_matter(both: tuple[list[Interval], list[Interval]]) -> None:
    assert union(both[0]) == union(both[1])
    assert union([*both[0], *both[1]]) == union(both[0])  # the same file twice


@given(INTERVALS, WINDOWS)
def test_to_clip_again_changes_nothing(intervals: list[Interval], window: Interval) -> None:
    clipped = clip(intervals, window)
    assert clip(clipped, window) == clipped
    assert minutes(clipped) <= min(minutes(intervals), minutes([window])) + 1e-6


@given(INTERVALS, INTERVALS)
def test_what_is_common_and_what_is_left_make_the_whole(some: list[Interval], others: list[Interval]) -> None:
    assert union([*common(some, others), *without(some, others)]) == union(some)
    assert common(some, others) == common(others, some)
    assert common(without(some, others), others) == ()


@pytest.mark.parametrize(
    ("start", "end", "passed"),
    [
        (datetime(2023, 3, 26, 1, 30, tzinfo=BERLIN), datetime(2023, 3, 26, 3, 30, tzinfo=BERLIN), 60),
        (datetime(2023, 10, 29, 1, 30, tzinfo=BERLIN), datetime(2023, 10, 29, 3, 30, tzinfo=BERLIN), 180),
        (datetime(2023, 10, 29, 2, 30, tzinfo=BERLIN), datetime(2023, 10, 29, 2, 30, fold=1, tzinfo=BERLIN), 60),
        (datetime(2023, 4, 20, 10, tzinfo=BERLIN), datetime(2023, 4, 20, 12, tzinfo=KYIV), 60),
    ],
)
def test_minutes_pass_however_clocks_are_changed(start: datetime, end: datetime, passed: float) -> None:
    assert minutes([(start, end)]) == passed
    assert union([(start, end)])[0][0].tzinfo is UTC
