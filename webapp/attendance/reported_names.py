"""What a reported name tells for a registration: given and family name, and the place that stands beside them."""

import re
from dataclasses import dataclass
from typing import Final

from webapp.attendance import told_places
from webapp.attendance.recognition.given_names import is_given_name
from webapp.attendance.recognition.spelling import folded
from webapp.registration.list_names import Name, full_name

PARTS: Final = re.compile(r"\s+[-–—]+\s*|\s*[-–—]+\s+|\s*[()\[\]|:]+\s*")


@dataclass(frozen=True, slots=True)
class Told:
    """What it tells, for somebody to look over; the rest is empty."""

    given_name: str = ""
    family_name: str = ""
    place_key: str = ""


def told(name: str, place: str = "") -> Told:
    """As in “Köln – Sabine Krause”, “Krause, Sabine (Köln)”, “Sabine Krause, Stadt Köln”; or the place by itself."""
    parts = [part for part in PARTS.split(name) if part]
    parts = [piece for part in parts for piece in _with_place_behind(part)]
    keys = [(part, _place(part)) for part in parts]
    place_key = (_place(place) if place else "") or next((key for _part, key in keys if key), "")
    named = (_name(part) for part, key in keys if not key)
    found = next((one for one in named if one is not None), Name(family=_only(name)))
    return Told(found.given, found.family, place_key)


def _with_place_behind(part: str) -> list[str]:
    """“Krause, Sabine” is one name; “Sabine Krause, Köln” a name and a place."""
    before, comma, behind = part.partition(",")
    if comma and len(before.split()) > 1 and behind.strip():
        return [before.strip(), behind.strip()]
    return [part]


def _place(part: str) -> str:
    return told_places.sure(part) or ""


def _name(part: str) -> Name | None:
    words = part.split()
    turned = len(words) == 2 and _is_given(words[1]) and not _is_given(words[0])  # noqa: PLR2004 - Krause Sabine
    return full_name(part, family_first=turned or None)


def _is_given(word: str) -> bool:
    return is_given_name(folded(word))


def _only(name: str) -> str:
    """A single word is a family name more often than not; numbers and addresses are none."""
    return name.strip() if name.strip().isalpha() else ""
