"""Organisers' page of all connections that several people shared, and of rooms that stand in no report."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.attendance import connections, evidence, queries, rooms, words
from webapp.attendance.models import ReportedPerson
from webapp.attendance.room_forms import RoomForm
from webapp.core import clock, lists
from webapp.core.access import acting, requires
from webapp.core.db import transaction
from webapp.core.forms import keeps_typed
from webapp.core.i18n import gettext as _
from webapp.core.i18n import language
from webapp.events import queries as events
from webapp.places import queries as places
from webapp.places.options import options_html

bp = Blueprint("rooms", __name__, url_prefix="/manage/events/<slug>/attendance/rooms")


@bp.get("")
@requires("attendance.view")
def index(slug: str) -> ResponseReturnValue:
    return _page(slug, RoomForm(formdata=None))


@bp.post("")
@requires("attendance.edit")
@keeps_typed
def enter(slug: str) -> ResponseReturnValue:
    form, event, actor, now = RoomForm(), events.event(slug), acting(), clock.now()
    if not form.is_valid():
        return _page(slug, form), form.status
    since, until, place = form.since.on(event), form.until.on(event), places.place(form.room_place.data or "")
    assert since is not None  # noqa: S101 - the form requires all of them
    assert until is not None  # noqa: S101
    assert place is not None  # noqa: S101
    begin, end = evidence.standard(event.id)[1].window
    if since >= end or until <= begin:
        form.since.errors = [_("This is outside the time of the conference. Times here are German ones.")]
        return _page(slug, form), 422
    with transaction():
        run = rooms.enter(events.event(slug), place, form.said.data, since, until, actor=actor, now=now)
        public_id = run.public_id
    flash(_("Saved. The municipality counts as represented; people count once they are entered by name."), "success")
    return redirect(url_for("connections.show", slug=slug, public_id=public_id, number=rooms.NUMBER), 303)


@bp.post("/<public_id>/remove")
@requires("attendance.edit")
def remove(slug: str, public_id: str) -> ResponseReturnValue:
    actor = acting()
    with transaction():
        rooms.remove(queries.run(slug, public_id, by_hand=True), actor=actor)
    flash(_("Removed. What reports say and what you entered elsewhere still counts."), "success")
    return redirect(url_for("rooms.index", slug=slug), 303)


def _page(slug: str, form: RoomForm) -> str:
    event = events.event(slug)
    page = lists.read(connections.listed(event.id), {"number": (ReportedPerson.number,)}, default="number")
    return render_template(
        "attendance/rooms.html",
        event=event,
        form=form,
        page=page,
        shared=connections.of_people(page.rows),
        place_options=options_html(language()),
        label=lambda place: places.label(place, language()),
        words=words,
        spans=evidence.intervals,
    )
