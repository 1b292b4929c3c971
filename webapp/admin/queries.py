"""Reading the outbox."""

from typing import Final

from sqlalchemy import Select, func, select
from sqlalchemy.orm import defer

from webapp.core import lists
from webapp.core.db import session
from webapp.core.mail import MailState, OutgoingMail

SORTS: Final[lists.Sorts] = {
    "created": (OutgoingMail.created_at, OutgoingMail.id),
    "state": (OutgoingMail.state, OutgoingMail.id),
    "template": (OutgoingMail.template, OutgoingMail.id),
}


def counts() -> dict[MailState, int]:
    """Mails by state; a state without mails is 0."""
    found = session().execute(select(OutgoingMail.state, func.count()).group_by(OutgoingMail.state)).all()
    return {state: next((number for key, number in found if key == state), 0) for state in MailState}


def outbox(state: MailState | None) -> Select[OutgoingMail]:
    """All mails, or those in one state; without what they say."""
    every = select(OutgoingMail).options(defer(OutgoingMail.context, raiseload=True))
    return every if state is None else every.where(OutgoingMail.state == state)
