"""Verb: say what is to become of a reported person, and remember the name for the next report."""

from typing import Final

from sqlalchemy import delete, select

from webapp.attendance import counting
from webapp.attendance.models import (
    LONGEST_NAME,
    Alias,
    Aside,
    Decision,
    ImportRun,
    ReportedPerson,
    RunState,
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
    if run.state not in {RunState.READ, RunState.APPLIED}:
        raise DomainError(IDLE)
    wanted = ReportedPerson.run_id == run.id, ReportedPerson.number == number
    person = session().scalar(select(ReportedPerson).where(*wanted))
    if person is None or (registration is not None and registration.event_id != run.event_id):
        raise NotThere
    before = person.registration_id
    person.decision, person.aside = decision, aside
    person.registration_id = registration.id if registration else None
    person.how = How.CONFIRMED if registration else How.NONE
    _remember(run, person, registration)
    audit.record("attendance.decide", run.thing, actor=actor, details={"number": number, "decision": decision.value})
    if run.state is RunState.APPLIED:
        counting.recount(run.event_id, {one for one in (before, person.registration_id) if one})
    return person


def _remember(run: ImportRun, person: ReportedPerson, registration: Registration | None) -> None:
    """What somebody confirms is known at the next import; what is decided anew is forgotten."""
    alias = alias_key(person.name)[:LONGEST_NAME]
    session().execute(delete(Alias).where(Alias.run_id == run.id, Alias.alias == alias))
    if registration is None or not alias:
        return
    row = {"email_key": registration.email_key, "name_key": registration.name_key, "alias": alias}
    if session().scalar(select(Alias.id).filter_by(**row)) is None:
        session().add(Alias(run_id=run.id, **row))
