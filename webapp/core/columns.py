"""Finds out which column of a table is which field, by headings in several languages, then by content. Pure."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from enum import StrEnum
from functools import lru_cache
from typing import Final

from webapp.core import names
from webapp.core.grids import Cell

SAMPLES: Final = 5  #: rows that a mapping page shows
FEW, MOSTLY = 2, 0.8  #: headings that make a heading row; share of cells that makes a column's content plain
LONGEST_HEADING: Final = 100
LONGEST_PREAMBLE: Final = 1000  #: rows
_LOOKED_AT: Final = 50  #: rows whose content counts
LONGEST_ADDRESS: Final = 254
_EMAIL: Final = re.compile(r"(?<![^\s@<>])[^\s@<>]+@[^\s@<>]+\.[^\s@<>]{2,}")  # begun once in each word
_MOMENT: Final = re.compile(
    r"\D*\d{1,4}[./-]\s?\d{1,2}[./-]\s?\d{2,4}\D+\d{1,2}:\d{2}.*|\d{1,2}:\d{2}(:\d{2})?( ?[APap]\.?[Mm]\.?)?"
)
_BRACKETS: Final = re.compile(r"[(\[{][^)\]}]*[)\]}]")
_NOISE: Final = re.compile(r"[*#№?:!]+|^\d+\s*[.)]\s*")


class Kind(StrEnum):
    TEXT = "text"
    EMAIL = "email"
    MOMENT = "moment"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Field:
    """What a column may be. `synonyms` are headings that can mean nothing else, in any language."""

    name: str
    synonyms: tuple[str, ...]
    kind: Kind = Kind.TEXT
    #: (other field, this one then): beside a column “Vorname”, “Name” is the family name
    beside: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Guess:
    """Which column a field is in, counted from 0; `sure` needs nobody to look at it."""

    column: int
    sure: bool


@dataclass(frozen=True, slots=True)
class Mapping:
    """`header` is the row of the headings, None without one; `columns` has one entry a field that was found."""

    header: int | None
    columns: dict[str, Guess] = field(default_factory=dict)

    @property
    def sure(self) -> bool:
        return bool(self.columns) and all(guess.sure for guess in self.columns.values())

    def column(self, name: str) -> int | None:
        guess = self.columns.get(name)
        return guess.column if guess else None

    def cell(self, row: Sequence[Cell], name: str) -> Cell:
        """The value of a field in a row, which may be shorter than the heading."""
        column = self.column(name)
        return row[column] if column is not None and column < len(row) else None


@dataclass(frozen=True, slots=True)
class _Words:
    """A set of fields, ready to be compared with headings."""

    exact: dict[str, str]

    @classmethod
    def of(cls, fields: Sequence[Field]) -> "_Words":
        return cls({heading_key(word): one.name for one in fields for word in one.synonyms})

    def meant(self, heading: Cell) -> str | None:
        """The field that this heading can only mean."""
        if not isinstance(heading, str):
            return None
        return self.exact.get(heading_key(heading)) or self.exact.get(heading_key(_unbracketed(heading)))

    def suggested(self, heading: Cell) -> str | None:
        """The field of the longest of our words that stands in a heading, its beginning before its end."""
        if not isinstance(heading, str):
            return None
        padded = f" {heading_key(heading)} "
        found = [(word, name) for word, name in self.exact.items() if f" {word} " in padded]
        return min(found, key=lambda pair: (-len(pair[0]), padded.index(pair[0])))[1] if found else None


def recognise(rows: Sequence[Sequence[Cell]], fields: Sequence[Field]) -> Mapping:
    """Where the headings stand and which column is which field. Found or not, every field is in one column at most."""
    words = _Words.of(fields)
    header = _header(rows, words)
    headings = rows[header] if header is not None else ()
    body = rows[(header + 1 if header is not None else 0) :][:_LOOKED_AT]
    found = _beside_others(_by_heading(headings, words), fields)
    return Mapping(header, _by_content(found, headings, body, fields))


def given(rows: Sequence[Sequence[Cell]], fields: Sequence[Field], columns: dict[str, int]) -> Mapping:
    """What somebody said the columns are, or said last time: all of it sure."""
    found = recognise(rows, fields)
    return replace(found, columns={name: Guess(column, sure=True) for name, column in columns.items()})


def fingerprint(headings: Sequence[Cell]) -> str:
    """Equal for the same headings in any case, spacing and padding: by it a mapping is remembered."""
    told = [heading_key(str(heading or "")) for heading in headings]
    while told and not told[-1]:
        told.pop()
    return hashlib.sha256("\n".join(told).encode()).hexdigest()


def body(rows: Sequence[Sequence[Cell]], header: int | None) -> Iterator[tuple[int, Sequence[Cell]]]:
    """The rows below the headings with their numbers, counted from 1 as spreadsheets do; without empty ones and
    repeated headings, as printing puts on every page.
    """
    repeated = list(rows[header]) if header is not None else None
    for number, row in enumerate(
        rows[header + 1 if header is not None else 0 :], (header or 0) + (header is not None) + 1
    ):
        if any(not _is_blank(cell) for cell in row) and list(row) != repeated:
            yield number, row


def samples(rows: Sequence[Sequence[Cell]], header: int | None) -> list[Sequence[Cell]]:
    """The first rows that a mapping page shows."""
    return [row for (_number, row), _until in zip(body(rows, header), range(SAMPLES), strict=False)]


def heading_key(text: str) -> str:
    """Equal for spellings of one heading: “E-Mail*”, “e mail:”, “1. E-mail”."""
    return _heading_key(text.strip()[:LONGEST_HEADING])


@lru_cache(maxsize=4096)
def _heading_key(text: str) -> str:
    """Of what is cut already, so that no whole cells are remembered."""
    return names.key(_NOISE.sub(" ", text))


def _unbracketed(heading: str) -> str:
    """Brackets that nothing closes any more are not looked at: from each of them the whole rest would be searched."""
    end = 1 + max(map(heading.rfind, ")]}"))
    return _BRACKETS.sub(" ", heading[:end]) + heading[end:]


def _is_blank(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _header(rows: Sequence[Sequence[Cell]], words: _Words) -> int | None:
    """The row with most headings that we know; else the first full row of nothing but texts above full rows."""
    best, most = None, (0, 0)
    for number, row in enumerate(rows[:LONGEST_PREAMBLE]):
        exact = {name for name in map(words.meant, row) if name}
        known = len(exact), len(exact | {name for name in map(words.suggested, row) if name}) if exact else 0
        if known > most and (known[1] >= FEW or _is_list(rows[number:])):
            best, most = number, known
    return best if best is not None else _plain_header(rows)


def _is_list(rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether this is one heading above one column."""
    return all(sum(not _is_blank(cell) for cell in row) <= 1 for row in rows)


def _plain_header(rows: Sequence[Sequence[Cell]]) -> int | None:
    widths = [sum(not _is_blank(cell) for cell in row) for row in rows[:_LOOKED_AT]]
    usual = Counter(width for width in widths if width > 1).most_common(1)
    if not usual:
        return None
    number = next(index for index, width in enumerate(widths) if width >= usual[0][0])
    told = [cell for cell in rows[number] if not _is_blank(cell)]
    plain = all(isinstance(cell, str) and not _EMAIL.search(cell) and not re.search(r"\d", cell) for cell in told)
    return number if plain and len(set(map(str, told))) == len(told) else None


def _by_heading(headings: Sequence[Cell], words: _Words) -> dict[str, Guess]:
    """Exact words first; two columns that both say it leave a doubt."""
    meant = [words.meant(heading) for heading in headings]
    found: dict[str, Guess] = {}
    for column, name in enumerate(meant):
        if name in found:
            found[name] = replace(found[name], sure=False)
        elif name:
            found[name] = Guess(column, sure=True)
    for column, heading in enumerate(headings):
        name = None if meant[column] else words.suggested(heading)
        if name and name not in found:
            found[name] = Guess(column, sure=False)
    return found


def _beside_others(found: dict[str, Guess], fields: Sequence[Field]) -> dict[str, Guess]:
    told = dict(found)
    for one in fields:
        for other, meant in one.beside:
            if one.name in told and other in told and meant not in told:
                told[meant] = told.pop(one.name)
    return told


def _by_content(
    found: dict[str, Guess], headings: Sequence[Cell], body: Sequence[Sequence[Cell]], fields: Sequence[Field]
) -> dict[str, Guess]:
    """Addresses and times are known by their looks: they fill gaps, confirm guesses, and cast doubt."""
    width = max(map(len, [headings, *body]), default=0)
    kinds = [_kind([row[column] for row in body if column < len(row)]) for column in range(width)]
    told = dict(found)
    for kind in (Kind.EMAIL, Kind.MOMENT):
        looking = [column for column, looks in enumerate(kinds) if looks is kind]
        wanted = [one.name for one in fields if one.kind is kind]
        for name in wanted:
            guess = told.get(name)
            if guess and looking and guess.column not in looking and kinds[guess.column] is not None:
                told[name] = replace(guess, sure=False)
            elif guess and looking == [guess.column] and len(wanted) == 1:
                told[name] = replace(guess, sure=True)
        free = [column for column in looking if column not in {guess.column for guess in told.values()}]
        for name, column in zip((name for name in wanted if name not in told), free, strict=False):
            told[name] = Guess(column, sure=False)
    return told


def _kind(cells: Sequence[Cell]) -> Kind | None:
    """What most of the filled cells look like; None of none."""
    filled = [cell for cell in cells if not _is_blank(cell)]
    if not filled:
        return None
    counted = Counter(map(_looks, filled))
    kind, number = counted.most_common(1)[0]
    return kind if number >= MOSTLY * len(filled) else Kind.TEXT


def _looks(cell: Cell) -> Kind:
    if isinstance(cell, datetime | date | time):
        return Kind.MOMENT
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return Kind.NUMBER
    text = str(cell).strip()
    if len(text) <= LONGEST_ADDRESS and _EMAIL.fullmatch(text):
        return Kind.EMAIL
    return Kind.MOMENT if _MOMENT.fullmatch(text) else Kind.TEXT
