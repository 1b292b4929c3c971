"""Compares a workbook that came back with how its registrations stand: three ways, so that both sides' work is seen.

What stands in the workbook, what was written there once (by its version), and what is here now: only a value that was
changed in the workbook is a change, and only one that was changed on both sides is a conflict.
"""

import dataclasses
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from webapp.attendance.forms import NOBODY_KNOWS
from webapp.attendance.presence import State
from webapp.core import names
from webapp.registration.judging import place_finder
from webapp.registration.models import Registration
from webapp.reporting.corrections import queries, versions
from webapp.reporting.corrections.fields import LONGEST, PLACE_NAME, UNTAKEN, Field
from webapp.reporting.corrections.models import Fate, Reason
from webapp.reporting.corrections.queries import Standing
from webapp.reporting.corrections.reading import Found, Line
from webapp.reporting.corrections.understanding import (
    Meant,
    Places,
    attendance,
    limit,
    lost_letters,
    text,
    words_of_attendance,
)

ALONE: Final = "alone"  #: of a note without attendance: its fate if that comes to be
BY_HAND: Final = frozenset(state.value for state in State if state not in NOBODY_KNOWS)  #: what may be entered
COLUMNS: Final = {one: frozenset({one.value}) for one in Field} | {
    Field.PLACE: frozenset({PLACE_NAME, Field.PLACE.value})
}
Telling = Callable[[Sequence[Line]], Iterable[Line]]  #: goes through lines, and tells somebody how far it is


@dataclass(slots=True)
class Judged:
    """One change; the names are those of the columns."""

    registration_id: int
    number: int
    field: Field
    before: str
    after: str
    fate: Fate
    reasons: list[str] = dataclasses.field(default_factory=list)
    kept: dict[str, Any] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Compared:
    changes: list[Judged]
    counts: dict[
        str, Any
    ]  #: rows: people of this conference; unknown, added, missing, emptied, unversioned; columns, twice: names; untaken


def compare(event_id: int, found: Found, *, telling: Telling = iter) -> Compared:
    """Reads, and changes nothing."""
    here, comparing = _standing(event_id, found), _Comparing()
    seen: dict[str, list[Judged]] = {}
    unknown = added = 0
    for line in telling(found.lines):
        stands = here.get(line.public_id)
        if stands is None:
            unknown, added = (unknown + 1, added) if line.public_id else (unknown, added + 1)
            continue
        told = comparing.line(line, stands)
        if line.public_id in seen:
            told = _together(seen[line.public_id], told)
        seen[line.public_id] = told
    counts: dict[str, Any] = {
        "rows": len(seen),
        "unknown": unknown,
        "added": added,
        "missing": queries.registered(event_id) - len(seen),
    }
    counts |= {
        "untaken": dict(comparing.untaken),
        "emptied": comparing.emptied,
        "unversioned": comparing.unversioned,
        "columns": found.columns,
        "twice": found.twice,
    }
    return Compared([one for some in seen.values() for one in some], counts)


def _standing(event_id: int, found: Found) -> dict[str, Standing]:
    """Of those who are in the workbook; of everybody if these are too many to be asked for one by one."""
    named = {line.public_id for line in found.lines}
    those = [Registration.public_id.in_(named)] if len(named) <= queries.ONE_BY_ONE else []
    return queries.standing(event_id, *those)


class _Comparing:
    """Knows the words and places once for all lines."""

    def __init__(self) -> None:
        self.words, self.places = words_of_attendance(), Places(place_finder())
        self.untaken = Counter[str]()  #: rows in which a column says otherwise that is not taken over
        self.unversioned = 0  #: conflicts of which nobody knows whether they are, for want of a version
        self.emptied = 0  #: cells of attendance that were emptied where nothing was entered by hand

    def line(self, line: Line, stands: Standing) -> list[Judged]:
        self.untaken.update(name for name in UNTAKEN if _differs(line, name, stands))
        written, found = versions.parsed(line.version), dict[Field, Judged]()
        for one in Field:
            was = written.get(one)
            meant = self._meant(one, line.cells, was)
            if meant and line.unknown & COLUMNS[one]:
                meant = Meant(reason=Reason.NOT_CALCULATED)
            if meant and (judged := _judged(one, meant, was, line, stands)):
                found[one] = judged
        _check(found, stands)
        if _is_somebody_else(line, stands):
            for judged in found.values():
                _refuse(judged, Reason.SOMEBODY_ELSE)
                judged.kept = {}
            return list(found.values())
        attended = found.get(Field.ATTENDED)
        if attended and not attended.after and not stands.by_hand:  # as it is without anything entered by hand
            del found[Field.ATTENDED]
            self.emptied += 1
        conflicts = (one for one, judged in found.items() if judged.fate is Fate.CONFLICT)
        self.unversioned += sum(one not in written for one in conflicts)
        return list(found.values())

    def _meant(self, one: Field, cells: Mapping[str, str], was: str | None) -> Meant | None:
        """None without such a column."""
        if one is Field.PLACE:
            told = {one.value, PLACE_NAME} & set(cells)
            return self.places.meant(cells, lambda value: versions.digest(value) == was) if told else None
        if one.value not in cells:
            return None
        typed = cells[one.value]
        return attendance(typed, self.words) if one is Field.ATTENDED else text(typed, limit(one))


def _differs(line: Line, name: str, stands: Standing) -> bool:
    """A cell that was emptied too; a text file holds texts that begin as formulas do behind an apostrophe."""
    cell = line.cells.get(name)
    return cell is not None and cell.removeprefix("'") != names.clean(stands.untaken[name]).removeprefix("'")


def _is_somebody_else(line: Line, stands: Standing) -> bool:
    """Whether the row is called otherwise altogether: one name alone may have been corrected."""
    return all(
        line.cells.get(name) and _differs(line, name, stands) and not lost_letters(line.cells[name], told)
        for name, told in ((name, names.clean(stands.untaken[name])) for name in ("family_name", "given_name"))
    )


def _judged(one: Field, meant: Meant, was: str | None, line: Line, stands: Standing) -> Judged | None:
    """None if nothing was changed in the workbook, or the same was changed here."""
    now = stands.values[one]
    if meant.reason:
        return Judged(stands.id, line.number, one, now, typed(one, line.cells), Fate.REFUSED, [meant.reason.value])
    told, here = versions.digest(meant.value), versions.digest(now)
    if told in {was, here}:
        return None
    if lost_letters(meant.value, names.clean(now)):
        return Judged(stands.id, line.number, one, now, meant.value, Fate.REFUSED, [Reason.LETTERS_LOST.value])
    fate = Fate.CHANGE if here == was else Fate.CONFLICT
    return Judged(stands.id, line.number, one, now, meant.value, fate)


def _check(found: Mapping[Field, Judged], stands: Standing) -> None:
    """What was understood may still be nothing that can be entered."""
    attended, note, place = (found.get(one) for one in (Field.ATTENDED, Field.NOTE, Field.PLACE))
    if attended and attended.fate is not Fate.REFUSED:
        if attended.after and attended.after not in BY_HAND:
            _refuse(attended, Reason.NOT_BY_HAND)
        elif attended.after and not stands.confirmed:
            _refuse(attended, Reason.NOT_CONFIRMED)
        elif not attended.after and stands.values[Field.NOTE] and not note:
            attended.reasons.append(Reason.NOTE_GOES.value)
    if note and note.fate is not Fate.REFUSED:
        then = attended.after if attended and attended.fate is Fate.CHANGE else stands.values[Field.ATTENDED]
        if note.after and not (stands.confirmed or stands.by_hand):  # it would make what reports say an attendance
            _refuse(note, Reason.NOT_CONFIRMED)
        elif then not in BY_HAND and note.after:
            note.kept = {ALONE: note.fate.value}
            _refuse(note, Reason.NOTE_ALONE)
        elif not stands.by_hand and not (attended and attended.fate is Fate.CHANGE):
            note.reasons.append(Reason.STANDS_BY_HAND.value)
    if place and place.fate is not Fate.REFUSED and not place.after and stands.needs_place:
        _refuse(place, Reason.PLACE_NEEDED)


def _refuse(judged: Judged, reason: Reason) -> None:
    judged.fate, judged.reasons = Fate.REFUSED, [reason.value]


def _together(earlier: list[Judged], later: list[Judged]) -> list[Judged]:
    """Of two rows of one person: what only one of them changes counts; what they say differently does not."""
    found = {one.field: one for one in earlier}
    for one in later:
        other = found.setdefault(one.field, one)
        if (other.fate, other.after) != (one.fate, one.after):
            _refuse(other, Reason.TWICE)
    return list(found.values())


def typed(one: Field, cells: Mapping[str, str]) -> str:
    """As it stands in the workbook, to be shown."""
    names = (PLACE_NAME, Field.PLACE.value) if one is Field.PLACE else (one.value,)
    return ", ".join(cells[name] for name in names if cells.get(name))[:LONGEST]
