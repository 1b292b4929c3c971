"""Reading imports, the people in them, and presence."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, literal, or_, select
from sqlalchemy.orm import joinedload, selectinload

from webapp.attendance.intervals import Interval
from webapp.attendance.meeting.joining_models import JoinUse
from webapp.attendance.models import (
    ConnectionPerson,
    Correction,
    Decision,
    ImportRun,
    Presence,
    Reading,
    ReportedPerson,
    Rules,
    RunState,
    SharedConnection,
)
from webapp.attendance.presence import State as Presence_
from webapp.attendance.presence import silence
from webapp.core import names
from webapp.core.db import session
from webapp.core.errors import NotThere
from webapp.events.models import Event
from webapp.registration.models import Registration, Side, State

SHOWN = 50  #: imports on the page of an event


def run(slug: str, public_id: str, *, by_hand: bool | None = False) -> ImportRun:
    """With its files; a room that was entered by hand, or None: either. Raises NotThere, also for another event's."""
    found = (
        select(ImportRun)
        .join(Event, Event.id == ImportRun.event_id)
        .where(ImportRun.public_id == public_id, Event.slug == slug)
        .options(selectinload(ImportRun.files))
        .execution_options(populate_existing=True)
    )
    one = session().scalar(found)
    if one is None or by_hand not in {None, one.by_hand}:
        raise NotThere
    return one


def reading(run_id: int) -> Reading | None:
    """How far it is, of an import that is held."""
    return session().get(Reading, run_id, populate_existing=True)


def runs(event_id: int) -> Sequence[ImportRun]:
    """Of reports, the latest first."""
    found = (
        select(ImportRun)
        .where(ImportRun.event_id == event_id, ~ImportRun.by_hand)
        .options(selectinload(ImportRun.files))
    )
    return session().scalars(found.order_by(ImportRun.created_at.desc(), ImportRun.id.desc()).limit(SHOWN)).all()


def decided() -> ColumnElement[Decision]:
    """What is to become of somebody; it is to be decided anew of whom the registration is no longer there."""
    shared = exists().where(SharedConnection.person_id == ReportedPerson.id).correlate(ReportedPerson)
    found = ReportedPerson.decision.in_((Decision.SURE, Decision.CONFIRMED))
    gone = and_(found, ReportedPerson.registration_id.is_(None), ~shared)
    return case((gone, literal(Decision.OPEN, ReportedPerson.decision.type)), else_=ReportedPerson.decision)


def decisions(run_id: int) -> Counter[Decision]:
    fates = select(decided().label("fate")).where(ReportedPerson.run_id == run_id).subquery()
    found = select(fates.c.fate, func.count()).group_by(fates.c.fate)
    return Counter({row[0]: row[1] for row in session().execute(found)})


def undecided(runs: Sequence[ImportRun]) -> Counter[int]:
    """How many people of each import are still to be decided, by its number."""
    found = select(ReportedPerson.run_id, func.count()).where(ReportedPerson.run_id.in_([one.id for one in runs]))
    found = found.where(decided() == Decision.OPEN).group_by(ReportedPerson.run_id)
    return Counter({row[0]: row[1] for row in session().execute(found)})


def people(run_id: int, fates: Sequence[Decision]) -> Select[ReportedPerson]:
    """Of an import, with their registrations and places; to be paged by core.lists."""
    who = joinedload(ReportedPerson.registration).joinedload(Registration.place)
    return select(ReportedPerson).where(ReportedPerson.run_id == run_id, decided().in_(fates)).options(who)


def person(run_id: int, number: int) -> ReportedPerson:
    """Raises NotThere."""
    found = select(ReportedPerson).where(ReportedPerson.run_id == run_id, ReportedPerson.number == number)
    one = session().scalar(found.options(joinedload(ReportedPerson.registration).joinedload(Registration.place)))
    if one is None:
        raise NotThere
    return one


def next_open(run_id: int, after: int) -> tuple[int, int] | None:
    """The next person to be decided, from the top again after the last; and how many are to be decided before."""
    before = (func.row_number().over(order_by=ReportedPerson.number) - 1).label("before")
    waiting = (
        select(ReportedPerson.number, before)
        .where(ReportedPerson.run_id == run_id, decided() == Decision.OPEN)
        .subquery()
    )
    found = select(waiting).order_by(waiting.c.number <= after, waiting.c.number).limit(1)
    row = session().execute(found).one_or_none()
    return (row.number, row.before) if row else None


def candidates(rows: Sequence[ReportedPerson]) -> dict[str, Registration]:
    """The registrations that are proposed for these people, by public id, with their places."""
    wanted = {text.split(" ", 1)[0] for row in rows for text in row.candidates}
    found = select(Registration).where(Registration.public_id.in_(wanted)).options(joinedload(Registration.place))
    return {one.public_id: one for one in session().scalars(found)}


def counting(with_run: int | None = None) -> ColumnElement[bool]:
    """Applied imports, and one that might be applied next."""
    return or_(ImportRun.state == RunState.APPLIED, ImportRun.id == with_run)


def that_count(event_id: int) -> Select[int]:
    """Of applied imports."""
    return select(ImportRun.id).where(ImportRun.event_id == event_id, counting())


def waiting(event_id: int, with_run: int | None = None) -> Select[ReportedPerson]:
    """People of imports that count about whom nobody has decided."""
    found = select(ReportedPerson).join(ImportRun, ImportRun.id == ReportedPerson.run_id)
    return found.where(
        ImportRun.event_id == event_id,
        counting(with_run),
        ReportedPerson.attended,
        decided() == Decision.OPEN,
    )


def waiting_people(event_id: int) -> int:
    return session().scalar(waiting(event_id).with_only_columns(func.count())) or 0


def expected(event_id: int) -> tuple[ColumnElement[bool], ...]:
    """Confirmed registrations: they attend or are absent."""
    return Registration.event_id == event_id, Registration.state == State.CONFIRMED


def counts(event_id: int) -> Counter[Presence_]:
    """Of confirmed registrations by presence; who is in no report is absent where reports cover the time."""
    found = select(Presence.state, func.count()).join(Registration, Registration.id == Presence.registration_id)
    mine = expected(event_id)
    there: Counter[Presence_] = Counter()
    for state, number in session().execute(found.where(*mine).group_by(Presence.state)):
        there[state] = number
    everybody = session().scalar(select(func.count(Registration.id)).where(*mine)) or 0
    there[silent(event_id)] += everybody - there.total()
    return there


def spans(event_id: int, with_run: int | None = None) -> Select[datetime | None, datetime | None]:
    """What reports cover that count, each from when to when; None in one without times."""
    return select(ImportRun.covers_from, ImportRun.covers_until).where(
        ImportRun.event_id == event_id, counting(with_run), ~ImportRun.by_hand
    )


def silent(event_id: int, *, window: Interval | None = None, with_run: int | None = None) -> Presence_:
    """What it means that no report names somebody; `window` are the event's times if they are to be others."""
    began, ended = func.coalesce(Rules.starts_at, Event.starts_at), func.coalesce(Rules.ends_at, Event.ends_at)
    timed = (
        spans(event_id, with_run)
        .join(Event, Event.id == ImportRun.event_id)
        .outerjoin(Rules, Rules.event_id == Event.id)
    )
    rows = session().execute(timed.add_columns(began, ended)).all()
    return silence([row[:2] for row in rows], window or rows[0][2:]) if rows else Presence_.NOT_RECORDED


def listed(event_id: int, state: Presence_ | None, side: Side | None, text: str) -> Select[Any]:
    """Confirmed registrations and whoever was there without; with their places, to be paged by core.lists.

    Places are read of those on the page alone: PostgreSQL cannot foresee how many are absent, and compared each of
    them with every place.
    """
    found = (
        select(Registration)
        .outerjoin(Presence, Presence.registration_id == Registration.id)
        .where(Registration.event_id == event_id)
        .where(or_(Registration.state == State.CONFIRMED, Presence.state != Presence_.UNDECIDED))
        .options(selectinload(Registration.place))
    )
    if side:
        found = found.where(Registration.side == side)
    if state and state is silent(event_id):
        found = found.where(or_(Presence.state == state, Presence.registration_id.is_(None)))
    elif state:
        found = found.where(Presence.state == state)
    for word in names.key(text).split():
        found = found.where(Registration.search_key.contains(word, autoescape=True))
    return found


def presence_of(registrations: Sequence[Registration]) -> dict[int, Presence]:
    """By the registration's id; nobody has an entry whom no report names."""
    wanted = [one.id for one in registrations]
    found = select(Presence).where(Presence.registration_id.in_(wanted))
    return {one.registration_id: one for one in session().scalars(found)}


def links_used(registrations: Sequence[Registration]) -> dict[int, datetime]:
    """When each of these first used the join link, by the registration's id: evidence of its own kind."""
    first = select(JoinUse.registration_id, func.min(JoinUse.first_at)).group_by(JoinUse.registration_id)
    found = first.where(JoinUse.registration_id.in_([one.id for one in registrations]))
    return {row[0]: row[1] for row in session().execute(found)}


def reported(registration_id: int) -> Sequence[tuple[ReportedPerson, ImportRun]]:
    """Everything that applied imports say of one registration, over connections shared with others too."""
    beside = select(ConnectionPerson.person_id).where(ConnectionPerson.registration_id == registration_id)
    found = (
        select(ReportedPerson, ImportRun)
        .join(ImportRun, ImportRun.id == ReportedPerson.run_id)
        .where(or_(ReportedPerson.registration_id == registration_id, ReportedPerson.id.in_(beside)))
        .where(ImportRun.state == RunState.APPLIED)
        .order_by(ImportRun.applied_at, ReportedPerson.number)
    )
    return [(person, run) for person, run in session().execute(found)]


def correction(registration_id: int) -> Correction | None:
    return session().get(Correction, registration_id)


def search(event_id: int, text: str, limit: int = 20) -> Sequence[Registration]:
    """Registrations by name or address, for a person whom no suggestion fits."""
    words = names.key(text).split()
    if not words:
        return ()
    found = select(Registration).where(Registration.event_id == event_id).options(joinedload(Registration.place))
    for word in words:
        found = found.where(Registration.search_key.contains(word, autoescape=True))
    return session().scalars(found.order_by(Registration.sort_key).limit(limit)).all()
