"""Verb: register somebody whom a report names and no registration knows, and decide that it is they."""

from datetime import datetime

from webapp.attendance import deciding
from webapp.attendance.models import Decision, ImportRun
from webapp.core.db import session
from webapp.core.errors import Refused
from webapp.core.i18n import lazy_gettext as _l
from webapp.registration import blocking, registering, seats
from webapp.registration import queries as registrations
from webapp.registration.models import Origin, Registration, Side, State
from webapp.registration.registering import Details

LOCALES = {Side.NRW: "de", Side.DNIPROPETROVSK: "uk"}


def register(run: ImportRun, number: int, details: Details, *, locale: str, actor: str, now: datetime) -> Registration:
    """A confirmed registration, without a mail: the person was there. `locale` is for those of neither side.

    Raises NotThere, Refused, or DomainError for an import that was undone.
    """
    event, keys = seats.locked(run.event_id), details.keys
    if registrations.same_person(event.id, keys["mail_key"], keys["name_key"]) is not None:
        raise Refused(_l("This person is registered already. Search for the name above."), field="email")
    if blocking.is_blocked(keys["mail_key"]):
        raise Refused(_l("This address asked not to be written to. Enter another one."), field="email")
    locale = LOCALES.get(details.side, locale)
    added = registering.add(event, details, locale=locale, now=now, origin=Origin.IMPORTED, actor=actor)
    if event.full:  # whoever was there had a place
        event.capacity = event.seats_taken + 1
    seats.take(event, details.side)
    added.state = State.CONFIRMED
    session().flush()
    deciding.decide(run, number, Decision.CONFIRMED, registration=added, actor=actor)
    return added
