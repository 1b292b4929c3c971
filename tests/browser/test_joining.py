"""From the reminder into the meeting, as people do it in three languages; and the organisers' side of it."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import pytest
from chromium import Visitor
from factories import DNIPRO, KOELN, make_event, make_registration
from meeting import meeting
from playwright.sync_api import Browser, expect
from rooms import link_of
from running import ORGANISER, PASSWORD, Running, running
from sqlalchemy import select

from webapp.attendance.meeting import joining
from webapp.attendance.meeting.joining import Use
from webapp.attendance.meeting.joining_models import Way
from webapp.core import clock
from webapp.core.db import session, transaction
from webapp.registration.models import Registration, Side

SLUG: Final = "heute"
MANAGE: Final = f"/manage/events/{SLUG}"
PEOPLE: Final[dict[str, dict[str, Any]]] = {
    "de": {"given_name": "Jürgen", "family_name": "Müßig", "place_key": KOELN, "side": Side.NRW},
    "uk": {"given_name": "Ганна", "family_name": "О’Ґалаґан", "place_key": DNIPRO},
    "en": {"given_name": "Ada", "family_name": "Lovelace", "place_key": KOELN, "side": Side.NRW},
}
NAMES: Final = {
    "de": ["Köln – Jürgen Müßig"],
    "uk": ["Dnipro – Hanna OGalagan", "Дніпро – Ганна О’Ґалаґан"],
    "en": ["Cologne – Ada Lovelace"],
}
LOOKS: Final = [("de", 320, True), ("uk", 1280, False), ("en", 320, False)]


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with meeting(tmp_path_factory.mktemp("meeting")) as found:
        yield found


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory, elsewhere: str) -> Iterator[Running]:
    """With a conference that begins in 20 minutes."""
    with running(tmp_path_factory.mktemp("service"), attendees=20, MEETING_HOSTS=f"zoom.us {elsewhere}") as found:
        with found.inside():
            now = clock.now()
            event = make_event(slug=SLUG, starts_at=now + timedelta(minutes=20), ends_at=now + timedelta(hours=2))
            for lang, person in PEOPLE.items():
                for part in ("mail", "other"):
                    address = f"{part}-{lang}@example.org"
                    make_registration(event, locale=lang, email=address, **person)
        yield found


@pytest.fixture(scope="module")
def reminded(browser: Browser, service: Running, elsewhere: str) -> Running:
    """An organiser has entered the meeting's address and sent the last reminder."""
    who = sign_in(browser, service, "de", width=320)
    page = who.open(f"{MANAGE}/joining?lang=de")
    who.check()
    who.fill(address=f"https://{elsewhere}/j/1", dial_in="+49 1\n+380 2", channel_de="German", channel_uk="Ukrainian")
    page.locator("main form button[type=submit]").click()
    expect(page.locator(".messages")).to_contain_text("gespeichert")
    page.get_by_role("link", name=re.compile("Letzte Erinnerung")).click()
    expect(page.locator("#counts tbody tr")).to_have_count(3)
    who.check()
    page.locator("main form button[type=submit]").click()
    expect(page.locator(".messages")).to_contain_text("6 E-Mails werden gesendet")
    for lang in PEOPLE:
        service.wait_for_mail(f"mail-{lang}@example.org")
    page.reload()
    expect(page.get_by_role("status").last).to_contain_text("Alle haben diese Erinnerung erhalten")
    who.check()
    who.close()
    return service


def sign_in(browser: Browser, service: Running, lang: str, **more: Any) -> Visitor:
    found = Visitor(browser, service.url, lang, **more)
    found.sign_in(ORGANISER, PASSWORD)
    return found


def registration(email: str) -> Registration:
    return session().scalars(select(Registration).where(Registration.email == email)).one()


@pytest.mark.parametrize(("lang", "width", "dark"), LOOKS)
def test_one_tap_leads_from_the_mail_into_the_meeting(
    reminded: Running,
    browser: Browser,
    elsewhere: str,
    lang: str,
    width: int,
    dark: bool,  # noqa: FBT001
) -> None:
    """Chromium follows the redirect to the other host, and the one that host answers with."""
    who = Visitor(browser, reminded.url, lang, width=width, dark=dark, trusting=True)
    who.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = who.open(reminded.wait_for_mail(f"mail-{lang}@example.org").link("/j/"))
    who.check()
    assert page.locator(".copy__text").all_inner_texts() == NAMES[lang]
    page.locator("[data-copy]").last.click()
    expect(page.locator("#copy-status")).to_contain_text(NAMES[lang][-1])
    assert page.evaluate("navigator.clipboard.readText()") == NAMES[lang][-1]
    page.locator("#self button").click()
    page.wait_for_url(f"https://{elsewhere}/meeting")
    expect(page.locator("h1")).to_have_text("Meeting")
    expect(page.locator("p")).to_have_text("none")  # nobody there learns the personal link
    assert [mishap for mishap in who.mishaps if elsewhere not in mishap] == []
    who.close()


@pytest.mark.parametrize(("lang", "width", "dark"), LOOKS)
def test_somebody_stands_in_and_is_asked_for_the_name(
    reminded: Running,
    browser: Browser,
    elsewhere: str,
    lang: str,
    width: int,
    dark: bool,  # noqa: FBT001
) -> None:
    who = Visitor(browser, reminded.url, lang, width=width, dark=dark, trusting=True)
    who.expected = ("422",)
    with reminded.inside():
        link = link_of(registration(f"other-{lang}@example.org"), lang)
    page = who.open(link)
    page.locator("#stand-in summary").click()
    page.locator("#stand-in button").click()
    expect(page.locator("#error-summary")).to_be_focused()
    who.check()
    page.locator("#error-summary a").click()
    expect(page.locator("#substitute")).to_be_focused()
    who.fill(substitute="Віра Шевченко")
    page.locator("#substitute").press("Enter")
    page.wait_for_url(f"https://{elsewhere}/meeting")
    who.open(link)
    page.locator("#question-form textarea").fill("Wer hilft beim Wiederaufbau?")
    page.locator("#question-form button").click()
    expect(page.locator(".messages")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/j/"))
    who.expected = ("422", elsewhere)
    who.check()
    who.close()


def test_without_javascript_several_join_together(reminded: Running, browser: Browser, elsewhere: str) -> None:
    who = Visitor(browser, reminded.url, "de", javascript=False, trusting=True)
    page = who.open(reminded.wait_for_mail("mail-de@example.org").link("/j/"))
    expect(page.locator("[data-copy]").first).to_be_hidden()
    page.locator("#several summary").click()
    who.fill(people="8")
    page.locator("#several button").click()
    page.wait_for_url(f"https://{elsewhere}/meeting")
    who.close()


def test_the_live_view_follows_without_loading_until_it_is_paused(reminded: Running, browser: Browser) -> None:
    who = sign_in(browser, reminded, "en")
    who.page.clock.install(time=0)  # the page's own time: nobody has to wait for it
    who.page.clock.pause_at(1)  # and it stands still: nothing is on its way that was asked for before the pause
    page = who.open(f"{MANAGE}/joining/live?lang=en")
    page.clock.run_for(1000)
    page.evaluate("window.loadedOnce = true")
    before = int(page.locator(".figure__number").nth(1).inner_text())
    use(reminded, "other-en@example.org", 20)
    page.clock.run_for(10_000)
    expect(page.locator(".figure__number").nth(1)).not_to_have_text(str(before))
    after = page.locator(".figure__number").nth(1).inner_text()
    assert page.evaluate("window.loadedOnce")
    who.press("Pause")
    expect(page.locator("#pause")).to_have_text("Go on")
    use(reminded, "other-en@example.org", 30)
    page.clock.run_for(30_000)
    page.wait_for_timeout(500)
    assert page.locator(".figure__number").nth(1).inner_text() == after
    who.press("Go on")
    page.clock.run_for(10_000)
    expect(page.locator(".figure__number").nth(1)).not_to_have_text(after)
    page.clock.resume()
    who.check()
    who.close()


def use(service: Running, email: str, people: int) -> None:
    with service.inside(), transaction():
        joining.note_use(registration(email).public_id, Use(way=Way.SEVERAL, people=people), now=clock.now())


@pytest.mark.parametrize(("lang", "width", "dark"), LOOKS)
def test_the_sealed_list_opens_from_a_stick_without_network(
    reminded: Running,
    browser: Browser,
    tmp_path: Path,
    elsewhere: str,
    lang: str,
    width: int,
    dark: bool,  # noqa: FBT001
) -> None:
    who = sign_in(browser, reminded, lang, width=width, dark=dark)
    page = who.open(f"{MANAGE}/joining/emergency-list?lang={lang}")
    who.check()
    passphrase = page.locator(".passphrase").inner_text()
    with page.expect_download() as download:
        page.locator("main form button[type=submit]").click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    who.close()

    finder = Visitor(browser, "file://", lang, width=width, dark=dark)
    finder.page.context.set_offline(True)
    page = finder.open(file.as_uri())
    finder.check()
    page.locator("#passphrase").fill(passphrase[:-1])
    page.locator("button").click()
    expect(page.locator("#problem")).not_to_be_empty()
    page.locator("#passphrase").fill(passphrase.upper())
    page.keyboard.press("Enter")
    expect(page.locator("#list table tbody tr")).to_have_count(6)
    for told in (f"https://{elsewhere}/j/1", "+380 2", "О’Ґалаґан", "mail-de@example.org"):
        expect(page.locator("#list")).to_contain_text(told)
    finder.check()
    finder.close()


def test_a_long_name_and_a_wrong_link_fit_a_small_window(reminded: Running, browser: Browser) -> None:
    with reminded.inside():
        usual = call("Ґ" * 80, "Є" * 80)
        link = link_of(registration("mail-uk@example.org"), "uk")
    who = Visitor(browser, reminded.url, "uk", width=320)
    who.open(link)
    who.check()
    who.expected = ("404",)
    who.open(f"{link}x")
    who.check()
    who.close()
    with reminded.inside():
        call(*usual)  # the other tests know the person by name, whatever their order


def call(given_name: str, family_name: str) -> tuple[str, str]:
    """Another name for one person; the name before."""
    with transaction():
        found = registration("mail-uk@example.org")
        before = found.given_name, found.family_name
        found.given_name, found.family_name = given_name, family_name
    return before
