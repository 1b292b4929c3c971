"""Which questions ask much the same, by their words in any language; pure, and only for suggestions."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Final, TypeVar

from rapidfuzz import fuzz, process

Key = TypeVar("Key", bound=Hashable)
LEAST: Final = 62  #: percent from which one is suggested
MOST: Final = 5  #: suggestions


def alike(texts: Sequence[str], others: Mapping[Key, Sequence[str]]) -> list[tuple[Key, int]]:
    """The most alike of the others with percent of likeness, best first; all texts are made by core.names.key()."""
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


def _percent(one: str, other: str, ordered: float) -> float:
    """One that only holds the other's few words is not alike for that alone; `ordered` is of the words in any order."""
    return (ordered + fuzz.token_set_ratio(one, other)) / 2
