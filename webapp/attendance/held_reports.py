"""Reads what an upload holds: at once, or in a job where it is much; says how far it is, and begins anew if killed."""

import logging
from collections.abc import Sequence
from time import monotonic
from zoneinfo import ZoneInfo

from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import joinedload

from webapp.attendance import importing, keeping
from webapp.attendance.deciding import IDLE
from webapp.attendance.models import ImportFile, ImportRun, Reading, RunState
from webapp.attendance.readers.reports import AskDateOrder, AskMapping, Report
from webapp.attendance.recognition.matches import Match
from webapp.attendance.stages import Stage
from webapp.core import clock
from webapp.core.db import random_id, session, transaction
from webapp.core.errors import DomainError
from webapp.core.grids import Unreadable
from webapp.core.jobs import enqueue, job
from webapp.events.models import Event

log = logging.getLogger(__name__)
AT_ONCE = 300_000  #: bytes that are read while the organiser waits; more is a job
SECONDS_BETWEEN_NOTES = 1.0


class _OvertakenError(Exception):
    """Somebody else reads the report now, or it was discarded."""


@job
def read_held(public_id: str) -> None:
    """Read and match outside a transaction, write the people in pieces; a second time finds nothing to do.

    Whoever takes it up again forgets what was written before, and whoever was overtaken writes nothing any more.
    """
    turn = _begun(public_id)
    if turn is None:
        return
    try:
        turn.read()
    except _OvertakenError:
        return
    except Exception:
        turn.fail()
        raise


def is_little_or_later(run: ImportRun, size: int | None = None) -> bool:
    """Whether it can be read while somebody waits for the page; else the worker is told, within this transaction."""
    if size is None:
        sizes = select(func.sum(func.length(ImportFile.content))).where(ImportFile.run_id == run.id)
        size = session().scalar(sizes) or 0
    if size <= AT_ONCE:
        return True
    _read_later(run)
    return False


def read_again(run: ImportRun) -> None:
    """After it failed, or whoever read it came to no end. Raises DomainError if there is nothing to read."""
    if run.state is not RunState.HELD:
        raise DomainError(IDLE)
    _read_later(run)


def _read_later(run: ImportRun) -> None:
    """Whoever reads it now is overtaken."""
    _take(run, session().get(Reading, run.id, populate_existing=True), "")
    enqueue(read_held, public_id=run.public_id)


def _begun(public_id: str) -> "_Turn | None":
    held = ImportRun.public_id == public_id, ImportRun.state == RunState.HELD
    found = select(ImportRun, Reading).outerjoin(Reading, Reading.run_id == ImportRun.id).where(*held)
    with transaction():
        row = session().execute(found.execution_options(populate_existing=True)).one_or_none()
        if row is None:
            return None
        run, before = row.ImportRun, row.Reading
        turn = _Turn(run)
        if before is not None:
            keeping.forget(run.id)
        _take(run, before, turn.reader)
    return turn


def _take(run: ImportRun, before: Reading | None, reader: str) -> None:
    reading = before or Reading(run_id=run.id)
    reading.reader, reading.stage, reading.done, reading.total = reader, Stage.FILES, 0, 0
    reading.noted_at, reading.failed = clock.now(), False
    session().add(reading)


class _Turn:
    """One try to read a report."""

    def __init__(self, run: ImportRun) -> None:
        self.run_id, self.reader = run.id, random_id()
        self._noted = monotonic()

    def read(self) -> None:
        found = self._found()
        if not isinstance(found, tuple):
            with transaction():
                importing.refuse(self._ended(), found)
            return
        report, matches = found
        self._keep(report, matches)

    def _found(self) -> tuple[Report, list[Match]] | Unreadable | AskDateOrder | AskMapping:
        run = session().get_one(ImportRun, self.run_id)
        event, zone, order = session().get_one(Event, run.event_id), ZoneInfo(run.timezone), run.date_order
        try:
            files = importing.contents(run)
            return importing.read(event, files, zone, date_order=order, chosen=run.columns or None, tell=self._tell)
        except (Unreadable, AskDateOrder, AskMapping) as error:
            return error

    def _keep(self, report: Report, matches: Sequence[Match]) -> None:
        done, (*pieces, last) = 0, keeping.pieces(matches)
        for piece in pieces:
            with transaction():
                self._note(Stage.KEPT, done, len(matches))
                keeping.people(self.run_id, report, piece)
            done += len(piece)
        with transaction():
            run = self._ended()
            keeping.people(self.run_id, report, last)
            keeping.finish(run, report)

    def _tell(self, stage: Stage, done: int, total: int) -> None:
        """In short transactions, at most one a second: others want to write too."""
        if monotonic() - self._noted < SECONDS_BETWEEN_NOTES:
            return
        try:
            with transaction():
                self._note(stage, done, total)
        except OperationalError:
            log.info("others write; how far a reading is will be told later")
        self._noted = monotonic()

    def _note(self, stage: Stage, done: int, total: int) -> None:
        mine = update(Reading).where(Reading.run_id == self.run_id, Reading.reader == self.reader)
        noted = session().execute(mine.values(stage=stage, done=done, total=total, noted_at=clock.now()))
        if noted.rowcount != 1:  # type: ignore[attr-defined]
            raise _OvertakenError

    def _ended(self) -> ImportRun:
        mine = delete(Reading).where(Reading.run_id == self.run_id, Reading.reader == self.reader)
        if session().execute(mine).rowcount != 1:  # type: ignore[attr-defined]
            raise _OvertakenError
        found = select(ImportRun).where(ImportRun.id == self.run_id).options(joinedload(ImportRun.files))
        return session().scalars(found.execution_options(populate_existing=True)).unique().one()

    def fail(self) -> None:
        mine = update(Reading).where(Reading.run_id == self.run_id, Reading.reader == self.reader)
        with transaction():
            session().execute(mine.values(failed=True, noted_at=clock.now()))
