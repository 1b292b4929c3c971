"""Verbs: register somebody whom no registration knows, and decide that it is they, or that they sat there too."""

from datetime import datetime

from webapp.attendance import connecting, deciding
from webapp.attendance.models import Decision, ImportRun
from webapp.core.db import session
from webapp.core.errors import Refused
from webapp.core.i18n import lazy_gettext as _l
from webapp.registration import blocking, registering, seats
from webapp.registration import queries as registrations
from webapp.registration.models import Origin, Registration, Side, State
from webapp.registration.registering import Details

LOCALES = {Side.NRW: "de", Side.DNIPROPETROVSK: "uk"}


def register(
    run: ImportRun, number: int, details: Details, *, locale: str, actor: str, now: datetime, version: int | None = None
) -> Registration:
    """As added(). Raises Refused, and as deciding.person_of()."""
    person = deciding.person_of(run, number, version)
    made = added(run, details, locale=locale, actor=actor, now=now)
    deciding.settle(run, person, Decision.CONFIRMED, registration=made, actor=actor)
    return made


def register_beside(
    run: ImportRun, number: int, details: Details, *, locale: str, actor: str, now: datetime
) -> Registration:
    """Of somebody who sat at this reported person's connection. Raises as register()."""
    made = added(run, details, locale=locale, actor=actor, now=now)
    connecting.add(run, number, made, actor=actor)
    return made


def added(run: ImportRun, details: Details, *, locale: str, actor: str, now: datetime) -> Registration:
    """A confirmed registration, without a mail: the person was there. `locale` is for those of neither side.

    Raises Refused.
    """
    event, keys = seats.locked(run.event_id), details.keys
    if registrations.same_person(event.id, keys["mail_key"], keys["name_key"]) is not None:
        raise Refused(_l("This person is registered already. Search for the name above."), field="email")
    if blocking.is_blocked(keys["mail_key"]):
        raise Refused(_l("This address asked not to be written to. Enter another one."), field="email")
    locale = LOCALES.get(details.side, locale)
    made = registering.add(event, details, locale=locale, now=now, origin=Origin.IMPORTED, actor=actor)
    if event.full:  # whoever was there had a place
        event.capacity = event.seats_taken + 1
    seats.take(event, details.side)
    made.state = State.CONFIRMED
    session().flush()
    return made
