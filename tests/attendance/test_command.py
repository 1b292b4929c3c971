"""konferenz attendance import: the JSON of the contract for every sample, what it writes, and what it refuses."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from factories import make_event, make_registration
from sqlalchemy import func, select

from webapp.attendance.commands import attendance
from webapp.attendance.models import ImportRun, Presence, ReportedPerson
from webapp.attendance.readers.reports import Platform, Role
from webapp.core.db import session
from webapp.registration.models import State

SAMPLES = sorted(path for path in (Path(__file__).parent / "samples").rglob("*.*") if path.suffix in {".csv", ".json"})
PEOPLE = {
    "attendance_list_2020_en_utf16le_mit": 5,
    "attendance_report_2022_en_dmy_IDL-14-11-22_bsd3": 7,
    "learning_dashboard_data_2022_lgpl3": 2,
    "meeting_participants_unique_20200901_lecture_mit": 30,
    "meeting_participants_with_meeting_header_mit": 27,
    "webinar_attendee_2020_mit_trimmed": 85,
}
HOW = {"email", "name", "join_link", "alias", "confirmed", "none"}

pytestmark = pytest.mark.usefixtures("app")


def run(*arguments: str | Path) -> Result:
    result = CliRunner().invoke(attendance, ["import", "folgekonferenz", *map(str, arguments)])
    session().rollback()
    return result


def data(*arguments: str | Path) -> dict[str, Any]:
    result = run(*arguments, "--json")
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def report(folder: Path, *rows: str) -> Path:
    path = folder / "participants.csv"
    head = "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest"
    path.write_text("\n".join([head, *rows, ""]), "utf-8")
    return path


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_every_sample_is_answered_as_the_contract_says(path: Path) -> None:
    make_event()
    found = data(path, "--dry-run")
    assert list(found) == ["files", "platform", "timezone", "meeting", "people", "warnings", "not_read"]
    assert [set(file) for file in found["files"]] == [{"name", "platform", "layout", "sha256"}]
    assert found["platform"] in set(Platform)
    assert found["timezone"] == "Europe/Berlin"
    assert set(found["meeting"]) == {"title", "start", "end"}
    assert len(found["people"]) == PEOPLE[path.stem]
    for person in found["people"]:
        assert list(person) == ["name", "email", "role", "attended", "intervals", "minutes", "match"]
        assert person["role"] in set(Role)
        assert person["match"]["how"] in HOW
        assert person["match"]["registration"] is None
        times = [datetime.fromisoformat(moment) for interval in person["intervals"] for moment in interval]
        assert times == sorted(times)
        assert all(moment.utcoffset() is not None for moment in times)
        told = sum((end - start).total_seconds() / 60 for start, end in zip(times[::2], times[1::2], strict=True))
        assert not times or person["minutes"] == pytest.approx(told, abs=0.06)
    assert session().scalar(select(func.count(ImportRun.id))) == 0, "a dry run writes nothing"


def test_what_is_certain_is_applied_and_the_rest_waits(tmp_path: Path) -> None:
    event = make_event()
    olena = make_registration(event)
    day = f"{event.starts_at:%m/%d/%Y}"
    path = report(
        tmp_path,
        f"Olena Kovalenko,olena@example.org,{day} 10:00:00 AM,{day} 11:00:00 AM,60,Yes",
        f"Somebody Else,,{day} 10:00:00 AM,{day} 11:00:00 AM,60,Yes",
    )
    found = data(path)
    assert [person["match"]["registration"] for person in found["people"]] == [olena.public_id, None]
    assert [person["match"]["how"] for person in found["people"]] == ["email", "none"]
    assert session().scalars(select(Presence.registration_id)).all() == [olena.id]
    assert session().scalar(select(func.count(ReportedPerson.id))) == 2
    assert "nothing was changed" in run(path).output
    assert session().scalar(select(func.count(ImportRun.id))) == 1


def test_who_withdrew_is_nobody(tmp_path: Path) -> None:
    event = make_event()
    make_registration(event, State.CANCELLED)
    day = f"{event.starts_at:%m/%d/%Y}"
    path = report(tmp_path, f"Olena Kovalenko,olena@example.org,{day} 10:00:00 AM,{day} 11:00:00 AM,60,Yes")
    assert data(path, "--dry-run")["people"][0]["match"]["registration"] is None


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)), "holds no table"),
        (b"hello", "no headings"),
        (b"Wer;Woher\nOlena;Dnipro\nSabine;K\xc3\xb6ln\n", "columns are not certain: Wer, Woher"),
    ],
)
def test_what_cannot_be_read_is_one_clear_line(tmp_path: Path, content: bytes, words: str) -> None:
    make_event()
    path = tmp_path / "report.csv"
    path.write_bytes(content)
    result = run(path, "--json")
    assert result.exit_code == 1
    assert result.stdout == ""
    [line] = result.stderr.splitlines()
    assert words in line


def test_wrong_usage_says_so(tmp_path: Path) -> None:
    make_event()
    path = report(tmp_path)
    assert run(path, "--timezone", "Mars/Olympus").exit_code == 2
    assert run(tmp_path / "nowhere.csv").exit_code == 2
    assert CliRunner().invoke(attendance, ["import", "unknown", str(path)]).exit_code == 1
