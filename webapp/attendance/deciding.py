"""Verb: say what is to become of a reported person, and remember the name for the next report."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import delete, literal, select, union_all

from webapp.attendance import aliases, counting
from webapp.attendance.models import (
    Aside,
    ConnectionPerson,
    Decision,
    ImportRun,
    ReportedPerson,
    RunState,
    SharedConnection,
)
from webapp.attendance.recognition.matches import How
from webapp.core import audit
from webapp.core.db import session
from webapp.core.errors import DomainError, NotThere, Stale
from webapp.core.i18n import lazy_gettext as _l
from webapp.registration.models import Registration

STALE: Final = _l(
    "Somebody has decided about this person in the meantime. Nothing was saved. This is how it stands now."
)
IDLE: Final = _l("This import was applied or undone in the meantime. Load the page again to see it as it is now.")


def decide(
    run: ImportRun,
    number: int,
    decision: Decision,
    *,
    registration: Registration | None = None,
    aside: Aside | None = None,
    actor: str,
    version: int | None = None,
) -> ReportedPerson:
    """Counts at once if the import is applied. What is decided so already may be said again.

    Raises NotThere, DomainError for an import that was undone, and Stale as person_of().
    """
    if registration is not None and registration.event_id != run.event_id:
        raise NotThere
    person, registration_id = person_of(run, number), registration.id if registration else None
    if (person.decision, person.aside, person.registration_id) != (decision, aside, registration_id):
        require_fresh(person, version)
        settle(run, person, decision, registration=registration, aside=aside, actor=actor)
    return person


def settle(
    run: ImportRun,
    person: ReportedPerson,
    decision: Decision,
    *,
    registration: Registration | None = None,
    aside: Aside | None = None,
    actor: str,
) -> None:
    """As decide(), about a person_of() this import."""
    concerned = around(person)
    person.decision, person.aside, person.version = decision, aside, person.version + 1
    person.registration_id = registration.id if registration else None
    person.how, person.decided_before = How.CONFIRMED if registration else How.NONE, False
    aliases.remember(run.id, person, registration)
    _forget_connection(person, registration, concerned.beside)
    details = {"number": person.number, "decision": decision.value}
    audit.record("attendance.decide", run.thing, actor=actor, details=details)
    if run.state is RunState.APPLIED:
        counting.recount(run.event_id, concerned.everybody | ({registration.id} if registration else set()))


def person_of(run: ImportRun, number: int, version: int | None = None) -> ReportedPerson:
    """To decide about. Raises as decide(), and Stale unless it still has this version (None: whatever it has)."""
    if run.state not in {RunState.READ, RunState.APPLIED}:
        raise DomainError(IDLE)
    wanted = ReportedPerson.run_id == run.id, ReportedPerson.number == number
    person = session().scalar(select(ReportedPerson).where(*wanted))
    if person is None:
        raise NotThere
    require_fresh(person, version)
    return person


def require_fresh(person: ReportedPerson, version: int | None) -> None:
    """Raises Stale if somebody has decided since this version was shown."""
    if version is not None and person.version != version:
        raise Stale(STALE)


@dataclass(frozen=True, slots=True)
class Around:
    """Registrations whose presence may hang on what is decided about a reported person."""

    beside: set[int]  #: entered as having sat there too
    everybody: set[int]


def around(person: ReportedPerson) -> Around:
    there = select(ConnectionPerson.registration_id, literal(1)).where(ConnectionPerson.person_id == person.id)
    proposed = [text.split(" ", 1)[0] for text in person.candidates]
    candidates = select(Registration.id, literal(0)).where(Registration.public_id.in_(proposed))
    rows: Iterable[Any] = session().execute(union_all(there, candidates))
    found = [(number, sat_there) for number, sat_there in rows]
    own = {person.registration_id} if person.registration_id else set()
    return Around({number for number, sat_there in found if sat_there}, {number for number, _there in found} | own)


def _forget_connection(person: ReportedPerson, registration: Registration | None, beside: set[int]) -> None:
    """Nobody sits twice at one connection, and nobody beside somebody who is set aside or to be decided."""
    mine = delete(ConnectionPerson).where(ConnectionPerson.person_id == person.id)
    if registration is None:
        session().execute(mine)
        session().execute(delete(SharedConnection).where(SharedConnection.person_id == person.id))
    elif registration.id in beside:
        session().execute(mine.where(ConnectionPerson.registration_id == registration.id))
