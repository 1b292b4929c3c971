"""Reading events: one by its slug, the coming and the past ones."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import selectinload

from webapp.core.db import session
from webapp.core.errors import NotThere
from webapp.events.models import Event, Slot

SHOWN = 50
BY_SLUG = select(Event).where(Event.slug == bindparam("slug"))  # built once: that takes as long as running it


def event(slug: str) -> Event:
    """Without its programme. Raises NotThere."""
    found = session().scalar(BY_SLUG, {"slug": slug})
    if found is None:
        raise NotThere
    return found


def event_with_programme(slug: str) -> Event:
    """With slots and speakers. Raises NotThere."""
    loaded = selectinload(Event.slots).selectinload(Slot.speakers)
    found = session().scalar(select(Event).where(Event.slug == slug).options(loaded))
    if found is None:
        raise NotThere
    return found


def coming(now: datetime) -> Sequence[Event]:
    """The next one first."""
    return session().scalars(select(Event).where(Event.ends_at > now).order_by(Event.starts_at).limit(SHOWN)).all()


def past(now: datetime) -> Sequence[Event]:
    """The latest one first."""
    found = select(Event).where(Event.ends_at <= now).order_by(Event.starts_at.desc()).limit(SHOWN)
    return session().scalars(found).all()


def all_events() -> Sequence[Event]:
    return session().scalars(select(Event).order_by(Event.starts_at.desc()).limit(SHOWN)).all()
