"""Mails that certificates are ready: organisers order them with a click, a worker writes them in small batches.

Mark and mail are one transaction, so whatever is killed when, nobody gets one twice and nobody is left out.
"""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import insert, select

from webapp.attendance.certifying import certificate_mails
from webapp.attendance.certifying import certificate_queries as queries
from webapp.attendance.certifying.certificate_models import CertificateNotice
from webapp.core import audit, clock, jobs
from webapp.core.db import session, transaction
from webapp.core.jobs import every
from webapp.registration import seats
from webapp.registration.blocking import blocked_among

BATCH: Final = 25


def tell(event_id: int, *, actor: str, now: datetime) -> int:
    """Have all who have a certificate and were not written to get a mail; the number of those."""
    event = seats.locked(event_id)
    people = queries.untold(event_id, now)
    if people:
        rows = [{"registration_id": number, "ordered_at": now, "sent_at": None} for number in people]
        session().execute(insert(CertificateNotice), rows)
        audit.record("certificate.tell", f"event {event.public_id}", actor=actor, details={"people": len(people)})
        jobs.enqueue(send_ordered)
    return len(people)


@every(timedelta(minutes=1))
def send_ordered() -> None:
    """Whose attendance was undone since the click gets the mail once it is recorded again."""
    while _send_batch():
        pass


def _send_batch() -> bool:
    """Whether there may be more."""
    now = clock.now()
    with transaction() as writing:
        people = queries.to_be_told(BATCH, now)
        numbers = [one.registration.id for one in people]
        for notice in writing.scalars(select(CertificateNotice).where(CertificateNotice.registration_id.in_(numbers))):
            notice.sent_at = now
        blocked = blocked_among({one.registration.mail_key for one in people})
        for one in people:
            if one.registration.mail_key not in blocked:  # registered by organisers, at an address that wants no mails
                certificate_mails.ready(one, now=now)
        return len(people) == BATCH
