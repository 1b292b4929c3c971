"""Reads a report of questions or a chat in a job where it is long, or a long table once its columns are named."""

from typing import Final

from webapp.core import collecting
from webapp.core.db import session
from webapp.core.grids import Unreadable
from webapp.core.held_readings import Readings
from webapp.core.jobs import job
from webapp.core.turns import Turn
from webapp.events.models import Event
from webapp.questions import import_holding, import_judging
from webapp.questions.import_models import ImportReading, QuestionImport, Stage
from webapp.questions.reading import files
from webapp.questions.reading.found import Found, Table, Unusable

READINGS: Final = Readings(ImportReading, QuestionImport, import_holding.forget_entries)


@job
def read_import(public_id: str) -> None:
    """Read and judge outside a transaction, write the entries in pieces."""
    READINGS.run(public_id, read)


def read_later(held: QuestionImport) -> None:
    READINGS.later(held, read_import)


def read_again(public_id: str) -> None:
    READINGS.again(public_id, read_import)


@collecting.held_back()
def read(turn: Turn) -> None:
    held: QuestionImport = READINGS.held(turn)
    event_id = held.event_id
    try:
        found = _found(held)
    except (Unreadable, Unusable) as error:
        READINGS.refuse(turn, error)
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
