"""Verbs of certificates: give one its code, let its owner say the name, order and hand out files of many."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, insert

from webapp.attendance.certifying import certificate_document as document
from webapp.attendance.certifying import certificate_queries as queries
from webapp.attendance.certifying.certificate_models import Certificate, CertificateBundle
from webapp.core import audit
from webapp.core.db import random_id, session
from webapp.core.errors import NotThere
from webapp.events.models import Event
from webapp.registration import seats
from webapp.registration.letting_go import before_deleting


def name_it(public_id: str, name: str, latin_name: str, *, now: datetime) -> bool:
    """Issue the certificate under this name, the owner's own choice; without `latin_name` with the usual spelling.

    Whether the name changed. Raises NotThere.
    """
    holder = queries.holder(public_id, now)
    if holder is None:
        raise NotThere
    who, found = holder.registration, holder.certificate
    if found is None:
        found = Certificate(registration_id=who.id, code=document.new_code(), issued_at=now, name="", latin_name="")
        session().add(found)
        audit.record("certificate.issue", who.thing, actor=audit.ATTENDEE)
    wanted = {
        "name": "" if name == who.name else name,
        "latin_name": "" if latin_name in {"", queries.usual_latin(who, name)} else latin_name,
    }
    changed = [field for field, value in wanted.items() if getattr(found, field) != value]
    for field in changed:
        setattr(found, field, wanted[field])
    if changed:
        found.named_at = now
        audit.record("certificate.name", who.thing, actor=audit.ATTENDEE, details={"fields": changed})
    return bool(changed)


def issue(event: Event, place_key: str | None, *, actor: str, now: datetime) -> int:
    """Give a code to everybody of this municipality, or of all, who has none. How many that were."""
    seats.locked(event.id)  # two at once would give two codes to one person
    missing = queries.without_certificate(event.id, place_key, now)
    rows = [
        {"registration_id": number, "code": document.new_code(), "issued_at": now, "name": "", "latin_name": ""}
        for number in missing
    ]
    if rows:
        session().execute(insert(Certificate), rows)
        audit.record("certificate.issue", event_thing(event), actor=actor, details={"certificates": len(rows)})
    return len(rows)


def order(
    event: Event, place_key: str | None, total: int, *, locale: str, actor: str, now: datetime
) -> CertificateBundle:
    """A file that the worker is to make."""
    made = CertificateBundle(
        public_id=random_id(), event_id=event.id, place_key=place_key, locale=locale, total=total, done=0,
        file_name=f"{random_id()}.zip", created_by=actor, created_at=now,
    )  # fmt: skip
    session().add(made)
    session().flush()
    audit.record("certificate.order", made.thing, actor=actor, details={"certificates": total})
    return made


def note_download(thing: str, certificates: int, *, actor: str) -> None:
    audit.record("certificate.download", thing, actor=actor, details={"certificates": certificates})


def event_thing(event: Event) -> str:
    return f"event {event.public_id}"


@before_deleting
def forget_holder(registrations: Collection[int], *, wholly: bool) -> None:
    """A report may have named somebody who never confirmed the address."""
    if wholly:
        session().execute(delete(Certificate).where(Certificate.registration_id.in_(registrations)))
