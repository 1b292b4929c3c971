"""Reminders with the personal link: organisers release one with a click, a worker writes its mails in small batches.

Mark and mail are one transaction, so whatever is killed when, nobody gets one twice and nobody is left out.
"""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import func, select

from webapp.attendance.meeting import doorway, join_mails, join_queries
from webapp.attendance.meeting.doorway import Kind
from webapp.attendance.meeting.join_queries import Entrance
from webapp.attendance.meeting.joining_models import JoinLink, MeetingRoom, Reminder, ReminderSent
from webapp.core import audit, clock, jobs
from webapp.core.db import session, transaction
from webapp.core.errors import DomainError
from webapp.core.i18n import lazy_gettext as _l
from webapp.core.jobs import every
from webapp.events.models import Event
from webapp.registration import seats

BATCH: Final = 25


def release(event_id: int, kind: Kind, *, actor: str, now: datetime) -> int:
    """Have this reminder sent to all who have not got it; the number of those. Raises DomainError out of its time."""
    event = seats.locked(event_id)
    if not doorway.may_leave(kind, now, starts=event.starts_at, ends=event.ends_at):
        raise DomainError(_l("This reminder cannot be sent at this time."))
    room = join_queries.room(event_id)
    every_one = join_queries.reminders(event_id, room.edition)
    if doorway.is_replaced(kind, every_one):
        raise DomainError(_l("The last reminder was released. This one is sent to nobody any more."))
    found = every_one.get(kind)
    waiting = sum(left for _got, left in join_queries.reminded_by_language(event_id, found).values())
    if found is None:
        found = Reminder(event_id=event_id, kind=kind, edition=room.edition, released_at=now)
        session().add(found)
        details = {"kind": kind.value, "people": waiting}
        audit.record("joining.remind", f"event {event.public_id}", actor=actor, details=details)
    jobs.enqueue(send_released)
    return waiting


@every(timedelta(minutes=1))
def send_released() -> None:
    """Also to those who are admitted after the click; only the latest that was released."""
    for reminder_id in _released(clock.now()):
        while _send_batch(reminder_id):
            pass


def _released(now: datetime) -> list[int]:
    """Ids of what may still be sent."""
    found = select(Reminder).join(Event, Event.id == Reminder.event_id).where(Event.ends_at > now)
    edition = select(MeetingRoom.edition).where(MeetingRoom.event_id == Reminder.event_id).scalar_subquery()
    present = Reminder.edition == func.coalesce(edition, 0)
    every_one = session().scalars(found.where(present).order_by(Reminder.id)).all()
    last = {one.event_id for one in every_one if one.kind is Kind.HOUR}
    return [one.id for one in every_one if one.kind is Kind.HOUR or one.event_id not in last]


def _send_batch(reminder_id: int) -> bool:
    """Whether there may be more."""
    with transaction() as writing:
        reminder = writing.get_one(Reminder, reminder_id)
        event = writing.get_one(Event, reminder.event_id)
        now = clock.now()
        if not doorway.may_leave(reminder.kind, now, starts=event.starts_at, ends=event.ends_at):
            return False
        people = join_queries.unreminded(reminder, BATCH)
        room = join_queries.room(event.id)
        renewed = select(JoinLink).where(JoinLink.registration_id.in_([one.id for one in people]))
        links = {link.registration_id: link for link in writing.scalars(renewed)}
        for one in people:
            writing.add(ReminderSent(reminder_id=reminder_id, registration_id=one.id, at=now))
            join_mails.reminder(reminder.kind, Entrance(one, room, links.get(one.id)))
        return len(people) == BATCH
