"""The attendance report that a platform would have given of the past conference: latecomers, breaks, odd names."""

import csv
import io
from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Final

from webapp.core import names
from webapp.core.clock import BERLIN
from webapp.events.models import Event
from webapp.registration.models import Registration

NAME: Final = "attendee_84759841045_2023_04_20.csv"
COLUMNS: Final = (
    "Attended", "User Name (Original Name)", "First Name", "Last Name", "Email", "Registration Time",
    "Approval Status", "Join Time", "Leave Time", "Time in Session (minutes)", "Is Guest", "Country/Region Name",
)  # fmt: skip
STAFF: Final = (
    "Attended",
    "User Name (Original Name)",
    "Email",
    "Join Time",
    "Leave Time",
    "Time in Session (minutes)",
)
ABSENT, BY_NAME, BROKEN, ODD = 0.07, 0.15, 0.2, 0.03  #: shares of the registered: over 100 of 120 come, as then


def report(event: Event, people: Sequence[Registration], random: Random) -> bytes:
    """As Zoom's webinar report of 2023; most rows carry the address, some a name alone."""
    target = io.StringIO(newline="")
    lines = csv.writer(target)
    lines.writerow(["Attendee Report", ""])
    lines.writerow(["Report Generated:", _written(event.ends_at + timedelta(hours=3))])
    lines.writerow(["Topic", "Webinar ID", "Actual Start Time", "Actual Duration (minutes)", "Unique Viewers"])
    minutes = int((event.ends_at - event.starts_at) / timedelta(minutes=1))
    lines.writerow([str(event.title.here), "847 5984 1045", _written(event.starts_at), minutes, len(people)])
    lines.writerow(["Host Details", ""])
    lines.writerow(STAFF)
    lines.writerow(["Yes", "Konferenz-Technik", "technik@example.org", *_stay(event, random)])
    lines.writerow(["Panelist Details", ""])
    lines.writerow(STAFF)
    lines.writerow(["Yes", "Dolmetscherin 1 / Перекладачка 1", "dolmetschen@example.org", *_stay(event, random)])
    lines.writerow(["Attendee Details", ""])
    lines.writerow(COLUMNS)
    for person in people:
        if random.random() >= ABSENT:
            lines.writerows(_rows(event, person, random))
    for stranger in ("Rathaus Musterstadt", "Notizen (Otter.ai)", "iPad"):
        lines.writerow(["Yes", stranger, "", "", "", "", "", *_stay(event, random), "Yes", ""])
    return target.getvalue().encode("utf-8-sig")


def _rows(event: Event, person: Registration, random: Random) -> list[list[object]]:
    """One row for each joining; who lost the connection has two."""
    latin, chance = person.latin, random.random()
    shown = latin if chance < 1 - ODD else f"{latin.split()[0][0]}. {latin.split()[-1]}"
    known = ODD < chance < 1 - BY_NAME
    head = ["Yes", shown, names.latin(person.given_name), names.latin(person.family_name)]
    head += [person.email if known else "", "", ""]
    joined, left, _minutes = _times(event, random)
    if random.random() >= BROKEN:
        return [[*head, *_cells(joined, left), "Yes", ""]]
    middle = joined + (left - joined) * random.uniform(0.3, 0.6)
    back = middle + timedelta(minutes=random.randint(1, 6))
    return [[*head, *_cells(joined, middle), "Yes", ""], [*head, *_cells(back, max(back, left)), "Yes", ""]]


def _stay(event: Event, random: Random) -> list[object]:
    joined, left, _minutes = _times(event, random)
    return _cells(joined, left)


def _times(event: Event, random: Random) -> tuple[datetime, datetime, float]:
    """Most come shortly before the start; a few leave early."""
    joined = event.starts_at + timedelta(minutes=random.triangular(-12, 35, -3))
    left = event.ends_at - timedelta(minutes=random.triangular(-6, 80, -2))
    return joined, left, (left - joined) / timedelta(minutes=1)


def _cells(joined: datetime, left: datetime) -> list[object]:
    return [_written(joined), _written(left), 1 + int((left - joined) / timedelta(minutes=1))]


def _written(moment: datetime) -> str:
    return f"{moment.astimezone(BERLIN):%b %d, %Y %H:%M:%S}"
