"""Reads a workbook that came back in a job where it is long; begins anew if killed."""

from typing import Final

from webapp.core import collecting
from webapp.core.db import session
from webapp.core.grids import Unreadable
from webapp.core.held_readings import Readings
from webapp.core.jobs import job
from webapp.core.turns import OvertakenError, Turn
from webapp.events.models import Event
from webapp.reporting.corrections import holding, judging, reading
from webapp.reporting.corrections.models import BookReading, ReturnedBook, Stage

READINGS: Final = Readings(BookReading, ReturnedBook, holding.forget_changes)


@job
def read_book(public_id: str) -> None:
    """Read and compare outside a transaction, write the changes in pieces."""
    READINGS.run(public_id, read)


def read_later(book: ReturnedBook) -> None:
    READINGS.later(book, read_book)


def read_again(public_id: str) -> None:
    READINGS.again(public_id, read_book)


@collecting.held_back()
def read(turn: Turn) -> None:
    book: ReturnedBook = READINGS.held(turn)
    if book.content is None:
        raise OvertakenError
    event = session().get_one(Event, book.event_id)
    try:
        found = reading.read(book.content, event.public_id)
    except Unreadable as error:
        READINGS.refuse(turn, error)
        return
    compared = judging.compare(book.event_id, found, telling=lambda lines: turn.telling(Stage.COMPARED, lines))
    turn.keep(
        Stage.KEPT,
        compared.changes,
        lambda changes: holding.keep(turn.held_id, changes),
        lambda: holding.finish(session().get_one(ReturnedBook, turn.held_id), compared),
    )
