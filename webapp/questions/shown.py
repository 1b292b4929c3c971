"""What everybody may see of the published questions: plain values, in which no name of an author can be."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from flask import request
from sqlalchemy import Select, func, select

from webapp.core import lists
from webapp.core.db import session
from webapp.core.i18n import Shown, Texts, language
from webapp.events.models import Event
from webapp.places import queries as places
from webapp.places.levels import district_of
from webapp.places.models import Region
from webapp.questions import queries
from webapp.questions.lifecycle import PUBLIC, VOTED_ON, State
from webapp.questions.models import Board, Kind, Question, Visibility

PER_PAGE: Final = 20


class Tab(StrEnum):
    """A part of the list; its value stands in the address."""

    ALL = "all"
    OPEN = "open"
    ANSWERED = "answered"
    EXPERIENCES = "experiences"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One question in the reader's language."""

    public_id: str
    number: int
    kind: Kind
    state: State
    text: Shown
    original: Shown | None  #: where the text is a translation
    origin: Shown | None  #: municipality or raion
    about: Shown | None  #: slot or speaker it is put to
    votes: int
    by_side: tuple[tuple[str, int], ...]
    answer: Shown  #: in the next best language; empty without one
    answered_by: str
    answered_live: bool

    @property
    def is_voted_on(self) -> bool:
        return self.kind is Kind.QUESTION and self.state in VOTED_ON


@dataclass(frozen=True, slots=True)
class Order:
    """Of a tab, in every language."""

    ids: Sequence[int]
    counts: dict[Tab, int]


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of one tab."""

    page: lists.Page[Entry]
    counts: dict[Tab, int]


def tab_asked() -> Tab:
    """What the query string asks for."""
    asked = request.args.get("show", "")
    return Tab(asked) if asked in set(Tab) else Tab.ALL


def stamp(event: Event, board: Board) -> str:
    """Another one after every change that anybody may see, also of what the conference's parts are called."""
    programme = round(event.changed_at.timestamp() * 1000)
    changed = round(board.changed_at.timestamp() * 1000) if board in session() else 0
    return f"{board.revision}-{changed}-{programme}-{int(board.takes_votes)}{int(board.takes_public)}"


def order(event_id: int, tab: Tab) -> Order:
    return Order(queries.ranked(_of_tab(event_id, tab)), _counts(event_id))


def listed(order: Order) -> Listed:
    """The page that the query string asks for."""
    ids = lists.part_of(order.ids, PER_PAGE)
    entries = [entry(question) for question in queries.loaded(ids.rows, *queries.told())]
    return Listed(lists.Page(entries, ids.number, ids.pages, ids.total, ""), order.counts)


def page_of(event_id: int, question: Question, tab: Tab) -> int:
    """On which page of the tab it stands now; 1 if on none."""
    ids = queries.ranked(_of_tab(event_id, tab))
    return ids.index(question.id) // PER_PAGE + 1 if question.id in ids else 1


def entry(question: Question) -> Entry:
    """It must have been loaded with queries.told() at least."""
    text, lang = _text(question), language()
    original = Shown(question.text, question.language)
    answers = {answer.language: answer.text for answer in question.public_answers}
    return Entry(
        public_id=question.public_id,
        number=question.number,
        kind=question.kind,
        state=question.state,
        text=text,
        original=original if text.lang != question.language else None,
        origin=origin(question, lang),
        about=_about(question),
        votes=sum(question.votes.values()),
        by_side=tuple(question.votes.items()),
        answer=Texts(answers).here,
        answered_by=question.answered_by if question.state is State.ANSWERED else "",
        answered_live=question.answered_live and question.state is State.ANSWERED,
    )


def origin(question: Question, lang: str) -> Shown | None:
    """The municipality in North Rhine-Westphalia; for their safety only the raion of Ukrainian ones.

    An organisation was typed freely and may be a name, so that it is shown to nobody here.
    """
    if question.visibility is not Visibility.SHOWN or question.place is None:
        return None
    place = question.place
    return places.label(place if place.region is Region.NRW else district_of(place), lang)


def _of_tab(event_id: int, tab: Tab) -> Select[Question]:
    if tab is Tab.EXPERIENCES:
        return queries.public(event_id, Kind.EXPERIENCE)
    states: dict[Tab, Sequence[State]] = {Tab.OPEN: VOTED_ON, Tab.ANSWERED: (State.ANSWERED,)}
    return queries.public(event_id).where(Question.state.in_(states.get(tab, PUBLIC)))


def _counts(event_id: int) -> dict[Tab, int]:
    published = Question.event_id == event_id, Question.state.in_(PUBLIC), Question.merged_into_id.is_(None)
    counted = select(Question.kind, Question.state, func.count()).where(*published)
    found = dict.fromkeys(Tab, 0)
    for kind, state, number in session().execute(counted.group_by(Question.kind, Question.state)):
        if kind is Kind.EXPERIENCE:
            found[Tab.EXPERIENCES] += number
        else:
            found[Tab.ALL] += number
            found[Tab.ANSWERED if state is State.ANSWERED else Tab.OPEN] += number
    return found


def _text(question: Question) -> Shown:
    """The reader's language, else the original."""
    lang = language()
    found = next((one.text for one in question.translations if one.language == lang and one.text), None)
    if lang == question.language or found is None:
        return Shown(question.text, question.language)
    return Shown(found, lang)


def _about(question: Question) -> Shown | None:
    if question.speaker is not None:
        return question.speaker.name.here
    return question.slot.title.here if question.slot is not None else None
