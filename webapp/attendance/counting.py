"""Presence of an event's registrations, made anew from its applied imports, rules, interruptions and corrections."""

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from typing import Final, cast

from sqlalchemy import Table, delete, func, insert, select

from webapp.attendance import differences, evidence, presence, queries, standing
from webapp.attendance.intervals import Interval
from webapp.attendance.models import Presence
from webapp.attendance.presence import Counts, Measured, Thresholds
from webapp.core import collecting
from webapp.core.db import session
from webapp.registration.models import Registration

TABLE: Final = cast("Table", Presence.__table__)  #: the model’s own insert is one statement for each set of None
difference = differences.difference


@collecting.held_back()
def recount(event_id: int, registrations: Iterable[int] | None = None) -> None:
    """Inside a transaction: for these registrations, or for all."""
    wanted = None if registrations is None else set(registrations)
    if wanted == set():
        return
    old = delete(Presence).where(Presence.event_id == event_id)
    session().execute(old if wanted is None else old.where(Presence.registration_id.in_(wanted)))
    people = evidence.heads(event_id, wanted)
    rows = list(standing.rows(event_id, wanted).values())
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
    rows = standing.rows(event_id, instead=(rules, window))
    confirmed = set(evidence.confirmed(event_id))
    states = Counter(row["state"] for number, row in rows.items() if number in confirmed)
    states[queries.silent(event_id, window=window)] += len(confirmed) - states.total()
    return Counts(states, sum(row["certified"] for row in rows.values()))


def reported(registration: Registration) -> Measured | None:
    """What reports alone say of somebody, beside a correction; None if they say nothing."""
    event_id, number = registration.event_id, registration.id
    found = evidence.told(event_id, {number}).get(number)
    if found is None:
        return None
    excused = evidence.interruptions(event_id).get(registration.side, ())
    return presence.measure(found.seen(excused, undecided=False), evidence.standard(event_id)[1])


def longest(event_id: int) -> int:
    """Minutes for which somebody can have been there."""
    since, until = evidence.standard(event_id)[1].window
    return int((until - since) / timedelta(minutes=1))
