"""A table out of any file: rows of cells, and why a file cannot be read. Pure."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum

Cell = str | int | float | bool | datetime | date | time | timedelta | None


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet, or a whole text file; row 0 is the first row of the file. Text files give only str."""

    name: str
    rows: list[list[Cell]]
    encoding: str = ""
    delimiter: str = ""
    unknown: frozenset[tuple[int, int]] = frozenset()  #: places from 0 of errors and of formulas without a result


class Code(StrEnum):
    EMPTY = "empty"  #: not one cell
    FORGOTTEN = "forgotten"  #: it was kept for a while only
    BINARY = "binary"  #: no table at all: an image, a PDF, another kind of archive
    TOO_LARGE = "too_large"  #: details: size, limit, in bytes
    TOO_MANY = "too_many"  #: details: what (rows, columns, cells), limit
    LINE_TOO_LONG = "line_too_long"
    TRUNCATED = "truncated"
    ENCRYPTED = "encrypted"
    MACROS = "macros"
    BOMB = "bomb"  #: grows beyond all measure when it is unpacked, or means to deceive a program
    DAMAGED = "damaged"
    NO_HEADER = "no_header"  #: details: found, the first cells
    FOREIGN = "foreign"  #: none of the workbooks that we wrote, or without what we know it by
    OTHER_EVENT = "other_event"  #: one of ours, of another conference
    OLD_EXCEL = "old_excel"  #: a workbook of Excel 97 to 2003, where a cell with an error looks empty from outside
    SEVERAL_SHEETS = "several_sheets"  #: that may be meant
    NO_NAMES = "no_names"  #: rows, but nobody in them; details: rows, found


@dataclass
class Unreadable(Exception):
    """A file that cannot be read as a whole; the sentence for people is found by its code."""

    code: Code
    details: dict[str, str | int] = field(default_factory=dict)

    def __str__(self) -> str:
        return " ".join([self.code.value, *(f"{name}={value}" for name, value in self.details.items())])
