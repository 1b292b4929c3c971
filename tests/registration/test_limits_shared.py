"""Limits are exact over several web processes with a real Redis, and nobody is turned away when Redis is gone."""

import http.client
import json
import re
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from factories import answers
from redis import Redis
from redis_server import RedisServer
from running import web_process
from sqlalchemy import func, select

from webapp.config import Settings
from webapp.core.db import session, transaction
from webapp.events.models import Event
from webapp.registration import limits
from webapp.registration.models import Registration

LIMIT = int(limits.PER_BLOCK.split()[0])
FORM = "/en/events/folgekonferenz/register"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    made = RedisServer(tmp_path_factory.mktemp("redis"))
    made.start()
    yield made
    made.stop()


@pytest.fixture
def sites(server: RedisServer, settings: Settings, event: Event, tmp_path: Path) -> Iterator[list[str]]:
    """Two web processes over one database and one Redis, behind one proxy; one of them reaches Redis by its socket."""
    del event  # it must be there first
    Redis.from_url(server.url).flushall()
    with ExitStack() as stack:
        yield [
            stack.enter_context(web_process(settings, tmp_path / f"log{number}.txt", REDIS_URL=url, PROXIES="1"))
            for number, url in enumerate((server.url, server.socket_url))
        ]


def send(url: str, method: str, path: str, **more: str) -> tuple[http.client.HTTPResponse, str]:
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=30)
    body = more.pop("body", None)
    connection.request(method, path, body, {name.replace("_", "-"): value for name, value in more.items()})
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer, text


def opened(url: str) -> dict[str, str]:
    """What a form sends besides what is typed, and the cookie."""
    answer, text = send(url, "GET", FORM)
    [token] = re.findall(r'name="csrf_token" value="([^"]+)"', text)
    return {"csrf_token": token, "cookie": (answer.getheader("Set-Cookie") or "").partition(";")[0]}


def register(sites: list[str], form: dict[str, str], block: str, number: int) -> int:
    body = urlencode(answers(email=f"{block}{number}@example.org", csrf_token=form["csrf_token"]))
    answer, _text = send(
        sites[number % 2], "POST", FORM, body=body, Cookie=form["cookie"],
        Content_Type="application/x-www-form-urlencoded", X_Forwarded_For=f"{block}.{number % 250 + 1}",
    )  # fmt: skip
    return answer.status


def test_exactly_the_limit_passes_of_many_at_once_and_without_redis_they_go_on(
    sites: list[str], server: RedisServer
) -> None:
    form = opened(sites[0])
    _flood(sites, form)
    kept = [str(key) for key in Redis.from_url(server.url).scan_iter()]
    assert len(kept) == 4  # two blocks, the conference, all together
    assert not [key for key in kept if "198" in key]
    assert register(sites, form, "203.0.113", 0) == 303
    server.stop()
    try:
        _each_counts_for_itself(sites, form)
    finally:
        server.start()
    _answer, text = send(sites[0], "GET", "/readyz")
    assert json.loads(text) == {"status": "ok"}


def test_whoever_is_being_served_while_redis_goes_is_told_the_truth(sites: list[str], server: RedisServer) -> None:
    form = opened(sites[0])
    with ThreadPoolExecutor(4) as pool:
        try:
            with transaction():  # they have been counted, and wait for their turn to write
                waiting = [pool.submit(register, sites, form, "198.51.100", number) for number in range(4)]
                time.sleep(1.5)
                server.stop()
            assert [one.result() for one in waiting] == [303] * 4
        finally:
            server.start()
    session().rollback()
    assert session().scalar(select(func.count()).select_from(Registration)) == 4


def _flood(sites: list[str], form: dict[str, str]) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = Counter(pool.map(partial(register, sites, form, "198.51.100"), range(LIMIT + 40)))
    assert found == {303: LIMIT, 429: 40}
    assert session().scalar(select(func.count()).select_from(Registration)) == LIMIT
    assert register(sites, form, "198.51.101", 1) == 303


def _each_counts_for_itself(sites: list[str], form: dict[str, str]) -> None:
    one = sites[:1] * 2
    for number in range(1, LIMIT + 1):
        assert register(one, form, "203.0.113", number) == 303
    assert register(one, form, "203.0.113", 0) == 429
    assert register(sites, form, "203.0.113", LIMIT + 1) == 303
    answer, text = send(sites[0], "GET", "/readyz")
    assert (answer.status, json.loads(text)["limits"]) == (200, "in memory: Redis cannot be reached")
