"""What the faults showed: one row of figures for each, printed at the end of the run, and build/faults.json."""

import json
import os
from pathlib import Path
from typing import Final

from databases import POSTGRESQL
from sources import ROOT

FULL: Final = bool(os.environ.get("KONFERENZ_TEST_FULL"))
FILE: Final = ROOT / "build" / "faults.json"
DATABASE: Final = "postgresql" if POSTGRESQL else "sqlite"
COLUMNS: Final = ("rounds", "acknowledged", "lost", "halves", "twice", "mails", "longest_s")

Row = dict[str, int | float | str]
_rows: dict[str, Row] = {}


def scale(short: int, full: int) -> int:
    return full if FULL else short


def note(fault: str, **figures: float | str) -> None:
    """Figures of one fault; `seen` says in words what happened."""
    _rows[fault] = dict(figures)


def table() -> list[str]:
    """Lines to print; empty if nothing was noted."""
    if not _rows:
        return []
    wide = max(map(len, _rows))
    lines = [" ".join([f"{DATABASE:{wide}}", *(f"{name:>12}" for name in COLUMNS), " seen"])]
    for fault, row in sorted(_rows.items()):
        cells = (f"{row.get(name, '–'):>12}" for name in COLUMNS)
        lines.append(" ".join([f"{fault:{wide}}", *cells, f" {row.get('seen', '')}"]))
    return lines


def write(path: Path = FILE) -> None:
    """Into the file, beside what the run on the other database left there."""
    kept = json.loads(path.read_text("utf-8")) if path.exists() else {}
    kept[DATABASE] = dict(sorted(_rows.items()))
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(kept, indent=2, ensure_ascii=False) + "\n", "utf-8")
