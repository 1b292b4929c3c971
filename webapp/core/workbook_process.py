"""Runs alone, in a process with little memory and time: a workbook on stdin, its cells as JSON on stdout.

It is started by path and imports nothing of ours, since a web application takes a second to start.
Arguments: the most rows and columns of a sheet, and cells of the workbook.
"""

import json
import re
import resource
import sys
from datetime import date, datetime, time, timedelta
from io import BytesIO
from math import isfinite
from typing import Any

from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

SECONDS, MEMORY = 10, 512 << 20
LONGEST_TEXT = 32_767  # of a cell, by Excel
WHOLE = 1 << 53  # beyond it a float is no whole number any more
LONGEST_ANSWER = 64 << 20
LONG_SPAN = re.compile(r"PT(\d{1,6})H(\d\d)M(\d\d(?:\.\d+)?)S")  # a day or more in ODS, left to us as it stands there


def main() -> None:
    for limit, most in ((resource.RLIMIT_CPU, SECONDS), (resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CORE, 0)):
        resource.setrlimit(limit, (most, most))
    most_rows, most_columns, most_cells = map(int, sys.argv[1:])
    try:
        answer: dict[str, Any] = {"sheets": list(_sheets(sys.stdin.buffer.read(), most_rows, most_columns, most_cells))}
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
