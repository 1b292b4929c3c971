"""Several people behind one connection: their municipality is there, and a person counts once it is entered; pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Connection:
    """One line into the conference over which somebody attended."""

    people: frozenset[str]  #: registrations of those entered for it; none for a room nobody was named in
    place: str | None = None  #: official key, if it is known whose line it is
    said: int = 1  #: how many they said they are: "8 in the town hall"
    report: int = 0  #: the import that tells of it; 0 if none does

    @property
    def is_shared(self) -> bool:
        return self.said > 1 or not self.people

    @property
    def whose(self) -> str:
        return self.place or min(self.people, default="")


@dataclass(frozen=True, slots=True)
class Heads:
    places: frozenset[str]  #: municipalities represented
    people: frozenset[str]  #: each counted once, over however many connections
    unnamed: int  #: said to be there as well, and not entered


def heads(connections: Iterable[Connection]) -> Heads:
    """Two reports that tell of one municipality's connections tell of the same people, so the larger number counts.

    People at a connection that stands in no report are others.
    """
    connections = tuple(connections)
    return Heads(
        places=frozenset(one.place for one in connections if one.place),
        people=frozenset(somebody for one in connections for somebody in one.people),
        unnamed=_unnamed([one for one in connections if one.is_shared]),
    )


def _unnamed(shared: list[Connection]) -> int:
    said: dict[str, Counter[int]] = defaultdict(Counter)
    named: dict[str, set[str]] = defaultdict(set)
    for one in shared:
        said[one.whose][one.report] += max(one.said, len(one.people))
        named[one.whose] |= one.people
    total = 0
    for whose, reports in said.items():
        elsewhere = reports.pop(0, 0)
        total += max(0, max(reports.values(), default=0) + elsewhere - len(named[whose]))
    return total
