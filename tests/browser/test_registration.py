"""From the first page to the organisers' workbook, as people do it in three languages."""

import io
import re
from collections.abc import Callable

import openpyxl
import pytest
from browser.registering import choose_place, confirm, fill_person, send
from chromium import Visitor
from playwright.sync_api import expect
from running import PASSWORD, Running

from webapp.demo.programme import COMING_SLUG

EVENT = f"/events/{COMING_SLUG}"
REGISTER = {"de": "Anmelden", "uk": "Зареєструватися", "en": "Register"}
PLACES = {"de": ("Koeln", "Köln"), "uk": ("Днепр", "Дніпро"), "en": ("Dnipro", "Dnipro")}


@pytest.mark.parametrize(
    ("lang", "width", "dark", "name"),
    [
        ("uk", 320, True, ("Ганна", "О’Ґалаґан")),
        ("de", 1280, False, ("Jürgen", "Müßig-Krause")),
        ("en", 1280, True, ("=1+1", "“Quote”")),
    ],
)
def test_register_confirm_correct_and_withdraw(
    service: Running,
    visitor: Callable[..., Visitor],
    lang: str,
    width: int,
    dark: bool,  # noqa: FBT001
    name: tuple[str, str],
) -> None:
    who, email = visitor(lang, width=width, dark=dark), f"journey-{lang}@example.org"
    page = who.open(f"/{lang}{EVENT}")
    who.check()
    page.locator(f"a[href$='{EVENT}/register']").first.click()
    fill_person(who, *name, email)
    choose_place(page, *PLACES[lang])
    who.check()
    send(who)
    confirm(who, service, email)

    manage = service.wait_for_mail(email, 2).link("/r/")
    who.open(manage)
    who.check()
    expect(page.locator("main")).to_contain_text(name[1])
    page.locator("a[href$='/change']").click()
    expect(page.locator("#place")).to_have_value(re.compile(PLACES[lang][1]))
    who.fill(office="Bürgermeisteramt")
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_url(f"**{manage}")
    expect(page.locator("main")).to_contain_text("Bürgermeisteramt")
    service.wait_for_mail(email, 3)

    page.locator("a[href$='/cancel']").click()
    who.check()
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(f"**{manage}")
    who.check()
    assert "cancel" in " ".join(service.wait_for_mail(email, 4).attachments.values()).lower()


def test_without_javascript_everything_works(service: Running, visitor: Callable[..., Visitor]) -> None:
    who, email = visitor("en", javascript=False), "without-javascript@example.org"
    page = who.open(f"/en{EVENT}/register")
    fill_person(who, "Ada", "Lovelace", email)
    page.locator("select[name=place]").select_option("UA12020010000033698")
    send(who)
    who.open(service.wait_for_mail(email).link("/c/"))
    who.press("Confirm registration")
    who.open(service.wait_for_mail(email, 2).link("/r/"))
    page.get_by_role("link", name="Withdraw").click()
    page.locator("main form button[type=submit]").click()
    expect(page.locator("main")).to_contain_text("withdrawn")


def test_an_organiser_sees_both_and_downloads_the_workbook(
    service: Running, visitor: Callable[..., Visitor], organiser: Callable[..., Visitor]
) -> None:
    for lang, family in (("uk", "Із Дніпра"), ("de", "Aus Köln")):
        who, email = visitor(lang), f"listed-{lang}@example.org"
        page = who.open(f"/{lang}{EVENT}/register")
        fill_person(who, "Людина", family, email)
        choose_place(page, *PLACES[lang])
        send(who)
        confirm(who, service, email)
    who = organiser("de")
    page = who.open(f"/manage/events/{COMING_SLUG}")
    who.check()
    for place in ("Köln", "Dnipro"):
        expect(page.locator("main")).to_contain_text(place)
    page.locator(f"a[href*='{COMING_SLUG}/registrations']").first.click()
    who.check()
    expect(page.locator("main")).to_contain_text("Aus Köln")
    page.goto(f"/manage/events/{COMING_SLUG}")
    with page.expect_download() as download:
        page.locator("form[action$='/export'] button[type=submit]").click()
    content = download.value.path().read_bytes()
    workbook = openpyxl.load_workbook(io.BytesIO(content))
    assert workbook.sheetnames == ["Übersicht", "Teilnahme"]
    cells = {str(cell.value) for row in workbook["Teilnahme"].iter_rows() for cell in row}
    assert {"Aus Köln", "Із Дніпра"} <= cells
    assert re.fullmatch(rf"\d{{4}}-\d\d-\d\d_{COMING_SLUG}_registrations_.*\.xlsx", download.value.suggested_filename)
    page.goto(f"/manage/events/{COMING_SLUG}/exports")
    page.locator("details:has([name=contacts]) summary").click()
    page.locator("[name=contacts]").check()
    who.fill(password=PASSWORD)
    with page.expect_download() as download:
        page.locator("form#make button[type=submit]").first.click()
    assert b"PK" in download.value.path().read_bytes(), "the password was sent"
    expect(page.locator("[name=password]")).to_have_value("")
    who.check()


@pytest.mark.parametrize(("lang", "width", "dark"), [("de", 320, True), ("uk", 1280, False), ("en", 320, False)])
def test_an_empty_form_leads_to_its_errors(
    visitor: Callable[..., Visitor],
    lang: str,
    width: int,
    dark: bool,  # noqa: FBT001
) -> None:
    who = visitor(lang, width=width, dark=dark)
    who.expected = ("422",)
    page = who.open(f"/{lang}{EVENT}/register")
    page.locator("main form button[type=submit]").last.click()
    expect(page.locator("#error-summary")).to_be_focused()
    who.check()
    page.locator("#error-summary a").first.click()
    expect(page.locator("#given_name")).to_be_focused()
    fill_person(who, "Ada", "Lovelace", "wrong")
    page.locator("main form button[type=submit]").last.click()
    expect(page.locator("#family_name")).to_have_value("Lovelace")
    who.check()


def test_escape_leaves_the_list_without_a_choice(visitor: Callable[..., Visitor]) -> None:
    page = visitor("de").open(f"/de{EVENT}/register")
    page.locator("#place").press_sequentially("Borken", delay=20)
    expect(page.locator("#place__option--1")).to_contain_text("Borken")
    for key in ("ArrowDown", "ArrowDown", "Escape"):
        page.keyboard.press(key)
    expect(page.locator("#place")).to_be_focused()
    assert page.locator("#place-select").input_value() == ""
    expect(page.locator("#place")).to_have_value("Borken")
    page.keyboard.type("x")  # the text was marked, so what is typed next takes its place
    expect(page.locator("#place")).to_have_value("x")


def test_enter_in_a_field_registers_and_changes_no_language(visitor: Callable[..., Visitor]) -> None:
    who = visitor("de")
    page = who.open(f"/de{EVENT}/register")
    fill_person(who, "Mit", "Eingabetaste", "eingabe@example.org")
    choose_place(page, *PLACES["de"])
    page.locator("#email").press("Enter")
    page.wait_for_url("**/de/**/register/sent")


def test_a_double_click_registers_once(service: Running, visitor: Callable[..., Visitor]) -> None:
    who, email = visitor("de"), "double@example.org"
    page = who.open(f"/de{EVENT}/register")
    fill_person(who, "Doppelt", "Geklickt", email)
    choose_place(page, *PLACES["de"])
    page.locator("main form button[type=submit]").last.dblclick()
    # the second click may end the first one's navigation, at which wait_for_url gives up
    expect(page).to_have_url(re.compile("/register/sent"))
    page.go_back()
    expect(page.locator("#place")).to_have_value(re.compile("Köln"))  # what is sent again is what is shown
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_url("**/register/sent")
    service.wait_for_mail(email)
    page.wait_for_timeout(2500)
    assert len(service.mails(email)) == 1


def test_opening_the_link_three_times_changes_nothing(service: Running, visitor: Callable[..., Visitor]) -> None:
    who, email = visitor("de"), "scanner@example.org"
    page = who.open(f"/de{EVENT}/register")
    fill_person(who, "Von", "Scanner", email)
    choose_place(page, *PLACES["de"])
    send(who)
    link = service.wait_for_mail(email).link("/c/")
    for _time in range(3):
        assert visitor("de").open(link).locator("main form").count() == 2
    assert len(service.mails(email)) == 1


def test_without_cookies_the_page_says_so_and_keeps_everything(visitor: Callable[..., Visitor]) -> None:
    who = visitor("de")
    who.expected = ("422",)
    page = who.open(f"/de{EVENT}/register")
    fill_person(who, "Ohne", "Kekse", "kekse@example.org")
    choose_place(page, *PLACES["de"])
    page.context.clear_cookies()
    page.locator("main form button[type=submit]").last.click()
    expect(page.locator("#error-summary")).to_contain_text("Cookies")
    expect(page.locator("#family_name")).to_have_value("Kekse")
    expect(page.locator("#place")).to_have_value(re.compile("Köln"))
    who.check()


def test_back_after_signing_out_shows_nothing(organiser: Callable[..., Visitor]) -> None:
    who = organiser("de")
    page = who.open(f"/manage/events/{COMING_SLUG}/registrations")
    expect(page.locator("main table").first).to_be_visible()
    page.locator("header form button").click()
    page.wait_for_url("**/manage/sign-in")
    page.go_back()
    page.wait_for_load_state()
    assert "/sign-in" in page.url


@pytest.mark.parametrize(("lang", "told"), [("uk", "немає з’єднання"), ("de", "keine Verbindung")])
def test_what_was_typed_stays_while_there_is_no_connection(
    service: Running, visitor: Callable[..., Visitor], lang: str, told: str
) -> None:
    who, email = visitor(lang, width=320, dark=lang == "uk"), f"cut-off-{lang}@example.org"
    who.expected = ("ERR_INTERNET_DISCONNECTED",)
    page = who.open(f"/{lang}{EVENT}/register")
    fill_person(who, "Оксана", "Коваль", email)
    choose_place(page, *PLACES[lang])
    page.context.set_offline(True)
    page.locator("main form button[type=submit]").last.click()
    expect(page.locator("#offline")).to_contain_text(told)
    expect(page.locator("#offline")).to_be_in_viewport()
    expect(page.locator("[name=family_name]")).to_have_value("Коваль")
    page.context.set_offline(False)
    expect(page.locator("#offline")).to_be_hidden()
    send(who)
    confirm(who, service, email)


def test_a_browser_that_is_wrong_about_its_connection_sends(service: Running, visitor: Callable[..., Visitor]) -> None:
    who, email = visitor("uk"), "online-after-all@example.org"
    who.page.add_init_script("Object.defineProperty(navigator, 'onLine', { get: () => false })")
    page = who.open(f"/uk{EVENT}/register")
    fill_person(who, "Оксана", "Коваль", email)
    choose_place(page, *PLACES["uk"])
    send(who)
    confirm(who, service, email)
