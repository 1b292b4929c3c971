"""Roles: the partner office sees counts, never people."""

from collections.abc import Callable

import pytest
from page import Client, Page

from webapp.accounts.models import User
from webapp.accounts.permissions import EVERYTHING, PERMISSIONS, Role


def test_every_role_has_its_permissions() -> None:
    assert set(PERMISSIONS) == set(Role)
    assert all(given <= EVERYTHING for given in PERMISSIONS.values())


def test_the_partner_office_sees_no_names_and_no_mails() -> None:
    assert PERMISSIONS[Role.PARTNER] == {"events.view", "figures.view"}


@pytest.mark.parametrize(("role", "status"), [(Role.OWNER, 200), (Role.ORGANISER, 200), (Role.PARTNER, 403)])
@pytest.mark.asvs("8.2.1")
def test_who_sees_the_mails(
    add_user: Callable[..., User], sign_in: Callable[..., Page], english: Client, role: Role, status: int
) -> None:
    add_user(role=role)
    sign_in()
    english.get("/manage/mail", status=status)
