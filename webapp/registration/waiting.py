"""Verbs of those who wait: admitted to a place or the queue, offered a place that became free, and what comes of it."""

from contextlib import suppress
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select

from webapp.core import audit, clock
from webapp.core.db import session, transaction
from webapp.core.errors import Gone, NotThere
from webapp.core.i18n import lazy_gettext as _l
from webapp.core.jobs import every
from webapp.events.models import Admission, Event
from webapp.registration import mails, policy, queries, seats
from webapp.registration.models import Origin, Registration, State

# Built once, since building a statement takes as long as running it
EVENT_ID = select(Registration.event_id).where(Registration.public_id == bindparam("public_id"))
EVENT = select(Event).where(Event.id == EVENT_ID.scalar_subquery()).with_for_update()
EVENT = EVENT.execution_options(populate_existing=True)
BY_PUBLIC_ID = select(Registration).where(Registration.public_id == bindparam("public_id"))
BY_PUBLIC_ID = BY_PUBLIC_ID.execution_options(populate_existing=True)


def decides(event: Event) -> bool:
    """Whether there are mailboxes on which the organisers decide.

    Closing the form ends no decision that was theirs: who was asked to confirm before may do so after.
    """
    if event.admission is Admission.CLOSED:
        return event.decides_closed or bool(event.mail_domains)
    return event.admission is Admission.LISTED


def needs_decision(mail_key: str, event: Event) -> bool:
    """Whether the organisers decide on this mailbox; those of listed domains are admitted at once."""
    return decides(event) and not policy.is_listed(mail_key, event.mail_domains)


def passes_organisers(registration: Registration, mail_key: str, event: Event) -> bool:
    """Whether who takes this over at this mailbox would be admitted without the decision that is the organisers'. Then
    they decide on whoever takes over, and until they accept, the other stays.
    """
    return registration.state is not State.UNDECIDED and needs_decision(mail_key, event)


def admit(registration: Registration, event: Event, now: datetime) -> None:
    """A place if there is one, else the end of the queue; by mail."""
    registration.changed_at = now
    if seats.has_room(event, registration.side, registration.place_key):
        seats.take(event, registration.side)
        registration.state = State.CONFIRMED
        mails.registered(registration, event)
    else:
        registration.state = State.WAITING
        registration.waiting_since = registration.confirmed_at or now  # who waited for a decision loses no turn
        mails.waiting(registration, event, seats.place_in_queue(registration))


def promote(event: Event, now: datetime) -> None:
    """Offer what is free to those who wait longest; in the transaction that freed it, so that no place is forgotten."""
    if now >= event.ends_at:
        return
    while (found := seats.next_in_queue(event)) is not None:
        seats.take(event, found.side)
        found.changed_at = now
        found.offered_until = policy.offer_until(now, starts=event.starts_at, hours=event.offer_hours)
        if found.offered_until is None:
            found.state = State.CONFIRMED
            mails.registered(found, event)
        else:
            found.state = State.OFFERED
            mails.offer(found, event)
        session().flush()
        audit.record("registration.promote", found.thing, actor=audit.PROGRAM, details={"state": found.state.value})


def accept(public_id: str, *, now: datetime) -> None:
    """Take the offered place; a second time changes nothing. Raises Gone."""
    registration, event = held(public_id)
    if registration.state is State.CONFIRMED:
        return
    if registration.state is not State.OFFERED or is_late(registration, now):
        raise Gone(_l("This place is no longer kept for you."), heading=_l("The offer has ended"))
    registration.state, registration.changed_at = State.CONFIRMED, now
    audit.record("registration.accept", registration.thing, actor=audit.ATTENDEE)
    mails.registered(registration, event)


@every(timedelta(minutes=1))
def lapse_offers() -> None:
    """Places that were not taken up in time go to the next ones."""
    late = select(Registration.public_id).where(
        Registration.state == State.OFFERED, Registration.offered_until <= clock.now()
    )
    for public_id in session().scalars(late.limit(200)).all():
        with suppress(NotThere), transaction():  # deleted meanwhile, with a list that was undone
            lapse(public_id, now=clock.now())


def lapse(public_id: str, *, now: datetime) -> None:
    registration, event = held(public_id)
    if registration.state is not State.OFFERED or not is_late(registration, now):
        return  # taken up in the meantime
    seats.take(event, registration.side, -1)
    registration.state, registration.cancelled_at, registration.changed_at = State.LAPSED, now, now
    withdraw_requests(registration)
    audit.record("registration.lapse", registration.thing, actor=audit.PROGRAM)
    mails.lapsed(registration, event)
    promote(event, now)


def withdraw_requests(registration: Registration, but: Registration | None = None) -> None:
    """Whoever was only asked is forgotten; who had registered on their own, or has confirmed and waits for the
    organisers' decision, is free again.
    """
    registration.asked_to_replace = ""
    for asked in queries.handed_to(registration.id):
        if asked is but:
            continue
        if asked.origin is Origin.HAND_OVER and asked.state is State.PENDING:
            session().delete(asked)
        else:
            asked.replaces_id = None


def held(public_id: str) -> tuple[Registration, Event]:
    """A registration as it is under its event's lock, and the event. Raises NotThere."""
    event = session().scalar(EVENT, {"public_id": public_id})
    registration = session().scalar(BY_PUBLIC_ID, {"public_id": public_id})
    if registration is None or event is None:
        raise NotThere  # deleted in the meantime
    return registration, event


def is_late(registration: Registration, now: datetime) -> bool:
    """For the place that was offered."""
    until = registration.offered_until
    return registration.state is State.OFFERED and until is not None and until <= now
