"""Exports: the worker's files from order to oblivion, what is chosen of them, presets, schedules, Excel's address."""

import csv
import io
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import inbox
import openpyxl
import pytest
from conftest import PASSWORD
from factories import KOELN, make_event, make_registration
from flask import Flask
from page import Client, Page
from sqlalchemy import func, select, update
from surroundings import Clock

from webapp.accounts.models import User
from webapp.config import Settings
from webapp.core import jobs, turns
from webapp.core.audit import AuditEntry
from webapp.core.db import session, transaction
from webapp.core.turns import OvertakenError
from webapp.events.models import Event
from webapp.registration.models import Side, State
from webapp.reporting import exports as writing
from webapp.reporting.corrections import versions
from webapp.reporting.corrections.fields import Field
from webapp.reporting.exporting import data_pages, making, presets
from webapp.reporting.exporting.models import Address, Export, ExportState, ExportWriting, Preset

TAKEN = "Another preset of this conference has this name."
EXPORTS = "/manage/events/folgekonferenz/exports"


@pytest.fixture
def event(app: Flask, clock: Clock) -> Event:
    del app
    clock.at("2026-11-23 12:00")
    made = make_event()
    make_registration(made, given_name="=1+1")
    make_registration(made, State.PENDING, given_name="Jörg", family_name="Weiß", place_key=KOELN, side=Side.NRW,
                      email="joerg@example.org", registered_by_email="buero@example.org")  # fmt: skip
    return made


@pytest.fixture
def organiser(event: Event, signed_in: Callable[[str], Client]) -> Client:
    del event
    return signed_in("organiser")


@pytest.fixture
def _many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two rows take long."""
    monkeypatch.setattr(making, "FEW", 1)
    monkeypatch.setattr(turns, "STEP", 1)
    monkeypatch.setattr(turns, "SECONDS_BETWEEN_NOTES", 0)


def order(client: Client, button: str = "Make the file", status: int = 200, **chosen: Any) -> Page:
    values = {"kind": "registrations", "lang": "en"} | chosen
    return client.get(EXPORTS).form("make").fill(**values).submit(button, status=status)


def files(settings: Settings) -> list[Path]:
    return sorted(settings.exports.glob("export-*"))


def one() -> tuple[ExportState, int]:
    """State of the one export, and how many are being written."""
    session().rollback()
    return session().scalars(select(Export.state)).one(), session().scalar(select(func.count(ExportWriting.export_id)))  # type: ignore[return-value]


def noted() -> list[str]:
    session().rollback()
    return [
        name for name in session().scalars(select(AuditEntry.action).order_by(AuditEntry.id)) if "user." not in name
    ]


def table(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


@pytest.mark.usefixtures("_many")
def test_a_large_file_is_the_workers_and_goes_after_a_week(
    organiser: Client, signed_in: Callable[[str], Client], settings: Settings, clock: Clock
) -> None:
    page = order(organiser, format="csv")
    assert "The file waits for its turn" in page.text
    assert page.one("#reading")["data-hx-get"] == page.url
    assert (one(), files(settings)) == ((ExportState.HELD, 1), [])
    with transaction() as being:
        being.execute(update(ExportWriting).values(reader="x", done=1, total=2))
    assert "1 of 2 rows are written." in organiser.get(page.url).text
    organiser.post(page.url, {"csrf_token": page.form("/manage/sign-out").values["csrf_token"]}, status=410)
    assert jobs.run_due() > 0
    [path] = files(settings)
    assert one() == (ExportState.READY, 0)
    assert path.stat().st_mode & 0o777 == 0o600
    assert re.fullmatch(r"export-[\w-]{22}", path.name)
    form = organiser.get(page.url).form("download")
    answer = form.submit()
    assert {row["Given name"] for row in table(answer.body)} == {"'=1+1", "Jörg"}
    assert b"example.org" not in answer.body
    assert answer.response.headers["Cache-Control"] == "no-store"
    assert "_folgekonferenz_registrations_2026-11-23_120000.csv" in answer.response.headers["Content-Disposition"]
    assert noted()[-2:] == ["export.order", "export.download"]
    things = session().scalars(select(AuditEntry.thing).order_by(AuditEntry.id)).all()
    assert things[-1].startswith("event "), "those in it are told that it was taken"
    whole = path.read_bytes()
    path.write_bytes(whole[:-1])
    form.submit(status=410)
    assert "This file is not there" in organiser.get(page.url).text, "no half file"
    path.write_bytes(whole)
    assert "Ordered by: Sabine Krause" in organiser.get(EXPORTS).table("#files")[0]["Content"]
    with transaction() as being:
        being.execute(update(User).values(role="partner"))
    form.submit(status=403)
    signed_in("owner")
    with transaction() as being:
        being.execute(update(User).values(role="owner"))
    clock.forward(days=7)
    form.page.client = signed_in("owner")
    form.page.client.post(page.url, {"csrf_token": token(form.page.client)}, status=410)
    jobs.run_due()
    assert (files(settings), session().scalars(select(Export.id)).all()) == ([], [])


def token(client: Client) -> str:
    return str(client.get(EXPORTS).form("make").values["csrf_token"])


@pytest.mark.usefixtures("_many")
def test_killed_overtaken_failed_or_deleted_it_leaves_no_half_file(
    organiser: Client, settings: Settings, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = order(organiser)
    public_id = page.url.rpartition("/")[2]

    def killed(_event: Any, _order: Any, target: Any, **_more: Any) -> None:
        target.write(b"half")
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(writing, "write", killed)
        patch.setattr(Path, "unlink", lambda *_given, **_more: None)  # as by kill -9: nothing is tidied up
        with pytest.raises(KeyboardInterrupt):
            jobs.run_due()
    assert [path.read_bytes() for path in files(settings)] == [b"half"]
    clock.forward(minutes=3)
    stopped = organiser.get(page.url)
    assert "Writing this file has stopped" in stopped.text
    first, second = (turns.begin(ExportWriting, Export, public_id, making._forget_halves) for _turn in range(2))  # noqa: SLF001
    assert first is not None
    assert files(settings) == []
    with pytest.raises(OvertakenError):
        making._write(first)  # noqa: SLF001
    assert (one(), files(settings)) == ((ExportState.HELD, 1), [])
    assert second is not None
    with monkeypatch.context() as patch:
        patch.setattr(writing, "write", lambda *_given, **_more: making._forget_halves(second.held_id))  # noqa: SLF001
        turns.begin(ExportWriting, Export, public_id, lambda _held: None)
        with pytest.raises(OvertakenError):
            making._write(second)  # noqa: SLF001
    stopped.form(f"{page.url}/again").submit()
    with monkeypatch.context() as patch:
        patch.setattr(writing, "write", lambda *_given, **_more: 1 / 0)
        jobs.run_due()
    failed = organiser.get(page.url)
    assert "Writing this file failed" in failed.text
    failed.form(f"{page.url}/again").submit()
    jobs.run_due()
    assert one() == (ExportState.READY, 0)
    failed.form(f"{page.url}/again").submit(status=409)
    ready = organiser.get(page.url)
    openpyxl.load_workbook(io.BytesIO(ready.form("download").submit().body))
    ready.form(f"{page.url}/delete").submit()
    assert (files(settings), noted()[-1]) == ([], "export.discard")
    organiser.get(page.url, status=404)


def test_files_that_belong_to_nothing_go(event: Event, settings: Settings, clock: Clock) -> None:
    del event
    for name in ("export-orphan", "export-half.x", "2023-04-20_by_command_line.xlsx"):
        (settings.exports / name).write_bytes(b"x")
    clock.go_to(clock.forward(days=0) + timedelta(hours=1))
    making.forget_exports()
    assert len(files(settings)) == 2, "somebody may be writing it"
    clock.forward(days=3650)
    making.forget_exports()
    assert [path.name for path in settings.exports.glob("*x*")] == ["2023-04-20_by_command_line.xlsx"]


@pytest.mark.usefixtures("_many")
def test_not_too_many_are_made_at_once(organiser: Client) -> None:
    for _again in range(making.MOST_WAITING):
        order(organiser)
    assert "Please wait until one is ready" in order(organiser, status=422).errors()[0]
    with transaction() as being:
        being.execute(update(ExportWriting).values(failed=True))
    order(organiser)


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
    assert "Choose one of the options shown." in order_forged(organiser, district="nowhere").errors()


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
    assert (
        '"contacts": true'
        in session().scalars(select(AuditEntry.details).where(AuditEntry.action == "export")).all()[-1]
    )
    page = order(organiser, "Save preset", status=422, name="With addresses", **asked)
    assert page.errors()[0].startswith("A preset holds no e-mail addresses.")


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


def saved(client: Client, status: int = 200, **chosen: Any) -> Page:
    return order(client, "Save preset", status, **({"name": "Staatskanzlei", "side": "nrw"} | chosen))


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


def test_excel_reads_a_preset_by_its_address_until_that_is_revoked(organiser: Client, clock: Clock) -> None:
    page = saved(organiser, kind="attendance").form("address").submit()
    urls = [re.sub(r"^http://localhost", "", tag.get_text()) for tag in page.all("code")]
    assert [url.rpartition("/")[2] for url in urls] == [
        "Attendance.csv", "Municipalities.csv", "Regions.csv", "Questions.csv", "Unmatched.csv",
    ]  # fmt: skip
    assert "never" in organiser.get(page.path.removesuffix("/address")).text
    excel = Client(organiser.app)
    answer = excel.get(urls[0])
    assert [row["Given name"] for row in table(answer.body)] == ["Jörg"]
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
    [new] = {tag.get_text().split("/")[4] for tag in shown.form("address").submit().all("code")}
    excel.get(urls[0], status=404)
    clock.forward(minutes=1)
    excel.get(f"/export/{new}/Attendance.csv")
    shown.form("revoke").submit()
    excel.get(f"/export/{new}/Attendance.csv", status=404)
    assert noted()[-5:] == [
        "export.read", "export.read", "preset.make_address", "export.read", "preset.revoke_address",
    ], "what was read before an address went is noted too"  # fmt: skip


def test_an_address_ends_after_a_year_and_is_not_asked_too_often(
    organiser: Client, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(data_pages, "PER_ADDRESS", "2 per hour")
    page = saved(organiser).form("address").submit()
    [url] = [re.sub(r"^http://localhost", "", tag.get_text()) for tag in page.all("code")]
    excel = Client(organiser.app)
    assert [excel.open("GET", url).status for _again in range(3)] == [200, 200, 429]
    clock.forward(days=365)
    excel.get(url, status=404)


def test_every_friday_a_mail_leads_to_the_file_and_never_twice(
    organiser: Client, clock: Clock, deliver: Callable[[], list[inbox.Mail]], monkeypatch: pytest.MonkeyPatch
) -> None:
    page = saved(organiser).form("schedule").submit()
    assert "Every week: Friday, 08:00, German time." in page.text
    assert "27 November 2026, 08:00 (German time) / 09:00 (Ukrainian time)" in page.text
    jobs.run_due()
    assert session().scalars(select(Export.id)).all() == []
    clock.at("2026-11-27 08:00")
    with monkeypatch.context() as patch:
        patch.setattr(making, "add", lambda *_given, **_more: 1 / 0)
        jobs.run_due()  # killed before it is ordered: it is still due
    clock.at("2026-11-27 08:05")
    presets.run_due()
    presets.run_due()
    for _again in range(3):
        jobs.run_due()
    [mail] = [one for one in deliver() if "organiser" in one.to]
    assert (mail.to, mail.lang, mail.attachments) == ("organiser@example.org", "en", {})
    assert mail.subject == "Export “Staatskanzlei” is ready: Follow-up conference"
    link = re.search(r"http://localhost(/manage/events/folgekonferenz/exports/\S+)", mail.text)
    assert link
    assert "/manage/sign-in" in Client(organiser.app).get(link[1], status=303).location
    assert session().scalars(select(Preset.next_run_at)).one() == clock.at("2026-12-04 08:00")
    clock.at("2027-01-15 12:00")  # the worker was away for weeks
    presets.run_due()
    assert len(session().scalars(select(Export.id)).all()) == 2
    with transaction() as being:
        being.execute(update(User).values(role="partner"))
    clock.at("2027-01-22 12:00")
    presets.run_due()
    session().rollback()
    assert session().scalars(select(Preset.next_run_at)).all() == [None]
    assert len(session().scalars(select(Export.id)).all()) == 2
    assert noted()[-1] == "preset.stop_schedule"


def test_a_schedule_can_be_stopped(organiser: Client, clock: Clock) -> None:
    page = saved(organiser).form("schedule").fill(weekday="0", hour="23", zone="Europe/Kyiv").submit()
    page = page.form("stop").submit()
    assert page.all("#stop") == []
    clock.forward(days=8)
    presets.run_due()
    assert session().scalars(select(Export.id)).all() == []
