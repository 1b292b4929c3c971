"""SQLite: how its connections are prepared, how writers queue, and how a whole file is checked and copied."""

import fcntl
import sqlite3
from contextlib import closing
from errno import EIO
from pathlib import Path
from threading import Lock
from time import monotonic, sleep
from typing import IO, Any, Final

from sqlalchemy import URL, Connection, Engine, PoolProxiedConnection, create_engine, event
from sqlalchemy.exc import OperationalError

SECONDS_TO_WAIT = 5.0
LONGEST_PAUSE: Final = 0.01  # seconds
SHORTEST_PAUSE: Final = 0.0005
_gates: dict[str, Lock] = {}  #: of the threads of this process, by file


def make_engine(url: URL) -> Engine:
    """Over a file with a second engine beside it for those who write, whose connections are of a pool of their own.

    SQLite forgets all statements of a connection that is told whether it may write: to prepare them anew took an eighth
    of a registration.
    """
    made = create_engine(url, connect_args={"timeout": SECONDS_TO_WAIT})
    event.listen(made, "connect", _prepare)
    event.listen(made, "begin", _begin)
    event.listen(made, "checkin", _leave_queue)
    if url.database and url.database != ":memory:":
        writer = Engine(made.pool.recreate(), made.dialect, made.url)  # it has the listeners of pool and dialect
        event.listen(writer, "begin", _begin)
        event.listen(made, "engine_disposed", lambda _made: writer.dispose())
        made.update_execution_options(writer=writer)
    return made


def problems(connection: Connection) -> list[str]:
    result = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
    found = [] if result == ["ok"] else [str(line) for line in result]
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    return found + ([f"{len(broken)} rows point to rows that are not there"] if broken else [])


def back_up(engine: Engine, path: Path) -> None:
    """Copy into this file, in one reading transaction: nobody who writes meanwhile waits or is half in it."""
    try:
        with closing(engine.raw_connection()) as source, closing(sqlite3.connect(path)) as target:
            _driver(source).backup(target)
            target.execute("PRAGMA journal_mode = DELETE")  # one file, without a log beside it
    except sqlite3.Error as error:  # the disk is full
        raise OSError(EIO, str(error), str(path)) from error


def is_backup(path: Path) -> bool:
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as found:
        try:
            found.execute("SELECT * FROM alembic_version")
            size = found.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size").fetchone()
            checked = found.execute("PRAGMA integrity_check").fetchone()
        except (sqlite3.DatabaseError, UnicodeDecodeError):  # the latter in what it quotes of a broken schema
            return False
    return (size, checked) == ((path.stat().st_size,), ("ok",))


def restore(engine: Engine, path: Path) -> None:
    """Put this file's content in the place of everything, in one transaction."""
    with closing(sqlite3.connect(path)) as source, closing(engine.raw_connection()) as target:
        source.backup(_driver(target))


def _driver(connection: PoolProxiedConnection) -> sqlite3.Connection:
    found = connection.driver_connection
    assert isinstance(found, sqlite3.Connection)  # noqa: S101 - for the type
    return found


def _prepare(connection: Any, record: Any) -> None:
    connection.isolation_level = None  # the driver must not begin transactions of its own
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}")
    record.info["file"] = connection.execute("PRAGMA database_list").fetchone()[2]


def _begin(connection: Connection) -> None:
    # IMMEDIATE, since a deferred transaction that turns from reading to writing fails at once whatever the timeout says
    writing = connection.get_execution_options().get("writing", False)
    waited = _queue(connection) if writing and connection.info["file"] else 0.0
    # who holds the file without standing in the queue is waited for too, but not for another five seconds
    _set(connection, "busy_timeout", str(round(1000 * max(0.0, round(SECONDS_TO_WAIT - waited, 1)))))
    _set(connection, "query_only", "OFF" if writing else "ON")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _set(connection: Connection, pragma: str, value: str) -> None:
    """What holds from before is not said again: most transactions read, as did the one before on this connection."""
    if connection.info.get(pragma) != value:
        connection.connection.cursor().execute(f"PRAGMA {pragma} = {value}")
        connection.info[pragma] = value


def _queue(connection: Connection) -> float:
    """Wait for one's turn at a lock of the operating system, which also frees it when a process is killed.

    Gives the seconds that it took. SQLite looks ever more rarely the longer somebody waits, so newcomers overtake. Here
    threads wait at a gate of their process, so that one of each looks at a file; and only one process waits for the
    turn, the others to be next: whoever has just written does not take the turn again before it.
    """
    path, start = connection.info["file"], monotonic()
    gate = _gates.setdefault(path, Lock())
    if not gate.acquire(timeout=SECONDS_TO_WAIT):
        raise OperationalError("BEGIN IMMEDIATE", None, TimeoutError())
    try:
        with Path(f"{path}-next").open("w") as following:
            _wait_for(following, start)
            connection.info["turn"] = turn = Path(f"{path}-queue").open("w")  # noqa: SIM115 - closed by _leave_queue
            _wait_for(turn, start)
    finally:
        gate.release()
    return monotonic() - start


def _wait_for(file: IO[str], start: float) -> None:
    """Until it is locked for us. Raises OperationalError when that takes too long since the start."""
    while True:
        try:
            return fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            waited = monotonic() - start
            if waited > SECONDS_TO_WAIT:
                raise OperationalError("BEGIN IMMEDIATE", None, error) from None
            sleep(min(LONGEST_PAUSE, SHORTEST_PAUSE + waited / 100))


def _leave_queue(_connection: Any, record: Any) -> None:
    turn = record.info.pop("turn", None)
    if turn is not None:
        turn.close()
