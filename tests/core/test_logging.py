"""Log lines are JSON and hold no name, address, token or IP address, whatever was typed and whatever failed."""

import json
import logging
import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.typing import ResponseReturnValue
from page import Client

from webapp.core.access import public
from webapp.core.logging import JsonLines

CANARIES = ("Канаренко", "canary@example.org", "canary-token", "192.0.2.77")


@pytest.fixture(scope="module")
def usual_app(make_usual_app: Callable[[], Flask]) -> Flask:
    made = make_usual_app()

    @public
    def bug(token: str) -> ResponseReturnValue:
        raise ValueError(f"cannot read {token} of Канаренко <canary@example.org>")

    made.add_url_rule("/<lang:lang>/bug/<token>", "bug", bug)
    return made


def lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    """All records as they would stand in the log."""
    formatter = JsonLines()
    return [formatter.format(record) for record in caplog.records]


@pytest.mark.asvs("16.2.5")
def test_no_canary_reaches_the_log(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    client.headers.update(
        {"X-Forwarded-For": "192.0.2.77", "User-Agent": "canary@example.org", "Referer": "/canary-token"}
    )
    client.open("GET", "/en/bug/canary-token?email=canary@example.org", status=500)
    client.open("GET", "/en/c/canary-token?name=Канаренко", status=404)
    form = {"email": "canary@example.org", "password": "canary-token", "family_name": "Канаренко"}
    client.open("POST", "/manage/sign-in?next=canary-token", data=form)
    client.open("POST", "/en/events/canary-token/register", data=form)
    written = "\n".join(lines(caplog))
    assert "/<lang:lang>/bug/<token>" in written
    assert [canary for canary in CANARIES if canary in written] == []


def test_every_line_is_one_object_with_time_and_request(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    client.open("GET", "/en/bug/x", status=500)
    read = [json.loads(line) for line in lines(caplog)]
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00", line["time"]) for line in read)
    error = next(line for line in read if line["level"] == "error")
    assert error["error"] == "ValueError"
    assert error["places"][-1].startswith("test_logging.py:")
    access = next(line for line in read if line["logger"] == "konferenz.access")
    assert {name: access[name] for name in ("method", "route", "status")} == {
        "method": "GET", "route": "/<lang:lang>/bug/<token>", "status": 500
    }  # fmt: skip


@pytest.mark.asvs("16.4.1")
@pytest.mark.parametrize("text", ["a\nb", "a\r\nb", "a\x1b[31mb", "a\u2028b", '{"level":"info"}'])
def test_a_message_stays_one_line(text: str) -> None:
    record = logging.LogRecord("x", logging.INFO, __file__, 1, text, None, None)
    line = JsonLines().format(record)
    assert line.isascii() or "\u2028" not in line
    assert len(line.splitlines()) == 1
    assert json.loads(line)["message"] == text
