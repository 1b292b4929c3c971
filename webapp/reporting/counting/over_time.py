"""How many were there at each of many moments; pure.

Each moment is counted by itself, so that no stay has to be cut or added up.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import accumulate

from webapp.attendance.intervals import Interval

MINUTE = timedelta(minutes=1)
Stay = tuple[int, int]  #: numbers of moments; the second is the first at which somebody was no longer there


@dataclass(frozen=True, slots=True)
class Moments:
    """Evenly apart, from `since` on."""

    since: datetime
    every: timedelta
    number: int

    def at(self, number: int) -> datetime:
        return self.since + number * self.every

    def first(self, moment: datetime) -> int:
        """Number of the first that is not before this."""
        return min(max(0, -(-(moment - self.since) // self.every)), self.number)


def moments(window: Interval, most: int) -> Moments:
    """Whole minutes apart; neither more than so many nor less than one."""
    length = window[1] - window[0]
    every = MINUTE * max(1, -(-length // (MINUTE * most)))
    return Moments(window[0], every, max(1, -(-length // every)))


def count(people: Iterable[Sequence[Stay]], of: Moments) -> list[int]:
    """For each moment; a person who has several stays at a moment, over two connections, is one."""
    changes = [0] * (of.number + 1)
    for stays in people:
        for start, end in stays if len(stays) == 1 else _united(stays):
            changes[start] += 1
            changes[end] -= 1
    return list(accumulate(changes[:-1]))


def _united(stays: Iterable[Stay]) -> list[Stay]:
    found: list[Stay] = []
    for start, end in sorted(stays):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        elif start < end:
            found.append((start, end))
    return found


class Reader:
    """Stays out of the text in which a reported person's times are kept; the same second comes again and again."""

    def __init__(self, of: Moments) -> None:
        self._first = lru_cache(maxsize=100_000)(lambda text: of.first(datetime.fromisoformat(text)))

    def stays(self, kept: str) -> list[Stay]:
        """`kept` is a JSON list of moments in pairs."""
        if len(kept) <= len("[]"):
            return []
        numbers = [self._first(text) for text in kept[2:-2].split('", "')]
        return list(zip(numbers[::2], numbers[1::2], strict=True))
