"""Reads what is held in jobs: a turn at a time, begun anew if killed or on demand, refused, shown meanwhile."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import render_template

from webapp.core import clock, turns
from webapp.core.db import session, transaction
from webapp.core.held import held_in
from webapp.core.jobs import Work, enqueue
from webapp.core.turn_words import progress
from webapp.core.turns import HELD, OvertakenError, Turn


@dataclass(frozen=True, slots=True)
class Readings:
    """Of one table of what is held; `forget` what was written of one that was not read to its end."""

    kind: type[turns.Reading]
    what: Any
    forget: Callable[[int], None]

    def run(self, public_id: str, read: Callable[[Turn], None]) -> None:
        """A second time it finds nothing to do."""
        turn = turns.begin(self.kind, self.what, public_id, self.forget)
        if turn is not None:
            turn.work(lambda: read(turn))

    def later(self, held: Any, work: Work) -> None:
        """Within a transaction; whoever reads it now is overtaken."""
        turns.wait(self.kind, held.id)
        enqueue(work, public_id=held.public_id)

    def again(self, public_id: str, work: Work) -> None:
        """After it failed, or whoever read it came to no end. Raises NotThere, or DomainError if it is read."""
        self.later(held_in(self.what, public_id, HELD), work)

    def held(self, turn: Turn) -> Any:
        """What is to be read. Raises OvertakenError if it is gone or somebody has read it."""
        found = session().get(self.what, turn.held_id)
        if found is None or found.state != HELD:
            raise OvertakenError
        return found

    def refuse(self, turn: Turn, error: Exception) -> None:
        """Keep why it cannot be read."""
        with transaction():
            turn.end()
            session().get_one(self.what, turn.held_id).refuse(error)

    def page(self, held: Any, stages: Mapping[Any, Any], **words: str) -> str:
        """While the worker reads it, or if it cannot be read; `words` are those of held_file.html."""
        told = None
        if held.state == HELD:
            reading = session().get(self.kind, held.id, populate_existing=True)
            told = progress(reading, stages, clock.now())
        return render_template("held_file.html", event=held.event, held=held, reading=told, **words)
