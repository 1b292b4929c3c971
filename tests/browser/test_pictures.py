"""The page of pictures follows the day, without reload and with what somebody unfolded; the briefing is one sheet."""

import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from chromium import Visitor
from factories import KOELN, make_event, make_registration
from playwright.sync_api import expect
from pypdf import PdfReader
from running import Running

from webapp.core import clock
from webapp.core.i18n import texts
from webapp.demo.programme import COMING_SLUG, PAST_SLUG
from webapp.registration.models import Side

SLUG = "pictures-today"
ASK = "htmx.trigger('#live', 'ask')"


def test_new_numbers_come_without_reload(service: Running, organiser: Callable[..., Visitor]) -> None:
    with service.inside():
        start = clock.now()
        event = make_event(
            slug=SLUG,
            title=texts("Treffen", "Зустріч", "Meeting"),
            starts_at=start,
            ends_at=start + timedelta(hours=2),
            registration_closes_at=start,
        )
        make_registration(event, place_key=KOELN, side=Side.NRW)
    who = organiser("uk")
    page = who.open(f"/manage/events/{SLUG}/figures?map=regions")  # the maps that are drawn most quickly
    summary = page.locator("details:has(#funnel-table) summary")
    number = page.locator("#funnel-table tbody td").first
    summary.click()
    expect(number).to_have_text("1")
    with page.expect_response(lambda answer: answer.request.headers.get("if-none-match") is not None) as same:
        page.evaluate(ASK)
    assert same.value.status == 304
    with service.inside():
        make_registration(event, given_name="Zwei", place_key=KOELN, side=Side.NRW)
    page.evaluate(ASK)
    expect(number).to_have_text("2")
    expect(summary).to_be_focused()
    who.check()


def test_the_briefing_prints_as_one_upright_sheet(organiser: Callable[..., Visitor]) -> None:
    page = organiser().open(f"/manage/events/{COMING_SLUG}/briefing")
    [sheet] = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    assert sheet.mediabox.width < sheet.mediabox.height


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("lang", ["de", "uk"])
def test_no_column_is_out_of_sight(organiser: Callable[..., Visitor], lang: str, width: int) -> None:
    who = organiser(lang, width=width)
    wide = "tables => tables.filter(one => one.scrollWidth > one.clientWidth).map(one => one.innerText.slice(0, 60))"
    for address in ("", "/figures?map=regions"):
        page = who.open(f"/manage/events/{PAST_SLUG}{address}")
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        assert page.locator(".table-scroll").evaluate_all(wide) == [], address
