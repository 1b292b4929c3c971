"""What is chosen of an export: rows, columns, e-mail addresses; and what makes it long."""

import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from conftest import PASSWORD
from factories import KOELN
from openpyxl.utils import get_column_letter
from page import Client, Page
from reporting.exporting.ordered import EXPORTS, details, noted, order, table
from surroundings import Clock

from webapp.attendance.models import Decision, ImportRun, ReportedPerson, RunState
from webapp.attendance.readers.reports import Platform, Role
from webapp.core import clock, jobs
from webapp.core.db import session, transaction
from webapp.events.models import Event
from webapp.reporting.corrections import versions
from webapp.reporting.corrections.fields import Field
from webapp.reporting.exporting import making

DNIPRO_RAION = "UA12020000000052809"
EVENT = EXPORTS.removesuffix("/exports")


def test_rows_and_columns_are_chosen_and_the_cover_says_so(organiser: Client) -> None:
    chosen: dict[str, Any] = {"side": "nrw", "state": "pending", "columns": ["given_name", "official_key"]}
    book = openpyxl.load_workbook(io.BytesIO(order(organiser, **chosen).body))
    assert [[cell.value for cell in row[:-2]] for row in book["Attendance"]] == [  # but for whose row it is
        ["Given name", "Official key"],
        ["Jörg", KOELN],
    ]
    assert set(versions.parsed(str(book["Attendance"].cell(2, 4).value))) == {Field.PLACE}, "nothing that is not shown"
    cover = {row[0].value: row[1].value for row in book["Overview"].iter_rows(max_col=2)}
    assert cover["Filter"] == (
        "Sheet Attendance: Region: North Rhine-Westphalia; State: e-mail not yet confirmed; chosen columns only. "
        "Numbers count everybody."
    )
    assert [row["Given name"] for row in table(order(organiser, attended="open", format="csv").body)] == ["'=1+1"]
    assert table(order(organiser, attended="there", format="csv").body) == []
    assert [row["Прізвище"] for row in table(order(organiser, lang="uk", district="053", format="csv").body)] == [
        "Weiß"
    ]
    assert noted()[-1] == "export"
    assert [told["columns"] for told in details("export")] == [["given_name", "official_key"], "all", "all", "all"]
    assert "Choose one of the options shown." in order_forged(organiser, district="nowhere").errors()


def test_a_district_of_another_region_is_refused_and_not_an_empty_sheet(organiser: Client) -> None:
    """In a file and in a preset alike."""
    chosen: dict[str, Any] = {"side": "nrw", "district": DNIPRO_RAION, "name": "Leer"}
    said = "This district is not in the region that you chose, so the sheet would be empty. Change one of both."
    for button in ("Make the file", "Save preset"):
        assert order(organiser, button, status=422, **chosen).errors() == [said]
    assert order(organiser, **(chosen | {"side": "dnipropetrovsk"})).body
    order(organiser, kind="questions", **chosen)  # which has no such sheet


def test_what_only_one_of_the_buttons_needs_is_said_at_its_field(organiser: Client) -> None:
    page = organiser.get(EXPORTS)
    labels = [page.all(f"label[for={name}]")[0].get_text(" ", strip=True) for name in ("password", "name")]
    assert labels == [
        "Your password (only with e-mail addresses)", "Name of the preset (only to save a preset)"
    ]  # fmt: skip


def order_forged(client: Client, **values: Any) -> Page:
    form = client.get(EXPORTS).form("make").fill(kind="registrations", lang="en")
    return form.forge(**values).submit("Make the file", status=422)


def test_addresses_are_exported_only_after_the_password_is_asked_again(organiser: Client, clock: Clock) -> None:
    asked: dict[str, Any] = {"contacts": True, "format": "csv"}
    assert order(organiser, status=422, **asked).errors() == ["Enter your password."]
    assert order(organiser, status=422, password="wrong", **asked).errors() == ["This is not your current password."]
    found = table(order(organiser, password=PASSWORD, **asked).body)
    assert [row["E-mail address"] for row in found] == ["joerg@example.org", "olena@example.org"]
    assert found[0]["E-mail address of whoever registered the person"] == "buero@example.org"
    clock.forward(minutes=4)
    assert table(order(organiser, **asked).body) == found
    clock.forward(minutes=2)
    order(organiser, status=422, **asked)
    order(organiser, format="csv")
    assert [(told["columns"], told["contacts"]) for told in details("export")] == [
        ("all", True), ("all", True), ("all", False)
    ]  # fmt: skip
    page = order(organiser, "Save preset", status=422, name="With addresses", **asked)
    assert page.errors()[0].startswith("A preset holds no e-mail addresses.")


def test_hidden_columns_stand_behind_all_that_are_seen(organiser: Client) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(order(organiser, contacts=True, password=PASSWORD).body))["Attendance"]
    heads = [str(cell.value) for cell in sheet[1]]
    assert [head.partition(" ")[0] for head in heads[-2:]] == ["Konferenz-ID", "Konferenz-Version"]
    assert heads[-4] == "E-mail address"
    hidden = [letter for letter, one in sheet.column_dimensions.items() if one.hidden]
    assert hidden == [get_column_letter(len(heads) - 1), get_column_letter(len(heads))]


@pytest.mark.usefixtures("_many")
def test_a_file_with_addresses_asks_whoever_takes_it(
    organiser: Client, signed_in: Callable[[str], Client], clock: Clock
) -> None:
    page = order(organiser, contacts=True, password=PASSWORD)
    jobs.run_due()
    clock.forward(minutes=1)
    owner = signed_in("owner")
    form = owner.get(page.url).form("download")
    assert form.submit(status=422).errors() == ["Enter your password."]
    assert form.fill(password=PASSWORD).submit().body.startswith(b"PK")
    assert organiser.get(page.url).form("download").submit().body.startswith(b"PK")


def test_people_of_reports_make_a_file_long_too(
    organiser: Client, event: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "FEW", 2)
    form = organiser.get(EVENT).form(f"{EVENT}/export").fill(lang="en", kind="attendance")
    assert form.submit().body.startswith(b"PK")
    with transaction():
        run = ImportRun(event_id=event.id, state=RunState.APPLIED, timezone="Europe/Berlin", platform=Platform.ZOOM)
        run.title, run.created_by, run.created_at, run.applied_at = "Webinar", "x", clock.now(), clock.now()
        session().add(run)
        session().flush()
        session().add(
            ReportedPerson(run_id=run.id, number=1, name="x", decision=Decision.OPEN, role=Role.ATTENDEE, attended=True)
        )
    assert "The file waits for its turn" in form.submit().text
