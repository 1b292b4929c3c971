"""Zoom's list of participants of a conference: sure ones, doubtful ones, strangers, a host, a robot, a telephone."""

import csv
import io
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from webapp.core.clock import BERLIN
from webapp.events.models import Event
from webapp.registration.models import Registration

HEAD: Final = (
    "Name (Original Name)", "User Email", "Join Time", "Leave Time", "Duration (Minutes)", "Guest", "In Waiting Room",
)  # fmt: skip
STRANGERS: Final = ("Köln – Erika Mustermann", "Rathaus Musterstadt", "+49 221 ***12", "Dnipro | Іван")
STAFF: Final = ("Konferenz-Technik (Host)", "Dolmetscherin 1 / Перекладачка 1", "Notizen (Otter.ai)")


def participants(event: Event, people: Sequence[Registration], *, doubtful: int = 2) -> bytes:
    """The first `doubtful` people with an initial only, the others as Zoom shows names in Latin letters."""
    rows = [_row(event, f"{one.latin[0]}. {one.latin.split()[-1]}", "", at) for at, one in enumerate(people[:doubtful])]
    rows += [
        _row(event, one.latin, one.email if at % 3 else "", at) for at, one in enumerate(people[doubtful:], doubtful)
    ]
    rows += [_row(event, name, "", at) for at, name in enumerate((*STRANGERS, *STAFF))]
    return _text([HEAD, *rows])


def kinds(event: Event, people: Sequence[Registration]) -> dict[str, bytes]:
    """One to be looked through, two with a question, one that cannot be read."""
    whole = participants(event, people)
    other_day = _text(
        [HEAD, ("Olena Kovalenko", "", "05/06/2022 10:00:00 AM", "05/06/2022 11:00:00 AM", 60, "Yes", "No")]
    )
    table = "Wer;Anschrift;Anwesend\nOlena Kovalenko;olena@example.org;90\nSabine Krause;sabine@example.org;60\n"
    return {"read": whole, "dates": other_day, "columns": table.encode(), "refused": b"hello"}


def _row(event: Event, name: str, email: str, at: int) -> tuple[object, ...]:
    joined = event.starts_at + timedelta(minutes=at % 7 - 3)
    left = event.ends_at - timedelta(minutes=at * 5 % 40)
    return name, email, _written(joined), _written(left), (left - joined) // timedelta(minutes=1), "Yes", "No"


def _written(moment: datetime) -> str:
    return f"{moment.astimezone(BERLIN):%m/%d/%Y %I:%M:%S %p}"


def _text(rows: Sequence[Sequence[object]]) -> bytes:
    target = io.StringIO(newline="")
    csv.writer(target).writerows(rows)
    return target.getvalue().encode("utf-8-sig")
