"""Reads workbooks that came back, their changes, and how the registrations stand now that they are about."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from webapp.attendance import queries as attendance
from webapp.attendance.models import Correction, Presence
from webapp.core.db import session
from webapp.core.errors import NotThere
from webapp.events.models import Event
from webapp.registration.models import Registration
from webapp.reporting.corrections import versions
from webapp.reporting.corrections.fields import Field
from webapp.reporting.corrections.models import BookReading, BookState, Change, Fate, ReturnedBook

SHOWN = 20
DONE = (BookState.APPLIED, BookState.UNDONE)


@dataclass(frozen=True, slots=True)
class Standing:
    """One registration as it is now."""

    id: int
    values: dict[Field, str]
    by_hand: bool  #: whether the attendance was entered by hand
    needs_place: bool  #: since it has no organisation


def standing(event_id: int) -> dict[str, Standing]:
    """Of all registrations, by public id."""
    found = (
        select(Registration.id, Registration.public_id, Registration.state, Registration.place_key)
        .add_columns(Registration.office, Registration.organisation, Correction.note)
        .add_columns(Presence.state.label("presence_state"), Correction.registration_id.label("corrected"))
        .outerjoin(Presence, Presence.registration_id == Registration.id)
        .outerjoin(Correction, Correction.registration_id == Registration.id)
        .where(Registration.event_id == event_id)
    )
    silent = attendance.silent(event_id)
    return {
        row.public_id: Standing(row.id, versions.values(row, silent), row.corrected is not None, not row.organisation)
        for row in session().execute(found)
    }


def one(slug: str, public_id: str) -> ReturnedBook:
    """With its event. Raises NotThere, also for a workbook of another event."""
    found = select(ReturnedBook).join(ReturnedBook.event).where(ReturnedBook.public_id == public_id, Event.slug == slug)
    book = session().scalar(found.options(joinedload(ReturnedBook.event)))
    if book is None:
        raise NotThere
    return book


def reading(book: ReturnedBook) -> BookReading | None:
    """How far it is, of a workbook that is held."""
    return session().get(BookReading, book.id, populate_existing=True)


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


def same_file(book: ReturnedBook) -> ReturnedBook | None:
    """One of the same bytes whose changes were entered and not undone."""
    same = ReturnedBook.event_id == book.event_id, ReturnedBook.sha256 == book.sha256
    found = select(ReturnedBook).where(*same, ReturnedBook.state == BookState.APPLIED, ReturnedBook.id != book.id)
    return session().scalars(found.order_by(ReturnedBook.id.desc()).limit(1)).first()


def to_enter(book: ReturnedBook) -> Sequence[Change]:
    return _of_fates(book, Fate.CHANGE, Fate.TAKEN)


def entered(book: ReturnedBook) -> Sequence[Change]:
    return _of_fates(book, Fate.ENTERED)


def _of_fates(book: ReturnedBook, *fates: Fate) -> Sequence[Change]:
    found = select(Change).where(Change.book_id == book.id, Change.fate.in_(fates)).order_by(Change.number, Change.id)
    return session().scalars(found.execution_options(populate_existing=True)).all()


def registrations(changed: Sequence[Change]) -> dict[int, Registration]:
    """Those that these changes are about; by id."""
    found = select(Registration).join(Change, Change.registration_id == Registration.id)
    found = found.where(Change.id.in_(select(Change.id).where(Change.book_id == changed[0].book_id)))
    return {one.id: one for one in session().scalars(found.execution_options(populate_existing=True)).unique()}


def corrections(changed: Sequence[Change]) -> dict[int, Correction]:
    """What was entered by hand about these people; by registration."""
    found = select(Correction).join(Change, Change.registration_id == Correction.registration_id)
    found = found.where(Change.book_id == changed[0].book_id)
    return {
        one.registration_id: one for one in session().scalars(found.execution_options(populate_existing=True)).unique()
    }
