"""Texts of a workbook in its language or, side by side, in two, whatever language its reader's pages are in."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final, TypeVar

from webapp.core import i18n
from webapp.core.cells import LONGEST_TITLE
from webapp.core.i18n import LANGUAGES, language, speaking

T = TypeVar("T")
BOTH: Final = "de+uk"
CHOICES: Final = {**LANGUAGES, BOTH: f"{LANGUAGES['de']} / {LANGUAGES['uk']}"}
_languages: ContextVar[tuple[str, ...]] = ContextVar("languages of the workbook", default=())


@contextmanager
def worded(choice: str) -> Iterator[None]:
    """Everything inside is in the language of this choice; of two languages the first counts where only one can."""
    chosen = tuple(choice.split("+"))
    token = _languages.set(chosen)
    try:
        with speaking(chosen[0]):
            yield
    finally:
        _languages.reset(token)


def languages() -> tuple[str, ...]:
    """Of the workbook, the first before the second."""
    return _languages.get() or (language(),)


def each(tell: Callable[[], object], between: str = " / ") -> str:
    """What this tells in each of the workbook's languages; once, if that is the same."""
    found: dict[str, None] = {}
    if (chosen := languages()) == (language(),):
        return str(tell())
    for one in chosen:
        with speaking(one):
            found[str(tell())] = None
    return between.join(found)


def said(word: object, between: str = " / ") -> str:
    """A lazy text or texts of the program."""
    return each(lambda: word, between)


def called(words: Mapping[T, object]) -> dict[T, str]:
    """What codes are called, looked up once for all rows."""
    return {code: said(word) for code, word in words.items()}


def gettext(text: str, **values: object) -> str:
    return each(lambda: i18n.gettext(text, **values))


def title(word: object) -> str:
    """Of a sheet: both words fit, with less room between them if need be."""
    wide = said(word, " · ")
    return wide if len(wide) <= LONGEST_TITLE else said(word, "·")
