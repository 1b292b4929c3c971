"""Reads what an upload holds: at once, or in a job where it is much."""

from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from webapp.attendance import importing
from webapp.attendance.models import ImportRun, RunState
from webapp.attendance.readers.reports import AskDateOrder, AskMapping, Report
from webapp.attendance.recognition.matches import Match
from webapp.core.db import session, transaction
from webapp.core.grids import Unreadable
from webapp.core.jobs import enqueue, job
from webapp.events.models import Event


@job
def read_held(public_id: str) -> None:
    """Read and match outside a transaction, then write the rows in one; a second time finds nothing to do."""
    run = _run(public_id)
    if run is None or run.state is not RunState.HELD:
        return
    found = _read(run)
    with transaction():
        held = _run(public_id)
        if held is None or held.state is not RunState.HELD:
            return
        if isinstance(found, tuple):
            importing.keep(held, *found)
        else:
            importing.refuse(held, found)


def _read(run: ImportRun) -> tuple[Report, list[Match]] | Unreadable | AskDateOrder | AskMapping:
    event, zone = session().get_one(Event, run.event_id), ZoneInfo(run.timezone)
    try:
        files = importing.contents(run)
        return importing.read(event, files, zone, date_order=run.date_order, chosen=run.columns or None)
    except (Unreadable, AskDateOrder, AskMapping) as error:
        return error


def read_later(public_id: str) -> None:
    """Within the transaction that holds the files."""
    enqueue(read_held, public_id=public_id)


def _run(public_id: str) -> ImportRun | None:
    found = select(ImportRun).where(ImportRun.public_id == public_id).options(selectinload(ImportRun.files))
    return session().scalar(found.execution_options(populate_existing=True))
