"""Mails after a conference: who is to get which, and what organisers add to the text."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, false
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core.db import Model, choice

LONGEST_ADDITION = 1500


class Audience(StrEnum):
    """Nobody is in two: who would be, is in the first of them, whose mail holds what the others would say."""

    ANSWERED = "answered"  #: asked something that was answered in writing
    ATTENDED = "attended"
    MISSED = "missed"  #: withdrew, was not there, or got no place


class FollowUp(Model):
    """That organisers had a mail sent to somebody.

    One a person, and marked as sent in the transaction that writes the mail: nobody gets two, whatever is killed when.
    """

    __tablename__ = "follow_up"

    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"), primary_key=True)
    audience: Mapped[Audience] = mapped_column(choice(Audience))
    ordered_at: Mapped[datetime]
    sent_at: Mapped[datetime | None] = mapped_column(index=True)  #: also of one that is unwanted: it is done
    #: the address wants no mails, so that none was written
    unwanted: Mapped[bool] = mapped_column(default=False, server_default=false())


class FollowUpText(Model):
    """What organisers add to the mail of an audience in one language; plain text."""

    __tablename__ = "follow_up_text"

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), primary_key=True)
    audience: Mapped[Audience] = mapped_column(choice(Audience), primary_key=True)
    language: Mapped[str] = mapped_column(String(2), primary_key=True, info={"personal": None})
    text: Mapped[str] = mapped_column(String(LONGEST_ADDITION), info={"personal": "content"})
    by: Mapped[str] = mapped_column(String(40), info={"personal": None})  #: public id of a user
    at: Mapped[datetime]
