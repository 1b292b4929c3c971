"""The databases under test: files of SQLite, or those of a PostgreSQL server that runs for the time of the tests.

Which of them, KONFERENZ_TEST_DATABASE says; every test is written for both.
"""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from typing import Any, Final, Protocol

import psycopg
from kept_database import USUAL, Kept, Template
from sqlalchemy import URL, Engine, event
from surroundings import free_port

from webapp.config import Settings
from webapp.core.db import kind_of

POSTGRESQL: Final = os.environ.get("KONFERENZ_TEST_DATABASE") == "postgresql"
OWNER: Final = "konferenz"
PASSWORD: Final = "Äpfel/und @Birnen"
PATIENCE: Final = 20.0  # seconds
FAST: Final = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off", "max_wal_size=4GB")


class Databases(Protocol):
    def new(self, settings: Settings) -> Settings:
        """These settings over a database without tables."""

    def copy(self, original: Settings, settings: Settings) -> Settings:
        """These settings over a copy of the other's database, to which nobody may be connected."""

    def copy_to_copy(self, original: Settings, settings: Settings) -> Settings:
        """As copy(), of which others will be made."""

    def drop(self, settings: Settings) -> None: ...


class Files:
    """SQLite: one file in each instance folder, which goes with it."""

    def new(self, settings: Settings) -> Settings:
        return settings

    def copy(self, original: Settings, settings: Settings) -> Settings:
        shutil.copy(original.instance / "konferenz.sqlite", settings.instance)
        return settings

    copy_to_copy = copy

    def drop(self, settings: Settings) -> None: ...


@dataclass
class Server:
    """A PostgreSQL server; the program reaches it as an ordinary user, who owns its databases and nothing else."""

    folder: Path
    port: int
    numbers: Iterator[int] = field(default_factory=count)
    templates: dict[str, Template] = field(default_factory=dict)  #: by name, as all that follow
    made_from: dict[str, str] = field(default_factory=dict)
    kept: dict[str, Kept] = field(default_factory=dict)
    waiting: dict[str, str] = field(default_factory=dict)  #: template to a database that is as new
    connection: psycopg.Connection | None = None

    def new(self, settings: Settings) -> Settings:
        return self._made(settings, "template0")

    def copy(self, original: Settings, settings: Settings) -> Settings:
        template = self.name(original)
        if (name := self.waiting.pop(template, None)) is not None:
            return replace(settings, database_url=self.address(OWNER, name))
        if template not in self.templates:
            self.templates[template] = Template.read(self.address("postgres", template))
        made = self.copy_to_copy(original, settings)
        self.made_from[self.name(made)] = template
        return made

    def copy_to_copy(self, original: Settings, settings: Settings) -> Settings:
        return self._made(settings, self.name(original))

    def drop(self, settings: Settings) -> None:
        name = self.name(settings)
        template = self.made_from.get(name)
        if template is not None and template not in self.waiting:
            if name not in self.kept:
                self.kept[name] = Kept(self.templates[template], self.address("postgres", name))
            if self.kept[name].brought_back():
                self.waiting[template] = name
                return
        if name in self.kept:
            self.kept.pop(name).close()
        self.run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def hang_up(self, settings: Settings) -> None:
        """As a restart does, end every connection to this database."""
        database = f"datname = '{self.name(settings)}'"
        self.run(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {database}")  # noqa: S608

    def crash(self, settings: Settings) -> None:
        """Kill one of the server's processes: it ends all others, and recovers from its log."""
        address = self.address("postgres", self.name(settings))
        with psycopg.connect(address, autocommit=True) as witness:
            with psycopg.connect(address, autocommit=True) as victim:
                os.kill(victim.info.backend_pid, signal.SIGKILL)
            with suppress(psycopg.OperationalError):  # a moment passes before all others are ended
                witness.execute(f"SELECT pg_sleep({PATIENCE})".encode())
                raise AssertionError("the server goes on")
        self.close()
        _wait(self)

    def run(self, statement: str) -> None:
        if self.connection is None or self.connection.closed:
            self.connection = psycopg.connect(self.address("postgres", "postgres"), autocommit=True)
        self.connection.execute(statement.encode())

    def close(self) -> None:
        for kept in self.kept.values():
            kept.close()
        if self.connection is not None:
            self.connection.close()

    def run_in(self, settings: Settings, statements: str) -> None:
        with psycopg.connect(self.address(OWNER, self.name(settings)), autocommit=True) as connection:
            connection.execute(statements.encode())

    def address(self, user: str, database: str) -> str:
        return f"postgresql://{user}@/{database}?host={self.folder}&port={self.port}"

    def name(self, settings: Settings) -> str:
        return settings.database_url.partition("@/")[2].partition("?")[0]

    def _made(self, settings: Settings, template: str) -> Settings:
        name = f"test_{next(self.numbers)}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {template} OWNER {OWNER} STRATEGY FILE_COPY")
        return replace(settings, database_url=self.address(OWNER, name))


def movable(url: URL) -> Engine:
    """An engine that move() points at another database, so that statements are compiled once for all of them."""
    made = kind_of(url).make_engine(url)

    @event.listens_for(made, "do_connect")
    def _to_where_it_points(_dialect: object, _record: object, arguments: list[Any], options: dict[str, Any]) -> None:
        found, more = made.dialect.create_connect_args(made.url)
        arguments[:] = found
        options |= more
        if POSTGRESQL:
            options["application_name"] = USUAL

    return made


def move(engine: Engine, url: URL) -> None:
    """Connections to where it points already are kept, but for SQLite's, whose file is another one of this name."""
    there = url.set(drivername=engine.url.drivername)
    if not POSTGRESQL or there != engine.url:
        engine.dispose()
        engine.url = there


@contextmanager
def databases() -> Iterator[Databases]:
    if not POSTGRESQL:
        yield Files()
        return
    with tempfile.TemporaryDirectory(prefix="konferenz") as folder:
        account = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
        if account:
            shutil.chown(folder, "postgres", "postgres")
        server = Server(Path(folder), free_port())
        with _serving(server, account):
            server.run(f"CREATE ROLE {OWNER} LOGIN PASSWORD '{PASSWORD}'")
            try:
                yield server
            finally:
                server.close()


@contextmanager
def _serving(server: Server, account: Mapping[str, object]) -> Iterator[None]:
    """Neither initdb nor the server runs as root, so root hands them over to the account that Debian's package made."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    assert programs, "PostgreSQL is missing: apt-get install postgresql"
    data = server.folder / "data"
    # German rules, so that what must be sorted by code point has to say so; a password is asked over the network alone
    order = ("--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=de-DE", "--encoding=UTF8")
    entry = ("--username=postgres", "--auth-local=trust", "--auth-host=scram-sha-256")
    command = [programs[-1] / "initdb", "--no-sync", "--pgdata", data, *order, *entry]
    subprocess.run(command, cwd=server.folder, check=True, stdout=subprocess.DEVNULL, **account)  # type: ignore[call-overload]
    places = (f"unix_socket_directories={server.folder}", "listen_addresses=127.0.0.1", f"port={server.port}")
    settings = [part for setting in (*places, *FAST) for part in ("-c", setting)]
    command = [programs[-1] / "postgres", "-D", data, *settings]
    with (server.folder / "log").open("w") as log:
        process = subprocess.Popen(command, cwd=server.folder, stdout=log, stderr=log, **account)  # type: ignore[call-overload]
        try:
            _wait(server)
            yield
        finally:
            process.send_signal(signal.SIGINT)  # without waiting for whoever is still connected
            process.wait(timeout=PATIENCE)


def _wait(server: Server) -> None:
    end = time.monotonic() + PATIENCE
    while True:
        try:
            return server.run("SELECT 1")
        except psycopg.OperationalError:
            assert time.monotonic() < end, (server.folder / "log").read_text()
            time.sleep(0.05)
