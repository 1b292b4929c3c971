"""Files that take long: ordered, written by the worker under a random name, begun anew if killed, gone after a week."""

import hashlib
import logging
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import Any, Final

from flask import current_app
from sqlalchemy import func, select, update
from sqlalchemy.exc import OperationalError

from webapp.accounts import queries as accounts
from webapp.core import audit, clock, turns
from webapp.core.db import bookkeeping, random_id, session, transaction
from webapp.core.errors import DomainError
from webapp.core.held import held_in
from webapp.core.i18n import lazy_gettext as _l
from webapp.core.jobs import enqueue, every, job
from webapp.core.turns import OvertakenError, Turn
from webapp.events.models import Event
from webapp.reporting import exports, sheets
from webapp.reporting.briefing import file_names as briefings
from webapp.reporting.exporting import mails, selecting
from webapp.reporting.exporting.models import KEPT, Export, ExportState, ExportWriting, Stage
from webapp.reporting.exporting.orders import Order

log = logging.getLogger(__name__)
FEW: Final = 1000  #: rows that are written while somebody waits
MOST_WAITING: Final = 3  #: files of one conference that are being written
PREFIX: Final = "export-"  #: of files below exports/ that are ours to remove
ORPHANED: Final = timedelta(hours=2)  #: a file of no export, or half a file, that nobody has touched for so long
TOO_MANY: Final = _l("Several files of this conference are being made already. Please wait until one is ready.")


def path_of(export: Export) -> Path:
    return _folder() / export.file_name


def is_there(export: Export, now: datetime) -> bool:
    """Whole, and still to be had."""
    if export.state is not ExportState.READY or now >= export.expires_at:
        return False
    path = path_of(export)
    return path.is_file() and path.stat().st_size == export.size


def order(event_id: int, wanted: Order, *, actor: str, now: datetime, preset: str = "") -> Export:
    """Within a transaction, from which on the worker has it to do; `preset` is its name. Raises DomainError."""
    waiting = select(func.count(ExportWriting.export_id)).join(Export, Export.id == ExportWriting.export_id)
    going_on = Export.event_id == event_id, ExportWriting.failed.is_(False)
    if (session().scalar(waiting.where(*going_on)) or 0) >= MOST_WAITING:
        raise DomainError(TOO_MANY)
    return add(event_id, wanted, actor=actor, now=now, preset=preset)


def add(
    event_id: int, wanted: Order, *, actor: str, now: datetime, preset: str = "", scheduled: bool = False
) -> Export:
    """As order(), however many there are."""
    made = Export(public_id=random_id(), event_id=event_id, created_by=actor, created_at=now, expires_at=now + KEPT)
    made.take(wanted)
    made.contacts, made.scheduled = wanted.selection.contacts, scheduled
    made.preset_name = preset
    made.file_name = f"{PREFIX}{random_id()}"
    session().add(made)
    session().flush()
    audit.record("export.order", made.thing, actor=actor, details=exports.details(wanted))
    _write_later(made)
    return made


def again(public_id: str) -> None:
    """After it failed or stopped; whoever writes it is overtaken. Raises NotThere, or DomainError if it is ready."""
    _write_later(held_in(Export, public_id, ExportState.HELD))


def discard(public_id: str, *, actor: str) -> Path:
    """The line goes; its file is the caller's to remove once this is true."""
    export = held_in(Export, public_id, *ExportState)
    audit.record("export.discard", export.thing, actor=actor)
    session().delete(export)
    return path_of(export)


@job
def write_export(public_id: str) -> None:
    """A second time finds nothing to do. The file gets its name in the transaction that makes it ready."""
    turn = turns.begin(ExportWriting, Export, public_id, _forget_halves)
    if turn is not None:
        turn.work(lambda: _write(turn))


@every(timedelta(hours=1))
def forget_exports() -> None:
    """After a week the line goes and then its file, and what the command line wrote; and what belongs to no line."""
    now = clock.now()
    old = select(Export).where(Export.expires_at <= now)
    if session().scalars(old.limit(1)).first() is not None:
        with transaction() as writing:
            for one in writing.scalars(old):
                writing.delete(one)
    known = set(session().scalars(select(Export.file_name)))
    session().rollback()
    for path in _folder().iterdir():
        with suppress(FileNotFoundError):  # the command line has just renamed it
            age, ours = _age(path, now), path.name.startswith(PREFIX)
            orphaned = ours and ("." in path.name or path.name not in known) and age > ORPHANED
            written = sheets.is_file_name(path.name) or briefings.is_file_name(path.name)
            if orphaned or (written and age >= KEPT):
                path.unlink()


def _age(path: Path, now: datetime) -> timedelta:
    """Since it was written."""
    return now - datetime.fromtimestamp(path.stat().st_mtime, now.tzinfo)


def _write_later(export: Export) -> None:
    turns.wait(ExportWriting, export.id)
    enqueue(write_export, public_id=export.public_id)


def _write(turn: Turn) -> None:
    export = session().get(Export, turn.held_id)
    if export is None:
        raise OvertakenError
    event, wanted, now = session().get_one(Event, export.event_id), export.order, clock.now()
    who, path = accounts.by_public_id(export.created_by), path_of(export)
    going = _Going(turn, selecting.count(event.id, wanted))
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{turn.reader}")
    try:
        with os.fdopen(os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as target:
            exports.write(event, wanted, target, by=who.name if who else "Konferenz", now=now, going=going.through)
            target.flush()
            os.fsync(target.fileno())
            size = os.fstat(target.fileno()).st_size
            target.seek(0)  # it is not opened again: whoever overtakes removes its name
            sha256 = hashlib.file_digest(target, "sha256").hexdigest()
        with transaction():
            turn.end()
            _finish(turn.held_id, sha256, size)
            part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _finish(export_id: int, sha256: str, size: int) -> None:
    now = clock.now()
    export = session().get_one(Export, export_id, populate_existing=True)
    export.state, export.sha256, export.size, export.expires_at = ExportState.READY, sha256, size, now + KEPT
    if export.scheduled and (who := accounts.by_public_id(export.created_by)):
        mails.ready(export, session().get_one(Event, export.event_id), who)


class _Going:
    """Notes how far a file is, beside the transaction that reads for it."""

    def __init__(self, turn: Turn, total: int) -> None:
        self._turn, self._total, self._done, self._noted = turn, total, 0, monotonic()

    def through(self, rows: Iterable[Any]) -> Iterator[Any]:
        for row in rows:
            self._done += 1
            if self._done % turns.STEP == 0:
                self._tell()
            yield row

    def _tell(self) -> None:
        """At most once a second. Raises OvertakenError."""
        if monotonic() - self._noted < turns.SECONDS_BETWEEN_NOTES:
            return
        mine = ExportWriting.export_id == self._turn.held_id, ExportWriting.reader == self._turn.reader
        done = min(self._done, self._total)  # sheets of places have rows that nobody counted
        note = {"stage": Stage.WRITTEN, "done": done, "total": self._total, "noted_at": clock.now()}
        try:
            with bookkeeping() as book:
                noted = book.execute(update(ExportWriting).where(*mine).values(**note))
        except OperationalError:
            log.info("others write; how far an export is will be told later")
        else:
            if noted.rowcount != 1:  # type: ignore[attr-defined]
                raise OvertakenError
        self._noted = monotonic()


def _forget_halves(export_id: int) -> None:
    for half in _folder().glob(f"{session().get_one(Export, export_id).file_name}.*"):
        half.unlink(missing_ok=True)


def _folder() -> Path:
    folder: Path = current_app.config["SETTINGS"].exports
    return folder
