"""Turns of jobs that read what is held: how far one is, begun anew if killed, writing nothing any more if overtaken."""

import logging
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from enum import StrEnum
from time import monotonic
from typing import Any, ClassVar, Final, TypeVar

from sqlalchemy import Column, String, delete, select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from webapp.core import clock
from webapp.core.db import choice, random_id, session, transaction

log = logging.getLogger(__name__)
T = TypeVar("T")
SECONDS_BETWEEN_NOTES = 1.0
PIECE = 1000  #: rows that are written at once, while nobody else can write
STEP = 500  #: rows between two words about them
HELD: Final = "held"  #: the state of what is to be read


class Reading:
    """Columns of a table that says how far a reading is, and whose turn it is; a row is there while it goes on.

    What is read is the table's primary key.
    """

    stages: ClassVar[type[StrEnum]]  #: in their order

    reader: Mapped[str] = mapped_column(String(22), info={"personal": None})  #: empty: nobody yet
    done: Mapped[int]
    total: Mapped[int]
    noted_at: Mapped[datetime]
    failed: Mapped[bool] = mapped_column(default=False)

    @declared_attr
    @classmethod
    def stage(cls) -> Mapped[StrEnum]:
        return mapped_column(choice(cls.stages), nullable=False)


class OvertakenError(Exception):
    """Somebody else reads it now, or it was discarded."""


class Turn:
    """One try to read something."""

    def __init__(self, kind: type[Reading], held_id: int) -> None:
        self.held_id, self.reader = held_id, random_id()
        self._kind, self._noted = kind, monotonic()

    def work(self, read: Callable[[], None]) -> None:
        """Whoever was overtaken just ends; any other error is noted for whoever waits, and raised."""
        try:
            read()
        except OvertakenError:
            return
        except Exception:
            with transaction():
                session().execute(self._mine(update(self._kind)).values(failed=True, noted_at=clock.now()))
            raise

    def tell(self, stage: StrEnum, done: int, total: int) -> None:
        """In short transactions, at most one a second: others want to write too. Raises OvertakenError."""
        if monotonic() - self._noted < SECONDS_BETWEEN_NOTES:
            return
        try:
            with transaction():
                self.note(stage, done, total)
        except OperationalError:
            log.info("others write; how far a reading is will be told later")
        self._noted = monotonic()

    def telling(self, stage: StrEnum, things: Sequence[T]) -> Iterator[T]:
        """These things; while they are gone through, how many were."""
        for number, one in enumerate(things):
            if number % STEP == 0:
                self.tell(stage, number, len(things))
            yield one

    def note(self, stage: StrEnum, done: int, total: int) -> None:
        """Within a transaction, which nothing survives if somebody else has the turn by now: raises OvertakenError."""
        told = self._mine(update(self._kind)).values(stage=stage, done=done, total=total, noted_at=clock.now())
        self._require(told)

    def end(self) -> None:
        """Within the transaction that finishes the reading. Raises OvertakenError."""
        self._require(self._mine(delete(self._kind)))

    def keep(
        self, stage: StrEnum, things: Sequence[T], write: Callable[[Sequence[T]], None], finish: Callable[[], None]
    ) -> None:
        """Write in pieces, so that others can write in between; with the last piece the reading is finished."""
        done, (*before, last) = 0, pieces(things)
        for piece in before:
            with transaction():
                self.note(stage, done, len(things))
                write(piece)
            done += len(piece)
        with transaction():
            self.end()
            write(last)
            finish()

    def _require(self, statement: Any) -> None:
        if session().execute(statement).rowcount != 1:  # type: ignore[attr-defined]
            raise OvertakenError

    def _mine(self, statement: Any) -> Any:
        return statement.where(_key(self._kind) == self.held_id, self._kind.reader == self.reader)


def begin(kind: type[Reading], what: Any, public_id: str, forget: Callable[[int], None]) -> Turn | None:
    """The turn to read one of `what`, a table with public_id and state, unless it is held no more.

    Whoever had the turn before is overtaken, and what that one wrote is forgotten.
    """
    found = select(what, kind).outerjoin(kind, _key(kind) == what.id)
    held = found.where(what.public_id == public_id, what.state == HELD)
    with transaction():
        row = session().execute(held.execution_options(populate_existing=True)).one_or_none()
        if row is None:
            return None
        one, before = row
        if before is not None:
            forget(one.id)
        turn = Turn(kind, one.id)
        _take(kind, one.id, before, turn.reader)
    return turn


def wait(kind: type[Reading], held_id: int) -> None:
    """Within a transaction: nobody has the turn until a job begins."""
    _take(kind, held_id, session().get(kind, held_id, populate_existing=True), "")


def pieces(things: Sequence[T]) -> list[Sequence[T]]:
    """At least one, that may be empty."""
    return [things[start : start + PIECE] for start in range(0, max(1, len(things)), PIECE)]


def _take(kind: type[Reading], held_id: int, before: Reading | None, reader: str) -> None:
    reading = before or kind(**{_key(kind).name: held_id})
    reading.reader, reading.stage, reading.done, reading.total = reader, next(iter(kind.stages)), 0, 0
    reading.noted_at, reading.failed = clock.now(), False
    session().add(reading)


def _key(kind: type[Reading]) -> Column[int]:
    return kind.__mapper__.primary_key[0]  # type: ignore[attr-defined, no-any-return]
