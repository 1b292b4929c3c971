"""Verbs of a connection that several people share: how many they were, whose room it is, who of them is registered."""

from sqlalchemy import delete

from webapp.attendance import counting, deciding, evidence
from webapp.attendance.models import (
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
from webapp.core.errors import NotThere, Refused
from webapp.core.i18n import lazy_gettext as _l
from webapp.registration.models import Registration


def say(
    run: ImportRun, number: int, said: int, place_key: str | None, *, actor: str, version: int | None = None
) -> None:
    """`place_key` is needed for a room in which nobody is entered. Raises as deciding.person_of(), and Refused."""
    person = deciding.person_of(run, number, version)
    concerned = deciding.around(person)
    if place_key is None and person.registration_id is None and not concerned.beside:
        raise Refused(_l("Choose whose room it is, or enter first who sat there."), field="room_place")
    shared = _shared(run, person)
    shared.said, shared.place_key = said, place_key
    session().flush()
    audit.record("attendance.connection", run.thing, actor=actor, details={"number": number, "people": said})
    _recount(run, concerned.everybody)


def add(run: ImportRun, number: int, registration: Registration, *, actor: str) -> None:
    """This registration sat there too; its presence has the same times. Raises NotThere, DomainError."""
    person = deciding.person_of(run, number)
    if registration.event_id != run.event_id:
        raise NotThere
    concerned = deciding.around(person)
    _shared(run, person, registration.id)
    session().flush()
    if registration.id != person.registration_id and registration.id not in concerned.beside:
        session().add(ConnectionPerson(person_id=person.id, registration_id=registration.id))
        session().flush()
    details = {"number": number, "registration": registration.public_id}
    audit.record("attendance.sat_there", run.thing, actor=actor, details=details)
    _recount(run, concerned.everybody | {registration.id})


def remove(run: ImportRun, number: int, registration: Registration, *, actor: str) -> None:
    """This registration did not sit there; a room of nobody is to be decided again. Raises NotThere, DomainError."""
    person = deciding.person_of(run, number)
    concerned = deciding.around(person)
    if registration.id not in concerned.beside:
        raise NotThere
    mine = ConnectionPerson.person_id == person.id, ConnectionPerson.registration_id == registration.id
    session().execute(delete(ConnectionPerson).where(*mine))
    details = {"number": number, "registration": registration.public_id}
    audit.record("attendance.sat_elsewhere", run.thing, actor=actor, details=details)
    shared = _shared(run, person)
    if person.registration_id is None and shared.place_key is None and concerned.beside == {registration.id}:
        person.decision, person.how = Decision.OPEN, How.NONE
        session().delete(shared)
    session().flush()
    _recount(run, concerned.everybody)


def _shared(run: ImportRun, person: ReportedPerson, *sat_there: int) -> SharedConnection:
    """Whatever was to be decided about the person is decided by that.

    Until organisers say how many they were it is what was said at the door.
    """
    person.version, person.decided_before = person.version + 1, False
    if person.decision in {Decision.OPEN, Decision.ASIDE}:
        person.decision, person.aside, person.how = Decision.CONFIRMED, None, How.CONFIRMED
    found = session().get(SharedConnection, person.id)
    if found is None:
        people = {*sat_there, *([person.registration_id] if person.registration_id else [])}
        said = max(evidence.said_by_link(run.event_id, people).values(), default=1)
        found = SharedConnection(person_id=person.id, said=said, place_key=None)
        session().add(found)
    return found


def _recount(run: ImportRun, registrations: set[int]) -> None:
    if run.state is RunState.APPLIED:
        counting.recount(run.event_id, registrations)
