"""What tests of jobs that read long files share: small pieces, and what may come between."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from page import Client, Page
from sqlalchemy import select
from sqlalchemy.orm import QueryableAttribute
from surroundings import Clock

from webapp.core import jobs, tables, turns
from webapp.core.db import session, transaction


def make_long(monkeypatch: pytest.MonkeyPatch, piece: int = 4) -> None:
    """Five rows are many from here on, and whoever reads them tells of each step."""
    monkeypatch.setattr(tables, "LITTLE_ROWS", 5)
    monkeypatch.setattr(turns, "SECONDS_BETWEEN_NOTES", 0)
    monkeypatch.setattr(turns, "PIECE", piece)
    monkeypatch.setattr(turns, "STEP", 3)


def killed_at(monkeypatch: pytest.MonkeyPatch, module: Any, name: str, time: int) -> None:
    """The worker's process ends at that call, as by kill -9: nothing of ours is done afterwards."""
    real, calls = getattr(module, name), iter(range(1, 100))

    def call(*given: Any, **named: Any) -> Any:
        if next(calls) == time:
            raise KeyboardInterrupt
        return real(*given, **named)

    with monkeypatch.context() as patch:
        patch.setattr(module, name, call)
        with pytest.raises(KeyboardInterrupt):
            jobs.run_due()


def taken_up_again(clock: Clock) -> None:
    """By the next worker, once the one before has not been heard of for so long."""
    clock.go_to(clock.forward(minutes=0) + jobs.LOST_AFTER)
    assert jobs.run_due() > 0


def begun_again(monkeypatch: pytest.MonkeyPatch, client: Client, page: Page, module: Any, name: str) -> Page:
    """The reading fails at that call, and somebody lets it begin again, which succeeds; the page that said so."""
    with monkeypatch.context() as patch:
        patch.setattr(module, name, fail)
        jobs.run_due()
    failed = client.get(page.url)
    assert re.search("Reading this (file|report) failed", failed.text)
    assert "It waits for its turn." in failed.form(f"{page.url}/again").submit().text
    assert jobs.run_due() > 0
    return failed


def discarded_after(
    monkeypatch: pytest.MonkeyPatch,
    module: Any,
    name: str,
    discard: Callable[[], object],
    *gone: QueryableAttribute[Any],
) -> None:
    """Somebody discards it while the worker is behind that call; nothing of these columns is left."""
    real = getattr(module, name)

    def call(*given: Any, **named: Any) -> Any:
        found = real(*given, **named)
        with transaction():
            discard()
        return found

    monkeypatch.setattr(module, name, call)
    assert jobs.run_due() > 0
    assert [session().scalars(select(column)).all() for column in gone] == [[] for _column in gone]


def fail(*_given: Any) -> None:
    raise ZeroDivisionError
