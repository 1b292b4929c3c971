"""ReturnedBook: a workbook that came back with corrections, held until they are entered; and each of these changes."""

from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.core import turns
from webapp.core.db import Model, choice
from webapp.core.grids import Unreadable
from webapp.core.held import HeldFile, problem_of
from webapp.events.models import Event
from webapp.registration.models import Registration
from webapp.reporting.corrections.fields import LONGEST, Field


class BookState(StrEnum):
    HELD = "held"  #: the worker is to read it
    REFUSED = "refused"  #: it cannot be read
    CHECKED = "checked"  #: every row is compared, nothing is changed
    RUNNING = "running"  #: a worker enters the changes
    APPLIED = "applied"
    UNDOING = "undoing"  #: a worker takes them back
    UNDONE = "undone"


class Fate(StrEnum):
    """What would become, or became, of one change."""

    CHANGE = "change"  #: would be entered
    CONFLICT = "conflict"  #: changed here meanwhile as well, and would stay as it is here
    TAKEN = "taken"  #: the same, but somebody chose what the workbook says
    REFUSED = "refused"  #: cannot be understood or entered
    ENTERED = "entered"
    KEPT = "kept"  #: stayed as it is here
    UNDONE = "undone"
    STAYED = "stayed"  #: not undone: changed since


class Reason(StrEnum):
    TWICE = "twice"  #: several rows of one person say different things
    SOMEBODY_ELSE = "somebody_else"  #: both names are others, as where a sheet was sorted without its hidden columns
    STATE_UNKNOWN = "state_unknown"
    NOT_BY_HAND = "not_by_hand"  #: a state that comes of reports only
    NOTHING_BY_HAND = "nothing_by_hand"  #: an empty cell takes back what was entered by hand, and nothing is any more
    NOT_CONFIRMED = "not_confirmed"  #: attendance counts for confirmed registrations only
    NOTE_ALONE = "note_alone"  #: a note belongs to an attendance
    PLACE_UNKNOWN = "place_unknown"  #: or several may be meant
    PLACE_CONTRADICTS = "place_contradicts"  #: the name means another one than the key
    PLACE_NEEDED = "place_needed"  #: there is no organisation either
    NOT_CALCULATED = "not_calculated"  #: an error, or a formula without a value
    LETTERS_LOST = "letters_lost"  #: an encoding that cannot hold them made question marks of them
    TOO_LONG = "too_long"
    SINCE = "since"  #: changed here after the workbook was compared
    ALREADY = "already"  #: is so here by now
    # What does not keep a change out
    STANDS_BY_HAND = "stands_by_hand"  #: with the note the attendance counts as entered by hand
    NOTE_GOES = "note_goes"  #: with the attendance that was entered by hand


class ReturnedBook(HeldFile, Model):
    __tablename__ = "returned_book"
    __table_args__ = (Index("ix_returned_book_event", "event_id", "created_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    state: Mapped[BookState] = mapped_column(choice(BookState))
    counts: Mapped[dict[str, Any]] = mapped_column(default=dict, info={"personal": None})  #: of judging.Compared

    event: Mapped[Event] = relationship(lazy="raise_on_sql")

    @property
    def thing(self) -> str:
        return f"returned book {self.public_id}"

    def refuse(self, error: Unreadable) -> None:
        """Keep why it cannot be read."""
        self.state, self.content, self.problem = BookState.REFUSED, None, problem_of(error)


class Stage(StrEnum):
    COMPARED = "compared"  #: rows
    KEPT = "kept"  #: changes written down


class BookReading(turns.Reading, Model):
    """Of a workbook, while it is held."""

    __tablename__ = "returned_reading"
    stages = Stage

    book_id: Mapped[int] = mapped_column(ForeignKey("returned_book.id", ondelete="CASCADE"), primary_key=True)


class Change(Model):
    """One value that the workbook says otherwise; places by official key, attendance by code, empty for nothing."""

    __tablename__ = "returned_change"
    __table_args__ = (UniqueConstraint("book_id", "registration_id", "field"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    book_id: Mapped[int] = mapped_column(ForeignKey("returned_book.id", ondelete="CASCADE"))
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]  #: of the row, as the spreadsheet counts
    field: Mapped[Field] = mapped_column(choice(Field))
    before: Mapped[str] = mapped_column(String(LONGEST), info={"personal": "content"})  #: as it was here
    after: Mapped[str] = mapped_column(String(LONGEST), info={"personal": "content"})  #: what was typed, if refused
    fate: Mapped[Fate] = mapped_column(choice(Fate))
    reasons: Mapped[list[str]] = mapped_column(default=list, info={"personal": None})
    kept: Mapped[dict[str, Any]] = mapped_column(
        default=dict, info={"personal": "content"}
    )  #: what else undoing it, or a choice, needs to know

    registration: Mapped[Registration] = relationship(lazy="raise_on_sql")
