"""Question, a case with author, state and history; its translations, answers and votes; and the board of an event."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.core.db import Model, choice, random_id
from webapp.events.models import Event, Slot, Speaker
from webapp.places.models import Place
from webapp.questions.lifecycle import State
from webapp.registration.models import Registration, Side

LONGEST_TEXT, LONGEST_ANSWER, LONGEST_REASON = 2000, 4000, 500  #: characters


class Kind(StrEnum):
    QUESTION = "question"
    EXPERIENCE = "experience"  #: something to share, which wants no answer


class Channel(StrEnum):
    REGISTRATION = "registration"  #: asked in the form
    LINK = "link"  #: by the personal link, before, during or after the conference
    PUBLIC = "public"  #: on the page of the conference, by anybody
    ORAL = "oral"  #: somebody said it, and organisers wrote it down
    PLATFORM = "platform"  #: from the meeting platform's report of questions
    CHAT = "chat"  #: from a saved chat


class Visibility(StrEnum):
    """What is known of the author. A name is never public."""

    SHOWN = "shown"  #: the public reads the municipality, of Ukrainian ones the raion
    HIDDEN = "hidden"  #: only the organisers know who asked
    UNLINKED = "unlinked"  #: nobody knows, and nobody can be written to


class Question(Model):
    """Asked once by one person. What was merged into another keeps its row, so that merging can be taken back."""

    __tablename__ = "question"
    __table_args__ = (
        UniqueConstraint("event_id", "number"),
        Index("ix_question_desk", "event_id", "state", "number"),
        CheckConstraint(
            "visibility != 'unlinked' OR "
            "(registration_id IS NULL AND author_name = '' AND organisation = '' AND place_key IS NULL)",
            name="unlinked_has_no_author",
        ),
        CheckConstraint("merged_into_id IS NULL OR merged_into_id != id", name="not_into_itself"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True, default=random_id, info={"personal": None})
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    number: Mapped[int]  #: counts from 1 within the event
    kind: Mapped[Kind] = mapped_column(choice(Kind), default=Kind.QUESTION)
    channel: Mapped[Channel] = mapped_column(choice(Channel))
    state: Mapped[State] = mapped_column(choice(State), default=State.INBOX)
    version: Mapped[int] = mapped_column(default=1)  #: rises with every change, so that a stale one is refused
    language: Mapped[str] = mapped_column(String(2), info={"personal": None})  #: in which it was asked
    text: Mapped[str] = mapped_column(String(LONGEST_TEXT), info={"personal": "content"})

    visibility: Mapped[Visibility] = mapped_column(choice(Visibility), default=Visibility.SHOWN)
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("registration.id"), index=True)
    author_name: Mapped[str] = mapped_column(
        String(160), default="", info={"personal": "identity"}
    )  #: of who is not registered
    organisation: Mapped[str] = mapped_column(String(160), default="", info={"personal": "affiliation"})
    place_key: Mapped[str | None] = mapped_column(ForeignKey("place.key"), info={"personal": "affiliation"})
    side: Mapped[Side | None] = mapped_column(choice(Side))

    slot_id: Mapped[int | None] = mapped_column(ForeignKey("slot.id", ondelete="SET NULL"))
    speaker_id: Mapped[int | None] = mapped_column(ForeignKey("speaker.id", ondelete="SET NULL"))
    desk: Mapped[str] = mapped_column(String(120), default="", info={"personal": None})  #: who is to see to an answer
    due_on: Mapped[date | None]
    decline_reason: Mapped[str] = mapped_column(String(LONGEST_REASON), default="", info={"personal": "content"})
    answered_live: Mapped[bool] = mapped_column(default=False)
    draft: Mapped[bool] = mapped_column(
        default=False, server_default=false()
    )  #: it counts as answered live, and what was written is not published yet
    answered_by: Mapped[str] = mapped_column(String(160), default="", info={"personal": "identity"})
    answered_at: Mapped[datetime | None]
    answer_mailed_at: Mapped[datetime | None]
    screen_at: Mapped[datetime | None]  #: since when in line for the screen; kept by keeping.changed()
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("question.id"), index=True)

    votes_nrw: Mapped[int] = mapped_column(default=0)  #: people who voted for it or for one merged into it
    votes_dnipropetrovsk: Mapped[int] = mapped_column(default=0)
    votes_other: Mapped[int] = mapped_column(default=0)

    asked_at: Mapped[datetime]
    changed_at: Mapped[datetime]

    event: Mapped[Event] = relationship(lazy="raise_on_sql")
    registration: Mapped[Registration | None] = relationship(lazy="raise_on_sql")
    place: Mapped[Place | None] = relationship(lazy="raise_on_sql")
    slot: Mapped[Slot | None] = relationship(lazy="raise_on_sql")
    speaker: Mapped[Speaker | None] = relationship(lazy="raise_on_sql")
    merged_into: Mapped["Question | None"] = relationship(remote_side="Question.id", lazy="raise_on_sql")
    translations: Mapped[list["Translation"]] = relationship(lazy="raise_on_sql", order_by="Translation.language")
    answers: Mapped[list["Answer"]] = relationship(lazy="raise_on_sql", order_by="Answer.language")

    @property
    def votes(self) -> dict[str, int]:
        return {side.value: getattr(self, f"votes_{side.value}") for side in Side}

    @property
    def public_answers(self) -> Sequence["Answer"]:
        """Those in writing that everybody may read."""
        return self.answers if self.state is State.ANSWERED and not self.draft else ()

    @property
    def thing(self) -> str:
        """How audit entries and mails name this question."""
        return f"question {self.public_id}"


class Translation(Model):
    """A question's words in another language, by a human."""

    __tablename__ = "question_translation"

    question_id: Mapped[int] = mapped_column(ForeignKey("question.id", ondelete="CASCADE"), primary_key=True)
    language: Mapped[str] = mapped_column(String(2), primary_key=True, info={"personal": None})
    text: Mapped[str] = mapped_column(String(LONGEST_TEXT), info={"personal": "content"})
    by: Mapped[str] = mapped_column(String(40), info={"personal": None})  #: public id of a user
    at: Mapped[datetime]


class Answer(Model):
    """A written answer in one language; the public reads it once the question counts as answered."""

    __tablename__ = "question_answer"

    question_id: Mapped[int] = mapped_column(ForeignKey("question.id", ondelete="CASCADE"), primary_key=True)
    language: Mapped[str] = mapped_column(String(2), primary_key=True, info={"personal": None})
    text: Mapped[str] = mapped_column(String(LONGEST_ANSWER), info={"personal": "content"})
    by: Mapped[str] = mapped_column(String(40), info={"personal": None})  #: public id of a user
    at: Mapped[datetime]


class Vote(Model):
    """One person is for this question. Rows stay at what was voted for, also when that was merged."""

    __tablename__ = "question_vote"

    question_id: Mapped[int] = mapped_column(ForeignKey("question.id", ondelete="CASCADE"), primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"), primary_key=True, index=True)
    at: Mapped[datetime]


class TakenUp(Model):
    """A text of a registration that has become a question, and as of which change."""

    __tablename__ = "question_taken_up"

    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"), primary_key=True)
    kind: Mapped[Kind] = mapped_column(choice(Kind), primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id", ondelete="CASCADE"), index=True)
    registration_changed_at: Mapped[datetime]


class Board(Model):
    """What holds for all questions of an event. An event without a row has the defaults."""

    __tablename__ = "question_board"

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), primary_key=True)
    revision: Mapped[int] = mapped_column(default=0)  #: rises with every change that anybody may see
    last_number: Mapped[int] = mapped_column(default=0)
    takes_public: Mapped[bool] = mapped_column(default=False)  #: anybody may ask on the page of the conference
    publishes_at_once: Mapped[bool] = mapped_column(default=False)  #: without moderation
    takes_votes: Mapped[bool] = mapped_column(default=True)
    paused: Mapped[bool] = mapped_column(default=False)  #: the screen shows nothing
    left_language: Mapped[str] = mapped_column(String(2), default="de", info={"personal": None})  #: of the screen
    right_language: Mapped[str] = mapped_column(String(2), default="uk", info={"personal": None})
    changed_at: Mapped[datetime]
