"""The real program in a process of its own, with the demo in it: what browsers, screenshots and benches talk to."""

import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any, Final

import addresses
import inbox
import lacking
from addresses import Address
from flask import Flask
from nest import NEST, Forked
from sources import ROOT
from surroundings import free_port, settings_in

from webapp import create_app
from webapp.config import Settings
from webapp.core.db import engine

ORGANISER: Final = "organiser@example.org"
PASSWORD: Final = "Kirschen fallen im Juni"
PATIENCE: Final = 60.0  # seconds; a machine may be busy, and nothing that is waited for here is a matter of time


@dataclass(frozen=True, slots=True)
class Running:
    """A running service with an own folder; `url` is its public address."""

    folder: Path
    port: int
    pid: int = 0
    database_url: str = ""  #: SQLite in the folder unless it says another
    more: Mapping[str, str] = field(default_factory=dict)  #: settings by the names of their variables

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        own = {"KONFERENZ_" + name: value for name, value in self._settings().items()}
        return {"PATH": os.environ["PATH"], "HOME": str(self.folder), "PYTHONWARNINGS": "default", **own}

    def command(self, *arguments: str, stdin: str = "") -> str:
        """What `konferenz …` prints; it must succeed."""
        command = [sys.executable, "-m", "webapp", *arguments]
        run = subprocess.run(
            command, cwd=ROOT, env=self.environment, input=stdin, capture_output=True, text=True, check=False
        )
        assert run.returncode == 0, f"konferenz {' '.join(arguments)}: {run.stdout} {run.stderr}"
        return run.stdout

    def data(self, *arguments: str) -> Any:
        return json.loads(self.command(*arguments, "--json"))

    def mails(self, to: str) -> list[inbox.Mail]:
        """All mails that left to this address so far, oldest first."""
        files = sorted((self.folder / "instance" / "mailbox").glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
        return [mail for mail in map(_mail, files) if mail.to == to]

    def wait_for_mail(self, to: str, number: int = 1) -> inbox.Mail:
        """The mail with this number to the address; the worker has a few seconds to send it."""
        end = time.monotonic() + PATIENCE
        while len(found := self.mails(to)) < number:
            assert time.monotonic() < end, f"{len(found)} mails to {to}, not {number}"
            time.sleep(0.1)
        return found[number - 1]

    def site(self) -> list[Address]:
        """Every address of the site in English, with what the demo lacks added to this service's database."""
        with self.inside() as app:
            return list(addresses.every(app, lacking.prepare()))

    @contextmanager
    def inside(self) -> Iterator[Flask]:
        """In an app context over this service's database, to add to it or to look into it."""
        secret = (self.folder / "instance" / "secret_key").read_text()
        app = create_app(replace(settings_in(self.folder), secret_key=secret, base_url=self.url))
        with app.app_context():
            yield app
            engine().dispose()

    def _settings(self) -> dict[str, str]:
        return {
            "ENV": "development",
            "BASE_URL": self.url,
            "INSTANCE": str(self.folder / "instance"),
            "EXPORTS": str(self.folder / "exports"),
            "DATABASE_URL": self.database_url,
            "FORM_SECONDS": "0",
            **self.more,
        }


@contextmanager
def running(folder: Path, attendees: int = 60, **more: str) -> Iterator[Running]:
    """Load the demo, let an organiser in, serve; stop at the end. `more` are settings, as MEETING_HOSTS="zoom.us"."""
    service = Running(folder, free_port(), more=more)
    service.command("demo", "--attendees", str(attendees))
    factors = ("--password-stdin", "--no-second-factor")
    service.command(
        "organiser", "add", ORGANISER, "--role", "organiser", "--name", "Sabine Krause", *factors, stdin=PASSWORD + "\n"
    )
    command = [sys.executable, "-m", "webapp", "serve", "--port", str(service.port)]
    with (folder / "log.txt").open("w") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=service.environment, stdout=log, stderr=log)
        try:
            _wait_until_ready(service, lambda: process.poll() is not None, folder / "log.txt")
            yield replace(service, pid=process.pid)
        finally:
            process.terminate()
            process.wait(timeout=PATIENCE)


@cache
def _mail(path: Path) -> inbox.Mail:
    """Who waits for a mail looks again and again, and a mail that left stays as it is."""
    return inbox.read(path)


class Program:
    """A process of ours over the database of this test, in a group of its own: it can be killed and started again."""

    def __init__(self, settings: Settings, log: Path, command: Sequence[str], **variables: str) -> None:
        self.service = Running(settings.instance.parent, free_port(), database_url=settings.database_url)
        own = {"SECRET_KEY": settings.secret_key, "BASE_URL": settings.base_url, **variables}
        self.environment = self.service.environment | {f"KONFERENZ_{name}": value for name, value in own.items()}
        self.environment["BIND"] = f"127.0.0.1:{self.service.port}"
        self.environment["PYTHONPATH"] = os.pathsep.join([str(ROOT), str(ROOT / "tests")])
        self.log, self.command = log, command
        self.cold = False  #: started by an interpreter of its own, as in earnest
        self.process: Forked | None = None

    @property
    def url(self) -> str:
        return self.service.url

    @property
    def pid(self) -> int:
        assert self.process is not None
        return self.process.pid

    @property
    def children(self) -> list[int]:
        return [int(pid) for pid in Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()]

    def start(self) -> None:
        self.process = NEST.start(self.command, ROOT, self.environment, self.log, cold=self.cold)

    def wait_until_ready(self) -> None:
        process = self.process
        assert process is not None
        _wait_until_ready(self.service, lambda: process.ended, self.log)

    def kill(self) -> None:
        """As a machine does that loses power or memory: all of it, at once, without a word."""
        if self.process is not None:
            self.process.kill()
            self.process.wait(timeout=PATIENCE)

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait(timeout=PATIENCE)


def web_program(settings: Settings, log: Path, **variables: str) -> Program:
    """A gunicorn as deploy/ starts it."""
    command = ["-m", "gunicorn", "-c", str(ROOT / "deploy" / "gunicorn.conf.py"), "webapp.wsgi:app"]
    return Program(settings, log, command, **variables)


@contextmanager
def started(program: Program) -> Iterator[Program]:
    """It serves inside; at the end it is stopped, however often it was killed meanwhile."""
    program.start()
    try:
        program.wait_until_ready()
        yield program
    finally:
        program.stop()


@contextmanager
def web_process(settings: Settings, log: Path, *, workers: int = 1, **variables: str) -> Iterator[str]:
    """A gunicorn as deploy/ starts it, over the database of this test; gives its address."""
    program = web_program(settings, log, **variables)
    program.environment["WEB_CONCURRENCY"] = str(workers)
    with started(program):
        yield program.url


def _wait_until_ready(service: Running, has_ended: Callable[[], bool], log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while not has_ended() and time.monotonic() < end:
        try:
            with urllib.request.urlopen(f"{service.url}/readyz", timeout=2):  # noqa: S310 - our own service
                return
        except OSError:  # also a time-out on a busy machine
            time.sleep(0.1)
    raise AssertionError(f"the service did not start: {log.read_text()}")
