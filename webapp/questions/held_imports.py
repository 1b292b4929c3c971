"""Reads a report of questions or a chat in a job where it is long, or a long table once its columns are named."""

from webapp.core import collecting, turns
from webapp.core.db import session, transaction
from webapp.core.grids import Unreadable
from webapp.core.held import held_in
from webapp.core.jobs import enqueue, job
from webapp.core.turns import OvertakenError, Turn
from webapp.events.models import Event
from webapp.questions import import_holding, import_judging
from webapp.questions.import_models import ImportReading, ImportState, QuestionImport, Stage
from webapp.questions.reading import files
from webapp.questions.reading.found import Found, Table, Unusable


@job
def read_import(public_id: str) -> None:
    """Read and judge outside a transaction, write the entries in pieces; a second time finds nothing to do."""
    turn = turns.begin(ImportReading, QuestionImport, public_id, import_holding.forget_entries)
    if turn is not None:
        turn.work(lambda: read(turn))


def read_later(held: QuestionImport) -> None:
    """Within a transaction; whoever reads it now is overtaken."""
    turns.wait(ImportReading, held.id)
    enqueue(read_import, public_id=held.public_id)


def read_again(public_id: str) -> None:
    """After it failed, or whoever read it came to no end. Raises NotThere, or DomainError if it is read."""
    read_later(held_in(QuestionImport, public_id, ImportState.HELD))


@collecting.held_back()
def read(turn: Turn) -> None:
    held = session().get(QuestionImport, turn.held_id)
    if held is None or held.state is not ImportState.HELD:
        raise OvertakenError
    event_id = held.event_id
    try:
        found = _found(held)
    except (Unreadable, Unusable) as error:
        with transaction():
            turn.end()
            _held(turn).refuse(error)
        return
    judged = (
        import_judging.judge(event_id, found, lambda told: turn.telling(Stage.JUDGED, told))
        if isinstance(found, Found)
        else []
    )
    turn.keep(
        Stage.KEPT,
        judged,
        lambda piece: import_holding.keep(turn.held_id, piece),
        lambda: import_holding.finish(_held(turn), session().get_one(Event, event_id), found, judged),
    )


def _found(held: QuestionImport) -> Found | Table:
    if held.content is not None:
        return import_holding.remembered(files.read(held.content))
    return files.read_as(import_holding.table_of(held), held.sheet["header"], held.sheet["columns"])


def _held(turn: Turn) -> QuestionImport:
    return session().get_one(QuestionImport, turn.held_id)
