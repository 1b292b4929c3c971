"""ListImport: a list of registrations that organisers got by e-mail or phone, row by row, held for a day."""

from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.core import turns
from webapp.core.db import Model, choice
from webapp.core.grids import Unreadable
from webapp.core.held import HeldFile, problem_of
from webapp.events.models import Event
from webapp.registration.models import Registration, Side


class ListState(StrEnum):
    HELD = "held"  #: the worker is to read it, or to judge its rows
    REFUSED = "refused"  #: it cannot be read
    COLUMNS = "columns"  #: somebody has to say which column is which
    CHECKED = "checked"  #: every row is judged, none is taken
    RUNNING = "running"  #: a worker takes them
    APPLIED = "applied"
    UNDONE = "undone"


class RowResult(StrEnum):
    FINE = "fine"  #: would be added
    ADDED = "added"
    KNOWN = "known"
    REFUSED = "refused"
    UNDONE = "undone"
    KEPT = "kept"  #: not undone: the person has done something since, or the attendance is recorded


class ListImport(HeldFile, Model):
    __tablename__ = "list_import"
    __table_args__ = (Index("ix_list_import_event", "event_id", "created_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    state: Mapped[ListState] = mapped_column(choice(ListState))
    header: Mapped[int | None]  #: number of the row with the headings, None without one
    columns: Mapped[dict[str, Any]] = mapped_column(default=dict, info={"personal": None})  #: field → column, from 0
    side: Mapped[Side | None] = mapped_column(choice(Side))  #: of rows that name neither place nor side
    locale: Mapped[str] = mapped_column(String(2), info={"personal": None})  #: of rows that tell none
    by_mail: Mapped[bool] = mapped_column(default=False)  #: whether those who are added are written to

    event: Mapped[Event] = relationship(lazy="raise_on_sql")

    @property
    def thing(self) -> str:
        return f"list {self.public_id}"

    def refuse(self, error: Unreadable) -> None:
        """Keep why it cannot be read."""
        self.state, self.content, self.problem = ListState.REFUSED, None, problem_of(error)


class Stage(StrEnum):
    JUDGED = "judged"  #: rows
    KEPT = "kept"  #: rows written down


class ListReading(turns.Reading, Model):
    """Of a list, while it is held."""

    __tablename__ = "list_reading"
    stages = Stage

    list_id: Mapped[int] = mapped_column(ForeignKey("list_import.id", ondelete="CASCADE"), primary_key=True)


class ListRow(Model):
    __tablename__ = "list_row"
    __table_args__ = (UniqueConstraint("list_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    list_id: Mapped[int] = mapped_column(ForeignKey("list_import.id", ondelete="CASCADE"))
    number: Mapped[int]  #: as the spreadsheet counts
    cells: Mapped[list[str]] = mapped_column(info={"personal": "content"})
    result: Mapped[RowResult | None] = mapped_column(choice(RowResult))  #: None of headings and what stands above
    reasons: Mapped[list[str]] = mapped_column(default=list, info={"personal": None})  #: list_rows.Reason
    registration_id: Mapped[int | None] = mapped_column(
        ForeignKey("registration.id", ondelete="SET NULL"), index=True
    )  #: that it added, or that was there

    registration: Mapped[Registration | None] = relationship(lazy="raise_on_sql")
