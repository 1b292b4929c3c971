"""The place search that the forms ask while somebody types, and the page that credits the sources."""

from collections.abc import Sequence

from flask import Blueprint, abort, g, make_response, render_template, request
from flask.typing import ResponseReturnValue

from webapp.core.access import public
from webapp.core.i18n import Shown
from webapp.places import queries
from webapp.places.models import Place
from webapp.places.search import LONGEST_QUERY

AN_HOUR = 3600

bp = Blueprint("places", __name__, url_prefix="/<lang:lang>")


@bp.get("/places")
@public
def search() -> ResponseReturnValue:
    text = request.args.get("q", "")
    if len(text) > LONGEST_QUERY:
        abort(400)
    found = queries.search(text)
    if request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json":
        response = make_response([queries.suggestion(place, g.lang) for place in found])
    else:
        response = make_response(render_template("places/_found.html", found=_worded(found)))
    response.vary.add("Accept")
    response.cache_control.public = True
    response.cache_control.max_age = AN_HOUR
    return response


def _worded(found: Sequence[Place]) -> list[tuple[Place, Shown, list[Shown]]]:
    return [(place, queries.label(place, g.lang), queries.description(place, g.lang)) for place in found]


@bp.get("/data-sources")
@public
def data_sources() -> ResponseReturnValue:
    return render_template("places/data_sources.html")
