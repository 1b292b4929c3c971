"""Organisers' pages of exports: every choice, the files made, how far one is, and its download."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts import proving, throttling
from webapp.attendance import queries as attendance
from webapp.attendance.presence import State as Presence
from webapp.core import clock, lists
from webapp.core.access import acting, requires
from webapp.core.db import transaction
from webapp.core.errors import DomainError, Gone
from webapp.core.forms import keeps_typed
from webapp.core.i18n import gettext as _
from webapp.core.i18n import language, number
from webapp.core.i18n import lazy_gettext as _l
from webapp.core.turn_words import Progress, progress
from webapp.events import queries as events
from webapp.events.models import Event
from webapp.places import queries as places
from webapp.places.levels import districts
from webapp.reporting import attendance_sheet, exports, sheets
from webapp.reporting.exporting import making, presets, queries, selecting
from webapp.reporting.exporting.answering import answer
from webapp.reporting.exporting.forms import KINDS, ChoosingForm, Offered, ProofForm
from webapp.reporting.exporting.models import Export, ExportState, Stage
from webapp.reporting.exporting.words import FORMAT_SHORT
from webapp.reporting.kinds import Kind
from webapp.reporting.wording import CHOICES

GONE = _l("Exports are kept for a week. Order it anew.")
NO_CONTACTS = _l("A preset holds no e-mail addresses. Take them out, or order this file alone.")
NAMELESS = _l("Enter a name for the preset.")
STAGES = {Stage.WRITTEN: "%(done)s / %(total)s"}  #: the sentence itself is said below, since there is one step only
PER_PAGE = 20
bp = Blueprint("exports", __name__, url_prefix="/manage/events/<slug>/exports")


@bp.get("")
@requires("registrations.export")
def index(slug: str) -> ResponseReturnValue:
    event = events.event(slug)
    return _index(event, _form(event, formdata=None, kind=usual_kind(event), lang=language(), format="xlsx"))


@bp.post("")
@requires("registrations.export")
@keeps_typed
@throttling.slowed
def make(slug: str) -> ResponseReturnValue:
    event = events.event(slug)
    form = _form(event)
    try:
        if form.is_valid():
            if form.contacts.data:
                proving.require(form.password.data, clock.now())
            return answer(event, form.order)
    except DomainError as error:
        form.refuse(error)
    return _index(event, form), form.status


@bp.post("/presets")
@requires("registrations.export")
@keeps_typed
def save(slug: str) -> ResponseReturnValue:
    """What is chosen in the form is saved, and no file made."""
    event, actor, now = events.event(slug), acting(), clock.now()
    form, event_id = _form(event), event.id
    try:
        if form.is_valid() and _may_be_saved(form):
            order, name = form.order, form.name.data or ""
            with transaction():
                made = presets.save(event_id, name, order, actor=actor, now=now)
            flash(_("The preset is saved."), "success")
            return redirect(url_for("export_presets.show", slug=slug, public_id=made.public_id), 303)
    except DomainError as error:
        form.refuse(error)
    return _index(event, form), form.status


@bp.get("/<public_id>")
@requires("registrations.export")
def show(slug: str, public_id: str) -> ResponseReturnValue:
    return _show(queries.export(slug, public_id), ProofForm(formdata=None))


@bp.post("/<public_id>")
@requires("registrations.export")
@throttling.slowed
def download(slug: str, public_id: str) -> ResponseReturnValue:
    """Posted, since it is noted who took the file."""
    export, now, form = queries.export(slug, public_id), clock.now(), ProofForm()
    path, order, actor = making.path_of(export), export.order, acting()
    name = sheets.file_name(export.event, order, export.written_at)
    if not making.is_there(export, now):
        raise Gone(GONE, heading=_l("This file is not there"))
    try:
        if not form.is_valid():
            return _show(export, form), form.status
        if order.selection.contacts:
            proving.require(form.password.data, now)
    except DomainError as error:
        form.refuse(error)
        return _show(export, form), form.status
    try:  # it is opened here, so that nobody is noted to have taken what was deleted in this moment
        answer = send_file(path, exports.MIMETYPES[order.suffix], as_attachment=True, download_name=name, max_age=None)
    except FileNotFoundError:
        raise Gone(GONE, heading=_l("This file is not there")) from None
    with transaction():
        exports.note_download(queries.export(slug, public_id).event, public_id, order, actor=actor)
    return answer


@bp.post("/<public_id>/again")
@requires("registrations.export")
def again(slug: str, public_id: str) -> ResponseReturnValue:
    """After writing it failed or stopped."""
    queries.export(slug, public_id)
    with transaction():
        making.again(public_id)
    return redirect(url_for("exports.show", slug=slug, public_id=public_id), 303)


@bp.post("/<public_id>/delete")
@requires("registrations.export")
def discard(slug: str, public_id: str) -> ResponseReturnValue:
    queries.export(slug, public_id)
    actor = acting()
    with transaction():
        path = making.discard(public_id, actor=actor)
    path.unlink(missing_ok=True)
    flash(_("The export is deleted."), "success")
    return redirect(url_for("exports.index", slug=slug), 303)


def usual_kind(event: Event) -> str:
    """Attendance is of interest as soon as a report was applied."""
    recorded = attendance.silent(event.id) is not Presence.NOT_RECORDED
    return (Kind.ATTENDANCE if recorded else Kind.REGISTRATIONS).value


def columns_of(event: Event) -> list[tuple[str, str]]:
    """Key and heading of each column of the sheet Attendance."""
    return selecting.offered(attendance_sheet.every_column(event, {}, attendance.silent(event.id)))


def _form(event: Event, **more: Any) -> ChoosingForm:
    """What is offered is read when it is shown or chosen from: most orders choose none of it."""
    lang = language()
    shown = Offered(lambda: [(place.key, places.label(place, lang)) for place in districts(lang)])
    return ChoosingForm(**more).offer(districts=shown, columns=Offered(lambda: columns_of(event)))


def _may_be_saved(form: ChoosingForm) -> bool:
    if not form.name.data:
        form.name.errors = [NAMELESS]
    if form.contacts.data:
        form.contacts.errors = [NO_CONTACTS]
    return not form.errors


def _index(event: Event, form: ChoosingForm) -> str:
    found = lists.read(queries.exports(event.id), {"time": (Export.created_at, Export.id)}, "-time", PER_PAGE)
    return render_template(
        "reporting/exports.html",
        event=event,
        form=form,
        is_proven=proving.is_fresh(clock.now()),
        presets=queries.presets(event.id),
        page=found,
        names=queries.names_of(one.created_by for one in found.rows),
        kinds=KINDS,
        formats=FORMAT_SHORT,
        languages=CHOICES,
        now=clock.now(),
    )


def _show(export: Export, form: ProofForm) -> str:
    is_held, now = export.state is ExportState.HELD, clock.now()
    who = queries.names_of([export.created_by]).get(export.created_by, "–")
    return render_template(
        "reporting/export.html",
        event=export.event,
        export=export,
        form=form,
        asks=export.contacts and not proving.is_fresh(now),
        writing=_progress(export) if is_held else None,
        is_there=making.is_there(export, now),
        rows=[*told(export.order), (_("Ordered by"), who)],
    )


def told(order: Any) -> list[tuple[str, str]]:
    """What a file holds, for its page."""
    selection = order.selection
    columns = _("%(number)s chosen", number=len(selection.columns)) if selection.columns else _("all")
    more = [*selecting.lines(selection), (_("Columns of the sheet Attendance"), columns)]
    more += [(_("E-mail addresses"), _("yes"))] if selection.contacts else []
    return [
        (_("Content"), str(KINDS[order.kind.value])),
        (_("Language"), str(CHOICES[order.language])),
        (_("File format"), FORMAT_SHORT[order.format]),
        *(more if order.kind is not Kind.QUESTIONS else []),
    ]


def _progress(export: Export) -> Progress:
    found = queries.writing(export)
    shown = progress(found, STAGES, clock.now())
    if found is None or shown.stopped:
        return shown
    if not found.total:
        return replace(shown, text=_("The file waits for its turn, or has just been begun."))
    text = _("%(done)s of %(total)s rows are written.", done=number(found.done), total=number(found.total))
    return replace(shown, text=text)
