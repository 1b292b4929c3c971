"""How registrations stand by what counts or may count next, as rows of presence, all or some; writes nothing."""

from dataclasses import replace
from typing import Any, Final

from webapp.attendance import evidence, presence
from webapp.attendance.intervals import Interval
from webapp.attendance.models import Correction
from webapp.attendance.presence import Measured, State, Thresholds
from webapp.attendance.recognition.matches import How
from webapp.attendance.told import Told
from webapp.core import collecting

THERE: Final = frozenset({State.ATTENDED, State.IN_PART})


@collecting.held_back()
def rows(
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
    found = {}
    for number, one in sorted(told.items()):
        seen = one.seen(excused.get(judged[number].side, ()), undecided=judged[number].undecided)
        found[number] = _row(event_id, number, presence.measure(seen, frame), rules, one.how, corrected.get(number))
    return found


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


def as_known(measured: Measured, corrected: Correction | None) -> Measured:
    """With the minutes that were entered by hand; who is in no report was there for a time nobody knows."""
    if corrected is None or corrected.state not in THERE:
        return measured
    if not measured.intervals and not measured.total.minutes:
        unknown = tuple(replace(slot, minutes=None) for slot in measured.slots)
        measured = replace(measured, total=replace(measured.total, minutes=None), slots=unknown)
    return replace(measured, total=replace(measured.total, minutes=corrected.minutes or measured.total.minutes))
