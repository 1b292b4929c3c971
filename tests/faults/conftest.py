"""Faults are real: processes that are killed, files that may not grow, locks that others hold, a bad mail server.

The few rounds of every run become many under KONFERENZ_TEST_FULL; KONFERENZ_TEST_SEED repeats a seed that failed.
"""

import os
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from factories import make_event
from faults import figures
from flask import Flask
from running import Program

from webapp.config import Settings
from webapp.events.models import Event

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.faults)
            item.add_marker(pytest.mark.timeout(figures.scale(180, 900)))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    lines = figures.table()
    if lines:
        terminalreporter.section("faults")
        for line in lines:
            terminalreporter.line(line)
    if lines and figures.FULL:
        figures.write()


@pytest.fixture
def event(app: Flask) -> Event:
    del app  # it must be there first
    return make_event()


@pytest.fixture
def chance() -> random.Random:
    """Chooses moments; its seed is printed when a test fails."""
    seed = int(os.environ.get("KONFERENZ_TEST_SEED") or random.SystemRandom().randrange(2**32))
    print(f"KONFERENZ_TEST_SEED={seed}")
    return random.Random(seed)  # noqa: S311 - no secret


@pytest.fixture
def start_worker(settings: Settings, tmp_path: Path) -> Iterator[Callable[..., Program]]:
    """Starts `konferenz worker`, or another command line, with these settings."""
    made: list[Program] = []

    def start(*command: str, **variables: str) -> Program:
        program = Program(settings, tmp_path / "worker.txt", command or ("-m", "webapp", "worker"), **variables)
        program.start()
        made.append(program)
        return program

    yield start
    for program in made:
        program.kill()
