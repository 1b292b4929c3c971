"""The list that pages follow, drawn once for all readers of a language: what is a reader's own is filled in.

Drawing is most of what an answer costs, and while people vote nearly every poll is answered by a whole list. Kept are
the frame around the questions and each question in every way in which a reader may stand to it. The address of a
personal link and the token of a form are gaps in them, with a name that nobody outside this process can know and write.
"""

import secrets
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final
from urllib.parse import quote

from flask import get_template_attribute, render_template, request, url_for
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup

from webapp.core import clock, lists
from webapp.core.i18n import language
from webapp.core.i18n import lazy_gettext as _l
from webapp.events.models import Event
from webapp.questions import shown, who_may
from webapp.questions.models import Board
from webapp.questions.shown import Entry, Listed, Order, Tab
from webapp.questions.words import BADGE, STATE
from webapp.registration.words import SIDE

TAB: Final = {
    Tab.ALL: _l("All questions"),
    Tab.OPEN: _l("Not answered yet"),
    Tab.ANSWERED: _l("Answered questions"),
    Tab.EXPERIENCES: _l("Shared experiences"),
}
MOST_KEPT: Final = 200  #: pages in memory
_GAP: Final = secrets.token_hex(16)
_TOKEN, _CSRF, _TAG, _ROWS = (f"{name}{_GAP}" for name in ("token", "csrf", "tag", "rows"))


class Standing(StrEnum):
    """How a reader stands to a question."""

    READS = "reads"
    ASKED = "asked"
    MAY_VOTE = "may_vote"
    MAY_TAKE_BACK = "may_take_back"
    VOTED = "voted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Somebody behind a personal link."""

    token: str
    may_vote: bool
    voted: AbstractSet[str]
    mine: AbstractSet[str]

    def standing(self, entry: Entry) -> Standing:
        has_voted = entry.public_id in self.voted
        if entry.public_id in self.mine and not has_voted:
            return Standing.ASKED
        if entry.is_voted_on and self.may_vote:
            return Standing.MAY_TAKE_BACK if has_voted else Standing.MAY_VOTE
        return Standing.VOTED if has_voted else Standing.READS


@dataclass(frozen=True, slots=True)
class Kept:
    """One page of one tab in one language, as of a stamp of the board, and what has been drawn of it."""

    stamp: str
    listed: Listed
    rows: dict[tuple[Entry, Standing], str]
    frames: dict[tuple[bool, bool], str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Paged(lists.Page[Entry]):
    """Its links do not hang on the request in which they are drawn."""

    here: str

    def url(self, number: int) -> str:
        return f"{self.here}&page={number}"


_kept: dict[tuple[object, ...], Kept] = {}
_orders: dict[tuple[str, Tab], tuple[str, Order]] = {}  #: with the stamp as of which they hold


def kept(event: Event, board: Board, tab: Tab) -> Kept:
    """The page that the query string asks for, read once for all readers of a language until something changes."""
    key = event.public_id, language(), tab, request.args.get("page", 1, type=int)
    now = shown.stamp(event, board)
    before = _kept.get(key)
    if before is not None and before.stamp == now:
        return before
    listed = shown.listed(_order(event, tab, now))
    there = frozenset(listed.page.rows)
    same = {key: row for key, row in list(before.rows.items()) if key[0] in there} if before else {}
    if len(_kept) >= MOST_KEPT:
        _kept.clear()
        _orders.clear()
    _kept[key] = made = Kept(now, listed, same)
    return made


def _order(event: Event, tab: Tab, stamp: str) -> Order:
    before = _orders.get((event.public_id, tab))
    if before is not None and before[0] == stamp:
        return before[1]
    found = shown.order(event.id, tab)
    _orders[event.public_id, tab] = stamp, found
    return found


def page(event: Event, kept: Kept, tab: Tab, tag: str, reader: Reader | None = None) -> Markup:
    """The whole list, as this reader sees it."""
    kind = reader is not None, who_may.takes_questions(event, clock.now())
    frame = kept.frames.get(kind)
    if frame is None:
        frame = kept.frames[kind] = _frame(event, kept.listed, tab, personal=kind[0], is_open=kind[1])
    rows = "".join(_row(kept.rows, entry, tab, reader) for entry in kept.listed.page.rows)
    return _filled(frame.replace(_ROWS, rows).replace(_TAG, tag), reader)


def one(entry: Entry, tab: Tab, reader: Reader) -> Markup:
    """A single question."""
    return _filled(_row({}, entry, tab, reader), reader)


def _filled(text: str, reader: Reader | None) -> Markup:
    if reader is not None:
        # the reader's link opened something, but may hold more than we wrote into it
        text = text.replace(_TOKEN, quote(reader.token, safe="")).replace(_CSRF, generate_csrf())
    return Markup(text)  # noqa: S704 - drawn by templates, and what is filled in needs no escaping


def _row(drawn: dict[tuple[Entry, Standing], str], entry: Entry, tab: Tab, reader: Reader | None) -> str:
    standing = reader.standing(entry) if reader else Standing.READS
    found = drawn.get((entry, standing))
    if found is None:
        draw = get_template_attribute("questions/_entry.html", "question")
        url = url_for("own_questions.vote", token=_TOKEN, public_id=entry.public_id, show=tab)
        found = drawn[entry, standing] = str(draw(entry, standing.value, SIDE, STATE, BADGE, url, _CSRF))
    return found


def _frame(event: Event, listed: Listed, tab: Tab, *, personal: bool, is_open: bool) -> str:
    urls = {code: _url(event, code, personal=personal) for code in TAB}
    part = listed.page
    return render_template(
        "questions/_followed.html",
        tab=tab,
        tabs=[(urls[code], code, words, listed.counts[code]) for code, words in TAB.items()],
        page=_Paged(part.rows, part.number, part.pages, part.total, part.sort, urls[tab]),
        rows=Markup(_ROWS),  # noqa: S704 - a gap
        tag=_TAG,
        over=not is_open,
    )


def _url(event: Event, tab: Tab, *, personal: bool) -> str:
    if personal:
        return url_for("own_questions.show", token=_TOKEN, show=tab)
    return url_for("questions.index", slug=event.slug, show=tab)
