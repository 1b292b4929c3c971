"""Writing a report: its texts in each language, and finishing it, which nothing can take back."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import func, select

from webapp.core import audit
from webapp.core.clock import BERLIN
from webapp.core.db import session
from webapp.core.errors import DomainError, Stale
from webapp.core.i18n import lazy_gettext as _l
from webapp.events.models import Event
from webapp.registration import seats
from webapp.reporting.counting import everything, freezing, keeping
from webapp.reporting.counting.everything import Everything
from webapp.reporting.report import queries
from webapp.reporting.report.making import Texts
from webapp.reporting.report.models import FinishedReport, ReportText

STALE: Final = _l(
    "Somebody else has changed the texts meanwhile. Nothing was saved. Below is what you typed, and what holds now."
)
STALE_TO_FINISH: Final = _l(
    "Meanwhile the texts were changed or the report was finished. Please look at what holds now before you go on."
)
COUNTED_ANEW: Final = _l(
    "The figures have just been counted anew and differ from those that the draft has shown. Please look at it once "
    "more before you finish it."
)
REPORTED: Final = "published", "questions", "partnerships"  #: parts of the figures
NOT_OVER: Final = _l("The report can be finished after the end of the conference.")


@dataclass(frozen=True, slots=True)
class Ready:
    """All that is kept of a report, made before the transaction, since drawing takes long."""

    papers: Mapping[str, Any]  #: by language, as papers.as_data() gives them
    figures: dict[str, Any]  #: as everything.frozen() gives them


@dataclass(frozen=True, slots=True)
class Seen:
    """What stood on the page from which texts come."""

    version: int
    draft: Mapping[str, str]  #: hashes, as Texts.hashes


def write(slug: str, language: str, typed: Texts, seen: Seen, *, fits: bool, actor: str, now: datetime) -> None:
    """Keep what differs from the draft that was seen. Raises Stale unless the text still has the version of then.

    A summary that stays as it was has been written after that draft only if somebody says that it `fits`.
    """
    event = seats.locked_by(slug)
    found = queries.text(event.id, language)
    if (found.version if found else 0) != seen.version:
        raise Stale(STALE)
    if found is None:
        found = ReportText(event_id=event.id, language=language, version=0, draft_hash="")
        session().add(found)
    hashes = typed.hashes
    values = {name: None if hashes[name] == seen.draft[name] else text for name, text in asdict(typed).items()}
    changed = [name for name, value in values.items() if getattr(found, name) != value]
    for name, value in values.items():
        setattr(found, name, value)
    if fits or "summary" in changed:
        found.draft_hash = seen.draft["summary"]
    found.version, found.changed_by, found.changed_at = found.version + 1, actor, now
    _note("report.write", event, actor, {"language": language, "texts": changed})


def back_to_draft(slug: str, language: str, *, seen: int, actor: str, now: datetime) -> None:
    """Raises Stale as write()."""
    event = seats.locked_by(slug)
    found = queries.text(event.id, language)
    if found is None or found.version != seen:
        raise Stale(STALE_TO_FINISH)
    found.title = found.summary = found.outlook = None
    found.version, found.changed_by, found.changed_at = found.version + 1, actor, now
    _note("report.undo", event, actor, {"language": language})


def finish(event_id: int, ready: Ready, *, seen: int, actor: str, now: datetime) -> FinishedReport:
    """With the next number of the year. Raises DomainError too early, Stale as require_seen()."""
    event = seats.locked(event_id)
    if now < event.ends_at:
        raise DomainError(NOT_OVER)
    require_seen(queries.kept(event_id), seen)
    year = event.starts_at.astimezone(BERLIN).year
    last = session().scalar(select(func.max(FinishedReport.number)).where(FinishedReport.year == year)) or 0
    editions = select(func.max(FinishedReport.edition)).where(FinishedReport.event_id == event_id)
    made = FinishedReport(
        event_id=event_id,
        snapshot_id=freezing.freeze(event, ready.figures, actor=actor, now=now).id,
        year=year,
        number=last + 1,
        edition=(session().scalar(editions) or 0) + 1,
        papers=dict(ready.papers),
        finished_at=now,
        finished_by=actor,
    )
    session().add(made)
    session().flush()
    _note("report.finish", event, actor, {"number": made.name, "edition": made.edition})
    return made


def same_as_latest(kept: queries.Kept, ready: Ready) -> FinishedReport | None:
    """The latest edition, if the report would read the same."""
    latest = next(iter(kept.finished), None)
    return latest if latest is not None and _plain(latest.papers) == _plain(ready.papers) else None


def unseen(event_id: int, found: Everything) -> dict[str, Any] | None:
    """What is to be kept and looked at first, if the draft was made of kept figures that told the report otherwise."""
    kept = keeping.shown_instead(event_id)
    fresh = everything.to_keep(found) if kept else {}
    differ = kept and any(_plain(kept.data.get(part)) != _plain(fresh[part]) for part in REPORTED)
    return fresh if differ else None


def _plain(data: object) -> str:
    return json.dumps(data, sort_keys=True)


def require_seen(kept: queries.Kept, seen: int) -> None:
    """Raises Stale unless the texts and finished reports are those of this version."""
    if kept.version != seen:
        raise Stale(STALE_TO_FINISH)


def is_outdated(kept: ReportText | None, usual: Texts) -> bool:
    """Whether the summary was written anew after another draft than the present one."""
    return kept is not None and kept.summary is not None and kept.draft_hash != usual.hashes["summary"]


def _note(action: str, event: Event, actor: str, details: dict[str, Any]) -> None:
    audit.record(action, f"event {event.public_id}", actor=actor, details=details)
