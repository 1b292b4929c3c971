"""Reads workbooks that came back, their changes, and how the registrations stand now that they are about."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import joinedload

from webapp.attendance import queries as attendance
from webapp.attendance.models import Correction, Presence
from webapp.core.db import session
from webapp.core.errors import NotThere
from webapp.events.models import Event
from webapp.registration.models import Registration, State
from webapp.reporting.corrections import versions
from webapp.reporting.corrections.fields import UNTAKEN, Field
from webapp.reporting.corrections.models import BookState, Change, Fate, ReturnedBook

SHOWN = 20
ONE_BY_ONE: Final = 5_000  #: people; of more, everybody is read
WANTED: Final = (Fate.CHANGE, Fate.TAKEN)  #: what is entered


@dataclass(frozen=True, slots=True)
class Standing:
    """One registration as it is now."""

    id: int
    values: dict[Field, str]
    by_hand: bool  #: whether the attendance was entered by hand
    needs_place: bool  #: since it has no organisation
    confirmed: bool  #: attendance counts for no other
    untaken: dict[str, str]  #: by the names of fields.UNTAKEN


def standing(event_id: int, *those: ColumnElement[bool]) -> dict[str, Standing]:
    """Of registrations, by public id; of all without conditions."""
    found = (
        select(Registration.id, Registration.public_id, Registration.state, Registration.place_key)
        .add_columns(Registration.office, Correction.note, *(getattr(Registration, name) for name in UNTAKEN))
        .add_columns(Presence.state.label("presence_state"), Correction.registration_id.label("corrected"))
        .outerjoin(Presence, Presence.registration_id == Registration.id)
        .outerjoin(Correction, Correction.registration_id == Registration.id)
        .where(Registration.event_id == event_id, *those)
    )
    silent = attendance.silent(event_id)
    return {
        row.public_id: Standing(
            row.id,
            versions.values(row, silent),
            by_hand=row.corrected is not None,
            needs_place=not row.organisation,
            confirmed=row.state is State.CONFIRMED,
            untaken={name: getattr(row, name) for name in UNTAKEN},
        )
        for row in session().execute(found)
    }


def registered(event_id: int) -> int:
    """Registrations, whatever became of them."""
    return session().scalar(select(func.count(Registration.id)).where(Registration.event_id == event_id)) or 0


def one(slug: str, public_id: str) -> ReturnedBook:
    """With its event. Raises NotThere, also for a workbook of another event."""
    found = select(ReturnedBook).join(ReturnedBook.event).where(ReturnedBook.public_id == public_id, Event.slug == slug)
    book = session().scalar(found.options(joinedload(ReturnedBook.event)))
    if book is None:
        raise NotThere
    return book


def latest(event_id: int) -> list[tuple[ReturnedBook, dict[Fate, int]]]:
    """With the numbers of their changes by fate."""
    found = select(ReturnedBook).where(ReturnedBook.event_id == event_id).order_by(ReturnedBook.id.desc()).limit(SHOWN)
    books = session().scalars(found).all()
    counted = _counts([book.id for book in books if book.state is not BookState.HELD])
    return [(book, counted.get(book.id, {})) for book in books]


def counts(book: ReturnedBook) -> dict[Fate, int]:
    """Of its changes; only fates that occur."""
    return _counts([book.id]).get(book.id, {})


def _counts(books: Iterable[int]) -> dict[int, dict[Fate, int]]:
    counted = select(Change.book_id, Change.fate, func.count()).where(Change.book_id.in_(list(books)))
    found: dict[int, dict[Fate, int]] = {}
    for book_id, fate, number in session().execute(counted.group_by(Change.book_id, Change.fate)):
        found.setdefault(book_id, {})[fate] = number
    return {book_id: {fate: some[fate] for fate in Fate if fate in some} for book_id, some in found.items()}


def changes(book: ReturnedBook, fate: Fate | None = None) -> Select[Change]:
    """With registrations; to be paged by core.lists."""
    found = select(Change).where(Change.book_id == book.id).options(joinedload(Change.registration))
    return found.where(Change.fate == fate) if fate else found


def overtaken(book: ReturnedBook) -> dict[int, Fate]:
    """Of what is to be entered, the changes whose value is another one here than when the workbook was compared, or
    whose registration was withdrawn or deleted: by their ids, what was to become of them. They would be left.
    """
    wanted = select(Change.id, Change.fate, Change.registration_id, Change.field, Change.before, Change.after)
    rows = session().execute(wanted.where(Change.book_id == book.id, Change.fate.in_(WANTED))).all()
    people = {row.registration_id for row in rows}
    those = [Registration.id.in_(people)] if len(people) <= ONE_BY_ONE else []
    here = {one.id: one for one in standing(book.event_id, *those).values()} if rows else {}
    return {row.id: row.fate for row in rows if _is_overtaken(here.get(row.registration_id), row)}


def _is_overtaken(now: Standing | None, change: Any) -> bool:
    if now is None or now.values[change.field] != change.before:
        return True
    return change.field is Field.ATTENDED and bool(change.after) and not now.confirmed


def same_file(book: ReturnedBook) -> ReturnedBook | None:
    """One of the same bytes whose changes were entered and not undone."""
    same = ReturnedBook.event_id == book.event_id, ReturnedBook.sha256 == book.sha256
    found = select(ReturnedBook).where(*same, ReturnedBook.state == BookState.APPLIED, ReturnedBook.id != book.id)
    return session().scalars(found.order_by(ReturnedBook.id.desc()).limit(1)).first()


def choices(book: ReturnedBook) -> str:
    """Tells whether in the same conflicts what the workbook says was chosen."""
    taken = select(Change.id).where(Change.book_id == book.id, Change.fate == Fate.TAKEN).order_by(Change.id)
    return sha256(",".join(map(str, session().scalars(taken))).encode()).hexdigest()[:16]


def number(book: ReturnedBook, *fates: Fate) -> int:
    """Of changes."""
    return sum(counts(book).get(fate, 0) for fate in fates)


def of_next_people(book: ReturnedBook, most: int, *fates: Fate) -> dict[int, list[Change]]:
    """The changes of these fates, by person."""
    mine = Change.book_id == book.id, Change.fate.in_(fates)
    people = select(Change.registration_id).where(*mine).distinct().order_by(Change.registration_id).limit(most)
    wanted = select(Change).where(*mine, Change.registration_id.in_(session().scalars(people).all()))
    found: dict[int, list[Change]] = {}
    for one in session().scalars(wanted.order_by(Change.id).execution_options(populate_existing=True)):
        found.setdefault(one.registration_id, []).append(one)
    return found


def registrations(people: Collection[int]) -> dict[int, Registration]:
    found = select(Registration).where(Registration.id.in_(people)).execution_options(populate_existing=True)
    return {one.id: one for one in session().scalars(found).unique()}


def corrections(people: Collection[int]) -> dict[int, Correction]:
    """What was entered by hand about these people; by registration."""
    found = select(Correction).where(Correction.registration_id.in_(people))
    some = session().scalars(found.execution_options(populate_existing=True)).unique()
    return {one.registration_id: one for one in some}
