"""Event, its programme of slots, and who speaks in them; all texts per language."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.core.db import Model, choice, random_id
from webapp.core.i18n import Texts, TranslatedText


class SlotKind(StrEnum):
    GREETING = "greeting"
    PRESENTATION = "presentation"
    REPORT = "report"
    DISCUSSION = "discussion"
    CLOSING = "closing"


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
    seats_taken: Mapped[int] = mapped_column(default=0)  #: confirmed registrations; the check above ends overbooking
    changed_at: Mapped[datetime]
    slots: Mapped[list["Slot"]] = relationship(order_by="Slot.position", lazy="raise", cascade="all, delete-orphan")

    def takes_registrations(self, now: datetime) -> bool:
        return self.registration_opens_at <= now < min(self.registration_closes_at, self.ends_at)

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
