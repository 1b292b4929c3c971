"""The workbook in the organiser's hand: right, typed, and harmless."""

import io
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner
from factories import KOELN, make_event, make_registration
from flask import Flask
from page import Client
from python_calamine import CalamineWorkbook
from sqlalchemy import select
from surroundings import Clock

from webapp.core.audit import AuditEntry
from webapp.core.clock import BERLIN
from webapp.core.db import session
from webapp.core.i18n import texts
from webapp.events.models import Event
from webapp.registration.models import Side, State
from webapp.reporting.commands import export

SHEETS = {"de": ["Übersicht", "Teilnahme"], "uk": ["Огляд", "Участь"], "en": ["Overview", "Attendance"]}
OF_KINDS = {
    "registrations": ["Огляд", "Участь"],
    "attendance": ["Огляд", "Участь", "Громади та райони", "Регіони", "Запитання", "Не зіставлено"],
    "questions": ["Огляд", "Запитання"],
}
TABLES = ["Attendance", "Municipalities", "Regions", "Questions", "Unmatched"]
HOSTILE = ["=1+1", "+380 56 123", "-1", "@SUM(A1)", "#N/A", "Мар'яна", "O’Neil", "<b>", "🐘", "0049", "1e5", "TRUE"]


@pytest.fixture
def event(app: Flask) -> Event:
    del app  # it must be there first
    return make_event()


@pytest.fixture
def organiser(signed_in: Callable[[str], Client]) -> Client:
    return signed_in("organiser")


def download(client: Client, lang: str = "en") -> bytes:
    page = (
        client.get("/manage/events/folgekonferenz")
        .form("/manage/events/folgekonferenz/export")
        .fill(lang=lang)
        .submit()
    )
    assert str(page.response.mimetype).endswith("spreadsheetml.sheet")
    assert page.response.headers["Cache-Control"] == "no-store"
    return page.body


def rows(content: bytes, sheet: str = "Attendance") -> list[dict[str, Any]]:
    table = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name(sheet).to_python()
    return [dict(zip(map(str, table[0]), row, strict=True)) for row in table[1:]]


def test_it_holds_what_was_registered(organiser: Client, event: Event) -> None:
    make_registration(event, title="Dr.", latin_name="Olena Kovalenko-K", question="Коли?", topics=["energy"])
    make_registration(event, State.PENDING, given_name="Jörg", family_name="Weiß", place_key=KOELN, side=Side.NRW,
                      now=datetime(2026, 11, 22, 22, 15, tzinfo=UTC))  # fmt: skip
    weiss, kovalenko = rows(download(organiser))
    assert kovalenko["Name in Latin letters"] == "Olena Kovalenko-K"
    assert kovalenko["Official key"] == "UA12020010000033698"
    assert kovalenko["Topics"] == "energy and climate"
    assert kovalenko["State"] == "registration confirmed"
    assert (weiss["Family name"], weiss["Municipality or district"]) == ("Weiß", "Cologne")
    assert weiss["Official key"] == KOELN
    assert weiss["State"] == "e-mail not yet confirmed"
    assert weiss["Received (German time)"] == datetime(2026, 11, 22, 23, 15)  # noqa: DTZ001 - Excel knows no zones


@pytest.mark.parametrize("lang", SHEETS)
def test_it_speaks_the_chosen_language(organiser: Client, event: Event, lang: str) -> None:
    make_registration(event)
    book = openpyxl.load_workbook(io.BytesIO(download(organiser, lang)))
    assert book.sheetnames == SHEETS[lang]
    sheet = book.worksheets[1]
    assert list(sheet.tables) == ["Attendance"]
    assert sheet.freeze_panes
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.print_title_rows == "$1:$1"
    assert book.properties.language == lang


def test_no_cell_can_become_a_formula_and_nothing_is_lost(organiser: Client, event: Event) -> None:
    for number, name in enumerate(HOSTILE):
        make_registration(event, given_name=name, email=f"a{number}@example.org", office=name, question=name)
    content = download(organiser)
    found = rows(content)
    assert {row["Given name"] for row in found} == set(HOSTILE)
    assert all(row["Given name"] == row["Function"] == row["Question"] for row in found)
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        for name in parts.namelist():
            assert b"<f>" not in parts.read(name), name
            assert b't="e"' not in parts.read(name), name
    for line in openpyxl.load_workbook(io.BytesIO(content)).worksheets[1].iter_rows(min_row=2):
        assert all(cell.quotePrefix for cell in line if isinstance(cell.value, str))


def test_both_clocks_stand_in_it(signed_in: Callable[[str], Client], event: Event, clock: Clock) -> None:
    clock.at("2026-11-23 23:30")
    make_registration(event)
    [row] = rows(download(signed_in("organiser")))
    assert row["Received (German time)"] == datetime(2026, 11, 23, 23, 30)  # noqa: DTZ001 - Excel knows no zones
    assert row["Received (Ukrainian time)"] == datetime(2026, 11, 24, 0, 30)  # noqa: DTZ001


@pytest.mark.usefixtures("event")
def test_an_event_without_registrations_is_a_file_too(organiser: Client) -> None:
    assert rows(download(organiser)) == []


def test_no_address_is_in_it_and_the_download_is_noted(organiser: Client, event: Event) -> None:
    make_registration(event, registered_by_name="Sabine", registered_by_email="buero@example.org")
    content = download(organiser)
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert not any(b"example.org" in parts.read(name) for name in parts.namelist())
    assert "export" in set(session().scalars(select(AuditEntry.action)))


@pytest.mark.usefixtures("event")
def test_a_partner_may_not(signed_in: Callable[[str], Client]) -> None:
    partner = signed_in("partner")
    page = partner.get("/manage/events/folgekonferenz")
    assert "Download" not in page.text
    token = page.all('input[name="csrf_token"]')[0]["value"]
    partner.post("/manage/events/folgekonferenz/export", {"csrf_token": token, "lang": "de"}, status=403)


@pytest.mark.parametrize("title", ["A/B: [C]*?", "'", "x" * 300])
@pytest.mark.usefixtures("app")
def test_any_title_makes_a_file(organiser: Client, title: str) -> None:
    make_event(title=texts(en=title))
    client = organiser
    page = client.get("/manage/events/folgekonferenz", without={"typography"}).form(
        "/manage/events/folgekonferenz/export"
    )
    openpyxl.load_workbook(io.BytesIO(page.fill(lang="en").submit().body))


@pytest.mark.usefixtures("app")
def test_the_command_writes_the_same(event: Event, tmp_path: Path) -> None:
    make_registration(event)
    for kind, sheets in OF_KINDS.items():
        result = CliRunner().invoke(
            export, [event.slug, "--kind", kind, "--lang", "uk", "--out", str(tmp_path / "out")]
        )
        assert result.exit_code == 0, result.output
        path = Path(result.output.strip())
        day = event.starts_at.astimezone(BERLIN)
        assert path.name.startswith(f"{day:%Y-%m-%d}_{event.slug}_{kind}_{datetime.now(BERLIN):%Y-}")
        assert path.stat().st_mode & 0o077 == 0
        assert openpyxl.load_workbook(path).sheetnames == sheets
    for kind, ending in (("registrations", "csv"), ("attendance", "zip")):
        wanted = [event.slug, "--kind", kind, "--lang", "uk", "--format", "csv", "--out", str(tmp_path / "out")]
        path = Path(CliRunner().invoke(export, wanted).output.strip())
        assert path.suffix == f".{ending}"
        content = path.read_bytes()
        if ending == "zip":
            with zipfile.ZipFile(path) as parts:
                assert [name.removesuffix(".csv") for name in parts.namelist()] == TABLES
                content = parts.read("Attendance.csv")
        assert content.decode("utf-8-sig").splitlines()[1].startswith("Коваленко;Олена;")
    assert CliRunner().invoke(export, ["nowhere", "--kind", "registrations", "--lang", "de"]).exit_code == 1
