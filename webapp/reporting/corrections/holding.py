"""Verbs of a workbook that came back before its changes are entered: hold it, choose in conflicts, forget it."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import and_, delete, insert, select, update
from sqlalchemy.orm import aliased

from webapp.core import audit, clock
from webapp.core.db import session, transaction
from webapp.core.errors import NotThere
from webapp.core.held import HELD_FOR, held_in
from webapp.core.jobs import every
from webapp.reporting.corrections.fields import Field
from webapp.reporting.corrections.judging import ALONE, BY_HAND, Compared, Judged
from webapp.reporting.corrections.models import BookState, Change, Fate, Reason, ReturnedBook

UNDO_FOR: Final = timedelta(days=30)  #: what was entered can be undone, and what was before is kept therefore
UNUSED: Final = (BookState.HELD, BookState.REFUSED, BookState.CHECKED)


def hold(
    event_id: int, name: str, sha256: str, compared: Compared | None, content: bytes, *, actor: str, now: datetime
) -> ReturnedBook:
    """Keep a workbook for a day: what it says otherwise, or if it is not compared yet, as it is."""
    book = ReturnedBook(event_id=event_id, file_name=name, sha256=sha256, state=BookState.HELD, created_by=actor)
    book.created_at, book.content = now, content if compared is None else None
    session().add(book)
    session().flush()
    if compared is not None:
        keep(book.id, compared.changes)
        finish(book, compared)
    audit.record("returned.hold", book.thing, actor=actor, details={"bytes": len(content)})
    return book


def keep(book_id: int, changes: Sequence[Judged]) -> None:
    """Write changes down."""
    if changes:
        session().execute(insert(Change), [asdict(one) | {"book_id": book_id} for one in changes])


def finish(book: ReturnedBook, compared: Compared) -> None:
    """It is read."""
    book.state, book.content, book.counts = BookState.CHECKED, None, compared.counts


def forget_changes(book_id: int) -> None:
    """Those of a workbook that was not read to its end."""
    session().execute(delete(Change).where(Change.book_id == book_id))


def choose(public_id: str, change_id: int | None, *, take: bool) -> None:
    """In a conflict what the workbook says is taken, or what is here stays; in all of them without a number."""
    book = held_in(ReturnedBook, public_id, BookState.CHECKED)
    wanted = update(Change).where(Change.book_id == book.id, Change.fate.in_((Fate.CONFLICT, Fate.TAKEN)))
    if change_id is not None:
        wanted = wanted.where(Change.id == change_id)
    done = session().execute(wanted.values(fate=Fate.TAKEN if take else Fate.CONFLICT))
    if change_id is not None and done.rowcount != 1:  # type: ignore[attr-defined]
        raise NotThere
    _judge_notes(book.id, take_all=take and change_id is None)


def _judge_notes(book_id: int, *, take_all: bool) -> None:
    """A note belongs to an attendance: whether it can be entered hangs on what was chosen about that."""
    attended, note = aliased(Change), aliased(Change)
    both = attended.book_id == note.book_id, attended.registration_id == note.registration_id
    mine = note.book_id == book_id, note.field == Field.NOTE, attended.field == Field.ATTENDED
    for one, state, fate in session().execute(
        select(note, attended.after, attended.fate).join(attended, and_(*both)).where(*mine)
    ):
        if ALONE not in one.kept:
            continue
        if fate is not Fate.TAKEN or state not in BY_HAND:
            one.fate, one.reasons = Fate.REFUSED, [Reason.NOTE_ALONE.value]
        elif one.fate is Fate.REFUSED:
            is_taken = take_all and one.kept[ALONE] == Fate.CONFLICT
            one.fate, one.reasons = (Fate.TAKEN if is_taken else Fate(one.kept[ALONE])), []


def discard(public_id: str, *, actor: str) -> None:
    """Forget a workbook of which nothing was entered."""
    book = held_in(ReturnedBook, public_id, *UNUSED)
    audit.record("returned.discard", book.thing, actor=actor)
    session().execute(delete(ReturnedBook).where(ReturnedBook.id == book.id))


@every(timedelta(hours=1))
def forget_books() -> None:
    """After a day a workbook goes of which nothing was entered; of others after a month what was before."""
    now = clock.now()
    unused = ReturnedBook.state.in_(UNUSED), ReturnedBook.created_at < now - HELD_FOR
    used = ReturnedBook.state.in_((BookState.APPLIED, BookState.UNDONE)), ReturnedBook.emptied_at.is_(None)
    with transaction():
        session().execute(delete(ReturnedBook).where(*unused))
        old = select(ReturnedBook.id).where(*used, ReturnedBook.applied_at < now - UNDO_FOR)
        ids = session().scalars(old).all()
        nothing = {"before": "", "after": "", "kept": {}}
        session().execute(update(Change).where(Change.book_id.in_(ids)).values(**nothing))
        session().execute(update(ReturnedBook).where(ReturnedBook.id.in_(ids)).values(emptied_at=now, file_name=""))
