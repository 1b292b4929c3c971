"""BriefingOffer: that organisers were told where the briefing of a conference is."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core.db import Model


class BriefingOffer(Model):
    """Written in the transaction that writes the mails: nobody gets two."""

    __tablename__ = "briefing_offer"

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), primary_key=True)
    offered_at: Mapped[datetime]
