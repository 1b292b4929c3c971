"""Whether what was acknowledged is there, whole and once: registration, mail, audit entry, seats."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select

from webapp.core import audit
from webapp.core.audit import AuditEntry
from webapp.core.db import session
from webapp.core.mail import OutgoingMail
from webapp.events.models import Event
from webapp.registration.models import SEATED, Registration


@dataclass(frozen=True)
class Books:
    registrations: int
    mails: int
    lost: frozenset[str]  #: addresses that were acknowledged and are not there
    halves: frozenset[str]  #: things of which one of row, mail and audit entry is missing
    twice: frozenset[str]  #: addresses with two rows, things with two mails or entries

    @property
    def figures(self) -> dict[str, int]:
        return {"lost": len(self.lost), "halves": len(self.halves), "twice": len(self.twice), "mails": self.mails}

    def require(self) -> None:
        assert (self.lost, self.halves, self.twice) == (frozenset(), frozenset(), frozenset())
        assert audit.verify() is None
        held = select(func.count()).select_from(Registration).where(Registration.state.in_(SEATED))
        assert session().scalar(select(Event.seats_taken)) == session().scalar(held)
        session().rollback()


def kept(acknowledged: Collection[str]) -> Books:
    """What the database holds of one event's registrations, all of them made over the form."""
    session().rollback()
    rows = session().execute(select(Registration.email, Registration.public_id)).all()
    emails = Counter(row.email for row in rows)
    things = {f"registration {row.public_id}" for row in rows}
    asked = select(OutgoingMail.about).where(OutgoingMail.template == "registration_confirm")
    mails = Counter(session().scalars(asked))
    entries = Counter(session().scalars(select(AuditEntry.thing).where(AuditEntry.action == "registration.add")))
    session().rollback()  # an open reading transaction would be in others' way
    return Books(
        registrations=len(rows),
        mails=mails.total(),
        lost=frozenset(set(acknowledged) - set(emails)),
        halves=frozenset((things ^ set(mails)) | (things ^ set(entries))),
        twice=frozenset(name for counted in (emails, mails, entries) for name, number in counted.items() if number > 1),
    )
