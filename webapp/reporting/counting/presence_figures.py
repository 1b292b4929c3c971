"""How many were there over time and in each slot, and by which rules that was counted."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Select, func, select
from sqlalchemy.orm import InstrumentedAttribute

from webapp.attendance import evidence, presence, queries
from webapp.attendance.intervals import Intervals
from webapp.attendance.models import ConnectionPerson, Correction, ImportFile, ImportRun, ReportedPerson
from webapp.attendance.presence import Frame, Thresholds
from webapp.attendance.presence import State as Presence_
from webapp.attendance.standing import THERE
from webapp.core.db import session
from webapp.events.models import Event, Slot
from webapp.registration.models import NOT_REPRESENTING, Registration, Side, State
from webapp.reporting.counting import lines, over_time, people
from webapp.reporting.counting.lines import Lines, Part

MOST_MOMENTS: Final = 120
A_TENTH: Final = 0.1  #: of a minute, to which those in slots are kept
Kind = tuple[Side, bool]  #: and whether somebody represents a place
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
    of_correction = select(Registration.event_id).where(Registration.id == Correction.registration_id)
    by_hand = select(func.count(Correction.registration_id)).where(of_correction.scalar_subquery() == event.id)
    rooms = select(func.count(ImportRun.id)).where(*applied, ImportRun.by_hand)
    waiting = queries.waiting(event.id).with_only_columns(func.count())
    numbers = (rooms, by_hand, waiting)
    told = session().execute(select(*(one.scalar_subquery() for one in numbers))).one()
    return Rules([dict(row) for row in read.mappings()], *told)


def kinds(read: Lines) -> list[Kind | None]:
    """Of each line; None of whoever did not attend, as everywhere of the confirmed."""
    found: dict[str, Kind | None] = {}
    for line in set(read[Part.GROUP]):
        side, key, attending_as, state, there = people.group(line)
        attended = state is State.CONFIRMED and there in THERE
        found[line] = (side, key is not None and attending_as not in NOT_REPRESENTING) if attended else None
    return [found[line] for line in read[Part.GROUP]]


def curve(event: Event, frame: Frame, read: Lines, told: Sequence[Kind | None]) -> list[Point]:
    """Of those who attended and are known by name, while their connections lasted; nobody without times is on it."""
    moments = over_time.moments(frame.window, MOST_MOMENTS)
    of_number = dict(zip(read[Part.NUMBER], told, strict=True))
    numbers, times = [*map(list.__add__, _own(event), _beside(event))]
    counts = over_time.by_kind(map(of_number.get, numbers), numbers, times, moments)
    nobody = [0] * moments.number
    return [
        Point(
            moments.at(number),
            {side: sum(counts.get((side, each), nobody)[number] for each in (True, False)) for side in Side},
            sum(counts.get((side, True), nobody)[number] for side in Side),
        )
        for number in range(moments.number)
    ]


def _own(event: Event) -> tuple[list[str], list[str]]:
    found = select().select_from(ReportedPerson).where(*evidence.in_reports(event.id))
    return _times(found, ReportedPerson.registration_id)


def _beside(event: Event) -> tuple[list[str], list[str]]:
    """At connections shared with others."""
    found = select().select_from(ConnectionPerson).join(ReportedPerson, ReportedPerson.id == ConnectionPerson.person_id)
    few = (ReportedPerson.run_id + 0).in_(queries.that_count(event.id)), *evidence.known_there()
    return _times(found.where(*few), ConnectionPerson.registration_id)


def _times(found: Select[Any], number: Column) -> tuple[list[str], list[str]]:
    """Numbers of registrations and beside each the times of one connection; see lines.py."""
    numbers, times = lines.columns(found.where(number.is_not(None)), (number,), (ReportedPerson.intervals,))
    return numbers, times


def slots(event: Event, found: Measure, read: Lines, kinds: Sequence[Kind | None]) -> list[InSlot]:
    """People who were in each slot for as long as counts, of those who attended; the programme has been loaded."""
    excused = evidence.interruptions(event.id)
    told = [InSlot(slot, dict.fromkeys(Side, 0), _needed(slot, found, excused)) for slot in event.slots]
    for (kind, kept), number in Counter(zip(kinds, read[Part.SLOTS], strict=True)).items():
        if kind is None:
            continue
        side, is_representative = kind
        for one, minutes in zip(told, json.loads(kept) or (), strict=False):
            if minutes and float(minutes) >= max(one.needed[side], A_TENTH) - A_TENTH / 2:
                one.sides[side] += number
                one.representatives += number if is_representative else 0
    return told


def _needed(slot: Slot, found: Measure, excused: Mapping[Side, Intervals]) -> dict[Side, float]:
    within = slot.starts_at, slot.ends_at
    return {side: presence.needed(found.frame, excused.get(side, ()), within, found.thresholds) for side in Side}


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
