"""One's own account: who one is, and a new password."""

from collections.abc import Callable

import pytest
from page import Client, Page

from webapp.accounts.models import Role, User
from webapp.accounts.words import ROLES

PASSWORD = "Kirschen fallen im Juni"
NEW = "Sieben Möwen auf dem Dach"


@pytest.fixture
def inside(user: User, sign_in: Callable[..., Page], english: Client) -> Client:
    assert user.id
    sign_in()
    return english


def test_it_says_who_one_is(inside: Client) -> None:
    page = inside.get("/manage/account")
    for words in ("Sabine Krause", "sabine@example.org", "Organiser"):
        assert words in page.text


@pytest.mark.parametrize("role", Role)
def test_whatever_one_may_one_has_an_account(
    add_user: Callable[..., User], sign_in: Callable[..., Page], english: Client, role: Role
) -> None:
    add_user(role=role)
    sign_in()
    assert str(ROLES[role]) in english.get("/manage/account").text


@pytest.mark.parametrize("lang", ["de", "uk"])
def test_in_every_language(inside: Client, lang: str) -> None:
    assert inside.get(f"/manage/account?lang={lang}").lang == lang
    assert inside.get("/manage/account").lang == lang


def test_strangers_are_led_to_the_door(english: Client) -> None:
    page = english.get("/manage/account", status=303)
    assert page.location == "/manage/sign-in?next=/manage/account"


def test_the_new_password_opens_and_the_old_no_more(inside: Client, sign_in: Callable[..., Page]) -> None:
    page = inside.get("/manage/account").form("password-form").fill(current=PASSWORD, password=NEW).submit()
    assert "Your password is changed." in page.text
    stranger = Client(inside.app)
    stranger.headers = inside.headers
    assert sign_in(password=PASSWORD, by=stranger).status == 422
    assert sign_in(password=NEW, by=stranger).status == 303


def test_without_the_current_password_nothing_changes(inside: Client, sign_in: Callable[..., Page]) -> None:
    page = inside.get("/manage/account").form("password-form").fill(current="something else", password=NEW)
    assert page.submit(status=422).errors() == ["This is not your current password."]
    stranger = Client(inside.app)
    assert sign_in(password=PASSWORD, by=stranger).status == 303


def test_a_weak_new_password_is_refused(inside: Client) -> None:
    form = inside.get("/manage/account").form("password-form").fill(current=PASSWORD, password="Sabine-Krause-2026")
    assert form.submit(status=422).errors()[0].startswith("This password is easy to guess.")


def test_guessing_the_current_password_is_stopped(inside: Client) -> None:
    form = inside.get("/manage/account").form("password-form")
    answers = [form.fill(current=f"guess {number}", password=NEW).submit().status for number in range(22)]
    assert answers == [422] * 20 + [429] * 2  # this device is known, so it is counted by itself


def test_a_partner_has_an_account_too(
    add_user: Callable[..., User], sign_in: Callable[..., Page], english: Client
) -> None:
    add_user("olena@example.org", name="Олена", role=Role.PARTNER)
    sign_in("olena@example.org")
    assert "Partner office" in english.get("/manage/account").text
