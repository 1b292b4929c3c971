"""1,000 questions and 30,000 votes: what reading them costs, and 300 people who poll every 5 s.

Half of them follow the public page, half that behind their personal link, each with the ETag of the last answer, as
their browsers do. Meanwhile people vote and moderators work, so that the board changes every second. Clients and
servers share the machine.
"""

import asyncio
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from statistics import median
from urllib.parse import urlsplit

from bench.through_gunicorn import cpu_of, serving
from factories import make_event
from flask import Flask
from sqlalchemy import insert, select
from statements import counted
from surroundings import settings_in

from webapp import create_app
from webapp.core import clock, schema
from webapp.core.db import engine, session, transaction
from webapp.core.errors import DomainError
from webapp.demo import actions as demo
from webapp.events.models import Event
from webapp.places.actions import load_directory
from webapp.questions import asking, keeping, queries, voting
from webapp.questions.asking import Asked
from webapp.questions.lifecycle import State
from webapp.questions.models import Answer, Channel, Question, Translation, Vote
from webapp.registration.mails import manage_token
from webapp.registration.models import Registration
from webapp.registration.models import State as RegistrationState

SIZES = (10, 100, 1000)
VOTES = 30  #: of each question
PEOPLE = 400
CLIENTS, EVERY = 300, 5.0  # seconds
WARM, MEASURED = 10.0, 40.0  # seconds
ROUNDS = 15
PAGE_SIZE = 20
SEED = 5
PAGE = "/de/events/folgekonferenz/questions?show=all&page=1"
LIMIT = 200  # milliseconds, p95 of a poll


def main() -> None:
    for size in SIZES:
        with _filled(size) as (app, folder):
            with app.app_context():
                _growth(size)
                engine().dispose()
            if size == SIZES[-1]:
                _in_process(app)
                _polling(app, folder)


@contextmanager
def _filled(size: int) -> Iterator[tuple[Flask, Path]]:
    """A conference with so many published questions, each with translations, an answer and votes of both sides."""
    with tempfile.TemporaryDirectory() as name:
        app = create_app(settings_in(Path(name)))
        with app.app_context():
            schema.upgrade()
            with transaction():
                load_directory()
            event_id = make_event().id
            with transaction():
                demo.fill(session().get_one(Event, event_id), PEOPLE, seed=SEED, now=clock.now())
            with transaction():
                _fill(event_id, size, Random(SEED))  # noqa: S311 - no secret
            engine().dispose()
        yield app, Path(name)


def _fill(event_id: int, size: int, random: Random) -> None:
    people, now = session().scalars(select(Registration)).all(), clock.now()
    votes, texts, answers = [], [], []
    for number in range(size):
        text = (
            f"Frage {number}: Wie finden wir eine Partnerkommune ähnlicher Größe, und wer stellt den Kontakt her? " * 2
        )
        author = random.choice(people)
        asked = Asked(text=text, language="de", channel=Channel.REGISTRATION, registration=author)
        question = asking.ask(event_id, asked, actor="attendee", now=now)
        question.state = random.choice((State.PUBLISHED, State.PUBLISHED, State.ANSWERED))
        words = {"question_id": question.id, "text": text, "by": "x", "at": now}
        texts += [words | {"language": lang} for lang in ("uk", "en")]
        answers += [words | {"language": lang} for lang in ("de", "uk")] if question.state is State.ANSWERED else []
        for voter in random.sample(people, VOTES):
            votes.append({"question_id": question.id, "registration_id": voter.id, "at": now})
            column = f"votes_{voter.side.value}"
            setattr(question, column, getattr(question, column) + 1)
    session().flush()
    for table, rows in ((Translation, texts), (Answer, answers), (Vote, votes)):
        if rows:
            session().execute(insert(table), rows)


def _growth(size: int) -> None:
    event = session().scalars(select(Event)).one()
    some = session().scalars(select(Question).limit(1)).one()
    every = queries.ranked(queries.public(event.id))
    works: dict[str, Callable[[], object]] = {
        "order of votes": lambda: queries.ranked(queries.public(event.id)),
        f"{PAGE_SIZE} of them loaded": lambda: queries.loaded(every[:PAGE_SIZE]),
        "one's own": lambda: queries.of_registration(some.registration_id or 0),
    }
    found = [f"{name} {_milliseconds(work):.1f} ms, {_statements(work)} statements" for name, work in works.items()]
    print(
        f"{size:>5,} questions, {size * VOTES:,} votes: {'; '.join(found)}; votes of one counted {_count(some):.1f} ms"
    )


def _milliseconds(work: Callable[[], object]) -> float:
    times = []
    for _round in range(ROUNDS):
        session().expunge_all()  # as each request begins
        start = time.process_time()
        work()
        times.append(1000 * (time.process_time() - start))
    return median(times[1:])


def _statements(work: Callable[[], object]) -> int:
    session().expunge_all()
    with counted() as sent:
        work()
    return len(sent)


def _count(some: Question) -> float:
    """In its transaction, as a vote does it."""
    times = []
    for _round in range(ROUNDS):
        start = time.process_time()
        with transaction():
            keeping.count_votes(session().get_one(Question, some.id))
        times.append(1000 * (time.process_time() - start))
    return median(times[1:])


def _in_process(app: Flask) -> None:
    """CPU time of a poll that is answered by the list, of readers who know none; and of the first after a change."""
    client, found = app.test_client(), []

    def ask(path: str, *, changed: bool) -> float:
        if changed:
            with app.app_context(), transaction():
                keeping.seen_anew(session().scalars(select(Event.id)).one(), clock.now())
        start = time.process_time()
        assert client.get(path, headers={"HX-Request": "true"}).status_code == 200
        return 1000 * (time.process_time() - start)

    for name, path in dict(_paths(app)).items():
        for changed in (False, True):
            times = [ask(path, changed=changed) for _round in range(2 * ROUNDS)]
            found.append(f"{name} {median(times[1:]):.1f} ms{' after a change' if changed else ''}")
    print(f"a poll in process: {'; '.join(found)}")


@dataclass
class Polls:
    times: list[float] = field(default_factory=list)  #: milliseconds
    statuses: Counter[int] = field(default_factory=Counter)
    weight: int = 0  #: bytes of the heaviest answer

    def __str__(self) -> str:
        p50, p95, p99 = (sorted(self.times)[int(len(self.times) * share)] for share in (0.5, 0.95, 0.99))
        unchanged = 100 * self.statuses[304] / len(self.times)
        return (
            f"{p50:.0f} / {p95:.0f} / {p99:.0f} ms (p50 / p95 / p99, limit {LIMIT} of p95), longest "
            f"{max(self.times):.0f}; {len(self.times):,} polls, {unchanged:.0f} % of them 304, at most "
            f"{self.weight / 1000:.0f} kB; statuses {dict(self.statuses)}"
        )


def _polling(app: Flask, folder: Path) -> None:
    over = threading.Event()
    with serving(app.config["SETTINGS"], folder) as served:
        address = urlsplit(served.url)
        host, port = str(address.hostname), int(address.port or 0)
        paths, changes = _paths(app), threading.Thread(target=_change, args=(app, over))
        assert asyncio.run(_ask(host, port, PAGE, ""))[0] == 200
        changes.start()
        try:
            asyncio.run(_all_poll(host, port, paths, WARM))
            before = cpu_of(served)
            found = asyncio.run(_all_poll(host, port, paths, MEASURED))
            cpu = 1000 * (cpu_of(served) - before)
        finally:
            over.set()
            changes.join()
    number = len(found["public"].times) + len(found["personal"].times)
    print(f"{CLIENTS} people who poll every {EVERY:.0f} s, each {cpu / number:.1f} ms of the servers' CPU time:")
    for name, polls in found.items():
        print(f"    {name}: {polls}")


def _paths(app: Flask) -> list[tuple[str, str]]:
    """What each of the people follows, as (name, address); every second the page of one's own."""
    with app.app_context():
        event = session().scalars(select(Event)).one()
        confirmed = Registration.state == RegistrationState.CONFIRMED
        people = session().scalars(select(Registration).where(confirmed).limit(CLIENTS // 2)).all()
        own = [("personal", f"/de/r/{manage_token(one, event)}/questions?show=all&page=1") for one in people]
        engine().dispose()
    return [path for pair in zip([("public", PAGE)] * len(own), own, strict=True) for path in pair]


async def _all_poll(host: str, port: int, paths: list[tuple[str, str]], seconds: float) -> dict[str, Polls]:
    """By name; everybody began at another moment of the interval."""
    until, found = time.monotonic() + seconds, {name: Polls() for name, _path in paths}
    async with asyncio.TaskGroup() as group:
        for number, (name, path) in enumerate(paths):
            wait = EVERY * number / len(paths)
            group.create_task(_polls(host, port, path, wait, until, found[name]))
    return found


async def _polls(host: str, port: int, path: str, wait: float, until: float, found: Polls) -> None:
    tag = ""
    await asyncio.sleep(wait)
    while time.monotonic() < until:
        start = time.perf_counter()
        status, tag, weight = await _ask(host, port, path, tag)
        took = time.perf_counter() - start
        found.times.append(1000 * took)
        found.statuses[status] += 1
        found.weight = max(found.weight, weight)
        await asyncio.sleep(max(0.0, EVERY - took))


async def _ask(host: str, port: int, path: str, tag: str) -> tuple[int, str, int]:
    """Status, the new ETag, and the bytes of the answer; each poll on a connection of its own."""
    reader, writer = await asyncio.open_connection(host, port)
    lines = [f"GET {path} HTTP/1.1", f"Host: {host}:{port}", "HX-Request: true", "Connection: close"]
    lines += [f"If-None-Match: {tag}"] if tag else []
    writer.write("\r\n".join([*lines, "", ""]).encode())
    answer = await reader.read(-1)
    writer.close()
    head, _empty, body = answer.partition(b"\r\n\r\n")
    first, *more = head.decode("latin-1").split("\r\n")
    headers = {name.strip().lower(): value.strip() for name, _colon, value in (line.partition(":") for line in more)}
    return int(first.split()[1]), headers.get("etag", tag), len(body)


def _change(app: Flask, over: threading.Event) -> None:
    """Every second somebody votes, and every fifth time a moderator moves a question on."""
    random, steps = Random(SEED), (State.PUBLISHED, State.ON_SCREEN, State.ANSWERED)  # noqa: S311 - no secret
    with app.app_context():
        ids = session().execute(select(Question.id, Question.public_id)).all()
        voters = session().scalars(select(Registration.public_id)).all()
        session().rollback()
        while not over.wait(1):
            key, public_id = random.choice(ids)
            with suppress(DomainError), transaction():  # who asked a question or has not confirmed is refused
                if random.randrange(5):
                    voting.vote(random.choice(voters), public_id, wanted=True, now=clock.now())
                else:
                    question = session().get_one(Question, key, populate_existing=True)
                    question.state = random.choice(steps)
                    keeping.changed(question, clock.now())
        engine().dispose()


if __name__ == "__main__":
    main()
