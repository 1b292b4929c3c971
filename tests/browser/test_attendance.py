"""From a platform's report to presence, as organisers do it: upload, decide by keyboard, apply, correct, undo."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import zoom_reports
from chromium import Visitor
from factories import KOELN, make_event, make_registration
from playwright.sync_api import Page, expect
from running import Running
from sqlalchemy import update

from webapp.attendance import held_reports, importing
from webapp.attendance.models import Reading
from webapp.attendance.stages import Stage
from webapp.core import clock
from webapp.core.clock import BERLIN
from webapp.core.db import session, transaction
from webapp.core.i18n import texts
from webapp.events import queries as events
from webapp.registration.models import Side

PEOPLE: tuple[tuple[str, str, Side, dict[str, Any]], ...] = (
    ("Олена", "Коваленко", Side.DNIPROPETROVSK, {}),
    ("Sabine", "Krause", Side.NRW, {"place_key": KOELN}),
    ("Ірина", "Шевченко", Side.DNIPROPETROVSK, {}),
    ("Jürgen", "Vogel", Side.NRW, {"place_key": KOELN}),
    ("Тарас", "Мельник", Side.DNIPROPETROVSK, {}),
)
ATTENDED = {"de": "teilgenommen", "uk": "присутність зафіксовано", "en": "attended"}
EXCUSED = {"de": "entschuldigt", "uk": "про відсутність повідомлено", "en": "excused"}


def prepare(service: Running, slug: str, folder: Path) -> Path:
    """A conference with five people, and the report of its platform, which shows two of them doubtfully."""
    with service.inside():
        event = make_event(slug=slug, title=texts("Treffen", "Зустріч", "Meeting"))
        people = [
            make_registration(
                event, given_name=given, family_name=family, email=f"{number}.{slug}@example.org", side=side, **more
            )
            for number, (given, family, side, more) in enumerate(PEOPLE)
        ]
        path = folder / "participants_84759841045.csv"
        path.write_bytes(zoom_reports.participants(event, people))
    return path


def press_by_keyboard(page: Page, words: str) -> None:
    """Tab until the button with these words has the focus, then Enter."""
    for _step in range(80):
        page.keyboard.press("Tab")
        if words in page.evaluate("document.activeElement.textContent"):
            assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
            with page.expect_navigation():
                page.keyboard.press("Enter")
            return
    raise AssertionError(f"no “{words}” within 80 steps of the keyboard")


def open_people(page: Page) -> int:
    return page.locator("article.decision").count()


@pytest.mark.parametrize(("lang", "width", "dark"), [("de", 1280, False), ("uk", 320, True), ("en", 1280, True)])
def test_a_report_is_read_decided_applied_corrected_and_undone(
    service: Running,
    organiser: Callable[..., Visitor],
    tmp_path: Path,
    lang: str,
    width: int,
    dark: bool,  # noqa: FBT001
) -> None:
    slug = f"report-{lang}"
    report = prepare(service, slug, tmp_path)
    who = organiser(lang, width=width, dark=dark)
    page = who.open(f"/manage/events/{slug}/attendance")
    who.check()
    page.locator("#files").set_input_files(report)
    page.locator("form[enctype] button[type=submit]").click()
    page.wait_for_url("**/imports/*")
    who.check()

    waiting = open_people(page)
    for given, family in (("Олена", "Коваленко"), ("Sabine", "Krause")):
        press_by_keyboard(page, f"{given} {family}")
        page.wait_for_url(re.compile(r"#person-\d+$"))
        waiting -= 1
        expect(page.locator("article.decision")).to_have_count(waiting)
    who.check()
    page.goto(f"{page.url.partition('#')[0]}?show=certain")
    who.check()

    page.locator("form[action$='/apply'] button").click()
    expect(page.locator(".messages")).to_be_visible()
    page.goto(f"/manage/events/{slug}/attendance/people")
    who.check()
    expect(page.locator("#people tbody tr")).to_have_count(len(PEOPLE))
    expect(page.locator("#people .kern-badge").filter(has_text=ATTENDED[lang])).to_have_count(len(PEOPLE))

    page.get_by_role("link", name="Мельник, Тарас").click()
    who.check()
    page.locator("#correction input[value=excused]").check()
    who.fill(note="per Telefon")
    page.locator("#correction button[type=submit]").click()
    expect(page.locator("main .kern-badge").first).to_have_text(EXCUSED[lang])
    who.check()

    page.locator("#reports tbody a").first.click()
    page.wait_for_url("**/imports/*")
    page.locator("form[action$='/undo'] button").click()
    page.wait_for_url(f"**/{slug}/attendance")
    who.check()
    numbers = page.locator(".figure__number").all_inner_texts()
    assert [int(number) for number in numbers] == [0, 0, 0, 1, len(PEOPLE) - 1, 0], (
        "only what was entered by hand is left"
    )


def test_somebody_unknown_is_registered_with_the_place_search(
    service: Running, organiser: Callable[..., Visitor], tmp_path: Path
) -> None:
    report = prepare(service, "report-unknown", tmp_path)
    who = organiser("de", width=320)
    page = who.open("/manage/events/report-unknown/attendance")
    page.locator("#files").set_input_files(report)
    page.locator("form[enctype] button[type=submit]").click()
    page.wait_for_url("**/imports/*")
    page.locator("article.decision", has_text="Dnipro | Іван").get_by_role("link").first.click()
    expect(page.locator("#place")).to_have_value("Dnipro")
    who.expected = ("422",)
    page.locator("#register button[type=submit]").click()
    expect(page.locator("#error-summary")).to_be_focused()
    who.check()
    who.fill(given_name="Іван", family_name="Франко", email="ivan@example.org")
    page.locator("#register button[type=submit]").click()
    page.wait_for_url(re.compile(r"/imports/[^/]+(#person-\d+)?$"))
    expect(page.locator("article.decision", has_text="Dnipro | Іван")).to_have_count(0)
    page.goto("/manage/events/report-unknown/registrations")
    expect(page.locator("main")).to_contain_text("Франко")


@pytest.mark.parametrize("lang", ["de", "uk", "en"])
def test_how_far_a_large_report_is_moves_by_itself_until_it_is_read(
    service: Running, organiser: Callable[..., Visitor], tmp_path: Path, lang: str
) -> None:
    slug = f"report-large-{lang}"
    content = prepare(service, slug, tmp_path).read_bytes()
    with service.inside():
        now = clock.now()
        with transaction():
            run = importing.hold(
                events.event(slug).id, [("report.csv", content)], timezone=BERLIN.key, actor="x", now=now
            )
            session().add(Reading(run_id=run.id, reader="", stage=Stage.ROWS, done=1, total=400, noted_at=now))
        run_id, public_id = run.id, run.public_id
    who = organiser(lang, width=320, dark=lang == "uk")
    who.page.clock.install()  # the page's own time: nobody has to wait for it
    page = who.open(f"/manage/events/{slug}/attendance/imports/{public_id}")
    page.evaluate("window.loadedOnce = true")
    told = page.locator("#reading [role=status]")
    expect(told).to_contain_text(re.compile(r"\b1\b.*\b400\b"))
    who.check()
    with service.inside(), transaction():
        session().execute(update(Reading).where(Reading.run_id == run_id).values(done=300))
    page.clock.run_for(2_000)
    expect(told).to_contain_text("300")
    assert page.evaluate("window.loadedOnce")
    with service.inside():
        held_reports.read_held(public_id)
    page.clock.run_for(2_000)
    expect(page.locator("article.decision").first).to_be_visible()
    expect(page.locator("#reading")).to_have_count(0)
    page.clock.resume()
    who.check()
