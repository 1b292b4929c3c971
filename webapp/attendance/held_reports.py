"""Reads what an upload holds: at once, or in a job where it is much; says how far it is, and begins anew if killed."""

from collections.abc import Sequence
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import case, func, select
from sqlalchemy.orm import joinedload

from webapp.attendance import importing, keeping
from webapp.attendance.deciding import IDLE
from webapp.attendance.models import ImportFile, ImportRun, Reading, RunState
from webapp.attendance.readers.reports import AskDateOrder, AskMapping, Report
from webapp.attendance.recognition.matches import Match
from webapp.attendance.stages import Stage
from webapp.core import tables
from webapp.core.db import session, transaction
from webapp.core.errors import DomainError
from webapp.core.grids import Unreadable
from webapp.core.held_readings import Readings
from webapp.core.jobs import job
from webapp.core.turns import Turn
from webapp.events.models import Event

READINGS: Final = Readings(Reading, ImportRun, keeping.forget)


@job
def read_held(public_id: str) -> None:
    """Read and match outside a transaction, write the people in pieces.

    Whoever takes it up again forgets what was written before.
    """
    READINGS.run(public_id, _read)


def is_little_or_later(run: ImportRun, files: importing.Files = ()) -> bool:
    """Whether it can be read while somebody waits for the page; else the worker is told, within this transaction.

    `files` are those of the import, where they are at hand.
    """
    if _is_little(run, files):
        return True
    READINGS.later(run, read_held)
    return False


def _is_little(run: ImportRun, files: importing.Files) -> bool:
    contents = [content for _name, content in files] or _held(run)
    try:
        return None not in contents and tables.is_little(*filter(None, contents))
    except Unreadable:
        return True  # which is said soon


def _held(run: ImportRun) -> list[bytes | None]:
    """None of a large file; nothing of what is forgotten."""
    length = func.length(ImportFile.content)
    content = case((length <= tables.LITTLE_BYTES, ImportFile.content))
    held = ImportFile.run_id == run.id, ImportFile.content.is_not(None)
    return list(session().scalars(select(content).where(*held)))


def read_again(run: ImportRun) -> None:
    """After it failed, or whoever read it came to no end. Raises DomainError if there is nothing to read."""
    if run.state is not RunState.HELD:
        raise DomainError(IDLE)
    READINGS.later(run, read_held)


def _read(turn: Turn) -> None:
    found = _found(turn)
    if not isinstance(found, tuple):
        with transaction():
            turn.end()
            importing.refuse(_run(turn), found)
        return
    keep(turn, *found)


def _found(turn: Turn) -> tuple[Report, list[Match]] | Unreadable | AskDateOrder | AskMapping:
    run = session().get_one(ImportRun, turn.held_id)
    event, zone, order = session().get_one(Event, run.event_id), ZoneInfo(run.timezone), run.date_order
    try:
        files = importing.contents(run)
        return importing.read(event, files, zone, date_order=order, chosen=run.columns or None, tell=turn.tell)
    except (Unreadable, AskDateOrder, AskMapping) as error:
        return error


def keep(turn: Turn, report: Report, matches: Sequence[Match]) -> None:
    turn.keep(
        Stage.KEPT,
        matches,
        lambda piece: keeping.people(turn.held_id, report, piece),
        lambda: keeping.finish(_run(turn), report),
    )


def _run(turn: Turn) -> ImportRun:
    found = select(ImportRun).where(ImportRun.id == turn.held_id).options(joinedload(ImportRun.files))
    return session().scalars(found.execution_options(populate_existing=True)).unique().one()
