"""Whether the municipality that a report tells is that of a registration; pure.

The directory's keys decide where it knows both, and what lies in the other is no other one. Else whole words do: the
beginnings of Rhein-Kreis Neuss and Rhein-Sieg-Kreis are the same.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from webapp.attendance.recognition.display_names import USUAL
from webapp.attendance.recognition.spelling import KEPT, maybe_alike

Words = tuple[str, ...]
Keys = tuple[str, ...]  #: of a place and of what it lies in, nearest first

SHORTEST = 3  #: letters of a word that tells
_OF_A_PLACE = re.compile(r"(?:[оеі]?в)?[сцз]ьк(?:ий|ого|ому|им|ій|а|ої|у|ою|е)$|[оеаяіийь]+$")  #: Дніпровська, Дніпро


@dataclass(frozen=True, slots=True)
class Whereabouts:
    words: Words = ()
    keys: Keys = ()


def agree(told: Whereabouts, known: Whereabouts) -> bool | None:
    """None if nobody can tell."""
    if told.keys and known.keys:
        return told.keys[0] in known.keys or known.keys[0] in told.keys
    words = [word for word in told.words if len(word) >= SHORTEST and word not in USUAL]
    if not words or not known.words:
        return None
    return all(any(_is_same(word, name) for name in known.words) for word in words)


@lru_cache(KEPT)
def _is_same(word: str, name: str) -> bool:
    return maybe_alike(word, name) or (len(word) > SHORTEST and maybe_alike(_stem(word), _stem(name)))


def _stem(word: str) -> str:
    """Without what makes an adjective of a Ukrainian place, or a case of it."""
    return _OF_A_PLACE.sub("", word)
