"""Which registrations and columns the sheet Attendance has after an organiser's choice, and how that is told."""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, func, or_, select

from webapp.attendance import queries as attendance
from webapp.attendance.models import Presence
from webapp.attendance.presence import State as Presence_
from webapp.attendance.standing import THERE
from webapp.core.books import Column
from webapp.core.db import session
from webapp.core.i18n import gettext, language
from webapp.core.i18n import lazy_gettext as _l
from webapp.places import queries as places
from webapp.places.levels import district_of, keys_within
from webapp.places.models import Place
from webapp.questions.models import Question
from webapp.registration.models import Registration, State
from webapp.registration.words import SIDE, STATE
from webapp.reporting import unmatched_sheet
from webapp.reporting.exporting.orders import Attended, Order, Selection
from webapp.reporting.kinds import Kind
from webapp.reporting.wording import each, worded

LONGEST_KEY: Final = 60
STATES: Final = {
    Attended.THERE: THERE,
    Attended.ABSENT: frozenset({Presence_.ABSENT, Presence_.EXCUSED}),
    Attended.OPEN: frozenset({Presence_.NOT_RECORDED, Presence_.UNDECIDED}),
}
ATTENDED: Final = {
    Attended.THERE: _l("attended, in full or in part"),
    Attended.ABSENT: _l("absent or excused"),
    Attended.OPEN: _l("not recorded or to be decided"),
}
Columns = list[Column[Any]]


def conditions(event_id: int, selection: Selection) -> list[ColumnElement[bool]]:
    """For a select() of registrations, outer-joined with their presence."""
    found: list[ColumnElement[bool]] = [Registration.event_id == event_id]
    if selection.side:
        found.append(Registration.side == selection.side)
    if selection.state:
        found.append(Registration.state == selection.state)
    if selection.district:
        found.append(Registration.place_key.in_(keys_within(selection.district)))
    if selection.attended:
        found.append(_attended(selection.attended, attendance.silent(event_id)))
    return found


def count(event_id: int, order: Order) -> int:
    """Rows of people, of the reports too, and of questions that a file will have."""
    people = select(func.count(Registration.id)).outerjoin(Presence, Presence.registration_id == Registration.id)
    people = people.where(*conditions(event_id, order.selection))
    questions = select(func.count(Question.id)).where(Question.event_id == event_id)
    wanted = [people] if order.kind is not Kind.QUESTIONS else []
    wanted += [questions] if order.kind is not Kind.REGISTRATIONS else []
    wanted += [unmatched_sheet.counted(event_id)] if order.kind is Kind.ATTENDANCE else []
    return sum(session().execute(select(*(one.scalar_subquery() for one in wanted))).one())


def chosen(make: Callable[[], Columns], wanted: Sequence[str]) -> Columns:
    """Those that are wanted, of all that make() gives; all of them, if none is wanted.

    If none of the wanted is there any more, the first, so that nobody is given more than was asked for.
    """
    columns = make()
    if not wanted:
        return columns
    return [column for column, name in zip(columns, _keys(make), strict=True) if name in wanted] or columns[:1]


def offered(make: Callable[[], Columns]) -> list[tuple[str, str]]:
    """Key and heading of each column."""
    return [(name, column.heading) for column, name in zip(make(), _keys(make), strict=True)]


def key(heading: str) -> str:
    """What names a column in a preset: its English heading, whatever language the file is in."""
    return re.sub(r"\W+", "_", heading.casefold()).strip("_")[:LONGEST_KEY]


def told(order: Order, directory: Iterable[Place]) -> str:
    """What of the registrations is in the file, for its cover; empty if all of it."""
    if order.kind is Kind.QUESTIONS:
        return ""
    wanted = order.selection.district
    district = next((one for one in map(district_of, directory) if one.key == wanted), None) if wanted else None
    return each(lambda: _told(order.selection, district), "\n")


def lines(selection: Selection, district: Place | None = None) -> list[tuple[str, str]]:
    """What the rows are narrowed to, in the present language; a caller may have read the place of its district."""
    found = []
    if selection.side:
        found.append((gettext("Region"), str(SIDE[selection.side])))
    if selection.state:
        found.append((gettext("State"), str(STATE[selection.state])))
    if selection.district:
        place = district or places.place(selection.district)
        label = places.label(place, language()).text if place else selection.district
        found.append((gettext("Regierungsbezirk or raion"), label))
    if selection.attended:
        found.append((gettext("Attendance"), str(ATTENDED[selection.attended])))
    return found


def _told(selection: Selection, district: Place | None) -> str:
    parts = [f"{name}: {value}" for name, value in lines(selection, district)]
    parts += [gettext("chosen columns only")] if selection.columns else []
    parts += [gettext("with e-mail addresses")] if selection.contacts else []
    return gettext("Sheet Attendance: %(filter)s. Numbers count everybody.", filter="; ".join(parts)) if parts else ""


def _keys(make: Callable[[], Columns]) -> list[str]:
    with worded("en"):
        return [key(column.heading) for column in make()]


def _attended(wanted: Attended, silent: Presence_) -> ColumnElement[bool]:
    told_of = Presence.state.in_(STATES[wanted])
    if silent not in STATES[wanted]:
        return told_of
    untold = and_(Presence.registration_id.is_(None), Registration.state == State.CONFIRMED)
    return or_(told_of, untold)
