"""Presence of an event's registrations, made anew from its applied imports, rules, interruptions and corrections."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Final, cast

from sqlalchemy import Table, delete, func, insert, select

from webapp.attendance import evidence, presence, queries
from webapp.attendance.intervals import Interval
from webapp.attendance.models import Correction, ImportRun, Presence
from webapp.attendance.presence import Counts, Measured, State, Thresholds
from webapp.attendance.recognition.matches import How
from webapp.attendance.told import Told
from webapp.core import collecting
from webapp.core.db import session
from webapp.registration.models import Registration

TABLE: Final = cast("Table", Presence.__table__)  #: the model’s own insert is one statement for each set of None
THERE: Final = frozenset({State.ATTENDED, State.IN_PART})


@collecting.held_back()
def recount(event_id: int, registrations: Iterable[int] | None = None) -> None:
    """Inside a transaction: for these registrations, or for all."""
    wanted = None if registrations is None else set(registrations)
    if wanted == set():
        return
    old = delete(Presence).where(Presence.event_id == event_id)
    session().execute(old if wanted is None else old.where(Presence.registration_id.in_(wanted)))
    people = evidence.heads(event_id, wanted)
    rows = list(_rows(event_id, wanted).values())
    for row in rows:
        row["heads"], row["named"] = people.get(row["registration_id"], (1, 1))
    if rows:
        session().execute(insert(TABLE), rows)


def counts(event_id: int) -> Counts:
    """Of confirmed registrations, as all pages show them."""
    certified = select(func.count(Presence.registration_id)).where(Presence.event_id == event_id, Presence.certified)
    return Counts(queries.counts(event_id), session().scalar(certified) or 0)


def foreseen(event_id: int, rules: Thresholds, window: Interval) -> Counts:
    """What counts() would be under these thresholds and times; writes nothing."""
    rows = _rows(event_id, instead=(rules, window))
    confirmed = set(evidence.confirmed(event_id))
    states = Counter(row["state"] for number, row in rows.items() if number in confirmed)
    states[queries.silent(event_id, window=window)] += len(confirmed) - states.total()
    return Counts(states, sum(row["certified"] for row in rows.values()))


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


def difference(run: ImportRun) -> Difference:
    """What applying this import would change; writes nothing."""
    rows = _rows(run.event_id, with_run=run.id)
    now = select(Presence.registration_id, Presence.state, Presence.minutes).where(Presence.event_id == run.event_id)
    before = {number: (state, minutes) for number, state, minutes in session().execute(now)}
    confirmed = set(evidence.confirmed(run.event_id))
    silent, silent_then = queries.silent(run.event_id), queries.silent(run.event_id, with_run=run.id)
    changes = []
    moved = Counter({(silent, silent_then): len(confirmed - rows.keys())})
    for number, row in sorted(rows.items()):
        state, minutes = row["state"], row["minutes"]
        was = before.get(number)
        if state is State.UNDECIDED:
            if was or number in confirmed:
                moved[was[0] if was else silent, state] += 1
        elif was != (state, minutes):
            known = was is not None and was[0] is not State.UNDECIDED
            changes.append(Change(number, was[0] if was and known else None, state, minutes))
    return Difference(
        changes, [Moved(number, *move) for move, number in moved.items() if number and move[0] is not move[1]]
    )


def reported(registration: Registration) -> Measured | None:
    """What reports alone say of somebody, beside a correction; None if they say nothing."""
    event_id, number = registration.event_id, registration.id
    found = evidence.told(event_id, {number}).get(number)
    if found is None:
        return None
    excused = evidence.interruptions(event_id).get(registration.side, ())
    return presence.measure(found.seen(excused, undecided=False), evidence.standard(event_id)[1])


def as_known(measured: Measured, corrected: Correction | None) -> Measured:
    """With the minutes that were entered by hand; who is in no report was there for a time nobody knows."""
    if corrected is None or corrected.state not in THERE:
        return measured
    if not measured.intervals and not measured.total.minutes:
        unknown = tuple(replace(slot, minutes=None) for slot in measured.slots)
        measured = replace(measured, total=replace(measured.total, minutes=None), slots=unknown)
    return replace(measured, total=replace(measured.total, minutes=corrected.minutes or measured.total.minutes))


def longest(event_id: int) -> int:
    """Minutes for which somebody can have been there."""
    since, until = evidence.standard(event_id)[1].window
    return int((until - since) / timedelta(minutes=1))


def _rows(
    event_id: int, wanted: set[int] | None = None, *, with_run: int | None = None,
    instead: tuple[Thresholds, Interval] | None = None,
) -> dict[int, dict[str, Any]]:  # fmt: skip
    """By registration: of those in imports that count, corrected, or proposed for somebody to be decided.

    `instead` are thresholds and times to judge by, where they are not to be those of the event.
    """
    told, corrected = evidence.told(event_id, wanted, with_run), evidence.corrections(event_id, wanted)
    judged = evidence.judged(event_id, wanted, with_run)
    for number in (*corrected, *(number for number, one in judged.items() if one.undecided)):
        told.setdefault(number, Told())
    rules, frame = evidence.standard(event_id, with_run)
    if instead is not None:
        rules, frame = instead[0], replace(frame, window=instead[1])
    excused = evidence.interruptions(event_id)
    rows = {}
    for number, one in sorted(told.items()):
        seen = one.seen(excused.get(judged[number].side, ()), undecided=judged[number].undecided)
        rows[number] = _row(event_id, number, presence.measure(seen, frame), rules, one.how, corrected.get(number))
    return rows


def _row(
    event_id: int, number: int, measured: Measured, rules: Thresholds, how: How, corrected: Correction | None
) -> dict[str, Any]:
    state, measured = _state(measured, rules, corrected), as_known(measured, corrected)
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
        "certified": state in THERE and presence.certified(measured, rules),
    }


def _state(measured: Measured, rules: Thresholds, corrected: Correction | None) -> State:
    return corrected.state if corrected else presence.state(measured, rules)
