"""Reading who was invited to an event, and what was done last."""

from datetime import date

from sqlalchemy import select

from webapp.core.db import session
from webapp.invitations.models import Invitation, InvitationStep


def invited(event_id: int) -> dict[str, date]:
    """The day of each invitation, by official key."""
    found = select(Invitation.place_key, Invitation.invited_on).where(Invitation.event_id == event_id)
    return {row.place_key: row.invited_on for row in session().execute(found)}


def last_step(event_id: int) -> InvitationStep | None:
    """The one that can be undone."""
    found = select(InvitationStep).where(InvitationStep.event_id == event_id, InvitationStep.undone_at.is_(None))
    return session().scalar(found.order_by(InvitationStep.id.desc()).limit(1))
