"""The workbook's columns about presence: state, evidence, times, minutes of each slot, use of the join link."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from webapp.attendance import connections, queries, words
from webapp.attendance.meeting.joining_models import JoinUse
from webapp.attendance.models import Presence
from webapp.core.books import Column
from webapp.core.clock import BERLIN, KYIV
from webapp.core.db import session
from webapp.core.i18n import gettext as _
from webapp.events.models import Event, Slot
from webapp.registration.models import Registration, State


@dataclass(frozen=True, slots=True)
class _Found:
    """All presence of the event, read once: a row each would be a query each."""

    by_registration: dict[int, Presence]
    silent: object  #: what it means that nothing was found

    def told(self, read: Callable[[Presence], object]) -> Callable[[Registration], object]:
        """What this gives of a row's presence; nothing without one."""

        def value(row: Registration) -> object:
            one = self.by_registration.get(row.id)
            return None if one is None else read(one)

        return value

    def state(self, row: Registration) -> object:
        one = self.by_registration.get(row.id)
        if one is None:
            return self.silent if row.state is State.CONFIRMED else ""
        return words.PRESENCE[one.state]


def columns(event: Event) -> list[Column[Registration]]:
    every = session().scalars(select(Presence).where(Presence.event_id == event.id))
    found = _Found({one.registration_id: one for one in every}, words.PRESENCE[queries.silent(event.id)])
    first, last = found.told(lambda one: one.first_joined_at), found.told(lambda one: one.last_left_at)
    used = _used(event.id)
    return [
        Column(_("Attendance"), found.state, 24),
        Column(_("Evidence"), found.told(words.evidence), 30),
        Column(_("First joined (German time)"), first, 20, zone=BERLIN),
        Column(_("First joined (Ukrainian time)"), first, 20, zone=KYIV),
        Column(_("Last left (German time)"), last, 20, zone=BERLIN),
        Column(_("Last left (Ukrainian time)"), last, 20, zone=KYIV),
        Column(_("Minutes"), found.told(lambda one: None if one.minutes is None else round(one.minutes, 1)), 10),
        Column(_("Share of the conference in percent"), found.told(_percent), 14),
        *(_slot(number, slot, found) for number, slot in enumerate(_slots(event.id))),
        Column(_("People at the connection"), found.told(lambda one: one.heads), 14),
        Column(_("Of them entered by name"), found.told(lambda one: one.named), 14),
        Column(_("Join link used (German time)"), lambda row: used.get(row.id), 20, zone=BERLIN),
        Column(_("Join link used (Ukrainian time)"), lambda row: used.get(row.id), 20, zone=KYIV),
    ]


def numbers(event: Event) -> list[tuple[str, object]]:
    """For the cover; here a room counts once, however many rows its people have."""
    counts, represented = queries.counts(event.id), connections.represented(event.id)
    return [
        *((str(word), counts[state]) for state, word in words.PRESENCE.items()),
        (_("people of the reports still to be decided, who may be among the absent"), queries.waiting_people(event.id)),
        (_("municipalities and districts represented"), len(represented.places)),
        (_("people at shared connections who are not entered by name"), represented.unnamed),
    ]


def _percent(one: Presence) -> int | None:
    return None if one.share is None else round(100 * one.share)


def _slot(number: int, slot: Slot, found: _Found) -> Column[Registration]:
    def minutes(one: Presence) -> float | None:
        told = one.slots[number] if number < len(one.slots) else ""
        return float(told) if told else None

    return Column(_("Minutes: %(slot)s", slot=slot.title.here), found.told(minutes), 16)


def _slots(event_id: int) -> list[Slot]:
    return list(session().scalars(select(Slot).where(Slot.event_id == event_id).order_by(Slot.position)))


def _used(event_id: int) -> dict[int, datetime]:
    """When each link was first used."""
    first = select(JoinUse.registration_id, func.min(JoinUse.first_at)).group_by(JoinUse.registration_id)
    first = first.join(Registration, Registration.id == JoinUse.registration_id)
    return {row[0]: row[1] for row in session().execute(first.where(Registration.event_id == event_id))}
