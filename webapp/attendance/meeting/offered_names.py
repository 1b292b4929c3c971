"""The name to bear in a meeting, “Köln – Sabine Krause”: with the place, in letters that both sides can read; pure."""

import re
from dataclasses import dataclass
from typing import Final

LONGEST: Final = 64  #: what the video platforms show
CYRILLIC: Final = re.compile("[Ѐ-ӿ]")
BRACKETS: Final = re.compile(r"\s*\([^()]*\)\s*$")


@dataclass(frozen=True, slots=True)
class Written:
    """Name and place in one script."""

    name: str
    place: str


def display_names(latin: Written, own: Written) -> list[str]:
    """In Latin letters first; then as the person writes it, if that is in other letters. Never two equal ones."""
    wanted = [latin, own] if CYRILLIC.search(own.name) else [latin]
    return list(dict.fromkeys(joined(written.place, written.name) for written in wanted))


def joined(place: str, name: str) -> str:
    """The place is cut before the name is."""
    place, name = BRACKETS.sub("", place), name[:LONGEST]
    room = LONGEST - len(name) - len(" – ")
    if not place or room < len("N. N."):
        return name
    return f"{place if len(place) <= room else place[: room - 1].rstrip() + '…'} – {name}"
