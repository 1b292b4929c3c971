"""Registering in a browser: fill in the form, choose the place by the keyboard, confirm by the mail."""

import re

from chromium import Visitor
from playwright.sync_api import Page, expect
from running import Running


def choose_place(page: Page, typed: str, shown: str) -> None:
    """Type into the search field and take the first suggestion by the keyboard."""
    page.locator("input#place").press_sequentially(typed, delay=20)  # a select until the script has run
    expect(page.locator("#place__option--0")).to_contain_text(shown)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#place")).to_have_value(re.compile(shown))


def fill_person(who: Visitor, given: str, family: str, email: str) -> None:
    who.fill(given_name=given, family_name=family, email=email, office="Europabüro")


def send(who: Visitor) -> None:
    who.page.locator("main form button[type=submit]").last.click()
    who.page.wait_for_url("**/register/sent")
    who.check()


def confirm(who: Visitor, service: Running, email: str) -> None:
    who.open(service.wait_for_mail(email).link("/c/"))
    who.check()
    with who.page.expect_navigation():  # to the same address, and not at once where the connection is tried before
        who.page.locator("main form button[type=submit]").first.click()
    who.check()
