"""The SQL that a piece of code sends, to be counted or read."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

from sqlalchemy import Engine, event

from webapp.core.db import Model

FRAME: Final = re.compile(r"PRAGMA|BEGIN|SET TRANSACTION|ROLLBACK|COMMIT|SELECT pg_advisory_xact_lock")
_seen: ContextVar[list[str] | None] = ContextVar("statements of the running request", default=None)


@event.listens_for(Engine, "before_cursor_execute")
def _note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
    seen = _seen.get()
    if seen is not None and not FRAME.match(statement):
        seen.append(statement)


@contextmanager
def counted() -> Iterator[list[str]]:
    """The SQL that runs inside, but for what frames a transaction."""
    sent: list[str] = []
    counting = _seen.set(sent)
    try:
        yield sent
    finally:
        _seen.reset(counting)


@contextmanager
def objects_of(model: type[Model]) -> Iterator[list[object]]:
    """Rows that became objects of this model, which cost many times what their columns do."""
    made: list[object] = []

    def note(one: object, _context: object) -> None:
        made.append(one)

    event.listen(model, "load", note)
    try:
        yield made
    finally:
        event.remove(model, "load", note)
