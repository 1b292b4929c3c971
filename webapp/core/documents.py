"""PDF out of a template and plain data: by Typst, tagged, PDF/UA-1, in Fira Sans."""

import json
import unicodedata
from datetime import datetime
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

from anyascii import anyascii

from webapp.core import clock, font_letters

if TYPE_CHECKING:
    import typst

WEBAPP: Final = Path(__file__).parent.parent
TEMPLATES: Final = WEBAPP / "templates" / "documents"
FONTS: Final = WEBAPP / "static" / "vendor" / "fonts"
_one_at_a_time = Lock()


def pdf(template: str, data: dict[str, Any], *, language: str, title: str, at: datetime | None = None) -> bytes:
    """The file of templates/documents/<template>.typ, made `at` this time, in this language unless it marks another.

    `data` is of plain JSON values and reaches the template as `told` of house.typ, never as markup. Letters that the
    fonts lack are written in Latin ones, or left out. PDF/UA wants a title that is not empty.
    """
    given = {"title": _printable(title), "language": language, "data": json.dumps(_printable(data))}
    made_at = int((at or clock.now()).timestamp())
    with _one_at_a_time:  # a compiler is for one thread
        made = _compiler(template).compile(format="pdf", pdf_standards=["ua-1"], sys_inputs=given, timestamp=made_at)
    assert isinstance(made, bytes)  # noqa: S101 - one document, no file to write to
    return made


@cache
def _compiler(template: str) -> "typst.Compiler":
    """Kept: a new one for each document would hold on to what the one before had worked out, 0.3 MB a document.

    It starts threads, so it must not be made before a server forks.
    """
    import typst  # noqa: PLC0415 - 7 MB, of which only whoever makes a document has any use

    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
    return typst.Compiler(TEMPLATES / f"{template}.typ", root=TEMPLATES, font_paths=fonts, ignore_system_fonts=True)


def _printable(value: Any) -> Any:
    """PDF/UA forbids the box of a missing letter, and Typst refuses to draw it."""
    if isinstance(value, dict):
        return {name: _printable(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(one) for one in value]
    if not isinstance(value, str):
        return value
    text = unicodedata.normalize("NFC", value)
    return text if _letters().issuperset(text) else "".join(map(_written, text))


def _written(letter: str) -> str:
    known = _letters()
    if letter in known:
        return letter
    spelled = anyascii(letter) if unicodedata.category(letter)[0] in "LNPZ" else ""  # of a smiley its name is no text
    return "".join(one for one in spelled if one in known)


@cache
def _letters() -> frozenset[str]:
    """Those that all our fonts have, and the end of a line."""
    each = [font_letters.letters(path.read_bytes()) for path in sorted(FONTS.glob("*.ttf"))]
    return frozenset.intersection(*each) | {"\n"}
