"""The workbook's sheet Unmatched: people and rooms of applied reports, and rooms in none, without a registration."""

from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import datetime
from operator import attrgetter
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from webapp.attendance import words
from webapp.attendance.models import (
    ConnectionPerson,
    Decision,
    ImportRun,
    ReportedPerson,
    RunState,
    SharedConnection,
)
from webapp.attendance.queries import decided
from webapp.core.books import Column, Sheet, Tone
from webapp.core.clock import BERLIN, KYIV
from webapp.core.db import session
from webapp.core.i18n import lazy_gettext as _l
from webapp.events.models import Event
from webapp.places.models import Place
from webapp.reporting import place_columns, wording
from webapp.reporting.wording import called, said
from webapp.reporting.wording import gettext as _

CHUNK = 500
UNDECIDED, SHARED = _l("to be decided"), _l("room or connection of several people")


def sheet(event: Event, directory: Mapping[str, Place]) -> Sheet[Any]:
    asides, roles, platforms = called(words.ASIDE), called(words.ROLE), called(words.PLATFORM)
    undecided, shared = said(UNDECIDED), said(SHARED)
    by_hand = _("in no report, entered by hand")
    columns: list[Column[Any]] = [
        Column(_("Name in the report"), attrgetter("name")),
        Column(_("Other names shown"), lambda row: ", ".join(row.other_names), 30, wrap=True),
        Column(_("Municipality as in the report"), attrgetter("place")),
        Column(_("Role"), lambda row: roles[row.role]),
        Column(_("Decision"), _decision(asides, undecided, shared), tones={undecided: Tone.FAIR}),
        Column(_("Municipality of the room"), place_columns.named(directory, attrgetter("place_key")), 28, wrap=True),
        Column(_("People at the connection"), _people),
        Column(_("Of them entered by name"), lambda row: row.named if row.said else None),
        Column(_("First joined (German time)"), _first, zone=BERLIN),
        Column(_("First joined (Ukrainian time)"), _first, zone=KYIV),
        Column(_("Last left (German time)"), _last, zone=BERLIN),
        Column(_("Last left (Ukrainian time)"), _last, zone=KYIV),
        Column(_("Minutes"), lambda row: None if row.minutes is None else round(row.minutes, 1)),
        Column(_("Platform"), lambda row: platforms.get(row.platform)),
        Column(_("Meeting"), lambda row: by_hand if row.by_hand else row.meeting, 30, wrap=True),
    ]
    about = _(
        "People and rooms that belong to no registration, also hosts, interpreters and technicians; "
        "with rooms that stand in no report."
    )
    return Sheet(wording.title(_l("Unmatched")), "Unmatched", columns, _rows(event), about)


def counted(event_id: int) -> Select[int]:
    """The number of rows, to be asked for with others."""
    found = select(func.count(ReportedPerson.id)).join(ImportRun, ImportRun.id == ReportedPerson.run_id)
    return found.where(*_conditions(event_id))


def _conditions(event_id: int) -> list[ColumnElement[bool]]:
    rooms = and_(decided().in_((Decision.SURE, Decision.CONFIRMED)), ReportedPerson.registration_id.is_(None))
    wanted = or_(decided() == Decision.OPEN, decided() == Decision.ASIDE, rooms)
    return [ImportRun.event_id == event_id, ImportRun.state == RunState.APPLIED, wanted]


def _rows(event: Event) -> Iterator[Any]:
    named = select(func.count()).where(ConnectionPerson.person_id == ReportedPerson.id).scalar_subquery()
    found = (
        select(
            *ReportedPerson.__table__.columns,
            decided().label("fate"),
            ImportRun.platform,
            ImportRun.by_hand,
            ImportRun.title.label("meeting"),
            SharedConnection.said,
            SharedConnection.place_key,
            named.label("named"),
        )
        .join(ImportRun, ImportRun.id == ReportedPerson.run_id)
        .outerjoin(SharedConnection, SharedConnection.person_id == ReportedPerson.id)
        .where(*_conditions(event.id))
        .order_by(ImportRun.applied_at, ImportRun.id, ReportedPerson.number)
    )
    with closing(session().execute(found.execution_options(yield_per=CHUNK))) as rows:
        yield from rows


def _decision(asides: dict[Any, str], undecided: str, shared: str) -> Any:
    others = {Decision.OPEN: undecided, Decision.SURE: shared, Decision.CONFIRMED: shared}
    return lambda row: asides.get(row.aside, "") if row.fate is Decision.ASIDE else others[row.fate]


def _people(row: Any) -> int | None:
    """As connections.Shared counts them: never fewer than are entered."""
    return max(row.said, row.named) if row.said else None


def _first(row: Any) -> datetime | None:
    return datetime.fromisoformat(row.intervals[0]) if row.intervals else None


def _last(row: Any) -> datetime | None:
    """Intervals are merged and in order, each a beginning and an end."""
    return datetime.fromisoformat(row.intervals[-1]) if row.intervals else None
