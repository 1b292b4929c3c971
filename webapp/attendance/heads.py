"""Several people behind one connection: their municipality is there, and a person counts once it is entered; pure."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Connection:
    """One line into the conference over which somebody attended."""

    people: frozenset[str]  #: registrations of those entered for it; none for a room nobody was named in
    place: str | None = None  #: official key, if it is known whose line it is
    said: int = 1  #: how many they said they are: "8 in the town hall"


@dataclass(frozen=True, slots=True)
class Heads:
    places: frozenset[str]  #: municipalities represented
    people: frozenset[str]  #: each counted once, over however many connections
    unnamed: int  #: said to be there as well, and not entered


def heads(connections: Iterable[Connection]) -> Heads:
    connections = tuple(connections)
    return Heads(
        places=frozenset(one.place for one in connections if one.place),
        people=frozenset(somebody for one in connections for somebody in one.people),
        unnamed=sum(max(0, one.said - len(one.people)) for one in connections),
    )
