"""What is asked at the conference of a browser, and each way of asking it."""

from typing import Final

from browser.conference import DESK, OLENA, SLUG, People, follows, have_taken_up, stays_loaded
from browser.registering import choose_place, confirm, fill_person, send
from chromium import Visitor
from playwright.sync_api import expect

PUBLIC: Final = f"events/{SLUG}/questions"
OF_OLENA, OF_JUERGEN, OF_ADA, UNLINKED, OF_CHAT = range(1, 6)  # in the order in which they are asked
ASKED: Final = {
    OF_OLENA: "Як нашій громаді знайти партнера?",
    OF_JUERGEN: "Wie finden wir eine Partnerkommune in der Ukraine?",
    OF_ADA: "How do we find a partner municipality in Ukraine?",
    UNLINKED: "Wer bezahlt die erste Reise?",
    OF_CHAT: "Gibt es eine Liste der Partnerschaften?",
}


def all_ask(people: People) -> None:
    """With the registration, by the personal link, on the public page, and without being known."""
    ask_with_registration(people)
    stays_loaded(people.anna)
    have_taken_up(people.service)
    follows(people.anna.page.locator("#news"), "1 neue Frage")
    ask_by_link(people.juergen, people.own["juergen"], ASKED[OF_JUERGEN])
    ask_publicly(people)
    ask_by_link(people.juergen, people.own["juergen"], ASKED[UNLINKED], visibility="unlinked")
    expect(people.juergen.page.locator("#mine-2")).to_contain_text(ASKED[OF_JUERGEN])
    expect(people.juergen.page.locator(f"#mine-{UNLINKED}")).to_have_count(0)
    expect(people.juergen.page.locator(".question")).to_have_count(0)  # nobody has read them yet


def ask_with_registration(people: People) -> None:
    olena, (given, family, email) = people.olena, OLENA
    page = olena.open(f"/uk/events/{SLUG}/register")
    fill_person(olena, given, family, email)
    choose_place(page, "Підгороднє", "Підгород")
    page.locator("details:has(#question) > summary").click()
    olena.fill(question=ASKED[OF_OLENA])
    send(olena)
    confirm(olena, people.service, email)
    own = people.service.wait_for_mail(email, 2).link("/r/")
    people.own["olena"] = f"{own}/questions"


def ask_by_link(who: Visitor, own: str, text: str, visibility: str = "shown") -> None:
    page = who.open(own)
    who.fill(text=text)
    page.locator(f"#ask-form [name=visibility][value={visibility}]").check()
    page.locator("#ask-form button[type=submit]").click()
    expect(page.locator(".messages")).to_contain_text("Vielen Dank")


def ask_publicly(people: People) -> None:
    """Nobody could before a moderator allowed it."""
    page = people.ada.open(f"/en/{PUBLIC}")
    expect(page.locator("#ask-form")).to_have_count(0)
    settings = people.oksana.open(f"{DESK}/settings")
    settings.locator("[name=takes_public]").check()
    settings.locator("main form button[type=submit]").click()
    settings.wait_for_url(f"**{DESK}")
    page.reload()
    people.ada.fill(text=ASKED[OF_ADA], author_name="Ada Lovelace")
    choose_place(page, "Koln", "Cologne")
    page.locator("#ask-form button[type=submit]").click()
    expect(page.locator(".messages")).to_contain_text("Thank you")
