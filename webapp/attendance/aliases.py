"""Display names confirmed for somebody: forgotten with their import, unless they were confirmed in another one too."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, select

from webapp.attendance.models import LONGEST_NAME, Alias, Decision, ImportRun, ReportedPerson, RunState
from webapp.attendance.recognition.display_names import alias_key
from webapp.core.db import session
from webapp.registration.models import Registration

STANDING = (RunState.READ, RunState.APPLIED)  #: imports whose decisions hold


def remember(run_id: int, person: ReportedPerson, registration: Registration | None) -> None:
    """What somebody confirms is known at the next import; what is decided anew is forgotten."""
    alias = _key(person.name)
    of_name = session().scalars(select(Alias).where(Alias.alias == alias)).all()
    gone = _forget([one for one in of_name if one.run_id == run_id], ReportedPerson.id != person.id)
    if registration is None or not alias:
        return
    row = {"email_key": registration.email_key, "name_key": registration.name_key, "alias": alias}
    if not any(
        (one.email_key, one.name_key) == (row["email_key"], row["name_key"]) for one in of_name if one not in gone
    ):
        session().add(Alias(run_id=run_id, **row))


def forget(*wanted: ColumnElement[bool]) -> list[int]:
    """Those of the imports of which this holds; row ids of these imports."""
    found = select(ImportRun.id, Alias).outerjoin(Alias, Alias.run_id == ImportRun.id).where(*wanted)
    rows = session().execute(found).all()
    runs = list(dict.fromkeys(run_id for run_id, _alias in rows))
    _forget(list(filter(None, (alias for _run_id, alias in rows))), ReportedPerson.run_id.not_in(runs))
    return runs


def _forget(aliases: Sequence[Alias], elsewhere: ColumnElement[bool]) -> list[Alias]:
    """Those that are gone; by which people `elsewhere` were confirmed too belongs to their import from now on."""
    if not aliases:
        return []
    confirmed = (
        select(Alias.id, ReportedPerson.name, ReportedPerson.run_id)
        .join(Registration, and_(Registration.email_key == Alias.email_key, Registration.name_key == Alias.name_key))
        .join(ReportedPerson, ReportedPerson.registration_id == Registration.id)
        .join(ImportRun, ImportRun.id == ReportedPerson.run_id)
        .where(Alias.id.in_([one.id for one in aliases]), elsewhere)
        .where(ReportedPerson.decision == Decision.CONFIRMED, ImportRun.state.in_(STANDING))
    )
    heirs = {(number, _key(name)): run_id for number, name, run_id in session().execute(confirmed)}
    gone = []
    for one in aliases:
        if (heir := heirs.get((one.id, one.alias))) is None:
            gone.append(one)
            session().delete(one)
        else:
            one.run_id = heir
    session().flush()
    return gone


def _key(name: str) -> str:
    return alias_key(name)[:LONGEST_NAME]
