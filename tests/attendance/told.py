"""A report in short, to be compared: who, from when to when, on the clocks of Berlin."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

from attendance.visits_made import BERLIN, DAY, VISITS, Visit, persons

from webapp.attendance.readers.reading import read
from webapp.attendance.readers.reports import Report

SAMPLES: Final = Path(__file__).parent / "samples"
Stay = tuple[str, str]
Told = list[tuple[str, str, tuple[Stay, ...]]]  #: name, address, stays


def sample(name: str, day: date | None = DAY, **options: Any) -> Report:
    path = SAMPLES / name
    return read([(path.name, path.read_bytes())], zone=BERLIN, day=day, **options)


def report(*contents: str | bytes, day: date | None = DAY, name: str = "report.csv", **options: Any) -> Report:
    """Of one or several files; text is written as UTF-8."""
    files = [
        (name if number == 0 else f"{number}-{name}", content.encode() if isinstance(content, str) else content)
        for number, content in enumerate(contents)
    ]
    return read(files, zone=BERLIN, day=day, **options)


def told(found: Report, *, seconds: bool = True) -> Told:
    """Who attended."""
    form = "%H:%M:%S" if seconds else "%H:%M"
    return sorted(
        (
            person.name,
            person.email,
            tuple(
                (start.astimezone(BERLIN).strftime(form), end.astimezone(BERLIN).strftime(form))
                for start, end in person.intervals
            ),
        )
        for person in found.people
        if person.attended
    )


def expected(
    visits: Sequence[Visit] = VISITS, *, seconds: bool = True, emails: bool = True, whole: bool = False
) -> Told:
    """`whole`: only first join and last leave are known."""
    form = "%H:%M:%S" if seconds else "%H:%M"
    everybody = []
    for group in persons(visits):
        stays = tuple((visit.joined.strftime(form), visit.left.strftime(form)) for visit in group)
        if whole:
            stays = ((stays[0][0], stays[-1][1]),)
        everybody.append((group[0].name, group[0].email.lower() if emails else "", stays))
    return sorted(everybody)


def roles(found: Report) -> dict[str, str]:
    return {person.name: person.role.value for person in found.people}


def codes(found: Report) -> set[str]:
    return {warning.code.value for warning in found.warnings}


def reasons(found: Report) -> list[str]:
    return [left_out.code.value for left_out in found.not_read]
