"""Keeps the figures of a conference as they are now, and finds those that were kept."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from webapp.core import audit
from webapp.core.db import session
from webapp.events.models import Event
from webapp.reporting.counting.models import KeptFigures, Snapshot


def freeze(event: Event, data: dict[str, Any], *, actor: str, now: datetime) -> Snapshot:
    """Inside a transaction; `data` as everything.frozen() gives it."""
    last = session().scalar(select(func.max(Snapshot.number)).where(Snapshot.event_id == event.id)) or 0
    made = Snapshot(event_id=event.id, number=last + 1, data=data, taken_at=now, taken_by=actor)
    session().add(made)
    session().flush()
    audit.record("figures.freeze", f"event {event.public_id}", actor=actor, details={"number": made.number})
    return made


def latest(event_ids: Iterable[int]) -> dict[int, Snapshot]:
    """By event, of those that have one."""
    found = select(Snapshot).where(Snapshot.event_id.in_(list(event_ids))).order_by(Snapshot.number)
    return {one.event_id: one for one in session().scalars(found)}


def kept(event_ids: Iterable[int]) -> dict[int, KeptFigures]:
    """By event, of those that have some."""
    found = select(KeptFigures).where(KeptFigures.event_id.in_(list(event_ids)))
    return {one.event_id: one for one in session().scalars(found)}
