"""The workbook's sheet Unmatched: people of applied reports who belong to no registration."""

from collections.abc import Iterator
from datetime import datetime
from operator import attrgetter
from typing import Any

from sqlalchemy import or_, select

from webapp.attendance import words
from webapp.attendance.models import Decision, ImportRun, ReportedPerson, RunState
from webapp.attendance.queries import decided
from webapp.core.books import Column, Sheet, Tone
from webapp.core.clock import BERLIN, KYIV
from webapp.core.db import session
from webapp.core.i18n import lazy_gettext as _l
from webapp.events.models import Event
from webapp.reporting import wording
from webapp.reporting.wording import called, said
from webapp.reporting.wording import gettext as _

CHUNK = 500
UNDECIDED = _l("to be decided")


def sheet(event: Event) -> Sheet[Any]:
    asides, roles, platforms = called(words.ASIDE), called(words.ROLE), called(words.PLATFORM)
    undecided = said(UNDECIDED)
    columns: list[Column[Any]] = [
        Column(_("Name in the report"), attrgetter("name")),
        Column(_("Other names shown"), lambda row: ", ".join(row.other_names), 30, wrap=True),
        Column(_("Municipality as in the report"), attrgetter("place")),
        Column(_("Role"), lambda row: roles[row.role]),
        Column(_("Decision"), _decision(asides, undecided), tones={undecided: Tone.FAIR}),
        Column(_("First joined (German time)"), _first, zone=BERLIN),
        Column(_("First joined (Ukrainian time)"), _first, zone=KYIV),
        Column(_("Last left (German time)"), _last, zone=BERLIN),
        Column(_("Last left (Ukrainian time)"), _last, zone=KYIV),
        Column(_("Minutes"), lambda row: None if row.minutes is None else round(row.minutes, 1)),
        Column(_("Platform"), lambda row: platforms.get(row.platform)),
        Column(_("Meeting"), attrgetter("meeting"), 30, wrap=True),
    ]
    about = _("People of the reports who belong to no registration, also hosts, interpreters and technicians.")
    return Sheet(wording.title(_l("Unmatched")), "Unmatched", columns, _rows(event), about)


def _rows(event: Event) -> Iterator[Any]:
    found = (
        select(
            *ReportedPerson.__table__.columns,
            decided().label("fate"),
            ImportRun.platform,
            ImportRun.title.label("meeting"),
        )
        .join(ImportRun, ImportRun.id == ReportedPerson.run_id)
        .where(ImportRun.event_id == event.id, ImportRun.state == RunState.APPLIED)
        .where(or_(decided() == Decision.OPEN, decided() == Decision.ASIDE))
        .order_by(ImportRun.applied_at, ImportRun.id, ReportedPerson.number)
    )
    yield from session().execute(found.execution_options(yield_per=CHUNK))


def _decision(asides: dict[Any, str], undecided: str) -> Any:
    return lambda row: asides.get(row.aside, "") if row.fate is Decision.ASIDE else undecided


def _first(row: Any) -> datetime | None:
    return datetime.fromisoformat(row.intervals[0]) if row.intervals else None


def _last(row: Any) -> datetime | None:
    """Intervals are merged and in order, each a beginning and an end."""
    return datetime.fromisoformat(row.intervals[-1]) if row.intervals else None
