"""The page behind a personal join link: wait, and choose how one comes in; its question goes to the questions."""

import logging

from flask import Blueprint, Response, g, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.attendance.meeting import doorway, join_queries, joining, meeting_address
from webapp.attendance.meeting.doorway import Stage
from webapp.attendance.meeting.join_forms import JoinForm
from webapp.attendance.meeting.join_queries import Entrance
from webapp.attendance.meeting.join_words import names_of
from webapp.core import clock, security
from webapp.core.access import public
from webapp.core.db import transaction
from webapp.core.errors import BUSY
from webapp.core.forms import keeps_typed
from webapp.registration.doors import explaining, open_link
from webapp.registration.mails import MANAGE, manage_token

log = logging.getLogger(__name__)
bp = Blueprint("join", __name__, url_prefix="/<lang:lang>")


@bp.get("/r/<registration_token>/join")
@public
def enter(registration_token: str) -> ResponseReturnValue:
    """From one's personal page to the link as it is now; registration itself knows nothing of joining."""
    registration = open_link(MANAGE, registration_token)
    return redirect(url_for("join.show", token=join_queries.entrance(registration).token), 303)


@bp.get("/j/<token>")
@public
def show(token: str) -> ResponseReturnValue:
    return _page(_open(token), token)


@bp.post("/j/<token>")
@public
@keeps_typed
def go(token: str) -> ResponseReturnValue:
    """Note the use and lead on; getting in matters more than noting it."""
    entrance, form = _open(token), JoinForm()
    if not _is_open(entrance):
        return _page(entrance, token, status=409)
    if not form.is_valid():
        return _page(entrance, token, join=form)
    registration, address = entrance.registration, entrance.room.address
    public_id, use = registration.public_id, form.use_of(registration)
    try:
        with transaction():
            joining.note_use(public_id, use, now=clock.now())
    except BUSY as error:
        log.error("a use of a link was not noted: %s", type(error).__name__)  # noqa: TRY400 - expected under load
    return redirect(address, 303)


def _open(token: str) -> Entrance:
    """Raises NotThere, Gone or DomainError, each with what to do."""
    with explaining():
        entrance = join_queries.by_token(token)
    joining.require_admitted(entrance, clock.now())
    return entrance


def _is_open(entrance: Entrance) -> bool:
    return entrance.stage(clock.now()) is Stage.OPEN and join_queries.usable(entrance.room)


def _page(
    entrance: Entrance,
    token: str,
    *,
    join: JoinForm | None = None,
    status: int = 200,
) -> Response:
    """`join` is the form that was sent and has errors."""
    is_open, room = _is_open(entrance), entrance.room
    answer = make_response(
        render_template(
            "attendance/join.html",
            entrance=entrance,
            registration=entrance.registration,
            event=entrance.event,
            room=room,
            token=token,
            is_open=is_open,
            too_early=entrance.stage(clock.now()) is Stage.EARLY,
            soon=doorway.is_soon(clock.now(), entrance.opens_at),
            form=join,
            join_form=join or JoinForm(formdata=None),
            names=names_of(entrance.registration),
            # whoever cannot send the form, as without cookies, shall get in all the same
            direct=room.address if is_open and join is not None and g.get("read_only") else "",
            manage=manage_token(entrance.registration, entrance.event),
        ),
        join.status if join else status,
    )
    if is_open:
        sources = meeting_address.form_targets(room.address, join_queries.hosts())
        answer.headers["Content-Security-Policy"] = security.csp_with_form_to(sources)
    return answer
