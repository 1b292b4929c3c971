"""Minutes out of a duration in any wording: “2 h 44 m”, “1 Std. 2 Min.”, “2 godz. 18 min 8 s”, “1:02:03”. Pure."""

import re
import unicodedata
from datetime import time, timedelta
from functools import lru_cache

from webapp.core.grids import Cell

_DAY, _HOUR, _MINUTE, _SECOND = 1440.0, 60.0, 1.0, 1 / 60
# What a unit begins with, longest first: “Std.”, “Stunden”, “stunda” before “s”, “год”, “години” as hours.
_UNITS = (
    ("st", _HOUR), ("sa", _HOUR), ("godz", _HOUR), ("год", _HOUR), ("час", _HOUR), ("hod", _HOUR), ("小时", _HOUR),
    ("小時", _HOUR), ("時", _HOUR), ("시", _HOUR), ("h", _HOUR), ("ч", _HOUR), ("г", _HOUR), ("u", _HOUR),
    ("ti", _HOUR), ("or", _HOUR), ("ó", _HOUR), ("ώ", _HOUR), ("ω", _HOUR), ("val", _HOUR), ("t", _HOUR),
    ("seg", _SECOND), ("s", _SECOND), ("с", _SECOND), ("秒", _SECOND), ("초", _SECOND), ("δ", _SECOND),
    ("má", _SECOND), ("mp", _SECOND),
    ("m", _MINUTE), ("м", _MINUTE), ("хв", _MINUTE), ("dk", _MINUTE), ("da", _MINUTE), ("分", _MINUTE),
    ("분", _MINUTE), ("pe", _MINUTE), ("λ", _MINUTE),
    ("día", _DAY), ("dia", _DAY), ("d", _DAY), ("tag", _DAY), ("д", _DAY), ("j", _DAY), ("日", _DAY), ("일", _DAY),
)  # fmt: skip
LONGEST = 80  #: characters; no duration is longer, and longer texts are neither searched nor remembered
_TAG = re.compile(r"tage?n?\b")
_PART = re.compile(r"(-?\d+(?:[.,]\d+)?)\s*([^\W\d_]+)\.?")
_CLOCK = re.compile(r"(-?)(\d{1,4}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?")
_ISO = re.compile(r"pt(?:(\d+)h)?(?:(\d+)m)?(?:(\d+(?:[.,]\d+)?)s)?")
_NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?")
#: “1 234,0”, “1'234”, “1,234.0”, “1.234,0”; of “1,234” alone nobody knows, and it is a little over a minute
_GROUPED = re.compile(r"(-?[1-9]\d{0,2})(?:[ '’](\d{3})|([.,])(\d{3})(?!\3)(?=[.,]))(?:[.,](\d+))?")
_WORDS_BETWEEN = re.compile(r"[\s,;:.·・]|\b(?:and|und|et|y|e|i|і|та|и)\b")


def minutes(cell: Cell, *, number: float = _MINUTE) -> float | None:
    """Minutes, or None where the cell is no duration; a bare number counts in `number` minutes each.

    Of “1:02” the first part is hours in a table (a spreadsheet's), minutes where it says 32:14.
    """
    if isinstance(cell, timedelta):
        return cell.total_seconds() / 60
    if isinstance(cell, time):
        return cell.hour * 60 + cell.minute + cell.second / 60
    if isinstance(cell, bool):
        return None
    if isinstance(cell, int | float):
        return float(cell) * number
    return _read(cell, number) if isinstance(cell, str) and len(cell) <= LONGEST else None


@lru_cache(maxsize=8192)
def _read(written: str, number: float) -> float | None:
    text = " ".join(unicodedata.normalize("NFKC", written).lower().split())
    if not text or not any(letter.isdigit() for letter in text):
        return None
    if _NUMBER.fullmatch(text):
        return _float(text) * number
    if found := _GROUPED.fullmatch(text):
        return float(f"{found[1]}{found[2] or found[4]}.{found[5] or 0}") * number
    if found := _CLOCK.fullmatch(text):
        return _clock(found)
    if (found := _ISO.fullmatch(text)) and any(found.groups()):
        hours, mins, seconds = (_float(part or "0") for part in found.groups())
        return hours * 60 + mins + seconds / 60
    return _with_units(text)


def _clock(found: re.Match[str]) -> float:
    sign = -1 if found[1] else 1
    first, second = int(found[2]), int(found[3])
    if found[4]:
        return sign * (first * 60 + second + int(found[4]) / 60)
    return sign * (first + second / 60)


def _with_units(text: str) -> float | None:
    parts = _PART.findall(text)
    if not parts or _WORDS_BETWEEN.sub("", _PART.sub("", text)):
        return None
    total = 0.0
    for amount, unit in parts:
        length = _length(unit)
        if length is None:
            return None
        total += _float(amount) * length
    return total


def _length(unit: str) -> float | None:
    if _TAG.fullmatch(unit):
        return _DAY
    return next((length for beginning, length in _UNITS if unit.startswith(beginning)), None)


def _float(text: str) -> float:
    return float(text.replace(",", "."))
