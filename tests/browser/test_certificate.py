"""From a report to a certificate that a stranger checks: apply, write to people, correct the name, download, undo."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any, Final
from zipfile import ZipFile

import pytest
import zoom_reports
from attendance.certificates_made import reader, structure, text_of
from chromium import Visitor
from factories import KOELN, make_event, make_registration
from playwright.sync_api import Download, Page, expect
from running import Running

from webapp.core.i18n import texts
from webapp.registration.models import Side

CODE: Final = re.compile(r"(\w{4}-){4}\w{4}")
HOURS: Final = {"de": "1 Stunde 55 Minuten", "uk": "1 година 55 хвилин", "en": "1 hour 55 minutes"}
VALID: Final = {
    "de": "Diese Bescheinigung ist gültig",
    "uk": "Цей сертифікат дійсний",
    "en": "This certificate is valid",
}
RESTING: Final = {
    "de": "Diese Bescheinigung ist derzeit nicht gültig",
    "uk": "Цей сертифікат наразі не дійсний",
    "en": "This certificate is not valid at present",
}
SECOND: Final = {"de": "uk", "uk": "de", "en": "uk"}
OWNER: Final[dict[str, dict[str, Any]]] = {
    "de": {"given_name": "Sabine", "family_name": "Krause", "side": Side.NRW, "place_key": KOELN},
    "uk": {"given_name": "Олена", "family_name": "Коваленко"},
    "en": {"given_name": "Sabine", "family_name": "Krause", "side": Side.NRW, "place_key": KOELN},
}


def prepare(service: Running, slug: str, lang: str, folder: Path) -> Path:
    """A conference of yesterday with two people, and the report of its platform."""
    starts = (datetime.now(UTC) - timedelta(days=1)).replace(hour=9, minute=0, second=0, microsecond=0)
    times: dict[str, Any] = {"starts_at": starts, "ends_at": starts + timedelta(hours=2)}
    times |= {"registration_opens_at": starts - timedelta(days=9), "registration_closes_at": starts}
    with service.inside():
        event = make_event(slug=slug, title=texts("Treffen", "Зустріч", "Meeting"), **times)
        other = make_registration(event, given_name="Ірина", family_name="Шевченко", email=f"iryna.{slug}@example.org")
        owner = make_registration(event, locale=lang, email=f"{slug}@example.org", **OWNER[lang])
        path = folder / "participants_84759841045.csv"
        path.write_bytes(zoom_reports.participants(event, [other, owner], doubtful=0))
    return path


def downloaded(page: Page, press: Callable[[], None]) -> bytes:
    with page.expect_download() as waiting:
        press()
    found: Download = waiting.value
    return Path(found.path()).read_bytes()


def checked_document(content: bytes, lang: str, name: str) -> str:
    """What the owner hands on: two languages, tagged for screen readers, with name and hours; its code."""
    told, read = text_of(content), reader(content)
    root: Any = read.root_object
    assert root["/Lang"] == lang
    assert root["/MarkInfo"]["/Marked"]
    assert {found for _kind, found in structure(content) if found} == {SECOND[lang]}
    for part in (name, HOURS[lang], HOURS[SECOND[lang]]):
        assert part in told, part
    found = CODE.search(told)
    assert found, told
    return found.group()


def apply_report(page: Page, slug: str, report: Path) -> str:
    """Address of the import's page."""
    page.goto(f"/manage/events/{slug}/attendance")
    page.locator("#files").set_input_files(report)
    page.locator("form[enctype] button[type=submit]").click()
    page.wait_for_url("**/imports/*")
    address = page.url
    page.locator("form[action$='/apply'] button").click()
    expect(page.locator(".messages")).to_be_visible()
    return address


@pytest.mark.parametrize(("lang", "width", "dark"), [("de", 1280, False), ("uk", 320, True), ("en", 1280, True)])
def test_a_certificate_is_given_named_downloaded_checked_and_rests(
    service: Running,
    organiser: Callable[..., Visitor],
    visitor: Callable[..., Visitor],
    tmp_path: Path,
    lang: str,
    width: int,
    dark: bool,  # noqa: FBT001
) -> None:
    slug = f"given-{lang}"
    report = prepare(service, slug, lang, tmp_path)
    who = organiser(lang, width=width, dark=dark)
    imported = apply_report(who.page, slug, report)
    who.page.goto(f"/manage/events/{slug}/certificates")
    who.page.locator("#mails summary").first.click()
    who.check()
    with ZipFile(BytesIO(downloaded(who.page, who.page.locator("#make-all button").click))) as bundle:
        assert len(bundle.namelist()) == 2, "one ZIP a municipality"
    who.page.locator("#tell button").click()
    expect(who.page.locator("#told td.num").first).to_have_text("0")

    owner = visitor(lang, width=width, dark=dark)
    page = owner.open(service.wait_for_mail(f"{slug}@example.org").link("/certificate"))
    own = " ".join(str(OWNER[lang][part]) for part in ("given_name", "family_name"))
    expect(page.locator("article.certificate .lead").first).to_contain_text(own)
    owner.check()
    owner.fill(name=f"Dr. {own}")
    page.locator("#name-form button").click()
    expect(page.locator("article.certificate .lead").first).to_contain_text(f"Dr. {own}")
    owner.check()
    code = checked_document(downloaded(page, page.locator("#download .actions a").click), lang, f"Dr. {own}")

    personnel_office = visitor(lang, width=width, dark=dark)
    page = personnel_office.open(f"/{lang}/verify")
    personnel_office.fill(code=code.lower().replace("-", " "))
    page.locator("#code-form button").click()
    expect(page.locator("h1")).to_have_text(VALID[lang])
    expect(page.locator("main")).to_contain_text(HOURS[lang])
    personnel_office.check()

    who.page.goto(imported)
    who.page.locator("form[action$='/undo'] button").click()
    who.page.wait_for_url(f"**/{slug}/attendance")
    personnel_office.expected = ("404",)
    page.reload()
    expect(page.locator("h1")).to_have_text(RESTING[lang])
    personnel_office.check()
