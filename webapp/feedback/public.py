"""The page of feedback behind its own link: three questions, then thanks."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.core import errors
from webapp.core.access import public
from webapp.core.db import transaction
from webapp.core.forms import keeps_typed
from webapp.core.i18n import gettext as _
from webapp.core.i18n import language
from webapp.feedback import answering, queries
from webapp.feedback.forms import FeedbackForm
from webapp.feedback.links import PURPOSE
from webapp.registration import again
from webapp.registration.doors import open_link
from webapp.registration.models import Registration

bp = Blueprint("feedback", __name__, url_prefix="/<lang:lang>/feedback/<token>")
again.keep_typed(bp, errors.TEXTS[429][0])


@bp.get("")
@public
def form(token: str) -> ResponseReturnValue:
    return _page(open_link(PURPOSE, token), token, FeedbackForm(formdata=None))


@bp.post("")
@public
@keeps_typed
def give(token: str) -> ResponseReturnValue:
    who, typed = open_link(PURPOSE, token), FeedbackForm()
    if not typed.is_valid():
        return _page(who, token, typed), typed.status
    public_id, given, locale = who.public_id, typed.given, language()
    with transaction():
        counts = answering.give(public_id, given, locale=locale)
    if not counts:
        flash(_("You had answered already. Your first answers count."), "info")
    # The address alone tells that it was just now: when somebody answered is kept nowhere.
    return redirect(url_for("feedback.form", token=token, thanks=1 if counts else None), 303)


def _page(who: Registration, token: str, form: FeedbackForm) -> str:
    return render_template(
        "feedback/form.html",
        event=who.event,
        form=form,
        token=token,
        answered=queries.has_answered(who.id),
        just_now="thanks" in request.args,
    )
