"""Reads a workbook that came back in a job where it is long; begins anew if killed."""

from webapp.core import collecting, turns
from webapp.core.db import session, transaction
from webapp.core.grids import Unreadable
from webapp.core.held import held_in
from webapp.core.jobs import enqueue, job
from webapp.core.turns import OvertakenError, Turn
from webapp.events.models import Event
from webapp.reporting.corrections import holding, judging, reading
from webapp.reporting.corrections.models import BookReading, BookState, ReturnedBook, Stage


@job
def read_book(public_id: str) -> None:
    """Read and compare outside a transaction, write the changes in pieces; a second time finds nothing to do."""
    turn = turns.begin(BookReading, ReturnedBook, public_id, holding.forget_changes)
    if turn is not None:
        turn.work(lambda: read(turn))


def read_later(book: ReturnedBook) -> None:
    """Within a transaction; whoever reads it now is overtaken."""
    turns.wait(BookReading, book.id)
    enqueue(read_book, public_id=book.public_id)


def read_again(public_id: str) -> None:
    """After it failed, or whoever read it came to no end. Raises NotThere, or DomainError if it is read."""
    read_later(held_in(ReturnedBook, public_id, BookState.HELD))


@collecting.held_back()
def read(turn: Turn) -> None:
    book = session().get(ReturnedBook, turn.held_id)
    if book is None or book.content is None:
        raise OvertakenError
    event = session().get_one(Event, book.event_id)
    try:
        found = reading.read(book.content, event.public_id)
    except Unreadable as error:
        with transaction():
            turn.end()
            session().get_one(ReturnedBook, turn.held_id).refuse(error)
        return
    compared = judging.compare(book.event_id, found, telling=lambda lines: turn.telling(Stage.COMPARED, lines))
    turn.keep(
        Stage.KEPT,
        compared.changes,
        lambda changes: holding.keep(turn.held_id, changes),
        lambda: holding.finish(session().get_one(ReturnedBook, turn.held_id), compared),
    )
