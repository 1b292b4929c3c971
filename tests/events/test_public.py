"""The public pages: what is coming, what was, one conference in three languages, its calendar entry."""

from datetime import datetime, timedelta

import icalendar
import pytest
from factories import make_event
from flask import Flask
from page import Client
from surroundings import Clock

from webapp.core.clock import BERLIN, KYIV
from webapp.core.db import session, transaction
from webapp.core.i18n import texts
from webapp.demo import programme


@pytest.fixture
def past(app: Flask) -> str:
    del app  # it must be there first
    with transaction():
        session().add(programme.past_event())
    return f"/events/{programme.PAST_SLUG}"


def test_the_start_leads_to_the_visitors_language(client: Client) -> None:
    for asked, lang in (("uk", "uk"), ("de-DE,de;q=0.9", "de"), ("en-US", "en"), ("fr", "de"), ("", "de")):
        page = client.get("/", status=302, headers={"Accept-Language": asked})
        assert page.location == f"/{lang}/", asked


def test_without_conferences_it_says_so(client: Client) -> None:
    assert "No conference is planned at the moment." in client.get("/en/").text


@pytest.mark.parametrize("lang", ["de", "uk", "en"])
def test_coming_and_past_ones_are_shown(client: Client, past: str, lang: str) -> None:
    make_event()
    page = client.get(f"/{lang}/")
    assert [tag.name for tag in page.all("main h2")] == ["h2", "h2"]
    assert page.link(str(programme.past_event().title.pick(lang))).endswith(past)


@pytest.mark.parametrize("lang", ["de", "uk", "en"])
def test_the_language_switch_stays_on_the_page(client: Client, past: str, lang: str) -> None:
    page = client.get(f"/en{past}")
    other = client.get(page.all(f'header a[hreflang="{lang}"]')[0]["href"])
    assert (other.lang, other.url) == (lang, f"/{lang}{past}")


def test_the_programme_names_its_speakers_in_the_pages_language(client: Client, past: str) -> None:
    assert "Володимир Орлов" in client.get(f"/uk{past}").text
    page = client.get(f"/uk{past}")
    assert "Натанаель Лімінські" in page.text  # as the oblast’s administration writes it
    assert page.all('span[lang="de"]')[0].text == "Kurt-Michael Baudach"  # no Ukrainian spelling is guessed
    assert "stellvertretender Leiter der Verwaltung der Oblast Dnipropetrowsk" in client.get(f"/de{past}").text


def test_where_an_official_speaks_from_is_public_only_after_the_end(client: Client, past: str, clock: Clock) -> None:
    clock.at("2023-04-20 11:59")
    assert "Kyiv" not in client.get(f"/en{past}").text
    clock.at("2023-04-20 12:00")
    assert "joined from Kyiv" in client.get(f"/en{past}").text


@pytest.mark.parametrize(
    ("moment", "says"),
    [
        ("2026-11-30 10:00", "Registration opens on"),
        ("2026-12-02 10:00", "Open until"),
        ("2026-12-10 19:00", "is closed"),
        ("2026-12-11 13:00", "is over"),
    ],
)
@pytest.mark.usefixtures("app")
def test_it_says_whether_registration_is_open(client: Client, clock: Clock, moment: str, says: str) -> None:
    make_event(
        registration_opens_at=clock.at("2026-12-01 09:00"),
        registration_closes_at=clock.at("2026-12-10 18:00"),
        starts_at=clock.at("2026-12-11 10:00"),
        ends_at=clock.at("2026-12-11 12:00"),
    )
    clock.at(moment)
    page = client.get("/en/events/folgekonferenz")
    assert says in page.text
    assert any(link.text == "Register" for link in page.all("main a")) == (says == "Open until")


@pytest.mark.parametrize(
    ("day", "utc"),
    [("2026-03-28", 9), ("2026-03-29", 8), ("2026-10-24", 8), ("2026-10-25", 9), ("2028-02-29", 9)],
)
@pytest.mark.usefixtures("app")
def test_the_calendar_entry_is_right_across_summer_time(client: Client, clock: Clock, day: str, utc: int) -> None:
    starts = clock.at(f"{day} 10:00")
    make_event(starts_at=starts, ends_at=starts + timedelta(hours=2))
    body = client.get("/uk/events/folgekonferenz/calendar.ics").body
    [entry] = icalendar.Calendar.from_ical(body).walk("VEVENT")
    assert entry.decoded("dtstart") == datetime.fromisoformat(f"{day}T{utc:02}:00+00:00")
    assert entry.decoded("dtend").astimezone(BERLIN).hour == 12
    assert entry.decoded("dtstart").astimezone(KYIV).hour == 11
    assert str(entry["summary"]) == "Друга конференція"


@pytest.mark.parametrize("title", ["A; B, C\\n", "Zeile\nBEGIN:VALARM\nEND:VALARM", "x" * 300, "Київ — «так» 🐘"])
@pytest.mark.usefixtures("app")
def test_a_title_cannot_break_the_calendar(client: Client, title: str) -> None:
    make_event(title=texts(en=title))
    body = client.get("/en/events/folgekonferenz/calendar.ics").body
    calendar = icalendar.Calendar.from_ical(body)
    assert len(calendar.walk("VEVENT")) == 1
    assert not calendar.walk("VALARM")
    assert str(calendar.walk("VEVENT")[0]["summary"]) == title
    assert max(len(line) for line in body.split(b"\r\n")) <= 75


@pytest.mark.usefixtures("app")
def test_a_text_that_is_missing_is_marked_with_its_language(client: Client) -> None:
    make_event(title=texts(de="Nur deutsch"))
    assert client.get("/uk/events/folgekonferenz").one('h1 span[lang="de"]').text == "Nur deutsch"


@pytest.mark.usefixtures("app")
def test_an_organisers_text_is_markdown_without_html(client: Client) -> None:
    make_event(summary=texts(en="**Bold** <script>alert(1)</script> [x](javascript:alert(1))"))
    page = client.get("/en/events/folgekonferenz", without={"typography"})
    assert page.one("main strong").text == "Bold"
    assert not page.all("main script")
    assert not page.all('a[href^="javascript"]')


@pytest.mark.parametrize("lang", ["de", "uk", "en"])
def test_the_plain_pages_set_no_cookie_and_need_few_statements(client: Client, lang: str) -> None:
    for path in ("", "privacy", "accessibility", "imprint", "data-sources"):
        page = client.get(f"/{lang}/{path}", statements=2)
        assert "Set-Cookie" not in page.response.headers, path
