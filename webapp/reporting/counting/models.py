"""Snapshot: the figures of a conference as they were once, which outlive the people they count."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core.db import Model, random_id


class Snapshot(Model):
    """Never changed; a later one of the same conference counts instead."""

    __tablename__ = "figures_snapshot"
    __table_args__ = (UniqueConstraint("event_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True, default=random_id, info={"personal": None})
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    number: Mapped[int]  #: counts from 1 within the event
    data: Mapped[dict[str, Any]] = mapped_column(info={"personal": None})  #: as everything.frozen() gives it
    taken_at: Mapped[datetime]
    taken_by: Mapped[str] = mapped_column(String(40), info={"personal": None})  #: as the actor of an audit entry
