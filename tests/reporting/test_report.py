"""The report tells the same numbers as page, PDF and DOCX, and no text in it is read as anything but text."""

import io
import json
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import docx
import pdf_ua
import pytest
from click.testing import CliRunner
from databases import Databases
from docx.oxml.ns import qn
from factories import KOELN, make_event, make_question, make_registration
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from libreoffice import convert
from page import Client, Page
from pypdf import PdfReader
from sqlalchemy import update
from surroundings import settings_in
from tags import words

from webapp import create_app
from webapp.attendance.models import Presence
from webapp.attendance.presence import State as Attended
from webapp.attendance.recognition.matches import How
from webapp.config import Settings
from webapp.core import clock, documents, drawing, papers, word_files
from webapp.core.db import engine, session, transaction
from webapp.core.drawing import NotDrawn
from webapp.core.i18n import LANGUAGES, speaking, texts
from webapp.core.papers import Paper, Picture, Section, Table, Text
from webapp.demo import actions
from webapp.demo.programme import COMING_SLUG, PAST_SLUG
from webapp.events.models import Event, Slot, SlotKind, Speaker
from webapp.places.models import Place, PlaceKind
from webapp.places.queries import label
from webapp.questions.lifecycle import State as QuestionState
from webapp.registration.models import Registration, Side
from webapp.reporting.commands import figures
from webapp.reporting.report import making
from webapp.reporting.report.commands import report
from webapp.reporting.report.draft import summary, within
from webapp.reporting.report.facts import Facts
from webapp.reporting.report.rounding import marks, roughly

NOW: Final = datetime(2026, 3, 1, 11, tzinfo=UTC)
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
    "from_500000": "500.000 Einwohner*innen und mehr", "district": "Kreise und Rajone",
    "conference": "eine weitere Konferenz für alle Kommunen", "visits": "gegenseitige Besuche",
    "topics": "Gespräche in kleinen Gruppen zu einzelnen Themen", "funding": "Informationen über Fördermittel",
    "partners": "mögliche Partnerkommunen kennenlernen", "projects": "Unterstützung bei gemeinsamen Projekten",
}  # fmt: skip
SVG: Final = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9" viewBox="0 0 9 9"><path d="M0,0L9,9"/></svg>'


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


@pytest.mark.parametrize(
    ("number", "de", "uk", "en"),
    [
        (0, "0", "0", "0"),
        (4, "4", "4", "4"),
        (5, "fünf", "п’ять", "five"),
        (12, "zwölf", "дванадцять", "twelve"),
        (19, "19", "19", "19"),
        (20, "20", "20", "20"),
        (21, "über 20", "понад 20", "over 20"),
        (29, "knapp 30", "майже 30", "almost 30"),
        (76, "über 70", "понад 70", "over 70"),
        (97, "knapp 100", "майже 100", "almost 100"),
        (100, "100", "100", "100"),
        (112, "über 100", "понад 100", "over 100"),
        (149, "knapp 150", "майже 150", "almost 150"),
        (290, "knapp 300", "майже 300", "almost 300"),
        (1004, "über 1.000", "понад 1\N{NO-BREAK SPACE}000", "over 1,000"),
        (104_000, "über 100.000", "понад 100\N{NO-BREAK SPACE}000", "over 100,000"),
    ],
)
def test_a_number_is_told_roughly(number: int, de: str, uk: str, en: str) -> None:
    assert [roughly(number, language).text for language in LANGUAGES] == [de, uk, en]


@given(st.integers(0, 10**7), st.sampled_from(list(LANGUAGES)))
def test_what_is_told_roughly_is_true(number: int, language: str) -> None:
    told = roughly(number, language)
    if told.text.startswith(("über", "понад", "over")):
        assert told.number < number < marks(number)[1] <= 1.5 * told.number
    elif told.text.startswith(("knapp", "майже", "almost")):
        assert number < told.number <= 1.05 * number
    else:
        assert told.number == number
    assert roughly(number + 1, language).number >= told.number


def test_a_draft_is_short_enough_to_be_saved() -> None:
    parts = ["kurz", "lang " * 90, "länger " * 99]
    assert within(parts, 2000) == parts
    cut = within(parts, 300)
    assert len("\n\n".join(cut)) <= 300
    assert [cut[0], cut[1][-5:], cut[2][-7:]] == ["kurz", "lang…", "länger…"]


@pytest.mark.parametrize(
    ("attended", "nrw", "by_raion", "told"),
    [
        (0, [], {}, "Nach den vorliegenden Teilnahmeberichten war keine Kommune vertreten."),
        (0, [KOELN], {}, "Vertreten: 1 Kommune aus Nordrhein-Westfalen."),  # by a room
        (None, [KOELN], {}, "Vertreter*innen von Kommunen folgten der Einladung. Vertreten: "),
        (30, [KOELN], {}, "30 Vertreter*innen von Kommunen aus Nordrhein-Westfalen folgten"),
        (30, [KOELN], {"UA1202": 0}, "30 Vertreter*innen von Kommunen aus beiden Regionen folgten"),
        (30, [], {"UA1202": 0}, "30 Vertreter*innen von Kommunen aus der Oblast Dnipropetrowsk folgten der Einladung."),
        (30, [], {}, "30 Vertreter*innen von Kommunen folgten der Einladung."),
    ],
)
@pytest.mark.usefixtures("app")
def test_a_summary_contradicts_no_annex(attended: int | None, nrw: list[str], by_raion: Any, told: str) -> None:
    published = {
        "representatives": {"attended": attended},
        "municipalities": {"nrw": nrw, "dnipropetrovsk_by_raion": by_raion},
    }
    data = {"published": published, "questions": {"total": {"asked": 0}}}
    event = Event(title=texts(de="T"), starts_at=NOW, ends_at=NOW, slots=[])
    facts = Facts(event, is_over=True, recorded=True, data=data, directory={}, questions=[], experiences=[], left_out=0)
    with speaking("de"):
        assert summary(facts)[-1].startswith(told)


def _hard_paper(language: str) -> Paper:
    return Paper(
        language=language,
        title=f"{HARD} 🐘",
        about=[HARD],
        footer=HARD,
        sections=[
            Section(HARD, [Text([HARD, HARD]), Text([HARD], lang="uk", listed=True), Text([HARD], quiet=True)]),
            Section(HARD, [Table(HARD, [HARD, "2"], [[HARD, "1"]])], deeper=True),
            Section("", [Picture(SVG, HARD, HARD, [["none", HARD]])]),
            Section("", [Table("T", ["A", "B"], [], numbers=False)]),
        ],
    )  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_stay_texts(language: str) -> None:
    paper = _hard_paper(language)
    assert papers.from_data(json.loads(json.dumps(papers.as_data(paper)))) == paper
    made = documents.pdf("paper", papers.as_data(paper), language=language, title=paper.title, at=NOW)
    read = PdfReader(io.BytesIO(made))
    assert pdf_ua.faults(made) == []
    assert str(read.root_object["/Lang"]) == language
    assert _squeezed(read.pages[0].extract_text()).count(_squeezed(HARD)) == 14
    document = _opened(word_files.docx_of(paper, at=NOW, draw=drawing.png))
    assert [one.style.name for one in document.paragraphs if one.text == HARD] == [
        "Normal", "Heading 1", "Normal", "Normal", "List Bullet", "Normal", "Heading 2", "Caption", "Caption", "Normal",
    ]  # fmt: skip
    assert [cell.text for cell in document.tables[0].column_cells(0)] == [HARD, HARD]
    assert document.core_properties.language == word_files.LANGUAGES[language]
    assert [one.get("descr") for one in document.element.iter(qn("wp:docPr"))] == [HARD]
    heads = [table.rows[0]._tr.trPr.find(qn("w:tblHeader")) for table in document.tables]  # noqa: SLF001 - no name for it
    assert None not in heads
    usual = next(document.styles.element.iter(qn("w:lang")))
    assert usual.get(qn("w:val")) == word_files.LANGUAGES[language]


def test_the_same_paper_is_the_same_file() -> None:
    first, second = (word_files.docx_of(_hard_paper("de"), at=NOW, draw=drawing.png) for _each in range(2))
    assert first == second


def test_what_cannot_be_drawn_keeps_its_caption(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_svg: str) -> bytes:
        raise NotDrawn("refused")

    monkeypatch.setattr(drawing, "png", refuse)
    document = _opened(making.written(_hard_paper("de"), "docx", at=NOW))
    assert [one.style.name for one in document.paragraphs if one.text == HARD].count("Caption") == 2
    assert list(document.element.iter(qn("wp:docPr"))) == []


def test_page_pdf_and_docx_tell_the_published_figures(partner: Client) -> None:
    counted = json.loads(CliRunner().invoke(figures, [PAST_SLUG, "--json"]).output)
    page = partner.get(f"/manage/events/{PAST_SLUG}/report?in=de")
    rows = _rows_of_page(page)
    document, pdf = (_draft(partner, PAST_SLUG, "de", kind) for kind in ("docx", "pdf"))
    assert [[cell.text for cell in row.cells] for table in _opened(document).tables for row in table.rows] == rows
    text = _squeezed("".join(one.extract_text() for one in PdfReader(io.BytesIO(pdf)).pages))
    assert [row for row in rows if _squeezed("".join(row)) not in text] == []
    assert pdf_ua.faults(pdf) == []
    tables = [[row("th", "td") for row in table.select("tbody tr")] for table in page.all(".paper table")]
    told = [{words(head): list(map(words, cells)) for head, *cells in table} for table in tables]
    assert told[1:] == _expected(counted)  # the first is the programme
    summary = "Über 70 Vertreter*innen von Kommunen aus beiden Regionen folgten der Einladung"
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
        _shown(
            {
                f"{place}. {slot['title']['de']}": told["slots"][place - 1]["people"]
                for place, slot in enumerate(counted["presence"]["slots"], start=1)
            }
        ),
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


def test_a_word_processor_opens_and_prints_it(tmp_path: Path) -> None:
    """Without database: it is the same file on each."""
    path = tmp_path / "report.docx"
    path.write_bytes(word_files.docx_of(_hard_paper("uk"), at=NOW, draw=drawing.png))
    [printed] = convert([path], "pdf", tmp_path)
    read = PdfReader(printed)
    assert len(read.pages) in {1, 2}
    assert _squeezed(HARD) in _squeezed(read.pages[0].extract_text())


def _attended(event: Event, *people: Registration) -> None:
    with transaction() as writing:
        for one in people:
            row = Presence(
                registration_id=one.id, event_id=event.id, state=Attended.ATTENDED, how=How.JOIN_LINK, slots=[]
            )
            row.minutes, row.share, row.certified, row.heads, row.named = 60, 1, True, 1, 1
            writing.add(row)


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
    _attended(event, *(_of_koeln(event, number) for number in range(people)))
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


def test_it_is_written_by_the_command(app: Flask, tmp_path: Path) -> None:
    del app
    asked = [PAST_SLUG, "--language", "uk", "--format", "docx", "--output", str(tmp_path)]
    result = CliRunner().invoke(report, asked)
    path = tmp_path / f"2023-04-20_{PAST_SLUG}_Звіт-чернетка_uk.docx"
    assert (result.exit_code, result.output.strip()) == (0, str(path))
    assert zipfile.is_zipfile(path)
    assert CliRunner().invoke(report, ["unknown", "--language", "uk"]).exit_code == 1


def _draft(client: Client, slug: str, language: str, kind: str) -> bytes:
    return client.get(f"/manage/events/{slug}/report/draft/{language}.{kind}").body


def _rows_of_page(page: Page) -> list[list[str]]:
    return [[words(cell) for cell in row.select("th, td")] for row in page.all(".paper tr")]


def _opened(content: bytes) -> Any:
    return docx.Document(io.BytesIO(content))


def _squeezed(text: str) -> str:
    return "".join(text.split()).replace("\N{SOFT HYPHEN}", "")
