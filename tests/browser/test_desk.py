"""The moderators' desk by the keyboard, also by one that writes Cyrillic."""

from collections.abc import Callable

from chromium import Visitor, press_as_written
from playwright.sync_api import expect

from webapp.demo.programme import COMING_SLUG

DESK = f"/manage/events/{COMING_SLUG}/questions"


def test_the_keys_of_a_ukrainian_keyboard_work_as_well(organiser: Callable[..., Visitor]) -> None:
    who = organiser("uk")
    page = who.open(DESK)
    first = page.locator("[data-case]").first
    number = first.locator("h2").inner_text()
    press_as_written(page, "о", "KeyJ")
    expect(first).to_be_focused()
    press_as_written(page, "з", "KeyP")
    expect(page.locator("#told")).to_contain_text(number)
    expect(page.locator("[data-case]").first.locator("h2")).not_to_have_text(number)
    press_as_written(page, "г", "KeyU")
    expect(page.locator("[data-case]").first.locator("h2")).to_have_text(number)
    who.check()
