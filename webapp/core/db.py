"""Model, column types, the session, and the one transaction rule.

A request, job or command reads through `session()`, which cannot write (SQLite: PRAGMA query_only, PostgreSQL: READ
ONLY). Writing happens in `with transaction():` around the call of one verb, nowhere else. One writes at a time, on
both databases: SQLite knows no other way, and PostgreSQL keeps the audit log one chain so.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, ClassVar, Protocol

from flask import Flask, current_app, g
from sqlalchemy import JSON, URL, Connection, DateTime, Dialect, Engine, Enum, MetaData, make_url
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.types import TypeDecorator

from webapp.core import postgresql, sqlite


class Kind(Protocol):
    """What each of the two kinds of database knows about itself."""

    def make_engine(self, url: URL) -> Engine: ...
    def problems(self, connection: Connection) -> list[str]: ...
    def back_up(self, engine: Engine, path: Path) -> None: ...
    def is_backup(self, path: Path) -> bool: ...
    def restore(self, engine: Engine, path: Path) -> None: ...


class UtcDateTime(TypeDecorator[datetime]):
    """Aware UTC in code; a naive value is a mistake and raises ValueError."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without zone")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)

    def result_processor(self, dialect: Dialect, coltype: Any) -> Any:
        """SQLite's texts are read at once: by way of the above each takes three times as long."""
        return _read_utc if dialect.name == "sqlite" else super().result_processor(dialect, coltype)


def _read_utc(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(f"{text}+00:00")


class Model(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {datetime: UtcDateTime, dict[str, Any]: JSON, list[str]: JSON}


def choice(kind: type[StrEnum]) -> Enum:
    """Column type of a StrEnum: its values as text, held by a named check."""
    return Enum(
        kind,
        native_enum=False,
        create_constraint=True,
        name=kind.__name__.lower(),
        length=max(len(member.value) for member in kind),
        values_callable=lambda members: [member.value for member in members],
    )


def random_id() -> str:
    """22 characters, 128 random bits: the only ids that appear in addresses and files."""
    return secrets.token_urlsafe(16)


def init_app(app: Flask, url: str) -> None:
    parsed = make_url(url)
    app.extensions["engine"] = kind_of(parsed).make_engine(parsed)
    app.teardown_appcontext(_close)


def kind_of(url: URL) -> Kind:
    return sqlite if url.drivername.startswith("sqlite") else postgresql


def engine() -> Engine:
    found: Engine = current_app.extensions["engine"]
    return found


def _writer() -> Engine:
    """For transactions that write, see sqlite.make_engine()."""
    found: Engine = engine().get_execution_options().get("writer", engine())
    return found


def session() -> Session:
    """The session of this request, job or command; it reads only, unless a transaction() is open."""
    if "session" not in g:
        g.session = Session(engine(), expire_on_commit=False)
    found: Session = g.session
    return found


@contextmanager
def transaction() -> Iterator[Session]:
    """The one way to write: ends the reading transaction, begins a writing one, commits at its end or rolls back.

    What was loaded before is read again on use, so a verb decides on what is true now.
    """
    current = session()
    if current.info.get("writing"):
        raise RuntimeError("transactions do not nest")
    if g.get("read_only"):
        raise RuntimeError(f"this request may not write: {g.read_only}")
    current.rollback()
    current.info["writing"] = True
    try:
        current.bind = _writer()
        current.connection(execution_options={"writing": True})
        yield current
        current.commit()
    except BaseException:
        current.rollback()
        raise
    finally:
        current.info["writing"] = False
        current.bind = engine()


@contextmanager
def bookkeeping() -> Iterator[Session]:
    """A short writing transaction of core's own beside the reading one: last use of a session, refused sign-ins.

    Not inside a transaction, which would wait for itself.
    """
    if "session" in g and session().info.get("writing"):
        raise RuntimeError("no book is kept inside a transaction")
    with Session(_writer(), expire_on_commit=False) as book:
        book.connection(execution_options={"writing": True})
        yield book
        book.commit()


def violated(error: IntegrityError) -> str:
    """Name of the constraint or unique index that refused a row; empty if it cannot be told."""
    diagnosis = getattr(error.orig, "diag", None)
    if diagnosis is not None:
        return diagnosis.constraint_name or ""
    message = str(error.orig)
    columns = frozenset(message.partition("UNIQUE constraint failed: ")[2].split(", "))
    for table in Model.metadata.tables.values():
        for index in table.indexes:
            if index.unique and frozenset(f"{table.name}.{column.name}" for column in index.columns) == columns:
                return str(index.name)
    return message.rpartition(": ")[2]


def _close(_error: BaseException | None) -> None:
    opened: Session | None = g.pop("session", None)
    if opened is None:
        return
    try:
        opened.close()
    except DBAPIError:  # the server went away; the answer is made already, and what it says is committed or refused
        opened.invalidate()
