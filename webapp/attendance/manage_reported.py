"""Organisers' page of one person of a report: who it is, in one step, or who is registered for it."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.attendance import connections, deciding, evidence, queries, registering_unknown, reported_names, words
from webapp.attendance.forms import UnknownForm
from webapp.attendance.models import Aside, Decision, ImportRun
from webapp.core import clock, names
from webapp.core.access import acting, requires
from webapp.core.db import transaction
from webapp.core.errors import Refused, Stale
from webapp.core.forms import keeps_typed
from webapp.core.i18n import language
from webapp.events import queries as events
from webapp.places import queries as places
from webapp.places.options import options_html
from webapp.registration import queries as registrations

PER_PAGE = 25  #: people of an import
PERSON = "/manage/events/<slug>/attendance/imports/<public_id>/people/<int(max=2147483647):number>"
bp = Blueprint("reported", __name__, url_prefix=PERSON)


@bp.post("")
@requires("attendance.edit")
def decide(slug: str, public_id: str, number: int) -> ResponseReturnValue:
    chosen, aside, actor = request.form.get("registration", ""), request.form.get("aside", ""), acting()
    version = _version()
    try:
        with transaction():
            registration = registrations.of_event(slug, chosen) if chosen else None
            run = queries.run(slug, public_id)
            deciding.decide(
                run,
                number,
                Decision.CONFIRMED if registration else Decision.ASIDE if aside in set(Aside) else Decision.OPEN,
                registration=registration,
                aside=Aside(aside) if aside in set(Aside) and not registration else None,
                actor=actor,
                version=version,
            )
    except Stale as error:
        return _person(slug, public_id, number, stale=error), error.status
    return _to_the_next(slug, run, number)


@bp.post("/register")
@requires("registrations.import")
@keeps_typed
def register(slug: str, public_id: str, number: int) -> ResponseReturnValue:
    """One whom no registration knows: registered and decided in one step."""
    form = UnknownForm()
    if not form.is_valid():
        return _person(slug, public_id, number, form=form), form.status
    details, locale, now, actor, version = form.details, language(), clock.now(), acting(), _version()
    try:
        with transaction():
            run = queries.run(slug, public_id)
            registering_unknown.register(run, number, details, locale=locale, actor=actor, now=now, version=version)
    except Stale as error:
        return _person(slug, public_id, number, form=form, stale=error), error.status
    except Refused as error:
        form.refuse(error)
        return _person(slug, public_id, number, form=form), 422
    return _to_the_next(slug, run, number)


@bp.get("")
@requires("attendance.view")
def show(slug: str, public_id: str, number: int) -> ResponseReturnValue:
    return _person(slug, public_id, number)


@bp.post("/find")
@requires("attendance.view")
def find(slug: str, public_id: str, number: int) -> ResponseReturnValue:
    """Posted, since a name belongs into no address."""
    return _person(slug, public_id, number, names.clean(request.form.get("text", ""))[:100])


def _to_the_next(slug: str, run: ImportRun, number: int) -> ResponseReturnValue:
    """On whichever page that person is now."""
    where: dict[str, Any] = {}
    if (following := queries.next_open(run.id, number)) is not None:
        where["_anchor"] = f"person-{following[0]}"
        if following[1] >= PER_PAGE:
            where |= {"show": "open", "page": 1 + following[1] // PER_PAGE}
    return redirect(url_for("attendance.show", slug=slug, public_id=run.public_id, **where), 303)


def _version() -> int:
    """Of the reported person, as it was shown to whoever decides."""
    return request.form.get("version", 0, type=int)


def _person(
    slug: str, public_id: str, number: int, text: str = "", form: UnknownForm | None = None, stale: Stale | None = None
) -> str:
    run, event = queries.run(slug, public_id), events.event(slug)
    one = queries.person(run.id, number)
    if form is None:
        form = UnknownForm.of(reported_names.told(one.name, one.place), one.email)
    return render_template(
        "attendance/reported.html",
        event=event,
        run=run,
        one=one,
        stale=stale,
        shared=connections.of_people([one]).get(one.id),
        known=queries.candidates([one]),
        form=form,
        place_options=options_html(language()),
        text=text,
        found=queries.search(event.id, text),
        **surroundings(),
    )


def surroundings() -> dict[str, Any]:
    return {
        "words": words,
        "label": lambda place: places.label(place, language()),
        "asides": list(Aside),
        "spans": evidence.intervals,
    }
