"""Fifty waiting questions, moderated by the keys of the desk as somebody new would: how many steps that takes."""

from collections.abc import Callable
from datetime import timedelta

from chromium import Visitor
from factories import make_event
from playwright.sync_api import Page, expect
from questions.fifty import FIFTY, Waiting, make_fifty
from running import Running

from webapp.core import clock

SLUG = "fuenfzig"
DESK = f"/manage/events/{SLUG}/questions"
MOST_KEYS = {"p": 1, "s": 1, "f": 1, "m": 2, "d": 2}
COUNTS = {"p": "Veröffentlicht", "s": "Für die Präsentation", "f": "Wird später beantwortet", "m": "Zusammengeführt"}


def decide(page: Page, number: int, one: Waiting) -> int:
    """Keys that the question took which has the focus; the next one has it then."""
    here = page.locator(f"#question-{number}")
    expect(here).to_be_focused()
    keys = [one.key, *({"m": ["Enter"], "d": [one.reason]}.get(one.key, []))]
    if one.key == "m":
        expect(here.locator(".like-it")).to_contain_text(f"Frage {one.into} ")
    for key in keys:
        page.keyboard.press(key)
    expect(page.locator(f"#heading-{number}")).to_have_count(0)
    return len(keys)


def test_fifty_questions_take_a_key_or_two_each(service: Running, organiser: Callable[..., Visitor]) -> None:
    with service.inside():
        now = clock.now()
        make_fifty(make_event(slug=SLUG, starts_at=now, ends_at=now + timedelta(hours=2)))
    who = organiser("de")
    page = who.open(DESK)
    loaded: list[str] = []
    page.on("load", lambda found: loaded.append(found.url))
    page.keyboard.press("j")
    for number, one in enumerate(FIFTY, 1):
        assert decide(page, number, one) <= MOST_KEYS[one.key], number
    assert not loaded, "the list is never left"
    expect(page.locator("#told")).to_be_focused()
    for key, words in COUNTS.items():
        number = sum(one.key == key for one in FIFTY)
        expect(page.locator(".tabs")).to_contain_text(f"{words} ({number})")
    page.keyboard.press("u")  # the last one comes back, and goes again
    expect(page.locator("#question-50")).to_be_focused()
    page.keyboard.press("u")
    expect(page.locator("#heading-50")).to_have_count(0)
    who.check()
