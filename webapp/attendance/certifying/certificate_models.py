"""Certificates of attendance: what is kept of each, who was written to, and files in which organisers take many."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.core.db import Model, choice, random_id
from webapp.places.models import Place

LONGEST_NAME: Final = 210  #: title, given name and family name of a registration
BUNDLES_KEPT: Final = timedelta(days=7)


class Certificate(Model):
    """Its code, and its owner's correction of the name, empty for the registered one.

    Whether it is valid is asked of Presence each time.
    """

    __tablename__ = "certificate"

    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"), primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True, info={"personal": "secret"})
    name: Mapped[str] = mapped_column(String(LONGEST_NAME), default="", info={"personal": "identity"})
    latin_name: Mapped[str] = mapped_column(String(LONGEST_NAME), default="", info={"personal": "identity"})
    issued_at: Mapped[datetime]
    named_at: Mapped[datetime | None]


class CertificateNotice(Model):
    """That organisers had a mail sent to whoever has a certificate.

    One a person, and marked as sent in the transaction that writes the mail: nobody gets two, whatever is killed when.
    """

    __tablename__ = "certificate_notice"

    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"), primary_key=True)
    ordered_at: Mapped[datetime]
    sent_at: Mapped[datetime | None] = mapped_column(index=True)


class BundleState(StrEnum):
    MAKING = "making"
    READY = "ready"


class CertificateBundle(Model):
    """Many certificates in one file below exports/, made by the worker and kept for a week."""

    __tablename__ = "certificate_bundle"
    __table_args__ = (CheckConstraint("done <= total", name="done"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True, default=random_id, info={"personal": None})
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    place_key: Mapped[str | None] = mapped_column(ForeignKey("place.key"), info={"personal": None})  #: None: all
    locale: Mapped[str] = mapped_column(String(2), info={"personal": None})  #: of the names of files in it
    state: Mapped[BundleState] = mapped_column(choice(BundleState), default=BundleState.MAKING)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int]
    file_name: Mapped[str] = mapped_column(String(40), info={"personal": None})  #: random
    created_by: Mapped[str] = mapped_column(String(40), info={"personal": None})  #: as audit entries name somebody
    created_at: Mapped[datetime] = mapped_column(index=True)

    place: Mapped[Place | None] = relationship(lazy="raise")

    @property
    def expires_at(self) -> datetime:
        return self.created_at + BUNDLES_KEPT

    @property
    def thing(self) -> str:
        """How audit entries name this file."""
        return f"certificates {self.public_id}"
