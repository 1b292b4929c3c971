"""Runs alone, in a process with little memory and time: a workbook on stdin, its cells as JSON on stdout.

It is started by path and imports nothing of ours, since a web application takes a second to start.
Arguments: the most rows and columns of a sheet, and cells of the workbook.
"""

import json
import re
import resource
import sys
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from html import unescape
from io import BytesIO
from math import isfinite
from typing import Any
from zipfile import ZipFile

from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

SECONDS, MEMORY = 10, 512 << 20
LONGEST_TEXT = 32_767  # of a cell, by Excel
WHOLE = 1 << 53  # beyond it a float is no whole number any more
LONGEST_ANSWER = 64 << 20
BOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
UNCALCULATED = re.compile(  # a cell with a formula, and without a value
    rb"<(?:\w+:)?c\b([^>]*)>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)"
    rb"\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
RELATION, SHEET = re.compile(r"<(?:\w+:)?Relationship\b[^>]*>"), re.compile(r"<(?:\w+:)?sheet\b[^>]*>")
ATTRIBUTE = re.compile(r'\b(Id|Target|id|name)="([^"]*)"')
PLACE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
ERROR = re.compile(rb'<(?:\w+:)?c\b([^>]*\bt="e"[^>]*)>')  # "#N/A" is nobody's value, and read as empty
CONTENT, WIDEST = "content.xml", 1_000  # columns
OF_ODS = re.compile(rb'<table:(table-row|(?:covered-)?table-cell|table)(?=[\s/>])((?:[^>"]|"[^"]*")*)>')
NAME, REPEATED = re.compile(rb'\btable:name="([^"]*)"'), re.compile(rb'\bnumber-(?:rows|columns)-repeated="(\d{1,7})"')
FORMULA, VALUE_TYPE = b"table:formula=", re.compile(rb':value-type="([a-z]+)"')
Place = tuple[int, int]
LONG_SPAN = re.compile(r"PT(\d{1,6})H(\d\d)M(\d\d(?:\.\d+)?)S")  # a day or more in ODS, left to us as it stands there


def main() -> None:
    for limit, most in ((resource.RLIMIT_CPU, SECONDS), (resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CORE, 0)):
        resource.setrlimit(limit, (most, most))
    most_rows, most_columns, most_cells = map(int, sys.argv[1:])
    try:
        data = sys.stdin.buffer.read()
        sheets, unknown = list(_sheets(data, most_rows, most_columns, most_cells)), _unknown(data)
        answer: dict[str, Any] = {"sheets": [[name, rows, _held(unknown.get(name, ()), rows)] for name, rows in sheets]}
    except _TooManyError as error:
        answer = {"refused": "too_many", "details": {"what": error.what, "limit": error.limit}}
    except PasswordError:
        answer = {"refused": "encrypted", "details": {}}
    text = json.dumps(answer, ensure_ascii=False, separators=(",", ":"))
    if len(text) > LONGEST_ANSWER:
        text = json.dumps({"refused": "bomb", "details": {}})
    sys.stdout.buffer.write(text.encode())


class _TooManyError(Exception):
    def __init__(self, what: str, limit: int) -> None:
        self.what, self.limit = what, limit


def _sheets(data: bytes, most_rows: int, most_columns: int, most_cells: int) -> Any:
    """Name and rows of each sheet that is shown and not empty; row 0 is row 1 of the sheet."""
    book = CalamineWorkbook.from_filelike(BytesIO(data))
    kind, seen = SheetTypeEnum.WorkSheet, SheetVisibleEnum.Visible
    wanted = [sheet.name for sheet in book.sheets_metadata if sheet.typ == kind and sheet.visible == seen]
    left = most_cells
    for name in wanted:
        sheet = book.get_sheet_by_name(name)
        if sheet.end is None:
            continue
        height, width = sheet.end[0] + 1, sheet.end[1] + 1
        left -= height * width
        for what, number, limit in (("rows", height, most_rows), ("columns", width, most_columns)):
            if number > limit:
                raise _TooManyError(what, limit)
        if left < 0:
            raise _TooManyError("cells", most_cells)
        rows = [[_plain(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
        while rows and not any(cell is not None for cell in rows[-1]):
            rows.pop()
        if rows:
            yield [name, rows]


def _held(places: Iterable[Place], rows: list[list[Any]]) -> list[Place]:
    """Those at which nothing is read."""
    return [(row, at) for row, at in places if row < len(rows) and at < len(rows[row]) and rows[row][at] is None]


def _unknown(data: bytes) -> dict[str, list[Place]]:
    """Cells, as row and column from 0, that hold an error or a formula nobody has calculated, by the name of the sheet.

    They are read as empty, and somebody meant something. Of an old workbook (XLS) they cannot be told.
    """
    if not data.startswith(b"PK"):
        return {}
    with ZipFile(BytesIO(data)) as archive:
        if CONTENT in archive.namelist():
            return _unknown_in_ods(archive.read(CONTENT))
        return {name: list(_unknown_in_part(archive.read(part))) for name, part in _parts(archive)}


def _unknown_in_part(content: bytes) -> Iterator[Place]:
    cells = [*UNCALCULATED.finditer(content)] if b"f>" in content or b"f/>" in content else []
    told = [cell[1] for cell in cells if b't="str"' not in cell[1]]  # it said nothing then
    for place in map(PLACE.search, [*told, *ERROR.findall(content)]):
        if place:
            yield int(place[2]) - 1, _column(place[1])


def _unknown_in_ods(content: bytes) -> dict[str, list[Place]]:
    """Rows and cells stand one after the other, and may stand for several."""
    found: dict[str, list[Place]] = {}
    mine: list[Place] = []
    row = below = at = 0
    for tag in OF_ODS.finditer(content) if FORMULA in content else ():
        kind, attributes = tag[1], tag[2]
        if kind == b"table":
            name = NAME.search(attributes)
            mine = found.setdefault(unescape(name[1].decode("utf-8", "replace")) if name else "", [])
            below = 0
            continue
        repeated = REPEATED.search(attributes)
        times = int(repeated[1]) if repeated else 1
        if kind == b"table-row":
            row, below, at = below, below + times, 0
            continue
        kinds = VALUE_TYPE.findall(attributes)
        if FORMULA in attributes and (not kinds or b"error" in kinds):
            mine += [(row, at + more) for more in range(min(times, WIDEST))]
        at += times
    return found


def _parts(archive: ZipFile) -> Iterator[tuple[str, str]]:
    """Name of each sheet, and of the part that holds it; what is written in another way than usual is left out."""
    held = set(archive.namelist())
    if not {BOOK, RELATIONS} <= held:
        return
    book, relations = (archive.read(part).decode("utf-8", "replace") for part in (BOOK, RELATIONS))
    told = map(_attributes, RELATION.findall(relations))
    targets = {one["Id"]: one["Target"] for one in told if {"Id", "Target"} <= set(one)}
    for one in map(_attributes, SHEET.findall(book)):
        target = targets.get(one.get("id", ""), "")
        part = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
        if part in held and "name" in one:
            yield unescape(one["name"]), part


def _attributes(tag: str) -> dict[str, str]:
    """Those that are asked for here, without the prefixes of their names."""
    return dict(ATTRIBUTE.findall(tag))


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + letter - ord("A") + 1
    return number - 1


def _plain(cell: Any) -> Any:
    """JSON: texts, numbers and truth as such; moments as [kind, text]; nothing as null."""
    if isinstance(cell, str):
        span = LONG_SPAN.fullmatch(cell)
        return ["timedelta", _seconds(*span.groups())] if span else cell[:LONGEST_TEXT] or None
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() and abs(cell) < WHOLE else cell if isfinite(cell) else str(cell)
    if isinstance(cell, timedelta):
        return ["timedelta", cell.total_seconds()]
    for kind in (datetime, date, time):  # a datetime is a date too
        if isinstance(cell, kind):
            return [kind.__name__, cell.isoformat()]
    return cell if isinstance(cell, bool | int) else None


def _seconds(hours: str, minutes: str, seconds: str) -> float:
    return 3600 * int(hours) + 60 * int(minutes) + float(seconds)


if __name__ == "__main__":
    main()
