"""The presentation view in Chromium: the worst Unicode fits, keys steer it, and it follows without flicker."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

import pytest
from chromium import Visitor, press_as_written
from factories import make_event, make_question
from playwright.sync_api import Browser, Page, expect
from questions.answered import change, translate
from running import ORGANISER, PASSWORD, Running, running
from sqlalchemy import select

from webapp.core import clock
from webapp.core.db import session
from webapp.events.models import Event
from webapp.questions.lifecycle import State
from webapp.questions.models import Question

SLUG: Final = "heute"
SCREEN: Final = f"/manage/events/{SLUG}/questions/screen"
PILED: Final = "".join(f"{letter}\u0301\u0323\u0302\u0331" for letter in "Zalgo kommt")
WORST: Final = {  #: of 500 characters
    "letters without a space": "Ш" * 120 + "ш" * 380,
    "piled accents": (PILED * 20)[:500],
    "emoji": ("👩‍👩‍👧‍👦🇺🇦🏳️‍🌈 " * 60)[:500],
    "Arabic and Hebrew": ("كيف نجد بلدية شريكة؟ איך מוצאים? Wie? " * 30)[:500],
    "turned around": ("\u202e\u2067abc\u2066 def " * 60)[:500],
    "an address": ("https://example.org/" + "a" * 480)[:500],
    "plain words": ("Wie finden wir eine Partnerkommune, die zu uns passt? " * 20)[:500],
}
WINDOWS: Final = [(1280, 720, False), (1920, 1080, True), (320, 640, False)]
OVERLAPS: Final = """() => {
  const boxes = [...document.querySelectorAll(".screen__head, .screen__headings, .screen__text, .screen__foot")]
    .map((box) => [box.className, box.getBoundingClientRect()]);
  const main = document.getElementById("main").getBoundingClientRect();
  const found = [];
  const meet = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
  boxes.forEach(([name, a], at) => {
    if (a.right > innerWidth + 1 || a.left < -1) found.push(`${name} beside the window`);
    for (const [other, b] of boxes.slice(at + 1)) if (meet(a, b)) found.push(`${name} over ${other}`);
  });
  for (const text of document.querySelectorAll(".screen__text")) {
    if (text.scrollWidth > text.clientWidth + 1) found.push("a line is cut");
    if (text.scrollHeight > text.clientHeight + 1) found.push("lines are cut");
    const end = text.getBoundingClientRect().bottom;
    if (innerWidth > 960 && end > main.bottom + 1) found.push("the end is out of sight");
  }
  return found;
}"""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """With a conference that runs, and its worst questions in line."""
    with running(tmp_path_factory.mktemp("service"), attendees=5) as found:
        with found.inside():
            now = clock.now()
            event = make_event(slug=SLUG, starts_at=now - timedelta(minutes=20), ends_at=now + timedelta(hours=2))
            for text in WORST.values():
                made = make_question(event, text=text)
                translate(made, "uk", text[::-1])
                change(made, state=State.ON_SCREEN)
        yield found


@pytest.fixture
def presenter(service: Running, browser: Browser) -> Iterator[Visitor]:
    found = Visitor(browser, service.url, "de")
    found.sign_in(ORGANISER, PASSWORD)
    yield found
    found.close()


def at(page: Page, number: int) -> None:
    expect(page.locator(".screen__about strong").first).to_have_text(f"Frage {number}")


@pytest.mark.parametrize(("width", "height", "dark"), WINDOWS)
def test_the_worst_fits_every_window(presenter: Visitor, width: int, height: int, dark: bool) -> None:  # noqa: FBT001
    presenter.page.set_viewport_size({"width": width, "height": height})
    presenter.page.emulate_media(color_scheme="dark" if dark else "light")
    for number, name in enumerate(WORST, start=1):
        page = presenter.open(f"{SCREEN}?at={number}")
        page.evaluate("document.fonts.ready")
        assert page.evaluate(OVERLAPS) == [], f"{name} at {width} × {height}"
    presenter.check()


def test_contrast_is_seven_to_one(presenter: Visitor) -> None:
    contrast = """() => [...document.querySelectorAll(".screen p, .screen h1, .screen__button")].map((box) => {
      const light = (colour) => colour.match(/[\\d.]+/g).slice(0, 3).map((part) => part / 255)
        .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
        .reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index], 0);
      const pair = [light(getComputedStyle(box).color), light(getComputedStyle(document.body).backgroundColor)].sort();
      return (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
    })"""
    for scheme in ("light", "dark"):
        presenter.page.emulate_media(color_scheme=scheme)
        found = presenter.open(SCREEN).evaluate(contrast)
        assert len(found) > 8
        assert min(found) >= 7, scheme


def test_keys_steer_it_and_it_follows_without_loading(service: Running, presenter: Visitor) -> None:
    page = presenter.open(SCREEN)
    page.evaluate("window.loadedOnce = true")
    at(page, 1)
    for key, number in (("ArrowRight", 2), (" ", 3), ("PageDown", 4), ("ArrowLeft", 3), ("PageUp", 2)):
        page.keyboard.press(key)
        at(page, number)
    page.keyboard.press("p")
    expect(page.locator(".screen__text")).to_have_count(0)
    expect(page.locator("h1")).to_contain_text("Folgekonferenz")
    press_as_written(page, "з", "KeyP")
    at(page, 2)
    with service.inside():
        translate(numbered(4), "en", "A new translation")  # changes the board, and nothing that is shown
    page.wait_for_timeout(2500)
    at(page, 2)
    page.keyboard.press("t")
    at(page, 3)
    page.keyboard.press("u")
    at(page, 2)
    with service.inside():
        change(numbered(2), state=State.PUBLISHED)
    at(page, 3)
    with service.inside():
        change(numbered(2), state=State.ON_SCREEN)
    page.keyboard.press("f")
    expect(page.locator(":fullscreen")).to_have_count(1)
    page.keyboard.press("ArrowRight")
    at(page, 4)
    assert page.evaluate("document.fullscreenElement !== null && window.loadedOnce")
    page.keyboard.press("Escape")
    expect(page.locator(":fullscreen")).to_have_count(0)
    presenter.check()


def test_buttons_vanish_until_the_mouse_moves(presenter: Visitor) -> None:
    presenter.page.clock.install(time=0)
    presenter.page.clock.pause_at(1)  # however long it takes to load
    page = presenter.open(SCREEN)
    controls = page.locator("#controls")
    expect(controls).to_have_css("opacity", "1")
    page.clock.run_for(5000)
    expect(controls).to_have_css("opacity", "0")
    page.mouse.move(200, 200)
    page.mouse.move(220, 220)
    expect(controls).to_have_css("opacity", "1")


def numbered(number: int) -> Question:
    of_event = select(Question).join(Event, Event.id == Question.event_id).where(Event.slug == SLUG)
    return session().scalars(of_event.where(Question.number == number)).one()
