"""Every workbook opens in LibreOffice and holds there what was written, cell by cell; it prints as it should."""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import conference
import pytest
from factories import make_question, make_registration
from libreoffice import convert
from lxml import etree
from pypdf import PdfReader
from python_calamine import CalamineWorkbook
from surroundings import settings_in
from workbook_rules import MAIN

from webapp import create_app
from webapp.attendance.models import Decision, ImportRun, ReportedPerson
from webapp.attendance.readers.reports import Role
from webapp.core import clock
from webapp.core.db import engine, session, transaction
from webapp.events import queries as events
from webapp.events.models import Event
from webapp.reporting import exports
from webapp.reporting.exporting.orders import Order
from webapp.reporting.kinds import Kind
from webapp.reporting.wording import CHOICES

HOSTILE: Final = [
    "=1+1", '=HYPERLINK("https://evil.example")', "+380 56 123", "-1", "@SUM(A1)", "#N/A", "TRUE", "1e5", "00123",
    "Мар'яна", "'=1", "_x0041_", "<b>&amp;]]>", "🐘" * 20, "2026-11-28", "1,5", "a\nb", "12:30", "€ 5",
]  # fmt: skip
PEOPLE: Final = 60  #: more than openpyxl's own writer is left with


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Path]]:
    """Every kind in every language, of a conference on SQLite: what is drawn does not depend on the database."""
    folder = tmp_path_factory.mktemp("workbooks")
    conference.make(folder, PEOPLE)
    with create_app(settings_in(folder)).app_context():
        event = events.event("folgekonferenz")
        _type_hostile_texts(event)
        yield [_write(event, kind, locale, folder) for kind in Kind for locale in CHOICES]
        engine().dispose()


def _type_hostile_texts(event: Event) -> None:
    for number, text in enumerate(HOSTILE):
        office = text.replace("\n", " ")
        one = make_registration(
            event, given_name=office, family_name=office, email=f"a{number}@example.org", office=office, question=text
        )
        make_question(event, text=text, registration=one)
    with transaction():
        run = session().query(ImportRun).one()
        for number, text in enumerate(HOSTILE, start=1):
            person = ReportedPerson(run_id=run.id, number=number, name=text, decision=Decision.OPEN, attended=True)
            person.role, person.intervals, person.minutes = Role.ATTENDEE, [], 5.5
            session().add(person)


def _write(event: Event, kind: Kind, locale: str, folder: Path) -> Path:
    path = folder / f"{kind}-{locale}.xlsx"
    with path.open("wb") as target:
        exports.write(event, Order(kind, locale), target, by="=Organiser", now=clock.now())
    return path


def test_every_workbook_opens_and_holds_what_was_written(written: list[Path], tmp_path: Path) -> None:
    for path, copy in zip(written, convert(written, "xlsx", tmp_path), strict=True):
        ours, theirs = _cells(path), _cells(copy)
        assert ours.keys() == theirs.keys()
        for place, value in ours.items():
            assert theirs[place] == value, (path.name, *place)
        assert _kept(copy) == _kept(path)
        assert len({value for (sheet, *_), value in ours.items() if value in HOSTILE}) == len(HOSTILE), path.name


def _cells(path: Path) -> dict[tuple[str, int, int], Any]:
    """What is in them by sheet, row and column."""
    book = CalamineWorkbook.from_path(path)
    return {
        (title, row, column): value
        for title in book.sheet_names
        for row, values in enumerate(book.get_sheet_by_name(title).to_python(skip_empty_area=False))
        for column, value in enumerate(values)
        if value != ""
    }


def _kept(path: Path) -> tuple[list[Any], int]:
    """Tables with their reach, filters and columns, headings and names on each page; charts.

    Not that headings are frozen: LibreOffice forgets that of any file that no window shows.
    """
    with zipfile.ZipFile(path) as archive:
        parts = {name: etree.fromstring(archive.read(name)) for name in archive.namelist() if name.endswith(".xml")}
    found: list[Any] = []
    for name, part in sorted(parts.items()):
        if name.startswith("xl/tables/"):
            filters = [one.get("ref") for one in part.iter(f"{MAIN}autoFilter")]
            columns = [one.get("name") for one in part.iter(f"{MAIN}tableColumn")]
            found.append((part.get("displayName"), part.get("ref"), filters, columns))
    names = parts["xl/workbook.xml"].iter(f"{MAIN}definedName")
    repeated = [one for one in names if one.get("name") == "_xlnm.Print_Titles"]
    titles = [
        (one.get("localSheetId"), *(part.rpartition("!")[2] for part in str(one.text).split(","))) for one in repeated
    ]
    return sorted(found) + sorted(titles), sum(name.startswith("xl/charts/chart") for name in parts)


def test_it_prints_on_landscape_pages_one_after_the_other(written: list[Path], tmp_path: Path) -> None:
    """The cover is one page wide, with each chart whole on a page; sheets have no page for a column that is left."""
    [printed] = convert([path for path in written if path.name == "registrations-de.xlsx"], "pdf", tmp_path)
    pages = PdfReader(printed).pages
    assert all(page.mediabox.width > page.mediabox.height for page in pages)
    texts = [page.extract_text() for page in pages]
    assert "Anmeldungen im Zeitverlauf" in texts[0]
    assert not any(text.strip() == "" for text in texts)
    assert 4 <= len(pages) <= 14
