"""PostgreSQL: how its connections are prepared, and how a database is checked, dumped and restored by its own tools."""

import os
import shutil
import signal
import subprocess
from errno import EIO, ENOENT
from pathlib import Path
from typing import Any, Final

from sqlalchemy import URL, Connection, Engine, ExceptionContext, create_engine, event
from sqlalchemy.exc import NotSupportedError, OperationalError

OLDEST: Final = 15
HEAD: Final = b"PGDMP"
SECONDS_TO_WAIT = 5
READ_COMMITTED, REPEATABLE_READ = 2, 3  #: psycopg's numbers: to import it takes 9 MB, also on SQLite
LOCK: Final = 0x6B6F6E66  #: number of the lock that writers queue for
LIMITS: Final = {
    "statement_timeout": "30s",
    "idle_in_transaction_session_timeout": "120s",  # a workbook is built while its rows are read
    "timezone": "UTC",
}


def make_engine(url: URL) -> Engine:
    limits = LIMITS | {"lock_timeout": f"{int(1000 * SECONDS_TO_WAIT)}ms"}
    made = create_engine(
        url.set(drivername="postgresql+psycopg"),
        pool_pre_ping=True,  # a restarted server is noticed before a request needs it
        pool_timeout=SECONDS_TO_WAIT,
        connect_args={
            "connect_timeout": 5,
            "application_name": "konferenz",
            "options": " ".join(f"-c {name}={value}" for name, value in limits.items()),
        },
    )
    event.listen(made, "begin", _begin)
    event.listen(made, "handle_error", _as_gone)
    return made


def problems(connection: Connection) -> list[str]:
    version = connection.connection.dbapi_connection.info.server_version // 10_000  # type: ignore[union-attr]
    return [] if version >= OLDEST else [f"PostgreSQL {version} is too old: {OLDEST} or newer is needed"]


def back_up(engine: Engine, path: Path) -> None:
    """Dump into this file, in one reading transaction."""
    _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={path}", url=engine.url)


def is_backup(path: Path) -> bool:
    with path.open("rb") as file:
        ours = file.read(len(HEAD)) == HEAD
    return ours and " TABLE public alembic_version " in _run("pg_restore", "--list", str(path))


def restore(engine: Engine, path: Path) -> None:
    """Load this dump, whole or not at all."""
    options = ("--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges")
    _run("pg_restore", *options, str(path), url=engine.url)


def _run(program: str, *arguments: str, url: URL | None = None) -> str:
    """What one of PostgreSQL's own programs prints; the password goes by the environment, not by the command line."""
    found = shutil.which(program)
    if found is None:
        raise FileNotFoundError(ENOENT, "it is missing; install postgresql-client", program)
    command, environment = [found, *arguments], dict(os.environ)
    if url is not None:
        address = url._replace(drivername="postgresql", password=None).difference_update_query(["password"])
        command.append(f"--dbname={address.render_as_string()}")
        environment["PGPASSWORD"] = str(url.password or url.query.get("password", ""))
    # what they quote of a broken file may be no text
    run = subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", errors="replace", check=False)  # noqa: S603
    if run.returncode:
        died = signal.strsignal(-run.returncode) if run.returncode < 0 else None
        raise OSError(EIO, run.stderr.strip() or died or f"ended with {run.returncode}", program)
    return run.stdout


def _begin(connection: Connection) -> None:
    """Reading sees one moment, as on SQLite; writing is one after the other, which keeps the audit log one chain."""
    writing = connection.get_execution_options().get("writing", False)
    driver: Any = connection.connection.dbapi_connection
    driver.read_only = not writing
    driver.isolation_level = READ_COMMITTED if writing else REPEATABLE_READ
    if not writing:
        return
    try:
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")
    except NotSupportedError as error:  # a standby, as after a failover: to whoever writes as good as away
        raise OperationalError(error.statement, None, error.orig or error) from None


def _as_gone(context: ExceptionContext) -> None:
    """Whatever ended the connection, the database is away: of a transaction that was idle too long the driver says
    that it is an error of its own.
    """
    error, told = context.original_exception, context.sqlalchemy_exception
    if context.is_disconnect and told is not None and not isinstance(told, OperationalError):  # a signal tells nothing
        raise OperationalError(context.statement, None, error, connection_invalidated=True) from None
