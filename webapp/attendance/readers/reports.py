"""What a platform's report says, whoever wrote it: sources, meeting, people, and what could not be read. Pure."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from webapp.core.dates import DateOrder
from webapp.core.grids import Cell, Grid


class Platform(StrEnum):
    ZOOM = "zoom"
    TEAMS = "teams"
    WEBEX = "webex"
    BIGBLUEBUTTON = "bigbluebutton"
    MEET = "meet"
    GOTOWEBINAR = "gotowebinar"
    TABLE = "table"


class Role(StrEnum):
    """From what sets a person apart most to what does least; one person with several roles has the first."""

    BOT = "bot"
    INTERPRETER = "interpreter"
    HOST = "host"
    PANELIST = "panelist"
    PHONE = "phone"
    ATTENDEE = "attendee"
    UNKNOWN = "unknown"  #: the report names a role that is not understood


class Notice(StrEnum):
    """What an organiser should know before trusting the report."""

    SAME_NAME_ONE = "same_name_one"  #: rows without e-mail and with one name, taken for one person; details: name, rows
    SAME_NAME_SEVERAL = "same_name_several"  #: the same, at the same time: several persons; details: name, people
    LEAVE_BEFORE_JOIN = "leave_before_join"  #: attended, time unknown; details: name
    NEGATIVE_MINUTES = "negative_minutes"  #: attended, time unknown; details: name
    UNREADABLE_TIME = "unreadable_time"  #: attended, time unknown; details: name, found
    OPEN_END = "open_end"  #: no leave time: taken as there until the end of the report; details: name
    SPAN_ONLY = "span_only"  #: only first join and last leave are known; details: name, minutes (as stated)
    NO_TIMES = "no_times"  #: the report gives minutes, but no times
    NO_DATE = "no_date"  #: times of day without a date
    NO_ROWS = "no_rows"  #: the heading is there, and nobody below it
    NAMES_MISSING = "names_missing"  #: details: rows
    UNKNOWN_ROLE = "unknown_role"  #: details: found
    OTHER_DAY = "other_day"  #: details: day, found
    TWO_MEETINGS = "two_meetings"  #: more than one meeting in a file; details: found
    EXCUSED = "excused"  #: a list says so, and a report excuses nobody; details: name
    SHEETS_LEFT_OUT = "sheets_left_out"  #: of a workbook, since they are no report; details: found
    SAME_FILE = "same_file"  #: left out: the same bytes as an earlier file; details: name, other
    REPEATED = "repeated"  #: rows that another file has too, counted once; details: rows
    DATE_ORDER_ASSUMED = "date_order_assumed"  #: details: order, found
    DATES_SWAPPED = "dates_swapped"  #: a spreadsheet took the day for the month; details: found


class Reason(StrEnum):
    """Why a row counts for nobody."""

    NO_NAME = "no_name"  #: neither name nor e-mail address
    WAITING_ROOM = "waiting_room"
    POLL_ANSWERS = "poll_answers"
    NOT_UNDERSTOOD = "not_understood"
    REPEATED = "repeated"  #: another file has the same


Details = dict[str, str | int | float]


@dataclass(frozen=True, slots=True)
class Segment:
    """One row: somebody, once, from when to when. Times are aware, in UTC."""

    file: int
    row: int
    name: str
    other_names: tuple[str, ...] = ()
    email: str = ""
    other_emails: tuple[str, ...] = ()
    role: Role = Role.ATTENDEE
    attended: bool = True
    joined: datetime | None = None
    left: datetime | None = None
    minutes: float | None = None  #: as stated; the truth only where there are no times
    account: str = ""  #: the platform's own name for the person, e.g. Teams' UPN; never an address to show
    place: str = ""  #: the municipality, as a list kept by hand says it


@dataclass(frozen=True, slots=True)
class Meeting:
    title: str = ""
    start: datetime | None = None
    end: datetime | None = None


@dataclass(frozen=True, slots=True)
class Source:
    name: str
    platform: Platform
    layout: str
    sha256: str
    rows: int


@dataclass(frozen=True, slots=True)
class Warning_:  # noqa: N801 - Warning is Python's own
    """Something to know; file and row are those where it begins, row 0 the whole file. Rows count from 1."""

    code: Notice
    file: int = 0
    row: int = 0
    details: Details = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NotRead:
    code: Reason
    file: int
    row: int
    details: Details = field(default_factory=dict)
    cells: tuple[Cell, ...] = ()


Interval = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Person:
    """Everything the reports say of one person; intervals are merged, sorted, in UTC, and not clipped to the event."""

    name: str
    other_names: tuple[str, ...]
    email: str
    other_emails: tuple[str, ...]
    role: Role
    attended: bool
    intervals: tuple[Interval, ...]
    minutes: float | None  #: the union of the intervals; as stated where there are none; None if nothing is known
    rows: tuple[tuple[int, int], ...]
    place: str = ""  #: as of Segment


@dataclass(frozen=True, slots=True)
class Report:
    files: tuple[Source, ...]
    platform: Platform
    timezone: str
    meeting: Meeting
    people: tuple[Person, ...]
    warnings: tuple[Warning_, ...]
    not_read: tuple[NotRead, ...]


@dataclass
class AskDateOrder(Exception):
    """Nothing tells day from month; first and last day under either reading."""

    readings: dict[DateOrder, tuple[date, date]]
    example: str  #: one value as it is written

    def __str__(self) -> str:
        either = (f"{order}: {first} to {last}" for order, (first, last) in self.readings.items())
        return f"{self.example} ({'; '.join(either)})"


@dataclass
class AskMapping(Exception):
    """A table of no known platform: which column is what has to be said. `head` is the row of the heading, from 0."""

    file: int
    name: str
    grid: Grid
    head: int = 0

    def __str__(self) -> str:
        return f"{self.name}: unknown columns"


def report_json(
    report: Report, *, say: Callable[[Warning_ | NotRead], str] = lambda finding: finding.code
) -> dict[str, Any]:
    """The report as `attendance import --json` prints it, `match` left empty; `say` finds the words for a finding."""
    zone = ZoneInfo(report.timezone)
    meeting = report.meeting
    return {
        "files": [
            {"name": file.name, "platform": file.platform.value, "layout": file.layout, "sha256": file.sha256}
            for file in report.files
        ],
        "platform": report.platform.value,
        "timezone": report.timezone,
        "meeting": {
            "title": meeting.title or None,
            "start": _written(meeting.start, zone),
            "end": _written(meeting.end, zone),
        },
        "people": [_person_json(person, zone) for person in report.people],
        "warnings": _findings_json(report.warnings, report.files, say),
        "not_read": _findings_json(report.not_read, report.files, say),
    }


def _person_json(person: Person, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "name": person.name,
        "email": person.email or None,
        "role": person.role.value,
        "attended": person.attended,
        "intervals": [[_written(start, zone), _written(end, zone)] for start, end in person.intervals],
        "minutes": None if person.minutes is None else round(person.minutes, 1),
        "match": None,
    }


def _findings_json(
    findings: Iterable[Warning_ | NotRead], files: tuple[Source, ...], say: Callable[[Warning_ | NotRead], str]
) -> list[dict[str, Any]]:
    return [
        {"code": finding.code.value, "file": files[finding.file].name, "row": finding.row or None, "text": say(finding)}
        for finding in findings
    ]


def _written(moment: datetime | None, zone: ZoneInfo) -> str | None:
    return None if moment is None else moment.astimezone(zone).isoformat()
