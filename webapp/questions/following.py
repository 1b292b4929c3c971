"""What pages that follow the published questions share: tags that tell whether something changed, and the list."""

from typing import Any

from flask import Response, make_response, request

from webapp.core.i18n import language
from webapp.events.models import Event
from webapp.questions import drawing
from webapp.questions import shown as published
from webapp.questions.drawing import Reader
from webapp.questions.models import Board


def tag(event: Event, board: Board, *more: str) -> str:
    """The same as long as this reader sees the same; the address tells the rest."""
    return "-".join((language(), published.stamp(event, board), *more))


def is_known(current: str) -> bool:
    """Whether the reader has this already."""
    return request.if_none_match.contains_weak(current)


def is_follower() -> bool:
    """Whether a page asks that is open already and wants the list alone."""
    return "HX-Request" in request.headers


def unchanged(current: str) -> Response:
    return tagged(Response(status=304), current)


def tagged(answer: Response, current: str) -> Response:
    if answer.status_code in {200, 304}:  # a refused form is no state of the list
        answer.set_etag(current, weak=True)
    return answer


def answer(event: Event, board: Board, current: str, reader: Reader | None = None) -> Response:
    """The list alone, for a page that is open already."""
    return tagged(make_response(shown(event, board, current, reader)["list"]), current)


def shown(event: Event, board: Board, current: str, reader: Reader | None = None) -> dict[str, Any]:
    """What a page needs that shows the list; without a reader that of everybody."""
    tab = published.tab_asked()
    kept = drawing.kept(event, board, tab)
    return {
        "event": event,
        "board": board,
        "tab": tab,
        "page": kept.listed.page,
        "list": drawing.page(event, kept, tab, current, reader),
    }
