"""How many were there at each of many moments; pure.

Each moment is counted by itself, so that no stay has to be cut or added up.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import accumulate
from typing import Final

from webapp.attendance.intervals import Interval

MINUTE: Final = timedelta(minutes=1)
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
    """For each moment, out of the numbers of people and beside each the times of one connection.

    Times are JSON lists in pairs, in their order: who comes adds one and who leaves takes it away, so that it is enough
    to know how often each time comes. Who has several connections is one: their times are united before.
    """
    first = lru_cache(maxsize=None)(lambda text: of.first(datetime.fromisoformat(text)))
    changes = [0] * (of.number + 1)
    if len(set(people)) < len(people):
        known = Counter(people)
        several: dict[str, list[Stay]] = {}
        for number, kept in zip(people, times, strict=True):
            if known[number] > 1:
                numbers = [first(text) for text in _texts([kept])]
                several.setdefault(number, []).extend(zip(numbers[::2], numbers[1::2], strict=True))
        for start, end in (stay for stays in several.values() for stay in _united(stays)):
            changes[start] += 1
            changes[end] -= 1
        times = [kept for number, kept in zip(people, times, strict=True) if known[number] == 1]
    texts = _texts(times)
    for change, some in ((1, texts[::2]), (-1, texts[1::2])):
        for text, often in Counter(some).items():
            changes[first(text)] += change * often
    return list(accumulate(changes[:-1]))


def _texts(times: Sequence[str]) -> list[str]:
    """Of all of them together; taken apart at once, since there may be many."""
    together = "".join(times).replace("[]", "").replace('"]["', '", "')
    return together[2:-2].split('", "') if together else []


def _united(stays: Iterable[Stay]) -> list[Stay]:
    found: list[Stay] = []
    for start, end in sorted(stays):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        elif start < end:
            found.append((start, end))
    return found
