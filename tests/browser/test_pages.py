"""Every page in Chromium: axe-core finds nothing, nothing is too wide, no other host is asked.

Each page is seen once, with language, width and colours varied between the pages; with KONFERENZ_TEST_FULL each is seen
in all of them.
"""

import os
from collections.abc import Callable
from itertools import product

import pytest
from addresses import Address
from chromium import Visitor
from running import Running

FULL = bool(os.environ.get("KONFERENZ_TEST_FULL"))
LOOKS = list(product(("de", "uk", "en"), (1280, 320), (False, True)))
WAYS_IN = {"accounts.sign_in", "accounts.welcome"}  #: for those who are not signed in


@pytest.fixture(scope="module")
def pages(service: Running) -> list[Address]:
    return [address for address in service.site() if address.is_page]


@pytest.mark.parametrize("look", range(len(LOOKS)))
def test_pages_are_accessible_and_fit(
    look: int, pages: list[Address], visitor: Callable[..., Visitor], organiser: Callable[..., Visitor]
) -> None:
    lang, width, dark = LOOKS[look]
    anybody = visitor(lang, width=width, dark=dark)
    signed_in = organiser(lang, width=width, dark=dark)
    for address in pages if FULL else pages[look :: len(LOOKS)]:
        inside = address.is_for_organisers and address.endpoint not in WAYS_IN
        who = signed_in if inside else anybody
        page = who.open(address.in_language(lang))
        assert page.locator("html").get_attribute("lang") == lang, address
        who.check()


@pytest.mark.parametrize(("lang", "width", "dark"), [("de", 320, False), ("uk", 1280, True), ("en", 320, True)])
def test_pages_of_errors_are_accessible_too(
    visitor: Callable[..., Visitor],
    lang: str,
    width: int,
    dark: bool,  # noqa: FBT001
) -> None:
    who = visitor(lang, width=width, dark=dark)
    who.expected = ("404",)
    who.open(f"/{lang}/nowhere")
    who.check()
