"""Presets: saved, used, renamed, deleted, and read by Excel from an address."""

import re
from typing import Any

import pytest
from conftest import PASSWORD
from flask import Flask
from page import Client
from reporting.exporting.ordered import EXPORTS, noted, order, saved, table
from sqlalchemy import select, update
from surroundings import Clock

from webapp.accounts.models import User
from webapp.core.db import session, transaction
from webapp.reporting.exporting import data_pages, presets, selecting
from webapp.reporting.exporting.models import Address, Export, Preset

TAKEN = "Another preset of this conference has this name."


def test_a_preset_is_saved_used_renamed_and_deleted(organiser: Client) -> None:
    page = saved(organiser, format="csv")
    assert page.h1 == "Staatskanzlei: Follow-up conference"
    assert "North Rhine-Westphalia" in page.text
    assert saved(organiser, status=422).errors() == [TAKEN]
    assert order(organiser, "Save preset", status=422).errors() == ["Enter a name for the preset."]
    used = organiser.get(EXPORTS).form(f"{page.path}/use").submit()
    assert [row["Given name"] for row in table(used.body)] == ["Jörg"]
    assert page.form("rename").fill(name="").submit(status=422).errors() == ["Enter a name for the preset."]
    saved(organiser, name="Other")
    assert page.form("rename").fill(name="Other").submit(status=422).errors() == [TAKEN]
    page = page.form("rename").fill(name="=Ministerium").submit()
    assert [row["Preset"] for row in organiser.get(EXPORTS).table("#presets")] == ["=Ministerium", "Other"]
    page.form("delete").submit()
    organiser.get(page.url, status=404)
    assert noted()[-3:] == ["preset.save", "preset.rename", "preset.delete"]


@pytest.mark.usefixtures("_many")
def test_a_preset_that_is_deleted_while_it_is_used_is_used_still(
    app: Flask, organiser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The request has read it when somebody else deletes it."""
    page, real = saved(organiser, side=""), selecting.count

    def count(*given: Any) -> int:
        with app.app_context(), transaction():  # with a session of its own
            presets.remove(page.url.rpartition("/")[2], actor="program")
        return real(*given)

    monkeypatch.setattr(selecting, "count", count)
    assert "The file waits for its turn" in page.form(f"{page.path}/use").submit().text
    assert session().scalars(select(Export.preset_name)).all() == ["Staatskanzlei"]


def test_a_conference_has_no_more_presets_than_its_page_holds(
    organiser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(presets, "MOST", 2)
    for name in ("One", "Two"):
        saved(organiser, name=name)
    page = saved(organiser, name="Three", status=422)
    assert page.errors() == ["There are 2 presets already. Delete one that nobody needs any more."]
    assert page.one("#name")["value"] == "Three"
    organiser.get(EXPORTS).click("One").form("delete").submit()
    saved(organiser, name="Three")
    assert [row["Preset"] for row in organiser.get(EXPORTS).table("#presets")] == ["Three", "Two"]


def test_presets_are_sorted_as_an_alphabet_is_on_either_database(organiser: Client) -> None:
    named = ["Alles", "übersicht", "Ungarn", "Zuletzt", "Єдине", "Іноземці", "їхні"]
    for name in reversed(named):
        saved(organiser, name=name)
    assert [row["Preset"] for row in organiser.get(EXPORTS).table("#presets")] == named


def test_columns_that_are_called_otherwise_by_now_are_named(organiser: Client) -> None:
    page = saved(organiser, columns=["given_name", "official_key"])
    assert "called otherwise" not in page.text
    with transaction() as being:
        being.execute(update(Preset).values(columns=["given_name", "minutes_part_1"]))
    assert "called otherwise by now and are left out: minutes part 1." in organiser.get(page.url).text


def test_excel_reads_a_preset_by_its_address_until_that_is_revoked(organiser: Client, clock: Clock) -> None:
    page = saved(organiser, kind="attendance", side="")
    reads = "Whoever has the address reads: Attendance, Municipalities, Regions, Questions, Unmatched."
    assert reads in page.text
    assert page.form("address").submit(status=422).errors() == ["Enter your password."]
    page = page.form("address").fill(password=PASSWORD).submit()
    urls = [re.sub(r"^http://localhost", "", tag.get_text()) for tag in page.all("code")]
    assert [url.rpartition("/")[2] for url in urls] == [
        "Attendance.csv", "Municipalities.csv", "Regions.csv", "Questions.csv", "Unmatched.csv",
    ]  # fmt: skip
    assert "never" in organiser.get(page.path.removesuffix("/address")).text
    excel = Client(organiser.app)
    answer = excel.get(urls[0])
    assert [row["Given name"] for row in table(answer.body)] == ["Jörg", "'=1+1"]
    assert b"@" not in answer.body
    told = {"Content-Type": "text/csv; charset=utf-8", "Cache-Control": "no-store"}
    assert told.items() <= dict(answer.response.headers).items()
    assert answer.response.content_length == len(answer.body)
    assert len(table(excel.get(urls[1]).body)) > 400
    excel.get(urls[0].replace("Attendance.csv", "Secrets.csv"), status=404)
    excel.get(urls[0].replace("/export/", "/export/x"), status=404)
    address = session().scalars(select(Address)).one()
    assert address.last_used_at == clock.forward(seconds=0)
    assert urls[0].split("/")[2] not in f"{vars(address)}"
    for _again in range(2):
        presets.note_reads()
    assert noted()[-2:] == ["preset.make_address", "export.read"]
    clock.forward(minutes=20)
    excel.get(urls[0])
    with transaction() as being:
        being.execute(update(User).values(role="partner"))
    excel.get(urls[0], status=404)
    with transaction() as being:
        being.execute(update(User).values(role="organiser"))
    shown = organiser.get(page.path.removesuffix("/address"))
    [new] = {tag.get_text().split("/")[4] for tag in shown.form("address").fill(password=PASSWORD).submit().all("code")}
    excel.get(urls[0], status=404)
    clock.forward(minutes=1)
    excel.get(f"/export/{new}/Attendance.csv")
    shown.form("revoke").submit()
    excel.get(f"/export/{new}/Attendance.csv", status=404)
    assert noted()[-5:] == [
        "export.read", "export.read", "preset.make_address", "export.read", "preset.revoke_address",
    ], "what was read before an address went is noted too"  # fmt: skip


@pytest.mark.parametrize("chosen", [{"side": "nrw"}, {"side": "", "columns": ["given_name"]}])
def test_the_address_of_a_preset_that_leaves_anything_out_opens_no_other_sheet(
    organiser: Client, chosen: dict[str, Any]
) -> None:
    """These would tell of everybody, also who asked what."""
    page = saved(organiser, kind="attendance", **chosen)
    assert "Whoever has the address reads: Attendance." in page.text
    page = page.form("address").fill(password=PASSWORD).submit()
    [url] = [re.sub(r"^http://localhost", "", tag.get_text()) for tag in page.all("code")]
    excel = Client(organiser.app)
    assert table(excel.get(url).body)[0]["Given name"] == "Jörg"
    for other in ("Municipalities", "Regions", "Questions", "Unmatched"):
        excel.get(url.replace("Attendance.csv", f"{other}.csv"), status=404)


def test_an_address_ends_after_a_year_and_is_not_asked_too_often(
    organiser: Client, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(data_pages, "PER_ADDRESS", "2 per hour")
    page = saved(organiser).form("address").fill(password=PASSWORD).submit()
    [url] = [re.sub(r"^http://localhost", "", tag.get_text()) for tag in page.all("code")]
    excel = Client(organiser.app)
    assert [excel.open("GET", url).status for _again in range(3)] == [200, 200, 429]
    clock.forward(hours=2)
    with monkeypatch.context() as patch:
        patch.setattr(data_pages, "MOST", 0)
        excel.headers["Accept-Language"] = "en"
        assert "Order the file on the page of exports" in excel.get(url, status=410).text
    clock.forward(days=365)
    excel.get(url, status=404)
