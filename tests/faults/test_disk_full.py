"""No more space: a limit of the operating system keeps a running process from writing files, until it is lifted."""

import re
import resource
import subprocess
import sys
from pathlib import Path
from random import Random
from string import ascii_letters, digits

import pytest
from databases import Databases, Server
from factories import make_registration
from faults import books, figures
from faults.load import Answer, register
from faults.test_locked import HEADINGS
from flask import Flask
from running import Program, started, web_program
from sources import ROOT

from webapp.config import Settings
from webapp.core.db import session
from webapp.events.models import Event

ROUNDS = figures.scale(1, 10)
# A server that may write no file ends itself, so there a table says what the server says: 53100, disk full
FULL = """
CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$;
CREATE TRIGGER full_disk BEFORE INSERT ON outgoing_mail EXECUTE FUNCTION full_disk()
"""
FREE = "DROP TRIGGER full_disk ON outgoing_mail; DROP FUNCTION full_disk"


@pytest.mark.usefixtures("event")
def test_nothing_is_half_saved_and_with_space_it_goes_on(
    settings: Settings, databases: Databases, tmp_path: Path
) -> None:
    people, told = [f"person.{number}@example.org" for number in range(3 * ROUNDS)], list[Answer]()
    with started(web_program(settings, tmp_path / "log.txt")) as web:
        for number, email in enumerate(people):
            lang = list(HEADINGS)[number % 3]
            path = f"/{lang}/events/folgekonferenz/register"
            fill(web, settings, databases)
            told.append(register(web.url, email, path))
            assert books.kept([]).registrations == number
            free(web, settings, databases)
            assert register(web.url, email, path).status == 303
            assert HEADINGS[lang] in told[-1].text
    figures.note(
        "disk full", rounds=len(people), acknowledged=len(people), **books.kept(people).figures,
        longest_s=round(max(answer.seconds for answer in told), 2), seen=f"{len(told)} pages 503",
    )  # fmt: skip
    assert {answer.status for answer in told} == {503}
    books.kept(people).require()


@pytest.mark.parametrize(("command", "limit"), [("export", 60_000), ("backup", 6_000)])
def test_no_half_file_carries_a_real_name(
    command: str, limit: int, app: Flask, settings: Settings, event: Event, tmp_path: Path
) -> None:
    letters = Random(1)  # noqa: S311 - what cannot be packed, so that the workbook is larger than the limit
    for number in range(120):
        question = "".join(letters.choices(ascii_letters + digits, k=1000))
        make_registration(event, email=f"person.{number}@example.org", question=question)
    session().close()
    app.extensions["engine"].dispose()  # what is written next goes into the write-ahead log from its begin
    folder = tmp_path / "files"
    folder.mkdir()
    arguments = {
        "export": ["export", event.slug, "--kind", "registrations", "--lang", "de", "--out", str(folder)],
        "backup": ["db", "backup", str(folder / "backup")],
    }
    program = web_program(settings, tmp_path / "log.txt")
    refused = run(program, arguments[command], limit=limit)
    assert refused.returncode == 1
    assert re.fullmatch("Error: .+\n", refused.stderr), refused.stderr
    assert list(folder.iterdir()) == []
    assert run(program, arguments[command]).returncode == 0
    assert len(list(folder.iterdir())) == 1
    figures.note(
        f"disk full, {command}",
        rounds=1,
        halves=0,
        seen="1, one line: " + refused.stderr.rpartition(" cannot be used: ")[2].strip()[:60],
    )


def run(program: Program, arguments: list[str], limit: int | None = None) -> subprocess.CompletedProcess[str]:
    """The command line, whose files may not grow over so many bytes; it compiles nothing, which would write too."""
    code = "import sys; from webapp.cli import main; main()"
    if limit is not None:
        code = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit})); {code}"
    command = [sys.executable, "-B", "-c", code, *arguments]
    return subprocess.run(command, cwd=ROOT, env=program.environment, capture_output=True, text=True, check=False)


def fill(web: Program, settings: Settings, databases: Databases) -> None:
    if isinstance(databases, Server):
        databases.run_in(settings, FULL)
    else:
        with_limit(web, 0)


def free(web: Program, settings: Settings, databases: Databases) -> None:
    if isinstance(databases, Server):
        databases.run_in(settings, FREE)
    else:
        with_limit(web, None)


def with_limit(program: Program, size: int | None) -> None:
    """No file may grow over this size, in this process and its children."""
    for pid in (program.pid, *program.children):
        _soft, hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (hard if size is None else size, hard))
