"""Reading what belongs to joining: rooms, whose link a token is, reminders, who used a link."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from flask import current_app
from sqlalchemy import ColumnElement, and_, exists, func, select
from sqlalchemy.orm import joinedload

from webapp.attendance.meeting import doorway, meeting_address
from webapp.attendance.meeting.doorway import Kind, Stage
from webapp.attendance.meeting.joining_models import (
    JoinLink,
    JoinUse,
    MeetingRoom,
    Reminder,
    ReminderSent,
    Way,
    usual_room,
)
from webapp.core import tokens
from webapp.core.db import session
from webapp.events.models import Event
from webapp.places import queries as places
from webapp.places.levels import district_of
from webapp.registration import queries as registrations
from webapp.registration.models import Registration, Side, State
from webapp.registration.policy import LINKS_LIVE_AFTER_THE_END

JOIN: Final = "join"


@dataclass(frozen=True, slots=True)
class Entrance:
    """Somebody at the door: who, of which event, and where the door leads."""

    registration: Registration
    room: MeetingRoom
    link: JoinLink | None

    @property
    def event(self) -> Event:
        return self.registration.event

    @property
    def version(self) -> int:
        """Each part only grows, so that raising any of them makes earlier links worthless."""
        own = self.link.version if self.link else 0
        return self.registration.link_version + self.room.link_version + own

    @property
    def is_closed(self) -> bool:
        return self.link is not None and self.link.closed_at is not None

    @property
    def token(self) -> str:
        """Valid for long, since the event may be postponed; whether the door is open is asked when it is used."""
        until = self.event.ends_at + LINKS_LIVE_AFTER_THE_END
        return tokens.sign(JOIN, self.registration.public_id, version=self.version, until=until)

    @property
    def opens_at(self) -> datetime:
        return doorway.opens_at(self.event.starts_at, self.room.opens_minutes_before)

    def stage(self, now: datetime) -> Stage:
        after = self.room.closes_minutes_after
        return doorway.stage(now, opens=self.opens_at, ends=self.event.ends_at, minutes_after=after)


def hosts() -> list[str]:
    """Where meetings may be in this installation."""
    allowed: list[str] = current_app.config["SETTINGS"].allowed_meeting_hosts
    return allowed


def usable(room: MeetingRoom) -> bool:
    """Whether there is an address; one whose host is no longer allowed is none."""
    return bool(room.address) and meeting_address.fault(room.address, hosts()) is None


def room(event_id: int) -> MeetingRoom:
    """The usual one, not stored, while organisers have said nothing."""
    return session().get(MeetingRoom, event_id) or usual_room(event_id)


def entrance(registration: Registration) -> Entrance:
    return Entrance(registration, room(registration.event_id), session().get(JoinLink, registration.id))


def by_public_id(public_id: str) -> Entrance | None:
    found = registrations.by_public_id(public_id)
    return entrance(found) if found else None


def by_token(token: str) -> Entrance:
    """Raises tokens.LinkInvalid or tokens.LinkExpired."""
    link = tokens.read(JOIN, token)
    found = by_public_id(link.subject)
    if found is None or found.version != link.version:
        raise tokens.LinkInvalid
    return found


def uses(registration_id: int) -> Sequence[JoinUse]:
    """Of one person, the latest first."""
    mine = select(JoinUse).where(JoinUse.registration_id == registration_id)
    return session().scalars(mine.order_by(JoinUse.last_at.desc(), JoinUse.id.desc())).all()


def admitted(event_id: int) -> ColumnElement[bool]:
    """Who may come in: confirmed, and the link not withdrawn."""
    withdrawn = exists().where(JoinLink.registration_id == Registration.id, JoinLink.closed_at.is_not(None))
    return and_(Registration.event_id == event_id, Registration.state == State.CONFIRMED, ~withdrawn)


def reminders(event_id: int, edition: int) -> dict[Kind, Reminder]:
    """Those that organisers released and that still tell the truth."""
    mine = select(Reminder).where(Reminder.event_id == event_id, Reminder.edition == edition)
    return {reminder.kind: reminder for reminder in session().scalars(mine)}


def unreminded(reminder: Reminder, limit: int) -> Sequence[Registration]:
    """Those admitted who have not got this reminder, with event and places."""
    found = select(Registration).where(admitted(reminder.event_id), ~_sent(reminder.id)).order_by(Registration.id)
    loaded = (joinedload(Registration.event, innerjoin=True), joinedload(Registration.place))
    return session().scalars(found.options(*loaded).limit(limit)).all()


def reminded_by_language(event_id: int, reminder: Reminder | None) -> dict[str, tuple[int, int]]:
    """For each language that somebody reads: how many have got it, how many are still to get it."""
    mine = and_(
        ReminderSent.registration_id == Registration.id, ReminderSent.reminder_id == (reminder.id if reminder else 0)
    )
    counted = (
        select(Registration.locale, func.count(ReminderSent.registration_id), func.count())
        .outerjoin(ReminderSent, mine)
        .where(admitted(event_id))
        .group_by(Registration.locale)
        .order_by(Registration.locale)
    )
    return {locale: (got, people - got) for locale, got, people in session().execute(counted)}


def _sent(reminder_id: int) -> ColumnElement[bool]:
    mine = exists().where(ReminderSent.reminder_id == reminder_id, ReminderSent.registration_id == Registration.id)
    return mine.correlate(Registration)


@dataclass(frozen=True, slots=True)
class LinkUse:
    """That somebody used a link, as evidence: never attendance. For matching, with the names that were offered."""

    registration: str  #: public id
    way: Way
    people: int
    substitute: str
    display_names: tuple[str, ...]
    first_at: datetime
    last_at: datetime


def link_uses(event_id: int) -> list[LinkUse]:
    """In the order of first use."""
    found = (
        select(Registration.public_id, JoinUse)
        .join(JoinUse, JoinUse.registration_id == Registration.id)
        .where(Registration.event_id == event_id)
        .order_by(JoinUse.first_at, JoinUse.id)
    )
    return [
        LinkUse(public_id, use.way, use.people, use.substitute, tuple(use.display_names), use.first_at, use.last_at)
        for public_id, use in session().execute(found)
    ]


@dataclass(slots=True)
class Seen:
    """How many of those registered used their link; `people` counts those who share a connection."""

    registered: int = 0
    used: int = 0
    people: int = 0

    @property
    def share(self) -> float:
        return self.used / self.registered if self.registered else 0.0

    def add(self, registered: int, used: int, people: int) -> None:
        self.registered += registered
        self.used += used
        self.people += people


@dataclass(frozen=True, slots=True)
class Live:
    """Keys are a side, and the key of a Regierungsbezirk or raion."""

    total: Seen
    sides: Mapping[Side, Seen]
    districts: Mapping[str, Seen]
    ways: Counter[Way] = field(default_factory=Counter)  #: of the latest use of each


def live(event_id: int) -> Live:
    """One grouped query; whoever withdrew after using the link is counted no more."""
    rank = func.row_number().over(
        partition_by=JoinUse.registration_id, order_by=(JoinUse.last_at.desc(), JoinUse.id.desc())
    )
    used = select(JoinUse.registration_id, JoinUse.way, JoinUse.people, rank.label("rank"))
    used = used.join(Registration, Registration.id == JoinUse.registration_id).where(Registration.event_id == event_id)
    ranked = used.subquery()
    last = select(ranked).where(ranked.c.rank == 1).subquery()
    columns = (Registration.side, Registration.place_key, last.c.way)
    counted = (
        select(*columns, func.count(Registration.id), func.coalesce(func.sum(last.c.people), 0))
        .outerjoin(last, last.c.registration_id == Registration.id)
        .where(Registration.event_id == event_id, Registration.state == State.CONFIRMED)
        .group_by(*columns)
    )
    directory = {place.key: place for place in places.choosable()}
    found = Live(Seen(), {side: Seen() for side in Side}, defaultdict(Seen))
    for side, key, way, number, people in session().execute(counted):
        counts = [found.total, found.sides[side]]
        if key in directory:
            counts.append(found.districts[district_of(directory[key]).key])
        for count in counts:
            count.add(number, number if way else 0, people)
        if way:
            found.ways[way] += number
    return found


def latest_uses(event_id: int, limit: int = 20) -> Sequence[tuple[JoinUse, Registration]]:
    found = (
        select(JoinUse, Registration)
        .join(Registration, Registration.id == JoinUse.registration_id)
        .where(Registration.event_id == event_id)
        .options(joinedload(Registration.place))
        .order_by(JoinUse.last_at.desc(), JoinUse.id.desc())
    )
    return [(use, registration) for use, registration in session().execute(found.limit(limit))]
