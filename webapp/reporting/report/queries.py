"""Reading what organisers wrote into a report, and finished reports."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from webapp.core.db import session
from webapp.core.errors import NotThere
from webapp.events.models import Event
from webapp.reporting.report.models import FinishedReport, ReportText


@dataclass(frozen=True, slots=True)
class Kept:
    texts: Mapping[str, ReportText]  #: by language, where there is one
    finished: Sequence[FinishedReport]  #: the latest edition first

    @property
    def version(self) -> int:
        """Of all texts together; it also changes when a report is finished, so that nobody does so twice unawares."""
        return sum(text.version for text in self.texts.values()) + len(self.finished)


def kept(event_id: int) -> Kept:
    """In one statement."""
    found = (
        select(ReportText, FinishedReport)
        .select_from(Event)
        .outerjoin(ReportText, ReportText.event_id == Event.id)
        .outerjoin(FinishedReport, FinishedReport.event_id == Event.id)
        .where(Event.id == event_id)
        .order_by(FinishedReport.edition.desc())
    )
    rows: Sequence[Sequence[Any]] = session().execute(found).all()  # either of both may be None
    texts = {text.language: text for text, _report in rows if text is not None}
    return Kept(texts, list(dict.fromkeys(report for _text, report in rows if report is not None)))


def text(event_id: int, language: str) -> ReportText | None:
    return session().get(ReportText, (event_id, language))


def finished(event_id: int, name: str) -> FinishedReport:
    """By its number, as “2023-01”. Raises NotThere, also for the report of another event."""
    found = session().scalars(select(FinishedReport).where(FinishedReport.event_id == event_id))
    report = next((one for one in found if one.name == name), None)
    if report is None:
        raise NotThere
    return report
