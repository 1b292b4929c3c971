"""Verbs that enter the changes of a workbook that came back, and take exactly these back again."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Final

from webapp.attendance import counting
from webapp.core import audit, clock, collecting
from webapp.core.db import session, transaction
from webapp.core.errors import DomainError
from webapp.core.held import TOO_LATE, held_in
from webapp.core.i18n import lazy_gettext as _l
from webapp.core.jobs import enqueue, job
from webapp.registration import seats, waiting
from webapp.registration.judging import place_finder
from webapp.registration.models import Registration
from webapp.reporting.corrections import entering, queries
from webapp.reporting.corrections.models import BookState, Change, Fate, ReturnedBook

AT_ONCE: Final = 500  #: changes; more are a worker's
PEOPLE: Final = 200  #: whose changes are written at once, while nobody else can write
STALE: Final = _l(
    "Somebody has chosen otherwise in a conflict since this page was shown. See what would be entered now."
)
DONE: Final = {
    BookState.RUNNING: (Fate.ENTERED, Fate.KEPT),
    BookState.UNDOING: (Fate.UNDONE, Fate.STAYED),
}
Step = Callable[[Sequence[Change], entering.Around], bool]  #: whether presence has to be recounted


class StaleError(DomainError):
    """What would be entered is not what the page showed."""


def start(public_id: str, choices: str, *, actor: str, now: datetime) -> bool:
    """Enter the changes of a workbook, or have the worker do so, which gives False.

    Raises StaleError if not these choices() hold by now.
    """
    book = held_in(ReturnedBook, public_id, BookState.CHECKED)
    if choices != queries.choices(book):
        raise StaleError(STALE)
    book.state = BookState.RUNNING
    session().flush()
    return _begin(book, queries.number(book, *queries.WANTED), actor=actor, now=now)


def undo(public_id: str, *, actor: str, now: datetime) -> bool:
    """Take them back, or have the worker do so. What was changed since stays; raises DomainError once it is forgotten
    how it was before.
    """
    book = held_in(ReturnedBook, public_id, BookState.APPLIED)
    if book.emptied_at is not None:
        raise DomainError(TOO_LATE)
    book.state = BookState.UNDOING
    session().flush()
    return _begin(book, queries.number(book, Fate.ENTERED), actor=actor, now=now)


def _begin(book: ReturnedBook, number: int, *, actor: str, now: datetime) -> bool:
    if number > AT_ONCE:
        enqueue(go_on, public_id=book.public_id, actor=actor)
        return False
    while not work_on(book, actor=actor, now=now):
        pass
    return True


def again(public_id: str, *, actor: str) -> None:
    """Have the worker go on with what it gave up; who does the same still is waited for. Raises DomainError."""
    book = held_in(ReturnedBook, public_id, BookState.RUNNING, BookState.UNDOING)
    enqueue(go_on, public_id=book.public_id, actor=actor)


@job
def go_on(public_id: str, actor: str) -> None:
    """Some people in each transaction, so that others can write in between: killed, it is taken up where it was."""
    is_done = False
    while not is_done:
        with transaction():
            try:
                book = held_in(ReturnedBook, public_id, BookState.RUNNING, BookState.UNDOING)
            except DomainError:
                return  # somebody else has done it
            is_done = work_on(book, actor=actor, now=clock.now())


@collecting.held_back()
def work_on(book: ReturnedBook, *, actor: str, now: datetime) -> bool:
    """Enter what is to be entered, or take back what was, for the next people of a book that is locked.

    Whether these were the last.
    """
    is_entering = book.state is BookState.RUNNING
    wanted, step = (queries.WANTED, entering.enter) if is_entering else ((Fate.ENTERED,), entering.take_back)
    by_person = queries.of_next_people(book, PEOPLE, *wanted)
    if by_person:
        _each_person(book.event_id, by_person, step, actor=actor, now=now)
    if len(by_person) == PEOPLE:
        return False
    waiting.promote(seats.locked(book.event_id), now)  # another place may fit another limit
    counts = queries.counts(book)
    told = {fate.value: counts[fate] for fate in DONE[book.state] if fate in counts}
    if is_entering:
        book.state, book.applied_at = BookState.APPLIED, now
    else:
        book.state, book.undone_at = BookState.UNDONE, now
    session().flush()
    audit.record("returned.apply" if is_entering else "returned.undo", book.thing, actor=actor, details=told)
    return True


def _each_person(
    event_id: int, by_person: Mapping[int, Sequence[Change]], step: Step, *, actor: str, now: datetime
) -> None:
    event = seats.locked(event_id)
    around = entering.Around(
        event=event,
        people=queries.registrations(by_person),
        corrections=queries.corrections(by_person),
        standing={one.id: one for one in queries.standing(event_id, Registration.id.in_(by_person)).values()},
        find=place_finder(),
        actor=actor,
        now=now,
    )
    with session().no_autoflush, audit.together():  # all of it is written together at the end
        recounted = {number for number, some in by_person.items() if step(some, around)}
    session().flush()
    counting.recount(event_id, recounted)
