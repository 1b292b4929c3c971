"""A colleague takes over somebody's place or turn: when confirming, or when the organisers accept the colleague."""

from datetime import datetime
from typing import Final

from webapp.core import audit
from webapp.core.db import session
from webapp.events.models import Event
from webapp.registration import mails, seats, waiting
from webapp.registration.models import Registration, State

ASKED: Final = (State.PENDING, State.UNDECIDED)  #: who has not taken over yet


def predecessor(registration: Registration, now: datetime) -> Registration | None:
    """Whose place or turn this one is to take over, as long as that can be."""
    if registration.replaces_id is None:
        return None
    found = session().get_one(Registration, registration.replaces_id)
    return None if found.has_left or waiting.is_late(found, now) else found


def no_longer(registration: Registration, now: datetime) -> None:
    """Who was asked to take over leaves without having done so: whoever asked them is no longer told to wait."""
    if registration.state in ASKED and (replaced := predecessor(registration, now)) is not None:
        replaced.asked_to_replace = ""


def again(registration: Registration, now: datetime) -> None:
    """What no_longer() was done for was undone: the request stands again, unless somebody else was asked meanwhile."""
    if registration.state not in ASKED or (replaced := predecessor(registration, now)) is None:
        return
    if replaced.asked_to_replace:
        registration.replaces_id = None
    else:
        replaced.asked_to_replace = registration.name


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
