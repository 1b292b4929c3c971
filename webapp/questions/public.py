"""The public page of a conference's questions: read, follow, and ask where the organisers let everybody."""

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.core import audit, clock, errors, traps
from webapp.core.access import public
from webapp.core.db import transaction
from webapp.core.errors import DomainError
from webapp.core.forms import keeps_typed
from webapp.core.i18n import gettext as _
from webapp.core.i18n import language
from webapp.core.i18n import lazy_gettext as _l
from webapp.events import queries as events
from webapp.events.models import Event
from webapp.places.options import options_html
from webapp.questions import asking, following, queries, who_may
from webapp.questions.forms import PublicQuestionForm
from webapp.questions.models import Board
from webapp.registration import again, limits
from webapp.registration.limits import limited

NOT_HERE = _l("Questions to this conference are asked by the personal link.")
bp = Blueprint("questions", __name__, url_prefix="/<lang:lang>/events/<slug>/questions")
again.keep_typed(bp, _l("Very many questions are coming in"))


@bp.get("")
@public
def index(slug: str) -> ResponseReturnValue:
    event = events.event(slug)
    board = queries.board(event.id)
    tag = following.tag(event, board)
    if following.is_known(tag):
        return following.unchanged(tag)
    if following.is_follower():
        return following.answer(event, board, tag)
    return _page(event, board)


@bp.post("")
@public
@keeps_typed
@limited
def ask(slug: str) -> ResponseReturnValue:
    event = events.event(slug)
    board = queries.board(event.id)
    _require_open(event, board)
    form = PublicQuestionForm()
    if not form.is_valid():
        return _page(event, board, form, form.status)
    limits.count()
    asked, event_id, now, at_once = form.asked, event.id, clock.now(), board.publishes_at_once
    if not traps.took_the_bait():  # whoever did is answered like everybody
        try:
            with transaction():
                _require_open(events.event(slug), queries.board(event_id))
                asking.ask(event_id, asked, actor=audit.ATTENDEE, now=now)
        except DomainError as error:
            form.refuse(error)
            return _page(events.event(slug), queries.board(event_id), form, error.status)
    thanks = (
        _("Thank you. Everybody can read it now.")
        if at_once
        else _("Thank you. The organisers read it before it is shown to everybody.")
    )
    flash(thanks, "success")
    return redirect(url_for("questions.index", slug=slug), 303)


@bp.errorhandler(DomainError)
def _not_possible(error: DomainError) -> ResponseReturnValue:
    """With a way back to the conference."""
    if error.text is None:
        return errors.page(error.status)
    slug = (request.view_args or {}).get("slug")
    heading = error.heading or _("This is not possible")
    return render_template("registration/not_possible.html", heading=heading, text=error.text, slug=slug), error.status


def _require_open(event: Event, board: Board) -> None:
    if not board.takes_public:
        raise DomainError(NOT_HERE)
    who_may.require_open(event, clock.now())


def _page(event: Event, board: Board, form: PublicQuestionForm | None = None, status: int = 200) -> Response:
    """`form` is one that was sent and is not kept."""
    is_open = who_may.takes_questions(event, clock.now())
    takes_public = is_open and board.takes_public
    tag = following.tag(event, board)
    shown = render_template(
        "questions/public.html",
        **following.shown(event, board, tag),
        form=form,
        ask_form=(form or PublicQuestionForm(formdata=None)) if takes_public else None,
        is_open=is_open,
        places=options_html(language()) if takes_public else "",
    )
    return following.tagged(make_response(shown, status), tag)
