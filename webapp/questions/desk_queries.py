"""Reading for the desk: its tabs with counts, the questions of each, filtered and sorted, and what is new."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from webapp.core import names
from webapp.core.db import session
from webapp.core.errors import NotThere
from webapp.core.i18n import LANGUAGES
from webapp.events.models import Event
from webapp.questions import finding, queries
from webapp.questions.lifecycle import OPEN, State
from webapp.questions.models import Board, Kind, Question, Translation

LANDMARK = datetime(2020, 1, 1, tzinfo=UTC)  #: times in addresses count from here


class Tab(StrEnum):
    """Parts of the desk. Those of states hold questions that stand for themselves; what nobody read may be either."""

    INBOX = "inbox"
    PUBLISHED = "published"
    ON_SCREEN = "on_screen"
    FOLLOW_UP = "follow_up"
    ANSWERED = "answered"
    DECLINED = "declined"
    EXPERIENCES = "experiences"
    MERGED = "merged"
    ALL = "all"


class Sort(StrEnum):
    NUMBER = "number"
    NEWEST = "newest"
    VOTES = "votes"  #: the sides take turns


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What the desk is narrowed to; None and empty are everything."""

    tab: Tab = Tab.INBOX
    sort: Sort = Sort.NUMBER
    side: str | None = None
    slot_id: int | None = None
    speaker_id: int | None = None
    desk: str = ""
    missing: str | None = None  #: language without a translation
    overdue: bool = False
    text: str = ""  #: parts of the words in any language, or a number

    @property
    def is_narrowed(self) -> bool:
        told = (self.side, self.slot_id, self.speaker_id, self.desk, self.missing, self.overdue, self.text)
        return any(told)


@dataclass(frozen=True, slots=True)
class Known:
    """What somebody's page shows already."""

    number: int
    since: int  #: microseconds after LANDMARK


@dataclass(frozen=True, slots=True)
class News:
    asked: int
    changed: int


def in_tab(tab: Tab) -> ColumnElement[bool]:
    alone = Question.merged_into_id.is_(None)
    if tab is Tab.ALL:
        return alone
    if tab is Tab.MERGED:
        return Question.merged_into_id.is_not(None)
    if tab is Tab.EXPERIENCES:
        return and_(alone, Question.kind == Kind.EXPERIENCE)
    if tab is Tab.INBOX:
        return and_(alone, Question.state == State.INBOX)
    return and_(alone, Question.kind == Kind.QUESTION, Question.state == State(tab.value))


def counts(event_id: int) -> dict[Tab, int]:
    merged = Question.merged_into_id.is_not(None).label("merged")
    columns = Question.kind, Question.state, merged
    rows = session().execute(select(*columns, func.count()).where(Question.event_id == event_id).group_by(*columns))
    found = dict.fromkeys(Tab, 0)
    for kind, state, is_merged, number in rows:
        if is_merged:
            found[Tab.MERGED] += number
            continue
        found[Tab.ALL] += number
        if kind is Kind.EXPERIENCE:
            found[Tab.EXPERIENCES] += number
        if kind is Kind.QUESTION or state is State.INBOX:
            found[Tab(state.value)] += number
    return found


def listed(event_id: int, chosen: Filter, today: date) -> list[int]:
    """Row ids in the order asked for."""
    found = _narrowed(select(Question).where(Question.event_id == event_id, in_tab(chosen.tab)), chosen, today)
    if chosen.sort is Sort.VOTES:
        keys = queries.ranked(found)
    else:
        order = Question.number.desc() if chosen.sort is Sort.NEWEST else Question.number
        keys = list(session().scalars(found.with_only_columns(Question.id).order_by(order)))
    return finding.containing(event_id, keys, chosen.text) if chosen.text else keys


def neighbours(question: Question) -> tuple[str | None, str | None]:
    """Public ids of the unread ones before and after it, by number; it may have been read itself."""
    there = select(Question.public_id).where(Question.event_id == question.event_id, in_tab(Tab.INBOX))
    before = there.where(Question.number < question.number).order_by(Question.number.desc()).limit(1)
    after = there.where(Question.number > question.number).order_by(Question.number).limit(1)
    return session().scalar(before), session().scalar(after)


def brief(slug: str, public_id: str) -> tuple[int, State]:
    """Number and state. Raises NotThere, also for a question of another event."""
    wanted = select(Question.number, Question.state).join(Event, Event.id == Question.event_id)
    found = session().execute(wanted.where(Question.public_id == public_id, Event.slug == slug)).one_or_none()
    if found is None:
        raise NotThere
    return found.number, found.state


def with_numbered(slug: str, public_id: str, number: int | None) -> tuple[State, str | None]:
    """State of one, and public id of the one with this number, if there is one. Raises NotThere."""
    wanted = select(Question.public_id, Question.number, Question.state).join(Event, Event.id == Question.event_id)
    either = or_(Question.public_id == public_id, Question.number == number)
    rows = session().execute(wanted.where(Event.slug == slug, either)).all()
    states = [row.state for row in rows if row.public_id == public_id]
    if not states:
        raise NotThere
    return states[0], next((row.public_id for row in rows if row.number == number), None)


def desks(event_id: int) -> Sequence[str]:
    """Every responsible desk that was entered, as an alphabet sorts them; each database would do it otherwise."""
    named = select(Question.desk).where(Question.event_id == event_id, Question.desk != "").distinct()
    return sorted(session().scalars(named), key=names.sort_key)


def merged_into(ids: Iterable[int]) -> dict[int, list[Question]]:
    """What was merged into each of these, with who asked it."""
    found: dict[int, list[Question]] = {}
    rows = select(Question).where(Question.merged_into_id.in_(list(ids))).order_by(Question.number)
    for row in session().scalars(rows.options(*queries.asker())):
        found.setdefault(row.merged_into_id or 0, []).append(row)
    return found


def by_ids(ids: Iterable[int | None]) -> dict[int, Question]:
    """Rows alone."""
    wanted = [key for key in ids if key is not None]
    rows = session().scalars(select(Question).where(Question.id.in_(wanted))) if wanted else ()
    return {row.id: row for row in rows}


def following(slug: str) -> Board | None:
    """The board in one statement; None as long as the event has none of its own."""
    return session().scalar(select(Board).join(Event, Event.id == Board.event_id).where(Event.slug == slug))


def known(board: Board) -> Known:
    moment: datetime | None = board.changed_at  # none of a board with the defaults
    return Known(board.last_number, ((moment or LANDMARK) - LANDMARK) // LANDMARK.resolution)


def news(event_id: int, seen: Known) -> News:
    """What came and what was changed since; votes are none of it."""
    moment = LANDMARK + seen.since * LANDMARK.resolution
    new = func.count(Question.id).filter(Question.number > seen.number)
    changed = func.count(Question.id).filter(Question.number <= seen.number, Question.changed_at > moment)
    row = session().execute(select(new, changed).where(Question.event_id == event_id)).one()
    return News(*row)


def _narrowed(found: Select[Question], chosen: Filter, today: date) -> Select[Question]:
    equal = {"side": chosen.side, "slot_id": chosen.slot_id, "speaker_id": chosen.speaker_id, "desk": chosen.desk}
    found = found.filter_by(**{name: value for name, value in equal.items() if value})
    if chosen.missing in LANGUAGES:
        has = Translation.question_id == Question.id, Translation.language == chosen.missing
        found = found.where(Question.language != chosen.missing, ~select(Translation.question_id).where(*has).exists())
    if chosen.overdue:
        found = found.where(Question.due_on < today, Question.state.in_(OPEN))
    return found
