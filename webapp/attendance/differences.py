"""What applying an import would change: kept for the next look, and judged anew only of whom a decision concerns.

Judging everybody takes a second for ten thousand people, and organisers look again after each decision.
"""

from collections import Counter, OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any, Final

from sqlalchemy import Select, case, func, select, true

from webapp.attendance import evidence, queries, standing
from webapp.attendance.models import (
    ConnectionPerson,
    Correction,
    ImportRun,
    Interruption,
    Presence,
    ReportedPerson,
    Rules,
)
from webapp.attendance.presence import State
from webapp.core.db import session
from webapp.events.models import Event
from webapp.registration.models import Registration
from webapp.registration.models import State as RegistrationState

Stand = tuple[State, float | None]  #: and minutes, None where nobody knows them
KEPT: Final = 8  #: imports that are looked through at the same time
FEW: Final = 50  #: people decided about since the last look; of more, everybody is judged anew


@dataclass(frozen=True, slots=True)
class Change:
    """What applying an import would change for one registration; minutes are None where nobody knows them."""

    registration_id: int
    before: State | None
    state: State
    minutes: float | None


@dataclass(frozen=True, slots=True)
class Moved:
    """So many people who are in no report, or may be somebody to be decided, would count otherwise."""

    number: int
    before: State
    after: State


@dataclass(frozen=True, slots=True)
class Difference:
    changes: list[Change]
    moved: list[Moved]


@dataclass(frozen=True, slots=True)
class _Look:
    """What was found when somebody looked last."""

    version: tuple[Any, ...]  #: of all but what is decided about the people of the import itself
    decided: Mapping[int, tuple[int, frozenset[int]]]  #: version of each decision, and registrations it concerns
    rows: Mapping[int, Stand]  #: once applied, by registration
    before: Mapping[int, Stand]
    confirmed: frozenset[int]
    silent: tuple[State, State]  #: what it means to be in no report, now and then


_looks: OrderedDict[str, _Look] = OrderedDict()
_lock = Lock()


def difference(run: ImportRun) -> Difference:
    """Writes nothing but what it keeps in mind."""
    look = _looked_again(run, _looks.get(run.public_id))
    with _lock:
        _looks[run.public_id] = look
        _looks.move_to_end(run.public_id)
        while len(_looks) > KEPT:
            _looks.popitem(last=False)
    return _difference(look)


def forget() -> None:
    """Judge everybody at the next look."""
    with _lock:
        _looks.clear()


def _looked_again(run: ImportRun, last: _Look | None) -> _Look:
    version, decided = _version(run.event_id), _decided(run)
    if last is None or last.version != version:
        return _looked(run, version, decided)
    old, new = last.decided, decided
    moved = [number for number in old.keys() | new.keys() if old.get(number) != new.get(number)]
    if len(moved) > FEW:
        return _looked(run, version, decided)
    nobody = (0, frozenset[int]())
    concerned = {one for number in moved for each in (old, new) for one in each.get(number, nobody)[1]}
    judged = _stands(standing.rows(run.event_id, concerned, with_run=run.id)) if concerned else {}
    rows = {number: stand for number, stand in last.rows.items() if number not in concerned} | judged
    return _Look(version, decided, rows, last.before, last.confirmed, last.silent)


def _looked(run: ImportRun, version: tuple[Any, ...], decided: Mapping[int, tuple[int, frozenset[int]]]) -> _Look:
    now = select(Presence.registration_id, Presence.state, Presence.minutes).where(Presence.event_id == run.event_id)
    return _Look(
        version,
        decided,
        _stands(standing.rows(run.event_id, with_run=run.id)),
        {number: (state, minutes) for number, state, minutes in session().execute(now)},
        frozenset(evidence.confirmed(run.event_id)),
        (queries.silent(run.event_id), queries.silent(run.event_id, with_run=run.id)),
    )


def _stands(rows: Mapping[int, Mapping[str, Any]]) -> dict[int, Stand]:
    return {number: (row["state"], row["minutes"]) for number, row in rows.items()}


def _decided(run: ImportRun) -> dict[int, tuple[int, frozenset[int]]]:
    """About whom somebody decided since the report was read; whoever is proposed is concerned too."""
    found = (
        select(ReportedPerson.id, ReportedPerson.version, ReportedPerson.registration_id, ReportedPerson.candidates)
        .add_columns(ConnectionPerson.registration_id.label("beside"))
        .outerjoin(ConnectionPerson, ConnectionPerson.person_id == ReportedPerson.id)
        .where(ReportedPerson.run_id == run.id, ReportedPerson.version > 1)
    )
    rows = session().execute(found).all()
    proposed = {text.split(" ", 1)[0] for row in rows for text in row.candidates}
    ids = dict(_ids(proposed)) if proposed else {}
    people: dict[int, tuple[int, frozenset[int]]] = {}
    for row in rows:
        told = {ids.get(text.split(" ", 1)[0]) for text in row.candidates} | {row.registration_id, row.beside}
        concerned = frozenset(number for number in told if number)
        people[row.id] = row.version, people.get(row.id, (0, frozenset[int]()))[1] | concerned
    return people


def _ids(public_ids: Iterable[str]) -> Iterable[tuple[str, int]]:
    found = select(Registration.public_id, Registration.id).where(Registration.public_id.in_(list(public_ids)))
    return [(public_id, number) for public_id, number in session().execute(found)]


def _version(event_id: int) -> tuple[Any, ...]:
    """Another one whenever anything changed that presence hangs on, but for decisions of an import not yet applied."""
    interrupted = select(Interruption.side, Interruption.starts_at, Interruption.ends_at)
    interrupted = interrupted.where(Interruption.event_id == event_id).order_by(Interruption.id)
    first, *others = (each.subquery() for each in _counted(event_id))
    found = select(*(column for table in (first, *others) for column in table.c)).select_from(first)
    for other in others:
        found = found.join(other, true())
    return (*session().execute(found).one(), *map(tuple, session().execute(interrupted)))


def _counted(event_id: int) -> Iterable[Select[*tuple[Any, ...]]]:
    """Numbers and latest times, each a row."""
    runs, mine = ImportRun.event_id == event_id, Registration.event_id == event_id
    yield select(func.count(), func.max(ImportRun.applied_at), func.max(ImportRun.undone_at)).where(runs)
    decided = select(func.count(), func.sum(ReportedPerson.version))
    yield decided.join(ImportRun, ImportRun.id == ReportedPerson.run_id).where(runs, queries.counting())
    changed = (Registration.changed_at, Registration.confirmed_at, Registration.cancelled_at)
    confirmed = func.sum(case((Registration.state == RegistrationState.CONFIRMED, 1), else_=0))
    yield select(func.count(), confirmed, *map(func.max, changed)).where(mine)
    corrected = select(func.count(), func.max(Correction.corrected_at))
    yield corrected.join(Registration, Registration.id == Correction.registration_id).where(mine)
    times = Event.starts_at, Event.ends_at, Rules.starts_at, Rules.ends_at
    limits = Rules.minutes_to_count, Rules.minutes_for_all, Rules.percent_for_all, Rules.certificate_minutes
    yield select(*times, *limits).outerjoin(Rules, Rules.event_id == Event.id).where(Event.id == event_id)


def _difference(look: _Look) -> Difference:
    changes, (silent, silent_then) = [], look.silent
    moved = Counter({(silent, silent_then): len(look.confirmed - look.rows.keys())})
    for number, (state, minutes) in sorted(look.rows.items()):
        was = look.before.get(number)
        if state is State.UNDECIDED:
            if was or number in look.confirmed:
                moved[was[0] if was else silent, state] += 1
        elif was != (state, minutes):
            known = was is not None and was[0] is not State.UNDECIDED
            changes.append(Change(number, was[0] if was and known else None, state, minutes))
    return Difference(
        changes, [Moved(number, *move) for move, number in moved.items() if number and move[0] is not move[1]]
    )
