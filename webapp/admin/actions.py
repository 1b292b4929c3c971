"""Verbs of running the service: send a mail again."""

from sqlalchemy import select

from webapp.core import audit, mail
from webapp.core.db import session
from webapp.core.errors import DomainError, NotThere
from webapp.core.i18n import lazy_gettext as _l
from webapp.core.mail import MailState, OutgoingMail

STUCK = frozenset({MailState.REFUSED, MailState.FAILED})


def resend(public_id: str, *, actor: str) -> OutgoingMail:
    """Put a refused or failed mail back into the queue. Raises NotThere or DomainError."""
    found = session().scalar(select(OutgoingMail).where(OutgoingMail.public_id == public_id).with_for_update())
    if found is None:
        raise NotThere(_l("This mail is not there any more."))
    if found.state not in STUCK:
        raise DomainError(_l("This mail was sent, or waits to be sent. There is nothing to repeat."))
    mail.resend(found)
    audit.record("mail.resend", f"mail {found.public_id}", actor=actor)
    return found
