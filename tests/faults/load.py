"""People who register at the same time over real HTTP, and who try again when nobody answers, as one does."""

import http.client
import re
import threading
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from http import HTTPStatus
from itertools import count
from typing import Final, Self
from urllib.parse import urlencode, urlsplit

from factories import answers

FORM: Final = "/en/events/folgekonferenz/register"
PATIENCE: Final = 40.0  # seconds
TOKEN: Final = re.compile(r'name="csrf_token" value="([^"]+)"')
TYPE: Final = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: http.client.HTTPMessage
    text: str
    seconds: float


def send(url: str, method: str, path: str, body: str | None = None, **headers: str) -> Answer:
    """Raises OSError or HTTPException when nobody answers."""
    began = time.monotonic()
    with closing(http.client.HTTPConnection(urlsplit(url).netloc, timeout=PATIENCE)) as connection:
        connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        text = answer.read().decode()
        return Answer(answer.status, answer.headers, text, time.monotonic() - began)


def submit(url: str, path: str, **typed: str) -> Answer:
    """Open the form at this path, fill it in, send it."""
    page = send(url, "GET", path)
    token = TOKEN.search(page.text)
    if token is None:
        return page
    cookie = (page.headers["Set-Cookie"] or "").partition(";")[0]
    return send(url, "POST", path, urlencode(typed | {"csrf_token": token[1]}), Cookie=cookie, Content_Type=TYPE)


def register(url: str, email: str, path: str = FORM) -> Answer:
    return submit(url, path, **answers(email=email))


@dataclass
class Load:
    """`with Load(url) as load:` people register inside, one after the other in each thread.

    Whoever began is served to the end, so that at the end everybody was acknowledged; `links` are confirmed meanwhile.
    """

    url: str
    threads: int = 4
    links: tuple[str, ...] = ()
    acknowledged: list[str] = field(default_factory=list)  #: addresses whose registration was answered with 303
    confirmed: list[str] = field(default_factory=list)  #: links whose confirmation was
    seconds: list[float] = field(default_factory=list)  #: from a POST to its 303
    others: Counter[str] = field(default_factory=Counter)  #: what else came back
    numbers: "count[int]" = field(default_factory=count)
    _stop: threading.Event = field(default_factory=threading.Event)
    _running: list[threading.Thread] = field(default_factory=list)

    def __enter__(self) -> Self:
        works = [self._register] * self.threads + [self._confirm] * bool(self.links)
        self._running = [threading.Thread(target=work, daemon=True) for work in works]
        for thread in self._running:
            thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, *_more: object) -> None:
        self._stop.set()
        for thread in self._running:
            thread.join(timeout=PATIENCE)
        assert kind or not any(thread.is_alive() for thread in self._running), f"nobody answers: {self.others}"

    def wait_for(self, number: int) -> None:
        """Until so many more were acknowledged."""
        wanted, end = len(self.acknowledged) + number, time.monotonic() + PATIENCE
        while len(self.acknowledged) < wanted:
            assert time.monotonic() < end, f"{len(self.acknowledged)} of {wanted}: {self.others}"
            time.sleep(0.01)

    @property
    def p95(self) -> float:
        return sorted(self.seconds)[int(len(self.seconds) * 0.95)]

    def _register(self) -> None:
        while not self._stop.is_set():
            email = f"person.{next(self.numbers)}@example.org"
            self._insist(FORM, answers(email=email), HTTPStatus.SEE_OTHER)
            self.acknowledged.append(email)

    def _confirm(self) -> None:
        for link in self.links:
            self._insist(link, {}, HTTPStatus.SEE_OTHER, HTTPStatus.OK)  # OK: it was confirmed, the answer got lost
            self.confirmed.append(link)
            if self._stop.is_set():
                return

    def _insist(self, path: str, typed: dict[str, str], *done: int) -> None:
        """Open the form and send it, again and again until it is done."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            try:
                answer = submit(self.url, path, **typed)
            except (OSError, http.client.HTTPException) as error:
                self.others[type(error).__name__] += 1
                time.sleep(0.05)
                continue
            if answer.status in done:
                self.seconds.append(answer.seconds)
                return
            self.others[str(answer.status)] += 1
        raise AssertionError(f"{path} was never acknowledged: {self.others}")
