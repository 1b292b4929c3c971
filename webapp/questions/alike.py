"""When two questions are the same, and when nearly; and in which language one is. Pure."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from rapidfuzz import fuzz, process

from webapp.core import names

SUGGESTED: Final = 3
ALIKE: Final = 80  #: of 100
_MARKS: Final = re.compile(r"[?!…\s]+")
_CYRILLIC: Final = re.compile("[а-яіїєґ]", re.IGNORECASE)
_LATIN: Final = re.compile("[a-zäöüß]", re.IGNORECASE)
_GERMAN: Final = re.compile(
    r"\b(?:der|die|das|und|ist|sind|wie|wir|sie|gibt|nicht|eine?|für|mit|auf|von|wer|was|wo|wann|welche[rsnm]?|können"
    r"|kann|haben?|hat|werden|wird|bei|zu[mr]?|im|es|ich|mich|uns|unsere?[mnrs]?|keine?[mnrs]?|de[mns]|man|noch|auch|oder"
    r"|bitte|danke|hallo)\b|[äöüß]",
    re.IGNORECASE,
)
_ENGLISH: Final = re.compile(
    r"\b(?:the|and|is|are|how|we|you|there|not|an?|for|with|on|of|who|what|where|when|which|can|do|does|have|has|will"
    r"|in|to|it)\b",
    re.IGNORECASE,
)


def key(text: str) -> str:
    """Equal for the same words: case, punctuation and spacing do not count."""
    return " ".join(_MARKS.sub(" ", names.key(text)).split())


def similar(wanted: str, keys: Mapping[int, str]) -> Sequence[int]:
    """Whose keys hold nearly the same words in any order, best first; `keys` are those of sorted_words()."""
    best = process.extract(sorted_words(wanted), keys, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=SUGGESTED)
    return [found for _words, _score, found in best]


def sorted_words(key_: str) -> str:
    return " ".join(sorted(key_.split()))


def language(text: str) -> str:
    """Of the three that are spoken here; Russian counts as the language of whoever answers in Ukrainian."""
    if len(_CYRILLIC.findall(text)) > len(_LATIN.findall(text)):
        return "uk"
    return "de" if len(_GERMAN.findall(text)) > len(_ENGLISH.findall(text)) else "en"
