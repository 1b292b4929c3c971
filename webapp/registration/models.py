"""Registration of one person for one event, consents with their words, and addresses that asked for silence."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.core import names
from webapp.core.db import Model, choice, random_id
from webapp.events.models import Event
from webapp.places.models import Place

SORT_KEY = String(400).with_variant(String(400, collation="C"), "postgresql")
ACTIVE = text("state NOT IN ('cancelled', 'handed_over', 'lapsed')")
QUEUED = text("state = 'waiting'")
MAIL_HELD = text("mail_held")


class State(StrEnum):
    PENDING = "pending"  #: the address is not confirmed yet
    UNDECIDED = "undecided"  #: confirmed, and the organisers have to decide
    DECLINED = "declined"  #: they said no
    WAITING = "waiting"  #: in the queue for a place
    OFFERED = "offered"  #: a place is kept until offered_until
    LAPSED = "lapsed"  #: the offered place was not taken up in time
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"  #: withdrawn, by the person or by organisers
    HANDED_OVER = "handed_over"  #: a colleague has taken the place


LEFT = (State.CANCELLED, State.HANDED_OVER, State.LAPSED)  #: who takes part no longer, and may register anew
SEATED = (State.CONFIRMED, State.OFFERED)  #: who holds a place


class Origin(StrEnum):
    FORM = "form"  #: the person, or whoever registered the person
    HAND_OVER = "hand_over"  #: a colleague asked the person to take over
    IMPORTED = "imported"  #: organisers had it by e-mail or phone and brought a list


class Side(StrEnum):
    NRW = "nrw"
    DNIPROPETROVSK = "dnipropetrovsk"
    OTHER = "other"


class AttendingAs(StrEnum):
    REPRESENTATIVE = "representative"
    GUEST = "guest"
    PRESS = "press"
    SPEAKER = "speaker"
    ORGANISER = "organiser"
    INTERPRETER = "interpreter"
    TECHNICIAN = "technician"


#: who never stands for the municipality they come from; whoever else has one represents it, also who speaks
NOT_REPRESENTING = (AttendingAs.PRESS, AttendingAs.INTERPRETER)


class Partnership(StrEnum):
    NONE_INTERESTED = "none_interested"
    NONE = "none"
    EXISTING = "existing"


class Topic(StrEnum):
    RECONSTRUCTION = "reconstruction"
    HUMANITARIAN_AID = "humanitarian_aid"
    EU_INTEGRATION = "eu_integration"
    ADMINISTRATION = "administration"
    ENERGY = "energy"
    ECONOMY = "economy"
    HEALTH = "health"
    YOUTH = "youth"
    CULTURE = "culture"


class Interpretation(StrEnum):
    DE = "de"
    UK = "uk"
    NONE = "none"


class Purpose(StrEnum):
    """What somebody may consent to; each by itself."""

    LIST = "list"
    CONTACT = "contact"
    RECORDING = "recording"
    NEWS = "news"


class Registration(Model):
    """One person at one event. One is event + mailbox + name, since colleagues share office mailboxes.

    The mailbox is the one that mails go to, so that nobody who names a stranger gets hold of the stranger's own.
    """

    __tablename__ = "registration"
    __table_args__ = (
        Index("uq_registration_person", "event_id", "mail_key", "name_key", unique=True,
              sqlite_where=ACTIVE, postgresql_where=ACTIVE),
        Index("ix_registration_list", "event_id", "sort_key"),
        Index("ix_registration_queue", "event_id", "waiting_since", "id", sqlite_where=QUEUED, postgresql_where=QUEUED),
        Index("ix_registration_mail_held", "mail_key", "created_at",
              sqlite_where=MAIL_HELD, postgresql_where=MAIL_HELD),
        CheckConstraint("place_key IS NOT NULL OR organisation != ''", name="place_or_organisation"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True, default=random_id, info={"personal": None})
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    state: Mapped[State] = mapped_column(choice(State), default=State.PENDING)
    origin: Mapped[Origin] = mapped_column(choice(Origin), default=Origin.FORM)
    mail_held: Mapped[bool] = mapped_column(default=False)  #: the mail to confirm waits, see policy.Reply.KEEP
    link_version: Mapped[int] = mapped_column(default=1)  #: raising it makes earlier links worthless
    replaces_id: Mapped[int | None] = mapped_column(
        ForeignKey("registration.id"), index=True
    )  #: handed over from there
    asked_to_replace: Mapped[str] = mapped_column(
        String(160), default="", info={"personal": "identity"}
    )  #: the colleague, until an answer
    locale: Mapped[str] = mapped_column(String(2), info={"personal": None})

    given_name: Mapped[str] = mapped_column(String(80), info={"personal": "identity"})
    family_name: Mapped[str] = mapped_column(String(80), info={"personal": "identity"})
    patronymic: Mapped[str] = mapped_column(String(80), default="", info={"personal": "identity"})
    title: Mapped[str] = mapped_column(String(40), default="", info={"personal": "identity"})
    latin_name: Mapped[str] = mapped_column(String(160), default="", info={"personal": "identity"})
    name_key: Mapped[str] = mapped_column(String(600), info={"personal": "identity"})
    sort_key: Mapped[str] = mapped_column(SORT_KEY, info={"personal": "identity"})
    search_key: Mapped[str] = mapped_column(String(2000), info={"personal": "identity"})  #: names and addresses
    email: Mapped[str] = mapped_column(String(254), info={"personal": "contact"})
    email_key: Mapped[str] = mapped_column(String(254), info={"personal": "contact"})
    registered_by_name: Mapped[str] = mapped_column(String(160), default="", info={"personal": "identity"})
    registered_by_email: Mapped[str] = mapped_column(String(254), default="", info={"personal": "contact"})
    mail_key: Mapped[str] = mapped_column(String(254), info={"personal": "contact"})  #: of the address mails go to

    place_key: Mapped[str | None] = mapped_column(ForeignKey("place.key"), index=True, info={"personal": "affiliation"})
    organisation: Mapped[str] = mapped_column(String(160), default="", info={"personal": "affiliation"})
    side: Mapped[Side] = mapped_column(choice(Side))
    attending_as: Mapped[AttendingAs] = mapped_column(choice(AttendingAs), default=AttendingAs.REPRESENTATIVE)
    office: Mapped[str] = mapped_column(String(120), default="", info={"personal": "affiliation"})
    partnership: Mapped[Partnership | None] = mapped_column(choice(Partnership))
    partner_place_key: Mapped[str | None] = mapped_column(ForeignKey("place.key"), info={"personal": None})
    topics: Mapped[list[str]] = mapped_column(default=list, info={"personal": None})
    interpretation: Mapped[Interpretation | None] = mapped_column(choice(Interpretation))
    experience: Mapped[str] = mapped_column(String(2000), default="", info={"personal": "content"})
    question: Mapped[str] = mapped_column(String(1000), default="", info={"personal": "content"})

    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    mailed_at: Mapped[datetime]  #: the last mail somebody asked for, so that asking twice sends one
    reminded_at: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    waiting_since: Mapped[datetime | None]
    offered_until: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    decision: Mapped[str] = mapped_column(String(1000), default="", info={"personal": "content"})  #: why they said no

    event: Mapped[Event] = relationship(lazy="raise_on_sql")
    place: Mapped[Place | None] = relationship(foreign_keys=[place_key], lazy="raise_on_sql")
    partner_place: Mapped[Place | None] = relationship(foreign_keys=[partner_place_key], lazy="raise_on_sql")

    @property
    def name(self) -> str:
        return " ".join(part for part in (self.title, self.given_name, self.family_name) if part)

    @property
    def latin(self) -> str:
        """The own spelling wins over transliteration."""
        return self.latin_name or f"{names.latin(self.given_name)} {names.latin(self.family_name)}"

    @property
    def has_left(self) -> bool:
        """Nothing can be changed any more."""
        return self.state in LEFT or self.state is State.DECLINED

    @property
    def on_the_day(self) -> bool:
        """Registered on the day of the conference; the event must have been loaded."""
        return self.event.is_on_the_day(self.created_at)

    @property
    def mail_to(self) -> str:
        """A secretary who registers the mayor gets the mails."""
        return self.registered_by_email or self.email

    @property
    def addressee(self) -> str:
        """Whom a mail greets; never with a guessed gender."""
        return self.registered_by_name or f"{self.given_name} {self.family_name}"

    @property
    def thing(self) -> str:
        """How audit entries and mails name this registration."""
        return f"registration {self.public_id}"


class ConsentWording(Model):
    """The words a consent was given to, kept whole; the hash proves which they were."""

    __tablename__ = "consent_wording"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True, info={"personal": None})
    purpose: Mapped[Purpose] = mapped_column(choice(Purpose))
    language: Mapped[str] = mapped_column(String(2), info={"personal": None})
    words: Mapped[str] = mapped_column(String(1000), info={"personal": None})


class Consent(Model):
    """Given or withdrawn, by whom, when and to which words; rows are only added."""

    __tablename__ = "consent"

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"), index=True)
    purpose: Mapped[Purpose] = mapped_column(choice(Purpose))
    given: Mapped[bool]
    at: Mapped[datetime]
    wording: Mapped[str] = mapped_column(ForeignKey("consent_wording.sha256"), info={"personal": None})


class Deed(StrEnum):
    """What organisers do about one person."""

    WITHDRAW = "withdraw"
    ACCEPT = "accept"
    DECLINE = "decline"
    CORRECT = "correct"


class Revision(Model):
    """What organisers did about one registration, and how it was before, so that they can take it back."""

    __tablename__ = "registration_revision"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True, default=random_id, info={"personal": None})
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"), index=True)
    deed: Mapped[Deed] = mapped_column(choice(Deed))
    by: Mapped[str] = mapped_column(String(40), info={"personal": None})  #: public id of a user
    at: Mapped[datetime]
    before: Mapped[dict[str, Any]] = mapped_column(info={"personal": "content"})  #: by column, as revisions writes it
    after: Mapped[dict[str, Any]] = mapped_column(info={"personal": "content"})
    reason: Mapped[str] = mapped_column(String(500), default="", info={"personal": "content"})  #: for organisers
    told: Mapped[bool]  #: whether the person was written to
    undone_at: Mapped[datetime | None]


class BlockedAddress(Model):
    """Somebody said “this was not me, do not write again”; only a keyed hash of the address is kept."""

    __tablename__ = "blocked_address"

    address_hash: Mapped[str] = mapped_column(String(64), primary_key=True, info={"personal": "contact"})
    created_at: Mapped[datetime]
