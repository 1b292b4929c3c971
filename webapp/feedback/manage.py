"""Organisers' page of feedback: numbers, and what people wrote in an order that tells nothing."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from webapp.core import lists
from webapp.core.access import requires
from webapp.events import queries as events
from webapp.feedback import figures, queries
from webapp.feedback.models import Feedback
from webapp.feedback.words import USEFUL, WANTED
from webapp.registration.words import SIDE

bp = Blueprint("feedback_results", __name__, url_prefix="/manage/events/<slug>/feedback")


@bp.get("")
@requires("feedback.view")
def show(slug: str) -> ResponseReturnValue:
    event = events.event(slug)
    found = figures.of(event)
    return render_template(
        "feedback/results.html",
        event=event,
        figures=found,
        fewest=figures.FEWEST,
        texts=lists.read(queries.texts(event.id), {"id": [Feedback.id]}, "id") if found else None,
        useful=[(words, found.total.useful[mark]) for mark, words in USEFUL.items()] if found else [],
        wanted=[(words, found.wanted[one]) for one, words in WANTED.items()] if found else [],
        side_words=SIDE,
    )
