"""Writing a workbook of an event, with its audit entry."""

import io
from datetime import datetime
from typing import BinaryIO

from webapp.core import audit, spreadsheets
from webapp.events.models import Event
from webapp.reporting import sheets
from webapp.reporting.kinds import Kind
from webapp.reporting.wording import worded


def write_workbook(event: Event, kind: Kind, target: BinaryIO, *, locale: str, by: str, now: datetime) -> None:
    """In the language, or the two languages, of one of wording.CHOICES."""
    with worded(locale):
        spreadsheets.write(sheets.book(event, kind, by=by, now=now), target)


def workbook(event: Event, kind: Kind, *, locale: str, by: str, now: datetime) -> io.BytesIO:
    """In memory: a list that endangers people leaves no file behind on the server."""
    target = io.BytesIO()
    write_workbook(event, kind, target, locale=locale, by=by, now=now)
    target.seek(0)
    return target


def note_export(event_public_id: str, kind: Kind, *, actor: str) -> None:
    """Inside a transaction."""
    audit.record("export", f"event {event_public_id}", actor=actor, details={"kind": kind.value})
