"""Which letters a TrueType font can draw: its table “cmap”, subtable of format 4 (OpenType specification)."""

import struct
from collections.abc import Iterator

WINDOWS, UNICODE = 3, 1  #: platform and encoding of the subtable that every font for the web has
NO_LETTER = 0xFFFF


def letters(font: bytes) -> frozenset[str]:
    """Raises ValueError for a font without that subtable."""
    start = _subtable(font, _table(font, b"cmap"))
    if _number(font, start) != 4:  # noqa: PLR2004 - the format
        raise ValueError("not a subtable of format 4")
    return frozenset(map(chr, _drawn(font, start)))


def _table(font: bytes, name: bytes) -> int:
    for at in range(12, 12 + 16 * _number(font, 4), 16):
        if font[at : at + 4] == name:
            return _long(font, at + 8)
    raise ValueError(f"no table {name!r}")


def _subtable(font: bytes, cmap: int) -> int:
    for at in range(cmap + 4, cmap + 4 + 8 * _number(font, cmap + 2), 8):
        if (_number(font, at), _number(font, at + 2)) == (WINDOWS, UNICODE):
            return cmap + _long(font, at + 4)
    raise ValueError("no Unicode letters")


def _drawn(font: bytes, start: int) -> Iterator[int]:
    """Code points, segment by segment; glyph 0 is the box that stands for a missing letter."""
    width = _number(font, start + 6)
    ends, starts = start + 14, start + 16 + width
    for at in range(0, width, 2):
        first, last = _number(font, starts + at), _number(font, ends + at)
        shift, place = _number(font, starts + width + at), starts + 2 * width + at
        offset = _number(font, place)
        for code in range(first, last + 1):
            glyph = _number(font, place + offset + 2 * (code - first)) if offset else code
            if code != NO_LETTER and glyph and (glyph + shift) % 0x10000:
                yield code


def _number(data: bytes, at: int) -> int:
    found: int = struct.unpack_from(">H", data, at)[0]
    return found


def _long(data: bytes, at: int) -> int:
    found: int = struct.unpack_from(">I", data, at)[0]
    return found
