"""One reminder to those who have not confirmed their address after a day."""

from datetime import datetime, timedelta

from webapp.core import clock
from webapp.core.db import transaction
from webapp.core.jobs import every
from webapp.registration import mails, policy, queries, registering


@every(timedelta(hours=1))
def remind_unconfirmed() -> None:
    """Mark and mail in one transaction, so that nobody is reminded twice.

    A reminder is ours, but a stranger may have named the mailbox: it counts among the mails of a day like any other.
    """
    now = clock.now()
    with transaction():
        for registration in queries.unconfirmed(event_ends_after=now, mailed_before=now - policy.REMIND_AFTER):
            if registering.may_mail(registration.mail_key, now):  # who got all mails of a day needs no reminder
                registration.reminded_at = now
                mails.ask_to_confirm(registration, registration.event, reminder=True)


@every(timedelta(hours=1))
def ask_those_held() -> None:
    """Another day has come for a mailbox that had got all mails of a day; each by itself, so that nobody waits long."""
    now = clock.now()
    for mailbox in queries.mailboxes_with_mails_held(now):
        if registering.may_mail(mailbox, now):
            with transaction():
                _ask(mailbox, now)


def _ask(mailbox: str, now: datetime) -> None:
    for registration in queries.mails_held(mailbox, now):
        if not registering.may_mail(mailbox, now):
            break
        registration.mailed_at = now
        mails.ask_to_confirm(registration, registration.event)
