"""A hundred people at the same moment, two web processes, fifty places: exactly fifty get one, in every round."""

import http.client
import re
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from factories import details, make_event
from flask import Flask
from running import web_process
from sqlalchemy import select

from webapp.config import Settings
from webapp.core import audit, clock
from webapp.core.db import session, transaction
from webapp.events.models import Event
from webapp.registration import registering, seats
from webapp.registration.mails import confirm_token
from webapp.registration.models import Registration, State

PEOPLE, PLACES, ROUNDS = 100, 50, 20


@pytest.fixture
def sites(app: Flask, settings: Settings, tmp_path: Path) -> Iterator[list[str]]:
    del app
    with ExitStack() as stack:
        yield [stack.enter_context(web_process(settings, tmp_path / f"log{number}.txt")) for number in range(2)]


def test_exactly_as_many_as_there_are_places(sites: list[str]) -> None:
    for number in range(ROUNDS):
        event = make_event(slug=f"round-{number}", capacity=PLACES)
        links = pending(event)
        answers = at_once(sites, links)
        session().rollback()
        states = Counter(session().scalars(select(Registration.state).where(Registration.event_id == event.id)))
        taken = session().scalar(select(Event.seats_taken).where(Event.id == event.id))
        assert (states[State.CONFIRMED], states[State.WAITING], taken) == (PLACES, PEOPLE - PLACES, PLACES)
        assert answers == Counter({303: PEOPLE})
    assert audit.verify() is None


def pending(event: Event) -> list[str]:
    """Addresses by which a hundred people confirm."""
    with transaction():
        held, now = seats.locked(event.id), clock.now()
        rows = [
            registering.add(held, details(email=f"person.{number}@example.org"), locale="en", now=now)
            for number in range(PEOPLE)
        ]
        return [f"/en/c/{confirm_token(row, held)}" for row in rows]


def at_once(sites: list[str], links: list[str]) -> Counter[int]:
    """How often each status was answered."""
    cookies, bodies = zip(*(_session(site, links[0]) for site in sites), strict=True)
    barrier, answers = threading.Barrier(len(links)), Counter[int]()

    def confirm(number: int) -> None:
        which = number % len(sites)
        headers = {"Cookie": cookies[which], "Content-Type": "application/x-www-form-urlencoded"}
        with closing(http.client.HTTPConnection(urlsplit(sites[which]).netloc, timeout=30)) as connection:
            barrier.wait()
            connection.request("POST", links[number], bodies[which], headers)
            with connection.getresponse() as answer:
                answer.read()
        answers[answer.status] += 1

    threads = [threading.Thread(target=confirm, args=(number,)) for number in range(len(links))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def _session(site: str, link: str) -> tuple[str, str]:
    """The cookie and the form of a browser that opened a page."""
    with closing(http.client.HTTPConnection(urlsplit(site).netloc, timeout=30)) as connection:
        connection.request("GET", link)
        answer = connection.getresponse()
        token = re.search(r'name="csrf_token" value="([^"]+)"', answer.read().decode())
    assert token is not None
    return (answer.headers["Set-Cookie"] or "").partition(";")[0], urlencode({"csrf_token": token[1]})
