"""The file behind a personal link that holds everything stored about its owner.

It stands here and not with the registration's pages, since only a feature above all others knows of all of it.
"""

from urllib.parse import quote

from flask import Blueprint, Response, json
from flask.typing import ResponseReturnValue

from webapp.attendance import own_data
from webapp.core.access import public
from webapp.feedback import queries as feedback
from webapp.followup import own_data as follow_up
from webapp.privacy import own_record
from webapp.questions import own_questions
from webapp.registration.doors import open_link
from webapp.registration.mails import MANAGE
from webapp.reporting.corrections import own_changes

bp = Blueprint("own_data", __name__, url_prefix="/<lang:lang>/r/<token>")


@bp.get("/data.json")
@public
def download(token: str) -> ResponseReturnValue:
    registration = open_link(MANAGE, token)
    known = own_data.everything(registration) | own_questions.everything(registration.id)
    known |= feedback.own_data(registration.id) | follow_up.everything(registration.id)
    known |= {"corrections": own_changes.everything(registration.id)}
    everything = known | own_record.everything(registration)
    content = json.dumps(everything, ensure_ascii=False, indent=2)
    answer = Response(content, content_type="application/json; charset=utf-8")
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(registration.event.slug)}.json"
    return answer
