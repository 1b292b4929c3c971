"""What people thought of a conference, without them; and apart from it who has answered, without what."""

from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core.db import Model, choice, random_id
from webapp.registration.models import Side

LONGEST_TEXT, LONGEST_LIST = 1000, 160
BEST = 5  #: marks go from 1 to this


class Wanted(StrEnum):
    """What should come next."""

    CONFERENCE = "conference"
    TOPICS = "topics"
    PARTNERS = "partners"
    FUNDING = "funding"
    VISITS = "visits"
    PROJECTS = "projects"


class Feedback(Model):
    """One answer. It keeps no time and no order, and its id is random, so that no column leads to who gave it.

    Without rowid, since SQLite would number the rows as they come. What the files of a database tell beside its columns
    is in docs/follow-up.md.
    """

    __tablename__ = "feedback"
    __table_args__ = (
        CheckConstraint("useful BETWEEN 1 AND 5", name="useful"),
        {"sqlite_with_rowid": False},
    )

    id: Mapped[str] = mapped_column(String(22), primary_key=True, default=random_id, info={"personal": None})
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    side: Mapped[Side] = mapped_column(choice(Side))
    language: Mapped[str] = mapped_column(String(2), info={"personal": None})  #: of the text
    useful: Mapped[int]
    wanted: Mapped[str] = mapped_column(String(LONGEST_LIST), info={"personal": None})  #: codes, with commas
    text: Mapped[str] = mapped_column(String(LONGEST_TEXT), info={"personal": "content"})


class FeedbackGiven(Model):
    """That somebody has answered, so that nobody does twice. It keeps no time either: two times could be compared."""

    __tablename__ = "feedback_given"

    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"), primary_key=True)
