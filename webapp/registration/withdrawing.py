"""Verbs that withdraw a registration: what the person does too, and what organisers do for who calls, with its undo."""

from datetime import datetime
from typing import Any, Final

from webapp.core import audit
from webapp.core.errors import DomainError
from webapp.core.i18n import lazy_gettext as _l
from webapp.events.models import Event
from webapp.registration import blocking, mails, policy, queries, revisions, seats, taking_over, waiting, words
from webapp.registration.models import SEATED, Deed, Registration, Revision, State
from webapp.registration.registering import closed

CHANGED: Final = ("state", "cancelled_at", "replaces_id")
PLACE_GONE: Final = _l("This can no longer be undone: the place has gone to somebody else.")
OFFER_ENDED: Final = _l("This can no longer be undone: the time to accept the offered place is over.")
BLOCKED: Final = _l("This can no longer be undone: this address asked us not to write to it again.")
NOT_ASKED: Final = _l(
    "This can no longer be undone: whoever asked this person to take over may think otherwise by now."
)
ANEW: Final = _l("This can no longer be undone: the person has registered anew.")


def leave(registration: Registration, event: Event, *, actor: str, now: datetime) -> bool:
    """Give up whatever is held of the event that is locked; whether it was a place. The caller mails and promotes."""
    had_place = registration.state is State.CONFIRMED
    if registration.state in SEATED:
        seats.take(event, registration.side, -1)
    registration.state, registration.cancelled_at, registration.changed_at = State.CANCELLED, now, now
    waiting.withdraw_requests(registration)
    taking_over.let_go(registration, now)
    audit.record("registration.cancel", registration.thing, actor=actor)
    return had_place


def withdraw(public_id: str, reason: str, *, tell: bool, actor: str, now: datetime) -> bool:
    """For somebody who asked the organisers; the reason is theirs alone. Whether the person is written to: never at an
    address that nobody has confirmed. Raises DomainError for what was withdrawn already, or is over.
    """
    registration, event = waiting.held(public_id)
    if registration.has_left:
        raise DomainError(words.NOTHING_TO_CHANGE, heading=words.LEFT[registration.state])
    if now >= event.ends_at:
        raise closed(policy.Window.OVER)
    before, told = revisions.as_it_is(registration, CHANGED), tell and registration.state is not State.PENDING
    had_place = leave(registration, event, actor=actor, now=now)
    revisions.note(registration, Deed.WITHDRAW, before, actor=actor, now=now, reason=reason, told=told)
    if told:
        mails.cancelled(registration, event, had_place=had_place, by_organisers=True)
    waiting.promote(event, now)
    return told


def restore(public_id: str, revision: str, *, actor: str, now: datetime) -> bool:
    """Undo withdraw() as long as the place is there; whether the person is written to: who was told of that is told
    of this. Raises DomainError.
    """
    registration, event = waiting.held(public_id)
    undone = revisions.to_undo(registration, revision, Deed.WITHDRAW)
    if (hindrance := hindrance_to_restore(registration, event, undone, now)) is not None:
        raise hindrance
    revisions.put_back(registration, undone, now)
    taking_over.ask_again(registration, undone)
    if registration.state in SEATED:
        seats.take(event, registration.side)
    audit.record("registration.restore", registration.thing, actor=actor)
    waiting.promote(event, now)
    if registration.state is State(undone.before["state"]):
        if undone.told:
            _tell(registration, event)
        return undone.told
    return True  # there was a place by now, of which a mail tells


def hindrance_to_restore(
    registration: Registration, event: Event, revision: Revision, now: datetime
) -> DomainError | None:
    """Why it cannot be undone, if it cannot."""
    before = State(revision.before["state"])
    if now >= event.ends_at:
        return closed(policy.Window.OVER)
    if before is State.PENDING and (text := _no_longer_asked(registration, revision)) is not None:
        return DomainError(text)
    if queries.same_person(event.id, registration.mail_key, registration.name_key) is not None:
        return DomainError(ANEW)
    if before is State.OFFERED and (registration.offered_until is None or registration.offered_until <= now):
        return DomainError(OFFER_ENDED)
    if before in SEATED and not seats.has_room(event, registration.side, registration.place_key):
        return DomainError(PLACE_GONE)
    return None


def _no_longer_asked(registration: Registration, revision: Revision) -> Any:
    """Why nobody is to confirm any more; None if somebody is."""
    if blocking.is_blocked(registration.mail_key):
        return BLOCKED
    let_go = taking_over.was_let_go(revision) and taking_over.who_asks_again(registration, revision) is None
    return NOT_ASKED if let_go else None


def _tell(registration: Registration, event: Event) -> None:
    if registration.state is State.CONFIRMED:
        mails.registered(registration, event, again=True)
    elif registration.state is State.OFFERED:
        mails.offer(registration, event)
    elif registration.state is State.WAITING:
        mails.waiting(registration, event, seats.place_in_queue(registration))
    else:
        mails.undecided(registration, event, again=True)
