"""The organisers' page of pictures: the numbers of one conference where people look rather than read."""

import json
from hashlib import sha256
from typing import Final

from flask import Blueprint, Response, make_response, render_template, request
from flask.typing import ResponseReturnValue

from webapp.core import clock
from webapp.core.access import requires
from webapp.core.clock import BERLIN
from webapp.core.i18n import language
from webapp.events import queries as events
from webapp.reporting import feedback_panels, panel_of_presence, panels, panels_of_places, place_columns
from webapp.reporting.counting import keeping
from webapp.reporting.counting.keeping import Counted
from webapp.reporting.panels import Area, Told

#: in the order of the page; each gives nothing where it has nothing to show
PANELS: Final = (
    panels.funnel,
    panels.invited,
    panels.growth,
    panel_of_presence.presence,
    panels_of_places.own_side,
    panels_of_places.other_side,
    panels_of_places.districts,
    panels.compared,
    feedback_panels.useful,
    feedback_panels.wanted,
)

bp = Blueprint("dashboard", __name__, url_prefix="/manage/events/<slug>/figures")


@bp.get("")
@requires("figures.view")
def show(slug: str) -> ResponseReturnValue:
    """On the day the page asks for itself again and again: 304 while the numbers stay what they are."""
    event, area, now = events.event(slug), _area(), clock.now()
    directory = place_columns.directory()
    counted = keeping.figures(event, directory, now)
    tag = _tag(counted, area)
    if request.if_none_match.contains(tag):
        return Response(status=304)
    day = event.starts_at.astimezone(BERLIN).date()
    told = Told(counted.data, directory, day, area) if counted else None
    answer = make_response(
        render_template(
            "reporting/dashboard.html",
            event=event,
            area=area,
            areas=list(Area),
            panels=[panel for make in PANELS if (panel := make(told))] if told else None,
            counted=counted,
            live=event.is_on_the_day(now),
            tag=tag,
        )
    )
    answer.set_etag(tag)
    return answer


def _area() -> Area:
    asked = request.args.get("map")
    return Area(asked) if asked in list(Area) else Area.MUNICIPALITIES


def _tag(counted: Counted | None, area: Area) -> str:
    """Of numbers that are kept the time tells whether they are others."""
    numbers = "" if counted is None else counted.at.isoformat() if counted.kept else json.dumps(counted.data)
    return sha256(f"{language()} {area.value} {numbers}".encode()).hexdigest()[:32]
