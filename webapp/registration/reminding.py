"""One reminder to those who have not confirmed their address after a day."""

from datetime import timedelta

from webapp.core import clock
from webapp.core.db import transaction
from webapp.core.jobs import every
from webapp.registration import mails, policy, queries, registering


@every(timedelta(hours=1))
def remind_unconfirmed() -> None:
    """Mark and mail in one transaction, so that nobody is reminded twice."""
    now = clock.now()
    with transaction():
        for registration in queries.unconfirmed(event_ends_after=now, created_before=now - policy.REMIND_AFTER):
            registration.reminded_at = now
            if not registering.is_blocked(registration.mail_key):
                mails.ask_to_confirm(registration, registration.event, reminder=True)
