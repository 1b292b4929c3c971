"""The figures of pictures and reports: counted at once for most conferences, kept by the worker for very large ones.

Those that are over are kept as well, so that later ones can be compared with them without counting them again.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import delete, exists, select

from webapp.core import clock
from webapp.core.db import session, transaction
from webapp.core.jobs import every
from webapp.events.models import Event
from webapp.places.models import Place
from webapp.registration.letting_go import before_deleting
from webapp.registration.models import Registration
from webapp.reporting.counting import everything, freezing
from webapp.reporting.counting.models import KeptFigures

MANY: Final = 10_000  #: registrations; more are not counted while somebody waits for a page
LOOK: Final = timedelta(minutes=1)
OFTEN, SELDOM = timedelta(minutes=5), timedelta(days=1)
WATCHED: Final = timedelta(days=14)  #: after a conference, when its reports are read


@dataclass(frozen=True, slots=True)
class Counted:
    data: Mapping[str, Any]  #: as everything.drawn_as_data() gives it, at least
    at: datetime
    kept: bool  #: by the worker


def figures(event: Event, directory: Mapping[str, Place], now: datetime) -> Counted | None:
    """Nothing of a large one of which none are kept yet; that takes the worker a minute. `directory`: places by key."""
    if not is_large(event.id):
        return Counted(everything.drawn_as_data(everything.drawn(event, directory)), now, kept=False)
    kept = freezing.kept([event.id]).get(event.id)
    return Counted(kept.data, kept.counted_at, kept=True) if kept else None


def is_large(event_id: int) -> bool:
    beyond = select(Registration.id).where(Registration.event_id == event_id).offset(MANY).limit(1)
    return bool(session().scalar(select(exists(beyond))))


def shown_instead(event_id: int) -> KeptFigures | None:
    """What reports of a large conference are made of, if the worker has counted it."""
    kept = freezing.kept([event_id]).get(event_id) if is_large(event_id) else None
    return kept if kept and "published" in kept.data else None  # those of an earlier version are without


def keep(event: Event, data: Mapping[str, Any], now: datetime) -> None:
    """Inside a transaction; counting takes a while and comes before it, so that nobody waits in order to write."""
    session().merge(KeptFigures(event_id=event.id, data=dict(data), counted_at=now))


@before_deleting
def forget_figures(registrations: Collection[int], *, wholly: bool) -> None:
    """Of conferences that are over, whose figures may be a day old; the worker counts them anew within a minute.

    Those of the others are minutes old, and their pictures shall not be gone whenever somebody never meant to register.
    """
    del wholly  # numbers count people in either case
    of_these = select(Registration.event_id).where(Registration.id.in_(registrations))
    over = select(Event.id).where(Event.id.in_(of_these), Event.ends_at <= clock.now())
    session().execute(delete(KeptFigures).where(KeptFigures.event_id.in_(over)))


@every(LOOK)
def keep_due() -> None:
    """The earliest first, which the later ones are compared with."""
    for event_id in session().scalars(select(Event.id).order_by(Event.starts_at, Event.id)).all():
        now, event = clock.now(), session().get_one(Event, event_id)
        kept = freezing.kept([event_id]).get(event_id)
        if kept and now < event.ends_at and not is_large(event_id):  # it was put off
            with transaction() as writing:
                writing.delete(kept)
        elif _is_due(event, kept.counted_at if kept else None, now):
            data = everything.kept(event)
            with transaction():
                keep(event, data, now)
        session().rollback()


def _is_due(event: Event, counted_at: datetime | None, now: datetime) -> bool:
    large = is_large(event.id)
    if not large and now < event.ends_at:
        return False
    watched = large and event.registration_opens_at <= now < event.ends_at + WATCHED
    return counted_at is None or not counted_at <= now < counted_at + (OFTEN if watched else SELDOM)
