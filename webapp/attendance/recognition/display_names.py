"""Display names taken apart: every run of words that may be the person's name, and what stands around it; pure.

Platforms and people write "Dr. Sabine Krause (External)", "Köln – Sabine Krause", "Krause, Sabine", "[KRZN] Krause",
"Олена Коваленко (Olena Kovalenko)", "2505445126_Olena Kovalenko".
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from webapp.attendance.recognition.spelling import folded, readable

KEPT = 4096  #: display names remembered
LONGEST = 160  #: letters of a display name that are read
MOST_WORDS = 9  #: of a part in which a name is looked for
SHORTEST_NAME = 3

_LISTS = tomllib.loads((Path(__file__).parent / "display_words.toml").read_text("utf-8"))
_WORDS = {kind: frozenset(map(folded, words.split())) for kind, words in _LISTS.items()}
TITLES, OFFICES, ROOMS, DEVICES = (_WORDS[kind] for kind in ("titles", "offices", "rooms", "devices"))
REMARKS, LINKS, INSTITUTIONS, STAND_INS = (_WORDS[kind] for kind in ("remarks", "links", "institutions", "stand_ins"))
USUAL = TITLES | OFFICES | ROOMS | DEVICES | REMARKS | LINKS  #: no part of a person's name, or hardly

_BRACKETS = re.compile(r"[(\[{<]([^()\[\]{}<>]*)[)\]}>]?")
_PARTS = re.compile(r"\s[-‐‑‒–—―]+\s*|\s*[-‐‑‒–—―]+\s|\s*(?:[|•·:@;—―]|//)+\s*|\s/\s")
_BETWEEN = re.compile(r"[\s._/\\+=~*#!?%^\"„“”«»…,]+|[^\w\s'’‘‛ʼʻʹˈ`´′＇\-‐‑‒–—―&]+")
_BY_PROXY = re.compile(r"(?<!\w)i\. ?[va]\.(?!\w)", re.IGNORECASE)  # in Vertretung, im Auftrag
_DIGIT = re.compile(r"\d")
_HYPHENS = re.compile(r"[-‐‑‒–—―]+")
_GLUED = re.compile(r"(?<=[a-zа-яіїєґß])(?=[A-ZА-ЯІЇЄҐÄÖÜ])")  # OlenaKovalenko
_PLAIN = re.compile(r"[A-ZÄÖÜА-ЩЮЯЄІЇҐ][a-zäöüßа-щьюяєіїґ]+ [A-ZÄÖÜА-ЩЮЯЄІЇҐ][a-zäöüßа-щьюяєіїґ'’]+")  # most are
_ADDRESS = re.compile(r"[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+")


class Where(StrEnum):
    """Where other words stand, seen from a reading."""

    BEFORE = "before"
    AFTER = "after"
    APART = "apart"  #: in another part, behind a dash or in brackets
    MAIN = "main"  #: they are the name shown, and the reading stands in brackets behind them


@dataclass(frozen=True, slots=True)
class Around:
    where: Where
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    words: tuple[str, ...]  #: folded, in the order in which they are read
    around: tuple[Around, ...] = ()
    comma: bool = False  #: "Krause, Sabine" was turned round, so that given names stand first for sure


@dataclass(frozen=True, slots=True)
class Displayed:
    whole: tuple[Reading, ...]  #: a part each, in one or two ways of reading
    runs: tuple[Reading, ...]  #: all runs of at least two words of each part, whole ones first
    words: tuple[str, ...]
    text: str

    @property
    def key(self) -> str:
        """Without titles, remarks, numbers, case and brackets."""
        return " ".join(word for word in self.words if word not in TITLES)

    @property
    def named(self) -> bool:
        """Some word is written as names are; olko75 and DMR are not."""
        return any(map(_is_written_as_name, _BETWEEN.split(self.text)))

    @property
    def nameless(self) -> bool:
        """Nothing but what devices and unnamed guests are called."""
        return all(word in DEVICES or word in LINKS or word in TITLES or len(word) == 1 for word in self.words)

    @property
    def is_room(self) -> bool:
        return any(word in ROOMS for word in self.words)


@dataclass(frozen=True, slots=True)
class _Part:
    words: tuple[str, ...]  #: hyphenated ones in one piece
    comma: tuple[str, ...] = ()  #: what follows the comma, then what precedes it
    glued: tuple[str, ...] = ()  #: one word taken apart at its inner capital
    bracketed: bool = False


@lru_cache(KEPT)
def take_apart(text: str) -> Displayed:
    if _PLAIN.fullmatch(text):
        words = tuple(map(folded, text.split()))
        reading = Reading(words)
        return Displayed((reading,), (reading,), words, text)
    text = readable(text[:LONGEST])
    parts = tuple(_parts(text))
    whole = tuple(reading for part in parts for reading in _whole(part, parts))
    runs = tuple(run for reading in whole for run in _runs(reading))
    words = tuple(word for part in parts for word in _shown(part.words))
    return Displayed(whole, runs, words, text)


def _is_written_as_name(word: str) -> bool:
    if not word.isalpha() or len(word) < SHORTEST_NAME:
        return False
    return word.istitle() or (word.isupper() and len(word) > SHORTEST_NAME)


def alias_key(text: str) -> str:
    """What a confirmed display name is remembered as."""
    return take_apart(text).key


def addresses(text: str) -> list[str]:
    """E-mail addresses that somebody uses as a display name."""
    return [found.lower() for found in _ADDRESS.findall(text[:LONGEST])] if "@" in text else []


@lru_cache(KEPT)
def words_of(text: str) -> tuple[str, ...]:
    """Folded words of a part of a name or place, hyphenated ones taken apart."""
    return _split(_words(text))


@lru_cache(KEPT)
def pieces_of(text: str) -> tuple[str, ...]:
    """The same with hyphenated words as one: Karl-Heinz is karlheinz."""
    return tuple(_HYPHENS.sub("", word) for word in _words(text))


def _parts(text: str) -> Iterator[_Part]:
    main = _BRACKETS.sub(" ", text).strip()
    if " " in main:  # Köln_Sabine Krause, but not Sabine_Krause
        main = main.replace("_", " | ")
    for piece in _PARTS.split(main):
        yield from _piece(piece)
    for inside in _BRACKETS.findall(text):
        for piece in _PARTS.split(inside):
            yield from _piece(piece, bracketed=True)


def _piece(text: str, *, bracketed: bool = False) -> Iterator[_Part]:
    words = _words(text)
    if not words or all(word in REMARKS for word in words):
        return
    pieces = [found for found in map(_words, text.split(",")) if found] if "," in text else []
    if len(pieces) > 2 or (len(pieces) == 2 and _tells_office(words)):  # noqa: PLR2004 (Krause, Sabine)
        yield from (_Part(found, bracketed=bracketed) for found in pieces)
    elif len(pieces) == 2:  # noqa: PLR2004
        turned = tuple(word for word in (*pieces[1], *pieces[0]) if word not in TITLES)
        yield _Part(pieces[0], comma=turned, bracketed=bracketed)
        yield _Part(pieces[1], bracketed=bracketed)
    else:
        glued = tuple(map(folded, _GLUED.split(text.strip()))) if len(words) == 1 else ()
        yield _Part(words, glued=glued if len(glued) > 1 else (), bracketed=bracketed)


def _tells_office(words: tuple[str, ...]) -> bool:
    return any(word in ROOMS or word in OFFICES for word in words)


def _words(text: str) -> tuple[str, ...]:
    """Without the numbers that platforms and second devices add."""
    text = _BY_PROXY.sub(" iv ", text)
    found = (folded(word).strip("-‐‑‒–—―0123456789") for word in _BETWEEN.split(text) if word)
    return tuple(word for word in found if word and (word.isalpha() or not _DIGIT.search(word)))


def _split(words: tuple[str, ...]) -> tuple[str, ...]:
    if _are_whole(words):
        return words
    return tuple(piece for word in words for piece in _HYPHENS.split(word) if piece)


def _are_whole(words: tuple[str, ...]) -> bool:
    return all(map(str.isalpha, words))  # the usual case: without hyphens


def _shown(words: tuple[str, ...]) -> tuple[str, ...]:
    """Of the Anton-Brinkhof-Schule only the school: no Anton Brinkhof sits there."""
    return words if _are_whole(words) else tuple(piece for word in words for piece in _pieces(word))


def _pieces(word: str) -> list[str]:
    pieces = [piece for piece in _HYPHENS.split(word) if piece]
    return [piece for piece in pieces if piece in ROOMS] or pieces


def _whole(part: _Part, parts: tuple[_Part, ...]) -> Iterator[Reading]:
    around = tuple(Around(_where(part, other), _shown(other.words)) for other in parts if other is not part)
    yield Reading(_shown(part.words), around)
    if not _are_whole(part.words):
        yield Reading(tuple(_HYPHENS.sub("", word) for word in part.words), around)
    if part.comma:
        yield Reading(_shown(part.comma), around, comma=True)
    if part.glued:
        yield Reading(part.glued, around)


def _where(part: _Part, other: _Part) -> Where:
    return Where.MAIN if part.bracketed and not other.bracketed else Where.APART


def _runs(reading: Reading) -> Iterator[Reading]:
    words = reading.words
    if len(words) > MOST_WORDS:
        return
    for length in range(len(words), 1, -1):
        for start in range(len(words) - length + 1):
            beside = (Around(Where.BEFORE, words[:start]), Around(Where.AFTER, words[start + length :]))
            around = (*(side for side in beside if side.words), *reading.around)
            yield Reading(words[start : start + length], around, comma=reading.comma)
