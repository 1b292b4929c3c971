"""Verbs of an import: hold its files, read and match them, decide about people, apply, undo."""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import and_, delete, exists, or_, select, update
from sqlalchemy.orm import joinedload, undefer

from webapp.attendance import aliases, counting, known_registrations
from webapp.attendance.deciding import IDLE
from webapp.attendance.keeping import ASIDE_BY_ROLE
from webapp.attendance.models import (
    LONGEST_FILE_NAME,
    Decision,
    ImportFile,
    ImportRun,
    ReportedPerson,
    RunState,
)
from webapp.attendance.readers import reading
from webapp.attendance.readers.fields import FIELDS
from webapp.attendance.readers.reports import AskDateOrder, AskMapping, Report
from webapp.attendance.recognition.matches import Match, Reported
from webapp.attendance.recognition.matching import match
from webapp.attendance.stages import Tell, silent
from webapp.attendance.told_places import Directory
from webapp.core import audit, clock, collecting, column_mappings, columns
from webapp.core.clock import BERLIN
from webapp.core.dates import DateOrder
from webapp.core.db import random_id, session, transaction
from webapp.core.errors import DomainError
from webapp.core.grids import Cell, Code, Unreadable
from webapp.core.jobs import every
from webapp.events.models import Event

Files = Sequence[tuple[str, bytes]]
HELD_FOR = timedelta(days=1)
PURPOSE = "attendance"  #: of remembered columns


@collecting.held_back()
def read(
    event: Event,
    files: Files,
    zone: ZoneInfo,
    *,
    date_order: str = "",
    chosen: dict[str, Any] | None = None,
    tell: Tell = silent,
) -> tuple[Report, list[Match]]:
    """What the files say, and who that is; `chosen` is as ImportRun.columns. Writes nothing; `tell` may.

    Raises Unreadable, AskDateOrder or AskMapping.
    """
    event_id, day = event.id, event.starts_at.astimezone(BERLIN).date()
    order = DateOrder(date_order) if date_order else None
    mapping = _mapping(chosen) if chosen else None
    try:
        report = reading.read(files, zone=zone, day=day, mapping=mapping, date_order=order, tell=tell)
    except AskMapping as asked:
        known = column_mappings.remembered(PURPOSE, columns.fingerprint(_texts(asked.grid.rows[asked.head])))
        if mapping or known is None:
            raise
        mapping = _mapping({"header": asked.head, "columns": known})
        report = reading.read(files, zone=zone, day=day, mapping=mapping, date_order=order, tell=tell)
    return report, matched(event_id, report, tell)


def _texts(row: Sequence[Cell]) -> list[str]:
    return ["" if cell is None else str(cell) for cell in row]


def matched(event_id: int, report: Report, tell: Tell = silent) -> list[Match]:
    """One match for each person of the report."""
    links = known_registrations.by_offered_name(event_id)
    directory = Directory() if any(person.place for person in report.people) else None
    places = directory.told(person.place for person in report.people) if directory else {}
    reported = [
        Reported(
            number,
            person.name,
            person.other_names,
            tuple(filter(None, (person.email, *person.other_emails))),
            links.get(person.name.casefold()),
            person.place,
            places.get(person.place, ()),
        )
        for number, person in enumerate(report.people)
    ]
    return match(reported, known_registrations.known(event_id, directory), tell)


def hold(event_id: int, files: Files, *, timezone: str, date_order: str = "", actor: str, now: datetime) -> ImportRun:
    """Keep the files until they are read; what was held of the same files before makes room for it."""
    hashes = [_sha256(content) for _name, content in files]
    _forget_unapplied(event_id, hashes)
    run = ImportRun(event_id=event_id, public_id=random_id(), timezone=timezone, created_by=actor, created_at=now)
    run.state, run.date_order, run.columns = RunState.HELD, date_order, {}
    run.files = [
        ImportFile(name=name[-LONGEST_FILE_NAME:], sha256=sha256, content=content)
        for (name, content), sha256 in zip(files, hashes, strict=True)
    ]
    session().add(run)
    session().flush()
    audit.record("attendance.upload", run.thing, actor=actor, details={"files": len(run.files)})
    return run


def not_applied(event_id: int, files: Files) -> Files:
    """Those of these files that no applied import holds: whatever is in the others counts already."""
    applied = ImportRun.event_id == event_id, ImportRun.state == RunState.APPLIED
    held = select(ImportFile.sha256).join(ImportRun, ImportRun.id == ImportFile.run_id).where(*applied)
    known = set(session().scalars(held))
    return [file for file in files if _sha256(file[1]) not in known]


def begun(event_id: int, files: Files, timezone: str) -> ImportRun | None:
    """The import of just these files about whose people somebody has decided: read anew, that would be forgotten."""
    aside = ReportedPerson.decision == Decision.ASIDE, ReportedPerson.role.not_in(ASIDE_BY_ROLE)
    by_hand = or_(ReportedPerson.decision == Decision.CONFIRMED, and_(*aside))
    found = select(ImportRun).where(
        ImportRun.event_id == event_id,
        ImportRun.state == RunState.READ,
        ImportRun.timezone == timezone,
        exists().where(ReportedPerson.run_id == ImportRun.id, by_hand),
    )
    hashes = {_sha256(content) for _name, content in files}
    waiting = session().scalars(found.options(joinedload(ImportRun.files))).unique()
    return next((run for run in waiting if {file.sha256 for file in run.files} == hashes), None)


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def refuse(run: ImportRun, error: Unreadable | AskDateOrder | AskMapping) -> None:
    """Keep why the files could not be read, or what has to be asked first."""
    run.state = RunState.REFUSED if isinstance(error, Unreadable) else RunState.ASKING
    run.problem = _problem(error)


def set_date_order(run: ImportRun, order: DateOrder, *, actor: str) -> None:
    """The organisers' answer; the files have to be read again."""
    require_asking(run)
    run.date_order, run.state = order.value, RunState.HELD
    audit.record("attendance.answer", run.thing, actor=actor)


def set_columns(run: ImportRun, chosen: dict[str, int], header: int | None, *, actor: str, now: datetime) -> None:
    """Likewise; remembered for tables with the same headings. `header` is counted from 1."""
    require_asking(run)
    head = None if header is None else header - 1
    if head == run.problem["head"]:
        column_mappings.remember(PURPOSE, columns.fingerprint(run.problem["rows"][0]), chosen, now=now)
    run.columns, run.state = {"header": head, "columns": chosen}, RunState.HELD
    audit.record("attendance.answer", run.thing, actor=actor)


def guessed(rows: Sequence[Sequence[str]]) -> columns.Mapping:
    """What the columns of an unknown table seem to be; the first row holds the headings."""
    return columns.recognise(rows, FIELDS)


def require_asking(run: ImportRun) -> None:
    """Raises DomainError for an import that was answered in the meantime."""
    if run.state is not RunState.ASKING:
        raise DomainError(IDLE)


def apply(run: ImportRun, *, actor: str, now: datetime) -> None:
    """Let it count; who is still to be decided counts from the decision on. A second time changes nothing."""
    if run.state is RunState.APPLIED:
        return
    if run.state is not RunState.READ:
        raise DomainError(IDLE)
    run.state, run.applied_at = RunState.APPLIED, now
    _forget_contents(run.id)
    audit.record("attendance.apply", run.thing, actor=actor)
    counting.recount(run.event_id)


def undo(run: ImportRun, *, actor: str, now: datetime) -> None:
    """Take back exactly this import; corrections by hand and other imports stay."""
    if run.state is not RunState.APPLIED:
        raise DomainError(IDLE)
    run.state, run.undone_at = RunState.UNDONE, now
    aliases.forget(ImportRun.id == run.id)
    audit.record("attendance.undo", run.thing, actor=actor)
    counting.recount(run.event_id)


def discard(run: ImportRun, *, actor: str) -> None:
    """Forget what was uploaded and never applied."""
    if run.state in {RunState.APPLIED, RunState.UNDONE}:
        raise DomainError(IDLE)
    audit.record("attendance.discard", run.thing, actor=actor)
    aliases.forget(ImportRun.id == run.id)
    session().delete(run)


@every(timedelta(hours=1))
def forget_files() -> None:
    """A report that nobody applied within a day is read again from a new upload, not from here."""
    from_then = clock.now() - HELD_FOR
    with transaction():
        old = select(ImportRun.id).where(ImportRun.created_at < from_then)
        session().execute(update(ImportFile).where(ImportFile.run_id.in_(old)).values(content=None))


def contents(run: ImportRun) -> Files:
    """The files of an import that is not read yet. Raises Unreadable once they were forgotten."""
    found = select(ImportFile).where(ImportFile.run_id == run.id).options(undefer(ImportFile.content))
    files = [(file.name, file.content) for file in session().scalars(found.order_by(ImportFile.id))]
    held = [(name, content) for name, content in files if content is not None]
    if len(held) < len(files):
        raise Unreadable(Code.FORGOTTEN)
    return held


def _forget_contents(run_id: int) -> None:
    session().execute(update(ImportFile).where(ImportFile.run_id == run_id).values(content=None))


def _forget_unapplied(event_id: int, hashes: Sequence[str]) -> None:
    waiting = ImportRun.state.in_((RunState.HELD, RunState.ASKING, RunState.REFUSED, RunState.READ))
    same = select(ImportFile.run_id).where(ImportFile.sha256.in_(hashes))
    if old := aliases.forget(ImportRun.event_id == event_id, waiting, ImportRun.id.in_(same)):
        session().execute(delete(ImportRun).where(ImportRun.id.in_(old)))


def _problem(error: Unreadable | AskDateOrder | AskMapping) -> dict[str, Any]:
    if isinstance(error, Unreadable):
        return {"code": error.code.value, "details": error.details}
    if isinstance(error, AskDateOrder):
        readings = {order.value: [day.isoformat() for day in days] for order, days in error.readings.items()}
        return {"code": "date_order", "readings": readings, "example": error.example}
    sample = [_texts(row) for row in error.grid.rows[error.head : error.head + 1 + columns.SAMPLES]]
    return {"code": "columns", "name": error.name, "head": error.head, "rows": sample}


def _mapping(kept: dict[str, Any]) -> columns.Mapping:
    found = {name: columns.Guess(number, sure=True) for name, number in kept["columns"].items()}
    return columns.Mapping(kept["header"], found)
