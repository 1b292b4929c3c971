"""How much a display name is like a registration's, word by word, with the reason; pure, and only for suggestions."""

from dataclasses import dataclass, replace
from enum import IntEnum
from functools import lru_cache

from rapidfuzz import fuzz

from webapp.attendance.recognition.display_names import USUAL, Displayed
from webapp.attendance.recognition.given_names import origins
from webapp.attendance.recognition.known_people import Person, Words, belongs, is_explained, is_patronymic
from webapp.attendance.recognition.matches import Reason
from webapp.attendance.recognition.spelling import GLIDES, KEPT, alike, heard, maybe_alike
from webapp.core import names

FAMILY_WEIGHS, GIVEN_WEIGHS = 0.62, 0.38
NEAR = 75  #: percent of likeness from which a word is the other one with an error
EXTRA_WORD, MISSING_WORD, OTHER_FATHER, FATHER_KNOWN = 4, 6, 25, 3  #: what they cost or, the last, bring
INITIAL_COUNTS, ABSENT_GIVEN, ABSENT_FAMILY = 70, 25, 10


class Tie(IntEnum):
    """How a word reported goes with the person's given or family name."""

    OTHER = 0  #: another name
    ABSENT = 1
    INITIAL = 2
    VARIANT = 3  #: the same given name in another language, or its short form
    NEAR = 4  #: one spelling error away
    SAME = 5


@dataclass(frozen=True, slots=True)
class Likeness:
    score: int
    family: Tie
    given: Tie
    extra: bool  #: words are left over, or in the wrong place

    @property
    def reason(self) -> Reason:
        if self.family is Tie.ABSENT:
            return Reason.GIVEN_NAME
        if self.given in {Tie.OTHER, Tie.ABSENT}:
            return Reason.FAMILY_NAME
        if Tie.INITIAL in {self.family, self.given}:
            return Reason.INITIAL
        if Tie.NEAR in {self.family, self.given}:
            return Reason.SPELLING
        if self.given is Tie.VARIANT:
            return Reason.GIVEN_NAME_VARIANT
        return Reason.NAME_PARTS if self.extra or self.family is Tie.VARIANT else Reason.SAME_NAME

    @property
    def agrees(self) -> bool:
        """Nothing in the name speaks against the person; an address or a link may decide."""
        if self.extra or self.family is Tie.OTHER or self.given is Tie.OTHER:
            return False
        return self.family >= Tie.VARIANT or self.given >= Tie.VARIANT

    @property
    def picks(self) -> bool:
        """Both names are there, enough to choose among the few who share an address."""
        return not self.extra and min(self.family, self.given) >= Tie.VARIANT


Part = tuple[Tie, int]  # how a part of the name is there, and what it scores

NOTHING = Likeness(0, Tie.OTHER, Tie.OTHER, extra=True)


def likeness(displayed: Displayed, somebody: Person) -> Likeness:
    """The best over all parts of the display name; of equal ones that around which all is explained."""
    found = [(_of_words(reading.words, somebody), reading) for reading in displayed.whole]
    best = max((one.score for one, _reading in found), default=0)
    fitting = [
        one if is_explained(reading.around, somebody) else replace(one, extra=True)
        for one, reading in found
        if one.score == best
    ]
    return max(fitting, key=lambda one: one.agrees, default=NOTHING)


def _of_words(words: Words, somebody: Person) -> Likeness:
    """Family name first, then the given name among the rest, or the other way round, whichever gives more."""
    told = [word for word in words if len(word) == 1 or word not in USUAL or word in somebody.words] or list(words)
    names_told = [word for word in told if not _is_father(word, somebody)] or told
    bonus = FATHER_KNOWN if len(names_told) < len(told) else 0
    if len(names_told) == 1:
        return _single(names_told[0], somebody, bonus)
    rest = list(names_told)
    family = _take(rest, somebody.family, given=False)
    given = _take(rest, somebody.given, given=True)
    best = _joined(family, given, rest, somebody, bonus)
    if family[0] is Tie.SAME or given[0] > Tie.ABSENT:
        return best
    rest = list(names_told)
    given = _take(rest, somebody.given, given=True)
    family = _take(rest, somebody.family, given=False)
    other = _joined(family, given, rest, somebody, bonus)
    return max(best, other, key=lambda one: one.score)


def _is_father(word: str, somebody: Person) -> bool:
    return any(maybe_alike(word, name) for name in somebody.patronymic)


def _joined(family: Part, given: Part, rest: list[str], somebody: Person, bonus: int) -> Likeness:
    left = [word for word in rest if not belongs(word, somebody)]
    fathers = [word for word in left if is_patronymic(word) or len(word) == 1]
    others = [word for word in left if word not in fathers]
    other_father = bool(fathers and somebody.patronymic)
    score = FAMILY_WEIGHS * family[1] + GIVEN_WEIGHS * given[1] + bonus
    score -= EXTRA_WORD * len(others) + OTHER_FATHER * other_father
    extra = bool(others) or other_father
    return Likeness(max(0, min(99, round(score))), family[0], given[0], extra=extra)


def _single(word: str, somebody: Person, bonus: int) -> Likeness:
    """One word is the family name or the given name, whichever it is more like."""
    family, family_score = max(_tie(word, name, given=False) for name in somebody.family)
    given, given_score = max(_tie(word, name, given=True) for name in somebody.given)
    if family_score >= given_score:
        score = FAMILY_WEIGHS * family_score + GIVEN_WEIGHS * ABSENT_GIVEN + bonus
        return Likeness(round(score), family, Tie.ABSENT, extra=False)
    score = GIVEN_WEIGHS * given_score + FAMILY_WEIGHS * ABSENT_FAMILY + bonus
    return Likeness(round(score), Tie.ABSENT, given, extra=False)


def _take(words: list[str], wanted: Words, *, given: bool) -> Part:
    """Take the best word for each wanted one; of several wanted words some may be missing."""
    taken: list[Part] = []
    for name in wanted:
        best, place = (Tie.ABSENT, -1), -1
        for number, word in enumerate(words):
            tie = _tie(word, name, given=given)
            if tie > best:
                best, place = tie, number
        if best[0] > Tie.ABSENT or (len(wanted) == 1 and place >= 0):
            words.pop(place)
            taken.append(best)
    if not taken:
        return (Tie.OTHER, 0) if words else (Tie.ABSENT, ABSENT_GIVEN if given else ABSENT_FAMILY)
    missing = len(wanted) - len(taken)
    score = sum(score for _tie, score in taken) // len(taken) - MISSING_WORD * missing
    return min(taken)[0] if not missing else min(min(taken)[0], Tie.VARIANT), score


@lru_cache(KEPT)
def _tie(word: str, name: str, *, given: bool) -> Part:
    if len(word) == 1 or len(name) == 1:
        fits = heard(name)[:1] == heard(word)[:1] or maybe_alike(word[:1], name[:1]) or {word[0], name[0]} <= GLIDES
        return (Tie.INITIAL, INITIAL_COUNTS) if fits else (Tie.OTHER, 0)
    if heard(word) == heard(name):
        if alike(word, name):
            return Tie.SAME, 100
        if maybe_alike(word, name):
            return Tie.NEAR, 97
    if given and origins(word) and origins(name):
        same = not origins(word).isdisjoint(origins(name))
        return (Tie.VARIANT, 92) if same else (Tie.OTHER, _ratio(word, name) // 3)
    ratio = _ratio(word, name)
    if ratio >= NEAR and not (given and _is_other_given_name(word, name)):
        return Tie.NEAR, ratio
    return Tie.OTHER, ratio // 2


def _ratio(word: str, name: str) -> int:
    return min(96, int(fuzz.ratio(_sound(word), _sound(name))))


@lru_cache(KEPT)
def _sound(word: str) -> str:
    return names.sound(word)


def _is_other_given_name(word: str, name: str) -> bool:
    """Ivanna is no misspelt Ivan, nor Dana Jana."""
    short, long = sorted((heard(word), heard(name)), key=len)
    return short[:1] != long[:1] or (long.startswith(short) and long[len(short) :] in {"a", "na", "ia", "e"})
