"""Reads workbooks that strangers made: XLSX, XLS and ODS, looked over first, then parsed in a process of its own."""

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

import python_calamine

from webapp.core import workbook_process
from webapp.core.archives import MOST_CELLS, MOST_COLUMNS, MOST_ROWS, OLE, ZIP, inspect
from webapp.core.grids import Cell, Code, Grid, Unreadable

SECONDS_TO_WAIT: Final = 15
_PROGRAM: Final = Path(workbook_process.__file__)
_ENVIRONMENT: Final = {"PYTHONPATH": str(Path(python_calamine.__file__).parent.parent)}  #: and no secret of ours
_MOMENTS: Final[dict[str, Callable[[Any], Cell]]] = {
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
    "timedelta": lambda seconds: timedelta(seconds=seconds),
}


def is_workbook(data: bytes) -> bool:
    """Whether a file says of itself that it is one, or anything else that is packed like one."""
    return data.startswith((ZIP, OLE))


def rows(data: bytes) -> int:
    """About how many there are, before anything is parsed. Raises Unreadable."""
    return inspect(data)


def read(data: bytes) -> list[Grid]:
    """The sheets that are shown and hold something, each cell with its type. Raises Unreadable."""
    inspect(data)
    answer = _parse(data)
    if "refused" in answer:
        raise Unreadable(Code(answer["refused"]), answer["details"])
    grids = [
        Grid(name, [[_typed(cell) for cell in row] for row in rows], unknown=frozenset(map(tuple, unknown)))
        for name, rows, unknown in answer["sheets"]
    ]
    if not grids:
        raise Unreadable(Code.EMPTY)
    return grids


def _parse(data: bytes) -> dict[str, Any]:
    """What the process says; whatever it dies of, the file is what is wrong."""
    limits = map(str, (MOST_ROWS, MOST_COLUMNS, MOST_CELLS))
    command = [sys.executable, "-P", "-S", "-s", str(_PROGRAM), *limits]  # nothing is imported but what is named
    try:
        done = subprocess.run(  # noqa: S603 - our own program; the file comes on its standard input
            command, input=data, capture_output=True, timeout=SECONDS_TO_WAIT, env=_ENVIRONMENT, check=True
        )
        answer: dict[str, Any] = json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError) as error:
        raise Unreadable(Code.DAMAGED) from error
    return answer


def _typed(cell: Any) -> Cell:
    return _MOMENTS[cell[0]](cell[1]) if isinstance(cell, list) else cell
