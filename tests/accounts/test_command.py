"""konferenz organiser add: a link that works once, or in development a password."""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from page import Client, Page

from webapp.accounts import queries
from webapp.accounts.commands import organiser
from webapp.accounts.models import Role
from webapp.core.db import session
from webapp.core.errors import Refused

PASSWORD = "Kirschen fallen im Juni"
WITH_PASSWORD = ("--role", "owner", "--password-stdin", "--no-second-factor")


def run(*words: str, given: str | None = None) -> Result:
    result = CliRunner().invoke(organiser, ["add", *words], input=given)
    session().rollback()
    return result


def link(result: Result) -> str:
    return result.output.strip().splitlines()[-1]


def test_it_prints_a_link_that_works(app: Flask, english: Client, sign_in: Callable[..., Page]) -> None:
    result = run("olena@example.org", "--role", "organiser", "--name", "Олена Коваленко")
    assert result.exit_code == 0
    assert "olena@example.org is added as organiser." in result.output
    assert link(result).startswith(app.config["SETTINGS"].base_url)
    english.get(urlsplit(link(result)).path).form().fill(password=PASSWORD).submit(status=200)
    assert sign_in("olena@example.org").status == 303


def test_again_for_the_same_address_says_so_and_gives_a_new_link(english: Client) -> None:
    first = run("olena@example.org", "--role", "organiser", "--name", "Олена Коваленко")
    second = run("Olena@Example.org", "--role", "partner")
    assert second.exit_code == 0
    assert "was there already" in second.output
    english.get(urlsplit(link(first)).path, status=410)
    english.get(urlsplit(link(second)).path)
    user = queries.by_email("olena@example.org")
    assert user is not None
    assert (user.role, user.name) == (Role.PARTNER, "Олена Коваленко")


@pytest.mark.usefixtures("app")
def test_a_password_from_standard_input_in_development(sign_in: Callable[..., Page]) -> None:
    result = run("olena@example.org", *WITH_PASSWORD, given=f"{PASSWORD}\n")
    assert result.exit_code == 0
    assert PASSWORD not in result.output
    assert sign_in("olena@example.org").status == 303


def test_never_in_production(make_app: Callable[..., Flask]) -> None:
    with make_app(env="production", base_url="https://konferenz.example").app_context():
        result = run("olena@example.org", *WITH_PASSWORD, given=f"{PASSWORD}\n")
        assert (result.exit_code, result.output.count("\n")) == (1, 1)
        assert "production" in result.output
        assert queries.by_email("olena@example.org") is None


def test_the_link_in_production_has_the_public_address(make_app: Callable[..., Flask]) -> None:
    with make_app(env="production", base_url="https://konferenz.example").app_context():
        result = run("olena@example.org", "--role", "owner")
        assert link(result).startswith("https://konferenz.example/manage/welcome/")


@pytest.mark.usefixtures("app")
def test_a_weak_password_is_refused() -> None:
    result = run("olena@example.org", *WITH_PASSWORD, given="short\n")
    assert isinstance(result.exception, Refused)  # the command line turns it into one line
    assert queries.by_email("olena@example.org") is None


WRONG: list[tuple[str, ...]] = [
    ("nobody", "--role", "owner"),
    ("a@b", "--role", "owner"),
    ("olena@example.org",),
    ("olena@example.org", "--role", "king"),
    ("olena@example.org", "--role", "owner", "--password-stdin"),
    ("olena@example.org", "--role", "owner", "--no-second-factor"),
    ("olena@example.org", "--role", "owner", "--name", "x" * 161),
]


@pytest.mark.usefixtures("app")
def test_wrong_usage() -> None:
    for words in WRONG:
        assert run(*words).exit_code == 2, words


@pytest.mark.asvs("6.3.2")
@pytest.mark.usefixtures("app")
def test_nobody_is_there_by_default() -> None:
    assert queries.by_email("admin@example.org") is None
    assert queries.by_email("") is None
