"""The page behind a personal link for questions: ask, follow one's own, take back, and vote."""

import hmac
from dataclasses import replace
from typing import Final

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_limiter import RateLimitExceeded

from webapp.core import audit, clock, tokens
from webapp.core.access import public
from webapp.core.db import transaction
from webapp.core.errors import DomainError, Refused
from webapp.core.forms import BaseForm, keeps_typed
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy_gettext as _l
from webapp.core.security import limiter
from webapp.events import queries as events
from webapp.events.models import Event
from webapp.questions import asking, drawing, following, own_questions, queries, shown, voting, who_may
from webapp.questions.drawing import Reader
from webapp.questions.forms import BACK, OwnQuestionForm
from webapp.questions.models import Board, Visibility
from webapp.questions.words import BADGE, KIND, STATE
from webapp.registration import again
from webapp.registration.doors import open_link
from webapp.registration.mails import MANAGE
from webapp.registration.models import Registration

UNLINKED_OF_ONE: Final = "5 per 10 minutes"  #: what no row tells apart is counted beside the database, see _asker()
bp = Blueprint("own_questions", __name__, url_prefix="/<lang:lang>/r/<token>/questions")
again.keep_typed(bp, _l("Very many questions are coming in"))


@bp.get("")
@public
def show(token: str) -> ResponseReturnValue:
    registration = open_link(MANAGE, token)
    board = queries.board(registration.event_id)
    tag = _tag(registration, board)
    if following.is_known(tag):
        return following.unchanged(tag)
    if following.is_follower():
        return following.answer(registration.event, board, tag, _reader(registration, token, board))
    return _page(registration, token)


@bp.post("")
@public
@keeps_typed
def ask(token: str) -> ResponseReturnValue:
    registration = open_link(MANAGE, token)
    form = OwnQuestionForm(events.event_with_programme(registration.event.slug))
    if not form.is_valid():
        return _page(registration, token, form=form, status=form.status)
    asked, asker, now = form.asked, registration.public_id, clock.now()
    try:
        if asked.visibility is Visibility.UNLINKED:
            who_may.heard(asker)
            _count_unlinked()
        with transaction():
            person = who_may.heard(asker)
            who_may.require_open(person.event, now)
            asking.ask(person.event_id, replace(asked, registration=person), actor=audit.ATTENDEE, now=now)
    except RateLimitExceeded:
        form.refuse(Refused(asking.TOO_MANY, "text"))
        return _page(open_link(MANAGE, token), token, form=form, status=429)
    except DomainError as error:
        form.refuse(error)
        return _page(open_link(MANAGE, token), token, form=form, status=error.status)
    flash(_("Thank you. The organisers have received it."), "success")
    if form.back.data == BACK:
        return redirect(url_for("join.enter", registration_token=token), 303)
    return redirect(url_for("own_questions.show", token=token), 303)


@bp.post("/<public_id>/take-back")
@public
def take_back(token: str, public_id: str) -> ResponseReturnValue:
    registration_id = open_link(MANAGE, token).id
    with transaction():
        is_gone = asking.take_back(registration_id, public_id, now=clock.now())
    told = _("It was taken back and deleted.") if is_gone else _HIDDEN
    flash(str(told), "success")
    return redirect(url_for("own_questions.show", token=token), 303)


@bp.post("/<public_id>/hide")
@public
def hide(token: str, public_id: str) -> ResponseReturnValue:
    registration_id = open_link(MANAGE, token).id
    with transaction():
        asking.hide_author(registration_id, public_id, now=clock.now())
    flash(str(_HIDDEN), "success")
    return redirect(url_for("own_questions.show", token=token), 303)


@bp.post("/<public_id>/vote")
@public
def vote(token: str, public_id: str) -> ResponseReturnValue:
    """`vote` says what shall be, so that a second click changes nothing."""
    registration = open_link(MANAGE, token)
    voter, event, wanted = registration.public_id, registration.event, _WANTED.get(request.form.get("vote", ""))
    if wanted is None:
        abort(400)
    try:
        with transaction():
            question = voting.vote(voter, public_id, wanted=wanted, now=clock.now())
    except DomainError as error:
        return render_template("questions/refused.html", event=event, token=token, said=error), error.status
    if following.is_follower():
        return _voted(open_link(MANAGE, token), token, public_id)
    tab = shown.tab_asked()
    number = shown.page_of(event.id, question, tab)
    here = url_for("own_questions.show", token=token, show=tab, page=number, _anchor=f"question-{question.number}")
    return redirect(here, 303)


_WANTED: Final = {"1": True, "0": False}
_HIDDEN: Final = _l("From now on only the organisers see your municipality there.")


def _voted(registration: Registration, token: str, public_id: str) -> str:
    """The one question that was voted for, to stand where it stood."""
    question = queries.of_event(registration.event.slug, public_id)
    reader = _reader(registration, token, queries.board(registration.event_id))
    return drawing.one(shown.entry(question), shown.tab_asked(), reader)


def _asker() -> str:
    """Stands for the registration where unlinked questions are counted, for ten minutes; no question leads to it."""
    subject = tokens.read(MANAGE, (request.view_args or {})["token"]).subject
    secret = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.digest(secret, f"unlinked question {subject}".encode(), "sha256").hex()[:32]


@limiter.limit(lambda: UNLINKED_OF_ONE, key_func=_asker)
def _count_unlinked() -> None:
    """Raises RateLimitExceeded."""


def _tag(registration: Registration, board: Board) -> str:
    """One's own votes change the board as well."""
    return following.tag(registration.event, board, registration.state)


def _reader(registration: Registration, token: str, board: Board) -> Reader:
    return Reader(
        token=token,
        may_vote=who_may.is_heard(registration) and board.takes_votes,
        voted=voting.voted_for(registration.id),
        mine=own_questions.public_ids(registration.id),
    )


def _page(
    registration: Registration,
    token: str,
    *,
    form: BaseForm | None = None,
    status: int = 200,
) -> Response:
    """`form` is one that was sent and is not kept."""
    programme, board = _programme(registration), queries.board(registration.event_id)
    tag = _tag(registration, board)
    drawn = render_template(
        "questions/own.html",
        **following.shown(registration.event, board, tag, _reader(registration, token, board)),
        token=token,
        registration=registration,
        programme=programme,
        own=own_questions.told(registration.id),
        kinds=KIND,
        state_words=STATE,
        badges=BADGE,
        unheard=who_may.UNHEARD,
        closed=who_may.OVER,
        form=form,
        ask_form=form or OwnQuestionForm(programme, formdata=None),
        is_heard=who_may.is_heard(registration),
        is_open=who_may.takes_questions(programme, clock.now()),
    )
    return following.tagged(make_response(drawn, status), tag)


def _programme(registration: Registration) -> Event:
    return events.event_with_programme(registration.event.slug)
