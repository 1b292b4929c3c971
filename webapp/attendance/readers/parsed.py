"""What a platform's reader finds in a file, before times are settled and persons put together. Pure."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from webapp.attendance.readers import durations
from webapp.attendance.readers.cells import at, email, text, value
from webapp.attendance.readers.grouping import Line
from webapp.attendance.readers.headings import Field
from webapp.attendance.readers.layout import Columns
from webapp.attendance.readers.reports import Details, Notice, Platform, Reason, Role
from webapp.attendance.stages import STEP
from webapp.core import dates
from webapp.core.dates import Stamp
from webapp.core.grids import Cell

_NO_NAME = frozenset({"", "-", "--", "—", "–"})


@dataclass(slots=True)
class Entry:
    """One row, its times as they are written."""

    row: int
    name: str
    other_names: tuple[str, ...] = ()
    email: str = ""
    other_emails: tuple[str, ...] = ()
    role: Role = Role.ATTENDEE
    attended: bool = True
    joined: Cell = None
    left: Cell = None
    #: the two as they were read, once for all who ask
    joined_at: Stamp | None = None
    left_at: Stamp | None = None
    minutes: float | None = None
    account: str = ""
    place: str = ""
    spans: bool = False  #: first join and last leave: between them the person may have been away
    cells: Sequence[Cell] = ()


@dataclass(slots=True)
class Parsed:
    platform: Platform
    layout: str
    title: str = ""
    start: Cell = None
    end: Cell = None
    length: float | None = None  #: minutes of the meeting
    day: Cell = None  #: the date for times of day, where the file says it
    entries: list[Entry] = field(default_factory=list)
    notices: list[tuple[Notice, int, Details]] = field(default_factory=list)
    not_read: list[tuple[Reason, int, Sequence[Cell]]] = field(default_factory=list)
    utc: bool = False  #: times are UTC whatever the event's zone is
    local_clock: bool = False  #: times are in the manner of somebody's computer: with 24 hours the day comes first
    rows: int = 0

    def read_times(self, tell: Callable[[int], None]) -> None:
        """Tells every now and then how many it has read."""
        for number, one in enumerate(self.entries):
            if number % STEP == 0:
                tell(number)
            one.joined_at, one.left_at = dates.read(one.joined), dates.read(one.left)


def entry(columns: Columns, line: Line) -> Entry:
    """What the columns say of a row; role and attendance are for the platform's reader to judge."""
    number, row = line
    name, others = names(columns, row)
    addresses = tuple(dict.fromkeys(found for one in columns.emails if (found := email(at(row, one)))))
    account = text(at(row, columns.account)).lower() if columns.account is not None else ""
    alias = (account,) if "@" in account and email(account) and account not in addresses else ()
    return Entry(
        number,
        name,
        others,
        addresses[0] if addresses else "",
        (*addresses[1:], *alias),
        joined=value(at(row, columns.joined)),
        left=value(at(row, columns.left)),
        minutes=durations.minutes(value(at(row, columns.minutes)), number=columns.scale),
        account="" if account in _NO_NAME else account,
        cells=row,
    )


def names(columns: Columns, row: Sequence[Cell]) -> tuple[str, tuple[str, ...]]:
    """The name as it was shown, else given and family name; and the other of the two."""
    shown = _name(at(row, columns.name))
    if columns.given is None and columns.family is None and Field.ORIGINAL_NAME not in columns.others:
        return shown, ()
    whole = " ".join(filter(None, (_name(at(row, columns.given)), _name(at(row, columns.family)))))
    original = _name(at(row, columns.others.get(Field.ORIGINAL_NAME)))
    found = list(dict.fromkeys(filter(None, (shown, whole, original))))
    return (found[0], tuple(found[1:])) if found else ("", ())


def _name(cell: Cell) -> str:
    name = text(cell)
    return "" if name in _NO_NAME else name


def both_names(name: str) -> tuple[str, ...]:
    """“Display (Original)”: who renamed herself."""
    found = re.fullmatch(r"(.+?)\s*\(([^()]+)\)", name)
    return (found[1], found[2]) if found else ()


def count_out(parsed: Parsed, reason: Reason, line: Line) -> None:
    parsed.not_read.append((reason, line[0], tuple(line[1])))
