"""QuestionImport: a report of questions or a saved chat, entry by entry, held for a day."""

from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.core import turns
from webapp.core.db import Model, choice
from webapp.core.grids import Unreadable
from webapp.core.held import HeldFile, problem_of
from webapp.events.models import Event
from webapp.questions.models import LONGEST_TEXT, Question
from webapp.questions.reading.found import LONGEST_EMAIL, LONGEST_NAME, LONGEST_WRITTEN, Flaw, Platform, Unusable
from webapp.registration.models import Registration


class ImportState(StrEnum):
    HELD = "held"  #: the worker is to read it
    REFUSED = "refused"  #: it cannot be read, or nothing in it is a question
    COLUMNS = "columns"  #: somebody has to say which column is which
    CHECKED = "checked"  #: somebody picks; nothing is taken yet
    APPLIED = "applied"
    UNDONE = "undone"


class Outcome(StrEnum):
    """What would become, or became, of one entry."""

    NEW = "new"  #: a question of its own
    MERGE = "merge"  #: another person’s, the same as one that is there
    KNOWN = "known"  #: is there already
    LEFT = "left"  #: nobody picked it
    REFUSED = "refused"  #: holds no question
    ADDED = "added"
    MERGED = "merged"
    REMOVED = "removed"  #: undone
    KEPT = "kept"  #: not undone: somebody has worked on it since


class Reason(StrEnum):
    SAME = "same"  #: the words of a question that is there
    TWICE = "twice"  #: stands in the file before
    SIMILAR = "similar"  #: nearly the words of one that is there
    SHORTENED = "shortened"
    EMPTY = "empty"
    NO_QUESTION = "no_question"  #: a message of a chat that does not look like one
    SEVERAL = "several"  #: several people may have asked it


class QuestionImport(HeldFile, Model):
    __tablename__ = "question_import"
    __table_args__ = (Index("ix_question_import_event", "event_id", "created_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    state: Mapped[ImportState] = mapped_column(choice(ImportState))
    platform: Mapped[Platform] = mapped_column(choice(Platform))
    asked: Mapped[bool]  #: every entry is a question; else it is a chat
    timezone: Mapped[str] = mapped_column(String(40), info={"personal": None})  #: of the times in the file
    date_order: Mapped[str] = mapped_column(String(3), default="", info={"personal": None})  #: dates.DateOrder
    asks_order: Mapped[bool] = mapped_column(default=False)  #: somebody has to say which day is meant
    sheet: Mapped[dict[str, Any]] = mapped_column(
        default=dict, info={"personal": "content"}
    )  #: rows, header and columns, while somebody has to name these
    left_out: Mapped[dict[str, Any]] = mapped_column(default=dict, info={"personal": None})  #: found.Left → how many

    event: Mapped[Event] = relationship(lazy="raise_on_sql")

    @property
    def thing(self) -> str:
        return f"question import {self.public_id}"

    def refuse(self, error: Unreadable | Unusable) -> None:
        """Keep why nothing can be made of the file."""
        self.state, self.content = ImportState.REFUSED, None
        self.problem = {"flaw": error.flaw.value} if isinstance(error, Unusable) else problem_of(error)

    @property
    def refused_for(self) -> Unreadable | Unusable | None:
        flaw = (self.problem or {}).get("flaw")
        return Unusable(Flaw(flaw)) if flaw else self.unreadable


class Stage(StrEnum):
    JUDGED = "judged"  #: entries
    KEPT = "kept"  #: entries written down


class ImportReading(turns.Reading, Model):
    """Of an import, while it is held."""

    __tablename__ = "question_import_reading"
    stages = Stage

    import_id: Mapped[int] = mapped_column(ForeignKey("question_import.id", ondelete="CASCADE"), primary_key=True)


class ImportedQuestion(Model):
    """One entry. Answers and votes of the platform stay with the question it became."""

    __tablename__ = "question_import_row"
    __table_args__ = (UniqueConstraint("import_id", "number"), Index("ix_question_import_row_key", "key"))

    id: Mapped[int] = mapped_column(primary_key=True)
    import_id: Mapped[int] = mapped_column(ForeignKey("question_import.id", ondelete="CASCADE"))
    number: Mapped[int]  #: row of the table or line of the text, from 1
    text: Mapped[str] = mapped_column(String(LONGEST_TEXT), info={"personal": "content"})
    name: Mapped[str] = mapped_column(String(LONGEST_NAME), info={"personal": "identity"})
    email: Mapped[str] = mapped_column(String(LONGEST_EMAIL), info={"personal": "contact"})
    place: Mapped[str] = mapped_column(String(LONGEST_NAME), info={"personal": "affiliation"})  #: as it is written
    written: Mapped[str] = mapped_column(String(LONGEST_WRITTEN), info={"personal": None})  #: when, as it is written
    anonymous: Mapped[bool]
    live: Mapped[bool]
    votes: Mapped[int | None]  #: on the platform
    replies: Mapped[dict[str, Any]] = mapped_column(info={"personal": "content"})  #: {"found": [{"by", "text"}, …]}
    key: Mapped[str] = mapped_column(String(64), info={"personal": None})  #: equal for the same words of one person
    outcome: Mapped[Outcome] = mapped_column(choice(Outcome))
    reasons: Mapped[list[str]] = mapped_column(default=list, info={"personal": None})  #: Reason
    candidates: Mapped[list[str] | None] = mapped_column(
        default=list, info={"personal": None}
    )  #: public ids of those who may have asked, best first; None of entries that were held before these were kept
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("registration.id", ondelete="SET NULL"), index=True)
    question_id: Mapped[int | None] = mapped_column(
        ForeignKey("question.id", ondelete="SET NULL"), index=True
    )  #: that it became, is the same as, or shall be merged into

    registration: Mapped[Registration | None] = relationship(lazy="raise_on_sql")
    question: Mapped[Question | None] = relationship(lazy="raise_on_sql")
