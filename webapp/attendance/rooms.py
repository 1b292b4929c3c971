"""Verbs of rooms that stand in no report: entered by hand, each as an import of one connection, and removed again."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select

from webapp.attendance import counting
from webapp.attendance.models import (
    LONGEST_NAME,
    ConnectionPerson,
    Decision,
    ImportRun,
    ReportedPerson,
    RunState,
    SharedConnection,
)
from webapp.attendance.readers.reports import Role
from webapp.attendance.recognition.matches import How
from webapp.core import audit
from webapp.core.clock import BERLIN
from webapp.core.db import random_id, session
from webapp.events.models import Event
from webapp.places.models import Place, Region

NUMBER: Final = 1  #: of the only connection of such an import
TWICE: Final = timedelta(minutes=1)


def enter(
    event: Event, place: Place, said: int, since: datetime, until: datetime, *, actor: str, now: datetime
) -> ImportRun:
    """So many people sat there from then to then. Nobody else is absent because of it, since it covers no time.

    The same within a minute is one that was sent twice.
    """
    if (before := _just_entered(event, place, said, (since, until), now)) is not None:
        return before
    run = ImportRun(event_id=event.id, public_id=random_id(), timezone=BERLIN.key, created_by=actor, created_at=now)
    run.state, run.by_hand, run.applied_at = RunState.APPLIED, True, now
    session().add(run)
    session().flush()
    room = ReportedPerson(
        run_id=run.id,
        number=NUMBER,
        name=_own_name(place)[:LONGEST_NAME],
        role=Role.ATTENDEE,
        attended=True,
        intervals=[since.isoformat(), until.isoformat()],
        minutes=(until - since) / timedelta(minutes=1),
        how=How.CONFIRMED,
        decision=Decision.CONFIRMED,
    )
    session().add(room)
    session().flush()
    session().add(SharedConnection(person_id=room.id, said=said, place_key=place.key))
    session().flush()
    audit.record("attendance.room", run.thing, actor=actor, details={"people": said})
    return run


def _just_entered(
    event: Event, place: Place, said: int, when: tuple[datetime, datetime], now: datetime
) -> ImportRun | None:
    since, until = when
    same = (
        select(ImportRun, ReportedPerson.intervals)
        .join(ReportedPerson, ReportedPerson.run_id == ImportRun.id)
        .join(SharedConnection, SharedConnection.person_id == ReportedPerson.id)
        .where(ImportRun.event_id == event.id, ImportRun.by_hand, ImportRun.created_at > now - TWICE)
        .where(SharedConnection.place_key == place.key, SharedConnection.said == said)
    )
    told = [since.isoformat(), until.isoformat()]
    return next((run for run, intervals in session().execute(same) if intervals == told), None)


def _own_name(place: Place) -> str:
    return place.name_de if place.region is Region.NRW else place.name_uk or place.name_de


def remove(run: ImportRun, *, actor: str) -> None:
    """Whoever was entered there has the times of other connections only."""
    beside = select(ConnectionPerson.registration_id).join(
        ReportedPerson, ReportedPerson.id == ConnectionPerson.person_id
    )
    people = set(session().scalars(beside.where(ReportedPerson.run_id == run.id)))
    audit.record("attendance.no_room", run.thing, actor=actor)
    session().delete(run)
    session().flush()
    counting.recount(run.event_id, people)
