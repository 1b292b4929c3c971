"""Verbs that add the people of an organisers' list, at once or by the worker, and remove them again."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from webapp.core import audit, clock, mail
from webapp.core.db import session, transaction
from webapp.core.errors import DomainError
from webapp.core.held import held_in
from webapp.core.jobs import enqueue, job
from webapp.events.models import Event
from webapp.registration import holding, judging, letting_go, mails, registering, seats, waiting
from webapp.registration.list_models import ListImport, ListRow, ListState, RowResult
from webapp.registration.list_rows import Reason
from webapp.registration.models import SEATED, Consent, Origin, Registration, State

AT_ONCE: Final = 200  #: rows, which take half a second with their mails; more are a worker's
CHUNK: Final = 100  #: rows of one transaction
UNTOUCHED: Final = (State.CONFIRMED, State.WAITING, State.OFFERED)


@dataclass(frozen=True, slots=True)
class Undone:
    removed: int
    kept: int


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
    held = held_in(ListImport, public_id, ListState.CHECKED)
    held.state, held.by_mail = ListState.RUNNING, by_mail
    session().flush()
    fine = select(func.count(ListRow.id)).where(ListRow.list_id == held.id, ListRow.result == RowResult.FINE)
    return session().scalar(fine) or 0


def take(public_id: str, *, actor: str, now: datetime) -> int:
    """Add some people under the event's lock; how many rows are left. Who registered meanwhile is known by now."""
    held = held_in(ListImport, public_id, ListState.RUNNING)
    event = seats.locked(held.event_id)
    fine = select(ListRow).where(ListRow.list_id == held.id, ListRow.result == RowResult.FINE).order_by(ListRow.number)
    rows = session().scalars(fine.limit(CHUNK).execution_options(populate_existing=True)).all()
    by_number = {row.number: row for row in rows}
    with session().no_autoflush:  # the rows are written together at the end
        for number, judged in holding.judged_again(held, rows).items():
            row = by_number[number]
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
        try:
            with transaction():
                left = take(public_id, actor=actor, now=clock.now())
        except DomainError:
            return  # somebody has stopped it


def undo(public_id: str, *, actor: str, now: datetime) -> Undone:
    """Remove exactly those whom this list added, but for whoever has done something since or attended."""
    held = held_in(ListImport, public_id, ListState.RUNNING, ListState.APPLIED)
    event = seats.locked(held.event_id)
    added = select(ListRow).where(ListRow.list_id == held.id, ListRow.result == RowResult.ADDED)
    rows = session().scalars(added.options(joinedload(ListRow.registration))).all()
    gone = _removed([row.registration for row in rows if row.registration], event)
    for row in rows:
        kept = row.registration is not None and row.registration_id not in gone
        row.result = RowResult.KEPT if kept else RowResult.UNDONE
        row.registration_id = row.registration_id if kept else None
    counted = Counter(row.result for row in rows)
    never = ListRow.list_id == held.id, ListRow.result == RowResult.FINE
    session().execute(update(ListRow).where(*never).values(result=RowResult.UNDONE))
    held.state, held.undone_at = ListState.UNDONE, now
    session().flush()
    done = Undone(counted[RowResult.UNDONE], counted[RowResult.KEPT])
    audit.record("list.undo", held.thing, actor=actor, details={"removed": done.removed, "kept": done.kept})
    waiting.promote(event, now)
    return done


def _add(event: Event, held: ListImport, judged: judging.Judged, *, actor: str, now: datetime) -> int:
    """Nobody confirmed the address; but who wrote or called us need not do so again."""
    details, by_mail = judged.details, held.by_mail and now < event.ends_at
    assert details is not None  # noqa: S101 - for the type
    has_room = seats.has_room(event, details.side, details.place_key)
    state = State.CONFIRMED if has_room else State.WAITING
    added = registering.add(
        event, details, locale=judged.locale, now=now, origin=Origin.IMPORTED, state=state, actor=actor
    )
    if has_room:
        seats.take(event, details.side)
    if by_mail and has_room:
        mails.registered(added, event)
    elif by_mail:
        added.event = event
        mails.waiting(added, event, seats.place_in_queue(added))
    return added.id


def _finish(held: ListImport, *, actor: str, now: datetime) -> None:
    held.state, held.applied_at = ListState.APPLIED, now
    session().flush()
    rows = holding.rows_of(held)
    twice = [row for row in rows if Reason.TWICE in row.reasons and row.registration_id is None]
    again = holding.judged_again(held, twice) if twice else {}
    for row in twice:
        row.registration_id = again[row.number].registration_id
    added = sum(row.result is RowResult.ADDED for row in rows)
    audit.record("list.apply", held.thing, actor=actor, details={"added": added, "by_mail": held.by_mail})


def _removed(registrations: Sequence[Registration], event: Event) -> set[int]:
    """Ids of those that are gone; not of people who have done something since, or whom something else points to."""
    ids = [one.id for one in registrations]
    consented = set(session().scalars(select(Consent.registration_id).where(Consent.registration_id.in_(ids))))
    asked = set(session().scalars(select(Registration.replaces_id).where(Registration.replaces_id.in_(ids))))
    free = [one for one in registrations if not _has_acted(one) and one.id not in consented | asked]
    gone = free if _delete(free) else [one for one in free if _delete([one])]
    for one in gone:
        if one.state in SEATED:
            seats.take(event, one.side, -1)
        session().expunge(one)
    mail.forget_about([one.thing for one in gone])
    return {one.id for one in gone}


def _delete(registrations: Sequence[Registration]) -> bool:
    """All of them or none: the database keeps whom a report, a correction, a used link or a question points to."""
    ids = [one.id for one in registrations]
    wanted = delete(Registration).where(Registration.id.in_(ids))
    try:
        with session().begin_nested():
            letting_go.of(ids)
            session().execute(wanted.execution_options(synchronize_session=False))
    except IntegrityError:
        return False
    return True


def _has_acted(registration: Registration) -> bool:
    changed = registration.changed_at > registration.created_at and registration.state is not State.OFFERED
    return registration.state not in UNTOUCHED or changed or registration.link_version > 1
