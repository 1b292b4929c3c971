"""Exports that the worker writes, presets of what to export, and the addresses from which Excel reads one."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.core import turns
from webapp.core.db import Model, choice, random_id
from webapp.core.turns import Reading
from webapp.events.models import Event
from webapp.reporting.exporting.orders import Format, Order, Selection
from webapp.reporting.kinds import Kind

KEPT: Final = timedelta(days=7)  #: a file, after it was written
LASTS: Final = timedelta(days=365)  #: a schedule after the conference, an address after it was made
LONGEST_NAME: Final = 80


class ExportState(StrEnum):
    HELD = turns.HELD  #: it is being written, or waits for that
    READY = "ready"


class Stage(StrEnum):
    WRITTEN = "written"


class Ordered:
    """Columns of a table that says what a file is to hold; a preset holds no e-mail addresses."""

    kind: Mapped[Kind] = mapped_column(choice(Kind))
    language: Mapped[str] = mapped_column(String(8), info={"personal": None})
    format: Mapped[Format] = mapped_column(choice(Format))
    narrowed: Mapped[dict[str, Any]] = mapped_column(info={"personal": None})
    columns: Mapped[list[str]] = mapped_column(info={"personal": None})

    @property
    def order(self) -> Order:
        return Order(self.kind, self.language, self.format, Selection.stored(self.narrowed, self.columns))

    def take(self, order: Order) -> None:
        self.kind, self.language, self.format = order.kind, order.language, order.format
        self.narrowed, self.columns = order.selection.narrowed, list(order.selection.columns)


class Export(Ordered, Model):
    """One file below exports/, written by the worker under a random name and kept for a week."""

    __tablename__ = "export"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True, default=random_id, info={"personal": None})
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    state: Mapped[ExportState] = mapped_column(choice(ExportState), default=ExportState.HELD)
    contacts: Mapped[bool] = mapped_column(default=False)
    preset_name: Mapped[str] = mapped_column(String(LONGEST_NAME), default="", info={"personal": "content"})
    scheduled: Mapped[bool] = mapped_column(default=False)  #: whoever set up the schedule is written to
    file_name: Mapped[str] = mapped_column(String(40), info={"personal": None})  #: random
    sha256: Mapped[str] = mapped_column(String(64), default="", info={"personal": None})
    size: Mapped[int] = mapped_column(BigInteger, default=0)  #: bytes
    created_by: Mapped[str] = mapped_column(String(40), info={"personal": None})  #: as audit entries name somebody
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)

    event: Mapped[Event] = relationship(lazy="raise")

    @property
    def order(self) -> Order:
        selection = Selection.stored(self.narrowed, self.columns, contacts=self.contacts)
        return Order(self.kind, self.language, self.format, selection)

    @property
    def written_at(self) -> datetime:
        """When the file was ready, if it is."""
        return self.expires_at - KEPT

    @property
    def thing(self) -> str:
        """How audit entries and mails name this file."""
        return f"export {self.public_id}"


class ExportWriting(Reading, Model):
    """How far a file is, while it is being written."""

    __tablename__ = "export_writing"
    stages = Stage

    export_id: Mapped[int] = mapped_column(ForeignKey("export.id", ondelete="CASCADE"), primary_key=True)


class Preset(Ordered, Model):
    """A file that is wanted again, under a name that all organisers of the conference see; perhaps once a week."""

    __tablename__ = "export_preset"
    __table_args__ = (
        Index("uq_export_preset_name", "event_id", "name", unique=True),
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
        CheckConstraint("hour BETWEEN 0 AND 23", name="hour"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True, default=random_id, info={"personal": None})
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(LONGEST_NAME), info={"personal": "content"})
    created_at: Mapped[datetime]
    weekday: Mapped[int | None]  #: Monday is 0
    hour: Mapped[int | None]  #: of the zone's clock
    zone: Mapped[str] = mapped_column(String(40), default="", info={"personal": None})
    next_run_at: Mapped[datetime | None] = mapped_column(index=True)
    scheduled_by: Mapped[str] = mapped_column(String(40), default="", info={"personal": None})  #: gets the mail

    event: Mapped[Event] = relationship(lazy="raise")

    @property
    def thing(self) -> str:
        return f"preset {self.public_id}"


class Address(Model):
    """Lets Excel read one preset without signing in. Only its token's SHA-256 is kept, and never who called."""

    __tablename__ = "export_address"

    preset_id: Mapped[int] = mapped_column(ForeignKey("export_preset.id", ondelete="CASCADE"), primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True, info={"personal": "secret"})
    created_by: Mapped[str] = mapped_column(String(40), info={"personal": None})
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]
