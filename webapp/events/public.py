"""Public pages: the coming and past events, one event with its programme, its calendar entry."""

from urllib.parse import quote

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from webapp.core import clock
from webapp.core.access import public
from webapp.events import entries, queries

bp = Blueprint("events", __name__, url_prefix="/<lang:lang>")


@bp.get("/")
@public
def home() -> ResponseReturnValue:
    now = clock.now()
    return render_template("events/home.html", coming=queries.coming(now), past=queries.past(now), now=now)


@bp.get("/events/<slug>")
@public
def show(slug: str) -> ResponseReturnValue:
    event, now = queries.event_with_programme(slug), clock.now()
    return render_template("events/show.html", event=event, now=now, over=now >= event.ends_at)


@bp.get("/events/<slug>/calendar.ics")
@public
def calendar_entry(slug: str) -> ResponseReturnValue:
    event = queries.event(slug)
    answer = Response(entries.calendar_text(event), content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(entries.calendar_name(event))}"
    return answer
