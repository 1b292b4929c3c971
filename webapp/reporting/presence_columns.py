"""The workbook's columns about presence: state, evidence, times, minutes of each slot, use of the join link."""

from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from typing import Any

from sqlalchemy import inspect, select
from sqlalchemy.orm.attributes import set_committed_value

from webapp.attendance import queries, words
from webapp.attendance.heads import Heads
from webapp.attendance.presence import State as Presence
from webapp.attendance.recognition.matches import How
from webapp.core import i18n
from webapp.core.books import Column, Tone
from webapp.core.clock import BERLIN, KYIV
from webapp.core.db import session
from webapp.core.i18n import lazy_gettext as _l
from webapp.core.percents import percent
from webapp.events.models import Event, Slot
from webapp.registration.models import State
from webapp.reporting.figures import Count
from webapp.reporting.wording import called as called_
from webapp.reporting.wording import each, said
from webapp.reporting.wording import gettext as _

TONES = {Presence.ATTENDED: Tone.GOOD, Presence.IN_PART: Tone.FAIR, Presence.UNDECIDED: Tone.FAIR}
TONES |= {Presence.ABSENT: Tone.POOR, Presence.EXCUSED: Tone.QUIET, Presence.NOT_RECORDED: Tone.QUIET}
EXPLAINED = {
    Presence.ATTENDED: _l("The person was there for long enough to count as a participant."),
    Presence.IN_PART: _l("The person was there for part of the conference only."),
    Presence.ABSENT: _l("No report names the person, though reports cover the time of the conference."),
    Presence.EXCUSED: _l("The person gave notice, or could not be there for reasons of safety."),
    Presence.NOT_RECORDED: _l("No report covers the time of the conference."),
    Presence.UNDECIDED: _l("The person may be somebody in a report about whom nobody has decided yet."),
}


def slots(event: Event) -> Sequence[Slot]:
    """Of its programme, read once: columns are made more than once, and by more than one."""
    if "slots" in inspect(event).unloaded:
        found = session().scalars(select(Slot).where(Slot.event_id == event.id).order_by(Slot.position))
        set_committed_value(event, "slots", found.all())
    return event.slots


def columns(programme: Iterable[Slot], silent: Presence) -> list[Column[Any]]:
    """`silent` is what it means that no report names somebody."""
    first, last = attrgetter("presence_first_joined_at"), attrgetter("presence_last_left_at")
    used, called = attrgetter("link_used_at"), called_(words.PRESENCE)
    tones = {called[state]: tone for state, tone in TONES.items()}
    return [
        Column(_("Attendance"), _state(called, called[silent]), tones=tones),
        Column(_("Evidence"), _evidence(), 30),
        Column(_("First joined (German time)"), first, zone=BERLIN),
        Column(_("First joined (Ukrainian time)"), first, zone=KYIV),
        Column(_("Last left (German time)"), last, zone=BERLIN),
        Column(_("Last left (Ukrainian time)"), last, zone=KYIV),
        Column(_("Minutes"), _rounded),
        Column(_("Share of the conference in percent"), _percent),
        *(_slot(number, slot) for number, slot in enumerate(programme)),
        Column(_("People at the connection"), _seen(attrgetter("presence_heads"))),
        Column(_("Of them entered by name"), _seen(attrgetter("presence_named"))),
        Column(_("Join link used (German time)"), used, zone=BERLIN),
        Column(_("Join link used (Ukrainian time)"), used, zone=KYIV),
        Column(_("Note"), attrgetter("note"), 40, wrap=True),
    ]


def numbers(event: Event, total: Count, represented: Heads, silent: Presence) -> list[tuple[str, object]]:
    """For the cover; here a room counts once, however many rows its people have."""
    counts = total.presence.copy()
    counts[silent] += total.confirmed - counts.total()
    among_absent = queries.waiting_people(event.id) if counts[Presence.ABSENT] else 0
    return [
        *((said(word), counts[state]) for state, word in words.PRESENCE.items()),
        (_("people of the reports still to be decided, who may be among the absent"), among_absent),
        (_("municipalities and districts represented"), len(represented.places)),
        (_("people at shared connections who are not entered by name"), represented.unnamed),
    ]


def legend() -> list[tuple[str, object]]:
    """Named so that no line of numbers() is called the same."""
    column = _("Attendance")
    return [(f"{column}: {said(words.PRESENCE[state])}", said(text, "\n")) for state, text in EXPLAINED.items()]


def _state(called: dict[Presence, str], silent: str) -> Callable[[Any], object]:
    def state(row: Any) -> object:
        if row.presence_state is None:
            return silent if row.state is State.CONFIRMED else None
        return called[row.presence_state]

    return state


def _evidence() -> Callable[[Any], object]:
    called = called_(words.HOW)

    def evidence(row: Any) -> object:
        """As words.evidence()."""
        undecided = row.presence_state is Presence.UNDECIDED and row.presence_how is How.NONE
        return None if undecided else called.get(row.presence_how)

    return evidence


def _seen(of: Callable[[Any], float | None]) -> Callable[[Any], float | None]:
    """Nothing of whom nobody has decided yet whether they were there."""

    def known(row: Any) -> float | None:
        undecided = row.presence_state is Presence.UNDECIDED and not row.presence_minutes
        return None if undecided else of(row)

    return known


def _rounded(row: Any) -> float | None:
    return None if row.presence_minutes is None else round(row.presence_minutes, 1)


def _percent(row: Any) -> int | None:
    return None if row.presence_share is None else percent(row.presence_share)


def _slot(number: int, slot: Slot) -> Column[Any]:
    def minutes(row: Any) -> float | None:
        every = row.presence_slots
        told = every[number] if every and number < len(every) else ""
        return float(told) if told else None

    heading = each(lambda: i18n.gettext("Minutes: %(slot)s", slot=slot.title.here))
    return Column(heading, minutes, 16)
