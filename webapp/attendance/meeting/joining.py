"""Verbs of joining: use a link, prepare the room, withdraw and renew links."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select

from webapp.attendance.meeting import doorway, join_mails, join_queries
from webapp.attendance.meeting.doorway import Kind, Stage
from webapp.attendance.meeting.join_queries import Entrance
from webapp.attendance.meeting.joining_models import JoinLink, JoinUse, MeetingRoom, Way
from webapp.core import audit, clock
from webapp.core.db import session, transaction
from webapp.core.errors import DomainError, Gone, NotThere
from webapp.core.i18n import lazy_gettext as _l
from webapp.core.jobs import every
from webapp.events.models import Event
from webapp.registration import seats
from webapp.registration.doors import EXPIRED
from webapp.registration.models import Registration, State
from webapp.registration.words import LEFT

MOST_USES: Final = 30  #: rows a registration; what comes then counts the last one up
WITHDRAWN = _l("The organisers have withdrawn this link. If that is a mistake, please write to us.")
NO_PLACE = _l("The link to join works as soon as you have a place. Your personal page says how that stands.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    way: Way
    people: int = 1
    substitute: str = ""
    display_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """What organisers say about a meeting room; names are those of the columns."""

    address: str
    dial_in: str
    channel_de: str
    channel_uk: str
    opens_minutes_before: int
    closes_minutes_after: int
    notes_use: bool
    address_in_last_reminder: bool


def require_admitted(entrance: Entrance, now: datetime) -> None:
    """Raises Gone for whoever takes part no longer, or when all is over; DomainError for who has no place yet."""
    state = entrance.registration.state
    if entrance.registration.has_left:
        raise Gone(_l("So this link leads into the conference no longer."), heading=LEFT[state])
    if entrance.is_closed:
        raise Gone(WITHDRAWN, heading=_l("This link was withdrawn"))
    if entrance.stage(now) is Stage.OVER:
        raise Gone(EXPIRED, heading=_l("This conference is over"))
    if state is not State.CONFIRMED:
        raise DomainError(NO_PLACE, heading=_l("You have no place yet"))


def note_use(public_id: str, use: Use, *, now: datetime) -> None:
    """Raises Gone or DomainError for whom require_admitted() turns away."""
    entrance = _entrance(public_id)
    require_admitted(entrance, now)
    if not entrance.room.notes_use:
        return
    before = join_queries.uses(entrance.registration.id)
    same = next((row for row in before if (row.way, row.people, row.substitute) == _kind(use)), None)
    if same is None and len(before) >= MOST_USES:
        same = before[0]
    if same is not None:
        same.last_at, same.times = now, same.times + 1
        return
    row = JoinUse(registration_id=entrance.registration.id, **asdict(use), first_at=now, last_at=now)
    row.display_names = list(use.display_names)
    session().add(row)


def _kind(use: Use) -> tuple[Way, int, str]:
    return use.way, use.people, use.substitute


def set_room(event_id: int, wanted: Room, *, actor: str, now: datetime) -> list[str]:
    """Names of what changed. All links stay valid; reminders that told another address may be sent anew."""
    event = seats.locked(event_id)
    found = _room(event_id, now)
    changed = [name for name, value in asdict(wanted).items() if getattr(found, name) != value]
    told = found.address_in_last_reminder and Kind.HOUR in join_queries.reminders(event_id, found.edition)
    for name in changed:
        setattr(found, name, getattr(wanted, name))
    if changed:
        if told and {"address", "dial_in"} & set(changed):
            found.edition += 1
        found.changed_at = now
        audit.record("joining.room", f"event {event.public_id}", actor=actor, details={"fields": changed})
    return changed


def close_link(public_id: str, *, actor: str, now: datetime) -> None:
    """Withdraw somebody's link; a second time changes nothing."""
    entrance = _entrance(public_id)
    link = _link(entrance.registration)
    if link.closed_at is None:
        link.closed_at = now
        link.version += 1
        audit.record("joining.close", entrance.registration.thing, actor=actor)


def renew_link(public_id: str, *, actor: str, now: datetime) -> None:
    """Make somebody's earlier links worthless and send a new one. Raises Gone for who takes part no longer."""
    entrance = _entrance(public_id)
    link = _link(entrance.registration)
    link.version += 1
    link.closed_at = None
    session().flush()
    renewed = join_queries.entrance(entrance.registration)
    require_admitted(renewed, now)
    audit.record("joining.renew", renewed.registration.thing, actor=actor)
    join_mails.renewed(renewed)


def renew_all(event_id: int, *, actor: str, now: datetime) -> None:
    """Make all links of an event worthless; new ones go out by the next reminder, and stand on personal pages."""
    event = seats.locked(event_id)
    found = _room(event_id, now)
    found.link_version += 1
    found.edition += 1
    found.changed_at = now
    audit.record("joining.renew_all", f"event {event.public_id}", actor=actor)


@every(timedelta(hours=1))
def forget_rooms() -> None:
    """A day after the end nobody needs the address any more."""
    over = Event.ends_at < clock.now() - doorway.ROOM_KEPT
    kept = select(MeetingRoom).join(Event, Event.id == MeetingRoom.event_id)
    with transaction() as writing:
        for found in writing.scalars(kept.where(over, (MeetingRoom.address != "") | (MeetingRoom.dial_in != ""))):
            found.address = found.dial_in = ""


def _entrance(public_id: str) -> Entrance:
    found = join_queries.by_public_id(public_id)
    if found is None:
        raise NotThere  # deleted in the meantime
    return found


def _room(event_id: int, now: datetime) -> MeetingRoom:
    found = join_queries.room(event_id)
    if found not in session():
        found.changed_at = now
        session().add(found)
    return found


def _link(registration: Registration) -> JoinLink:
    found = session().get(JoinLink, registration.id)
    if found is None:
        found = JoinLink(registration_id=registration.id, version=0)
        session().add(found)
    return found
