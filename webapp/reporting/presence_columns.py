"""The workbook's columns about presence: state, evidence, times, minutes of each slot, use of the join link."""

from datetime import datetime

from sqlalchemy import func, select

from webapp.attendance import queries, words
from webapp.attendance.joining_models import JoinUse
from webapp.attendance.models import Presence
from webapp.core.clock import BERLIN, KYIV
from webapp.core.db import session
from webapp.core.i18n import gettext as _
from webapp.core.spreadsheets import Column
from webapp.events.models import Event, Slot
from webapp.registration.models import Registration, State


def columns(event: Event) -> list[Column[Registration]]:
    """All presence of the event is read once: a row each would be a query each."""
    found = {
        one.registration_id: one for one in session().scalars(select(Presence).where(Presence.event_id == event.id))
    }
    silent, used = queries.silent(event.id), _used(event.id)

    def state(row: Registration) -> object:
        one = found.get(row.id)
        if one is None and row.state is not State.CONFIRMED:
            return ""
        return words.PRESENCE[one.state if one else silent]

    def first(row: Registration) -> datetime | None:
        return found[row.id].first_joined_at if row.id in found else None

    def last(row: Registration) -> datetime | None:
        return found[row.id].last_left_at if row.id in found else None

    def minutes(row: Registration) -> float | None:
        one = found.get(row.id)
        return None if one is None or one.minutes is None else round(one.minutes, 1)

    def percent(row: Registration) -> int | None:
        one = found.get(row.id)
        return None if one is None or one.share is None else round(100 * one.share)

    return [
        Column(_("Attendance"), state, 24),
        Column(_("Evidence"), lambda row: words.HOW[found[row.id].how] if row.id in found else "", 30),
        Column(_("First joined (German time)"), first, 20, zone=BERLIN),
        Column(_("First joined (Ukrainian time)"), first, 20, zone=KYIV),
        Column(_("Last left (German time)"), last, 20, zone=BERLIN),
        Column(_("Last left (Ukrainian time)"), last, 20, zone=KYIV),
        Column(_("Minutes"), minutes, 10),
        Column(_("Share of the conference in percent"), percent, 14),
        *(_slot(number, slot, found) for number, slot in enumerate(_slots(event.id))),
        Column(_("People at the connection"), lambda row: found[row.id].heads if row.id in found else None, 14),
        Column(_("Join link used (German time)"), lambda row: used.get(row.id), 20, zone=BERLIN),
        Column(_("Join link used (Ukrainian time)"), lambda row: used.get(row.id), 20, zone=KYIV),
    ]


def _slot(number: int, slot: Slot, found: dict[int, Presence]) -> Column[Registration]:
    def minutes(row: Registration) -> float | None:
        one = found.get(row.id)
        told = one.slots[number] if one and number < len(one.slots) else ""
        return float(told) if told else None

    return Column(_("Minutes: %(slot)s", slot=slot.title.here), minutes, 16)


def _slots(event_id: int) -> list[Slot]:
    return list(session().scalars(select(Slot).where(Slot.event_id == event_id).order_by(Slot.position)))


def _used(event_id: int) -> dict[int, datetime]:
    """When each link was first used."""
    first = select(JoinUse.registration_id, func.min(JoinUse.first_at)).group_by(JoinUse.registration_id)
    first = first.join(Registration, Registration.id == JoinUse.registration_id)
    return {row[0]: row[1] for row in session().execute(first.where(Registration.event_id == event_id))}
