"""Registrations made ready for matching: their names in every order, and who bears a run of words for sure; pure."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from rapidfuzz import fuzz

from webapp.attendance.recognition.display_names import (
    DEVICES,
    INSTITUTIONS,
    LINKS,
    OFFICES,
    REMARKS,
    ROOMS,
    STAND_INS,
    TITLES,
    USUAL,
    Around,
    Displayed,
    Reading,
    Where,
    pieces_of,
    words_of,
)
from webapp.attendance.recognition.given_names import is_given_name, same_origin
from webapp.attendance.recognition.matches import Known
from webapp.attendance.recognition.spelling import KEPT, alike, heard, maybe_alike
from webapp.attendance.recognition.whereabouts import Whereabouts, agree
from webapp.core import names

Words = tuple[str, ...]

MOST_NAMESAKES = 30  #: of so many nobody is told apart, and no more are looked at
NEAR_FATHER = 70  #: percent of likeness from which a patronymic may be the other one with an error

_PATRONYMIC = re.compile(
    r"(.{2,}?)(?:ївна|івна|ьївна|ьовна|овна|евна|йович|ьович|ович|[еаиь]евич|ївич|інічна|ична|"
    r"y?i?ivna|yivna|ovna|evna|i?wna|owna|ewna|[iyj]?ovych|[iyj]?ovich|[iyj]?owytsch|[iyj]?owitsch|[aei][iyj]?evich)"
)
_SHORT_FATHERS = frozenset({"ілліч", "кузьмич", "лукич", "хомич", "фомич", "ильич", "illich", "kuzmych", "lukych"})
_ENDINGS = ("", "о", "а", "й", "ій", "ь", "o", "a", "i", "y", "iy", "ii")


class Certainty(IntEnum):
    NOT = 0
    POSSIBLE = 1  #: enough to doubt another match
    SURE = 2  #: the name itself in full, and nothing beside it that speaks against


@dataclass(frozen=True, slots=True)
class Order:
    """A way to write the name of somebody."""

    words: Words
    family_first: bool


@dataclass(frozen=True, slots=True)
class Person:
    known: Known
    given: Words
    family: Words
    patronymic: Words
    orders: tuple[Order, ...]
    place: Words
    weak: bool  #: the name is too little to decide by: a room's, initials, a given name and a patronymic

    @property
    def words(self) -> Words:
        return (*self.given, *self.family, *self.patronymic)


@lru_cache(KEPT)
def is_patronymic(word: str) -> bool:
    """By its form; some family names have it too, so it may be left out of a name but does not have to be."""
    return word in _SHORT_FATHERS or _PATRONYMIC.fullmatch(word) is not None


def _is_of_father(word: str) -> bool:
    """A patronymic and probably no family name: Петрович, but not Попович."""
    found = _PATRONYMIC.fullmatch(word)
    return found is not None and any(is_given_name(found[1] + ending) for ending in _ENDINGS)


def person(known: Known) -> Person:
    given, family, patronymic = words_of(known.given_name), words_of(known.family_name), words_of(known.patronymic)
    given = _without_titles(given)
    if len(given) > 1 and is_patronymic(given[-1]) and not patronymic:
        given, patronymic = given[:-1], given[-1:]
    orders = tuple(dict.fromkeys(_orders(known, given, family)))
    initials = all(len(word) == 1 for word in given) or all(len(word) == 1 for word in family)
    weak = initials or all(map(_is_of_father, family)) or not _names_somebody((*given, *family))
    return Person(known, given, family, patronymic, orders, words_of(known.place), weak)


def _without_titles(words: Words) -> Words:
    return tuple(word for word in words if word not in TITLES) or words


def _names_somebody(words: Words) -> bool:
    """Thomas Kreis does, Stadt Köln does not."""
    return any(map(is_given_name, words)) or not any(word in ROOMS or word in DEVICES for word in words)


def _orders(known: Known, given: Words, family: Words) -> Iterator[Order]:
    joined = _without_titles(pieces_of(known.given_name))[: len(given)]  # a patronymic may have been taken off
    for first in dict.fromkeys((given, joined)):
        for last in dict.fromkeys((family, pieces_of(known.family_name))):
            if first and last:
                yield Order((*first, *last), family_first=False)
                yield Order((*last, *first), family_first=True)
    latin = tuple(word for word in words_of(known.latin_name) if word not in TITLES and len(word) > 1)
    latin = tuple(word for word in latin if not is_patronymic(word)) if len(latin) > 2 else latin  # noqa: PLR2004
    if len(latin) > 1:
        yield Order(latin, family_first=False)
        yield Order((*latin[1:], latin[0]), family_first=True)
        yield Order((latin[-1], *latin[:-1]), family_first=True)


def block(words: Iterable[str]) -> Words:
    return tuple(sorted(map(heard, words)))


class Bearers:
    """Who bears a run of words, found by how it sounds and checked letter by letter."""

    def __init__(self, people: list[Person]) -> None:
        self.people = people
        self._by_block: dict[Words, list[int]] = defaultdict(list)
        for number, somebody in enumerate(people):
            for key in {block(order.words) for order in somebody.orders}:
                self._by_block[key].append(number)

    def of(self, displayed: Displayed) -> dict[int, Certainty]:
        found: dict[int, Certainty] = {}
        for reading in displayed.runs:
            for words, dropped in _without_fathers(reading.words):
                namesakes = self._by_block.get(block(words), ())
                for number in namesakes[:MOST_NAMESAKES]:
                    certainty = _certainty(reading, words, dropped, self.people[number])
                    if len(namesakes) > MOST_NAMESAKES:
                        certainty = min(certainty, Certainty.POSSIBLE)
                    if certainty and certainty > found.get(number, 0):
                        found[number] = certainty
        return found


def _without_fathers(words: Words) -> list[tuple[Words, Words]]:
    """The words as they are; of three or more also without one patronymic or initial, which comes second."""
    ways: list[tuple[Words, Words]] = [(words, ())]
    places = [place for place, word in enumerate(words) if len(word) == 1 or is_patronymic(word)]
    if len(words) > 2:  # noqa: PLR2004 (Олена Іванівна Коваленко)
        ways += [((*words[:place], *words[place + 1 :]), (words[place],)) for place in places]
    return ways


def _certainty(reading: Reading, words: Words, dropped: Words, somebody: Person) -> Certainty:
    most = min(_father(dropped, somebody), _surroundings(reading.around, somebody))
    if not most:
        return Certainty.NOT
    possible = False
    for order in somebody.orders:
        if len(order.words) != len(words) or not all(map(maybe_alike, words, order.words)):
            continue
        possible = True
        if (
            most is Certainty.SURE
            and not _is_doubtful(order, reading, somebody)
            and all(map(alike, words, order.words))
        ):
            return Certainty.SURE
    return Certainty.POSSIBLE if possible else Certainty.NOT


def _father(told: Words, somebody: Person) -> Certainty:
    """Of two people of one name the patronymic tells; misspelt, it only raises doubt."""
    if _father_fits(told, somebody.patronymic):
        return Certainty.SURE
    near = max(fuzz.ratio(names.sound(word), names.sound(name)) for word in told for name in somebody.patronymic)
    return Certainty.POSSIBLE if near >= NEAR_FATHER else Certainty.NOT


def _father_fits(told: Words, patronymic: Words) -> bool:
    return not patronymic or all(any(_may_be(word, father) for father in patronymic) for word in told)


def _surroundings(around: Iterable[Around], somebody: Person) -> Certainty:
    """Unknown words in one piece with the name leave a doubt; another given name there makes it another name."""
    unexplained = [side for side in around if not _EXPLAINED[side.where](side.words, somebody)]
    if any(side.where in {Where.APART, Where.MAIN} or _is_more_of_a_name(side.words) for side in unexplained):
        return Certainty.NOT
    return Certainty.POSSIBLE if unexplained else Certainty.SURE


def _is_more_of_a_name(words: Words) -> bool:
    return any(len(word) == 1 or is_patronymic(word) or is_given_name(word) for word in words)


def _may_be(word: str, name: str) -> bool:
    return maybe_alike(word, name) or (len(word) == 1 and heard(name).startswith(heard(word) or word))


def _is_doubtful(order: Order, reading: Reading, somebody: Person) -> bool:
    """Walter Martin is not Martin Walter; Krause Sabine is Sabine Krause."""
    if somebody.weak:
        return True
    return order.family_first and (reading.comma or is_given_name(order.words[0]))


def is_explained(around: Iterable[Around], somebody: Person) -> bool:
    """Whether what stands around a name goes with this person: a title, an office, the town, the other script."""
    return _surroundings(around, somebody) is Certainty.SURE


def _before(words: Words, somebody: Person) -> bool:
    """Not "iPhone von", "Vertretung für" or "Büro"."""
    if words[-1] in LINKS or any(word in STAND_INS or (word in DEVICES and word not in REMARKS) for word in words):
        return False
    return _beside(words, somebody)


def _after(words: Words, somebody: Person) -> bool:
    return words[0] not in INSTITUTIONS and words[0] not in STAND_INS and _beside(words, somebody)


def _beside(words: Words, somebody: Person) -> bool:
    tells = any(word in ROOMS or word in OFFICES for word in words)
    unknown = [
        word for word in words if not _is_usual(word, somebody, tells=tells) and not _is_of_place(word, somebody)
    ]
    return not unknown or (tells and not any(map(is_given_name, unknown)))


def _apart(words: Words, somebody: Person) -> bool:
    if all(word in STAND_INS or word in LINKS for word in words):
        return False
    if any(word in ROOMS or word in OFFICES for word in words):
        return True
    return not any(is_given_name(word) and not belongs(word, somebody) for word in words)


def _main(words: Words, somebody: Person) -> bool:
    return _beside(words, somebody) or all(belongs(word, somebody) for word in words)


_EXPLAINED = {Where.BEFORE: _before, Where.AFTER: _after, Where.APART: _apart, Where.MAIN: _main}


def _is_usual(word: str, somebody: Person, *, tells: bool) -> bool:
    """A patronymic or an initial has to fit; one letter may also be a small word of an office's name."""
    if is_patronymic(word) or (len(word) == 1 and not tells):
        return _father_fits((word,), somebody.patronymic)
    return word in USUAL


def _is_of_place(word: str, somebody: Person) -> bool:
    return any(maybe_alike(word, name) for name in somebody.place)


def places_agree(told: Whereabouts, somebody: Person) -> bool | None:
    """Whether a municipality that is told is the person's; None if nobody can tell."""
    return agree(told, Whereabouts(somebody.place, somebody.known.place_keys))


def belongs(word: str, somebody: Person) -> bool:
    """Whether the word is, or may be another form of, one of the person's names."""
    return any(_may_be(word, name) or same_origin(word, name) for name in (*somebody.words, *somebody.place))
