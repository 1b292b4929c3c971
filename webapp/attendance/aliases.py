"""Display names confirmed for somebody: forgotten with their import, unless they were confirmed in another one too."""

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import ColumnElement, and_, bindparam, delete, exists, insert, literal, select
from sqlalchemy.orm import aliased

from webapp.attendance.models import LONGEST_NAME, Alias, Decision, ImportRun, ReportedPerson, RunState
from webapp.attendance.recognition.display_names import alias_key
from webapp.core.db import Model, session
from webapp.registration.models import Registration

_TABLE = Model.metadata.tables[Alias.__tablename__]
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


def remember_all(run_id: int, named: Iterable[tuple[str, str, str]]) -> None:
    """Reported names, each with the address and name key of whom it was confirmed for; what is known stays as it is."""
    rows = {(_key(name), *person) for name, *person in named}
    columns = ("alias", "email_key", "name_key")
    wanted = {column: bindparam(f"new_{column}", type_=getattr(Alias, column).type) for column in columns}
    known = exists().where(*(getattr(Alias, column) == value for column, value in wanted.items()))
    new = select(literal(run_id), *wanted.values()).where(~known)
    if told := [dict(zip((f"new_{column}" for column in columns), row, strict=True)) for row in rows if row[0]]:
        session().execute(insert(_TABLE).from_select(["run_id", *columns], new), told)


def forget(*wanted: ColumnElement[bool]) -> list[int]:
    """Those of the imports of which this holds; row ids of these imports."""
    found = select(ImportRun.id, Alias).outerjoin(Alias, Alias.run_id == ImportRun.id).where(*wanted)
    rows = session().execute(found).all()
    runs = list(dict.fromkeys(run_id for run_id, _alias in rows))
    _forget(list(filter(None, (alias for _run_id, alias in rows))), ReportedPerson.run_id.not_in(runs))
    return runs


def forget_of(registrations: Collection[int]) -> None:
    """Names confirmed for these, unless another registration of the same person stands."""
    other = aliased(Registration)
    theirs, others = (
        exists().where(who.email_key == Alias.email_key, who.name_key == Alias.name_key)
        for who in (Registration, other)
    )
    gone, kept = theirs.where(Registration.id.in_(registrations)), others.where(other.id.not_in(registrations))
    session().execute(delete(Alias).where(gone, ~kept).execution_options(synchronize_session=False))


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
