"""Exports that the worker writes, from order to oblivion; and files of the command line."""

import io
import os
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import openpyxl
import pytest
from click.testing import CliRunner
from page import Client
from reporting.exporting.ordered import EXPORTS, files, noted, order, table
from sqlalchemy import func, select, update
from surroundings import Clock

from webapp.accounts.models import User
from webapp.config import Settings
from webapp.core import jobs, turns
from webapp.core.audit import AuditEntry
from webapp.core.db import session, transaction
from webapp.core.turn_words import progress
from webapp.core.turns import OvertakenError
from webapp.core.whole_files import whole
from webapp.events.models import Event
from webapp.reporting import commands, sheets
from webapp.reporting import exports as writing
from webapp.reporting.exporting import making
from webapp.reporting.exporting.models import Export, ExportState, ExportWriting
from webapp.reporting.exporting.orders import Format, Order
from webapp.reporting.kinds import Kind


def one() -> tuple[ExportState, int]:
    """State of the one export, and how many are being written."""
    session().rollback()
    return session().scalars(select(Export.state)).one(), session().scalar(select(func.count(ExportWriting.export_id)))  # type: ignore[return-value]


@pytest.mark.usefixtures("_many")
def test_a_large_file_is_the_workers_and_goes_after_a_week(
    organiser: Client, signed_in: Callable[[str], Client], settings: Settings, clock: Clock
) -> None:
    page = order(organiser, format="csv")
    assert "The file waits for its turn" in page.text
    assert page.one("#reading")["data-hx-get"] == page.url
    assert (one(), files(settings)) == ((ExportState.HELD, 1), [])
    clock.forward(minutes=3)
    assert "The file waits for its turn" in organiser.get(page.url).text, "others are ahead of it"
    clock.forward(minutes=-3)
    with transaction() as being:
        being.execute(update(ExportWriting).values(reader="x", done=1, total=2))
    assert "1 of 2 rows are written." in organiser.get(page.url).text
    organiser.post(page.url, {"csrf_token": page.form("/manage/sign-out").values["csrf_token"]}, status=410)
    clock.forward(minutes=5)
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
    assert "_folgekonferenz_registrations_2026-11-23_120500.csv" in answer.response.headers["Content-Disposition"]
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
    orders = Order(Kind.ATTENDANCE, "de"), Order(Kind.QUESTIONS, "de+uk", Format.CSV)
    old, new = (settings.exports / sheets.file_name(event, order, clock.forward(days=0)) for order in orders)
    for name in ("export-orphan", "export-half.x", "2023-04-20_by_command_line.xlsx"):
        (settings.exports / name).write_bytes(b"x")
    for path, hours in ((old, 1), (new, -2)):
        path.write_bytes(b"x")
        written = (clock.forward(days=0) - timedelta(days=7) - timedelta(hours=hours)).timestamp()
        os.utime(path, (written, written))
    clock.go_to(clock.forward(days=0) + timedelta(hours=1))
    making.forget_exports()
    assert len(files(settings)) == 2, "somebody may be writing it"
    assert (old.exists(), new.exists()) == (False, True)
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


def test_no_half_file_of_the_command_line_is_anybody_elses_to_read(
    event: Event, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    modes = []

    def look(_event: Event, _order: Any, target: Any, **_more: Any) -> None:
        modes.append(os.fstat(target.fileno()).st_mode & 0o777)

    monkeypatch.setattr(writing, "write", look)
    monkeypatch.setattr(Path, "chmod", lambda *_given: None)
    before = os.umask(0)
    try:
        done = CliRunner().invoke(commands.export, [event.slug, "--kind", "questions", "--lang", "en"])
    finally:
        os.umask(before)
    assert (done.exit_code, modes) == (0, [0o600])
    assert Path(done.output.strip()).parent == settings.exports


def test_two_of_the_same_second_lose_nothing(
    event: Event, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Though their names tell them apart by nothing but the second."""
    clock.go_to(datetime(2026, 11, 28, 12, tzinfo=UTC))
    out = tmp_path / "out"
    asked = [event.slug, "--kind", "questions", "--out", str(out), "--lang"]

    def write(lang: str) -> str:
        return CliRunner().invoke(commands.export, [*asked, lang]).output.strip()

    first, second = Path(write("de")), Path(write("uk"))
    assert [openpyxl.load_workbook(one).sheetnames[0] for one in (first, second)] == ["Übersicht", "Огляд"]
    assert sorted(out.iterdir()) == sorted([first, second])
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    lost = CliRunner().invoke(commands.export, [*asked, "de", "--out", str(tmp_path / "link")])
    assert isinstance(lost.exception, FileExistsError)  # told in one line, and not tried for ever
    with monkeypatch.context() as stick:
        stick.setattr(os, "link", Mock(side_effect=PermissionError))
        third = Path(write("en"))
    assert [one.exists() for one in (first, second, third)] == [True, True, True]
    third.unlink()
    with whole(first) as half:
        half.write(b"half")
        with whole(first) as other:
            other.write(b"whole")
        assert first.read_bytes() == b"whole"
        [part] = out.glob("*.part")
        assert sheets.is_file_name(part.name)  # it goes after a week if this process dies
    assert (first.read_bytes(), list(out.glob("*.part"))) == (b"half", [])


@pytest.mark.parametrize(
    ("reader", "failed", "minutes", "stopped"),
    [("", False, 59, False), ("", False, 61, True), ("", True, 0, True), ("x", False, 1, False), ("x", False, 3, True)],
)
def test_who_waits_for_others_has_not_stopped(reader: str, failed: bool, minutes: int, stopped: bool) -> None:  # noqa: FBT001 - a table
    now = datetime(2026, 11, 28, tzinfo=UTC)
    found = ExportWriting(reader=reader, failed=failed, noted_at=now - timedelta(minutes=minutes), done=0, total=0)
    assert progress(found, {}, now).stopped is stopped


@pytest.mark.usefixtures("_many")
def test_what_is_deleted_in_the_moment_of_its_download_is_gone(
    organiser: Client, clock: Clock, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = order(organiser)
    clock.forward(minutes=5)
    jobs.run_due()
    form = organiser.get(page.url).form("download")
    monkeypatch.setattr(making, "is_there", lambda *_given: True)
    files(settings)[0].unlink()
    assert "Order it anew." in form.submit(status=410).text
    assert noted()[-1] == "export.order", "nobody has taken it"
