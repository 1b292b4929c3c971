"""People who may sign in, and the door they use."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask
from page import Client, Page

from webapp.accounts import actions, passwords
from webapp.accounts.models import Role, User
from webapp.core.db import transaction

PASSWORD = "Kirschen fallen im Juni"


@pytest.fixture
def add_user(app: Flask) -> Callable[..., User]:
    assert app.name

    def add(
        email: str = "sabine@example.org",
        *,
        name: str = "Sabine Krause",
        role: Role = Role.ORGANISER,
        password: str | None = PASSWORD,
    ) -> User:
        now = datetime.now(UTC)
        password_hash = hashed(password) if password else None
        with transaction():
            user, _new = actions.invite(email, role, name=name, locale="en", actor="program", now=now)
            if password_hash:
                actions.choose_password(user, version=user.link_version, password_hash=password_hash, actor="program")
        return user

    return add


@pytest.fixture
def user(add_user: Callable[..., User]) -> User:
    return add_user()


@pytest.fixture
def english(app: Flask) -> Client:
    """A visitor who reads English; the organisers' addresses carry no language."""
    client = Client(app)
    client.headers["Accept-Language"] = "en"
    return client


@pytest.fixture
def sign_in(english: Client) -> Callable[..., Page]:
    """Fill in the form as this person does; the page that answers."""

    def run(
        email: str = "sabine@example.org",
        password: str = PASSWORD,
        *,
        by: Client = english,
        target: str = "",
        **more: Any,
    ) -> Page:
        query = f"?{urlencode({'next': target})}" if target else ""
        page = by.get(f"/manage/sign-in{query}")
        return page.form().fill(email=email, password=password).submit(**{"follow": False, **more})

    return run


@cache
def hashed(password: str) -> str:
    """Hashing takes its time, so it is done once for each."""
    return passwords.hashed(password)
