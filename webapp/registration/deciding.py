"""Verbs of organisers about registrations that wait for their decision, and about the places of an event."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Final

from webapp.core import audit
from webapp.core.errors import DomainError, Refused
from webapp.core.i18n import lazy_gettext as _l
from webapp.events.models import Admission, Event
from webapp.registration import mails, policy, queries, revisions, seats, taking_over, waiting
from webapp.registration.models import Deed, Registration, Revision, State
from webapp.registration.registering import closed

OPEN: Final = (State.UNDECIDED, State.DECLINED)  #: who can be let in
CHANGED: Final = ("state", "decided_at", "decision", "waiting_since", "offered_until", "replaces_id")
DECIDED = _l("Somebody has decided about this registration in the meantime.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """How many may take part, and who may; names are those of the event's columns, None is no limit."""

    capacity: int | None
    side_capacity: dict[str, int]
    place_capacity: int | None
    offer_hours: int
    admission: Admission
    mail_domains: list[str]


def accept(public_id: str, *, was: str = State.UNDECIDED, actor: str, now: datetime) -> None:
    """Let somebody in, who may have been declined: a place, or the queue if all are taken. Raises DomainError when it
    is decided already, or is not what it `was` on the page that somebody decided on.
    """
    registration, event = waiting.held(public_id)
    if registration.state not in OPEN or registration.state != was:
        raise DomainError(DECIDED)
    if now >= event.ends_at:
        raise closed(policy.Window.OVER)
    before = revisions.as_it_is(registration, CHANGED)
    registration.decision = ""
    _let_in(registration, event, now)
    revisions.note(registration, Deed.ACCEPT, before, actor=actor, now=now, told=True)
    audit.record("registration.accept", registration.thing, actor=actor)


def decline(public_id: str, reason: str, *, actor: str, now: datetime) -> None:
    """Say no, with a reason that the person reads. Raises DomainError when it is decided already."""
    registration, event = waiting.held(public_id)
    if registration.state is not State.UNDECIDED:
        raise DomainError(DECIDED)
    before = revisions.as_it_is(registration, CHANGED)
    registration.state, registration.decision = State.DECLINED, reason
    registration.decided_at = registration.changed_at = now
    waiting.withdraw_requests(registration)
    taking_over.let_go(registration, now)
    revisions.note(registration, Deed.DECLINE, before, actor=actor, now=now, told=True)
    audit.record("registration.decline", registration.thing, actor=actor)
    mails.declined(registration, event)


def reopen(public_id: str, revision: str, *, actor: str, now: datetime) -> None:
    """Take a decision back, after which nothing has followed: the person waits for one again, or is declined as before.
    Raises DomainError.
    """
    registration, event = waiting.held(public_id)
    undone = revisions.to_undo(registration, revision, Deed.ACCEPT, Deed.DECLINE)
    if not can_reopen(registration, event, undone, now):
        raise DomainError(revisions.FOLLOWED)
    had_place = registration.state is State.CONFIRMED
    if had_place:
        seats.take(event, registration.side, -1)
    revisions.put_back(registration, undone, now)
    taking_over.ask_again(registration, undone)
    audit.record("registration.reopen", registration.thing, actor=actor)
    if registration.state is State.DECLINED:
        mails.declined(registration, event, had_place=had_place)
    else:
        mails.undecided(registration, event, again=True, had_place=had_place)
    waiting.promote(event, now)


def can_reopen(registration: Registration, event: Event, revision: Revision, now: datetime) -> bool:
    """Neither the person nor anybody else has done anything since, and nobody has left for this one."""
    untouched = registration.changed_at == revision.at and not registration.asked_to_replace
    replaced = queries.asked_by(registration)
    return untouched and now < event.ends_at and (replaced is None or replaced.cancelled_at != revision.at)


def set_places(event_id: int, wanted: Places, *, actor: str, now: datetime) -> list[str]:
    """Names of what changed; those who wait get what became free. Raises Refused below what is taken already."""
    event = seats.locked(event_id)
    _require_enough(event, wanted)
    changed = [name for name, value in asdict(wanted).items() if getattr(event, name) != value]
    decided = waiting.decides(event)
    for name in changed:
        setattr(event, name, getattr(wanted, name))
    if changed:
        event.changed_at = now
        event.decides_closed = decided and event.admission is Admission.CLOSED
        audit.record("event.places", f"event {event.public_id}", actor=actor, details={"fields": changed})
        waiting.promote(event, now)
        _admit_undecided(event, now)
    return changed


def _admit_undecided(event: Event, now: datetime) -> None:
    """Those who are admitted at once by now, in the order in which they confirmed."""
    for registration in queries.undecided(event.id):
        if event.admission is not Admission.CLOSED and not waiting.needs_decision(registration.mail_key, event):
            _let_in(registration, event, now)


def _let_in(registration: Registration, event: Event, now: datetime) -> None:
    """To the place or turn of whoever asked them to take over, else to one of their own."""
    registration.decided_at = now
    if (replaced := taking_over.predecessor(registration, now)) is not None:
        taking_over.take_over(registration, replaced, event, now)
    else:
        waiting.admit(registration, event, now)


def _require_enough(event: Event, wanted: Places) -> None:
    """The limit per municipality may fall below what is taken: nobody loses a place, nobody is added."""
    limits: dict[str, tuple[int | None, int]] = {"capacity": (wanted.capacity, event.seats_taken)}
    for side, number in wanted.side_capacity.items():
        limits[f"capacity_{side}"] = (number, event.side_seats.get(side, 0))
    for field, (places, taken) in limits.items():
        if places is not None and places < taken:
            raise Refused(_l("%(taken)s places are taken already.", taken=taken), field)
