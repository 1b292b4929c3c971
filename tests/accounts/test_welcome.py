"""The invitation: a link that works once, to choose a password."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask
from page import Client, Page
from sqlalchemy import text
from surroundings import Clock

from webapp.accounts import actions
from webapp.accounts.models import Role, User
from webapp.core import tokens
from webapp.core.db import session, transaction

NEW = "Sieben Möwen auf dem Dach"


@pytest.fixture
def invited(add_user: Callable[..., User]) -> User:
    return add_user(password=None)


def link(user: User) -> str:
    return f"/manage/welcome/{actions.welcome_token(user, datetime.now(UTC))}"


def test_the_link_leads_to_a_password_and_in(invited: User, english: Client, sign_in: Callable[..., Page]) -> None:
    page = english.get(link(invited))
    assert page.h1 == "Choose a password"
    page = page.form().fill(password=NEW).submit()
    assert page.h1 == "Sign in"
    assert "Your password is set." in page.text
    assert sign_in(password=NEW).status == 303


@pytest.mark.asvs("6.4.1")
def test_a_used_link_is_gone(invited: User, english: Client, sign_in: Callable[..., Page]) -> None:
    address = link(invited)
    form = english.get(address).form().fill(password=NEW)
    form.submit()
    page = english.get(address, status=410)
    assert page.h1 == "This link is no longer valid"
    assert "ask the person who invited you" in page.text
    english.get("/manage/sign-in")
    form.fill(password="Ganz anders und sehr lang").submit(status=410)
    assert sign_in(password=NEW).status == 303


@pytest.mark.asvs("3.5.3")
def test_opening_the_link_changes_nothing(invited: User, english: Client, app: Flask) -> None:
    address = link(invited)
    before = session().execute(text("SELECT * FROM user_account")).all()
    for _ in range(3):
        english.get(address)
    assert app.test_client().head(address).status_code == 200
    session().rollback()
    assert session().execute(text("SELECT * FROM user_account")).all() == before


@pytest.mark.asvs("6.4.1")
def test_after_three_days_the_link_is_gone(clock: Clock, invited: User, english: Client) -> None:
    clock.at("2026-12-03 10:00")
    address = link(invited)
    clock.forward(hours=72)
    english.get(address)
    clock.forward(seconds=1)
    english.get(address, status=410)


def test_a_new_invitation_ends_the_old_one(invited: User, add_user: Callable[..., User], english: Client) -> None:
    old = link(invited)
    again = add_user(password=None)
    english.get(old, status=410)
    english.get(link(again))


def test_somebody_disabled_cannot_use_it(invited: User, english: Client) -> None:
    address = link(invited)
    with transaction() as writing:
        writing.get_one(User, invited.id).disabled_at = datetime.now(UTC)
    english.get(address, status=410)


def test_links_for_something_else_lead_nowhere(invited: User, english: Client) -> None:
    until = datetime(2100, 1, 1, tzinfo=UTC)
    foreign = tokens.sign("manage", invited.public_id, version=invited.link_version, until=until)
    unknown = tokens.sign("welcome", "nobody", version=1, until=until)
    english.get(f"/manage/welcome/{foreign}", status=404)
    english.get(f"/manage/welcome/{unknown}", status=410)
    english.get("/manage/welcome/abc", status=404)
    english.get(f"{link(invited)[:-1]}", status=404)


@pytest.mark.parametrize(
    ("password", "error"),
    [
        ("", "Enter a new password."),
        ("zu kurz", "Use at least 12 characters."),
        ("x" * 129, "Use at most 128 characters."),
        ("aaaaaaaaaaaaaaa", "Use more different characters."),
        ("Konferenz2026!", "This password is easy to guess. Choose one without your name and without common words."),
    ],
)
@pytest.mark.asvs("6.2.1", "6.2.4", "6.2.11")
def test_a_weak_password_is_refused_and_the_link_stays(
    invited: User, english: Client, password: str, error: str
) -> None:
    address = link(invited)
    page = english.get(address).form().fill(password=password).submit(status=422)
    assert page.errors() == [error]
    assert page.one("#password").get("value") is None
    page.form().fill(password=NEW).submit(status=200)


@pytest.mark.asvs("6.2.9")
def test_a_hundred_letters_in_cyrillic_count_to_the_last(
    invited: User, english: Client, sign_in: Callable[..., Page]
) -> None:
    phrase = ("сім чайок сидять на даху та дивляться на Рейн " * 3)[:99] + "я"
    english.get(link(invited)).form().fill(password=phrase).submit(status=200)
    assert sign_in(password=phrase[:-1] + "ю").status == 422
    assert sign_in(password=phrase[:-1]).status == 422
    assert sign_in(password=phrase).status == 303


def test_a_stale_page_saves_nothing(invited: User, english: Client) -> None:
    page = english.post(link(invited), {"password": NEW, "csrf_token": "stale"}, status=422)
    assert "Nothing was saved" in page.errors()[0]


def test_who_had_a_password_loses_old_sessions(
    add_user: Callable[..., User], english: Client, sign_in: Callable[..., Page], app: Flask
) -> None:
    add_user()
    sign_in()
    visitor = Client(app)
    visitor.headers = english.headers
    with transaction():
        user, new = actions.invite(
            "sabine@example.org", Role.OWNER, name="", locale="en", actor="program", now=datetime.now(UTC)
        )
    assert (new, user.name, user.role) == (False, "Sabine Krause", Role.OWNER)
    visitor.get(link(user)).form().fill(password=NEW).submit()
    english.get("/manage/account", status=303)
