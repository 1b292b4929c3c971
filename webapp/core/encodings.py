"""Which encoding a text is in, when nothing says so: UTF-16, UTF-8, a code page of Western Europe or Ukraine. Pure."""

import re
from typing import Final

SAMPLE: Final = 1 << 16
_MARKS = ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"), (b"\xef\xbb\xbf", "utf-8"))
_HIGH_BYTES: Final = bytes([0, 1, 3, 4])  # of Latin, Greek and Cyrillic letters in UTF-16; in no other text
_BINARY = (
    b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"RIFF", b"%PDF", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh",
    b"\xfd7zXZ", b"\x7fELF", b"MZ\x90", b"OggS", b"ID3", b"II*\x00", b"MM\x00*", b"{\\rtf",
)  # fmt: skip
_FOREIGN_WORD = re.compile(rb"[\xc0-\xff\xb2\xb3\xb4\xa4\xa6\xa7\xad\xba\xbf\xaa\xa5]{3,}")
_ACCENTED_WORD = re.compile(rb"[A-Za-z][\xc0-\xff]|[\xc0-\xff][A-Za-z]")
_MOST_BROKEN: Final = 20  # letters of a text for each that is broken


class Truncated(Exception):
    """The file ends in the middle of a letter: a part of it is missing."""


def is_binary(data: bytes) -> bool:
    """By how it begins: pictures, sounds, archives, programs."""
    return data.startswith(_BINARY) and not (data.startswith(b"BM") and data[:SAMPLE].isascii())


def decode(data: bytes) -> tuple[str, str]:
    """Text and the name of its encoding. Raises Truncated."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            content = data[len(mark) :]
            return (_utf16(content, encoding) if "16" in encoding else _utf8(content)), encoding
    if unmarked := _without_mark(data[:SAMPLE]):
        return _utf16(data, unmarked), unmarked
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        if _is_utf8(data, error):
            return _utf8(data), "utf-8"
    return _code_page(data)


def _without_mark(sample: bytes) -> str | None:
    for encoding, high in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[::2])):
        few = sum(map(high.count, _HIGH_BYTES))
        if high and high.count(0) * 20 > len(high) and few * 10 > len(high) * 7:
            return encoding
    return None


def _utf16(content: bytes, encoding: str) -> str:
    if len(content) % 2:
        if content[-1] not in b"\n\r\x1a":  # half a line feed, or one of a program that knows one byte a letter
            raise Truncated
        content = content[:-1]
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        if error.end >= len(content):
            raise Truncated from error
        return content.decode(encoding, "replace")


def _is_utf8(data: bytes, error: UnicodeDecodeError) -> bool:
    """Whether a text that is not quite UTF-8 is meant to be: it breaks off, or a few letters are broken."""
    whole = len(re.findall(rb"[\xc3-\xf4][\x80-\xbf]+", data))
    if error.end >= len(data) and error.reason == "unexpected end of data":
        return whole > 0
    broken = data.decode("utf-8", "replace").count("\ufffd")
    return whole > broken * _MOST_BROKEN


def _utf8(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.end >= len(data) and error.reason == "unexpected end of data":
            raise Truncated from error
        return data.decode("utf-8", "replace")


def _code_page(data: bytes) -> tuple[str, str]:
    """Windows' code page of Western Europe; of Ukraine where whole words lie beyond ASCII. Both have few holes."""
    foreign = sum(map(len, _FOREIGN_WORD.findall(data)))
    if foreign <= 2 * len(_ACCENTED_WORD.findall(data)):
        return data.decode("cp1252", "replace"), "cp1252"
    encoding = min(("cp1251", "koi8-u"), key=lambda name: _capitals_inside(data.decode(name, "replace")))
    return data.decode(encoding, "replace"), encoding


def _capitals_inside(text: str) -> int:
    """The wrong Cyrillic code page turns small letters into capitals."""
    return len(re.findall(r"[а-яіїєґ][А-ЯІЇЄҐ]", text)) + sum(
        not letter.isprintable() for letter in text[:SAMPLE] if letter > "\x7f"
    )
