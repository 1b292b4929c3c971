"""Imported reports with the people in them, what was decided about each, and the presence that follows from it."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.attendance.presence import State as Presence_
from webapp.attendance.readers.reports import Platform, Role
from webapp.attendance.recognition.matches import How
from webapp.attendance.stages import Stage
from webapp.core import turns
from webapp.core.db import Model, choice, random_id
from webapp.registration.models import Registration, Side

LONGEST_NAME, LONGEST_FILE_NAME, LONGEST_PLACE = 300, 200, 160


class RunState(StrEnum):
    HELD = "held"  #: uploaded, and not read yet
    ASKING = "asking"  #: the organisers have to say how its dates or columns are meant
    REFUSED = "refused"  #: it cannot be read
    READ = "read"  #: to be looked through; nothing counts yet
    APPLIED = "applied"
    UNDONE = "undone"


class Decision(StrEnum):
    """What is to become of a reported person."""

    OPEN = "open"
    SURE = "sure"  #: matched without doubt, by the program
    CONFIRMED = "confirmed"  #: matched by hand
    ASIDE = "aside"  #: takes part in the work, not in the conference; see Aside


class Aside(StrEnum):
    HOST = "host"
    INTERPRETER = "interpreter"
    TECHNICIAN = "technician"
    OTHER = "other"


class ImportRun(Model):
    """The reports of one meeting, read together."""

    __tablename__ = "attendance_import"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True, default=random_id, info={"personal": None})
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    state: Mapped[RunState] = mapped_column(choice(RunState), default=RunState.HELD)
    timezone: Mapped[str] = mapped_column(String(40), info={"personal": None})
    date_order: Mapped[str] = mapped_column(String(3), default="", info={"personal": None})  #: as the organisers said
    columns: Mapped[dict[str, Any]] = mapped_column(default=dict, info={"personal": None})  #: likewise
    platform: Mapped[Platform | None] = mapped_column(choice(Platform))
    by_hand: Mapped[bool] = mapped_column(default=False, server_default=false())  #: no report: a room, see rooms.py
    title: Mapped[str] = mapped_column(String(LONGEST_NAME), default="", info={"personal": None})
    meeting_starts_at: Mapped[datetime | None]
    meeting_ends_at: Mapped[datetime | None]
    covers_from: Mapped[datetime | None]  #: the span that its times tell about
    covers_until: Mapped[datetime | None]
    warnings: Mapped[dict[str, Any]] = mapped_column(default=dict, info={"personal": "identity"})
    not_read: Mapped[dict[str, Any]] = mapped_column(default=dict, info={"personal": "identity"})
    problem: Mapped[dict[str, Any]] = mapped_column(default=dict, info={"personal": "identity"})  #: of ASKING, REFUSED
    decided_before: Mapped[int] = mapped_column(default=0, server_default="0")  #: people; see ReportedPerson
    created_by: Mapped[str] = mapped_column(String(40), info={"personal": None})  #: as audit entries name somebody
    created_at: Mapped[datetime]
    applied_at: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]
    files: Mapped[list["ImportFile"]] = relationship(
        order_by="ImportFile.id", lazy="raise", cascade="all, delete-orphan", passive_deletes=True
    )

    @property
    def thing(self) -> str:
        """How audit entries name this import."""
        return f"attendance import {self.public_id}"


class ImportFile(Model):
    """Held until the import is applied or a day old; then only its hash is left, by which it is recognised."""

    __tablename__ = "attendance_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("attendance_import.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(LONGEST_FILE_NAME), info={"personal": None})
    layout: Mapped[str] = mapped_column(String(60), default="", info={"personal": None})
    sha256: Mapped[str] = mapped_column(String(64), index=True, info={"personal": None})
    content: Mapped[bytes | None] = mapped_column(LargeBinary, info={"personal": "identity"}, deferred=True)


class Reading(turns.Reading, Model):
    """Of an import, while it is held."""

    __tablename__ = "attendance_reading"
    stages = Stage

    run_id: Mapped[int] = mapped_column(ForeignKey("attendance_import.id", ondelete="CASCADE"), primary_key=True)


class ReportedPerson(Model):
    """One person of an import."""

    __tablename__ = "reported_person"
    __table_args__ = (UniqueConstraint("run_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("attendance_import.id", ondelete="CASCADE"))
    number: Mapped[int]  #: from 1, in the order of the report
    name: Mapped[str] = mapped_column(String(LONGEST_NAME), info={"personal": "identity"})
    other_names: Mapped[list[str]] = mapped_column(default=list, info={"personal": "identity"})
    place: Mapped[str] = mapped_column(
        String(LONGEST_PLACE), default="", server_default=text("''"), info={"personal": "affiliation"}
    )  #: the municipality, as a list kept by hand says it
    email: Mapped[str] = mapped_column(String(254), default="", info={"personal": "contact"})
    other_emails: Mapped[list[str]] = mapped_column(default=list, info={"personal": "contact"})
    role: Mapped[Role] = mapped_column(choice(Role))
    attended: Mapped[bool]
    intervals: Mapped[list[str]] = mapped_column(default=list, info={"personal": None})  #: ISO 8601 in UTC, in pairs
    minutes: Mapped[float | None]
    how: Mapped[How] = mapped_column(choice(How), default=How.NONE)
    candidates: Mapped[list[str]] = mapped_column(
        default=list, info={"personal": None}
    )  #: “public id score reason”, and “place”
    decision: Mapped[Decision] = mapped_column(choice(Decision), default=Decision.OPEN)
    aside: Mapped[Aside | None] = mapped_column(choice(Aside))
    version: Mapped[int] = mapped_column(default=1, server_default="1")  #: rises with every decision
    decided_before: Mapped[bool] = mapped_column(
        default=False, server_default=false()
    )  #: as in an import of the same files that was undone; until somebody decides otherwise
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("registration.id"), index=True)

    registration: Mapped[Registration | None] = relationship(lazy="raise")


class SharedConnection(Model):
    """That several people sat at a reported person's connection, or that it is a room: "8 in the town hall"."""

    __tablename__ = "shared_connection"
    __table_args__ = (CheckConstraint("said >= 1", name="said"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("reported_person.id", ondelete="CASCADE"), primary_key=True)
    said: Mapped[int]  #: how many sat there, as organisers say
    place_key: Mapped[str | None] = mapped_column(ForeignKey("place.key"), info={"personal": None})  #: whose room it is


class ConnectionPerson(Model):
    """Somebody entered by name who sat there too, beside the registration of the reported person."""

    __tablename__ = "connection_person"

    person_id: Mapped[int] = mapped_column(ForeignKey("reported_person.id", ondelete="CASCADE"), primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"), primary_key=True, index=True)


class Alias(Model):
    """A display name that was confirmed for a person; the person is known by the mailbox, across conferences."""

    __tablename__ = "attendance_alias"
    __table_args__ = (UniqueConstraint("email_key", "name_key", "alias"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("attendance_import.id", ondelete="CASCADE"), index=True)
    email_key: Mapped[str] = mapped_column(String(254), info={"personal": "contact"})
    name_key: Mapped[str] = mapped_column(String(600), info={"personal": "identity"})
    alias: Mapped[str] = mapped_column(String(LONGEST_NAME), info={"personal": "identity"})


class Presence(Model):
    """What the applied imports say of one registration; made anew whenever one of them or a rule changes."""

    __tablename__ = "presence"
    __table_args__ = (Index("ix_presence_state", "event_id", "state"), CheckConstraint("heads >= 1", name="heads"))

    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"), primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    state: Mapped[Presence_] = mapped_column(choice(Presence_))
    how: Mapped[How] = mapped_column(choice(How))  #: the evidence
    minutes: Mapped[float | None]
    share: Mapped[float | None]  #: of the time that counts, 0 to 1
    slots: Mapped[list[str]] = mapped_column(default=list, info={"personal": None})  #: minutes in each, "" if unknown
    first_joined_at: Mapped[datetime | None]
    last_left_at: Mapped[datetime | None]
    certified: Mapped[bool]
    heads: Mapped[int] = mapped_column(default=1)  #: people behind the connection
    named: Mapped[int] = mapped_column(default=1, server_default="1")  #: of them those entered by name


class Correction(Model):
    """What organisers know better than the reports; no import ever overwrites it."""

    __tablename__ = "presence_correction"
    __table_args__ = (CheckConstraint("minutes > 0", name="minutes"),)

    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"), primary_key=True)
    state: Mapped[Presence_] = mapped_column(choice(Presence_))
    minutes: Mapped[int | None]  #: how long, if organisers know that too; reports' minutes count where they do not
    note: Mapped[str] = mapped_column(String(500), default="", info={"personal": "content"})
    corrected_by: Mapped[str] = mapped_column(String(40), info={"personal": None})
    corrected_at: Mapped[datetime]


class Rules(Model):
    """How presence is judged at one event; without a row as presence.Thresholds says, in the event's planned time."""

    __tablename__ = "presence_rules"
    __table_args__ = (CheckConstraint("ends_at > starts_at", name="ends_after_start"),)

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), primary_key=True)
    minutes_to_count: Mapped[int]
    minutes_for_all: Mapped[int]
    percent_for_all: Mapped[int]
    certificate_minutes: Mapped[int]
    starts_at: Mapped[datetime | None]  #: when it really began
    ends_at: Mapped[datetime | None]


class Interruption(Model):
    """A time in which people of one side could not be there; why is kept nowhere."""

    __tablename__ = "interruption"
    __table_args__ = (CheckConstraint("ends_at > starts_at", name="ends_after_start"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    side: Mapped[Side] = mapped_column(choice(Side))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
