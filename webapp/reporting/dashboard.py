"""The organisers' page of pictures: the numbers of one conference where people look rather than read."""

from collections.abc import Iterator

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from webapp.core import clock
from webapp.core.access import requires
from webapp.core.i18n import language
from webapp.events import queries as events
from webapp.events.models import Event
from webapp.places.models import Region
from webapp.reporting import figures, over_time, panels, place_columns, represented
from webapp.reporting.panels import Panel

MOST_DAYS = 60  #: in the curve of registrations and the table behind it
COARSE = "districts"

bp = Blueprint("dashboard", __name__, url_prefix="/manage/events/<slug>/figures")


@bp.get("")
@requires("figures.view")
def show(slug: str) -> ResponseReturnValue:
    event, coarse, now = events.event_with_programme(slug), request.args.get("map") == COARSE, clock.now()
    return render_template(
        "reporting/dashboard.html",
        event=event,
        coarse=coarse,
        panels=list(_panels(event, coarse=coarse)),
        now=now,
        live=event.is_on_the_day(now),
    )


def _panels(event: Event, *, coarse: bool) -> Iterator[Panel]:
    directory = place_columns.directory()
    counted = figures.of(event, directory)
    reached = represented.by_place(counted)
    yield panels.funnel(counted.total)
    if counted.invited:
        yield panels.invited(counted, reached)
    if grown := figures.growth(event, MOST_DAYS):
        yield panels.growth(grown)
    if there := over_time.presence(event):
        yield panels.presence(event, there, event.slots)
    first = Region.DNIPROPETROVSK if language() == "uk" else Region.NRW
    for region in sorted(Region, key=lambda one: one is not first):
        yield panels.map_of(
            region, directory.values(), reached, coarse=coarse, has_attendance=bool(counted.total.presence)
        )
    yield panels.districts(counted, directory.values())
