"""The name to bear in a meeting, “Köln – Sabine Krause”: with the place, in letters that both sides can read; pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

LONGEST: Final = 64  #: what the video platforms show
LEAST: Final = 12  #: letters of a longer place that are always told
BETWEEN: Final = " – "
CYRILLIC: Final = re.compile("[Ѐ-ӿ]")
BRACKETS: Final = re.compile(r"\s*\([^()]*\)\s*$")


@dataclass(frozen=True, slots=True)
class Written:
    """Name and place in one script."""

    name: str
    place: str
    given: int = 0  #: how many words of the name are given names, as far as that is known


def display_names(latin: Written, own: Written) -> list[str]:
    """In Latin letters first; then as the person writes it, if that is in other letters. Never two equal ones."""
    wanted = [latin, own] if CYRILLIC.search(own.name) else [latin]
    return list(dict.fromkeys(map(joined, wanted)))


def joined(written: Written) -> str:
    """The place is cut before the name is; of a very long name second given names go first, then whole words."""
    place = BRACKETS.sub("", written.place)
    if not place:
        return _shortened(written, LONGEST)
    name = _shortened(written, LONGEST - len(BETWEEN) - min(len(place), LEAST))
    room = LONGEST - len(BETWEEN) - len(name)
    return f"{place if len(place) <= room else place[: room - 1].rstrip() + '…'}{BETWEEN}{name}"


def _shortened(written: Written, room: int) -> str:
    shorter = written.name
    for shorter in _without_second_names(written):
        if len(shorter) <= room:
            return shorter
    cut = shorter[: room - 1]
    at_word = max(cut.rfind(" "), cut.rfind("-")) if shorter[room - 1] not in " -" else len(cut)
    return (cut[:at_word] if at_word > 0 else cut).rstrip(" -") + "…"


def _without_second_names(written: Written) -> Iterator[str]:
    """As it is, then with ever fewer given names, the last one first."""
    yield written.name
    words = written.name.split()
    for given in range(written.given - 1, 0, -1):
        yield " ".join((*words[:given], *words[written.given :]))
