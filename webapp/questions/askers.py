"""Who of the people registered is meant by a name and an address in a report: surely, or perhaps. Pure."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz, process

from webapp.core import names
from webapp.core.addresses import address_key

SUGGESTED: Final = 3
ALIKE: Final = 72  #: of 100
_BRACKETS: Final = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]")
_CUT: Final = re.compile(r"\s*(?:[,|/;]|\s[-–—]\s).*")
_LEADING: Final = re.compile(r"^[\d_#]+[\s_-]*")


@dataclass(frozen=True, slots=True)
class Person:
    id: int
    names: tuple[str, ...]  #: as told, and in the own Latin spelling
    addresses: frozenset[str]  #: keys of addresses
    public_id: str = ""


class People:
    """Those of one conference, by address and by name."""

    def __init__(self, people: Iterable[Person]) -> None:
        self.by_address: dict[str, set[int]] = defaultdict(set)
        self.by_name: dict[str, set[int]] = defaultdict(set)
        self.sounds: dict[int, str] = {}
        self.public_ids: dict[int, str] = {}
        self._told: dict[tuple[str, str], tuple[int | None, Sequence[int]]] = {}  #: a chat repeats its names
        for person in people:
            self.sounds[person.id] = names.sound(person.names[0])
            self.public_ids[person.id] = person.public_id
            for address in person.addresses:
                self.by_address[address].add(person.id)
            for name in person.names:
                self.by_name[_key(name)].add(person.id)

    def found(self, name: str, email: str) -> tuple[int | None, Sequence[int]]:
        """The one who is meant, and if nobody surely is, those who may be."""
        if (name, email) not in self._told:
            self._told[name, email] = self._found(name, email)
        return self._told[name, email]

    def _found(self, name: str, email: str) -> tuple[int | None, Sequence[int]]:
        named = set().union(*(self.by_name.get(key, ()) for key in _keys(name)))
        mailed = self.by_address.get(address_key(email), set()) if email else set()
        for meant in (mailed & named, mailed, named):
            if len(meant) == 1:
                return next(iter(meant)), ()
            if meant:
                return None, sorted(meant)[: 2 * SUGGESTED]
        return None, self.like(name)

    def like(self, name: str) -> Sequence[int]:
        """Whose names sound nearly the same, best first."""
        sound = names.sound(_BRACKETS.sub(" ", name))
        if not sound:
            return ()
        best = process.extract(sound, self.sounds, scorer=fuzz.token_sort_ratio, score_cutoff=ALIKE, limit=SUGGESTED)
        return [key for _sound, _score, key in best]


def _key(name: str) -> str:
    """Equal for given and family name in either order, and for the official transcription of Cyrillic."""
    return " ".join(sorted(names.key(names.latin(name)).split()))


def _keys(name: str) -> Iterator[str]:
    """Of the whole name, and of what is left without additions: “Olena Kovalenko (Dnipro)”, “… | Stadt Köln”."""
    whole = _LEADING.sub("", name)
    inner = (found[1] or found[2] or "" for found in _BRACKETS.finditer(whole))
    plain = _BRACKETS.sub(" ", whole)
    for part in dict.fromkeys((whole, plain, _CUT.sub("", plain), *inner)):
        key = _key(part)
        if " " in key:
            yield key
