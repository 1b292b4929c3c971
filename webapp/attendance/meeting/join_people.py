"""Organisers' live view of who used the link, and one person's link: withdraw it, give a new one."""

from collections.abc import Mapping

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.attendance.meeting import join_queries, joining
from webapp.attendance.meeting.join_queries import Entrance, Seen
from webapp.attendance.meeting.join_words import WAY
from webapp.core import clock
from webapp.core.access import acting, requires
from webapp.core.db import transaction
from webapp.core.errors import NotThere
from webapp.core.i18n import gettext as _
from webapp.core.i18n import language
from webapp.events import queries as events
from webapp.places import queries as places
from webapp.places.levels import districts
from webapp.places.models import Place, Region
from webapp.registration.models import Registration, State
from webapp.registration.words import SIDE

bp = Blueprint("join_people", __name__, url_prefix="/manage/events/<slug>/joining")


@bp.get("/live")
@requires("joining.view")
def live(slug: str) -> ResponseReturnValue:
    """The same page again every ten seconds, of which the browser takes what changed."""
    event, lang = events.event(slug), language()
    seen = join_queries.live(event.id)
    return render_template(
        "attendance/live.html",
        event=event,
        room=join_queries.room(event.id),
        live=seen,
        districts=_in_order(seen.districts, lang),
        latest=join_queries.latest_uses(event.id),
        ways=WAY,
        sides=SIDE,
        label=lambda place: places.label(place, lang),
        now=clock.now(),
    )


@bp.get("/people/<public_id>")
@requires("joining.edit")
def show(slug: str, public_id: str) -> ResponseReturnValue:
    entrance = _require_there(slug, public_id)
    return render_template(
        "attendance/person.html",
        entrance=entrance,
        registration=entrance.registration,
        event=entrance.event,
        uses=join_queries.uses(entrance.registration.id),
        ways=WAY,
        may_join=_may_join(entrance.registration),
    )


@bp.post("/people/<public_id>/close")
@requires("joining.edit")
def close(slug: str, public_id: str) -> ResponseReturnValue:
    _require_there(slug, public_id)
    actor = acting()
    with transaction():
        joining.close_link(public_id, actor=actor, now=clock.now())
    flash(_("The link was withdrawn. Nobody gets in by it any more."), "success")
    return redirect(url_for("join_people.show", slug=slug, public_id=public_id), 303)


@bp.post("/people/<public_id>/renew")
@requires("joining.edit")
def renew(slug: str, public_id: str) -> ResponseReturnValue:
    _require_there(slug, public_id)
    actor = acting()
    with transaction():
        joining.renew_link(public_id, actor=actor, now=clock.now())
    flash(_("A new link is on its way by e-mail. The earlier ones are worthless."), "success")
    return redirect(url_for("join_people.show", slug=slug, public_id=public_id), 303)


def _require_there(slug: str, public_id: str) -> Entrance:
    """Raises NotThere, also for a registration of another event."""
    found = join_queries.by_public_id(public_id)
    if found is None or found.event.slug != slug:
        raise NotThere
    return found


def _may_join(registration: Registration) -> bool:
    return registration.state is State.CONFIRMED


def _in_order(counted: Mapping[str, Seen], lang: str) -> list[tuple[Place, Seen]]:
    """The reader's own side first."""
    first = Region.DNIPROPETROVSK if lang == "uk" else Region.NRW
    found = [(place, counted[place.key]) for place in districts(lang) if place.key in counted]
    return sorted(found, key=lambda item: item[0].region != first)
