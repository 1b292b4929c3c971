"""Which questions ask much the same, by their words in any language; pure, and only for suggestions."""

from collections.abc import Hashable, Mapping, Sequence
from functools import lru_cache
from typing import Final, TypeVar

from rapidfuzz import fuzz, process

from webapp.core import names

Key = TypeVar("Key", bound=Hashable)
LEAST: Final = 62  #: percent from which one is suggested
MOST: Final = 5  #: suggestions
NEAR: Final = 65  #: of 100, by the words in any order alone: the rest takes too long for each of a page of questions
MOST_KEPT: Final = 5000  #: keys in memory


@lru_cache(maxsize=MOST_KEPT)
def key(text: str) -> str:
    """As core.names.key() makes it, which takes a quarter of a second for a thousand questions."""
    return names.key(text)


def nearest(texts: Sequence[str], others: Mapping[Key, Sequence[str]]) -> tuple[Key, int] | None:
    """The most alike of the others with percent of likeness, if one is near; all texts are made by key()."""
    listed = [(key_, text, _sorted(text)) for key_, all_texts in others.items() for text in all_texts if text]
    choices = [words for _key, _text, words in listed]
    found = [
        (round(_percent(wanted, listed[place][1], score)), place)
        for wanted in filter(None, texts)
        for _words, score, place in process.extract(
            _sorted(wanted), choices, scorer=fuzz.ratio, score_cutoff=NEAR, limit=MOST
        )
    ]
    if not found:
        return None
    percent, place = max(found)
    return listed[place][0], percent


def alike(texts: Sequence[str], others: Mapping[Key, Sequence[str]]) -> list[tuple[Key, int]]:
    """The most alike of the others with percent of likeness, best first; all texts are made by key()."""
    listed = [(key, text) for key, all_texts in others.items() for text in all_texts if text]
    words = [text for _key, text in listed]
    best: dict[Key, int] = {}
    for wanted in filter(None, texts):
        ordered = process.extract(wanted, words, scorer=fuzz.token_sort_ratio, score_cutoff=LEAST / 2, limit=None)
        for text, score, place in ordered:
            percent = _percent(wanted, text, score)
            if percent >= LEAST:
                key = listed[place][0]
                best[key] = max(best.get(key, 0), round(percent))
    return sorted(best.items(), key=lambda found: -found[1])[:MOST]


@lru_cache(maxsize=MOST_KEPT)
def _sorted(text: str) -> str:
    return " ".join(sorted(text.split()))


def _percent(one: str, other: str, ordered: float) -> float:
    """One that only holds the other's few words is not alike for that alone; `ordered` is of the words in any order."""
    return (ordered + fuzz.token_set_ratio(one, other)) / 2
