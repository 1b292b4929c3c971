"""The organisers' page of the report of a conference, and its files."""

from typing import Final
from urllib.parse import quote

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from webapp.core import charts, clock
from webapp.core.access import requires
from webapp.core.drawing import Picture
from webapp.core.errors import NotThere
from webapp.core.i18n import LANGUAGES, language
from webapp.reporting.report import facts, making
from webapp.reporting.report.making import KINDS, Texts

bp = Blueprint("report", __name__, url_prefix="/manage/events/<slug>/report")
IN: Final = "in"  #: which language of the report the page shows


@bp.get("")
@requires("figures.view")
def show(slug: str) -> ResponseReturnValue:
    found, chosen = facts.of(slug), _chosen()
    paper = making.paper(found, chosen, Texts(), issue=None, now=clock.now())
    return render_template(
        "reporting/report.html",
        event=found.event,
        found=found,
        paper=paper,
        chosen=chosen,
        languages=LANGUAGES,
        picture=_picture,
    )


@bp.get("/draft/<chosen>.<kind>")
@requires("figures.view")
def download(slug: str, chosen: str, kind: str) -> ResponseReturnValue:
    if chosen not in LANGUAGES or kind not in KINDS:
        raise NotThere
    found, now = facts.of(slug), clock.now()
    paper = making.paper(found, chosen, Texts(), issue=None, now=now)
    name = making.file_name(slug, found.event.starts_at, chosen, kind)
    return _file(making.written(paper, kind, at=now), kind, name)


def _file(content: bytes, kind: str, name: str) -> Response:
    answer = Response(content, content_type=KINDS[kind])
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return answer


def _chosen() -> str:
    asked = request.args.get(IN, "")
    return asked if asked in LANGUAGES else language()


def _picture(svg: str) -> Picture:
    """What was drawn for paper, as a page shows it by day and by night."""
    drawn = Picture.of_file(svg)
    return Picture(drawn.box, Markup(charts.for_page(str(drawn.body))))  # noqa: S704 - it was escaped when it was drawn
