"""Verbs of presets: saved, renamed, deleted; due once a week; read by Excel from an address with a token."""

import hashlib
import logging
import secrets
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.exc import IntegrityError

from webapp.accounts import queries as accounts
from webapp.core import audit, clock
from webapp.core.audit import AuditEntry
from webapp.core.db import bookkeeping, random_id, session, transaction, violated
from webapp.core.errors import NotThere, Refused
from webapp.core.i18n import lazy_gettext as _l
from webapp.core.jobs import every
from webapp.events.models import Event
from webapp.reporting import exports
from webapp.reporting.exporting import mails, making
from webapp.reporting.exporting.models import LASTS, Address, Preset
from webapp.reporting.exporting.orders import Order
from webapp.reporting.exporting.queries import SCHEDULED, STOPPED
from webapp.reporting.exporting.schedules import next_run

log = logging.getLogger(__name__)
A_MINUTE = timedelta(minutes=1)
PERMISSION = "registrations.export"
READ = "export.read"
MOST: Final = 50  #: of a conference, as many as a page of them holds
TAKEN = _l("Another preset of this conference has this name.")


def save(event_id: int, name: str, order: Order, *, actor: str, now: datetime) -> Preset:
    """Within a transaction. Raises Refused."""
    if (session().scalar(select(func.count()).where(Preset.event_id == event_id)) or 0) >= MOST:
        raise Refused(
            _l("There are %(most)s presets already. Delete one that nobody needs any more.", most=MOST), "name"
        )
    preset = Preset(public_id=random_id(), event_id=event_id, name=name, created_at=now)
    preset.take(order)
    session().add(preset)
    _flush()
    audit.record("preset.save", preset.thing, actor=actor, details=exports.details(order))
    return preset


def rename(public_id: str, name: str, *, actor: str) -> None:
    """Raises Refused or NotThere."""
    preset = _locked(public_id)
    preset.name = name
    _flush()
    audit.record("preset.rename", preset.thing, actor=actor)


def remove(public_id: str, *, actor: str) -> None:
    """With its schedule and its address. Raises NotThere."""
    preset = _locked(public_id)
    audit.record("preset.delete", preset.thing, actor=actor)
    _forget_address(preset)
    session().delete(preset)


def schedule(public_id: str, *, weekday: int, hour: int, zone: str, actor: str, now: datetime) -> None:
    """Whoever does so is written to each time. Raises NotThere."""
    preset = _locked(public_id)
    preset.weekday, preset.hour, preset.zone, preset.scheduled_by = weekday, hour, zone, actor
    preset.next_run_at = next_run(weekday, hour, zone, now)
    audit.record(SCHEDULED, preset.thing, actor=actor, details={"weekday": weekday, "hour": hour, "zone": zone})


def stop(public_id: str, *, actor: str) -> None:
    """Raises NotThere."""
    _stop(_locked(public_id), actor=actor)


@every(timedelta(minutes=1))
def run_due() -> None:
    """Each run is ordered in the transaction that sets the next one: never twice, and what was missed only once.

    One that cannot be ordered keeps none of the others, and is due again a minute later.
    """
    now = clock.now()
    due = select(Preset.public_id).where(Preset.next_run_at <= now)
    for public_id in session().scalars(due.order_by(Preset.id)).all():
        try:
            with transaction():
                _run(public_id, now)
        except Exception:
            log.exception("a scheduled export could not be ordered")


def make_address(public_id: str, *, actor: str, now: datetime) -> str:
    """The token, which nobody can be told again; an earlier one is worth nothing any more. Raises NotThere."""
    preset, token = _locked(public_id), secrets.token_urlsafe(32)
    _forget_address(preset)
    address = Address(preset_id=preset.id, token_hash=token_hash(token), created_by=actor, created_at=now)
    address.expires_at = now + LASTS
    session().add(address)
    audit.record("preset.make_address", preset.thing, actor=actor)
    return token


def revoke_address(public_id: str, *, actor: str) -> None:
    """Raises NotThere, also if there is none."""
    preset = _locked(public_id)
    if not _forget_address(preset):
        raise NotThere
    audit.record("preset.revoke_address", preset.thing, actor=actor)


def by_token(token: str, now: datetime) -> tuple[Preset, Event, Address] | None:
    """What this address leads to, while whoever made it may still export."""
    found = (
        select(Preset, Event, Address)
        .join(Address, Address.preset_id == Preset.id)
        .join(Event, Event.id == Preset.event_id)
        .where(Address.token_hash == token_hash(token), Address.expires_at > now)
    )
    row = session().execute(found).first()
    return (row[0], row[1], row[2]) if row and _may(row[2].created_by) else None


def note_use(address: Address, now: datetime) -> None:
    """At most once a minute; not who called, nor from where."""
    if address.last_used_at is None or now - address.last_used_at >= A_MINUTE:
        with bookkeeping() as book:
            mine = update(Address).where(Address.preset_id == address.preset_id)
            book.execute(mine.values(last_used_at=now))


@every(timedelta(hours=1))
def note_reads() -> None:
    """That Excel has read by an address, at most once an hour: what is asked for by GET writes no audit log itself."""
    if _unnoted():
        with transaction():
            _note_reads()


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _run(public_id: str, now: datetime) -> None:
    wanted = select(Preset).where(Preset.public_id == public_id, Preset.next_run_at <= now).with_for_update()
    preset = session().scalar(wanted.execution_options(populate_existing=True))
    if preset is None or preset.weekday is None or preset.hour is None:
        return  # another worker was quicker, or it was stopped
    event = session().get_one(Event, preset.event_id)
    if now > event.ends_at + LASTS or not _may(preset.scheduled_by):
        if now <= event.ends_at + LASTS:
            mails.ended(preset, event, accounts.who_may(PERMISSION))
        _stop(preset, actor=audit.PROGRAM)
        return
    preset.next_run_at = next_run(preset.weekday, preset.hour, preset.zone, now)
    making.add(event.id, preset.order, actor=preset.scheduled_by, now=now, preset=preset.name, scheduled=True)


def _unnoted(*those: ColumnElement[bool]) -> list[tuple[Preset, str, datetime]]:
    """Presets that were read since it was noted last, the public ids of their events, and when."""
    used = select(Preset, Event.public_id, Address.last_used_at).join(Address, Address.preset_id == Preset.id)
    found = session().execute(used.join(Event, Event.id == Preset.event_id).where(*those)).all()
    return [(one, event, at) for one, event, at in found if at and not _is_noted(one, event, at)]


def _is_noted(preset: Preset, event: str, at: datetime) -> bool:
    noted = select(func.max(AuditEntry.at)).where(AuditEntry.thing == f"event {event}", AuditEntry.action == READ)
    latest = session().scalar(noted.where(AuditEntry.details.contains(preset.public_id, autoescape=True)))
    return latest is not None and latest >= at


def _note_reads(*those: ColumnElement[bool]) -> None:
    for preset, event, at in _unnoted(*those):
        told = exports.details(preset.order) | {"preset": preset.public_id, "latest": at.isoformat()}
        audit.record(READ, f"event {event}", actor=audit.PROGRAM, details=told)


def _forget_address(preset: Preset) -> bool:
    """Whether there was one."""
    _note_reads(Preset.id == preset.id)
    gone = delete(Address).where(Address.preset_id == preset.id).returning(Address.preset_id)
    return bool(session().execute(gone).all())


def _stop(preset: Preset, *, actor: str) -> None:
    preset.weekday = preset.hour = preset.next_run_at = None
    preset.zone = preset.scheduled_by = ""
    audit.record(STOPPED, preset.thing, actor=actor)


def _may(public_id: str) -> bool:
    user = accounts.by_public_id(public_id)
    return user is not None and user.disabled_at is None and user.may(PERMISSION)


def _locked(public_id: str) -> Preset:
    wanted = select(Preset).where(Preset.public_id == public_id).with_for_update()
    found = session().scalar(wanted.execution_options(populate_existing=True))
    if found is None:
        raise NotThere
    return found


def _flush() -> None:
    try:
        session().flush()
    except IntegrityError as error:
        if violated(error) != "uq_export_preset_name":
            raise
        raise Refused(TAKEN, "name") from None
