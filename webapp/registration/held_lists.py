"""Reads an organisers' list, or judges its rows anew, in a job where they are many; begins anew if killed."""

from webapp.core import collecting, turns
from webapp.core.db import session, transaction
from webapp.core.grids import Unreadable
from webapp.core.held import held_in
from webapp.core.jobs import enqueue, job
from webapp.core.turns import OvertakenError, Turn
from webapp.registration import holding, list_queries, list_reading
from webapp.registration.list_models import ListImport, ListReading, ListState, Stage


@job
def read_list(public_id: str) -> None:
    """Read and judge outside a transaction, write the rows in pieces; a second time finds nothing to do."""
    turn = turns.begin(ListReading, ListImport, public_id, holding.forget_rows)
    if turn is not None:
        turn.work(lambda: read(turn))


def read_later(held: ListImport) -> None:
    """Within a transaction; whoever reads it now is overtaken."""
    turns.wait(ListReading, held.id)
    enqueue(read_list, public_id=held.public_id)


def read_again(public_id: str) -> None:
    """After it failed, or whoever read it came to no end. Raises NotThere, or DomainError if it is read."""
    read_later(held_in(ListImport, public_id, ListState.HELD))


@collecting.held_back()
def read(turn: Turn) -> None:
    held = session().get(ListImport, turn.held_id)
    if held is None or held.state is not ListState.HELD:
        raise OvertakenError
    if held.content is None:
        _judge_anew(turn, held)
        return
    try:
        found = list_reading.read(held.content)
    except Unreadable as error:
        with transaction():
            turn.end()
            session().get_one(ListImport, turn.held_id).refuse(error)
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
