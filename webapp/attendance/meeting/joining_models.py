"""An event's meeting room, personal links into it, who used theirs, and which reminders left."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webapp.attendance.meeting.doorway import Kind
from webapp.core.db import Model, choice

LONGEST_ADDRESS, LONGEST_CHANNEL, LONGEST_NAME = 1000, 60, 160
OPENS, CLOSES = 30, 30  #: minutes before the start and after the end, unless organisers say otherwise


class Way(StrEnum):
    """How somebody uses a link."""

    SELF = "self"
    SUBSTITUTE = "substitute"  #: somebody else in the person's place
    SEVERAL = "several"  #: several people at one connection


class MeetingRoom(Model):
    """Where an event's meeting is. A new address keeps all links: they lead to wherever it is now."""

    __tablename__ = "meeting_room"
    __table_args__ = (CheckConstraint("opens_minutes_before >= 0 AND closes_minutes_after >= 0", name="minutes"),)

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), primary_key=True)
    address: Mapped[str] = mapped_column(String(LONGEST_ADDRESS), default="", info={"personal": "secret"})
    dial_in: Mapped[str] = mapped_column(String(LONGEST_ADDRESS), default="", info={"personal": "secret"})
    channel_de: Mapped[str] = mapped_column(String(LONGEST_CHANNEL), default="", info={"personal": None})
    channel_uk: Mapped[str] = mapped_column(String(LONGEST_CHANNEL), default="", info={"personal": None})
    opens_minutes_before: Mapped[int] = mapped_column(default=OPENS)
    closes_minutes_after: Mapped[int] = mapped_column(default=CLOSES)
    notes_use: Mapped[bool] = mapped_column(default=True)  #: whether using a link is noted
    address_in_last_reminder: Mapped[bool] = mapped_column(default=False)  #: a way in without this service
    link_version: Mapped[int] = mapped_column(default=0)  #: raising it makes all earlier links worthless
    edition: Mapped[int] = mapped_column(default=0)  #: raised when what reminders told is no longer true
    changed_at: Mapped[datetime]


class JoinLink(Model):
    """What organisers did to one person's link; without a row nothing."""

    __tablename__ = "join_link"

    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"), primary_key=True)
    version: Mapped[int] = mapped_column(default=0)  #: raising it makes earlier links of this person worthless
    closed_at: Mapped[datetime | None]  #: withdrawn, until a new one is given


class JoinUse(Model):
    """That a link was used: evidence of its own kind, and no attendance. The same use again only counts up."""

    __tablename__ = "join_use"
    __table_args__ = (CheckConstraint("people >= 1", name="people"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"), index=True)
    way: Mapped[Way] = mapped_column(choice(Way))
    people: Mapped[int] = mapped_column(default=1)
    substitute: Mapped[str] = mapped_column(String(LONGEST_NAME), default="", info={"personal": "identity"})
    display_names: Mapped[list[str]] = mapped_column(default=list, info={"personal": "identity"})  #: those offered
    first_at: Mapped[datetime]
    last_at: Mapped[datetime]
    times: Mapped[int] = mapped_column(default=1)


class Reminder(Model):
    """That organisers had this reminder sent; who is admitted later gets it too."""

    __tablename__ = "reminder"
    __table_args__ = (UniqueConstraint("event_id", "kind", "edition", name="uq_reminder_once"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    kind: Mapped[Kind] = mapped_column(choice(Kind))
    edition: Mapped[int]
    released_at: Mapped[datetime]


class ReminderSent(Model):
    """Written with the mail in one transaction, so that nobody gets a reminder twice, whatever is killed when."""

    __tablename__ = "reminder_sent"

    reminder_id: Mapped[int] = mapped_column(ForeignKey("reminder.id", ondelete="CASCADE"), primary_key=True)
    registration_id: Mapped[int] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    at: Mapped[datetime]


def usual_room(event_id: int) -> MeetingRoom:
    """Of an event whose organisers have said nothing yet."""
    return MeetingRoom(
        event_id=event_id, address="", dial_in="", channel_de="", channel_uk="", opens_minutes_before=OPENS,
        closes_minutes_after=CLOSES, notes_use=True, address_in_last_reminder=False, link_version=0, edition=0,
    )  # fmt: skip
