"""How many were there at each of many moments; pure.

Each moment is counted by itself, so that no stay has to be cut or added up.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import accumulate, repeat
from typing import Final, TypeVar

from webapp.attendance.intervals import Interval

MINUTE: Final = timedelta(minutes=1)
K = TypeVar("K")
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


def count(people: Sequence[str], times: Sequence[str], of: Moments) -> list[int]:
    """For each moment, out of the numbers of people and beside each the times of one connection."""
    return by_kind(repeat("all", len(people)), people, times, of).get("all", [0] * of.number)


def by_kind(kinds: Iterable[K | None], people: Sequence[str], times: Sequence[str], of: Moments) -> dict[K, list[int]]:
    """The same of each kind that is told beside people; who is of none is not counted.

    Times are JSON lists in pairs, in their order: who comes adds one and who leaves takes it away, so that it is enough
    to know how often each list comes. Who has several connections is one: their times are united before.
    """
    first = lru_cache(maxsize=None)(lambda text: of.first(datetime.fromisoformat(text)))
    changes: dict[K, list[int]] = defaultdict(lambda: [0] * (of.number + 1))
    told: Iterable[tuple[K | None, str]] = zip(kinds, times, strict=True)
    if len(set(people)) < len(people):
        known, alone = Counter(people), []
        several: dict[tuple[K | None, str], list[Stay]] = defaultdict(list)
        for number, (kind, kept) in zip(people, told, strict=True):
            if known[number] == 1:
                alone.append((kind, kept))
            else:
                numbers = [first(text) for text in _texts(kept)]
                several[kind, number] += zip(numbers[::2], numbers[1::2], strict=True)
        told = alone
        for (kind, _number), stays in several.items():
            if kind is not None:
                for start, end in _united(stays):
                    changes[kind][start] += 1
                    changes[kind][end] -= 1
    for (kind, kept), often in Counter(told).items():
        if kind is not None:
            change, step = changes[kind], often
            for text in _texts(kept):
                change[first(text)] += step
                step = -step
    return {kind: list(accumulate(change[:-1])) for kind, change in changes.items()}


def _texts(kept: str) -> list[str]:
    return kept[2:-2].split('", "') if len(kept) > len("[]") else []


def _united(stays: Iterable[Stay]) -> list[Stay]:
    found: list[Stay] = []
    for start, end in sorted(stays):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        elif start < end:
            found.append((start, end))
    return found
