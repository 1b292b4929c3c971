"""Organisers' page of one preset: made again with one click, renamed, once a week, an address for Excel, deleted."""

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts import proving, throttling
from webapp.core import clock
from webapp.core.access import acting, requires
from webapp.core.clock import BERLIN
from webapp.core.db import transaction
from webapp.core.errors import DomainError
from webapp.core.forms import keeps_typed
from webapp.core.i18n import gettext as _
from webapp.core.links import public_url
from webapp.reporting.exporting import data_pages, presets, queries
from webapp.reporting.exporting.answering import answer
from webapp.reporting.exporting.forms import NameForm, ProofForm, ScheduleForm
from webapp.reporting.exporting.models import Preset
from webapp.reporting.exporting.pages import columns_of, told
from webapp.reporting.exporting.words import WEEKDAY, ZONE

FRIDAY, EIGHT = "4", "8"
bp = Blueprint("export_presets", __name__, url_prefix="/manage/events/<slug>/exports/presets/<public_id>")


@bp.get("")
@requires("registrations.export")
def show(slug: str, public_id: str) -> ResponseReturnValue:
    return _show(slug, public_id)


@bp.post("/use")
@requires("registrations.export")
def use(slug: str, public_id: str) -> ResponseReturnValue:
    preset = queries.preset(slug, public_id)
    return answer(preset.event, preset.order, preset.name)


@bp.post("/name")
@requires("registrations.export")
@keeps_typed
def rename(slug: str, public_id: str) -> ResponseReturnValue:
    queries.preset(slug, public_id)
    form = NameForm()
    try:
        if form.is_valid():
            rename_it = partial(presets.rename, name=form.name.data or "")
            return _done(slug, public_id, rename_it, _("The preset is renamed."))
    except DomainError as error:
        form.refuse(error)
    return _show(slug, public_id, name_form=form), form.status


@bp.post("/delete")
@requires("registrations.export")
def delete(slug: str, public_id: str) -> ResponseReturnValue:
    queries.preset(slug, public_id)
    actor = acting()
    with transaction():
        presets.remove(public_id, actor=actor)
    flash(_("The preset is deleted."), "success")
    return redirect(url_for("exports.index", slug=slug), 303)


@bp.post("/schedule")
@requires("registrations.export")
@keeps_typed
def schedule(slug: str, public_id: str) -> ResponseReturnValue:
    queries.preset(slug, public_id)
    form = ScheduleForm()
    if not form.is_valid():
        return _show(slug, public_id, schedule_form=form), form.status
    when = {"weekday": int(form.weekday.data), "hour": int(form.hour.data), "zone": form.zone.data}
    said = _("The schedule is saved. You get a mail each time the file is ready.")
    return _done(slug, public_id, partial(presets.schedule, now=clock.now(), **when), said)


@bp.post("/schedule/stop")
@requires("registrations.export")
def stop(slug: str, public_id: str) -> ResponseReturnValue:
    return _done(slug, public_id, presets.stop, _("The schedule is stopped."))


@bp.post("/address")
@requires("registrations.export")
@keeps_typed
@throttling.slowed
def make_address(slug: str, public_id: str) -> ResponseReturnValue:
    """The answer is the page itself: the address is shown this once, and stands in no other address or cookie."""
    queries.preset(slug, public_id)
    form, actor, now = ProofForm(), acting(), clock.now()
    try:
        if not form.is_valid():
            return _show(slug, public_id, proof_form=form), form.status
        proving.require(form.password.data, now)
    except DomainError as error:
        form.refuse(error)
        return _show(slug, public_id, proof_form=form), form.status
    with transaction():
        token = presets.make_address(public_id, actor=actor, now=now)
    tables = data_pages.tables(queries.preset(slug, public_id).order)
    urls = [public_url("export_data.table", token=token, table=table) for table in tables]
    return _show(slug, public_id, new_addresses=urls)


@bp.post("/address/revoke")
@requires("registrations.export")
def revoke_address(slug: str, public_id: str) -> ResponseReturnValue:
    said = _("The address is revoked. Whoever has it gets nothing any more.")
    return _done(slug, public_id, presets.revoke_address, said)


def _done(slug: str, public_id: str, verb: Callable[..., None], said: str) -> ResponseReturnValue:
    """What one click does, and back to the page, which says so."""
    queries.preset(slug, public_id)
    actor = acting()
    with transaction():
        verb(public_id, actor=actor)
    flash(said, "success")
    return redirect(url_for("export_presets.show", slug=slug, public_id=public_id), 303)


def _gone(preset: Preset) -> list[str]:
    """Columns that it names and that are called otherwise by now."""
    event, names = preset.event, list(preset.columns)
    if not names:
        return []
    offered = {name for name, _heading in columns_of(event)}
    return [name.replace("_", " ") for name in names if name not in offered]


def _show(slug: str, public_id: str, **more: Any) -> str:
    preset = queries.preset(slug, public_id)
    weekday, hour = (FRIDAY, EIGHT) if preset.weekday is None else (str(preset.weekday), str(preset.hour))
    forms = {
        "name_form": NameForm(formdata=None, name=preset.name),
        "proof_form": ProofForm(formdata=None),
        "schedule_form": ScheduleForm(formdata=None, weekday=weekday, hour=hour, zone=preset.zone or BERLIN.key),
    }
    return render_template(
        "reporting/export_preset.html",
        event=preset.event,
        preset=preset,
        rows=told(preset.order),
        address=queries.address(preset),
        asks=not proving.is_fresh(clock.now()),
        most=data_pages.MOST,
        opened=[data_pages.TITLES[table] for table in data_pages.tables(preset.order)],
        gone=_gone(preset),
        ended_at=None if preset.next_run_at else queries.ended_at(preset),
        owners=queries.names_of([preset.scheduled_by]),
        weekdays=WEEKDAY,
        zones=ZONE,
        **(forms | {"new_addresses": ()} | more),
    )
