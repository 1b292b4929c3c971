"""Event pages and complete registrations a second through gunicorn, with 16 and 64 clients that keep their connections.

A registration is complete after form, post, page of the link and confirmation. The clients run on the same cores.
"""

import http.client
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from factories import answers, make_event
from flask import Flask
from redis_server import RedisServer
from running import Program, Running, started, web_program
from sources import ROOT
from sqlalchemy import select
from surroundings import settings_in

from webapp import create_app
from webapp.config import Settings
from webapp.core import schema
from webapp.core.db import engine, session, transaction
from webapp.events.models import Event
from webapp.places.actions import load_directory
from webapp.registration.mails import confirm_token
from webapp.registration.models import Registration, State

CLIENTS = (16, 64)
PAGES, PEOPLE = 4000, 2500  # so many that what each process does once counts for little
PROCESSES = 2
EVENT = "/de/events/folgekonferenz"
TOKEN = re.compile(rb'name="csrf_token" value="([^"]+)"')
SENT = {"Content-Type": "application/x-www-form-urlencoded"}


def main() -> None:
    """Requests and registrations a second of wall time, and how long a request takes."""
    with tempfile.TemporaryDirectory() as name:
        settings = settings_in(Path(name))
        app = create_app(settings)
        with app.app_context():
            schema.upgrade()
            with transaction():
                load_directory()
            make_event()
            engine().dispose()
        for clients in CLIENTS:
            with serving(settings, Path(name)) as served:
                _pages(served, clients)
                _registrations(app, served, clients, "without a worker")
                with _worker(settings):
                    _registrations(app, served, clients, "with a worker that writes the mails")
        with app.app_context():
            engine().dispose()


@contextmanager
def serving(settings: Settings, folder: Path) -> Iterator[Program]:
    """Two gunicorn processes as deploy/ starts them, with the Redis that several processes need."""
    with ExitStack() as stack:
        server = RedisServer(folder)
        server.start()
        stack.callback(server.stop)
        log = folder / "log.txt"
        program = web_program(settings, log, REDIS_URL=server.url)
        program.environment["WEB_CONCURRENCY"] = str(PROCESSES)
        yield stack.enter_context(started(program))


@contextmanager
def _worker(settings: Settings) -> Iterator[None]:
    service = Running(settings.instance.parent, 0)
    environment = service.environment | {"KONFERENZ_SECRET_KEY": settings.secret_key}
    command = [sys.executable, "-m", "webapp", "worker"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.terminate()
        process.wait(timeout=30)


def _pages(served: Program, clients: int) -> None:
    def work(client: Visitor, _number: int) -> None:
        client.ask("GET", EVENT)

    with _costs(served) as costs:
        seconds, times = _together(served.url, clients, PAGES, work)
    print(f"{clients} clients: {PAGES / seconds:.0f} event pages a second (goal 400); {_spread(times)}")
    print(f"    {costs.each(PAGES)}")


def _registrations(app: Flask, served: Program, clients: int, how: str) -> None:
    numbers, url = count(time.time_ns()), served.url

    def register(client: Visitor, number: int) -> None:
        token = client.token(f"{EVENT}/register")
        email = f"person.{next(numbers)}.{number}@example.org"
        client.send(f"{EVENT}/register", answers(email=email) | {"csrf_token": token})

    with _costs(served) as costs:
        first, times = _together(url, clients, PEOPLE, register)
    links = _links(app)

    def confirm(client: Visitor, number: int) -> None:
        client.send(links[number], {"csrf_token": client.token(links[number])})

    with _costs(served) as more_costs:
        second, more = _together(url, clients, len(links), confirm)
    assert len(links) == PEOPLE
    speed = PEOPLE / (first + second)
    print(f"{clients} clients: {speed:.0f} complete registrations a second {how} (goal 80); {_spread(times + more)}")
    costs.add(more_costs)
    print(f"    {costs.each(PEOPLE)}")


@dataclass
class Costs:
    """CPU seconds of the web processes and of the clients."""

    servers: float = 0.0
    clients: float = 0.0

    def add(self, other: "Costs") -> None:
        self.servers += other.servers
        self.clients += other.clients

    def each(self, number: int) -> str:
        """What no waiting and no other load can change: the most that two cores could do."""
        servers, clients = 1000 * self.servers / number, 1000 * self.clients / number
        most = PROCESSES * 1000 / (servers + clients)
        return f"CPU of one: servers {servers:.1f} ms, clients {clients:.1f} ms; two cores could do {most:.0f} a second"


@contextmanager
def _costs(served: Program) -> Iterator[Costs]:
    found, before, own = Costs(), cpu_of(served), time.process_time()
    yield found
    found.servers, found.clients = cpu_of(served) - before, time.process_time() - own


def cpu_of(served: Program) -> float:
    """User and system seconds of the web processes so far."""
    ticks = 0
    for pid in served.children:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _links(app: Flask) -> list[str]:
    """Of all who have not confirmed, as their mails hold them."""
    with app.app_context():
        rows = session().scalars(select(Registration).where(Registration.state == State.PENDING)).all()
        event = session().scalars(select(Event)).one()
        return [f"/de/c/{confirm_token(row, event)}" for row in rows]


class Visitor:
    """A browser that keeps its connection and its cookie."""

    def __init__(self, url: str) -> None:
        self.connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=60)
        self.cookie: dict[str, str] = {}
        self.times: list[float] = []

    def ask(self, method: str, path: str, body: str | None = None, headers: dict[str, str] | None = None) -> bytes:
        start = time.perf_counter()
        self.connection.request(method, path, body, self.cookie | (headers or {}))
        answer = self.connection.getresponse()
        content = answer.read()
        self.times.append(1000 * (time.perf_counter() - start))
        assert answer.status in {200, 303}, f"{method} {path}: {answer.status}"
        if cookie := answer.headers["Set-Cookie"]:
            self.cookie = {"Cookie": cookie.partition(";")[0]}
        return content

    def token(self, path: str) -> str:
        found = TOKEN.search(self.ask("GET", path))
        assert found is not None
        return found[1].decode()

    def send(self, path: str, values: dict[str, str]) -> None:
        self.ask("POST", path, urlencode(values), SENT)


def _together(url: str, clients: int, number: int, work: Callable[[Visitor, int], None]) -> tuple[float, list[float]]:
    """Seconds for all of it, and the milliseconds of each request."""
    visitors = [Visitor(url) for _client in range(clients)]
    waiting = iter(range(number))
    lock = threading.Lock()

    def run(visitor: Visitor) -> None:
        while True:
            with lock:
                mine = next(waiting, None)
            if mine is None:
                return
            work(visitor, mine)

    threads = [threading.Thread(target=run, args=(visitor,)) for visitor in visitors]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - start
    for visitor in visitors:
        visitor.connection.close()
    return seconds, [took for visitor in visitors for took in visitor.times]


def _spread(times: list[float]) -> str:
    ordered = sorted(times)
    p50, p95, p99 = (ordered[int(len(ordered) * share)] for share in (0.5, 0.95, 0.99))
    return f"{p50:.0f} / {p95:.0f} / {p99:.0f} ms a request (p50 / p95 / p99), longest {ordered[-1]:.0f}"


if __name__ == "__main__":
    main()
