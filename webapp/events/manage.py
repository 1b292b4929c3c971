"""The organisers' first page: all conferences."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from webapp.core import clock
from webapp.core.access import requires
from webapp.events import queries

bp = Blueprint("events_manage", __name__, url_prefix="/manage")


@bp.get("/")
@requires("events.view")
def home() -> ResponseReturnValue:
    return render_template("events/manage_home.html", events=queries.all_events(), now=clock.now())
