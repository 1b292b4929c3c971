"""Sessions: new at sign-in, worthless after sign-out, over in time, ended from elsewhere."""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask
from page import Client, Page
from sqlalchemy import select, text
from surroundings import Clock

from webapp.accounts.models import LoginSession, User
from webapp.core.db import session, transaction

PASSWORD = "Kirschen fallen im Juni"
COOKIE = "session"
Door = Callable[..., Page]


def cookie(client: Client) -> str:
    found = client.browser.get_cookie(COOKIE)
    return found.value if found else ""


def is_in(client: Client) -> bool:
    return client.open("GET", "/manage/account").status == 200


def copy_of(client: Client) -> Client:
    """A thief's browser with the same cookies."""
    thief = Client(client.app)
    thief.headers = client.headers
    thief.browser.set_cookie(COOKIE, cookie(client), path="/")
    return thief


@pytest.fixture
def inside(user: User, sign_in: Door, english: Client) -> Client:
    assert user.id
    sign_in()
    return english


@pytest.mark.asvs("7.2.4")
@pytest.mark.usefixtures("user")
def test_a_cookie_from_before_sign_in_is_worthless(sign_in: Door, english: Client) -> None:
    english.get("/manage/sign-in")
    planted = copy_of(english)
    before = cookie(english)
    sign_in()
    assert cookie(english) != before
    assert is_in(english)
    assert not is_in(planted)


@pytest.mark.asvs("7.2.4")
def test_each_sign_in_has_its_own_token(inside: Client, sign_in: Door) -> None:
    other = Client(inside.app)
    other.headers = inside.headers
    sign_in(by=other)
    assert len(session().scalars(select(LoginSession.token_hash).distinct()).all()) == 2


@pytest.mark.asvs("7.2.3")
def test_only_the_hash_of_a_long_random_token_is_stored(inside: Client) -> None:
    with inside.browser.session_transaction(base_url=inside.base_url) as kept:
        token = kept["login"]
    assert len(token) >= 43
    assert session().scalar(select(LoginSession.token_hash)) == hashlib.sha256(token.encode()).hexdigest()
    rows = session().execute(text("SELECT * FROM login_session")).all()
    assert token not in repr(rows)


@pytest.mark.asvs("7.4.1", "14.3.1")
def test_sign_out_ends_the_session_here_and_in_every_copy(inside: Client) -> None:
    thief = copy_of(inside)
    assert is_in(thief)
    page = inside.get("/manage/account").form("/manage/sign-out").submit(follow=False, status=303)
    assert '"storage"' in page.response.headers["Clear-Site-Data"]
    assert not is_in(inside)
    assert not is_in(thief)
    assert session().scalars(select(LoginSession)).all() == []


def test_sign_out_twice_is_no_mishap(inside: Client) -> None:
    form = inside.get("/manage/account").form("/manage/sign-out")
    form.submit(follow=False)
    again = inside.get("/manage/sign-in")
    token = again.one("main input[name=csrf_token]")["value"]
    assert inside.post("/manage/sign-out", {"csrf_token": token}).status == 303


def test_sign_out_by_a_link_does_nothing(inside: Client) -> None:
    inside.get("/manage/sign-out", status=405)
    assert is_in(inside)


@pytest.mark.asvs("7.3.1")
@pytest.mark.usefixtures("user")
def test_idle_for_half_an_hour_is_over(clock: Clock, sign_in: Door, english: Client) -> None:
    clock.at("2026-12-03 10:00")
    sign_in()
    for _ in range(3):
        clock.forward(minutes=29)
        assert is_in(english)
    clock.forward(minutes=31)
    assert not is_in(english)


@pytest.mark.asvs("7.3.2")
@pytest.mark.usefixtures("user")
def test_ten_hours_are_the_end(clock: Clock, sign_in: Door, english: Client) -> None:
    clock.at("2026-12-03 08:00")
    sign_in()
    for _ in range(29):
        clock.forward(minutes=20)
        assert is_in(english)
    clock.forward(minutes=21)
    assert not is_in(english)


@pytest.mark.usefixtures("user")
def test_use_is_noted_once_a_minute(clock: Clock, sign_in: Door, english: Client) -> None:
    begun = clock.at("2026-12-03 10:00")
    sign_in()
    used = select(LoginSession.last_used_at)
    clock.forward(seconds=59)
    english.get("/manage/account")
    assert session().scalar(used) == begun
    later = clock.forward(seconds=1)
    english.get("/manage/account")
    session().rollback()
    assert session().scalar(used) == later


@pytest.mark.asvs("7.4.2")
def test_disabling_somebody_ends_every_session(inside: Client, user: User) -> None:
    with transaction() as writing:
        writing.get_one(User, user.id).disabled_at = datetime.now(UTC)
    assert not is_in(inside)


def test_a_forged_or_broken_cookie_is_nobody(app: Flask, inside: Client) -> None:
    whole = cookie(inside)
    for place in range(0, len(whole), 7):
        broken = whole[:place] + ("A" if whole[place] != "A" else "B") + whole[place + 1 :]
        visitor = Client(app)
        visitor.browser.set_cookie(COOKIE, broken, path="/")
        assert not is_in(visitor), f"changed at {place}"


def test_a_strange_token_is_nobody(english: Client) -> None:
    for token in ("", "x", 7, None, ["a"], "\ud800"):
        with english.browser.session_transaction(base_url=english.base_url) as kept:
            kept["login"] = token
        assert not is_in(english), token


def test_pages_seen_while_signed_in_set_no_cookie(inside: Client) -> None:
    inside.get("/manage/account")  # its forms need a token, which is set once
    for path in ("/manage/account", "/healthz"):
        assert "Set-Cookie" not in inside.get(path).response.headers


@pytest.mark.asvs("3.3.1", "3.3.4")
def test_cookies_of_an_https_service(make_app: Callable[..., Flask]) -> None:
    secure = Client(make_app(base_url="https://konferenz.example"))
    lines = secure.get("/manage/sign-in").response.headers.getlist("Set-Cookie")
    assert lines
    assert lines[0].startswith("__Host-session=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(lines[0].split("; "))


@pytest.mark.asvs("7.4.3")
def test_a_new_password_ends_all_other_sessions(inside: Client, sign_in: Door) -> None:
    thief = copy_of(inside)
    other = Client(inside.app)
    other.headers = inside.headers
    sign_in(by=other)
    form = other.get("/manage/account").form("password-form")
    page = form.fill(current=PASSWORD, password="Sieben Möwen auf dem Dach").submit()
    assert "Your password is changed." in page.text
    assert is_in(other)
    assert not is_in(inside)
    assert not is_in(thief)


@pytest.mark.asvs("7.5.2")
def test_one_sees_and_ends_ones_sessions(inside: Client, sign_in: Door) -> None:
    others = [Client(inside.app) for _ in range(2)]
    for other in others:
        other.headers = inside.headers
        sign_in(by=other)
    page = inside.get("/manage/account")
    assert len(page.table()) == 3
    assert [row["Action"].startswith("This session") for row in page.table()].count(True) == 1
    action = str(page.all("main td form")[0]["action"])
    page = page.form(action).submit("End")
    assert sorted(map(is_in, others)) == [False, True]
    page = inside.get("/manage/account").form("end-others").submit()
    assert len(page.table()) == 1
    assert not any(map(is_in, others))
    assert is_in(inside)


def test_nobody_ends_somebody_elses_session(inside: Client, add_user: Callable[..., User], sign_in: Door) -> None:
    other = Client(inside.app)
    other.headers = inside.headers
    olena = add_user("olena@example.org", name="Олена")
    sign_in("olena@example.org", by=other)
    theirs = session().scalar(select(LoginSession.public_id).where(LoginSession.user_id == olena.id))
    token = inside.get("/manage/account").one("#password-form input[name=csrf_token]")["value"]
    inside.post(f"/manage/account/sessions/{theirs}/end", {"csrf_token": token}, status=404)
    assert is_in(other)


@pytest.mark.usefixtures("user")
def test_old_rows_go_at_the_next_sign_in(clock: Clock, sign_in: Door) -> None:
    clock.at("2026-12-03 10:00")
    sign_in()
    clock.forward(hours=11)
    sign_in()
    assert len(session().scalars(select(LoginSession)).all()) == 1
