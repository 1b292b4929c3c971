"""Keeps the figures of a conference as they are now, and finds those that were kept."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from fractions import Fraction
from typing import Any, Final

from sqlalchemy import select

from webapp.core import audit
from webapp.core.db import session
from webapp.core.errors import DomainError
from webapp.core.i18n import lazy_gettext as _l
from webapp.events.models import Event
from webapp.reporting.counting.models import KeptFigures, Snapshot

LEFT: Final = Fraction(1, 2)  #: with fewer of the people whom a snapshot has counted, more than a wrong list is gone
NOT_OVER: Final = _l("Figures can be kept for good after the end of the conference.")
FORGOTTEN: Final = _l(
    "The figures of this conference can no longer be counted in full: people’s data have been deleted since they were "
    "kept. The figures that were kept stay as they are."
)


def freeze(event: Event, data: dict[str, Any], *, actor: str, now: datetime) -> Snapshot:
    """Inside a transaction; `data` as everything.frozen() gives it.

    Raises DomainError before the end, and where it would stand for one that was taken while the people were there.
    """
    if now < event.ends_at:
        raise DomainError(NOT_OVER)
    before = session().scalars(select(Snapshot).where(Snapshot.event_id == event.id)).all()
    whole = [_people(one.data) for one in before if one.taken_at >= event.ends_at]
    if whole and _people(data) < LEFT * max(whole):
        raise DomainError(FORGOTTEN)
    last = max((one.number for one in before), default=0)
    made = Snapshot(event_id=event.id, number=last + 1, data=data, taken_at=now, taken_by=actor)
    session().add(made)
    session().flush()
    audit.record("figures.freeze", f"event {event.public_id}", actor=actor, details={"number": made.number})
    return made


def _people(data: Mapping[str, Any]) -> int:
    number: int = data["all"]["people"]["registered"]
    return number


def latest(event_ids: Iterable[int]) -> dict[int, Snapshot]:
    """By event, of those that have one."""
    found = select(Snapshot).where(Snapshot.event_id.in_(list(event_ids))).order_by(Snapshot.number)
    return {one.event_id: one for one in session().scalars(found)}


def kept(event_ids: Iterable[int]) -> dict[int, KeptFigures]:
    """By event, of those that have some."""
    found = select(KeptFigures).where(KeptFigures.event_id.in_(list(event_ids)))
    return {one.event_id: one for one in session().scalars(found)}
