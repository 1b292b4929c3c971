"""Verbs of a personal link: correct, cancel, hand over; sending the links again; and what organisers amend."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.exc import IntegrityError

from webapp.core import audit, mail
from webapp.core.db import session, violated
from webapp.core.errors import Gone, Refused
from webapp.core.i18n import lazy_gettext as _l
from webapp.events.models import Event
from webapp.registration import consenting, mails, policy, queries, seats, taking_over, waiting, withdrawing, words
from webapp.registration.models import SEATED, Purpose, Registration, Side, State
from webapp.registration.registering import Details, add, closed, may_mail

LINKS = "registration_links"
ASKED_MANY = _l("You have asked very many colleagues within a day. Please ask again tomorrow, or write to us.")
SAME_PERSON = _l("Somebody with this name and e-mail address is already registered.")


def correct(
    public_id: str, details: Details, consents: AbstractSet[Purpose], *, locale: str, now: datetime
) -> list[str]:
    """Names of the changed fields; nothing changed sends no mail. Raises Gone or Refused."""
    registration, event = _active(public_id, now)
    changed = enter(registration, event, details)
    if not registration.registered_by_email:  # a secretary cannot consent for the mayor
        changed += consenting.change(registration, consents, locale=locale, now=now)
    if changed:
        registration.changed_at = now
        audit.record("registration.correct", registration.thing, actor=audit.ATTENDEE, details={"fields": changed})
        if registration.state is not State.PENDING:
            mails.changed(registration, event, changed)
        waiting.promote(event, now)  # another place may fit another limit
    return changed


def enter(registration: Registration, event: Event, details: Details) -> list[str]:
    """What is told of a person now, under the event's lock; names of what that changes. Raises Refused for a person who
    is there already, and without a place where they go.
    """
    new = asdict(details) | details.keys
    changed = [name for name in asdict(details) if getattr(registration, name) != new[name]]
    move_seat(registration, event, details.side, details.place_key)
    for name, value in new.items():
        setattr(registration, name, value)
    write()
    return changed


def write() -> None:
    """What was changed; raises Refused if somebody else is this person by now."""
    try:
        session().flush()
    except IntegrityError as error:
        if violated(error) == "uq_registration_person":
            raise Refused(SAME_PERSON, "family_name") from None
        raise


def amend(registration: Registration, event: Event, changes: Mapping[str, Any], *, actor: str, now: datetime) -> None:
    """What organisers know better, by column, under the event's lock. Whoever is corrected is not written to, and is
    turned away by no limit: it is the same person on the same place, whose side was noted wrongly.
    """
    side = changes.get("side", registration.side)
    if registration.state in SEATED and side != registration.side:
        seats.take(event, registration.side, -1)
        seats.take(event, side)
    for name, value in changes.items():
        setattr(registration, name, value)
    registration.changed_at = now
    audit.record("registration.amend", registration.thing, actor=actor, details={"fields": sorted(changes)})


def move_seat(registration: Registration, event: Event, side: Side, place_key: str | None) -> None:
    """Who changes municipality or side takes a place there; raises Refused if there is none."""
    if registration.state not in SEATED or (registration.side, registration.place_key) == (side, place_key):
        return
    seats.take(event, registration.side, -1)
    if not seats.has_room(event, side, place_key):
        raise Refused(_l("All places of this municipality or region are taken."), "place")
    seats.take(event, side)


def cancel(public_id: str, *, now: datetime) -> None:
    """Withdraw; a second time changes nothing."""
    registration, event = waiting.held(public_id)
    if registration.has_left:
        return
    if now >= event.ends_at:
        raise closed(policy.Window.OVER, Gone)
    had_place = withdrawing.leave(registration, event, actor=audit.ATTENDEE, now=now)
    mails.cancelled(registration, event, had_place=had_place)
    waiting.promote(event, now)


def hand_over(public_id: str, colleague: Details, *, now: datetime) -> None:
    """Ask a colleague by mail to take over; until the colleague confirms, nothing changes. Raises Gone or Refused.

    At a mailbox on which the organisers decide, nothing changes until they accept the colleague.
    """
    registration, event = _active(public_id, now)
    # whether a mail went out or not: the page shall not tell
    if audit.count(taking_over.ASKED, registration.thing, now - timedelta(days=1)) >= policy.ASKED_A_DAY:
        raise Refused(ASKED_MANY)
    keys = colleague.keys
    known = queries.same_person(event.id, keys["mail_key"], keys["name_key"])
    waiting.withdraw_requests(registration, but=known)  # only one person can be asked at a time
    registration.asked_to_replace = colleague.name  # also if no mail goes out: the page shall not tell
    audit.record(taking_over.ASKED, registration.thing, actor=audit.ATTENDEE)
    just_now = now - policy.PAUSE_BETWEEN_MAILS
    again = known is not None and known.mailed_at > just_now
    again = again or bool(mail.count_to(keys["mail_key"], just_now, "registration_take_over"))
    if again or not may_mail(keys["mail_key"], now):
        return  # as if it were done: nobody learns here who is registered, or whom we may not write to
    if known is None:
        known = add(event, colleague, locale=registration.locale, now=now, replaces_id=registration.id)
        mails.ask_to_confirm(known, event)
        return
    known.mailed_at = now
    if known.state is State.PENDING:
        known.replaces_id = registration.id
        mails.ask_to_confirm(known, event)
    else:
        mails.already_registered(known, event)


def take_back(public_id: str, *, now: datetime) -> None:
    """Withdraw the request to take over; the colleague's link then opens nothing. Raises Gone."""
    registration, _event = _active(public_id, now)
    waiting.withdraw_requests(registration)
    audit.record(taking_over.KEPT, registration.thing, actor=audit.ATTENDEE)


def send_links(event_id: int, email: str, *, locale: str) -> None:
    """Send the personal links of this mailbox. The worker looks which: the answer takes as long for any address."""
    event = seats.locked(event_id)
    audit.record("registration.links_asked", f"event {event.public_id}", actor=audit.ATTENDEE)
    mail.queue(LINKS, email, locale, about="", event_id=event_id)


def _write_links(asked: mail.OutgoingMail) -> bool:
    """Nothing goes to an unknown address, to one that was just written to, or to one that wants no mails."""
    event = seats.locked((asked.context or {})["event_id"])
    found = queries.of_mailbox(event.id, asked.recipient_key)
    if not found or mail.count_to(asked.recipient_key, asked.created_at - policy.PAUSE_BETWEEN_MAILS, LINKS):
        return False
    if not may_mail(asked.recipient_key, asked.created_at):
        return False
    asked.recipient, asked.about = found[0].mail_to, found[0].thing
    asked.context = mails.links(found, event, asked.locale)
    return True


mail.written_later(LINKS, _write_links)


def require_changeable(registration: Registration, event: Event, now: datetime) -> None:
    """Raises Gone for what was withdrawn or is over."""
    if registration.has_left:
        raise Gone(words.NOTHING_TO_CHANGE, heading=words.LEFT[registration.state])
    if now >= event.ends_at:
        raise closed(policy.Window.OVER, Gone)


def _active(public_id: str, now: datetime) -> tuple[Registration, Event]:
    registration, event = waiting.held(public_id)
    require_changeable(registration, event, now)
    return registration, event
