"""A database of PostgreSQL that one test after the other uses, since to make and drop one takes longer than most tests.

Between two tests it is brought back to what its template holds; where that is in doubt, it is not used again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Self, TypeAlias

import psycopg

USUAL: Final = "usual tests"  #: name of the connections that stay open from test to test
FREELY: Final = "-c session_replication_role=replica -c lock_timeout=100ms -c statement_timeout=5s"
FIRST_OF_OURS: Final = 16384  #: what PostgreSQL brings with it has smaller numbers
CATALOGUES: Final = {"pg_attribute": "attrelid"} | dict.fromkeys(
    ("pg_attrdef", "pg_class", "pg_constraint", "pg_namespace", "pg_proc", "pg_trigger", "pg_type"), "oid"
)
TABLES: Final = "SELECT oid::regclass::text FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
COUNTERS: Final = "SELECT oid::regclass::text, pg_sequence_last_value(oid) FROM pg_class WHERE relkind = 'S'"
STRANGERS: Final = """
    SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
    AND (application_name <> %s OR state <> 'idle')
"""

State: TypeAlias = Mapping[str, tuple[int, int | None]]  #: of a table, how many rows and the last writer's number


@dataclass(frozen=True, slots=True)
class Template:
    shape: State
    tables: State
    rows: Mapping[str, bytes]  #: of the tables that are not empty
    counters: Mapping[str, int | None]

    @classmethod
    def read(cls, address: str) -> Self:
        with psycopg.connect(address, autocommit=True) as connection:
            tables = _state(connection, [name for (name,) in connection.execute(TABLES)])
            rows = {name: _rows(connection, name) for name, (number, _last) in tables.items() if number}
            return cls(_shape(connection), tables, rows, dict(connection.execute(COUNTERS).fetchall()))


class Kept:
    """The administrator's connection to a database that was made from this template and not used yet."""

    def __init__(self, template: Template, address: str) -> None:
        self.template = template
        self.tables = dict(template.tables)
        self.connection = psycopg.connect(address, autocommit=True, prepare_threshold=0, options=FREELY)

    def brought_back(self) -> bool:
        """False if it has another shape, or somebody is still busy in it."""
        try:
            [(strangers,)] = self.connection.execute(STRANGERS, (USUAL,)).fetchall()
            if strangers or _shape(self.connection) != self.template.shape:
                return False
            self._bring_back()
        except psycopg.Error:
            return False
        return True

    def close(self) -> None:
        self.connection.close()

    def _bring_back(self) -> None:
        changed = [name for name, state in _state(self.connection, self.tables).items() if state != self.tables[name]]
        self._refill(changed)
        self.tables |= _state(self.connection, [name for name in changed if name in self.template.rows])
        for name, last in self.connection.execute(COUNTERS).fetchall():
            if last != (kept := self.template.counters[name]):
                self.connection.execute("SELECT setval(%s::regclass, %s, %s)", (name, kept or 1, kept is not None))

    def _refill(self, tables: Sequence[str]) -> None:
        for name in tables:
            self.connection.execute(f"DELETE FROM {name}".encode())  # noqa: S608
        if tables:  # so that rows lie again in the order in which they are written
            self.connection.execute(f"VACUUM {', '.join(tables)}".encode())
        for name in tables:
            if name in self.template.rows:
                with self.connection.cursor().copy(f"COPY {name} FROM STDIN".encode()) as copying:
                    copying.write(self.template.rows[name])


def _shape(connection: psycopg.Connection) -> State:
    return _state(connection, (f"{name} WHERE {number} >= {FIRST_OF_OURS}" for name, number in CATALOGUES.items()))


def _state(connection: psycopg.Connection, tables: Iterable[str]) -> State:
    each = [f"SELECT '{one}', count(*), max(xmin::text::bigint) FROM {one}" for one in tables]  # noqa: S608
    found = connection.execute(" UNION ALL ".join(each).encode()) if each else ()
    return {name: (number, last) for name, number, last in found}


def _rows(connection: psycopg.Connection, name: str) -> bytes:
    with connection.cursor().copy(f"COPY {name} TO STDOUT".encode()) as copying:
        return b"".join(copying)
