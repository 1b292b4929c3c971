"""Reading exports and presets of a conference, and who made them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from webapp.accounts.models import User
from webapp.core import names
from webapp.core.audit import PROGRAM, AuditEntry
from webapp.core.db import session
from webapp.core.errors import NotThere
from webapp.events.models import Event
from webapp.reporting.exporting.models import Address, Export, ExportWriting, Preset

SCHEDULED: Final = "preset.schedule"
STOPPED: Final = "preset.stop_schedule"


def exports(event_id: int) -> Select[Export]:
    """To be sorted and paged by core.lists."""
    return select(Export).where(Export.event_id == event_id)


def export(slug: str, public_id: str) -> Export:
    """With its event. Raises NotThere, also for one of another event."""
    wanted = select(Export).join(Export.event).where(Event.slug == slug, Export.public_id == public_id)
    found = session().scalar(wanted.options(joinedload(Export.event, innerjoin=True)))
    if found is None:
        raise NotThere
    return found


def writing(export: Export) -> ExportWriting | None:
    return session().get(ExportWriting, export.id)


def presets(event_id: int) -> Sequence[Preset]:
    """By name, as an alphabet sorts them; each database would do it otherwise."""
    found = session().scalars(select(Preset).where(Preset.event_id == event_id))
    return sorted(found, key=lambda preset: names.sort_key(preset.name))


def preset(slug: str, public_id: str) -> Preset:
    """With its event. Raises NotThere, also for one of another event."""
    wanted = select(Preset).join(Preset.event).where(Event.slug == slug, Preset.public_id == public_id)
    found = session().scalar(wanted.options(joinedload(Preset.event, innerjoin=True)))
    if found is None:
        raise NotThere
    return found


def address(preset: Preset) -> Address | None:
    return session().get(Address, preset.id)


def ended_at(preset: Preset) -> datetime | None:
    """When its schedule ended without anybody stopping it, if that is the last that became of it."""
    last = select(AuditEntry.at, AuditEntry.action, AuditEntry.actor).where(AuditEntry.thing == preset.thing)
    last = last.where(AuditEntry.action.in_((SCHEDULED, STOPPED))).order_by(AuditEntry.id.desc())
    row = session().execute(last.limit(1)).first()
    return row.at if row and (row.action, row.actor) == (STOPPED, PROGRAM) else None


def names_of(public_ids: Iterable[str]) -> Mapping[str, str]:
    """Of users, as audit entries name them."""
    found = select(User.public_id, User.name).where(User.public_id.in_(set(public_ids)))
    return {row.public_id: row.name for row in session().execute(found)}
