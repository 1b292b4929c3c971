"""What organisers decided about the people of an import that was undone, offered again with the same files."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ScalarSelect, Subquery, and_, delete, exists, func, insert, or_, select, true, update
from sqlalchemy.orm import aliased

from webapp.attendance import aliases, counting
from webapp.attendance.models import (
    ConnectionPerson,
    Correction,
    Decision,
    ImportFile,
    ImportRun,
    ReportedPerson,
    RunState,
    SharedConnection,
)
from webapp.core.db import session
from webapp.registration.letting_go import before_deleting
from webapp.registration.models import Registration

Before = aliased(ReportedPerson)
SAME = "name", "email", "place"
WHAT = "decision", "aside", "registration_id", "how"


def take_up(run: ImportRun) -> int:
    """Decide as it was decided by hand when just these files were in use before; about how many people that was.

    They are those of the same name, and of several of one name the one at the same place among them, whatever order
    the files came in: another way to read the files makes other people of them. What the program decided then it
    decides anew.
    """
    rows = session().execute(_decisions(run)).all()
    people = {row.id: row for row in rows}
    if people:
        decided = [{name: getattr(row, name) for name in WHAT} | {"id": row.id} for row in people.values()]
        session().execute(update(ReportedPerson), [one | {"decided_before": True} for one in decided])
        aliases.remember_all(
            run.id, [(row.name, row.email_key, row.name_key) for row in people.values() if row.registration_id]
        )
        _connect(rows)
    return len(people)


@before_deleting
def forget_people(registrations: Collection[int], *, wholly: bool) -> None:
    """Imports that were undone hold nobody back; of those that count, whoever is forgotten wholly is to be decided."""
    runs = select(ImportRun.id).where(true() if wholly else ImportRun.state == RunState.UNDONE)
    people = select(ReportedPerson.id).where(ReportedPerson.run_id.in_(runs))
    beside = ConnectionPerson.registration_id.in_(registrations), ConnectionPerson.person_id.in_(people)
    mine = ReportedPerson.registration_id.in_(registrations), ReportedPerson.run_id.in_(runs)
    left = _beside(registrations) if wholly else {}
    session().execute(delete(ConnectionPerson).where(*beside))
    session().execute(update(ReportedPerson).where(*mine).values(registration_id=None))
    if wholly:
        session().execute(delete(Correction).where(Correction.registration_id.in_(registrations)))
        named = exists().where(ConnectionPerson.person_id == SharedConnection.person_id)
        owned = exists().where(
            ReportedPerson.id == SharedConnection.person_id, ReportedPerson.registration_id.is_not(None)
        )
        session().execute(delete(SharedConnection).where(SharedConnection.place_key.is_(None), ~named, ~owned))
        aliases.forget_of(registrations)
        for event_id, others in left.items():
            counting.recount(event_id, others)


def _beside(registrations: Collection[int]) -> dict[int, set[int]]:
    """By event, who else sat at a connection at which one of these sat, or owned it: how many they are changes."""
    at = select(ConnectionPerson.person_id).where(ConnectionPerson.registration_id.in_(registrations))
    owned = select(ReportedPerson.id).where(ReportedPerson.registration_id.in_(registrations))
    place = at.union(owned).subquery()
    sat = select(ConnectionPerson.registration_id).where(ConnectionPerson.person_id.in_(select(place)))
    owner = select(ReportedPerson.registration_id).where(ReportedPerson.id.in_(select(place)))
    others = Registration.id.in_(sat.union(owner)), Registration.id.not_in(registrations)
    found: dict[int, set[int]] = {}
    for event_id, number in session().execute(select(Registration.event_id, Registration.id).where(*others)):
        found.setdefault(event_id, set()).add(number)
    return found


def _decisions(run: ImportRun) -> Any:
    """With what is known of the connection, and a row for each who sat there; not of whom the registration is gone."""
    whose = Before.registration_id, SharedConnection.place_key, ConnectionPerson.registration_id
    kept = or_(*(one.is_not(None) for one in whose))
    now, then = _namesakes(run.id), _namesakes(_undone(run))
    is_same = and_(*(now.c[name] == then.c[name] for name in (*SAME, "place_among", "alike")))
    return (
        select(ReportedPerson.id, ReportedPerson.name, *(getattr(Before, name) for name in WHAT))
        .add_columns(SharedConnection.said, SharedConnection.place_key)
        .add_columns(ConnectionPerson.registration_id.label("beside"), Registration.email_key, Registration.name_key)
        .join(now, now.c.id == ReportedPerson.id)
        .join(then, is_same)
        .join(Before, Before.id == then.c.id)
        .outerjoin(SharedConnection, SharedConnection.person_id == Before.id)
        .outerjoin(ConnectionPerson, ConnectionPerson.person_id == Before.id)
        .outerjoin(Registration, Registration.id == Before.registration_id)
        .where((Before.version > 1) | Before.decided_before, (Before.decision != Decision.CONFIRMED) | kept)
    )


def _namesakes(run_id: int | ScalarSelect[int]) -> Subquery:
    """The people of an import, with their place among those who look the same, and how many those are."""
    same = [getattr(ReportedPerson, name) for name in SAME]
    place = func.row_number().over(partition_by=same, order_by=ReportedPerson.number).label("place_among")
    alike = func.count().over(partition_by=same).label("alike")
    return select(ReportedPerson.id, *same, place, alike).where(ReportedPerson.run_id == run_id).subquery()


def _undone(run: ImportRun) -> ScalarSelect[int]:
    """The latest import of the same files, no more and no fewer, that was undone."""
    mine, other = aliased(ImportFile), aliased(ImportFile)
    is_mine = exists().where(mine.run_id == run.id, mine.sha256 == other.sha256)
    foreign = exists().where(other.run_id == ImportRun.id, ~is_mine)
    of_mine = select(func.count(mine.sha256.distinct())).where(mine.run_id == run.id).scalar_subquery()
    of_it = select(func.count(other.sha256.distinct())).where(other.run_id == ImportRun.id).scalar_subquery()
    return (
        select(ImportRun.id)
        .where(ImportRun.event_id == run.event_id, ImportRun.state == RunState.UNDONE)
        .where(of_it == of_mine, ~foreign)
        .order_by(ImportRun.undone_at.desc(), ImportRun.id.desc())
        .limit(1)
        .scalar_subquery()
    )


def _connect(rows: Sequence[Any]) -> None:
    shared = {row.id: row for row in rows if row.said is not None}
    if not shared:
        return
    lines = [{"person_id": row.id, "said": row.said, "place_key": row.place_key} for row in shared.values()]
    session().execute(insert(SharedConnection), lines)
    beside = [{"person_id": row.id, "registration_id": row.beside} for row in rows if row.beside is not None]
    if beside:
        session().execute(insert(ConnectionPerson), beside)
