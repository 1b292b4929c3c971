"""What is done about one person for a workbook that came back: its changes entered, or taken back; within a verb."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from webapp.attendance import judging
from webapp.attendance.models import Correction
from webapp.attendance.presence import State
from webapp.attendance.standing import THERE
from webapp.events.models import Event
from webapp.registration import changing
from webapp.registration.models import Registration, Side
from webapp.reporting.corrections.fields import Field
from webapp.reporting.corrections.judging import BY_HAND
from webapp.reporting.corrections.models import Change, Fate, Reason
from webapp.reporting.corrections.queries import Standing

_TOLD: Final = {"state": Field.ATTENDED, "minutes": Field.ATTENDED, "note": Field.NOTE}  #: of _plain()


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What one person's changes alone do not tell, read once for all people under the event's lock."""

    event: Event
    people: Mapping[int, Registration]
    corrections: Mapping[int, Correction]
    standing: Mapping[int, Standing]
    find: Callable[[str], tuple[str, str] | None]  #: key and side of a place
    actor: str
    now: datetime


def enter(changes: Sequence[Change], around: Around) -> bool:
    """Those whose value is still what it was when the workbook was compared; whether presence has to be recounted."""
    number = changes[0].registration_id
    here, fresh = around.standing[number].values, dict[Field, Change]()
    for one in changes:
        if here[one.field] == one.after:
            _stay(one, Reason.ALREADY)
        elif here[one.field] != one.before:
            _stay(one, Reason.SINCE)
        else:
            fresh[one.field] = one
    corrected = _enter_attendance(fresh, around.people[number], around)
    return _enter_columns(fresh, around.people[number], around) or corrected


def take_back(changes: Sequence[Change], around: Around) -> bool:
    """Those whose value is still what was entered; whether presence has to be recounted."""
    number = changes[0].registration_id
    person = around.people[number]
    by_field = {one.field: one for one in changes}
    told = [by_field[one] for one in (Field.ATTENDED, Field.NOTE) if one in by_field]
    corrected = bool(told) and _put_back(told, person, around)
    amended: dict[str, Any] = {}
    for one in (by_field.get(Field.PLACE), by_field.get(Field.OFFICE)):
        if one is not None:
            columns = _columns_before(one, person)
            _went_back(one, is_fresh=bool(columns))
            amended |= columns
    return _amend(person, amended, around) or corrected


def _enter_attendance(fresh: Mapping[Field, Change], person: Registration, around: Around) -> bool:
    standing, was = around.standing[person.id], around.corrections.get(person.id)
    attended, note, here = _confirmed(fresh, standing), fresh.get(Field.NOTE), standing.values
    state = attended.after if attended else here[Field.ATTENDED]
    told, kept, entered = (note.after if note else here[Field.NOTE]), _plain(was), [attended]
    made: Correction | None = None
    if state in BY_HAND and (attended or note) and (standing.confirmed or was is not None):
        minutes = was.minutes if was and State(state) in THERE else None
        by, at = around.actor, around.now
        made = judging.enter(person, State(state), told, before=was, minutes=minutes, actor=by, now=at)
        entered.append(note)
    elif note and attended and not note.after:
        entered.append(note)
    elif note:
        _stay(note, Reason.NOTE_ALONE if standing.confirmed else Reason.NOT_CONFIRMED)
    if attended and made is None:
        if was is None:
            for one in filter(None, entered):
                _stay(one, Reason.NOTHING_BY_HAND)
            return False
        judging.remove(person, actor=around.actor)
    for one in filter(None, entered):
        one.fate, one.kept = Fate.ENTERED, {"before": kept, "made": _plain(made)}
    return made is not None or attended is not None


def _confirmed(fresh: Mapping[Field, Change], standing: Standing) -> Change | None:
    """What is to be entered about attendance; of a registration that was withdrawn since the workbook was checked
    there is nothing.
    """
    attended = fresh.get(Field.ATTENDED)
    if attended and attended.after in BY_HAND and not standing.confirmed:
        _stay(attended, Reason.NOT_CONFIRMED)
        return None
    return attended


def _put_back(told: Sequence[Change], person: Registration, around: Around) -> bool:
    """Attendance and note stand together, but each goes back by itself where only the other was changed since."""
    kept, now = told[0].kept, around.corrections.get(person.id)
    before, made, here = kept["before"], kept["made"], _plain(now)
    fresh = {one.field for one in told if _is_as_made(one.field, here, made)}
    if before is None and here is not None and not _is_as_made(Field.NOTE, here, made):
        fresh.discard(Field.ATTENDED)  # with it somebody's note would go
    for one in told:
        _went_back(one, is_fresh=one.field in fresh)
    if not fresh:
        return False
    if before is None and all(_is_as_made(field, here, made) for field in (Field.ATTENDED, Field.NOTE)):
        judging.remove(person, actor=around.actor)
        return True
    wanted = {
        name: (before or {"note": ""})[name] if field in fresh else (here or before)[name]
        for name, field in _TOLD.items()
    }
    told_ = {"before": now, "minutes": wanted["minutes"], "actor": around.actor, "now": around.now}
    again = judging.enter(person, State(wanted["state"]), wanted["note"], **told_)
    if before is not None and all(wanted[name] == before[name] for name in _TOLD):
        again.corrected_by, again.corrected_at = before["by"], datetime.fromisoformat(before["at"])
    return True


def _is_as_made(field: Field, here: Mapping[str, Any] | None, made: Mapping[str, Any] | None) -> bool:
    """Whether of what is entered by hand this is what the workbook made it."""
    if here is None or made is None:
        return here is made
    return all(here[name] == made[name] for name, of in _TOLD.items() if of is field)


def _enter_columns(fresh: Mapping[Field, Change], person: Registration, around: Around) -> bool:
    amended: dict[str, Any] = {}
    if (place := fresh.get(Field.PLACE)) is not None:
        found = around.find(place.after) if place.after else None
        if not place.after and not person.organisation:
            _stay(place, Reason.PLACE_NEEDED)
        elif place.after and found is None:
            _stay(place, Reason.PLACE_UNKNOWN)
        else:
            place.fate, place.kept = Fate.ENTERED, {"side": person.side.value}
            amended = {"place_key": place.after or None, "side": Side(found[1]) if found else person.side}
    if (office := fresh.get(Field.OFFICE)) is not None:
        office.fate = Fate.ENTERED
        amended["office"] = office.after
    return _amend(person, amended, around)


def _columns_before(change: Change, person: Registration) -> dict[str, Any]:
    """Nothing if it was changed since, or cannot be as it was any more."""
    if change.field is Field.OFFICE:
        return {"office": change.before} if person.office == change.after else {}
    is_fresh = (person.place_key or "") == change.after and (change.before or person.organisation)
    return {"place_key": change.before or None, "side": Side(change.kept["side"])} if is_fresh else {}


def _amend(person: Registration, columns: Mapping[str, Any], around: Around) -> bool:
    """Whether the side is another one now: times in which one side could not be there count for it."""
    before = person.side
    if columns:
        changing.amend(person, around.event, columns, actor=around.actor, now=around.now)
    return person.side is not before


def _went_back(change: Change, *, is_fresh: bool) -> None:
    change.fate, change.reasons = (Fate.UNDONE if is_fresh else Fate.STAYED), []


def _stay(change: Change, reason: Reason) -> None:
    change.fate, change.reasons = Fate.KEPT, [reason.value]


def _plain(found: Correction | None) -> dict[str, Any] | None:
    if found is None:
        return None
    by, at = found.corrected_by, found.corrected_at.isoformat()
    return {"state": found.state.value, "minutes": found.minutes, "note": found.note, "by": by, "at": at}
