"""Signing in: the same answer to every stranger, slowed down when somebody guesses."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from page import Client, Page
from sqlalchemy import func, select
from surroundings import Clock

from webapp.accounts import passwords
from webapp.accounts.models import LoginSession, User
from webapp.core.audit import AuditEntry
from webapp.core.db import session, transaction

PASSWORD = "Kirschen fallen im Juni"
NEUTRAL = ["The e-mail address or the password is not right. Please check both and try again."]
Door = Callable[..., Page]


@pytest.mark.usefixtures("user")
def test_the_right_password_opens(sign_in: Door) -> None:
    page = sign_in()
    assert page.status == 303
    assert page.location == "/manage/"


@pytest.mark.usefixtures("user")
def test_the_address_is_recognised_however_it_is_typed(sign_in: Door) -> None:
    assert sign_in("  Sabine@EXAMPLE.org ").status == 303


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("sabine@example.org", "Kirschen fallen im Juli"),
        ("sabine@example.org", "kirschen fallen im juni"),
        ("sabine@example.org", f"{PASSWORD} "),
        ("sabine@example.org", PASSWORD[:-1]),
        ("nobody@example.org", PASSWORD),
    ],
)
@pytest.mark.usefixtures("user")
def test_known_and_unknown_are_answered_alike(sign_in: Door, email: str, password: str) -> None:
    page = sign_in(email, password, status=422)
    assert page.errors() == NEUTRAL
    assert page.title.startswith("Error: ")
    assert page.form().values["email"] == email


@pytest.mark.usefixtures("user")
def test_the_typed_password_is_never_shown_again(sign_in: Door) -> None:
    page = sign_in(password="wrong but long enough", status=422)
    assert b"wrong but long" not in page.body


def test_somebody_disabled_is_a_stranger(user: User, sign_in: Door) -> None:
    with transaction() as writing:
        writing.get_one(User, user.id).disabled_at = datetime.now(UTC)
    assert sign_in(status=422).errors() == NEUTRAL


def test_somebody_invited_who_has_no_password_yet_is_a_stranger(add_user: Callable[..., User], sign_in: Door) -> None:
    add_user(password=None)
    assert sign_in(status=422).errors() == NEUTRAL


@pytest.mark.parametrize("email", ["nobody@example.org", "sabine@example.org"])
@pytest.mark.usefixtures("user")
def test_every_refusal_costs_one_hash(sign_in: Door, email: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str | None] = []

    def verify(stored: str | None, _password: str) -> bool:
        asked.append(stored)
        return False

    monkeypatch.setattr(passwords, "verify", verify)
    sign_in(email, status=422)
    assert len(asked) == 1


def test_empty_fields_say_what_is_missing(sign_in: Door) -> None:
    assert sign_in("", "", status=422).errors() == ["Enter your e-mail address.", "Enter your password."]


def test_a_password_longer_than_any_is_not_even_hashed(sign_in: Door) -> None:
    assert sign_in(password="x" * 129, status=422).errors() == ["Use at most 128 characters."]


@pytest.mark.asvs("15.3.7")
@pytest.mark.usefixtures("user")
def test_two_addresses_at_once_are_refused(english: Client) -> None:
    form = english.get("/manage/sign-in").form().fill(password=PASSWORD)
    page = form.forge(email=["sabine@example.org", "other@example.org"]).submit(status=422)
    assert page.errors() == ["Enter one value only."]


@pytest.mark.asvs("3.5.1")
def test_without_a_token_nothing_is_tried(user: User, english: Client) -> None:
    page = english.post("/manage/sign-in", {"email": user.email, "password": PASSWORD}, status=422)
    assert "Nothing was saved" in page.errors()[0]
    assert session().scalar(select(func.count()).select_from(LoginSession)) == 0


@pytest.mark.usefixtures("user")
def test_who_is_signed_in_already_goes_on(sign_in: Door, english: Client) -> None:
    sign_in()
    assert english.get("/manage/sign-in?next=/manage/account", status=303).location == "/manage/account"


def test_a_page_that_asks_for_somebody_comes_back_after_sign_in(user: User, english: Client) -> None:
    page = english.get("/manage/mail?state=sent", follow=True)
    assert page.h1 == "Sign in"
    page = page.form().fill(email=user.email, password=PASSWORD).submit()
    assert (page.status, page.url) == (200, "/manage/mail?state=sent")


@pytest.mark.asvs("6.3.1")
@pytest.mark.usefixtures("user")
def test_guessing_from_one_block_of_addresses_is_stopped(sign_in: Door, clock: Clock) -> None:
    clock.at("2026-12-03 10:00")
    for number in range(10):
        assert sign_in(f"guess{number}@example.org").status == 422
    page = sign_in()
    assert page.status == 429
    assert page.h1 == "Too many attempts"
    assert int(page.response.headers["Retry-After"]) > 0
    clock.forward(minutes=11)
    assert sign_in().status == 303


def _from(number: int) -> dict[str, Any]:
    return {"environ_overrides": {"REMOTE_ADDR": f"10.0.{number}.1"}}


@pytest.mark.asvs("6.3.1")
def test_guessing_one_account_from_everywhere_is_stopped(user: User, sign_in: Door, clock: Clock) -> None:
    clock.at("2026-12-03 10:00")
    wrong = [sign_in(password=f"guess number {number}", **_from(number)).status for number in range(50)]
    assert wrong == [422] * 20 + [429] * 30
    assert sign_in(**_from(60)).status == 429
    assert sign_in(f"{user.email} ".upper(), **_from(61)).status == 429
    clock.forward(hours=1, minutes=1)
    assert sign_in(**_from(60)).status == 303


def test_an_unknown_account_is_stopped_in_the_same_way(sign_in: Door, clock: Clock) -> None:
    clock.at("2026-12-03 10:00")
    wrong = [sign_in("nobody@example.org", **_from(number)).status for number in range(25)]
    assert wrong == [422] * 20 + [429] * 5


@pytest.mark.usefixtures("user")
def test_strangers_lock_nobody_out_of_a_browser_that_was_in_before(
    app: Flask, sign_in: Door, english: Client, clock: Clock
) -> None:
    clock.at("2026-12-03 10:00")
    sign_in()
    english.get("/manage/").form("/manage/sign-out").submit()
    stranger = Client(app)
    wrong = [sign_in(password=f"guess number {number}", by=stranger, **_from(number)).status for number in range(25)]
    assert wrong[-1] == 429
    assert sign_in().status == 303


@pytest.mark.usefixtures("user")
def test_signing_in_often_is_no_guessing(sign_in: Door, app: Flask) -> None:
    for _ in range(15):
        visitor = Client(app)
        assert sign_in(by=visitor).status == 303


def test_who_came_in_is_on_record_and_no_address_is(user: User, sign_in: Door) -> None:
    sign_in()
    entry = session().scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry is not None
    assert (entry.action, entry.actor) == ("user.sign_in", user.public_id)
    everything = " ".join(
        f"{row.actor} {row.action} {row.thing} {row.details}" for row in session().scalars(select(AuditEntry))
    )
    assert "sabine" not in everything.lower()


NO_ADDRESSES: list[str] = ["@", "a@", "a" * 300, "ä@example.org", "a@" + "x" * 80 + ".org", "a\x00@example.org", "=1+1"]


def test_what_is_no_address_is_told_so(sign_in: Door) -> None:
    for email in NO_ADDRESSES:
        assert "e-mail address" in " ".join(sign_in(email, status=422).errors()) or len(email) > 254, email


@pytest.mark.asvs("5.2.1")
def test_a_huge_form_is_refused_before_anything(english: Client) -> None:
    english.post("/manage/sign-in", {"email": "x" * 70_000}, status=413)
