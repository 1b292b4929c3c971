"""A whole conference, played in six windows at once: asked, moderated, voted on, shown, answered, kept."""

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from browser.asking import ASKED, OF_ADA, OF_CHAT, OF_JUERGEN, OF_OLENA, PUBLIC, UNLINKED, all_ask
from browser.conference import (
    DESK,
    FOLLOWED,
    NAMES,
    OLENA,
    SLUG,
    People,
    follows,
    gathered,
    order,
    press_key,
    question,
    stays_loaded,
    step,
    was_loaded_once,
)
from chromium import Visitor
from playwright.sync_api import Browser, expect
from python_calamine import CalamineWorkbook
from running import Running, running

OLENA_IN_GERMAN: Final = "Wie findet unsere Gemeinde einen Partner?"
JUERGEN_IN_UKRAINIAN: Final = "Як нам знайти громаду-партнера в Україні?"
ANSWERS: Final = {
    OF_OLENA: "Напишіть до Державної канцелярії.",
    OF_JUERGEN: "Die Servicestelle vermittelt Partnerschaften.",
}
CHAT: Final = f"""10:02:11\t From  Ada Lovelace  to  Everyone : Good morning everybody
10:05:45\t From  Jürgen Müßig  to  Everyone : {ASKED[OF_CHAT]}
10:06:10\t From  Jürgen Müßig  to  Ada Lovelace(Privately) : Rufst du mich an?
"""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(tmp_path_factory.mktemp("service"), attendees=5) as found:
        yield found


@pytest.mark.timeout(600)  # six windows of a browser, on whatever machine
def test_a_whole_conference(browser: Browser, service: Running, tmp_path: Path) -> None:
    with gathered(browser, service) as people:
        all_ask(people)
        two_moderate(people)
        all_vote(people)
        the_screen_follows(people)
        answers_in_writing(people)
        a_chat_is_taken_up(people, tmp_path)
        for who in people.all():
            who.check()
        read = everybody_reads(browser, service)
        the_workbook_holds_the_same(people.stage, read)


def two_moderate(people: People) -> None:
    """Both have the same list open; whoever is second sees what the first did, and goes on."""
    anna, oksana, ada = people.anna, people.oksana, people.ada
    stays_loaded(ada)
    anna.page.locator("#news a").click()
    oksana.open(DESK)
    for who in (anna, oksana):
        expect(who.page.locator("[data-case]")).to_have_count(4)
    stays_loaded(oksana)
    step(anna, OF_OLENA, "p")
    expect(anna.page.locator("#told")).to_contain_text("veröffentlicht")
    oksana.expected = ("409",)
    press_key(oksana, OF_OLENA, "s")
    refused = oksana.page.locator(".refused")
    expect(refused.locator(f"#question-{OF_OLENA}")).to_be_focused()
    expect(refused.locator(".kern-badge")).to_have_text("оприлюднено")
    for number in (OF_JUERGEN, OF_ADA, UNLINKED):
        step(oksana, number, "p")
    follows(anna.page.locator("#news"), "3 Fragen wurden geändert")
    expect(ada.page.locator(".question")).to_have_count(4, timeout=FOLLOWED)
    assert all(was_loaded_once(who) for who in (anna, oksana, ada))
    assert order(ada) == [OF_OLENA, OF_JUERGEN, OF_ADA, UNLINKED]  # nobody has voted: as they were asked
    translate(anna, OF_OLENA, "de", OLENA_IN_GERMAN)
    translate(oksana, OF_JUERGEN, "uk", JUERGEN_IN_UKRAINIAN)


def translate(who: Visitor, number: int, lang: str, text: str) -> None:
    page = who.open(f"{DESK}?tab=all")
    press_key(who, number, "t")
    page.wait_for_url("**#translations")
    page.locator(f"#text-{lang}").fill(text)
    page.locator(f"form:has(#text-{lang}) button[type=submit]").click()
    expect(page.locator("#translations")).to_contain_text(text)
    who.open(f"{DESK}?tab=published")


def all_vote(people: People) -> None:
    """In turns of the sides, whatever one side counts; merged questions count a person once."""
    olena, juergen, ada = people.olena, people.juergen, people.ada
    for who, name in ((olena, "olena"), (juergen, "juergen"), (ada, "ada")):
        who.open(people.own[name])
        stays_loaded(who)
    expect(question(olena, OF_JUERGEN)).to_contain_text(JUERGEN_IN_UKRAINIAN)
    expect(question(olena, OF_OLENA).locator("form")).to_have_count(0)  # one’s own
    for who, numbers in ((juergen, (OF_OLENA, UNLINKED)), (ada, (OF_OLENA, UNLINKED, OF_ADA)), (olena, (OF_ADA,))):
        for number in numbers:
            question(who, number).locator(".question__vote button").click()
            expect(question(who, number).locator(".question__voted")).to_be_visible(timeout=FOLLOWED)
    question(olena, OF_JUERGEN).locator(".question__vote button").click()
    follows(question(juergen, OF_JUERGEN).locator(".question__votes"), "Oblast Dnipropetrowsk: 1")
    follows(question(olena, OF_OLENA).locator(".question__number"), "2")
    merge(people.oksana, OF_ADA, OF_JUERGEN)
    for who in (olena, juergen, ada):
        expect(question(who, OF_ADA)).to_have_count(0, timeout=FOLLOWED)
        assert order(who) == [OF_OLENA, OF_JUERGEN, UNLINKED]
        assert was_loaded_once(who)
    expect(question(ada, OF_JUERGEN).locator(".question__side")).to_have_text([re.compile(": 1$")] * 2)
    expect(question(ada, UNLINKED).locator(".question__number")).to_have_text("2")


def merge(who: Visitor, number: int, into: int) -> None:
    page = who.page
    press_key(who, number, "m")
    page.keyboard.type(str(into))
    page.keyboard.press("Enter")
    expect(page.locator("#told")).to_contain_text(str(into))
    who.open(f"{DESK}?tab=published")


def the_screen_follows(people: People) -> None:
    """Without reload, in two languages; what is answered there is answered everywhere."""
    stage, anna = people.stage, people.anna
    stays_loaded(stage)
    texts = stage.page.locator(".screen__text")
    expect(texts).to_have_count(0)
    anna.open(f"{DESK}?tab=published")
    for number in (OF_OLENA, OF_JUERGEN):
        step(anna, number, "s")
    expect(texts).to_have_text([OLENA_IN_GERMAN, ASKED[OF_OLENA]], timeout=FOLLOWED)
    expect(stage.page.locator(".screen__about").first).to_contain_text("Rajon Dnipro")
    stage.page.keyboard.press("a")
    expect(texts).to_have_text([ASKED[OF_JUERGEN], JUERGEN_IN_UKRAINIAN])
    follows(question(people.olena, OF_OLENA), "відповідь надано")
    assert was_loaded_once(stage)


def answers_in_writing(people: People) -> None:
    """Each mailed to the person who asked, in the person's language; nobody else gets one."""
    write_answer(people.anna, OF_JUERGEN, "de", is_public=False)
    write_answer(people.oksana, OF_OLENA, "uk", is_public=True)
    mail = people.service.wait_for_mail("juergen@koeln.example")
    assert ANSWERS[OF_JUERGEN] in mail.text
    assert (mail.lang, mail.subject.startswith("Antwort auf")) == ("de", True)
    mail = people.service.wait_for_mail(OLENA[2], 3)
    assert ANSWERS[OF_OLENA] in mail.text
    assert (mail.lang, mail.subject.startswith("Відповідь на")) == ("uk", True)
    assert people.service.mails("ada@koeln.example") == []  # who asked on the public page left no address
    expect(people.stage.page.locator(".screen__text")).to_have_count(0, timeout=FOLLOWED)
    follows(question(people.juergen, OF_JUERGEN).locator(".answer"), ANSWERS[OF_JUERGEN])
    follows(question(people.olena, OF_OLENA).locator(".answer"), ANSWERS[OF_OLENA])
    assert all(was_loaded_once(who) for who in (people.stage, people.juergen, people.olena))


def write_answer(who: Visitor, number: int, lang: str, *, is_public: bool) -> None:
    """Of what was answered live, all that is saved is public at once."""
    page = who.open(f"{DESK}?tab=all")
    press_key(who, number, "w")
    page.wait_for_url("**/answer")
    who.fill(answered_by="Staatskanzlei", **{f"answer_{lang}": ANSWERS[number]})
    page.locator("#answer-form button[type=submit]").last.click()
    if is_public:
        expect(page.locator(".messages")).to_be_visible()
        page.locator("a[href$='/finish']").click()
    page.wait_for_url("**/finish")
    page.locator("#finish-form button[type=submit]").click()
    expect(page.locator(".messages")).to_be_visible()


def a_chat_is_taken_up(people: People, folder: Path) -> None:
    """One message of it is a question; it is published like every other."""
    oksana, file = people.oksana, folder / "chat.txt"
    file.write_text(CHAT, "utf-8")
    page = oksana.open(f"{DESK}/imports")
    page.locator("[name=file]").set_input_files(file)
    page.locator("form[enctype] button[type=submit]").click()
    page.wait_for_url("**/imports/*")
    oksana.check()
    expect(page.locator(".picks__one")).to_have_count(2)  # what was told to one person is none of them
    page.get_by_label(ASKED[OF_CHAT]).check()
    page.locator("[formaction$='/apply']").click()
    expect(page.locator(".messages")).to_be_visible()
    oksana.open(DESK)
    expect(page.locator("[data-case]")).to_have_count(1)
    step(oksana, OF_CHAT, "p")
    follows(question(people.ada, OF_CHAT), ASKED[OF_CHAT])


def everybody_reads(browser: Browser, service: Running) -> dict[int, dict[str, Any]]:
    """The public page without scripts: questions and answers, no name, of Ukraine the raion only."""
    who = Visitor(browser, service.url, "de", javascript=False)
    page = who.open(f"/de/{PUBLIC}")
    source = page.locator("#questions").inner_html()  # the form below it lists every municipality
    assert [name for name in (*NAMES, "Pidhorod", "Підгород") if name in source] == []
    read: dict[int, dict[str, Any]] = {}
    for one in page.locator(".question").all():
        told = {
            "text": one.locator(".question__text").inner_text(),
            "about": one.locator(".question__about").inner_text(),
            "votes": int(one.locator(".question__number").inner_text()),
            "answer": " ".join(one.locator(".answer .mail-text").all_inner_texts()),
        }
        read[int((one.get_attribute("id") or "").removeprefix("question-"))] = told
    who.close()
    assert list(read) == [OF_OLENA, OF_JUERGEN, UNLINKED, OF_CHAT]
    assert {number: one["text"] for number, one in read.items()} == {
        OF_OLENA: OLENA_IN_GERMAN, **{number: ASKED[number] for number in (OF_JUERGEN, UNLINKED, OF_CHAT)}
    }  # fmt: skip
    assert "Rajon Dnipro" in read[OF_OLENA]["about"]
    assert "Köln" in read[OF_JUERGEN]["about"]
    assert "Köln" in read[OF_CHAT]["about"]  # the name in the chat is that of one registration
    assert read[UNLINKED]["about"] == f"Nr. {UNLINKED}"
    return read


def the_workbook_holds_the_same(who: Visitor, read: dict[int, dict[str, Any]]) -> None:
    page = who.open(f"/manage/events/{SLUG}")
    page.locator("form[action$='/export'] [name=kind][value=questions]").check()
    with page.expect_download() as download:
        page.locator("form[action$='/export'] button[type=submit]").click()
    book = CalamineWorkbook.from_filelike(io.BytesIO(download.value.path().read_bytes()))
    heads, *lines = book.get_sheet_by_name("Fragen").to_python()
    told_of: list[dict[str, Any]] = [dict(zip(map(str, heads), line, strict=True)) for line in lines]
    rows = {int(row["Nummer"]): row for row in told_of}
    assert {number: row["Originaltext"] for number, row in rows.items()} == ASKED
    for number, told in read.items():
        row = rows[number]
        assert (row["Wortlaut: Deutsch"], row["Stimmen"]) == (told["text"], told["votes"])
        assert told["answer"] == (row["Antwort: Deutsch"] or row["Antwort: Українська"])
    assert [rows[number]["Gestellt von"] for number in ASKED] == [
        "Олена Шевченко", "Jürgen Müßig", "Ada Lovelace", "", "Jürgen Müßig"
    ]  # fmt: skip
    assert [rows[number]["Zusammengeführt mit Nummer"] for number in ASKED] == ["", "", OF_JUERGEN, "", ""]
    assert rows[OF_OLENA]["Art der Antwort"] == "in der Konferenz und schriftlich"
