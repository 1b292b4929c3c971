"""Figures of a conference that are kept: as they were once, and as they were a short while ago."""

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


class KeptFigures(Model):
    """Of a conference that is too large to be counted for every look at its pictures, or that others are compared with.

    Counted anew again and again, see keeping.py: they never outlive the people for longer than that.
    """

    __tablename__ = "figures_kept"

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), primary_key=True)
    data: Mapped[dict[str, Any]] = mapped_column(info={"personal": None})  #: as everything.kept() gives it
    counted_at: Mapped[datetime]
