"""After signing in nobody is led elsewhere."""

from collections.abc import Callable

import pytest
from page import Page

from webapp.accounts.returning import HOME, safe_target

EVIL = [
    "https://evil.example/",
    "http://evil.example/manage/",
    "//evil.example/manage/",
    "///evil.example",
    "////evil.example/manage",
    "/\\evil.example",
    "\\\\evil.example",
    "/manage\\..\\evil",
    "/manage//evil.example",
    "/manage/..//evil.example",
    "/manage/../../evil",
    "/manage/./../x",
    "/manage@evil.example",
    "/manage.evil.example/",
    "/managed",
    "/evil",
    "/de/",
    "manage/mail",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    " /manage/mail",
    "\t/manage/mail",
    "/manage/mail\r\nSet-Cookie: a=b",
    "/manage/mail\n",
    "/manage/\x00",
    "/manage/\u2028x",
    "/manage/?next=https://evil.example",
    "/manage#//evil.example",
    "/manage/<script>",
    "/manage/" + "a" * 2000,
    "https:evil.example",
    "@evil.example",
    "",
]


@pytest.mark.asvs("3.7.2")
@pytest.mark.parametrize("wanted", EVIL)
def test_nothing_leads_elsewhere(wanted: str) -> None:
    assert safe_target(wanted) == HOME


@pytest.mark.parametrize("wanted", ["/manage/mail", "/manage/", "/manage/mail?state=refused&page=2", "/manage/account"])
def test_our_own_pages_are_reached(wanted: str) -> None:
    assert safe_target(wanted) == wanted


def test_nothing_wanted_is_home() -> None:
    assert safe_target(None) == HOME


@pytest.mark.parametrize("wanted", ["//evil.example", "https://evil.example/manage/", "/\\evil.example"])
@pytest.mark.usefixtures("user")
def test_the_form_leads_home_instead(sign_in: Callable[..., Page], wanted: str) -> None:
    assert sign_in(target=wanted).location == HOME


@pytest.mark.usefixtures("user")
def test_the_form_leads_to_the_wanted_page(sign_in: Callable[..., Page]) -> None:
    assert sign_in(target="/manage/mail?state=failed").location == "/manage/mail?state=failed"
