"""Invitation: that a municipality or district was invited to an event, and when; and the steps that made it so."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core.db import Model, random_id


class Invitation(Model):
    __tablename__ = "invitation"

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), primary_key=True)
    place_key: Mapped[str] = mapped_column(
        ForeignKey("place.key"), primary_key=True, index=True, info={"personal": None}
    )
    invited_on: Mapped[date]


class InvitationStep(Model):
    """Many are marked or taken back at once, so a step can be undone as a whole, the last one first."""

    __tablename__ = "invitation_step"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True, default=random_id, info={"personal": None})
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    took_back: Mapped[bool]  #: else it marked
    days: Mapped[dict[str, Any]] = mapped_column(info={"personal": None})  #: day by official key, of what it changed
    by: Mapped[str] = mapped_column(String(40), info={"personal": None})  #: as audit entries name somebody
    at: Mapped[datetime]
    undone_at: Mapped[datetime | None]
