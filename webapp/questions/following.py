"""What pages that follow the published questions share: tags that tell whether something changed, and the list."""

from typing import Any, Final

from flask import Response, request

from webapp.core import clock
from webapp.core.i18n import language
from webapp.core.i18n import lazy_gettext as _l
from webapp.events.models import Event
from webapp.questions import shown as published
from webapp.questions import who_may
from webapp.questions.models import Board
from webapp.questions.shown import Tab
from webapp.questions.words import BADGE, STATE
from webapp.registration.words import SIDE

TAB: Final = {
    Tab.ALL: _l("All questions"),
    Tab.OPEN: _l("Not answered yet"),
    Tab.ANSWERED: _l("Answered questions"),
    Tab.EXPERIENCES: _l("Shared experiences"),
}


def tag(board: Board, *more: str) -> str:
    """The same as long as this reader sees the same; the address tells the rest."""
    return "-".join((language(), published.stamp(board), *more))


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


def shown(event: Event, board: Board, current: str) -> dict[str, Any]:
    """What the list is drawn from."""
    tab = published.tab_asked()
    listed = published.listed(event, board, tab)
    return {
        "event": event,
        "board": board,
        "tag": current,
        "tab": tab,
        "tabs": [(code, words, listed.counts[code]) for code, words in TAB.items()],
        "page": listed.page,
        "drawn": listed.drawn,
        "over": not who_may.takes_questions(event, clock.now()),
        "side_words": SIDE,
        "state_words": STATE,
        "badges": BADGE,
    }
