"""Which places the lines of a list name, in any spelling or by official key; what is not certain is said. Pure."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache, lru_cache
from typing import Final

from webapp.core.columns import heading_key
from webapp.places import search
from webapp.places.directory import directory
from webapp.registration.list_fields import FIELDS
from webapp.registration.list_rows import spellings

MOST_LINES, MOST_CELLS, LONGEST_LINE = 1000, 10, 200
SUGGESTED, MOST_SUGGESTED = 3, 50  #: places for one line, and lines that get any
SHORTEST_CODE: Final = 5  #: digits; in a row of several cells a smaller number is no official key
_CELLS: Final = re.compile(r"[\t;|]")
_HEADINGS: Final = frozenset(
    heading_key(word) for one in FIELDS if one.name in {"place", "place_key", "name"} for word in one.synonyms
)


class Reason(StrEnum):
    UNKNOWN = "unknown"  #: no place is called so
    PERHAPS = "perhaps"  #: it may be a place, but is not certain to be
    SEVERAL = "several"  #: it names several


@dataclass(frozen=True, slots=True)
class Unclear:
    number: int  #: of the line, from 1
    text: str
    reason: Reason
    candidates: Sequence[str] = ()  #: official keys, the best first


@dataclass(frozen=True, slots=True)
class Named:
    keys: list[str] = field(default_factory=list)  #: each once
    unclear: list[Unclear] = field(default_factory=list)


def lines_of(text: str) -> Iterator[tuple[int, list[str]]]:
    """What was typed or pasted, also out of a spreadsheet."""
    for number, line in enumerate(text.splitlines(), start=1):
        yield number, _CELLS.split(line)


def named(lines: Iterable[tuple[int, Sequence[str]]]) -> Named:
    """Empty lines and headings are left out. Nothing is guessed: a line names one place, or it is unclear."""
    keys: dict[str, None] = {}
    found = Named()
    for number, row in _below_headings([(number, row) for number, row in lines if any(map(str.strip, row))]):
        cells = [cell.strip() for cell in row if cell.strip()]
        meant = _meant(cells)
        if len(meant) == 1:
            keys |= dict.fromkeys(meant)
        else:
            text = "; ".join(cells)[:LONGEST_LINE]
            found.unclear.append(_unclear(number, text, cells[0], meant, suggest=len(found.unclear) < MOST_SUGGESTED))
    found.keys.extend(keys)
    return found


def _below_headings(rows: list[tuple[int, Sequence[str]]]) -> list[tuple[int, Sequence[str]]]:
    """Without a first row that names no place and says of a column below which holds places that it does."""
    if len(rows) > 1 and not _meant([cell.strip() for cell in rows[0][1] if cell.strip()]):
        below = [row for _number, row in rows[1:]]
        for column, word in enumerate(rows[0][1][:MOST_CELLS]):
            if heading_key(word) in _HEADINGS and any(_sure(row[column].strip()) for row in below if column < len(row)):
                return rows[1:]
    return rows


def _meant(cells: Sequence[str]) -> list[str]:
    """A district beside a municipality in it only says where that is."""
    alone = len(cells) == 1
    told = [cell for cell in cells[:MOST_CELLS] if alone or not (cell.isdecimal() and len(cell) < SHORTEST_CODE)]
    every = dict.fromkeys(key for cell in told for key in _sure(cell))
    return [key for key in every if not any(key in _above(other) for other in every)]


@lru_cache(maxsize=4 * MOST_LINES)
def _sure(cell: str) -> tuple[str, ...]:
    return next((tuple(keys) for spelt in spellings(cell) if (keys := search.called(spelt))), ())


def _unclear(number: int, text: str, cell: str, meant: Sequence[str], *, suggest: bool) -> Unclear:
    if meant:
        return Unclear(number, text, Reason.SEVERAL, meant[:SUGGESTED])
    keys = [hit.key for hit in search.find(cell, SUGGESTED)] if suggest else []
    return Unclear(number, text, Reason.PERHAPS if keys else Reason.UNKNOWN, keys)


@cache
def _parents() -> dict[str, str | None]:
    return {entry.key: entry.parent_key for entry in directory()}


def _above(key: str) -> set[str]:
    found: set[str] = set()
    parent = _parents().get(key)
    while parent:
        found.add(parent)
        parent = _parents().get(parent)
    return found
