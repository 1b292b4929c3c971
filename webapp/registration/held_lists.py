"""Reads an organisers' list, or judges its rows anew, in a job where they are many; begins anew if killed."""

from typing import Final

from webapp.core import collecting
from webapp.core.db import session
from webapp.core.grids import Unreadable
from webapp.core.held_readings import Readings
from webapp.core.jobs import job
from webapp.core.turns import Turn
from webapp.registration import holding, list_queries, list_reading
from webapp.registration.list_models import ListImport, ListReading, ListState, Stage

READINGS: Final = Readings(ListReading, ListImport, holding.forget_rows)


@job
def read_list(public_id: str) -> None:
    """Read and judge outside a transaction, write the rows in pieces."""
    READINGS.run(public_id, read)


def read_later(held: ListImport) -> None:
    READINGS.later(held, read_list)


def read_again(public_id: str) -> None:
    READINGS.again(public_id, read_list)


@collecting.held_back()
def read(turn: Turn) -> None:
    held: ListImport = READINGS.held(turn)
    if held.content is None:
        _judge_anew(turn, held)
        return
    try:
        found = list_reading.read(held.content)
    except Unreadable as error:
        READINGS.refuse(turn, error)
        return
    judged = holding.judged_upload(held.event_id, found, held, telling=lambda rows: turn.telling(Stage.JUDGED, rows))
    turn.keep(
        Stage.KEPT,
        found.rows,
        lambda rows: holding.keep(turn.held_id, rows, judged),
        lambda: holding.finish(session().get_one(ListImport, turn.held_id), found, judged),
    )


def _judge_anew(turn: Turn, held: ListImport) -> None:
    rows = list_queries.cells(held)
    judged = holding.judged_as(
        held, rows, held.header, held.columns, telling=lambda rows: turn.telling(Stage.JUDGED, rows)
    )
    turn.keep(Stage.KEPT, rows, lambda rows: holding.judge_anew(turn.held_id, rows, judged), lambda: _judged(turn))


def _judged(turn: Turn) -> None:
    session().get_one(ListImport, turn.held_id).state = ListState.CHECKED
