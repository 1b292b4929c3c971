"""A colleague takes over somebody's place or turn: when confirming, or when the organisers accept the colleague."""

from datetime import datetime
from typing import Final

from webapp.core import audit
from webapp.core.db import session
from webapp.events.models import Event
from webapp.registration import mails, seats, waiting
from webapp.registration.models import Registration, Revision, State

ASKED: Final = "registration.ask_to_replace"
KEPT: Final = "registration.keep"


def predecessor(registration: Registration, now: datetime) -> Registration | None:
    """Whose place or turn this one is to take over, as long as that can be."""
    if registration.replaces_id is None:
        return None
    found = session().get_one(Registration, registration.replaces_id)
    return None if found.has_left or waiting.is_late(found, now) else found


def let_go(registration: Registration, now: datetime) -> None:
    """Whoever asked this one to take over stays, and is shown so."""
    if (asking := predecessor(registration, now)) is not None:
        asking.asked_to_replace, registration.replaces_id = "", None


def ask_again(registration: Registration, undone: Revision) -> None:
    """What let go of whoever asked is undone: nobody is to leave who may think otherwise by now."""
    if not was_let_go(undone):
        return
    asking = who_asks_again(registration, undone)
    registration.replaces_id = asking.id if asking is not None else None
    if asking is not None:
        asking.asked_to_replace = f"{registration.given_name} {registration.family_name}"[:160]


def was_let_go(undone: Revision) -> bool:
    return undone.before.get("replaces_id") != undone.after.get("replaces_id")


def who_asks_again(registration: Registration, undone: Revision) -> Registration | None:
    """Who asked, and has done nothing since."""
    asking = session().get(Registration, undone.before["replaces_id"])
    if asking is None or asking.event_id != registration.event_id or asking.has_left:
        return None
    untouched = asking.changed_at <= undone.at and not asking.asked_to_replace
    return asking if untouched and not any(audit.count(act, asking.thing, undone.at) for act in (ASKED, KEPT)) else None


def take_over(registration: Registration, replaced: Registration, event: Event, now: datetime) -> None:
    """Whoever handed over leaves in the moment the colleague comes, so that neither place nor turn is lost."""
    if predecessor(replaced, now) is not None:  # which waits for a decision itself
        registration.replaces_id = replaced.replaces_id
    for name in ("side", "place_key", "organisation", "waiting_since", "offered_until"):  # as it is by now
        setattr(registration, name, getattr(replaced, name))
    had_place, was_offered = replaced.state is State.CONFIRMED, replaced.state is State.OFFERED
    registration.state = State.CONFIRMED if was_offered else replaced.state
    registration.changed_at = now
    replaced.state, replaced.cancelled_at, replaced.changed_at = State.HANDED_OVER, now, now
    replaced.asked_to_replace = ""
    audit.record("registration.hand_over", replaced.thing, actor=audit.ATTENDEE, details={"to": registration.public_id})
    if replaced.mail_key != registration.mail_key:
        mails.handed_over(replaced, event, had_place=had_place)
    if registration.state is State.CONFIRMED:
        mails.registered(registration, event)
    elif registration.state is State.WAITING:
        mails.waiting(registration, event, seats.place_in_queue(registration))
    else:
        mails.undecided(registration, event)
