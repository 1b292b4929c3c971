"""Verbs that enter the changes of a workbook that came back, all at once, and take exactly these back again."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from webapp.attendance import counting
from webapp.core import audit, clock, collecting
from webapp.core.db import session, transaction
from webapp.core.errors import DomainError
from webapp.core.held import TOO_LATE, held_in
from webapp.core.jobs import enqueue, job
from webapp.events.models import Event
from webapp.registration import seats, waiting
from webapp.registration.judging import place_finder
from webapp.reporting.corrections import entering, queries
from webapp.reporting.corrections.models import BookState, Change, ReturnedBook

AT_ONCE: Final = 500  #: changes; more are a worker's
Step = Callable[[Sequence[Change], entering.Around], bool]  #: whether presence has to be recounted


def start(public_id: str, *, actor: str, now: datetime) -> bool:
    """Enter the changes of a workbook, or have the worker do so, which gives False."""
    book = held_in(ReturnedBook, public_id, BookState.CHECKED)
    book.state = BookState.RUNNING
    session().flush()
    return _begin(book, len(queries.to_enter(book)), actor=actor, now=now)


def undo(public_id: str, *, actor: str, now: datetime) -> bool:
    """Take them back, or have the worker do so. What was changed since stays; raises DomainError once it is forgotten
    how it was before.
    """
    book = held_in(ReturnedBook, public_id, BookState.APPLIED)
    if book.emptied_at is not None:
        raise DomainError(TOO_LATE)
    book.state = BookState.UNDOING
    session().flush()
    return _begin(book, len(queries.entered(book)), actor=actor, now=now)


def _begin(book: ReturnedBook, number: int, *, actor: str, now: datetime) -> bool:
    if number > AT_ONCE:
        enqueue(go_on, public_id=book.public_id, actor=actor)
        return False
    work_through(book, actor=actor, now=now)
    return True


def again(public_id: str, *, actor: str) -> None:
    """Have the worker begin anew what it gave up; who does the same still is waited for. Raises DomainError."""
    book = held_in(ReturnedBook, public_id, BookState.RUNNING, BookState.UNDOING)
    enqueue(go_on, public_id=book.public_id, actor=actor)


@job
def go_on(public_id: str, actor: str) -> None:
    """All in one transaction: whoever kills it leaves things as they were, and it is begun anew."""
    with transaction():
        try:
            book = held_in(ReturnedBook, public_id, BookState.RUNNING, BookState.UNDOING)
        except DomainError:
            return  # somebody else has done it
        work_through(book, actor=actor, now=clock.now())


@collecting.held_back()
def work_through(book: ReturnedBook, *, actor: str, now: datetime) -> None:
    """Enter what is to be entered, or take back what was, of a book that is locked."""
    event, entering_now = seats.locked(book.event_id), book.state is BookState.RUNNING
    changes = queries.to_enter(book) if entering_now else queries.entered(book)
    _each_person(event, changes, entering.enter if entering_now else entering.take_back, actor=actor, now=now)
    if entering_now:
        book.state, book.applied_at = BookState.APPLIED, now
    else:
        book.state, book.undone_at = BookState.UNDONE, now
    session().flush()
    counted = Counter(one.fate.value for one in changes)
    verb = "returned.apply" if entering_now else "returned.undo"
    audit.record(verb, book.thing, actor=actor, details=dict(sorted(counted.items())))


def _each_person(event: Event, changes: Sequence[Change], step: Step, *, actor: str, now: datetime) -> None:
    if not changes:
        return
    around = entering.Around(
        event=event,
        people=queries.registrations(changes),
        corrections=queries.corrections(changes),
        standing={one.id: one for one in queries.standing(event.id).values()},
        find=place_finder(),
        actor=actor,
        now=now,
    )
    by_person: dict[int, list[Change]] = {}
    for one in changes:
        by_person.setdefault(one.registration_id, []).append(one)
    with session().no_autoflush, audit.together():  # all of it is written together at the end
        recounted = {number for number, some in by_person.items() if step(some, around)}
    session().flush()
    counting.recount(event.id, recounted)
    waiting.promote(event, now)  # another place may fit another limit
