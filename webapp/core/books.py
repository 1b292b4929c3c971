"""A workbook as data: its cover and its data sheets with their columns; core.spreadsheets writes it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import tzinfo
from typing import Any, Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Column(Generic[T]):
    """One column: heading, width in characters, how a row gives its value, and the zone of its times."""

    heading: str
    value: Callable[[T], object]
    width: int = 18
    wrap: bool = False
    zone: tzinfo | None = None


@dataclass(frozen=True, slots=True)
class Sheet(Generic[T]):
    """One data sheet: a table with an English name, one row for each of `rows`, which are read once, as they come."""

    title: str
    table: str
    columns: Sequence[Column[T]]
    rows: Iterable[T]


@dataclass(frozen=True, slots=True)
class Cover:
    """The first sheet: sections of (label, value) lines, then free lines of text."""

    title: str
    heading: str
    sections: Sequence[tuple[str, Sequence[tuple[str, object]]]] = field(default_factory=tuple)
    notes: Sequence[str] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class Book:
    title: str
    language: str
    cover: Cover
    sheets: Sequence[Sheet[Any]]
