"""Organisers' page of who was invited: whole districts with one click, single ones, lists; and who is awaited still."""

from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.core import clock, lists, unreadable
from webapp.core.access import acting, requires
from webapp.core.clock import BERLIN
from webapp.core.db import transaction
from webapp.core.errors import Refused
from webapp.core.forms import keeps_typed
from webapp.core.grids import Unreadable
from webapp.core.i18n import gettext as _
from webapp.core.i18n import language, ngettext
from webapp.core.i18n import lazy_gettext as _l
from webapp.core.security import takes_files
from webapp.events import queries as events
from webapp.events.models import Event
from webapp.invitations import inviting
from webapp.invitations import queries as invitations
from webapp.invitations.naming import Reason, Unclear
from webapp.places import queries as places
from webapp.places.options import options_html
from webapp.reporting import figures, invited_places, place_columns
from webapp.reporting.invited_forms import LARGEST, LONGEST_NAMES, MarkForm, SomeForm
from webapp.reporting.invited_places import SHOW, Row, Show

REASON = {
    Reason.UNKNOWN: _l("No municipality or district is called so."),
    Reason.PERHAPS: _l("This is not certain. Perhaps:"),
    Reason.SEVERAL: _l("Several are named here:"),
}
bp = Blueprint("invited", __name__, url_prefix="/manage/events/<slug>/invited")


@bp.get("")
@requires("figures.view")
def index(slug: str) -> ResponseReturnValue:
    event = events.event(slug)
    return _page(event, _form(event))


@bp.post("")
@requires("events.edit")
@takes_files(LARGEST)
@keeps_typed
def mark_named(slug: str) -> ResponseReturnValue:
    """What is named for certain is marked; the other lines are shown, to be written otherwise."""
    event, actor, now = events.event(slug), acting(), clock.now()
    form = MarkForm(_day_of(event))
    if not form.is_valid():
        return _page(event, form), form.status
    try:
        found = form.named()
    except Unreadable as error:
        form.file.errors = [unreadable.sentence(error)]
        return _page(event, form), 422
    event_id, day = event.id, form.day.day
    assert day is not None  # noqa: S101 - the form requires it
    with transaction():
        marked = inviting.mark(event_id, found.keys, day, actor=actor, now=now)
    _say(marked, len(set(found.keys)) - marked)
    if not found.unclear:
        return redirect(url_for("invited.index", slug=slug), 303)
    event = events.event(slug)
    return _page(event, _form(event, day, found.unclear), found.unclear), 200 if found.keys else 422


@bp.post("/mark")
@requires("events.edit")
@takes_files(LARGEST)
def mark(slug: str) -> ResponseReturnValue:
    event, actor, now, form = events.event(slug), acting(), clock.now(), SomeForm()
    keys, event_id, day = _chosen(form), event.id, form.on(_day_of(event))
    with transaction():
        marked = inviting.mark(event_id, keys, day, actor=actor, now=now)
    _say(marked, len(keys) - marked)
    return _back(slug)


@bp.post("/take-back")
@requires("events.edit")
@takes_files(LARGEST)
def take_back(slug: str) -> ResponseReturnValue:
    event_id, actor, now, keys = events.event(slug).id, acting(), clock.now(), _chosen(SomeForm())
    with transaction():
        gone = inviting.take_back(event_id, keys, actor=actor, now=now)
    flash(ngettext("%(num)s invitation was taken back.", "%(num)s invitations were taken back.", gone), "success")
    return _back(slug)


@bp.post("/undo/<public_id>")
@requires("events.edit")
def undo(slug: str, public_id: str) -> ResponseReturnValue:
    event_id, actor = events.event(slug).id, acting()
    with transaction():
        inviting.undo(event_id, public_id, actor=actor, now=clock.now())
    flash(_("Undone. The invitations are as they were before."), "success")
    return _back(slug)


def _chosen(form: SomeForm) -> list[str]:
    """Raises Refused."""
    if not form.is_valid():
        raise Refused(invited_places.NOT_LISTED)
    return invited_places.chosen(place_columns.directory(), form.some.data or "")


def _say(marked: int, known: int) -> None:
    if marked:
        text = ngettext("%(num)s invitation was noted.", "%(num)s invitations were noted.", marked)
        flash(text, "success")
    if known:
        flash(
            ngettext(
                "%(num)s was invited already and keeps its day.",
                "%(num)s were invited already and keep their day.",
                known,
            ),
            "info",
        )


def _back(slug: str) -> ResponseReturnValue:
    """To the same part of the list."""
    kept: dict[str, Any] = {name: request.args[name] for name in ("show", "group") if name in request.args}
    return redirect(url_for("invited.index", slug=slug, **kept), 303)


def _day_of(event: Event) -> date:
    return event.starts_at.astimezone(BERLIN).date()


def _form(event: Event, day: date | None = None, unclear: list[Unclear] | None = None) -> MarkForm:
    latest = _day_of(event)
    day = day or min(latest, clock.now().astimezone(BERLIN).date())
    names = "\n".join(one.text for one in unclear or ())
    if len(names) > LONGEST_NAMES:  # whole lines; all of them stand in the table
        names = names[:LONGEST_NAMES].rpartition("\n")[0]
    return MarkForm(latest, formdata=None, day=day.isoformat(), names=names)


def _page(event: Event, form: MarkForm, unclear: list[Unclear] | None = None) -> str:
    lang, directory = language(), place_columns.directory()
    counted = figures.of(event, directory)
    show, group = request.args.get("show", ""), request.args.get("group", "")
    groups = list(invited_places.groups(counted, directory, lang))
    group = group if group in {one.key for one in groups} else ""
    shown = Show(show) if show in set(Show) else Show.INVITED
    rows = invited_places.rows(counted, directory, shown, group, lang)
    return render_template(
        "reporting/invited.html",
        event=event,
        form=form,
        total=counted.total,
        groups=groups,
        unclear=unclear or (),
        reasons=REASON,
        candidates=lambda one: [directory[key] for key in one.candidates if key in directory],
        step=invitations.last_step(event.id),
        page=lists.part_of(rows),
        to_copy="\n".join(_copied(row, lang) for row in rows),
        filters=[
            ("show", _("Show"), list(SHOW.items()), shown),
            ("group", _("Region or district"), [("", _("all")), *((one.key, one.label) for one in groups)], group),
        ],
        query={"show": shown.value, "group": group} if show or group else {},
        label=lambda place: places.label(place, lang),
        place_options=options_html(lang),
    )


def _copied(row: Row, lang: str) -> str:
    """Cells of a spreadsheet."""
    return f"{places.label(row.place, lang)}\t{row.place.key}\t{places.label(row.district, lang)}"
