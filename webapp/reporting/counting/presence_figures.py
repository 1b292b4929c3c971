"""How many were there over time and in each slot, and by which rules that was counted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Float, Select, String, and_, case, cast, func, select
from sqlalchemy.orm import InstrumentedAttribute

from webapp.attendance import evidence, presence, queries
from webapp.attendance.intervals import Intervals
from webapp.attendance.models import ConnectionPerson, Correction, ImportFile, ImportRun, Presence, ReportedPerson
from webapp.attendance.presence import Frame, Thresholds
from webapp.attendance.presence import State as Presence_
from webapp.attendance.standing import THERE
from webapp.core.db import session
from webapp.events.models import Event, Slot
from webapp.registration.models import NOT_REPRESENTING, Registration, Side, State
from webapp.reporting.counting import over_time

MOST_MOMENTS: Final = 120
_KINDS: Final = [(side, represents) for side in Side for represents in (True, False)]
_REPRESENTS: Final = and_(Registration.place_key.is_not(None), Registration.attending_as.not_in(NOT_REPRESENTING))
A_TENTH: Final = 0.1  #: of a minute, to which those in slots are kept
Column = InstrumentedAttribute[int] | InstrumentedAttribute[int | None]


@dataclass(frozen=True, slots=True)
class Measure:
    """By what attendance is measured."""

    thresholds: Thresholds
    frame: Frame
    silent: Presence_  #: what it means that no report names somebody


@dataclass(frozen=True, slots=True)
class Rules:
    """What made the numbers of attendance beside the measure."""

    files: Sequence[Mapping[str, Any]]  #: of applied imports
    rooms: int  #: entered by hand
    corrections: int  #: by hand
    waiting: int  #: people of reports about whom nobody has decided yet


@dataclass(frozen=True, slots=True)
class Point:
    at: datetime
    sides: Mapping[Side, int]
    representatives: int  #: of municipalities, among these


@dataclass(slots=True)
class InSlot:
    slot: Slot
    sides: dict[Side, int] = field(default_factory=dict)
    needed: dict[Side, float] = field(default_factory=dict)  #: minutes
    representatives: int = 0  #: of municipalities, among these


def measure(event: Event) -> Measure:
    return Measure(*evidence.measured(event.id))


def rules(event: Event) -> Rules:
    """Read from applied imports alone."""
    applied = ImportRun.event_id == event.id, queries.counting()
    files = select(ImportFile.name, ImportFile.sha256, ImportFile.layout, ImportRun.platform, ImportRun.applied_at)
    read = session().execute(files.join(ImportRun).where(*applied).order_by(ImportRun.applied_at, ImportFile.id))
    by_hand = select(func.count(Correction.registration_id)).join(Registration)
    rooms = select(func.count(ImportRun.id)).where(*applied, ImportRun.by_hand)
    waiting = queries.waiting(event.id).with_only_columns(func.count())
    numbers = (rooms, by_hand.where(Registration.event_id + 0 == event.id), waiting)
    told = session().execute(select(*(one.scalar_subquery() for one in numbers))).one()
    return Rules([dict(row) for row in read.mappings()], *told)


def curve(event: Event, frame: Frame) -> list[Point]:
    """Of those who attended and are known by name, while their connections lasted; nobody without times is on it."""
    moments = over_time.moments(frame.window, MOST_MOMENTS)
    known: dict[tuple[Side, bool], tuple[list[str], list[str]]] = {kind: ([], []) for kind in _KINDS}
    for found in (_own(event), _beside(event)):
        texts = iter(session().execute(found).one())
        for kind, people, times in zip(_KINDS, texts, texts, strict=True):
            known[kind][0].extend(people.split("\n") if people else ())
            known[kind][1].extend(times.split("\n") if people else ())
    counts = {kind: over_time.count(*told, moments) for kind, told in known.items()}
    return [
        Point(
            moments.at(number),
            {side: counts[side, True][number] + counts[side, False][number] for side in Side},
            sum(counts[side, True][number] for side in Side),
        )
        for number in range(moments.number)
    ]


def _own(event: Event) -> Select[Any]:
    found = select().select_from(ReportedPerson).where(*evidence.in_reports(event.id))
    return _lines(found, ReportedPerson.registration_id)


def _beside(event: Event) -> Select[Any]:
    """At connections shared with others."""
    found = select().select_from(ConnectionPerson).join(ReportedPerson, ReportedPerson.id == ConnectionPerson.person_id)
    few = (ReportedPerson.run_id + 0).in_(queries.that_count(event.id)), *evidence.known_there()
    return _lines(found.where(*few), ConnectionPerson.registration_id)


def _lines(found: Select[Any], number: Column) -> Select[Any]:
    """Of each of _KINDS two long texts of people and their times, since rows of so many take far longer to read."""
    columns = cast(number, String), cast(ReportedPerson.intervals, String)
    told = (
        func.aggregate_strings(column, "\n").filter(
            Registration.side == side, _REPRESENTS if represents else ~_REPRESENTS
        )
        for side, represents in _KINDS
        for column in columns
    )
    return (
        found.add_columns(*told)
        .join(Presence, Presence.registration_id == number)
        .join(Registration, Registration.id == number)
        .where(*_attended())
    )


def _attended() -> tuple[ColumnElement[bool], ...]:
    """As everywhere, of the confirmed."""
    return Presence.state.in_(THERE), Registration.state == State.CONFIRMED


def slots(event: Event, found: Measure) -> list[InSlot]:
    """People who were in each slot for as long as counts, of those who attended; the programme has been loaded."""
    excused = evidence.interruptions(event.id)
    told = [InSlot(slot, dict.fromkeys(Side, 0), _needed(slot, found, excused)) for slot in event.slots]
    if not told:
        return []
    represents = _REPRESENTS.label("represents")
    counted = (
        select(
            Registration.side,
            represents,
            *(func.count().filter(_was_in(number, one)) for number, one in enumerate(told)),
        )
        .join(Presence, Presence.registration_id == Registration.id)
        .where(Presence.event_id == event.id, *_attended())
        .group_by(Registration.side, represents)
    )
    for side, is_representative, *numbers in session().execute(counted):
        for one, number in zip(told, numbers, strict=True):
            one.sides[side] += number
            one.representatives += number if is_representative else 0
    return told


def _needed(slot: Slot, found: Measure, excused: Mapping[Side, Intervals]) -> dict[Side, float]:
    within = slot.starts_at, slot.ends_at
    return {side: presence.needed(found.frame, excused.get(side, ()), within, found.thresholds) for side in Side}


def _was_in(number: int, one: InSlot) -> ColumnElement[bool]:
    minutes = cast(func.nullif(Presence.slots[number].as_string(), ""), Float)
    least = {side: max(needed, A_TENTH) - A_TENTH / 2 for side, needed in one.needed.items()}
    if len(set(least.values())) == 1:
        return minutes >= min(least.values())
    return minutes >= case(*((Registration.side == side, needed) for side, needed in least.items()))


def rules_as_data(by: Measure, found: Rules) -> dict[str, Any]:
    thresholds, window = by.thresholds, by.frame.window
    return {
        "not_representing": [each.value for each in NOT_REPRESENTING],
        "minutes_to_count": thresholds.minutes_to_count,
        "minutes_for_all": thresholds.minutes_for_all,
        "percent_for_all": round(100 * thresholds.share_for_all),
        "starts": window[0].isoformat(),
        "ends": window[1].isoformat(),
        "nobody_reports": by.silent.value,
        "files": [
            {
                "name": one["name"],
                "sha256": one["sha256"],
                "layout": one["layout"],
                "platform": one["platform"].value if one["platform"] else None,
                "applied": one["applied_at"].isoformat() if one["applied_at"] else None,
            }
            for one in found.files
        ],
        "rooms": found.rooms,
        "corrections": found.corrections,
        "to_be_decided": found.waiting,
    }


def as_data(points: Sequence[Point], told: Sequence[InSlot]) -> dict[str, Any]:
    """Titles per language."""
    return {
        "over_time": [{"at": point.at.isoformat()} | _sides(point.sides) for point in points],
        "slots": [
            {
                "position": one.slot.position,
                "title": dict(one.slot.title.by_language),
                "starts": one.slot.starts_at.isoformat(),
                "ends": one.slot.ends_at.isoformat(),
                "minutes_needed": {side.value: round(minutes, 1) for side, minutes in one.needed.items()},
            }
            | _sides(one.sides)
            for one in told
        ],
    }


def _sides(sides: Mapping[Side, int]) -> dict[str, int]:
    return {"people": sum(sides.values())} | {side.value: number for side, number in sides.items()}
