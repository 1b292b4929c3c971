"""Stretches of time: united, clipped, subtracted, measured; pure.

A stretch is a pair of aware datetimes, its end not included. All is reckoned in UTC: Python subtracts two times of one
zone by their clock faces, which is an hour wrong in the nights when clocks change.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

Interval = tuple[datetime, datetime]
Intervals = tuple[Interval, ...]

_MINUTE = timedelta(minutes=1)


def union(intervals: Iterable[Interval]) -> Intervals:
    """Sorted and disjoint; what touches is one, what is empty or ends before it begins is nothing."""
    united: list[Interval] = []
    for start, end in sorted((start.astimezone(UTC), end.astimezone(UTC)) for start, end in intervals):
        if start >= end:
            continue
        if united and start <= united[-1][1]:
            united[-1] = (united[-1][0], max(end, united[-1][1]))
        else:
            united.append((start, end))
    return tuple(united)


def common(some: Iterable[Interval], others: Iterable[Interval]) -> Intervals:
    """What lies in both."""
    left, right = list(union(some)), list(union(others))
    found: list[Interval] = []
    while left and right:
        start, end = max(left[-1][0], right[-1][0]), min(left[-1][1], right[-1][1])
        if start < end:
            found.append((start, end))
        (left if left[-1][0] > right[-1][0] else right).pop()
    return tuple(reversed(found))


def clip(intervals: Iterable[Interval], window: Interval) -> Intervals:
    since, until = window[0].astimezone(UTC), window[1].astimezone(UTC)
    pieces = ((max(start, since), min(end, until)) for start, end in union(intervals))
    return tuple(piece for piece in pieces if piece[0] < piece[1])


def without(intervals: Iterable[Interval], taken: Iterable[Interval]) -> Intervals:
    """What is left of the first when the second is cut out."""
    left = union(intervals)
    for start, end in union(taken):
        left = tuple(
            piece
            for one in left
            for piece in ((one[0], min(one[1], start)), (max(one[0], end), one[1]))
            if piece[0] < piece[1]
        )
    return left


def lie_in(some: Intervals, others: Intervals) -> bool:
    """Whether nothing of the first is outside the second; both are united."""
    return all(any(since <= start and end <= until for since, until in others) for start, end in some)


def minutes_in_both(some: Intervals, others: Intervals) -> float:
    """As minutes(common()), and quicker, of what is united."""
    pairs = ((max(start, since), min(end, until)) for start, end in some for since, until in others)
    return sum(((end - start) / _MINUTE for start, end in pairs if start < end), 0.0)


def minutes(intervals: Iterable[Interval]) -> float:
    return sum(((end - start) / _MINUTE for start, end in union(intervals)), 0.0)


def span(intervals: Iterable[Interval]) -> Intervals:
    """From the first beginning to the last end, as the time that a file reports on; empty for nothing."""
    united = union(intervals)
    return ((united[0][0], united[-1][1]),) if united else ()
