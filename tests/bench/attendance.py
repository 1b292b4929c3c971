"""A report against 5,000 registrations: read, matched, kept and shown, at 10,000 to 100,000 rows; CPU and memory."""

import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from random import Random
from time import process_time

from bench._machine import speed
from factories import make_event
from running import Running
from sources import ROOT
from sqlalchemy import select
from surroundings import settings_in

from webapp import create_app
from webapp.attendance import importing, keeping, queries
from webapp.attendance.models import Decision
from webapp.core import clock, schema
from webapp.core.clock import BERLIN
from webapp.core.db import engine, session, transaction
from webapp.demo import actions as demo
from webapp.demo.report import COLUMNS
from webapp.events.models import Event
from webapp.places.actions import load_directory
from webapp.registration.models import Registration

PEOPLE = 5_000
ROWS = (10_000, 30_000, 100_000)
SEED = 4


def main() -> None:
    """Each size in a process of its own, so that memory is its own too."""
    environment = Running(Path(tempfile.gettempdir()), 0).environment | {"PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}"}
    for rows in ROWS:
        command = [sys.executable, "-m", "bench.attendance", str(rows)]
        run = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True)
        limit = "limit 5 s, 250 MB" if rows == ROWS[0] else "no worse than linear"
        print(f"{rows:,} rows against {PEOPLE:,} registrations: {run.stdout.strip()} ({limit})")


def measure(rows: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(settings_in(Path(folder)))
        with app.app_context():
            schema.upgrade()
            with transaction():
                load_directory()
            event_id = make_event().id
            with transaction():
                demo.fill(session().get_one(Event, event_id), PEOPLE, seed=SEED, now=clock.now())
            event = session().get_one(Event, event_id)
            content = _report(event, rows)
            before = _megabytes()
            start = process_time()
            files, now = [("report.csv", content)], clock.now()
            report, matches = importing.read(event, files, BERLIN)
            read = process_time() - start
            with transaction():
                run = importing.hold(event_id, files, timezone=BERLIN.key, actor="x", now=now)
                keeping.keep(run, report, matches)
                kept = process_time() - start
                importing.apply(run, actor="x", now=now)
            session().scalars(queries.people(run.id, [Decision.OPEN]).limit(25)).all()
            whole, certain = process_time() - start, sum(one.registration is not None for one in matches)
            engine().dispose()
    print(
        f"{speed():.0f} ms for a million rounds of a loop, {whole:.2f} s CPU (read and matched {read:.2f}, "
        f"kept {kept - read:.2f}, applied {whole - kept:.2f}), {_megabytes():.0f} MB at most, {before:.0f} before; "
        f"{len(matches):,} people, {certain:,} certain"
    )


def _report(event: Event, rows: int) -> bytes:
    """Everybody several times, a third without an address, and a tenth of strangers; the seed is always the same."""
    random, day = Random(SEED), f"{event.starts_at.astimezone(BERLIN):%b %d, %Y}"  # noqa: S311 - no secret
    people = session().scalars(select(Registration)).all()
    lines = ["Attendee Report,", "Attendee Details,", ",".join(COLUMNS)]
    for number in range(rows):
        person = people[number % len(people)]
        name = f"Fremd{number} Gast{number}" if random.random() < 0.1 else person.latin
        email = person.email if random.random() < 0.66 and not name.startswith("Fremd") else ""
        start = random.randrange(60)
        lines.append(f'Yes,{name},,,{email},,,"{day} 10:{start:02}:00","{day} 11:{start:02}:00",60,Yes,Germany')
    return "\n".join(lines).encode("utf-8-sig")


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    measure(int(sys.argv[1])) if len(sys.argv) > 1 else main()
