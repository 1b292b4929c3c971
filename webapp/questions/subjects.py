"""What a question is about, whichever of the three languages it is asked in; pure, and only for suggestions.

Words of the field are looked up in a table of three languages, names and borrowed words are compared as they sound,
numbers as they are. Two that share most of what they are about may ask the same, or only speak of the same thing.
"""

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from functools import lru_cache
from math import log
from typing import Final, TypeVar

from webapp.core import names
from webapp.questions.subject_words import PLAIN, SUBJECTS

Key = TypeVar("Key", bound=Hashable)
Subjects = frozenset[str]
LEAST: Final = 30  #: percent of what both are about from which one is suggested
LEAST_SHARED: Final = 2  #: subjects: of one alone too much is said
SHORTEST: Final = 4  #: letters of a word that is in no table
STEM: Final = 6  #: letters of it that count: endings differ
MOST_KEPT: Final = 5000  #: texts in memory
_WORD: Final = re.compile(r"\d+(?:[.,\s]\d{3})+\b|\d+|[^\W\d_]+")
_BEGINNINGS: Final = {
    beginning: subject for subject, beginnings in SUBJECTS.items() for beginning in beginnings.split()
}
_LONGEST: Final = max(map(len, _BEGINNINGS))


@lru_cache(maxsize=MOST_KEPT)
def of_text(text: str) -> Subjects:
    """All that the text speaks of."""
    found = (of_word(word) for word in _WORD.findall(names.clean(text).casefold()))
    return frozenset(one for one in found if one)


def of_word(word: str) -> str:
    """The subject in the table, a number, or how the word begins as it sounds; empty of what says nothing."""
    word = names.clean(word).casefold().replace("'", "").replace("’", "")
    if word[:1].isdigit():
        return re.sub(r"\D", "", word)
    if word in PLAIN:
        return ""
    if (known := in_table(word)) is not None:
        return known
    if len(word) < SHORTEST:
        return ""
    return names.sound(word).replace(" ", "")[:STEM]


def in_table(word: str) -> str | None:
    """By the longest beginning that the table knows."""
    for length in range(min(len(word), _LONGEST), 2, -1):
        if (found := _BEGINNINGS.get(word[:length])) is not None:
            return found
    return None


def nearest(
    wanted: Sequence[Subjects], others: Mapping[Key, Sequence[Subjects]], rare: Mapping[str, float]
) -> list[tuple[Key, int]]:
    """Those that are about the same in any language, with percent, best first; see weights() for `rare`."""
    best: dict[Key, int] = {}
    for own in wanted:
        for key, said in others.items():
            for other in said:
                if (percent := _percent(own, other, rare)) >= LEAST:
                    best[key] = max(best.get(key, 0), percent)
    return sorted(best.items(), key=lambda found: -found[1])


def weights(texts: Iterable[Sequence[Subjects]]) -> dict[str, float]:
    """Of what few speak about more than of what all do."""
    listed = [frozenset().union(*said) for said in texts]
    counted = Counter(one for subjects in listed for one in subjects)
    return {one: log(1 + len(listed) / number) for one, number in counted.items()}


def _percent(own: Subjects, other: Subjects, rare: Mapping[str, float]) -> int:
    """Of all that both are about, what they share."""
    shared = own & other
    if len(shared) < LEAST_SHARED:
        return 0
    both = sum(rare.get(one, 1) for said in (own, other) for one in said)
    return round(200 * sum(rare.get(one, 1) for one in shared) / both)
