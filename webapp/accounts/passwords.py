"""Passwords: hashed with Argon2id, verified in the same time for everybody, refused if they would be guessed first."""

import unicodedata
from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from pathlib import Path
from threading import BoundedSemaphore
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from webapp.core import names

SHORTEST: Final = 12
LONGEST: Final = 128
DISTINCT: Final = 5  #: "aaaaaaaaaaaa" is long and nothing else
LEFT_OVER: Final = 7  #: distinct characters there must be beside the words that are guessed first
SHORTEST_NAME: Final = 3

_hasher: Final = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_at_work: Final = BoundedSemaphore(2)  # each takes 19 MiB: a burst of sign-ins must not eat the machine
# Of a text that was thrown away, so that an unknown address costs as much time as a known one.
_NOBODY: Final = "$argon2id$v=19$m=19456,t=2,p=1$y/lVA/jkMSni2YkEAOipbw$06lLiVPLJecRRbD57znTvQMybiDK/pR2Z/9fAi6aHgI"


class Weakness(StrEnum):
    SHORT = "short"
    LONG = "long"
    REPEATED = "repeated"
    COMMON = "common"


def hashed(password: str) -> str:
    with _at_work:
        return _hasher.hash(_written(password))


def verify(stored: str | None, password: str) -> bool:
    """Always takes the time of one hash; without a stored hash the answer is no."""
    try:
        with _at_work:
            _hasher.verify(stored or _NOBODY, _written(password))
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


def weakness(password: str, about: Iterable[str]) -> Weakness | None:
    """Why this password is refused. `about` is what others know of the person: address and name.

    There are no rules about kinds of characters; words of the list or of the person just do not count.
    """
    if len(password) < SHORTEST:
        return Weakness.SHORT
    if len(password) > LONGEST:
        return Weakness.LONG
    if len(set(password)) < DISTINCT:
        return Weakness.REPEATED
    rest = folded = _folded(password)
    for word in sorted({*_common(), *_own_words(about)}, key=len, reverse=True):
        rest = rest.replace(word, "")
    return Weakness.COMMON if rest != folded and len(set(rest)) < LEFT_OVER else None


def _own_words(about: Iterable[str]) -> set[str]:
    words = {_folded(part) for text in about for part in (text, *_parts(text))}
    return {word for word in words if len(word) >= SHORTEST_NAME}


def _parts(text: str) -> list[str]:
    return "".join(letter if letter.isalnum() else " " for letter in text).split()


def _folded(text: str) -> str:
    return names.key(text).replace(" ", "")


@cache
def _common() -> frozenset[str]:
    lines = Path(__file__).with_name("common_words.txt").read_text("utf-8").splitlines()
    return frozenset(_folded(line) for line in lines if line and not line.startswith("#"))


def _written(password: str) -> bytes:
    """The same bytes from every keyboard: й may be typed as one character or as two."""
    return unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")
