"""Verbs of organisers' lists: hold one, say what its columns are, take its people, undo that, forget it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, exists, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from webapp.core import audit, clock, column_mappings, columns, mail
from webapp.core.db import session, transaction
from webapp.core.errors import DomainError, NotThere
from webapp.core.i18n import lazy_gettext as _l
from webapp.core.jobs import enqueue, every, job
from webapp.events.models import Event
from webapp.registration import judging, list_reading, registering, seats, waiting
from webapp.registration.list_models import HELD_FOR, ListImport, ListRow, ListState, RowResult
from webapp.registration.list_rows import Reason
from webapp.registration.models import SEATED, Consent, Origin, Registration, Side, State

PURPOSE: Final = "registrations"  #: under which columns are remembered
AT_ONCE: Final = 500  #: rows; more are a worker's
CHUNK: Final = 200  #: rows of one transaction
TOO_LATE: Final = _l("Somebody has done this in the meantime.")
UNTOUCHED: Final = (State.CONFIRMED, State.WAITING, State.OFFERED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A list as it came, and what its rows do not tell."""

    file_name: str
    sha256: str
    found: list_reading.FoundList
    side: Side | None
    locale: str


@dataclass(frozen=True, slots=True)
class Undone:
    removed: int
    kept: int


def hold(event_id: int, upload: Upload, *, certain: bool = False, actor: str, now: datetime) -> ListImport:
    """Keep a list for a day. Its rows are judged at once if its columns are sure or known from an earlier list.

    `certain` takes what was only guessed: nobody can be asked.
    """
    found = upload.found
    mapping = mapping_for(found)
    held = ListImport(
        event_id=event_id,
        state=ListState.COLUMNS,
        file_name=upload.file_name,
        sha256=upload.sha256,
        header=found.header,
        columns={name: guess.column for name, guess in mapping.columns.items()},
        side=upload.side,
        locale=upload.locale,
        created_by=actor,
        created_at=now,
    )
    session().add(held)
    session().flush()
    rows = [{"list_id": held.id, "number": number, "cells": cells, "reasons": []} for number, cells in found.rows]
    session().execute(insert(ListRow), rows)
    audit.record("list.hold", held.thing, actor=actor, details={"rows": len(rows)})
    if list_reading.is_enough(mapping.columns) and (mapping.sure or certain):
        _judge_all(held)
    return held


def set_columns(public_id: str, header: int | None, chosen: Mapping[str, int], *, actor: str, now: datetime) -> None:
    """What somebody says the columns are; it is remembered for lists with the same headings."""
    held = _held(public_id, ListState.COLUMNS, ListState.CHECKED)
    held.header, held.columns = header, dict(chosen)
    _judge_all(held)
    told = list_reading.headings(((row.number, row.cells) for row in _rows(held)), header)
    if told:
        column_mappings.remember(PURPOSE, columns.fingerprint(told), dict(chosen), now=now)
    audit.record("list.columns", held.thing, actor=actor, details={"fields": sorted(chosen)})


def start(public_id: str, *, by_mail: bool, actor: str, now: datetime) -> bool:
    """Take the people of a list, or have the worker do so, which gives False."""
    if begin(public_id, by_mail=by_mail) > AT_ONCE:
        enqueue(take_list, public_id=public_id, actor=actor)
        return False
    while take(public_id, actor=actor, now=now):
        pass
    return True


def begin(public_id: str, *, by_mail: bool) -> int:
    """From here on the list can only be taken; how many rows are to be."""
    held = _held(public_id, ListState.CHECKED)
    held.state, held.by_mail = ListState.RUNNING, by_mail
    session().flush()
    fine = select(func.count(ListRow.id)).where(ListRow.list_id == held.id, ListRow.result == RowResult.FINE)
    return session().scalar(fine) or 0


def take(public_id: str, *, actor: str, now: datetime) -> int:
    """Add some people under the event's lock; how many rows are left. Who registered meanwhile is known by now."""
    held = _held(public_id, ListState.RUNNING)
    event = seats.locked(held.event_id)
    fine = select(ListRow).where(ListRow.list_id == held.id, ListRow.result == RowResult.FINE).order_by(ListRow.number)
    rows = session().scalars(fine.limit(CHUNK).execution_options(populate_existing=True)).all()
    by_number = {row.number: row for row in rows}
    for judged in _judged(held, rows):
        row = by_number[judged.number]
        row.result, row.registration_id = judged.result, judged.registration_id
        if judged.details is None:
            row.reasons = judged.reasons
            continue
        row.result, row.registration_id = RowResult.ADDED, _add(event, held, judged, actor=actor, now=now)
    session().flush()
    left = len(session().scalars(fine.with_only_columns(ListRow.id)).all())
    if not left:
        _finish(held, actor=actor, now=now)
    return left


@job
def take_list(public_id: str, actor: str) -> None:
    """One transaction for some rows: who registers meanwhile need not wait, and nothing is taken twice."""
    left = 1
    while left:
        with transaction():
            left = take(public_id, actor=actor, now=clock.now())


def undo(public_id: str, *, actor: str, now: datetime) -> Undone:
    """Remove exactly those whom this list added, but for people who have done something themselves since."""
    held = _held(public_id, ListState.APPLIED)
    event = seats.locked(held.event_id)
    added = select(ListRow).where(ListRow.list_id == held.id, ListRow.result == RowResult.ADDED)
    counted = {RowResult.UNDONE: 0, RowResult.KEPT: 0}
    for row in session().scalars(added.options(joinedload(ListRow.registration))).all():
        gone = row.registration is None or _remove(row.registration, event)
        row.result = RowResult.UNDONE if gone else RowResult.KEPT
        counted[row.result] += 1
        if gone:
            row.registration_id = None
    held.state, held.undone_at = ListState.UNDONE, now
    session().flush()
    done = Undone(counted[RowResult.UNDONE], counted[RowResult.KEPT])
    audit.record("list.undo", held.thing, actor=actor, details={"removed": done.removed, "kept": done.kept})
    waiting.promote(event, now)
    return done


def discard(public_id: str, *, actor: str) -> None:
    """Forget a list of which nobody was taken."""
    held = _held(public_id, ListState.COLUMNS, ListState.CHECKED)
    audit.record("list.discard", held.thing, actor=actor)
    session().execute(delete(ListImport).where(ListImport.id == held.id))


@every(timedelta(hours=1))
def forget_lists() -> None:
    """After a day nothing of the file is kept but numbers of rows; a list that was never taken goes whole."""
    old = ListImport.created_at < clock.now() - HELD_FOR
    unused = ListImport.state.in_((ListState.COLUMNS, ListState.CHECKED))
    with transaction():
        session().execute(delete(ListImport).where(old, unused))
        used = select(ListImport.id).where(old, ListImport.state != ListState.RUNNING, ListImport.emptied_at.is_(None))
        ids = session().scalars(used).all()
        session().execute(update(ListRow).where(ListRow.list_id.in_(ids)).values(cells=[]))
        session().execute(update(ListImport).where(ListImport.id.in_(ids)).values(emptied_at=clock.now(), file_name=""))


def mapping_for(found: list_reading.FoundList) -> columns.Mapping:
    """What somebody said about a list with these headings, else what was recognised."""
    known = column_mappings.remembered(PURPOSE, columns.fingerprint(found.headings)) if found.headings else None
    if known is None:
        return found.mapping
    guesses = {name: columns.Guess(column, sure=True) for name, column in known.items()}
    return columns.Mapping(found.mapping.header, guesses)


def mapping_of(held: ListImport) -> columns.Mapping:
    guesses = {name: columns.Guess(column, sure=True) for name, column in held.columns.items()}
    return columns.Mapping(None if held.header is None else held.header - 1, guesses)


def _held(public_id: str, *states: ListState) -> ListImport:
    """Raises NotThere, or DomainError when the list is in none of these states any more."""
    wanted = select(ListImport).where(ListImport.public_id == public_id).with_for_update()
    held = session().scalar(wanted.execution_options(populate_existing=True))
    if held is None:
        raise NotThere
    if held.state not in states:
        raise DomainError(TOO_LATE)
    return held


def _rows(held: ListImport) -> Sequence[ListRow]:
    return session().scalars(select(ListRow).where(ListRow.list_id == held.id).order_by(ListRow.number)).all()


def _judge_all(held: ListImport) -> None:
    rows = _rows(held)
    judged = {one.number: one for one in _judged(held, rows)}
    for row in rows:
        one = judged.get(row.number)
        row.result, row.reasons = (one.result, one.reasons) if one else (None, [])
        row.registration_id = one.registration_id if one else None
    held.state = ListState.CHECKED


def _judged(held: ListImport, rows: Sequence[ListRow]) -> list[judging.Judged]:
    cells = [(row.number, row.cells) for row in rows]
    header = select(ListRow.cells).where(ListRow.list_id == held.id, ListRow.number == held.header)
    told = session().scalar(header) or []
    below = [(number, row) for number, row in cells if number > (held.header or 0) and row != told]
    return judging.judge(held.event_id, below, mapping_of(held), told, side=held.side, locale=held.locale)


def _add(event: Event, held: ListImport, judged: judging.Judged, *, actor: str, now: datetime) -> int:
    """Nobody confirmed the address; but who wrote or called us need not do so again."""
    assert judged.details is not None  # noqa: S101 - for the type
    added = registering.add(event, judged.details, locale=judged.locale, now=now, origin=Origin.IMPORTED, actor=actor)
    waiting.admit(added, event, now, by_mail=held.by_mail and now < event.ends_at)
    session().flush()
    return added.id


def _finish(held: ListImport, *, actor: str, now: datetime) -> None:
    held.state, held.applied_at = ListState.APPLIED, now
    session().flush()
    rows = _rows(held)
    twice = [row for row in rows if Reason.TWICE in row.reasons and row.registration_id is None]
    for judged in _judged(held, twice) if twice else ():
        next(row for row in twice if row.number == judged.number).registration_id = judged.registration_id
    added = sum(row.result is RowResult.ADDED for row in rows)
    audit.record("list.apply", held.thing, actor=actor, details={"added": added, "by_mail": held.by_mail})


def _remove(registration: Registration, event: Event) -> bool:
    """False for somebody who has done something since, or whom another part of the program needs."""
    if _is_touched(registration):
        return False
    try:
        with session().begin_nested():
            session().delete(registration)
    except IntegrityError:
        return False
    if registration.state in SEATED:
        seats.take(event, registration.side, -1)
    mail.forget_about(registration.thing)
    return True


def _is_touched(registration: Registration) -> bool:
    consented = select(exists().where(Consent.registration_id == registration.id))
    asked = select(exists().where(Registration.replaces_id == registration.id))
    changed = registration.changed_at > registration.created_at and registration.state is not State.OFFERED
    return (
        registration.state not in UNTOUCHED
        or changed
        or registration.link_version > 1
        or bool(session().scalar(consented))
        or bool(session().scalar(asked))
    )
