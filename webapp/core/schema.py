"""The database's schema: bring it to head, ask whether something is pending, check the whole."""

from typing import Final

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from webapp.config import ROOT
from webapp.core.db import engine

MIGRATIONS: Final = ROOT / "webapp" / "migrations"


def config(connection: Connection | None = None) -> Config:
    made = Config()
    made.set_main_option("script_location", str(MIGRATIONS))
    made.attributes["connection"] = connection
    return made


def upgrade(revision: str = "head") -> None:
    with engine().connect().execution_options(writing=True) as connection, connection.begin():
        command.upgrade(config(connection), revision)


def downgrade(revision: str = "base") -> None:
    with engine().connect().execution_options(writing=True) as connection, connection.begin():
        command.downgrade(config(connection), revision)


def pending() -> bool:
    """Whether migrations wait; also true of an empty database."""
    with engine().connect() as connection:
        current = MigrationContext.configure(connection).get_current_heads()
    return set(current) != set(ScriptDirectory.from_config(config()).get_heads())


def problems() -> list[str]:
    """What is wrong with the database, one line each; empty if nothing."""
    found = ["migrations are pending: run “konferenz db upgrade”"] if pending() else []
    with engine().connect() as connection:
        if connection.dialect.name == "sqlite":
            result = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
            found += [] if result == ["ok"] else [str(line) for line in result]
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
            found += [f"{len(broken)} rows point to rows that are not there"] if broken else []
    return found
