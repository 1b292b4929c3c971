"""Event, its programme of slots, and who speaks in them; all texts per language."""

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.core.clock import BERLIN
from webapp.core.db import Model, choice, random_id
from webapp.core.i18n import Texts, TranslatedText

LONGEST_URL = 500


class SlotKind(StrEnum):
    GREETING = "greeting"
    PRESENTATION = "presentation"
    REPORT = "report"
    DISCUSSION = "discussion"
    CLOSING = "closing"


class Admission(StrEnum):
    OPEN = "open"
    LISTED = "listed"  #: addresses of listed mail domains at once, others after the organisers' decision
    CLOSED = "closed"  #: nobody can register by the form


class Event(Model):
    __tablename__ = "event"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        CheckConstraint("registration_closes_at > registration_opens_at", name="closes_after_opening"),
        CheckConstraint("capacity IS NULL OR seats_taken <= capacity", name="seats"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True, default=random_id, info={"personal": None})
    slug: Mapped[str] = mapped_column(String(80), unique=True, info={"personal": None})
    title: Mapped[Texts] = mapped_column(TranslatedText, info={"personal": None})
    summary: Mapped[Texts] = mapped_column(TranslatedText, info={"personal": None})  #: Markdown
    starts_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime]
    registration_opens_at: Mapped[datetime]
    registration_closes_at: Mapped[datetime]
    capacity: Mapped[int | None]
    side_capacity: Mapped[dict[str, Any]] = mapped_column(default=dict, info={"personal": None})  #: places by side
    place_capacity: Mapped[int | None]  #: places for one municipality or district
    seats_taken: Mapped[int] = mapped_column(default=0)  #: confirmed or offered; the check above ends overbooking
    side_seats: Mapped[dict[str, Any]] = mapped_column(default=dict, info={"personal": None})  #: the same by side
    offer_hours: Mapped[int] = mapped_column(default=48)  #: how long a place is kept for somebody who waited for it
    admission: Mapped[Admission] = mapped_column(choice(Admission), default=Admission.OPEN)
    decides_closed: Mapped[bool] = mapped_column(
        default=False, server_default=false()
    )  #: it was listed before it was closed: closing ends no decision that is the organisers'
    mail_domains: Mapped[list[str]] = mapped_column(default=list, info={"personal": None})  #: see Admission.LISTED
    slides_url: Mapped[str] = mapped_column(
        String(LONGEST_URL), default="", server_default=text("''"), info={"personal": None}
    )  #: public after the end, as is the recording
    recording_url: Mapped[str] = mapped_column(
        String(LONGEST_URL), default="", server_default=text("''"), info={"personal": None}
    )
    changed_at: Mapped[datetime]
    slots: Mapped[list["Slot"]] = relationship(order_by="Slot.position", lazy="raise", cascade="all, delete-orphan")

    def takes_registrations(self, now: datetime) -> bool:
        in_time = now < self.registration_closes_at or self.is_on_the_day(now)
        return self.admission is not Admission.CLOSED and self.registration_opens_at <= now < self.ends_at and in_time

    def is_on_the_day(self, moment: datetime) -> bool:
        """The day of the conference by the German calendar; who comes as late as that may still register."""
        start, end = self.day
        return start <= moment < end

    @property
    def day(self) -> tuple[datetime, datetime]:
        """From midnight to midnight, by the German calendar."""
        start = self.starts_at.astimezone(BERLIN).replace(hour=0, minute=0, second=0, microsecond=0)
        return start.astimezone(UTC), (start + timedelta(days=1)).astimezone(UTC)

    @property
    def full(self) -> bool:
        return self.capacity is not None and self.seats_taken >= self.capacity


class Slot(Model):
    __tablename__ = "slot"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    kind: Mapped[SlotKind] = mapped_column(choice(SlotKind))
    title: Mapped[Texts] = mapped_column(TranslatedText, info={"personal": None})
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    speakers: Mapped[list["Speaker"]] = relationship(
        order_by="Speaker.position", lazy="raise", cascade="all, delete-orphan"
    )


class Speaker(Model):
    """Somebody of the public programme."""

    __tablename__ = "speaker"

    id: Mapped[int] = mapped_column(primary_key=True)
    slot_id: Mapped[int] = mapped_column(ForeignKey("slot.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    name: Mapped[Texts] = mapped_column(TranslatedText, info={"personal": "identity"})
    function: Mapped[Texts] = mapped_column(TranslatedText, info={"personal": "affiliation"})
    speaks_from: Mapped[Texts | None] = mapped_column(
        TranslatedText, info={"personal": "location"}
    )  #: public only after the end, for safety
