"""A workbook as data: its cover and its data sheets with their columns; core.spreadsheets writes it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import tzinfo
from enum import StrEnum
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Tone(StrEnum):
    """The colour behind a word; it never says more than the word."""

    GOOD = "good"
    FAIR = "fair"
    POOR = "poor"
    QUIET = "quiet"


@dataclass(frozen=True, slots=True)
class Column(Generic[T]):
    """One column: heading, width in characters, how a row gives its value, and the zone of its times.

    A hidden one is in the table and goes wherever its rows go, but is not shown.
    """

    heading: str
    value: Callable[[T], object]
    width: int = 18
    wrap: bool = False
    zone: tzinfo | None = None
    tones: Mapping[str, Tone] = field(default_factory=dict)  #: by the whole text of a cell
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Sheet(Generic[T]):
    """One data sheet: a table with an English name, one row for each of `rows`, which are read once, as they come."""

    title: str
    table: str
    columns: Sequence[Column[T]]
    rows: Iterable[T]
    about: str = ""  #: what the cover says of it
    leading: int = 1  #: first columns that say whose a row is: they stay in view, and stand on every page of a print


class ChartKind(StrEnum):
    BARS = "bars"  #: lying, the first row on top
    LINE = "line"


@dataclass(frozen=True, slots=True)
class Chart:
    """Drawn by Excel itself on the cover, from a section of it or from rows of a table."""

    title: str
    kind: ChartKind
    section: int = 0  #: of the cover, where no table is named
    table: str = ""
    rows: tuple[int, int] = (0, 0)  #: the first and the last of the table, from 0
    label: int = 0  #: its column, from 0, of words
    values: Sequence[int] = ()  #: its columns
    about: str = ""  #: what it shows, for those who do not see it


@dataclass(frozen=True, slots=True)
class Cover:
    """The first sheet: sections of (label, value) lines, then free lines of text; beside them the charts."""

    title: str
    heading: str
    sections: Sequence[tuple[str, Sequence[tuple[object, object]]]] = field(default_factory=tuple)
    notes: Sequence[str] = field(default_factory=tuple)
    contents: str = ""  #: heading of the list of sheets, which comes after the first section
    charts: Sequence[Chart] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class Book:
    title: str
    language: str
    cover: Cover
    sheets: Sequence[Sheet[Any]]
