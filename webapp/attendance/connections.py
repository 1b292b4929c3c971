"""Reading connections that several people share, and whom they represent."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Select, and_, case, select
from sqlalchemy.orm import joinedload

from webapp.attendance import evidence, presence, queries
from webapp.attendance.heads import Connection, Heads, heads
from webapp.attendance.models import (
    ConnectionPerson,
    ImportRun,
    Presence,
    ReportedPerson,
    SharedConnection,
)
from webapp.attendance.presence import Frame, Thresholds
from webapp.attendance.recognition.matches import How
from webapp.attendance.standing import THERE
from webapp.attendance.told import Line, Told
from webapp.core.db import session
from webapp.places.models import Place
from webapp.registration.models import NOT_REPRESENTING, Registration, State

Wanted = Select[SharedConnection, ReportedPerson, ImportRun, Place]
LATEST = ImportRun.applied_at.desc(), ImportRun.id.desc()
SHOWN = 25


@dataclass(frozen=True, slots=True)
class Shared:
    """One connection at which several people sat, or a room."""

    person: ReportedPerson
    run: ImportRun
    told: int  #: how many organisers say they were
    place: Place | None
    beside: Sequence[Registration]  #: those entered but for the registration of the person itself

    @property
    def named(self) -> int:
        return len(self.beside) + (self.person.registration_id is not None)

    @property
    def said(self) -> int:
        return max(self.told, self.named)


def of_people(people: Sequence[ReportedPerson]) -> dict[int, Shared]:
    """By the id of the reported person; nobody has an entry who sat alone, as far as is known."""
    return _shared(_select().where(SharedConnection.person_id.in_([one.id for one in people])))


def of_event(event_id: int) -> list[Shared]:
    """Those of applied imports, the latest first; not more than fit on a page with other things."""
    found = _select().where(ImportRun.event_id == event_id, queries.counting())
    return list(_shared(found.order_by(*LATEST, ReportedPerson.number).limit(SHOWN)).values())


def listed(event_id: int) -> Select[ReportedPerson]:
    """Whose connections those are, to be paged by core.lists; of_people() tells the rest."""
    return (
        select(ReportedPerson)
        .join(SharedConnection, SharedConnection.person_id == ReportedPerson.id)
        .join(ImportRun, ImportRun.id == ReportedPerson.run_id)
        .where(ImportRun.event_id == event_id, queries.counting())
        .order_by(*LATEST)
    )


def _select() -> Wanted:
    return (
        select(SharedConnection, ReportedPerson, ImportRun, Place)
        .join(ReportedPerson, ReportedPerson.id == SharedConnection.person_id)
        .join(ImportRun, ImportRun.id == ReportedPerson.run_id)
        .outerjoin(Place, Place.key == SharedConnection.place_key)
    )


def _shared(found: Wanted) -> dict[int, Shared]:
    rows = session().execute(found).all()
    beside: dict[int, list[Registration]] = defaultdict(list)
    if rows:
        people = (
            select(ConnectionPerson.person_id, Registration)
            .join(Registration, Registration.id == ConnectionPerson.registration_id)
            .where(ConnectionPerson.person_id.in_([person.id for _shared, person, _run, _place in rows]))
            .options(joinedload(Registration.place))
            .order_by(Registration.sort_key, Registration.id)
        )
        for number, registration in session().execute(people):
            beside[number].append(registration)
    return {
        person.id: Shared(person, run, shared.said, place, beside[person.id]) for shared, person, run, place in rows
    }


def represented(event_id: int) -> Heads:
    """By those who attended and by rooms that did, in applied imports; people are public ids or numbers of our own.

    A municipality is represented by whoever comes from it but the press and interpreters, and only if they have
    confirmed: of the others nobody is counted as attending either.
    """
    places = (
        select(Registration.place_key)
        .join(Presence, Presence.registration_id == Registration.id)
        .where(*queries.expected(event_id), Registration.place_key.is_not(None), Presence.state.in_(THERE))
        .where(Registration.attending_as.not_in(NOT_REPRESENTING))
        .distinct()
    )
    found = at_shared(event_id)
    return replace(found, places=found.places | {key for key in session().scalars(places) if key})


def at_shared(event_id: int, standard: tuple[Thresholds, Frame] | None = None) -> Heads:
    """By rooms and connections at which several people sat, alone.

    `standard` is what evidence.standard() gives, for callers who have read it.
    """
    return heads(_lines(event_id, standard))


def _lines(event_id: int, standard: tuple[Thresholds, Frame] | None) -> list[Connection]:
    """Connections at which several people sat for as long as counts.

    What organisers say of somebody's connection counts before what was said at the door, and that counts once in a
    report, in however many rows somebody is.
    """
    by_link, beside = evidence.said_by_link(event_id), evidence.people_beside(event_id)
    report = case((ImportRun.by_hand, 0), else_=ImportRun.id)
    few = ReportedPerson.id.in_(select(SharedConnection.person_id)) | ReportedPerson.registration_id.in_(by_link)
    represents = Registration.state == State.CONFIRMED, Registration.attending_as.not_in(NOT_REPRESENTING)
    place_key = case((and_(*represents), Registration.place_key))
    found = (
        select(ReportedPerson, SharedConnection, place_key, report)
        .join(ImportRun, ImportRun.id == ReportedPerson.run_id + 0)  # from the few, as SQLite would not do
        .outerjoin(SharedConnection, SharedConnection.person_id == ReportedPerson.id)
        .outerjoin(Registration, Registration.id == ReportedPerson.registration_id)
        .where(*evidence.that_count(event_id), few)
    )
    every: Sequence[Any] = session().execute(found).all()  # whoever is in no shared connection has None there
    if not every:
        return []
    rules, frame = standard or evidence.standard(event_id)
    rows = [row for row in every if _attended(row[0], frame, rules)]
    told = [
        _line(person, shared, place, run, beside.get(person.id, ())) for person, shared, place, run in rows if shared
    ]
    known = {somebody for one in told for somebody in one.people}
    at_the_door = {(run, person.registration_id): place for person, shared, place, run in rows if not shared}
    return told + [
        Connection(frozenset([str(number)]), place, by_link[number], run)
        for (run, number), place in at_the_door.items()
        if str(number) not in known
    ]


def _line(
    person: ReportedPerson, shared: SharedConnection, place_key: str | None, report: int, beside: Sequence[int]
) -> Connection:
    people = {*beside, *([person.registration_id] if person.registration_id else [])}
    return Connection(frozenset(map(str, people)), shared.place_key or place_key, shared.said, report)


def _attended(person: ReportedPerson, frame: Frame, rules: Thresholds) -> bool:
    told = Told()
    told.add(Line(person.run_id, evidence.intervals(person.intervals), person.minutes, How.CONFIRMED))
    return presence.state(presence.measure(told.seen(), frame), rules) in THERE
