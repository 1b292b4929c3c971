"""What a cell of Excel can hold, and the only place that fills one: no text becomes a formula, not even after F2."""

import re
from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from math import isfinite
from typing import Any, Final, cast

from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from webapp.core import names

LONGEST_TEXT: Final = 32_767  # UTF-16 units of a cell, by Excel
LONGEST_TITLE: Final = 31
LONGEST_HEADING: Final = 255  # of a table's column
FIRST_YEAR: Final = 1900  # of Excel's calendar
EXACT: Final = 10**15  # digits beyond are lost
LINE_HEIGHT, HIGHEST_ROW = 15, 409  # points
DATE_TIME: Final = "yyyy-mm-dd hh:mm"
DATE: Final = "yyyy-mm-dd"
Content = str | int | float | date | None  #: a datetime is a date too; it has no zone any more

_LIKE_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")  # Excel would read “_x0041_” as an A
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1f\x85\u2028\u2029]")
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\]")


def content(value: object, zone: tzinfo | None = None) -> Content:
    """The value as Excel can hold it: None, a text, a number or a moment of the zone's clock, without seconds."""
    if isinstance(value, str):
        return safe_text(value) or None
    if isinstance(value, date) and value.year >= FIRST_YEAR:
        return _by_the_clock(value, zone) if isinstance(value, datetime) else value
    if isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value) and abs(value) < EXACT:
        return value
    return None if value is None else safe_text(str(value)) or None


def _by_the_clock(moment: datetime, zone: tzinfo | None) -> datetime:
    local = moment if moment.tzinfo is None else moment.astimezone(zone or UTC)
    return local.replace(tzinfo=None, second=0, microsecond=0)


def safe_text(text: str) -> str:
    """As it was typed, without control characters, lone surrogates, noncharacters and marks that nobody sees."""
    if not text.isprintable():
        text = names.without_invisible(_LINE_ENDS.sub("\n", text))
    return _cut(text, LONGEST_TEXT)


def _units(text: str) -> int:
    """As Excel counts: an emoji is two."""
    return len(text) + sum(letter > "\uffff" for letter in text)


def _cut(text: str, longest: int) -> str:
    """To so many units, and so that it is seen."""
    if 2 * len(text) <= longest or _units(text) <= longest:
        return text
    text = text[: longest - 1]
    while _units(text) >= longest:
        text = text[: -max(1, (_units(text) - longest) // 2)]
    return f"{text.rstrip()}…"


def escaped(text: str) -> str:
    """A text that looks like one of Excel's own escapes, so that it is read as it stands."""
    return _LIKE_ESCAPE.sub("_x005F_", text) if "_x" in text else text


def height(text: str, width: int) -> int:
    """Points that a wrapped text needs, none if a line is enough; not every program works it out itself."""
    lines = max(1, -(-len(text) // width)) + text.count("\n")
    return min(LINE_HEIGHT * lines, HIGHEST_ROW) if lines > 1 else 0


def sheet_title(text: str) -> str:
    title = _NOT_IN_TITLES.sub("-", names.clean(text)).strip("'")
    return title[:LONGEST_TITLE].strip("' ") or "Sheet"


def headings(texts: Iterable[object]) -> list[str]:
    """Of one table: never empty, never two alike, whatever the case, or Excel repairs it."""
    found: dict[str, str] = {}
    for number, text in enumerate(texts, start=1):
        plain = _cut(names.clean(str(text)), LONGEST_HEADING - 10) or str(number)
        heading, again = plain, 1
        while heading.casefold() in found:
            again += 1
            heading = f"{plain} ({again})"
        found[heading.casefold()] = heading
    return list(found.values())


def put(cell: Cell, value: object, zone: tzinfo | None = None) -> None:
    """Numbers and dates as such, everything else as text that stays text after F2 and Enter."""
    found = content(value, zone)
    if found is None:
        return
    if isinstance(found, str):
        cell.value = "text"  # openpyxl would guess a formula, and cut what is long with its escapes
        cell._value = escaped(found)  # type: ignore[attr-defined] # noqa: SLF001
        cell.quotePrefix = True
        return
    cell.value = found
    if isinstance(found, date):
        cell.number_format = DATE_TIME if isinstance(found, datetime) else DATE


@dataclass(frozen=True, eq=False, slots=True)
class Look:
    """Of cells, beside what their content asks for."""

    alignment: Alignment
    font: Font | None = None
    fill: PatternFill | None = None


class Looks:
    """Fills a workbook's cells: openpyxl compares all parts of a style whenever one is set, so each is set once."""

    def __init__(self) -> None:
        self._known: dict[tuple[Look, type], tuple[Any, str]] = {}  #: the array of numbers that a cell's style is
        self._numbers: dict[tuple[Look, type], int] = {}

    def number(self, sheet: Worksheet, value: object, look: Look) -> int:
        """Of the style that such a value has, among those of the sheet's workbook."""
        kind = look, type(value)
        if kind not in self._numbers:
            cell = Cell(sheet, row=1, column=1)
            self.put(cell, value, look)
            self._numbers[kind] = cell.style_id
        return self._numbers[kind]

    def put(self, cell: Cell, value: object, look: Look, zone: tzinfo | None = None) -> None:
        found, dressed = content(value, zone), cast("Any", cell)
        kind = look, type(found)
        if kind not in self._known:
            put(cell, found)
            dressed.alignment = look.alignment
            if look.font:
                dressed.font = look.font
            if look.fill:
                dressed.fill = look.fill
            self._known[kind] = dressed._style, dressed.data_type  # noqa: SLF001
        style, dressed.data_type = self._known[kind]
        dressed._value = escaped(found) if isinstance(found, str) else found  # noqa: SLF001
        dressed._style = copy(style)  # noqa: SLF001
