"""What stands in a cell, and of which kind it is; what is only a sign for nothing counts as nothing. Pure."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from enum import Enum, auto

from webapp.attendance.readers import durations
from webapp.core import dates, names
from webapp.core.grids import Cell

_DASHES = frozenset({"-", "--", "---", "–", "—"})
_NOTHING = _DASHES | frozenset({"", "n/a", "na", "null", "none", "#n/a", "не визначено"})
_EMAIL = re.compile(r"[^@\s<>,;:\"()]+@[^@\s<>,;:\"()]+\.[^@\s<>,;:\"().]+")
_ADDRESS_IN = re.compile(r"<([^<>]+)>|mailto:(\S+)", re.IGNORECASE)
_NUMBER = re.compile(r"[-+]?\d{1,20}(?:[.,]\d{1,9})?")
YES = frozenset(
    {"yes", "y", "true", "ja", "j", "wahr", "так", "да", "tak", "oui", "vrai", "sí", "si", "sim", "verdadero", "sì"}
    | {"はい", "예", "네", "是", "evet", "igen", "ano", "kyllä"}
)
NO = frozenset(
    {"no", "n", "false", "nein", "falsch", "ні", "нет", "nie", "non", "faux", "não", "nao", "falso", "いいえ", "아니요"}
    | {"아니오", "否", "hayır", "nem", "ne", "ei", "nei", "nej", "nee"}
)
LONGEST_WORD = 16  # for yes, no or nothing


class Kind(Enum):
    EMPTY = auto()
    MOMENT = auto()  #: date and time
    CLOCK = auto()  #: time of day alone
    DURATION = auto()  #: with units, or as 1:02:03
    NUMBER = auto()
    FLAG = auto()
    EMAIL = auto()
    TEXT = auto()


def text(cell: Cell) -> str:
    """As it is shown, cleaned; a number without needless decimals."""
    if isinstance(cell, str):
        if cell.isascii() and cell.isprintable() and cell[:1] != "=" and "  " not in cell:
            return cell.strip()
        if cell.startswith('="'):
            cell = cell[2:].removesuffix('"')
        return names.clean(cell)
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)


def value(cell: Cell) -> Cell:
    """The cell, or None where it is empty or holds a sign for nothing."""
    if not isinstance(cell, str):
        return cell
    shown = text(cell)
    return None if len(shown) <= LONGEST_WORD and shown.casefold() in _NOTHING else shown


def is_dash(cell: Cell) -> bool:
    """Somebody struck the cell out, and did not just leave it."""
    return isinstance(cell, str) and text(cell) in _DASHES


def email(cell: Cell) -> str:
    """The address in lower case, or nothing."""
    if not isinstance(cell, str) or "@" not in cell:
        return ""
    shown = text(cell)
    if found := _ADDRESS_IN.search(shown):
        shown = found[1] or found[2]
    return shown.lower() if _EMAIL.fullmatch(shown) else ""


def yes(cell: Cell) -> bool | None:
    """True, False, or None where the cell says neither."""
    if isinstance(cell, bool):
        return cell
    if not isinstance(cell, str):
        return None
    if len(cell) > LONGEST_WORD:
        return None
    word = text(cell).casefold()
    return True if word in YES else False if word in NO else None


def kind(cell: Cell) -> Kind:  # noqa: PLR0911 - one line a kind
    cell = value(cell)
    if cell is None:
        return Kind.EMPTY
    if not isinstance(cell, str):
        return _typed(cell)
    if email(cell):
        return Kind.EMAIL
    if yes(cell) is not None:
        return Kind.FLAG
    if _NUMBER.fullmatch(cell):
        return Kind.NUMBER
    if any(map(str.isalpha, cell)) and durations.minutes(cell) is not None:
        return Kind.DURATION  # “5 год 12 хв” before anybody looks for a month called год
    if stamp := dates.read(cell):
        return Kind.MOMENT if stamp.has_date and stamp.clock is not None else Kind.CLOCK if stamp.clock else Kind.TEXT
    return Kind.DURATION if durations.minutes(cell) is not None else Kind.TEXT


def _typed(cell: Cell) -> Kind:
    if isinstance(cell, bool):
        return Kind.FLAG
    if isinstance(cell, int | float):
        serial = isinstance(cell, float) and not cell.is_integer() and dates.EXCEL_DAYS[0] < cell < dates.EXCEL_DAYS[1]
        return Kind.MOMENT if serial else Kind.NUMBER
    if isinstance(cell, datetime):
        return Kind.MOMENT
    if isinstance(cell, time):
        return Kind.CLOCK
    return Kind.DURATION if isinstance(cell, timedelta) else Kind.TEXT if isinstance(cell, date) else Kind.EMPTY


def kind_of(cells: Iterable[Cell]) -> Kind:
    """The kind most of the cells have that hold anything; words among times and numbers are the exception."""
    counts: dict[Kind, int] = {}
    for cell in cells:
        found = kind(cell)
        if found is not Kind.EMPTY:
            counts[found] = counts.get(found, 0) + 1
    return max(counts, key=lambda one: counts[one] / (1 + (one is Kind.TEXT))) if counts else Kind.EMPTY


def at(row: Sequence[Cell], column: int | None) -> Cell:
    """The cell of that column; rows may be shorter than their heading."""
    return row[column] if column is not None and column < len(row) else None
