"""PDF out of a template and plain data: by Typst, tagged, PDF/UA-1, in Fira Sans."""

import base64
import json
import logging
import re
import unicodedata
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

from anyascii import anyascii

from webapp.core import clock, companion, font_letters
from webapp.core.companion import FONTS
from webapp.core.errors import DomainError
from webapp.core.i18n import lazy_gettext as _l

HEADING: Final = _l("The PDF could not be made")
NOT_PRINTED: Final = _l("The PDF could not be made. Please try again in a minute.")
LONG: Final = re.compile(r"[^\W_]{41,}")  #: no word of a language; it would run off the page
PIECE: Final = 20  #: letters that fit into a line at the size of a heading
log = logging.getLogger(__name__)
TEMPLATES: Final = Path(__file__).parent.parent / "templates" / "documents"


class NotPrinted(DomainError):
    """The companion refused, ended or took too long."""

    status = 503


def pdf(template: str, data: dict[str, Any], *, language: str, title: str, at: datetime | None = None) -> bytes:
    """The file of templates/documents/<template>.typ, made `at` this time, in this language unless it marks another.

    `data` is of plain JSON values and reaches the template as `told` of house.typ, never as markup. Letters that the
    fonts lack are written in Latin ones, or left out. PDF/UA wants a title that is not empty. Raises
    NotPrinted.
    """
    given = {"title": _printable(title), "language": language, "data": json.dumps(_printable(data))}
    asked = {"print": str(TEMPLATES / f"{template}.typ"), "root": str(TEMPLATES), "inputs": given}
    try:
        return base64.b64decode(companion.ask(asked | {"at": int((at or clock.now()).timestamp())}, "pdf"))
    except companion.NoAnswer as error:
        log.error("a PDF was not made: %s", error)  # noqa: TRY400 - where it went wrong is in the companion
        raise NotPrinted(NOT_PRINTED, heading=HEADING) from error


def _printable(value: Any) -> Any:
    """PDF/UA forbids the box of a missing letter, and Typst refuses to draw it."""
    if isinstance(value, dict):
        return {name: _printable(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(one) for one in value]
    if not isinstance(value, str):
        return value
    text = unicodedata.normalize("NFC", value)
    return LONG.sub(_in_pieces, text if _letters().issuperset(text) else "".join(map(_written, text)))


def _in_pieces(word: re.Match[str]) -> str:
    pieces = [word[0][at : at + PIECE] for at in range(0, len(word[0]), PIECE)]
    return "\N{SOFT HYPHEN}".join(pieces)


def _written(letter: str) -> str:
    known = _letters()
    if letter in known:
        return letter
    spelled = anyascii(letter) if unicodedata.category(letter)[0] in "LNPZ" else ""  # of a smiley its name is no text
    return "".join(one for one in spelled if one in known)


@cache
def _letters() -> frozenset[str]:
    """Those that all our fonts have, and where a line may end."""
    each = [font_letters.letters(path.read_bytes()) for path in sorted(FONTS.glob("*.ttf"))]
    return frozenset.intersection(*each) | {"\n", "\N{SOFT HYPHEN}"}
