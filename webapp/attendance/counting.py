"""Presence of an event's registrations, made anew from its applied imports, rules, interruptions and corrections."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, delete, func, insert, or_, select
from sqlalchemy.orm import selectinload

from webapp.attendance import presence
from webapp.attendance.intervals import Interval, Intervals
from webapp.attendance.meeting.joining_models import JoinUse
from webapp.attendance.models import (
    Correction,
    Decision,
    ImportRun,
    Interruption,
    Presence,
    ReportedPerson,
    Rules,
    RunState,
)
from webapp.attendance.presence import Frame, Measured, Seen, State, Thresholds
from webapp.attendance.recognition.matches import How
from webapp.core.db import session
from webapp.events.models import Event
from webapp.registration.models import Registration, Side

#: the surest first
EVIDENCE: Final = (How.CONFIRMED, How.EMAIL, How.JOIN_LINK, How.ALIAS, How.NAME, How.NONE)


@dataclass(slots=True)
class _Told:
    """All that applied imports say of one registration."""

    intervals: list[Interval] = field(default_factory=list)
    time_unknown: bool = False
    stated: float | None = None
    how: How = How.NONE


def recount(event_id: int, registrations: Iterable[int] | None = None) -> None:
    """Inside a transaction: for these registrations, or for all."""
    wanted = None if registrations is None else set(registrations)
    rules, corrections = thresholds(event_id), _corrections(event_id, wanted)
    old = delete(Presence).where(Presence.event_id == event_id)
    session().execute(old if wanted is None else old.where(Presence.registration_id.in_(wanted)))
    people = _heads(event_id)
    rows = [
        _row(event_id, number, found, rules, how, corrections.get(number)) | {"heads": people.get(number, 1)}
        for number, (found, how) in sorted(_measured(event_id, wanted, corrections).items())
    ]
    if rows:
        session().execute(insert(Presence), rows)


@dataclass(frozen=True, slots=True)
class Change:
    """What applying an import would change for one registration; minutes are None where nobody knows them."""

    registration_id: int
    before: Presence | None
    state: State
    minutes: float | None


def difference(run: ImportRun) -> list[Change]:
    """What applying this import would change; writes nothing."""
    theirs = select(ReportedPerson.registration_id).where(ReportedPerson.run_id == run.id)
    wanted = {number for number in session().scalars(theirs) if number is not None}
    rules, corrections = thresholds(run.event_id), _corrections(run.event_id, wanted)
    now = select(Presence).where(Presence.event_id == run.event_id)
    before = {one.registration_id: one for one in session().scalars(now) if one.registration_id in wanted}
    changes = []
    for number, (found, _how) in sorted(_measured(run.event_id, wanted, (), run.id).items()):
        old = before.get(number)
        state = corrections[number].state if number in corrections else presence.state(found, rules)
        if old is None or (old.state, old.minutes) != (state, found.total.minutes):
            changes.append(Change(number, old, state, found.total.minutes))
    return changes


def measured(event_id: int) -> list[Measured]:
    """Everybody's time as reports tell it, for a preview of other thresholds; corrections change none of it."""
    return [found for found, _how in _measured(event_id, None, ()).values()]


def _measured(
    event_id: int, wanted: set[int] | None, more: Iterable[int], with_run: int | None = None
) -> dict[int, tuple[Measured, How]]:
    """By registration: of those in applied imports, and of `more`."""
    told, frame = _told(event_id, wanted, with_run), frame_of(event_id, with_run=with_run)
    excused = interruptions(event_id)
    for number in more:
        told.setdefault(number, _Told())
    sides = _sides(told)
    return {
        number: (presence.measure(_seen(one, excused.get(sides[number], ())), frame), one.how)
        for number, one in told.items()
    }


def thresholds(event_id: int) -> Thresholds:
    rules = session().get(Rules, event_id)
    if rules is None:
        return Thresholds()
    return Thresholds(
        minutes_to_count=rules.minutes_to_count,
        minutes_for_all=rules.minutes_for_all,
        share_for_all=rules.percent_for_all / 100,
        certificate_minutes=rules.certificate_minutes,
    )


def frame_of(event_id: int, *, with_run: int | None = None) -> Frame:
    """Its real times where the organisers said them, else the planned ones; and what imports cover that count."""
    found = select(Event).where(Event.id == event_id).options(selectinload(Event.slots))
    event, rules = session().scalars(found).one(), session().get(Rules, event_id)
    starts = (rules and rules.starts_at) or event.starts_at
    ends = (rules and rules.ends_at) or event.ends_at
    slots = tuple((slot.starts_at, slot.ends_at) for slot in event.slots)
    return Frame((starts, ends), slots, _covered(event_id, with_run))


def _counting(with_run: int | None) -> ColumnElement[bool]:
    """Applied imports, and one that might be applied next."""
    return or_(ImportRun.state == RunState.APPLIED, ImportRun.id == with_run)


def _covered(event_id: int, with_run: int | None) -> Intervals:
    spans = select(ImportRun.covers_from, ImportRun.covers_until).where(
        ImportRun.event_id == event_id, _counting(with_run)
    )
    return tuple((since, until) for since, until in session().execute(spans) if since and until)


def interruptions(event_id: int) -> dict[Side, Intervals]:
    found: dict[Side, list[Interval]] = defaultdict(list)
    for one in session().scalars(select(Interruption).where(Interruption.event_id == event_id)):
        found[one.side].append((one.starts_at, one.ends_at))
    return {side: tuple(times) for side, times in found.items()}


def _told(event_id: int, wanted: set[int] | None, with_run: int | None) -> dict[int, _Told]:
    people = (
        select(
            ReportedPerson.registration_id, ReportedPerson.intervals, ReportedPerson.minutes, ReportedPerson.how,
        )
        .join(ImportRun, ImportRun.id == ReportedPerson.run_id)
        .where(
            ImportRun.event_id == event_id,
            _counting(with_run),
            ReportedPerson.attended,
            ReportedPerson.decision.in_((Decision.SURE, Decision.CONFIRMED)),
            ReportedPerson.registration_id.is_not(None),
        )
    )  # fmt: skip
    if wanted is not None:
        people = people.where(ReportedPerson.registration_id.in_(wanted))
    found: dict[int, _Told] = defaultdict(_Told)
    for number, times, minutes, how in session().execute(people):
        assert number is not None  # noqa: S101 - asked for above
        one = found[number]
        one.intervals += intervals(times)
        one.time_unknown |= not times and minutes is None
        one.stated = (one.stated or 0) + minutes if not times and minutes is not None else one.stated
        one.how = min(one.how, how, key=EVIDENCE.index)
    return dict(found)


def intervals(times: Sequence[str]) -> list[Interval]:
    """Out of what a ReportedPerson keeps."""
    moments = [datetime.fromisoformat(text) for text in times]
    return list(zip(moments[::2], moments[1::2], strict=True))


def _seen(told: _Told, excused: Intervals) -> Seen:
    return Seen(tuple(told.intervals), time_unknown=told.time_unknown, stated_minutes=told.stated, excused=excused)


def _corrections(event_id: int, wanted: set[int] | None) -> dict[int, Correction]:
    found = select(Correction).join(Registration, Registration.id == Correction.registration_id)
    found = found.where(Registration.event_id == event_id)
    if wanted is not None:
        found = found.where(Correction.registration_id.in_(wanted))
    return {one.registration_id: one for one in session().scalars(found)}


def _heads(event_id: int) -> dict[int, int]:
    """How many said that they share this person's connection."""
    found = select(JoinUse.registration_id, func.max(JoinUse.people)).join(
        Registration, Registration.id == JoinUse.registration_id
    )
    found = found.where(Registration.event_id == event_id).group_by(JoinUse.registration_id)
    return {row[0]: row[1] for row in session().execute(found)}


def _sides(numbers: Iterable[int]) -> dict[int, Side]:
    found = select(Registration.id, Registration.side).where(Registration.id.in_(list(numbers)))
    return {row.id: row.side for row in session().execute(found)}


def _row(
    event_id: int, number: int, measured: Measured, rules: Thresholds, how: How, corrected: Correction | None
) -> dict[str, Any]:
    state = corrected.state if corrected else presence.state(measured, rules)
    there = state in {State.ATTENDED, State.IN_PART}
    return {
        "registration_id": number,
        "event_id": event_id,
        "state": state,
        "how": How.NONE if corrected else how,
        "minutes": measured.total.minutes,
        "share": measured.total.share,
        "slots": ["" if slot.minutes is None else f"{slot.minutes:.1f}" for slot in measured.slots],
        "first_joined_at": measured.intervals[0][0] if measured.intervals else None,
        "last_left_at": measured.intervals[-1][1] if measured.intervals else None,
        "certified": there and presence.certified(measured, rules),
    }
