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


def test_a_question_is_assigned_and_merged_and_the_list_found_again_by_keys(organiser: Callable[..., Visitor]) -> None:
    who = organiser("de")
    page = who.open(DESK)
    first, second = page.locator("[data-case]").nth(0), page.locator("[data-case]").nth(1)
    names = [one.locator("h2").inner_text() for one in (first, second)]
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_contain_text("Zusammenführen")
    page.keyboard.press("?")
    expect(page.locator("#keys dl")).to_be_hidden()
    page.keyboard.press("j")
    page.keyboard.press("?")
    page.keyboard.press("Escape")
    expect(page.locator("#keys dl")).to_be_hidden()
    expect(first).to_be_focused()
    page.keyboard.press("j")
    expect(second).to_be_in_viewport()
    page.keyboard.press("g")
    expect(page.locator("#slot")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("l")
    expect(second).to_be_focused()
    page.keyboard.press("m")
    expect(second.locator("[name=number]")).to_be_focused()
    page.keyboard.type(names[0].split()[-1])
    page.keyboard.press("Enter")
    expect(page.locator("#told")).to_contain_text(f"{names[1]}: mit {names[0]} zusammengeführt")
    expect(second.locator("h2")).not_to_have_text(names[1])
    expect(second).to_be_focused()
    page.keyboard.press("u")
    expect(second.locator("h2")).to_have_text(names[1])
    page.get_by_role("link", name="English", exact=True).click()
    expect(second).to_be_focused()
    page.keyboard.press("e")
    expect(page.locator("#told")).to_contain_text("Is an experience")
    expect(second.locator("h2")).to_contain_text("Experience")
    expect(second).to_be_focused()
    page.keyboard.press("u")
    expect(second.locator("h2")).to_contain_text("Question")
    for _number in range(12):
        page.keyboard.press("j")
    expect(page.locator("#told")).to_be_in_viewport()
    who.check()


def test_a_step_taken_before_htmx_is_there_leaves_the_focus_where_it_was(organiser: Callable[..., Visitor]) -> None:
    who = organiser("en")
    page = who.page
    page.route("**/htmx*", lambda route: route.fulfill(body="", content_type="text/javascript"))
    second = who.open(DESK).locator("[data-case]").nth(1)
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(second).to_be_focused()
    page.keyboard.press("e")
    page.wait_for_url("**done=**")
    expect(second.locator("h2")).to_contain_text("Experience")
    expect(page.locator("#told")).to_be_in_viewport()
    expect(second).to_be_focused()
    page.keyboard.press("u")
    expect(second.locator("h2")).to_contain_text("Question")
    who.check()
