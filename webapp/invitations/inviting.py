"""Verbs: mark municipalities and districts as invited, take that back, undo the last step."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import delete, insert

from webapp.core import audit
from webapp.core.db import session
from webapp.core.errors import Stale
from webapp.core.i18n import lazy_gettext as _l
from webapp.invitations import queries
from webapp.invitations.models import Invitation, InvitationStep
from webapp.registration import seats

TOO_LATE = _l("Somebody has changed the invitations in the meantime. Please look at them again.")


def mark(event_id: int, keys: Iterable[str], day: date, *, actor: str, now: datetime) -> int:
    """How many were not invited before; the others keep their day."""
    event = seats.locked(event_id)
    known = queries.invited(event.id)
    new = {key: day for key in dict.fromkeys(keys) if key not in known}
    _add(event.id, new)
    _note(event.id, new, took_back=False, actor=actor, now=now)
    if new:
        audit.record("invitations.mark", f"event {event.public_id}", actor=actor, details={"places": len(new)})
    return len(new)


def take_back(event_id: int, keys: Iterable[str], *, actor: str, now: datetime) -> int:
    """How many were invited."""
    event = seats.locked(event_id)
    known = queries.invited(event.id)
    gone = {key: known[key] for key in dict.fromkeys(keys) if key in known}
    _remove(event.id, gone)
    _note(event.id, gone, took_back=True, actor=actor, now=now)
    if gone:
        audit.record("invitations.take_back", f"event {event.public_id}", actor=actor, details={"places": len(gone)})
    return len(gone)


def undo(event_id: int, public_id: str, *, actor: str, now: datetime) -> int:
    """Leave everything as it was before the last step; how many that step changed. Raises Stale for any other one."""
    event = seats.locked(event_id)
    step = queries.last_step(event.id)
    if step is None or step.public_id != public_id:
        raise Stale(TOO_LATE)
    days = {key: date.fromisoformat(day) for key, day in step.days.items()}
    if step.took_back:
        _add(event.id, days)
    else:
        _remove(event.id, days)
    step.undone_at = now
    audit.record("invitations.undo", f"event {event.public_id}", actor=actor, details={"places": len(days)})
    return len(days)


def _add(event_id: int, days: dict[str, date]) -> None:
    if days:
        rows = [{"event_id": event_id, "place_key": key, "invited_on": day} for key, day in days.items()]
        session().execute(insert(Invitation), rows)


def _remove(event_id: int, days: Iterable[str]) -> None:
    session().execute(delete(Invitation).where(Invitation.event_id == event_id, Invitation.place_key.in_(list(days))))


def _note(event_id: int, days: dict[str, date], *, took_back: bool, actor: str, now: datetime) -> None:
    """What changed nothing is no step."""
    if days:
        told = {key: day.isoformat() for key, day in days.items()}
        session().add(InvitationStep(event_id=event_id, took_back=took_back, days=told, by=actor, at=now))
        session().flush()
