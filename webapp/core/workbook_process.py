"""Runs alone, in a process with little memory and time: a workbook on stdin, its cells as JSON on stdout.

It is started by path and imports nothing of ours, since a web application takes a second to start.
Arguments: the most rows and columns of a sheet, and cells of the workbook.
"""

import json
import re
import resource
import sys
from collections.abc import Iterator
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
LONG_SPAN = re.compile(r"PT(\d{1,6})H(\d\d)M(\d\d(?:\.\d+)?)S")  # a day or more in ODS, left to us as it stands there


def main() -> None:
    for limit, most in ((resource.RLIMIT_CPU, SECONDS), (resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CORE, 0)):
        resource.setrlimit(limit, (most, most))
    most_rows, most_columns, most_cells = map(int, sys.argv[1:])
    try:
        data = sys.stdin.buffer.read()
        sheets, unknown = list(_sheets(data, most_rows, most_columns, most_cells)), _uncalculated(data)
        answer: dict[str, Any] = {"sheets": [[name, rows, unknown.get(name, [])] for name, rows in sheets]}
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


def _uncalculated(data: bytes) -> dict[str, list[list[int]]]:
    """Cells of an XLSX, as row and column from 0, whose formula nobody has calculated, by the name of the sheet.

    They are read as empty, and somebody meant something.
    """
    if not data.startswith(b"PK"):
        return {}
    found: dict[str, list[list[int]]] = {}
    with ZipFile(BytesIO(data)) as archive:
        for name, part in _parts(archive):
            content = archive.read(part)
            cells = UNCALCULATED.finditer(content) if b"f>" in content or b"f/>" in content else ()
            places = [PLACE.search(cell[1]) for cell in cells if b't="str"' not in cell[1]]  # it said nothing then
            found[name] = [[int(place[2]) - 1, _column(place[1])] for place in places if place]
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
