"""Teams' report since 2022: numbered sections, known by their numbers and their content whatever the language. Pure.

Section 2 says who, once a person; section 3 says when, once a join. They tell of the same presence.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from webapp.attendance.readers import durations, roles
from webapp.attendance.readers.cells import Kind, at, kind, text
from webapp.attendance.readers.grouping import Line, Table, is_repeated
from webapp.attendance.readers.headings import Field, plain
from webapp.attendance.readers.layout import Columns, Sheet, columns
from webapp.attendance.readers.parsed import Entry, Parsed, count_out, entry
from webapp.attendance.readers.reports import Notice, Platform, Reason, Role

SUMMARY, PARTICIPANTS, ACTIVITIES = 1, 2, 3
FEWEST_COLUMNS: Final = 6  #: name, two times, duration, address, role
_NUMBERED = re.compile(r"\s*(\d)\s*[.．。)、]\s*\S.*")
_NULL: Final = frozenset({"null", "none", "undefined"})


@dataclass(slots=True)
class Section:
    number: int
    row: int
    title: str
    lines: list[Line] = field(default_factory=list)


def read(sheet: Sheet) -> Parsed | None:
    sections = list(_sections(sheet.lines))
    if not _is_report(sections):
        return None
    parsed = Parsed(Platform.TEAMS, "report_2022")
    reports = list(_reports(sections))
    for report in reports:
        _read_one(parsed, report)
    if len(reports) > 1:
        parsed.notices.append((Notice.TWO_MEETINGS, reports[1][0].row, {"found": str(len(reports))}))
    return parsed


def _is_report(sections: Sequence[Section]) -> bool:
    """Also what somebody kept of one: a table under a number alone needs the columns of Teams."""
    filled = [section for section in sections if section.number in {PARTICIPANTS, ACTIVITIES} and section.lines]
    if len(sections) > 1 and any(section.number == PARTICIPANTS for section in filled):
        return True
    found = columns(_table(filled[0])) if filled else None
    return found is not None and None not in {found.joined, found.left} and len(found.fields) >= FEWEST_COLUMNS


def _sections(lines: Sequence[Line]) -> Iterator[Section]:
    """A number, a dot and a title, alone in their row, begin a section."""
    section: Section | None = None
    for row, cells in lines:
        first = cells[0] if len(cells) == 1 else None
        if isinstance(first, str) and (found := _NUMBERED.fullmatch(first)) and kind(first) is Kind.TEXT:
            if section:
                yield section
            section = Section(int(found[1]), row, text(first))
        elif section:
            section.lines.append((row, cells))
    if section:
        yield section


def _reports(sections: Sequence[Section]) -> Iterator[list[Section]]:
    """A number that is not larger than the one before begins another report in the same file."""
    report: list[Section] = []
    for section in sections:
        if report and section.number <= report[-1].number:
            yield report
            report = []
        report.append(section)
    yield report


def _read_one(parsed: Parsed, sections: Sequence[Section]) -> None:
    by_number = {section.number: section for section in sections}
    summary = by_number.get(SUMMARY)
    if summary:
        summarise(parsed, summary.lines)
    people = list(_entries(parsed, by_number.get(PARTICIPANTS)))
    activities = list(_entries(parsed, by_number.get(ACTIVITIES)))
    known = _Known(people)
    seen: set[int] = set()
    for one in activities:
        for person in known.of(one):
            seen.add(person.row)
        parsed.entries.append(known.completed(one))
    for person in people:
        if person.row not in seen:
            person.spans = person.joined is not None
            parsed.entries.append(person)
    if Field.REGISTERED_EMAIL in {one for section in sections for one in _fields(section)}:
        parsed.layout = "webinar"


def summarise(parsed: Parsed, lines: Sequence[Line]) -> None:
    """Title, start and end out of pairs of a word and a value, by what the values are."""
    for _row, cells in lines:
        filled = [cell for cell in cells if text(cell)]
        if len(filled) != 2:  # noqa: PLR2004 - a word and a value
            continue
        told, found = filled[1], kind(filled[1])
        if found is Kind.MOMENT and parsed.start is None:
            parsed.start = told
        elif found is Kind.MOMENT and parsed.end is None:
            parsed.end = told
        elif found is Kind.TEXT and not parsed.title and text(told).casefold() not in _NULL:
            parsed.title = text(told)
        elif found is Kind.DURATION and parsed.length is None:
            parsed.length = durations.minutes(told)


def _fields(section: Section) -> tuple[Field | None, ...]:
    return columns(_table(section)).fields if section.number == PARTICIPANTS and section.lines else ()


def _table(section: Section) -> Table:
    (row, head), *lines = section.lines
    return Table(section.title, tuple(text(cell) for cell in head), row, lines)


def _entries(parsed: Parsed, section: Section | None) -> Iterator[Entry]:
    if section is None or not section.lines:
        return
    table = _table(section)
    found = _placed(table, columns(table))
    role = role_column(table, found)
    for line in table.lines:
        if is_repeated(line[1], table.head):
            continue
        parsed.rows += 1
        one = entry(found, line)
        said = text(at(line[1], role))
        if not one.name and not one.email:
            count_out(parsed, Reason.NO_NAME, line)
            continue
        one.attended = role is None or bool(said or one.joined or one.left or one.minutes)
        one.role = roles.of_name(one.name, one.email, roles.of_word(said))
        yield one


def _placed(table: Table, found: Columns) -> Columns:
    """The name stands first; then two times and a duration, wherever the columns of registration leave them."""
    found = replace(found, name=0, given=None, family=None)
    if found.joined is None and found.left is None and len(table.head) > 2:  # noqa: PLR2004 - nobody was there
        return replace(found, joined=1, left=2)
    return found


def role_column(table: Table, found: Columns) -> int | None:
    """By its heading; else the text that follows the account, or the address, or stands last."""
    if (named := found.others.get(Field.ROLE)) is not None:
        return named
    engagement = [n for n, heading in enumerate(table.head) if ":" in heading]
    end = min(engagement, default=len(table.head))
    begin = max([0, *filter(None, (found.account, found.minutes, *found.emails))]) + 1
    return next(
        (n for n in range(begin, end) if found.kinds[n] in {Kind.TEXT, Kind.EMPTY} and plain(table.head[n])), None
    )


class _Known:
    """The persons of section 2, to be found by address or by a name that only one of them has."""

    def __init__(self, people: Sequence[Entry]) -> None:
        self.by_email: dict[str, list[Entry]] = {}
        self.by_name: dict[str, list[Entry]] = {}
        for one in people:
            for address in {one.email, *one.other_emails} - {""}:
                self.by_email.setdefault(address, []).append(one)
            self.by_name.setdefault(one.name, []).append(one)

    def of(self, one: Entry) -> list[Entry]:
        alike = self.by_name.get(one.name, [])
        if one.email:
            return self.by_email.get(one.email) or [other for other in alike if not other.email]
        return alike if len(alike) == 1 else [other for other in alike if not other.email]

    def completed(self, one: Entry) -> Entry:
        """With what only section 2 says."""
        found = self.of(one)
        if len({person.email for person in found}) != 1 or (len(found) > 1 and not found[0].email):
            return one
        person = next((person for person in found if person.name == one.name), found[0])
        addresses = dict.fromkeys(filter(None, (person.email, one.email, *person.other_emails, *one.other_emails)))
        first, *others = [*addresses, ""]
        rest = tuple(filter(None, others))
        role = min(person.role, one.role, key=list(Role).index)
        return replace(one, email=first, other_emails=rest, account=person.account, role=role)
