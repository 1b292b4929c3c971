"""Finds places by what people type: any language, script, old name, official key, with one typing error."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from webapp.core.names import clean, key, sound
from webapp.places.directory import CHOOSABLE, DISTRICTS, Entry, directory

LONGEST_QUERY = 100
SHORTEST_HEARD = 3  # letters; below that everything sounds alike
SHORTEST_MISSPELT = 4
LONG = 8
_CODE = re.compile(r"(UA)?\d{2,}")
_LAST = "\U0010ffff"
# Words people put around a name; none of them is a place.
_TITLES = frozenset(
    {"stadt", "gemeinde", "stadtverwaltung", "gemeindeverwaltung", "verwaltung", "rathaus", "der", "des"}
    | {"city", "town", "municipality", "council", "of", "город", "г", "городской", "совет", "горсовет"}
    | {"місто", "м", "селище", "село", "рада", "ради", "виконком", "виконавчий", "комітет"}
)
_SAME = {"landkreis": "kreis", "kreisverwaltung": "kreis", "landratsamt": "kreis"}
_GENITIVE = re.compile(r"ої\b")  # виконком Нікопольської міської ради


class Match(IntEnum):
    """How well a place fits, best first."""

    EXACT = 0
    HEARD = 1  #: the whole name in another spelling or transcription
    BEGINNING = 2
    WORDS = 3  #: every word typed begins a word of the name
    TYPO = 4


@dataclass(frozen=True, slots=True)
class Hit:
    key: str
    match: Match


Rank = tuple[Match, int, int]  # the match; how far off it is; 0 for today's own name, 1 for a former, 2 for any other
Candidates = list[tuple[int, Rank]]  # a place, as its number in the index, and how well it fits


class Names:
    """All names in one form of comparison, to be found whole, by their beginning, by their words and with an error."""

    def __init__(self, whole: Match, names: Iterable[tuple[str, int, int]]) -> None:
        """Names come with their place's number and their weakness, the last part of a Rank."""
        self.whole = whole
        self.bearers: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for name, place, weakness in names:
            self.bearers[name].append((place, weakness))
        self.names = sorted(self.bearers)
        self.words = sorted({(word, name) for name in self.names for word in name.split()})

    def fitting(self, text: str) -> Candidates:
        found = [(text, self.whole)] if text in self.bearers else []
        found += [(name, Match.BEGINNING) for name in self._beginning(text)]
        found += [(name, Match.WORDS) for name in self._with_words(text)]
        return [candidate for name, match in found for candidate in self._bearing(name, match, self.whole)]

    def misspelt(self, text: str) -> Candidates:
        """One typing error is forgiven, in long names two; in the beginning of a name one, if no whole name is near."""
        if len(text) < SHORTEST_MISSPELT:
            return []
        forgiven = 1 if len(text) < LONG else 2
        near = process.extract(text, self.names, scorer=OSA.distance, score_cutoff=forgiven, limit=None)
        if not near:
            begun = [name[: len(text)] for name in self.names]
            near = process.extract(text, begun, scorer=OSA.distance, score_cutoff=1, limit=None)
        return [
            candidate
            for _name, errors, place in near
            for candidate in self._bearing(self.names[place], Match.TYPO, int(errors))
        ]

    def _bearing(self, name: str, match: Match, far_off: int) -> Iterator[tuple[int, Rank]]:
        return ((place, (match, far_off, weakness)) for place, weakness in self.bearers[name])

    def _beginning(self, text: str) -> list[str]:
        return self.names[bisect_left(self.names, text) : bisect_left(self.names, text + _LAST)]

    def _with_words(self, text: str) -> set[str]:
        words = text.split()
        return set.intersection(*map(self._with_word, words)) if words else set()

    def _with_word(self, word: str) -> set[str]:
        start, end = bisect_left(self.words, (word,)), bisect_left(self.words, (word + _LAST,))
        return {name for _word, name in self.words[start:end]}


class PlaceIndex:
    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = [entry for entry in entries if entry.kind in CHOOSABLE]
        self.typed = Names(Match.EXACT, self._names(key))
        self.heard = Names(Match.HEARD, self._names(sound))

    def find(self, text: str, limit: int = 10) -> list[Hit]:
        """At most `limit` places, best first; of equal ones the municipality before the district, then the larger."""
        ranks: dict[int, Rank] = {}
        for place, rank in self._candidates(text[:LONGEST_QUERY]):
            ranks[place] = min(rank, ranks.get(place, rank))
        best = sorted(ranks, key=lambda place: (ranks[place], self._order(self.entries[place])))
        return [Hit(self.entries[place].key, ranks[place][0]) for place in best[:limit]]

    def called(self, text: str) -> list[str]:
        """Keys of those whose whole name or code this is, in any spelling; much quicker than to find().

        Who is called exactly so today comes before who was, or is by some.
        """
        code = clean(text[:LONGEST_QUERY]).upper().replace(" ", "")
        if _CODE.fullmatch(code):
            return [self.entries[place].key for place, (match, *_) in self._with_code(code) if match is Match.EXACT]
        for typed in _with_and_without_titles(text[:LONGEST_QUERY]):
            if bearers := self.typed.bearers.get(typed):
                closest = min(weakness for _place, weakness in bearers)
                return self._told_apart(text, [place for place, weakness in bearers if weakness == closest])
            heard = sound(typed)
            if len(heard) >= SHORTEST_HEARD and (bearers := self.heard.bearers.get(heard)):
                return self._told_apart(text, [place for place, _weakness in bearers])
        return []

    def _told_apart(self, text: str, places: Iterable[int]) -> list[str]:
        """Neuenkirchen and Neunkirchen compare as equal, and are two."""
        every = dict.fromkeys(self.entries[place].key for place in places)
        spelt = clean(text).casefold()
        exactly = {entry.key for entry in self.entries if entry.key in every and entry.name_de.casefold() == spelt}
        return [one for one in every if one in exactly] or list(every)

    def _candidates(self, text: str) -> Candidates:
        code = clean(text).upper().replace(" ", "")
        if _CODE.fullmatch(code):
            return list(self._with_code(code))
        typed, bare = _with_and_without_titles(text)
        found = self._spelt(typed) or self._spelt(bare)
        if any(match <= Match.HEARD or form == Match.EXACT for _place, (match, form, _weakness) in found):
            return found
        return found + self.typed.misspelt(bare) + self.heard.misspelt(sound(bare))

    def _spelt(self, typed: str) -> Candidates:
        if not typed:
            return []
        heard = sound(typed)
        return self.typed.fitting(typed) + (self.heard.fitting(heard) if len(heard) >= SHORTEST_HEARD else [])

    def _with_code(self, code: str) -> Iterator[tuple[int, Rank]]:
        for place, entry in enumerate(self.entries):
            for official in (entry.key, *entry.codes):
                if official.startswith((code, f"0{code}")):  # spreadsheets lose the leading zero of an AGS
                    whole = official in {code, f"0{code}"}
                    yield place, (Match.EXACT if whole else Match.BEGINNING, 0, 0)

    def _names(self, form: Callable[[str], str]) -> Iterator[tuple[str, int, int]]:
        for place, entry in enumerate(self.entries):
            for weakness, names in enumerate((_own_names(entry), entry.former_names, entry.alternate_names)):
                for name in {form(name) for name in names}:
                    yield name, place, weakness

    @staticmethod
    def _order(entry: Entry) -> tuple[bool, int]:
        return entry.kind in DISTRICTS, -(entry.population or 0)


def _with_and_without_titles(text: str) -> tuple[str, str]:
    typed = key(text)
    words = _GENITIVE.sub("а", typed).split()
    return typed, " ".join(_SAME.get(word, word) for word in words if word not in _TITLES)


def _own_names(entry: Entry) -> Iterator[str]:
    names = (entry.name_de, entry.name_uk, entry.name_en, entry.full_name_uk, *entry.official_names)
    for name in filter(None, names):
        yield name
        yield re.sub(r" \(.*\)|/.*", "", name)  # Menden (Sauerland), Fröndenberg/Ruhr
        yield name.replace("Sankt ", "St. ")


@cache
def _index() -> PlaceIndex:
    return PlaceIndex(directory())


def find(text: str, limit: int = 10) -> list[Hit]:
    """Choosable places, best first. Builds its index at the first call."""
    return _index().find(text, limit)


def called(text: str) -> list[str]:
    """Keys of choosable places whose whole name or code this is."""
    return _index().called(text)
