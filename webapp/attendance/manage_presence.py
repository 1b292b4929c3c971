"""Organisers' pages of presence: everybody with evidence, one person, thresholds with a preview, interruptions."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from webapp.attendance import connections, counting, evidence, judging, queries, words
from webapp.attendance.forms import CorrectionForm, InterruptionForm, RulesForm
from webapp.attendance.models import Interruption, Rules
from webapp.attendance.presence import State
from webapp.core import clock, lists, names
from webapp.core.access import acting, requires
from webapp.core.db import session, transaction
from webapp.core.forms import BaseForm
from webapp.core.i18n import gettext as _
from webapp.core.i18n import language
from webapp.core.percents import percent
from webapp.events import queries as events
from webapp.places import queries as places
from webapp.places.models import Place
from webapp.registration import queries as registrations
from webapp.registration.models import Registration, Side
from webapp.registration.words import SIDE

NAMES = ("state", "side", "sort")  #: what an address of the list may hold
bp = Blueprint("presence", __name__, url_prefix="/manage/events/<slug>/attendance")


@bp.get("/people")
@requires("attendance.view")
def people(slug: str) -> ResponseReturnValue:
    return _people(slug, "")


@bp.post("/people")
@requires("attendance.view")
def find(slug: str) -> ResponseReturnValue:
    """A name belongs into no address, so what is looked for is posted and the answer is the list."""
    return _people(slug, names.clean(request.form.get("text", ""))[:100])


@bp.get("/people/<public_id>")
@requires("attendance.view")
def show(slug: str, public_id: str) -> ResponseReturnValue:
    return _show(slug, public_id, None)


@bp.post("/people/<public_id>/correct")
@requires("attendance.edit")
def correct(slug: str, public_id: str) -> ResponseReturnValue:
    event_id = registrations.of_event(slug, public_id).event_id
    form, actor = CorrectionForm(), acting()
    if not (form.is_valid() and form.fits(counting.longest(event_id))):
        return _show(slug, public_id, form), 422
    with transaction():
        judging.correct(
            registrations.of_event(slug, public_id),
            State(form.state.data),
            form.note.data or "",
            minutes=form.minutes.data,
            actor=actor,
            now=clock.now(),
        )
    flash(_("Saved. Imports will not change it."), "success")
    return redirect(url_for("presence.show", slug=slug, public_id=public_id), 303)


@bp.post("/people/<public_id>/correct/undo")
@requires("attendance.edit")
def take_correction_back(slug: str, public_id: str) -> ResponseReturnValue:
    actor = acting()
    with transaction():
        judging.take_correction_back(registrations.of_event(slug, public_id), actor=actor)
    flash(_("What the reports say counts again."), "success")
    return redirect(url_for("presence.show", slug=slug, public_id=public_id), 303)


@bp.get("/rules")
@requires("attendance.view")
def rules(slug: str) -> ResponseReturnValue:
    return _rules(slug)


@bp.post("/rules")
@requires("attendance.edit")
def set_rules(slug: str) -> ResponseReturnValue:
    """One button shows what would change, the other sets it."""
    event, form = events.event(slug), RulesForm()
    if not form.is_valid() or not form.fits(event):
        return _rules(slug, form), form.status
    began, ended, actor, event_id = form.began.on(event), form.ended.on(event), acting(), event.id
    if "preview" in request.form:
        return _rules(slug, form, judging.compare(event, form.thresholds, starts_at=began, ends_at=ended))
    with transaction():
        held = events.event(slug)
        assert held.id == event_id  # noqa: S101 - slugs never change
        judging.set_rules(held, form.thresholds, starts_at=began, ends_at=ended, actor=actor)
    flash(_("Set. Everybody’s presence was judged anew."), "success")
    return redirect(url_for("presence.rules", slug=slug), 303)


@bp.post("/interruptions")
@requires("attendance.edit")
def interrupt(slug: str) -> ResponseReturnValue:
    event, form = events.event(slug), InterruptionForm()
    if not form.is_valid():
        return _rules(slug, interruption=form), 422
    side, since, until, actor = Side(form.side.data), form.since.on(event), form.until.on(event), acting()
    assert since is not None  # noqa: S101 - the form requires both
    assert until is not None  # noqa: S101
    with transaction():
        judging.interrupt(events.event(slug), side, since, until, actor=actor)
    flash(_("This time counts neither for nor against anybody of that region."), "success")
    return redirect(url_for("presence.rules", slug=slug), 303)


@bp.post("/interruptions/<int(max=2147483647):number>/undo")
@requires("attendance.edit")
def take_interruption_back(slug: str, number: int) -> ResponseReturnValue:
    actor = acting()
    with transaction():
        judging.take_interruption_back(events.event(slug), number, actor=actor)
    flash(_("This time counts again."), "success")
    return redirect(url_for("presence.rules", slug=slug), 303)


def _label(place: Place) -> Any:
    return places.label(place, language())


def _people(slug: str, text: str) -> str:
    event = events.event(slug)
    state, side = request.args.get("state", ""), request.args.get("side", "")
    chosen = State(state) if state in set(State) else None
    side_chosen = Side(side) if side in set(Side) else None
    by_place = select(getattr(Place, f"sort_{language()}")).where(Place.key == Registration.place_key)
    sorts = {
        "name": (Registration.sort_key, Registration.id),
        "place": (by_place.scalar_subquery(), Registration.sort_key, Registration.id),
    }
    page = lists.read(queries.listed(event.id, chosen, side_chosen, text), sorts, default="name")
    return render_template(
        "attendance/people.html",
        event=event,
        page=page,
        presence=queries.presence_of(page.rows),
        links=queries.links_used(page.rows),
        open_people=queries.waiting_people(event.id),
        absent=queries.counts(event.id)[State.ABSENT],
        silent=queries.silent(event.id),
        filters=[
            ("state", _("Attendance"), list(words.PRESENCE.items()), chosen),
            ("side", _("Region"), list(SIDE.items()), side_chosen),
        ],
        narrowed=bool(chosen or side_chosen or text),
        text=text,
        query={name: request.args[name] for name in NAMES if name in request.args},
        label=_label,
        side_words=SIDE,
        words=words,
    )


def _show(slug: str, public_id: str, form: CorrectionForm | None) -> str:
    registration = registrations.of_event(slug, public_id)
    found, corrected = queries.presence_of([registration]), queries.correction(registration.id)
    reported = queries.reported(registration.id)
    told = ("state", "minutes", "note")
    filled = {name: getattr(corrected, name) for name in told} if corrected else {}
    return render_template(
        "attendance/presence.html",
        event=events.event_with_programme(slug),
        registration=registration,
        found=found.get(registration.id),
        link_used=queries.links_used([registration]).get(registration.id),
        silent=queries.silent(registration.event_id),
        reported=[(one, run, evidence.intervals(one.intervals)) for one, run in reported],
        shared=connections.of_people([one for one, _run in reported]),
        corrected=corrected,
        by_reports=counting.reported(registration) if corrected and corrected.minutes else None,
        certificate_minutes=round(evidence.standard(registration.event_id)[0].certificate_minutes),
        form=form or CorrectionForm(formdata=None, data=filled),
        label=_label,
        percent=percent,
        words=words,
    )


def _rules(slug: str, form: RulesForm | None = None, preview: Any = None, interruption: BaseForm | None = None) -> str:
    event = events.event(slug)
    rules = session().get(Rules, event.id)
    kept = session().scalars(
        select(Interruption).where(Interruption.event_id == event.id).order_by(Interruption.starts_at)
    )
    return render_template(
        "attendance/rules.html",
        event=event,
        form=form or RulesForm.of(evidence.thresholds(rules), rules),
        preview=preview,
        tells_parts=(form.thresholds if form and preview else evidence.thresholds(rules)).tells_parts,
        interruption=interruption or InterruptionForm(formdata=None),
        interruptions=kept.all(),
        side_words=SIDE,
        states=list(State),
        words=words,
    )
