"""Reading what applied imports, join links and organisers say of an event's registrations, to be counted."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, String, case, false, literal, or_, select, union_all
from sqlalchemy import cast as sql_cast
from sqlalchemy.orm import InstrumentedAttribute, joinedload

from webapp.attendance import queries
from webapp.attendance.intervals import Interval, Intervals
from webapp.attendance.meeting.joining_models import JoinUse
from webapp.attendance.models import (
    ConnectionPerson,
    Correction,
    Decision,
    ImportRun,
    Interruption,
    ReportedPerson,
    Rules,
    SharedConnection,
)
from webapp.attendance.presence import Frame, State, Thresholds, silence
from webapp.attendance.recognition.matches import How
from webapp.attendance.told import Line, Told
from webapp.core.db import session
from webapp.events.models import Event
from webapp.registration.models import Registration, Side

Wanted = Collection[int] | None  #: registrations; None are all
Column = InstrumentedAttribute[int] | InstrumentedAttribute[int | None]
STAY = ReportedPerson.run_id, ReportedPerson.intervals, ReportedPerson.minutes
FEW = 20  #: registrations that are looked for in the suggestions by their ids


def thresholds(rules: Rules | None) -> Thresholds:
    """Of the event whose rules these are."""
    if rules is None:
        return Thresholds()
    return Thresholds(
        minutes_to_count=rules.minutes_to_count,
        minutes_for_all=rules.minutes_for_all,
        share_for_all=rules.percent_for_all / 100,
        certificate_minutes=rules.certificate_minutes,
    )


def rules_of(event_id: int) -> Thresholds:
    return thresholds(session().get(Rules, event_id))


def standard(event_id: int, with_run: int | None = None) -> tuple[Thresholds, Frame]:
    """Its real times where the organisers said them, else the planned ones; and what imports that count cover."""
    thresholds_, frame, _silent = measured(event_id, with_run)
    return thresholds_, frame


def measured(event_id: int, with_run: int | None = None) -> tuple[Thresholds, Frame, State]:
    """As standard(), with what it means that no report names somebody."""
    found = select(Event, Rules).outerjoin(Rules, Rules.event_id == Event.id).options(joinedload(Event.slots))
    row = session().execute(found.where(Event.id == event_id)).unique().one()
    event, rules = row.Event, cast("Rules | None", row.Rules)
    starts = (rules and rules.starts_at) or event.starts_at
    ends = (rules and rules.ends_at) or event.ends_at
    slots = tuple((slot.starts_at, slot.ends_at) for slot in event.slots)
    spans = session().execute(queries.spans(event_id, with_run)).all()
    covered = tuple((since, until) for since, until in spans if since and until)
    return thresholds(rules), Frame((starts, ends), slots, covered), silence(spans, (starts, ends))


def interruptions(event_id: int) -> dict[Side, Intervals]:
    found: dict[Side, list[Interval]] = defaultdict(list)
    for one in session().scalars(select(Interruption).where(Interruption.event_id == event_id)):
        found[one.side].append((one.starts_at, one.ends_at))
    return {side: tuple(times) for side, times in found.items()}


def intervals(times: Sequence[str]) -> list[Interval]:
    """Out of what a ReportedPerson keeps."""
    moments = [datetime.fromisoformat(text) for text in times]
    return list(zip(moments[::2], moments[1::2], strict=True))


def told(event_id: int, wanted: Wanted, with_run: int | None = None) -> dict[int, Told]:
    """By registration: over a person's own connections, and over those shared with others."""
    found: dict[int, Told] = defaultdict(Told)
    kind = ReportedPerson.how.type
    by_hand = case((ImportRun.by_hand, literal(How.NONE, kind)), else_=literal(How.CONFIRMED, kind))
    own = (
        select(ReportedPerson.registration_id, ReportedPerson.how, literal(0), *STAY)
        .join(ImportRun, ImportRun.id == ReportedPerson.run_id)
        .where(*that_count(event_id, with_run), *_among(ReportedPerson.registration_id, wanted))
        .where(ReportedPerson.registration_id.is_not(None))
    )
    beside = (
        select(ConnectionPerson.registration_id, by_hand, ReportedPerson.id, *STAY)
        .join(ReportedPerson, ReportedPerson.id == ConnectionPerson.person_id)
        .join(ImportRun, ImportRun.id == ReportedPerson.run_id)
        .where(*that_count(event_id, with_run), *_among(ConnectionPerson.registration_id, wanted))
    )
    rows: Iterable[Any] = session().execute(union_all(own, beside))
    for number, how, shared, run, stays, minutes in rows:
        found[number].add(Line(run, intervals(stays), minutes, how, shared))
    return dict(found)


def that_count(event_id: int, with_run: int | None = None) -> tuple[ColumnElement[bool], ...]:
    """Reported people who were there and about whom it is decided who they are."""
    return ImportRun.event_id == event_id, queries.counting(with_run), *known_there()


def in_reports(event_id: int) -> tuple[ColumnElement[bool], ...]:
    """The same without a join to the imports, so that SQLite reads what they hold in its order, three times as fast."""
    return ReportedPerson.run_id.in_(queries.that_count(event_id)), *known_there()


def known_there() -> tuple[ColumnElement[bool], ...]:
    return ReportedPerson.attended.is_(True), ReportedPerson.decision.in_((Decision.SURE, Decision.CONFIRMED))


def _among(column: Column, wanted: Wanted) -> tuple[ColumnElement[bool], ...]:
    return () if wanted is None else (column.in_(wanted),)


@dataclass(frozen=True, slots=True)
class Judged:
    """A registration that is to be judged."""

    side: Side
    undecided: bool  #: proposed for a reported person about whom nobody has decided yet


def judged(event_id: int, wanted: Wanted, with_run: int | None = None) -> dict[int, Judged]:
    mine = Registration.event_id == event_id, *_among(Registration.id, wanted)
    rows = session().execute(select(Registration.id, Registration.public_id, Registration.side).where(*mine)).all()
    waiting = queries.waiting(event_id, with_run).with_only_columns(ReportedPerson.candidates)
    if len(rows) <= FEW:
        text = sql_cast(ReportedPerson.candidates, String)
        waiting = waiting.where(or_(false(), *(text.contains(row.public_id, autoescape=True) for row in rows)))
    proposed = {text.split(" ", 1)[0] for texts in session().scalars(waiting) for text in texts}
    return {row.id: Judged(row.side, row.public_id in proposed) for row in rows}


def corrections(event_id: int, wanted: Wanted) -> dict[int, Correction]:
    found = select(Correction).join(Registration, Registration.id == Correction.registration_id)
    found = found.where(Registration.event_id == event_id, *_among(Correction.registration_id, wanted))
    return {one.registration_id: one for one in session().scalars(found)}


def said_by_link(event_id: int, wanted: Wanted = None) -> dict[int, int]:
    """How many said when they used the link last that they share this person's connection."""
    ever = select(JoinUse.registration_id).where(JoinUse.people > 1)  # most never do, and need not be read
    found = (
        select(JoinUse.registration_id, JoinUse.people)
        .join(Registration, Registration.id == JoinUse.registration_id)
        .where(Registration.event_id + 0 == event_id, *_among(JoinUse.registration_id, wanted))
        .where(JoinUse.registration_id.in_(ever))
        .order_by(JoinUse.last_at, JoinUse.id)
    )
    latest = {row.registration_id: row.people for row in session().execute(found)}
    return {number: people for number, people in latest.items() if people > 1}


def heads(event_id: int, wanted: Wanted) -> dict[int, tuple[int, int]]:
    """How many people sit at somebody's connection, and how many of them are entered; who sits alone is left out."""
    by_link = {number: (said, 1) for number, said in said_by_link(event_id, wanted).items()}
    shared = (
        select(SharedConnection.person_id, SharedConnection.said, ReportedPerson.registration_id)
        .add_columns(ConnectionPerson.registration_id)
        .join(ReportedPerson, ReportedPerson.id == SharedConnection.person_id)
        .join(ImportRun, ImportRun.id == ReportedPerson.run_id)
        .outerjoin(ConnectionPerson, ConnectionPerson.person_id == SharedConnection.person_id)
        .where(*that_count(event_id))
    )
    people: dict[tuple[int, int], set[int]] = defaultdict(set)
    for person, said, *registrations in session().execute(shared):
        people[person, said] |= {number for number in registrations if number}
    by_organisers: dict[int, tuple[int, int]] = {}
    for (_person, said), named in people.items():
        for number in named:
            there = max(said, len(named)), len(named)
            by_organisers[number] = max(there, by_organisers.get(number, there))
    return by_link | by_organisers  # organisers know better than what was said at the door


def people_beside(event_id: int) -> dict[int, list[int]]:
    """Registrations that sat at a reported person's connection beside its own, by that person."""
    found: dict[int, list[int]] = defaultdict(list)
    rows = select(ConnectionPerson.person_id, ConnectionPerson.registration_id).join(
        Registration, Registration.id == ConnectionPerson.registration_id
    )
    for person, number in session().execute(rows.where(Registration.event_id + 0 == event_id)):  # from the few
        found[person].append(number)
    return found


def confirmed(event_id: int) -> Iterable[int]:
    return session().scalars(select(Registration.id).where(*queries.expected(event_id)))
