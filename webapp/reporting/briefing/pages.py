"""The organisers' page of the briefing, and its file."""

from urllib.parse import quote

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from webapp.core import audit, clock, word_files
from webapp.core.access import acting, requires
from webapp.core.db import transaction
from webapp.core.drawing import png
from webapp.core.errors import NotThere
from webapp.core.forms import BaseForm
from webapp.core.i18n import LANGUAGES, language
from webapp.events import queries as events
from webapp.events.models import Event
from webapp.reporting.briefing import content
from webapp.reporting.briefing.file_names import file_name
from webapp.reporting.report.making import KINDS

bp = Blueprint("briefing", __name__, url_prefix="/manage/events/<slug>/briefing")


@bp.get("")
@requires("registrations.view")
def show(slug: str) -> ResponseReturnValue:
    asked = request.args.get("in", "")
    chosen = asked if asked in LANGUAGES else language()
    event = events.event(slug)
    return render_template(
        "reporting/briefing.html",
        event=event,
        form=BaseForm(formdata=None),
        paper=content.paper(event, chosen, now=clock.now()),
        chosen=chosen,
        languages=LANGUAGES,
    )


@bp.post("/<chosen>")
@requires("registrations.view")
def download(slug: str, chosen: str) -> ResponseReturnValue:
    """Posted, since it is noted who took the file: it names people."""
    if chosen not in LANGUAGES:
        raise NotThere
    event, actor = events.event(slug), acting()
    made, name = written(event, chosen), file_name(event, chosen)
    with transaction():
        audit.record("briefing.download", f"event {events.event(slug).public_id}", actor=actor)
    answer = Response(made, content_type=KINDS["docx"])
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return answer


def written(event: Event, chosen: str) -> bytes:
    now = clock.now()
    return word_files.docx_of(content.paper(event, chosen, now=now), at=now, draw=png, tight=True)
