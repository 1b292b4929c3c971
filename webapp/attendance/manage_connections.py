"""Organisers' page of one connection: how many people sat there, whose room it is, who of them is registered."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.attendance import connecting, connections, evidence, queries, registering_unknown, words
from webapp.attendance.forms import ConnectionForm, UnknownForm
from webapp.attendance.reported_names import Told, told
from webapp.core import clock, names
from webapp.core.access import acting, requires
from webapp.core.db import transaction
from webapp.core.errors import Refused, Stale
from webapp.core.forms import keeps_typed
from webapp.core.i18n import gettext as _
from webapp.core.i18n import language
from webapp.events import queries as events
from webapp.places import queries as places
from webapp.places.options import options_html
from webapp.registration import queries as registrations

PEOPLE = "/manage/events/<slug>/attendance/imports/<public_id>/people/<int(max=2147483647):number>"
bp = Blueprint("connections", __name__, url_prefix=f"{PEOPLE}/connection")


@bp.get("")
@requires("attendance.view")
def show(slug: str, public_id: str, number: int) -> ResponseReturnValue:
    return _page(slug, public_id, number)


@bp.post("")
@requires("attendance.edit")
@keeps_typed
def say(slug: str, public_id: str, number: int) -> ResponseReturnValue:
    form, actor, version = ConnectionForm(), acting(), request.form.get("version", 0, type=int)
    if not form.is_valid():
        return _page(slug, public_id, number, form=form), form.status
    try:
        with transaction():
            run = queries.run(slug, public_id, by_hand=None)
            place_key = form.room_place.data or None
            connecting.say(run, number, form.said.data, place_key, actor=actor, version=version)
    except (Refused, Stale) as error:
        form.refuse(error)
        return _page(slug, public_id, number, form=form), error.status
    flash(_("Saved. The municipality counts as represented; people count once they are entered by name."), "success")
    return _again(slug, public_id, number)


@bp.post("/find")
@requires("attendance.view")
def find(slug: str, public_id: str, number: int) -> ResponseReturnValue:
    """Posted, since a name belongs into no address."""
    return _page(slug, public_id, number, text=names.clean(request.form.get("text", ""))[:100])


@bp.post("/add")
@requires("attendance.edit")
def add(slug: str, public_id: str, number: int) -> ResponseReturnValue:
    actor, chosen = acting(), request.form.get("registration", "")
    with transaction():
        run, registration = queries.run(slug, public_id, by_hand=None), registrations.of_event(slug, chosen)
        connecting.add(run, number, registration, actor=actor)
        name = registration.name
    flash(_("Entered by name: %(name)s.", name=name), "success")
    return _again(slug, public_id, number)


@bp.post("/remove")
@requires("attendance.edit")
def remove(slug: str, public_id: str, number: int) -> ResponseReturnValue:
    actor, chosen = acting(), request.form.get("registration", "")
    with transaction():
        run, registration = queries.run(slug, public_id, by_hand=None), registrations.of_event(slug, chosen)
        connecting.remove(run, number, registration, actor=actor)
    return _again(slug, public_id, number)


@bp.post("/register")
@requires("registrations.import")
@keeps_typed
def register(slug: str, public_id: str, number: int) -> ResponseReturnValue:
    """Somebody whom no registration knows: registered, and entered as having sat there, in one step."""
    form = UnknownForm()
    if not form.is_valid():
        return _page(slug, public_id, number, new=form), form.status
    details, locale, now, actor = form.details, language(), clock.now(), acting()
    try:
        with transaction():
            run = queries.run(slug, public_id, by_hand=None)
            registering_unknown.register_beside(run, number, details, locale=locale, actor=actor, now=now)
    except Refused as error:
        form.refuse(error)
        return _page(slug, public_id, number, new=form), 422
    return _again(slug, public_id, number)


def _again(slug: str, public_id: str, number: int) -> ResponseReturnValue:
    return redirect(url_for("connections.show", slug=slug, public_id=public_id, number=number), 303)


def _page(
    slug: str, public_id: str, number: int, *, text: str = "", form: ConnectionForm | None = None,
    new: UnknownForm | None = None,
) -> str:  # fmt: skip
    run, event = queries.run(slug, public_id, by_hand=None), events.event(slug)
    one = queries.person(run.id, number)
    shared = connections.of_people([one]).get(one.id)
    told_place = told(one.name, one.place).place_key if one.registration is None else ""
    place_key = (shared.place.key if shared.place else "") if shared else told_place
    form = form or ConnectionForm.of(shared.said if shared else None, place_key)
    form.room_place.flags.required = one.registration is None and not (shared and shared.beside)
    return render_template(
        "attendance/connection.html",
        event=event,
        run=run,
        one=one,
        shared=shared,
        form=form,
        new=new or UnknownForm.of(Told(place_key=place_key), ""),
        place_options=options_html(language()),
        text=text,
        found=queries.search(event.id, text),
        words=words,
        label=lambda place: places.label(place, language()),
        spans=evidence.intervals,
    )
