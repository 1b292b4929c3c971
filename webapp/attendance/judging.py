"""Verbs of presence: thresholds, interruptions of one side, corrections by hand."""

from datetime import datetime

from sqlalchemy import delete

from webapp.attendance import counting
from webapp.attendance.models import Correction, Interruption, Rules
from webapp.attendance.presence import Preview, State, Thresholds
from webapp.core import audit
from webapp.core.db import session
from webapp.core.errors import NotThere
from webapp.events.models import Event
from webapp.registration.models import Registration, Side


def set_rules(
    event: Event, thresholds: Thresholds, *, starts_at: datetime | None, ends_at: datetime | None, actor: str
) -> None:
    """Judge everybody by these from now on."""
    rules = session().get(Rules, event.id) or Rules(event_id=event.id)
    rules.minutes_to_count = round(thresholds.minutes_to_count)
    rules.minutes_for_all = round(thresholds.minutes_for_all)
    rules.percent_for_all = round(100 * thresholds.share_for_all)
    rules.certificate_minutes = round(thresholds.certificate_minutes)
    rules.starts_at, rules.ends_at = starts_at, ends_at
    session().add(rules)
    session().flush()
    audit.record("attendance.rules", f"event {event.public_id}", actor=actor)
    counting.recount(event.id)


def compare(event: Event, after: Thresholds, *, starts_at: datetime | None, ends_at: datetime | None) -> Preview:
    """What set_rules() with these would change; writes nothing."""
    window = starts_at or event.starts_at, ends_at or event.ends_at
    return Preview(counting.counts(event.id), counting.foreseen(event.id, after, window))


def interrupt(event: Event, side: Side, starts_at: datetime, ends_at: datetime, *, actor: str) -> None:
    """Excuse everybody of one side for this time; why is asked and kept nowhere."""
    session().add(Interruption(event_id=event.id, side=side, starts_at=starts_at, ends_at=ends_at))
    session().flush()
    audit.record("attendance.interrupt", f"event {event.public_id}", actor=actor, details={"side": side.value})
    counting.recount(event.id)


def take_interruption_back(event: Event, number: int, *, actor: str) -> None:
    """The interruption with this id. Raises NotThere."""
    wanted = Interruption.event_id == event.id, Interruption.id == number
    if session().execute(delete(Interruption).where(*wanted)).rowcount != 1:  # type: ignore[attr-defined]
        raise NotThere
    audit.record("attendance.no_interruption", f"event {event.public_id}", actor=actor)
    counting.recount(event.id)


def correct(
    registration: Registration, state: State, note: str, *, minutes: int | None = None, actor: str, now: datetime
) -> None:
    """What organisers know better; no import overwrites it. Without minutes those of the reports count."""
    before = session().get(Correction, registration.id)
    enter(registration, state, note, before=before, minutes=minutes, actor=actor, now=now)
    session().flush()
    counting.recount(registration.event_id, {registration.id})


def enter(
    registration: Registration,
    state: State,
    note: str,
    *,
    before: Correction | None,
    minutes: int | None,
    actor: str,
    now: datetime,
) -> Correction:
    """As correct(), by somebody who corrects many, knows what was entered `before` about each, and then has all of
    them written and their presence recounted.
    """
    found = before or Correction(registration_id=registration.id)
    found.state, found.minutes, found.note = state, minutes, note
    found.corrected_by, found.corrected_at = actor, now
    session().add(found)
    audit.record("attendance.correct", registration.thing, actor=actor, details={"state": state.value})
    return found


def take_correction_back(registration: Registration, *, actor: str) -> None:
    """What the reports say counts again."""
    remove(registration, actor=actor)
    session().flush()
    counting.recount(registration.event_id, {registration.id})


def remove(registration: Registration, *, actor: str) -> None:
    """As take_correction_back(), by somebody who does so for many, as enter()."""
    found = session().get(Correction, registration.id)
    if found is not None:
        session().delete(found)
    audit.record("attendance.no_correction", registration.thing, actor=actor)
