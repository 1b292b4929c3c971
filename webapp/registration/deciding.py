"""Verbs of organisers about registrations that wait for their decision, and about the places of an event."""

from dataclasses import asdict, dataclass
from datetime import datetime

from webapp.core import audit
from webapp.core.errors import DomainError, Refused
from webapp.core.i18n import lazy_gettext as _l
from webapp.events.models import Admission, Event
from webapp.registration import mails, policy, queries, seats, taking_over, waiting
from webapp.registration.models import Registration, State
from webapp.registration.registering import closed

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


def accept(public_id: str, *, actor: str, now: datetime) -> None:
    """Let somebody in: a place, or the queue if all are taken. Raises DomainError when it is decided already."""
    registration, event = waiting.held(public_id)
    if registration.state is not State.UNDECIDED:
        raise DomainError(DECIDED)
    if now >= event.ends_at:
        raise closed(policy.Window.OVER)
    _let_in(registration, event, now)
    audit.record("registration.accept", registration.thing, actor=actor)


def decline(public_id: str, reason: str, *, actor: str, now: datetime) -> None:
    """Say no, with a reason that the person reads. Raises DomainError when it is decided already."""
    registration, event = waiting.held(public_id)
    if registration.state is not State.UNDECIDED:
        raise DomainError(DECIDED)
    registration.state, registration.decision = State.DECLINED, reason
    registration.decided_at = registration.changed_at = now
    waiting.withdraw_requests(registration)
    if (replaced := taking_over.predecessor(registration, now)) is not None:  # who stays
        replaced.asked_to_replace, registration.replaces_id = "", None
    audit.record("registration.decline", registration.thing, actor=actor)
    mails.declined(registration, event)


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
