"""The desk of moderators: the list, what is new on it, questions asked orally, and the settings."""

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.core import clock, telling
from webapp.core.access import acting, requires
from webapp.core.db import transaction
from webapp.core.forms import keeps_typed
from webapp.events import queries as events
from webapp.questions import desk_pages, desk_queries, moderating, one_page, queries
from webapp.questions.desk_forms import BoardForm, OralForm

bp = Blueprint("questions_desk", __name__, url_prefix="/manage/events/<slug>/questions")


@bp.get("")
@requires("questions.view")
def index(slug: str) -> ResponseReturnValue:
    """The page asks for itself every few seconds, to tell what is new: 304 while nothing was changed."""
    if request.if_none_match:
        board = desk_queries.following(slug) or queries.board(events.event(slug).id)
        if request.if_none_match.contains(desk_pages.etag(board)):
            return Response(status=304)
    return desk_pages.desk(slug)


@bp.post("/oral")
@requires("questions.moderate")
@keeps_typed
def enter(slug: str) -> ResponseReturnValue:
    form = OralForm()
    events.event(slug)
    if not form.is_valid():
        return desk_pages.desk(slug, oral=form), form.status
    asked, state, actor, now = form.asked, form.state, acting(), clock.now()
    with transaction():
        question = moderating.enter(slug, asked, state, actor=actor, now=now)
    return redirect(desk_pages.address(entered=question.number, _anchor="oral"), 303)


@bp.get("/settings")
@requires("questions.moderate")
def settings(slug: str) -> ResponseReturnValue:
    event = events.event(slug)
    board = queries.board(event.id)
    form = BoardForm(formdata=None, obj=board)
    return render_template("questions/desk_settings.html", event=event, form=form)


@bp.post("/settings")
@requires("questions.moderate")
@keeps_typed
def set_board(slug: str) -> ResponseReturnValue:
    form, event = BoardForm(), events.event(slug)
    if not form.is_valid():
        return render_template("questions/desk_settings.html", event=event, form=form), form.status
    wanted, actor, now = form.settings, acting(), clock.now()
    with transaction():
        changed = moderating.set_board(slug, wanted, actor=actor, now=now)
    telling.saved(changed)
    return redirect(url_for("questions_desk.index", slug=slug), 303)


@bp.get("/<public_id>")
@requires("questions.view")
def show(slug: str, public_id: str) -> ResponseReturnValue:
    return one_page.one(slug, public_id)
