"""Which given names are one name in several languages, so that Elena is offered for Олена; pure.

Good for suggestions and for doubts, never for a decision: Elena may be Olena's sister.
"""

from collections import defaultdict
from functools import cache, lru_cache
from pathlib import Path

from webapp.attendance.recognition.spelling import KEPT, alike, folded, heard

_FILE = Path(__file__).parent / "given_names.txt"


@cache
def _names() -> dict[str, list[tuple[str, int]]]:
    """By how they are heard: the folded names, and the number of the line each stands in."""
    found: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for number, line in enumerate(_FILE.read_text("utf-8").splitlines()):
        for name in () if line.startswith("#") else line.split():
            found[heard(folded(name))].append((folded(name), number))
    return found


@lru_cache(KEPT)
def origins(word: str) -> frozenset[int]:
    """Numbers of the names this folded word may be, in any transcription; empty for what is no known given name."""
    return frozenset(number for name, number in _names().get(heard(word), ()) if alike(word, name))


def is_given_name(word: str) -> bool:
    return bool(origins(word))


def same_origin(one: str, other: str) -> bool:
    return not origins(one).isdisjoint(origins(other))
