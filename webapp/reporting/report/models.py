"""What organisers write into the report of a conference, and reports that are finished."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core.db import Model, random_id

LONGEST_TITLE: Final = 300
LONGEST_TEXT: Final = 5_000


class ReportText(Model):
    """In one language; None is the draft's own text, which follows the figures."""

    __tablename__ = "report_text"

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), primary_key=True)
    language: Mapped[str] = mapped_column(String(2), primary_key=True, info={"personal": None})
    title: Mapped[str | None] = mapped_column(String(LONGEST_TITLE), info={"personal": None})
    summary: Mapped[str | None] = mapped_column(String(LONGEST_TEXT), info={"personal": "content"})
    outlook: Mapped[str | None] = mapped_column(String(LONGEST_TEXT), info={"personal": "content"})
    draft_hash: Mapped[str] = mapped_column(String(64), info={"personal": None})  #: of the draft it was written after
    version: Mapped[int] = mapped_column(default=1)  #: rises with every change, so that a stale one is refused
    changed_by: Mapped[str] = mapped_column(String(40), info={"personal": None})  #: as the actor of an audit entry
    changed_at: Mapped[datetime]

    @property
    def is_own(self) -> bool:
        """Whether organisers wrote any of it."""
        return any(text is not None for text in (self.title, self.summary, self.outlook))


class FinishedReport(Model):
    """Never changed. A later edition of the same conference is a row and has a number of its own."""

    __tablename__ = "finished_report"
    __table_args__ = (UniqueConstraint("year", "number"), UniqueConstraint("event_id", "edition"))

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True, default=random_id, info={"personal": None})
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    snapshot_id: Mapped[int] = mapped_column(ForeignKey("figures_snapshot.id"))
    year: Mapped[int]  #: of the conference
    number: Mapped[int]  #: counts from 1 within the year
    edition: Mapped[int]  #: counts from 1 within the conference
    papers: Mapped[dict[str, Any]] = mapped_column(info={"personal": "content"}, deferred=True)  #: by language
    finished_at: Mapped[datetime]
    finished_by: Mapped[str] = mapped_column(String(40), info={"personal": None})

    @property
    def name(self) -> str:
        """“2023-01”."""
        return f"{self.year}-{self.number:02}"
