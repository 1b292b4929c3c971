"""Verb: say what is to become of a reported person, and remember the name for the next report."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import delete, literal, select, union_all

from webapp.attendance import counting
from webapp.attendance.models import (
    LONGEST_NAME,
    Alias,
    Aside,
    ConnectionPerson,
    Decision,
    ImportRun,
    ReportedPerson,
    RunState,
    SharedConnection,
)
from webapp.attendance.recognition.display_names import alias_key
from webapp.attendance.recognition.matches import How
from webapp.core import audit
from webapp.core.db import session
from webapp.core.errors import DomainError, NotThere
from webapp.core.i18n import lazy_gettext as _l
from webapp.registration.models import Registration

IDLE: Final = _l("This import was applied or undone in the meantime. Load the page again to see it as it is now.")


def decide(
    run: ImportRun,
    number: int,
    decision: Decision,
    *,
    registration: Registration | None = None,
    aside: Aside | None = None,
    actor: str,
) -> ReportedPerson:
    """Counts at once if the import is applied. Raises NotThere, or DomainError for an import that was undone."""
    person = person_of(run, number)
    if registration is not None and registration.event_id != run.event_id:
        raise NotThere
    concerned = around(person)
    person.decision, person.aside = decision, aside
    person.registration_id = registration.id if registration else None
    person.how = How.CONFIRMED if registration else How.NONE
    _remember(run, person, registration)
    _forget_connection(person, registration, concerned.beside)
    audit.record("attendance.decide", run.thing, actor=actor, details={"number": number, "decision": decision.value})
    if run.state is RunState.APPLIED:
        counting.recount(run.event_id, concerned.everybody | ({registration.id} if registration else set()))
    return person


def person_of(run: ImportRun, number: int) -> ReportedPerson:
    """To decide about. Raises as decide()."""
    if run.state not in {RunState.READ, RunState.APPLIED}:
        raise DomainError(IDLE)
    wanted = ReportedPerson.run_id == run.id, ReportedPerson.number == number
    person = session().scalar(select(ReportedPerson).where(*wanted))
    if person is None:
        raise NotThere
    return person


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


def _remember(run: ImportRun, person: ReportedPerson, registration: Registration | None) -> None:
    """What somebody confirms is known at the next import; what is decided anew is forgotten."""
    alias = alias_key(person.name)[:LONGEST_NAME]
    session().execute(delete(Alias).where(Alias.run_id == run.id, Alias.alias == alias))
    if registration is None or not alias:
        return
    row = {"email_key": registration.email_key, "name_key": registration.name_key, "alias": alias}
    if session().scalar(select(Alias.id).filter_by(**row)) is None:
        session().add(Alias(run_id=run.id, **row))
