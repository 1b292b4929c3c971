"""All figures of a conference with 100,000 registrations, attendance and its report; CPU in the process."""

import tempfile
from datetime import timedelta
from pathlib import Path
from statistics import median
from time import process_time

import conference
from bench._machine import speed
from sqlalchemy import insert, select
from surroundings import settings_in

from webapp import create_app
from webapp.attendance.models import Decision, ImportRun, Presence, ReportedPerson
from webapp.attendance.readers.reports import Role
from webapp.attendance.recognition.matches import How
from webapp.core.db import engine, session, transaction
from webapp.events import queries as events
from webapp.events.models import Event
from webapp.reporting.counting import everything

SIZES = (1_000, 10_000, 100_000)
MOST = 1.0  # seconds
ROUNDS = 3


def main() -> None:
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            conference.make(Path(folder), size)
            with create_app(settings_in(Path(folder))).app_context():
                event = events.event("folgekonferenz")
                with transaction():
                    _report(event)
                taken = [_seconds(event) for _round in range(ROUNDS)]
                engine().dispose()
        print(f"{size:,} registrations: {median(taken):.2f} s (limit {MOST} s; a loop takes {speed():.0f} ms)")


def _report(event: Event) -> None:
    """One row a registration that has a presence, every tenth with two stays."""
    run = session().scalars(select(ImportRun.id)).one()
    rows = [
        {
            "run_id": run, "number": number, "name": "x", "role": Role.ATTENDEE, "attended": True, "how": How.EMAIL,
            "decision": Decision.SURE, "registration_id": registration,
            "intervals": [
                (event.starts_at + timedelta(seconds=at)).isoformat()
                for at in (number % 900, 3000 + number % 700, *((4000, 7000) if number % 10 == 0 else ()))
            ],
        }
        for number, registration in enumerate(session().scalars(select(Presence.registration_id)), start=1)
    ]  # fmt: skip
    session().execute(insert(ReportedPerson), rows)


def _seconds(event: Event) -> float:
    session().rollback()
    start = process_time()
    everything.as_data(everything.of(event))
    return process_time() - start
