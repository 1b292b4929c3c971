"""Looks a workbook over before anybody parses it: packed ones (XLSX, ODS) part by part, old ones (XLS) from outside."""

import re
import struct
import zipfile
import zlib
from collections.abc import Sequence
from io import BytesIO
from typing import Final

from webapp.core.grids import Code, Unreadable

ZIP: Final = b"PK\x03\x04"
OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MOST_ROWS, MOST_COLUMNS, MOST_CELLS = 100_000, 1_000, 1_000_000
LARGEST_PACKED, LARGEST_OLE = 2 << 20, 8 << 20
LARGEST_UNPACKED: Final = 20 << 20
MOST_PARTS: Final = 200
OLD_ROW: Final = 100  #: bytes of a short row in an old workbook
HIGHEST_RATIO: Final = 100  #: real sheets shrink to a tenth, seldom to a thirtieth

_END: Final = b"PK\x05\x06"
_END_SIZE, _HEAD_SIZE = 22, 30
_PASSWORD_BIT: Final = 1
_PACKINGS: Final = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_BOOKS: Final = ("xl/workbook.xml", "content.xml")
_MACROS: Final = re.compile(r"vbaproject|vbadata|xl/macrosheets/|^basic/|^scripts/", re.IGNORECASE)
# No real workbook declares entities; NULs are taken out first, so that UTF-16 hides nothing.
_DECLARES: Final = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
_ROW_TAGS: Final = (b"<row", b":row", b"table-row")
_CELL_TAGS: Final = (b"<c ", b"<c>", b"<c/", b":c ", b":c>", b":c/", b":table-cell")
_ONE_SPELLING: Final = bytes.maketrans(b"\t\r\n'", b'   "')
_FAR_ROW: Final = re.compile(rb' r="[A-Z]{0,3}(?:[1-9]\d{6}|[2-9]\d{5}|1(?!00000")\d{5})')  # beyond 100,000
_REPEATED: Final = re.compile(rb':number-rows-repeated="[0-9]{6,}"')  # fine for the empty rest of an ODS
_FILLED: Final = re.compile(rb":(value|p|string-value)\b")
_BEGIN: Final = b"\x09\x08\x10\x00\x00\x06\x05\x00"  #: of an XLS since Excel 97
_PROTECTED, _NEAR_THE_BEGIN = 0x2F, 8


def inspect(data: bytes) -> int:
    """How many rows it holds, also empty ones; of an old one, which does not show them from outside, about how many.

    Raises Unreadable unless this looks like a workbook that is safe to parse.
    """
    if data.startswith(OLE):
        _inspect_ole(data)
        return len(data) // OLD_ROW
    if data.startswith(ZIP):
        _limit_size(data, LARGEST_PACKED)
        try:
            return _inspect_packed(data)
        except (zipfile.BadZipFile, zlib.error, EOFError, struct.error, ValueError, OSError) as error:
            raise Unreadable(Code.DAMAGED) from error
        except (NotImplementedError, RuntimeError) as error:  # packed in a way that no spreadsheet program uses
            raise Unreadable(Code.BINARY) from error
    raise Unreadable(Code.EMPTY if not data else Code.BINARY)


def _limit_size(data: bytes, limit: int) -> None:
    if len(data) > limit:
        raise Unreadable(Code.TOO_LARGE, {"size": len(data), "limit": limit})


def _inspect_ole(data: bytes) -> None:
    """By the names of what is inside, which stand there in UTF-16."""
    _limit_size(data, LARGEST_OLE)
    if _holds(data, "EncryptedPackage") or _has_password(data):
        raise Unreadable(Code.ENCRYPTED)
    if _holds(data, "_VBA_PROJECT"):
        raise Unreadable(Code.MACROS)
    if not (_holds(data, "Workbook") or _holds(data, "Book")):
        raise Unreadable(Code.BINARY)  # a letter or a presentation


def _holds(data: bytes, name: str) -> bool:
    return name.encode("utf-16-le") in data


def _has_password(data: bytes) -> bool:
    """An XLS says it in one of its first records."""
    place = data.find(_BEGIN)
    for _record in range(_NEAR_THE_BEGIN if place >= 0 else 0):
        kind, length = struct.unpack_from("<HH", data.ljust(place + 4, b"\0"), place)
        if kind == _PROTECTED:
            return True
        place += 4 + length
    return False


def _inspect_packed(data: bytes) -> int:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = archive.infolist()
        _check_directory(parts, data, archive.comment)
        names = {part.filename for part in parts}
        if any(_MACROS.search(name) for name in names):
            raise Unreadable(Code.MACROS)
        if not names.intersection(_BOOKS):
            raise Unreadable(Code.BINARY)
        texts = [part for part in parts if part.filename.lower().endswith((".xml", ".rels"))]
        return sum(_rows_of(archive.read(part), part.filename) for part in texts)


def _check_directory(parts: Sequence[zipfile.ZipInfo], data: bytes, comment: bytes) -> None:
    if any(part.flag_bits & _PASSWORD_BIT for part in parts):
        raise Unreadable(Code.ENCRYPTED)
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    if len(parts) > MOST_PARTS or unpacked > LARGEST_UNPACKED or unpacked > HIGHEST_RATIO * max(packed, 1):
        raise Unreadable(Code.BOMB, {"parts": len(parts), "unpacked": unpacked})
    if any(part.compress_type not in _PACKINGS for part in parts):
        raise Unreadable(Code.BINARY)
    names = [part.orig_filename.lower() for part in parts]
    honest = len(set(names)) == len(names) and not any(map(_is_odd, names))
    if not honest or not _is_one_archive(parts, data, comment):
        raise Unreadable(Code.DAMAGED)


def _is_odd(name: str) -> bool:
    return not name or name.startswith("/") or ".." in name.split("/") or any(sign in name for sign in "\\\0:")


def _is_one_archive(parts: Sequence[zipfile.ZipInfo], data: bytes, comment: bytes) -> bool:
    """From the first byte to the last, part after part: nothing before, behind, twice or overlapping."""
    ordered = sorted(parts, key=lambda part: part.header_offset)
    ends = [part.header_offset + _HEAD_SIZE + len(part.filename.encode()) + part.compress_size for part in ordered]
    starts = [part.header_offset for part in ordered][1:]
    apart = all(end <= start for end, start in zip(ends, [*starts, len(data)], strict=False))
    closed = data.rfind(_END) + _END_SIZE + len(comment) == len(data)
    return bool(ordered) and ordered[0].header_offset == 0 and apart and closed


def _rows_of(content: bytes, name: str) -> int:
    """Once it is checked."""
    if _DECLARES.search(content.replace(b"\0", b"") if b"\0" in content else content):
        raise Unreadable(Code.BOMB, {"part": name})
    if name == "META-INF/manifest.xml" and b"encryption-data" in content:
        raise Unreadable(Code.ENCRYPTED)
    if _repeats_what_is_filled(content):
        raise Unreadable(Code.TOO_MANY, {"what": "rows", "limit": MOST_ROWS})
    rows, cells = (sum(map(content.count, tags)) for tags in (_ROW_TAGS, _CELL_TAGS))
    if rows > MOST_ROWS:
        raise Unreadable(Code.TOO_MANY, {"what": "rows", "limit": MOST_ROWS})
    if cells > MOST_CELLS:
        raise Unreadable(Code.TOO_MANY, {"what": "cells", "limit": MOST_CELLS})
    if not name.endswith("sharedStrings.xml"):  # where anybody may have written anything
        _check_places(content.translate(_ONE_SPELLING), rows)
    return rows


def _repeats_what_is_filled(content: bytes) -> bool:
    """Whether a row that stands for very many holds anything. Each row is looked at once, however often it says so."""
    end = 0
    while repeated := _REPEATED.search(content, end):
        end = content.find(b":table-row>", repeated.end())
        end = len(content) if end < 0 else end
        if _FILLED.search(content, repeated.end(), end):
            return True
    return False


def _check_places(content: bytes, rows: int) -> None:
    """A sheet is held as a rectangle: what stands far out costs as much as all that could stand before it."""
    if _FAR_ROW.search(content):
        raise Unreadable(Code.TOO_MANY, {"what": "rows", "limit": MOST_ROWS})
    widest = MOST_CELLS // max(rows, 1)
    for what, limit, most in (("columns", MOST_COLUMNS, MOST_COLUMNS), ("cells", MOST_CELLS, widest)):
        if most <= MOST_COLUMNS and _beyond(most).search(content):
            raise Unreadable(Code.TOO_MANY, {"what": what, "limit": limit})


def _beyond(column: int) -> re.Pattern[bytes]:
    """Cells that stand in a column after this one, which is counted from 1."""
    letters = ""
    while column:
        column, last = divmod(column - 1, 26)
        letters = chr(ord("A") + last) + letters
    after = [f"[A-Z]{{{len(letters) + 1},}}"]
    for place, letter in enumerate(letters):
        if letter < "Z":
            after.append(f"{letters[:place]}[{chr(ord(letter) + 1)}-Z][A-Z]{{{len(letters) - place - 1}}}")
    return re.compile(f' r="(?:{"|".join(after)})[0-9]'.encode())
