"""The database's schema: bring it to head, ask whether something is pending, check the whole.

Alembic takes 8 MB and is imported only by whoever changes the schema: every process asks whether something is pending.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection, MetaData, inspect, select, text

from webapp.config import ROOT
from webapp.core import audit
from webapp.core.db import engine, kind_of
from webapp.core.errors import Refused

if TYPE_CHECKING:
    from alembic.config import Config

NEWER: Final = "The database is of a newer version of this program: install that one."
MIGRATIONS: Final = ROOT / "webapp" / "migrations"


def config(connection: Connection | None = None) -> "Config":
    from alembic.config import Config  # noqa: PLC0415

    made = Config()
    made.set_main_option("script_location", str(MIGRATIONS))
    made.attributes["connection"] = connection
    return made


def upgrade(revision: str = "head") -> None:
    """Raises Refused for a database that this program does not know yet."""
    if is_newer():
        raise Refused(NEWER)
    from alembic import command  # noqa: PLC0415

    with engine().connect().execution_options(writing=True) as connection, connection.begin():
        command.upgrade(config(connection), revision)


def downgrade(revision: str = "base") -> None:
    from alembic import command  # noqa: PLC0415

    with engine().connect().execution_options(writing=True) as connection, connection.begin():
        command.downgrade(config(connection), revision)


def pending() -> bool:
    """Whether migrations wait; also true of an empty database, and of one that a newer version has changed."""
    return _versions() != [head()]


def is_newer() -> bool:
    """Whether a newer version of this program has changed the database."""
    return max(_versions(), default="") > head()


def _versions() -> Sequence[str]:
    with engine().connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return []
        return connection.scalars(text("SELECT version_num FROM alembic_version")).all()


def head() -> str:
    """The last migration: their files begin with their numbers."""
    return max(path.name for path in (MIGRATIONS / "versions").glob("[0-9]*.py")).partition("_")[0]


def problems() -> list[str]:
    """What is wrong with the database, one line each; empty if nothing."""
    with engine().connect() as connection:
        found = kind_of(engine().url).problems(connection)
    if is_newer():
        return [*found, NEWER]
    if pending():
        return [*found, "migrations are pending: run “konferenz db upgrade”"]
    broken = audit.verify()
    return found if broken is None else [*found, f"the chain of audit entries breaks at entry {broken}"]


def is_empty() -> bool:
    """Whether no table holds a row; which migrations ran does not count."""
    with engine().connect() as connection:
        tables = [table for name, table in _tables(connection).tables.items() if name != "alembic_version"]
        return not any(connection.scalar(select(table.select().exists())) for table in tables)


def drop() -> None:
    """Take every table away, also those that no model knows."""
    with engine().connect().execution_options(writing=True) as connection, connection.begin():
        _tables(connection).drop_all(connection)


def _tables(connection: Connection) -> MetaData:
    found = MetaData()
    found.reflect(connection)
    return found
