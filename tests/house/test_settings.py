"""Settings are documented where they are declared, and an unsafe start is refused with one clear line."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, fields
from multiprocessing import get_context
from pathlib import Path

import pytest
import sources

from webapp.cli import main
from webapp.config import Settings, variable
from webapp.core import schema

DOCS = sources.ROOT / "docs" / "settings.md"
SECRET = "x" * 32
GOOD = {
    "KONFERENZ_SECRET_KEY": SECRET,
    "KONFERENZ_BASE_URL": "https://konferenz.example",
    "KONFERENZ_SMTP_URL": "smtp://mail.example",
}
REFUSED = [
    ({"KONFERENZ_SECRET_KEY": ""}, "KONFERENZ_SECRET_KEY is missing"),
    ({"KONFERENZ_SECRET_KEY": "short"}, "KONFERENZ_SECRET_KEY is too short"),
    ({"FLASK_DEBUG": "1"}, "Debug mode is on"),
    ({"KONFERENZ_BASE_URL": "http://konferenz.example"}, "needs an https:// address"),
    ({"KONFERENZ_BASE_URL": ""}, "needs an https:// address"),
    ({"WEB_CONCURRENCY": "2"}, "KONFERENZ_REDIS_URL"),
    ({"KONFERENZ_SMTP_URL": "smtp://mail.example?tls=off"}, "switches TLS off for another host"),
    ({"KONFERENZ_SMTP_URL": "mail.example"}, "must look like"),
    ({"KONFERENZ_ENV": "prod"}, "must be “production” or “development”"),
    ({"KONFERENZ_DATABASE_URL": "mysql://localhost/x"}, "must begin with postgresql:// or sqlite:///"),
    ({"KONFERENZ_DATABASE_URL": f"postgresql://konferenz:{SECRET}@127.0.0.1:1/x"}, "database cannot be used"),
    ({"KONFERENZ_PROXIES": "one"}, "must be a whole number"),
    ({"KONFERENZ_FORM_SECONDS": "4"}, "KONFERENZ_FORM_SECONDS must be 0 to 3"),
    ({"KONFERENZ_FORM_SECONDS": "-1"}, "KONFERENZ_FORM_SECONDS must be 0 to 3"),
    ({"KONFERENZ_MEETING_HOSTS": "zoom.us, *.zoom.us"}, "KONFERENZ_MEETING_HOSTS must hold host names"),
    ({"KONFERENZ_EXPORTS": "/nowhere/at/all"}, "/nowhere/at/all is missing"),
]


def documented() -> str:
    """The table of docs/settings.md as the declarations give it."""
    meanings = {item.name: item.metadata["sentence"].replace("|", r"\|") for item in fields(Settings)}
    rows = [f"| `{name}` | `{variable(name)}` | {meaning} |" for name, meaning in meanings.items()]
    return "\n".join(["| setting | variable | meaning |", "| --- | --- | --- |", *rows])


@dataclass(frozen=True, slots=True)
class Run:
    returncode: int | None
    stdout: str
    stderr: str


def environment(folder: Path, **changes: str) -> dict[str, str]:
    own = {"KONFERENZ_INSTANCE": str(folder), "KONFERENZ_EXPORTS": str(folder), **GOOD, **changes}
    return {"PATH": os.environ["PATH"], "HOME": str(folder), **own}


def start(folder: Path, *arguments: str, **changes: str) -> Run:
    """The real command in production with these variables, in a process that has its imports behind it."""
    files = folder.parent / f"{folder.name}.out", folder.parent / f"{folder.name}.err"
    process = get_context("fork").Process(
        target=command, args=(environment(folder, **changes), *files, arguments or ("db", "check"))
    )
    process.start()
    process.join(60)
    return Run(process.exitcode, *(file.read_text() for file in files))


def command(variables: dict[str, str], output: Path, errors: Path, arguments: Sequence[str]) -> None:
    os.environ.clear()
    os.environ.update(variables)
    sys.argv = ["konferenz", *arguments]
    with output.open("w") as sys.stdout, errors.open("w") as sys.stderr:
        main()


def test_the_manual_lists_every_setting_with_its_sentence() -> None:
    assert documented() in DOCS.read_text("utf-8"), f"put this table into {DOCS}:\n{documented()}"


def test_the_database_is_asked_only_after_good_settings(tmp_path: Path) -> None:
    whole = [sys.executable, "-m", "webapp", "db", "check"]
    run = subprocess.run(
        whole, cwd=sources.ROOT, env=environment(tmp_path), capture_output=True, text=True, check=False
    )
    assert run.returncode == 1
    assert run.stderr.splitlines() == ["Error: migrations are pending: run “konferenz db upgrade”"]


def test_who_may_not_upgrade_is_not_told_to(tmp_path: Path) -> None:
    """A database of a newer version."""
    with closing(sqlite3.connect(tmp_path / "konferenz.sqlite")) as newer:
        newer.executescript("CREATE TABLE alembic_version (version_num); INSERT INTO alembic_version VALUES ('9999')")
    run = start(tmp_path, "event", "list")
    assert (run.returncode, run.stdout, run.stderr) == (1, "", f"Error: {schema.NEWER}\n")


@pytest.mark.asvs("13.3.1")
@pytest.mark.parametrize(("changes", "words"), REFUSED)
def test_an_unsafe_start_is_refused_with_one_clear_line(tmp_path: Path, changes: dict[str, str], words: str) -> None:
    run = start(tmp_path, **changes)
    assert run.returncode == 1
    assert run.stdout == ""
    [line] = run.stderr.splitlines()
    assert line.startswith("Error: ")
    assert words in line
    assert SECRET not in line


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("secret_key = ", "cannot be read"),
        ("secret = 'x'", "unknown settings: secret"),
        ("proxies = 'x'", "whole"),
    ],
)
def test_a_wrong_file_is_named(tmp_path: Path, content: str, words: str) -> None:
    (tmp_path / "config.toml").write_text(content)
    run = start(tmp_path)
    assert run.returncode == 1
    [line] = run.stderr.splitlines()
    assert words in line


def test_variables_win_over_the_file(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text(f"secret_key = '{SECRET}'\nbase_url = 'http://x.example'\n")
    run = start(tmp_path, KONFERENZ_SECRET_KEY="")
    assert "migrations are pending" in run.stderr


def test_development_makes_what_it_needs(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    run = start(folder, KONFERENZ_ENV="development", KONFERENZ_SECRET_KEY="", HOME=str(tmp_path))
    assert "migrations are pending" in run.stderr
    secret = folder / "secret_key"
    assert len(secret.read_text()) >= 32
    assert secret.stat().st_mode & 0o077 == 0
