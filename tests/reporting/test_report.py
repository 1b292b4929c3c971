"""The report tells the same numbers as page, PDF and DOCX, and no text in it is read as anything but text."""

import io
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import docx
import pdf_ua
import pytest
from click.testing import CliRunner
from databases import Databases
from factories import KOELN, make_event, make_presence, make_question, make_registration
from flask import Flask
from page import Client, Page
from pypdf import PageObject, PdfReader
from sqlalchemy import select, update
from surroundings import settings_in
from tags import words

from webapp import create_app
from webapp.config import Settings
from webapp.core import clock
from webapp.core.db import engine, session, transaction
from webapp.core.i18n import LANGUAGES, texts
from webapp.demo import actions
from webapp.demo.programme import COMING_SLUG, PAST_SLUG
from webapp.events.models import Event, Slot, SlotKind, Speaker
from webapp.places.models import Place, PlaceKind, Region
from webapp.places.queries import label
from webapp.questions.lifecycle import State as QuestionState
from webapp.registration.models import Registration, Side
from webapp.reporting import sheets
from webapp.reporting.commands import figures
from webapp.reporting.report.commands import report

NOW: Final = datetime(2026, 3, 1, 11, tzinfo=UTC)
FOOT: Final = 60  #: points from the edge of a page, with the footer in them
FILE: Final = {"landmarks", "nothing_inline"}  #: what a page may do that is a file of its own
HARD: Final = 'Kyjiw #let $x$ @ref _a_ *b* `c` <b> & \\ // [d] {{ e }} „f“ "g" ’h'
NAMES: Final = {
    "reconstruction": "Wiederaufbau", "humanitarian_aid": "Humanitäre Hilfe",
    "eu_integration": "Europäische Integration",
    "administration": "Kommunalverwaltung und Digitalisierung", "energy": "Energie und Klima", "economy": "Wirtschaft",
    "health": "Gesundheit und Soziales", "youth": "Schul- und Jugendaustausch", "culture": "Kultur und Sport",
    "none_interested": "Noch keine Partnerschaft, wir suchen eine Partnerkommune",
    "none": "Keine Partnerschaft, und es ist keine geplant", "existing": "Wir haben bereits eine Partnerkommune",
    "not_said": "keine Angabe", "de": "Deutsch", "uk": "Ukrainisch", "en": "Englisch",
    "below_5000": "weniger als 5.000 Einwohner*innen", "from_5000": "5.000 bis 19.999 Einwohner*innen",
    "from_20000": "20.000 bis 99.999 Einwohner*innen", "from_100000": "100.000 bis 499.999 Einwohner*innen",
    "from_500000": "500.000 Einwohner*innen und mehr", "district": "Kreise",
    "conference": "eine weitere Konferenz für alle Kommunen", "visits": "gegenseitige Besuche",
    "topics": "Gespräche in kleinen Gruppen zu einzelnen Themen", "funding": "Informationen über Fördermittel",
    "partners": "mögliche Partnerkommunen kennenlernen", "projects": "Unterstützung bei gemeinsamen Projekten",
}  # fmt: skip


@pytest.fixture(scope="module")
def demonstrated(databases: Databases, prepared: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    settings = databases.copy_to_copy(prepared, settings_in(tmp_path_factory.mktemp("demo")))
    with create_app(settings).app_context():
        with transaction():
            actions.build(attendees=120, seed=2023, now=NOW)
        engine().dispose()
    return settings


@pytest.fixture
def original(demonstrated: Settings) -> Settings:
    return demonstrated


@pytest.fixture
def partner(signed_in: Callable[[str], Client]) -> Client:
    return signed_in("partner")


def test_page_and_files_tell_the_published_figures(partner: Client) -> None:
    counted = json.loads(CliRunner().invoke(figures, [PAST_SLUG, "--json"]).output)
    page = partner.get(f"/manage/events/{PAST_SLUG}/report?in=de")
    rows = _rows_of_page(page)
    document, pdf = (_draft(partner, PAST_SLUG, "de", kind) for kind in ("docx", "pdf"))
    assert [[cell.text for cell in row.cells] for table in _opened(document).tables for row in table.rows] == rows
    file = partner.get(f"/manage/events/{PAST_SLUG}/report/draft/de.html", without=FILE)
    assert _rows_of_page(file) == rows
    assert words(file.one(".paper")) == words(page.one(".paper"))
    assert file.title == file.h1 == words(page.one(".paper h2"))
    text = _squeezed("".join(one.extract_text() for one in PdfReader(io.BytesIO(pdf)).pages))
    assert [row for row in rows if _squeezed("".join(row)) not in text] == []
    assert pdf_ua.faults(pdf) == []
    tables = [[row("th", "td") for row in table.select("tbody tr")] for table in page.all(".paper table")]
    told = [{words(head): list(map(words, cells)) for head, *cells in table} for table in tables]
    assert told[1:] == _expected(counted)  # the first is the programme
    for credited in ("https://www.govdata.de/dl-de/by-2-0", "/by/3.0/igo/", "Kartographia", "/de/data-sources"):
        assert credited in text, "licences want it wherever the maps and names go"
        assert credited in page.text
    at_times = counted["published"]["over_time"]
    assert "am höchsten" not in page.text, "there may have been more at a moment whose number is hidden"
    assert any(one["at_least"] for one in at_times) is ("damit nicht zu erkennen ist, wer fehlte" in page.text) is True
    gaps = any(one["people"] is one["at_least"] is None for one in at_times)
    assert ("eine Lücke hat oder früher endet" in page.text) is gaps
    assert "zählt, wer mindestens 5 Minuten dabei war" in page.text
    summary = "Über 100 Vertreter*innen von Kommunen aus beiden Regionen folgten der Einladung"
    assert summary in page.text
    assert "zugeschaltet aus Kyjiw" in page.text
    with transaction() as writing:
        writing.execute(update(Event).where(Event.slug == COMING_SLUG).values(ends_at=clock.now() + timedelta(1)))
    coming = partner.get(f"/manage/events/{COMING_SLUG}/report?in=de").text
    assert "Auf dem Programm steht: „Berichte aus den Kommunen" in coming  # nothing before it that it could add to
    assert "Vorgestellt wird sodann: „Förderung" in coming
    assert [said for said in ("fand", "teilgenommen haben") if said in coming] == []
    assert _squeezed(summary) in text
    there = [key for key, one in counted["places"].items() if key.startswith("UA") and one["attended"]]
    places = [session().get_one(Place, key) for key in there]
    named = {place.name_de for place in places if place.kind is not PlaceKind.RAION}
    assert len(named) > 5
    assert [name for name in named if name in {word for row in rows for cell in row for word in cell.split(", ")}] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_of_it_stays_nearly_half_empty(partner: Client, language: str) -> None:
    """A picture that does not fit goes to the next page; what comes before it fills the one before."""
    pages = PdfReader(io.BytesIO(_draft(partner, PAST_SLUG, language, "pdf"))).pages
    assert len(pages) > 5
    left = [_lowest(page) / float(page.mediabox.height) for page in pages[:-1]]
    assert [round(one, 2) for one in left if one > 0.3] == []


def _lowest(page: PageObject) -> float:
    """How far from the foot of the page its text ends, but for the footer."""
    ends: list[float] = []

    def note(text: str, matrix: list[float], inner: list[float], _font: Any, _size: float) -> None:
        if text.strip():
            ends.append(inner[5] * matrix[3] + matrix[5])

    page.extract_text(visitor_text=note)
    return min(one for one in ends if one > FOOT)


def test_beside_the_end_of_the_draft_stands_who_is_still_to_be_decided(signed_in: Callable[[str], Client]) -> None:
    counted = json.loads(CliRunner().invoke(figures, [PAST_SLUG, "--json"]).output)["rules"]["to_be_decided"]
    panel = signed_in("organiser").get(f"/manage/events/{PAST_SLUG}/report").one("section[aria-labelledby=finish]")
    assert counted > 1
    assert f"{counted} people of the reports are still to be decided" in words(panel)


def _expected(counted: dict[str, Any]) -> list[dict[str, list[str]]]:
    """Each table of numbers and places, in the order of the page."""
    told, total = counted["published"], counted["questions"]["total"]
    people, sides, there = told["representatives"], told["side"], told["municipalities"]
    nrw, raions = there["nrw"], there["dnipropetrovsk_by_raion"]
    by_region = {
        "Nordrhein-Westfalen": (sides["nrw"]["people"], len(nrw)),
        "Oblast Dnipropetrowsk": (sides["dnipropetrovsk"]["people"], sum(raions.values())),
    }
    within = {key: [one for one in nrw if one.startswith(key)] for key in sides["nrw"]["parts"]}
    for side, places in (("nrw", within), ("dnipropetrovsk", raions)):
        for key, found in places.items():
            many = found if isinstance(found, int) else len(found)
            by_region[f"– {_called(key)}"] = (sides[side]["parts"][key]["people"], many)
    return [
        _shown(
            {
                "Eingeladene Kommunen": counted["all"]["municipalities"]["invited"],
                "Angemeldete Vertreter*innen von Kommunen": people["registered"],
                "davon bestätigt": people["confirmed"],
                "Vertreter*innen von Kommunen, die teilgenommen haben": people["attended"],
                "Weitere Teilnehmende": told["others_attended"],
                "Vertretene Kommunen und Kreise aus Nordrhein-Westfalen": len(nrw),
                "Vertretene Territorialgemeinden (Hromadas) aus der Oblast Dnipropetrowsk": sum(raions.values()),
                "Gestellte Fragen": total["asked"],
                "davon beantwortet": total["answered"],
            }
        ),
        {name: _cells(*numbers) for name, numbers in by_region.items()},
        {
            f"{place}. {slot['title']['de']}": [f"mindestens {least}"]
            if (least := told["slots"][place - 1]["at_least"])
            else _cells(told["slots"][place - 1]["people"])
            for place, slot in enumerate(counted["presence"]["slots"], start=1)
        },
        _shown({NAMES[code]: number for code, number in told["topic"].items()}),
        _shown({NAMES[code]: one["people"] for code, one in told["partnership"].items()}),
        _shown({NAMES[code]: one["people"] for code, one in told["language"].items()}),
        _shown({NAMES[code]: number for code, number in told["size"].items()}),
        _shown({NAMES[code]: number for code, number in told["feedback"]["wanted"].items()}),
        {_called(key): [", ".join(map(_called, _sorted(found)))] for key, found in within.items()},
        _shown({_called(key): number for key, number in raions.items()}),
    ]


def _shown(numbers: dict[str, int | None]) -> dict[str, list[str]]:
    return {name: _cells(number) for name, number in numbers.items()}


def _cells(*numbers: int | None) -> list[str]:
    return ["n. a." if number is None else str(number) for number in numbers]


def _called(key: str) -> str:
    return label(session().get_one(Place, key), "de").text


def _sorted(keys: list[str]) -> list[str]:
    return sorted(keys, key=lambda key: session().get_one(Place, key).sort_de)


def _of_koeln(event: Event, number: int) -> Registration:
    return make_registration(event, email=f"{number}@example.org", side=Side.NRW, place_key=KOELN)


def _past(**changes: Any) -> Event:
    return make_event(starts_at=NOW - timedelta(days=2), ends_at=NOW - timedelta(days=1), **changes)


@pytest.mark.parametrize("people", [0, 1, 6])
def test_a_conference_of_few_or_of_one_side_has_a_report(partner: Client, people: int) -> None:
    event = _past(title=texts(de=f"{HARD} 🐘"), slug="few")
    with transaction():
        slot = Slot(event_id=event.id, position=0, kind=SlotKind.PRESENTATION, title=texts(de=HARD))
        slot.starts_at, slot.ends_at = event.starts_at, event.ends_at
        slot.speakers = [Speaker(position=0, name=texts(de=HARD), function=texts())]
        session().add(slot)
    for number in range(people):
        make_presence(_of_koeln(event, number))
    make_question(event, QuestionState.PUBLISHED, text=HARD)
    for language in LANGUAGES:
        page = partner.get(f"/manage/events/few/report?in={language}", without={"typography"})
        assert HARD in page.text
        assert [table.text for table in page.all(".paper table") if not table.select("td")] == []
        hidden = {"de": "n. a.", "uk": "н/д", "en": "n/a"}[language]
        explained = f"{hidden}: " in page.text
        assert explained is any(hidden in row for row in _rows_of_page(page)) is (people == 1)
        pdf = _draft(partner, "few", language, "pdf")
        assert pdf_ua.faults(pdf) == []
        assert _squeezed(HARD) in _squeezed(PdfReader(io.BytesIO(pdf)).pages[0].extract_text())
        assert HARD in "\n".join(one.text for one in _opened(_draft(partner, "few", language, "docx")).paragraphs)


def test_where_most_numbers_of_people_are_hidden_municipalities_are_drawn(partner: Client) -> None:
    """One of each city outside any Kreis: by Regierungsbezirk each number would tell that it was one."""
    event = _past(slug="few")
    of_nrw = select(Place.key).where(Place.region == Region.NRW, Place.kind == PlaceKind.KREISFREIE_STADT)
    for number, key in enumerate(session().scalars(of_nrw.order_by(Place.key)).all()):
        made = make_registration(event, email=f"{number}@example.org", side=Side.NRW, place_key=key)
        make_presence(made)
    page = partner.get("/manage/events/few/report?in=de")
    captions = [words(one) for one in page.all(".paper figcaption")]
    assert "Vertretene Kommunen und Kreise nach Regierungsbezirk und Rajon" in captions
    assert "Vertreter*innen von Kommunen nach Regierungsbezirk und Rajon" not in captions
    rows = {name: cells for name, *cells in _rows_of_page(page)}
    assert rows["– Regierungsbezirk Düsseldorf"] == ["n. a.", "10"]


def test_it_is_written_by_the_command(app: Flask, tmp_path: Path) -> None:
    del app
    for kind, begins in (("docx", b"PK"), ("pdf", b"%PDF"), ("html", b"<!doctype html>")):
        result = CliRunner().invoke(report, [PAST_SLUG, "--lang", "uk", "--format", kind, "--out", str(tmp_path)])
        path = tmp_path / f"2023-04-20_{PAST_SLUG}_Звіт-чернетка_uk.{kind}"
        assert (result.exit_code, result.output.strip()) == (0, str(path))
        assert path.read_bytes().startswith(begins)
        assert path.stat().st_mode & 0o077 == 0
        assert not sheets.is_file_name(path.name)  # it tells of nobody, and stays
    assert CliRunner().invoke(report, ["unknown", "--lang", "uk"]).exit_code == 1


def _draft(client: Client, slug: str, language: str, kind: str) -> bytes:
    return client.get(f"/manage/events/{slug}/report/draft/{language}.{kind}").body


def _rows_of_page(page: Page) -> list[list[str]]:
    return [[words(cell) for cell in row.select("th, td")] for row in page.all(".paper tr")]


def _opened(content: bytes) -> Any:
    return docx.Document(io.BytesIO(content))


def _squeezed(text: str) -> str:
    return "".join(text.split()).replace("\N{SOFT HYPHEN}", "")
