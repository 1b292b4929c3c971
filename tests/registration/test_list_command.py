"""konferenz registrations import: what it says, what it adds, what it refuses."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from factories import make_registration
from sqlalchemy import func, select
from workbooks_made import ods, ods_row, xls, xlsx

from webapp.core.db import session
from webapp.core.mail import OutgoingMail
from webapp.events.models import Event
from webapp.registration import importing
from webapp.registration.commands import registrations
from webapp.registration.list_models import ListImport
from webapp.registration.models import Registration

ROWS = [
    ["Vorname", "Nachname", "E-Mail", "Kommune"],
    ["Sabine", "Krause", "sabine@example.org", "Köln"],
    ["Олена", "Коваленко", "olena@example.org", "Дніпро"],
    ["Jörg", "Weiß", "", "Köln"],
]
UKRAINIAN = [
    ["Список зареєстрованих"],
    ["ПІБ", "Електронна адреса", "Громада", "Посада"],
    ["Коваленко Олена Петрівна", "olena@example.org", "Нікопольська МТГ", "секретарка ради"],
]
ENGLISH = [
    ["Municipality", "Name", "Email", "Role"],
    ["Cologne", "Krause, Sabine", "sabine@example.org", "speaker"],
]


def run(path: Path, *options: str, slug: str = "folgekonferenz") -> Result:
    return CliRunner().invoke(registrations, ["import", slug, str(path), *options])


def rows(result: Result) -> list[dict[str, Any]]:
    assert result.exit_code == 0, result.output
    found: list[dict[str, Any]] = json.loads(result.stdout)["rows"]
    return found


@pytest.fixture
def file(tmp_path: Path, event: Event) -> Path:
    del event  # it must be there first
    path = tmp_path / "Liste.xlsx"
    path.write_bytes(xlsx(ROWS))
    return path


def people() -> list[Registration]:
    session().rollback()
    return list(session().scalars(select(Registration).order_by(Registration.id)).all())


def test_a_dry_run_changes_nothing(file: Path, event: Event) -> None:
    make_registration(event)
    found = rows(run(file, "--dry-run", "--json"))
    assert [(row["row"], row["result"], row["reasons"]) for row in found] == [
        (2, "added", []), (3, "known", ["registered"]), (4, "refused", ["email_missing"]),
    ]  # fmt: skip
    assert [row["registration"] for row in found] == [None, people()[0].public_id, None]
    assert found[2]["texts"] == ["The e-mail address is missing."]
    assert len(people()) == 1
    assert session().scalar(select(func.count(ListImport.id))) == 0


def test_it_adds_and_a_second_time_it_knows(file: Path) -> None:
    found = rows(run(file, "--json"))
    assert [row["registration"] for row in found] == [*(one.public_id for one in people()), None]
    assert [row["result"] for row in found] == ["added", "added", "refused"]
    again = rows(run(file, "--json"))
    assert [row["result"] for row in again] == ["known", "known", "refused"]
    assert [row["registration"] for row in again] == [row["registration"] for row in found]
    assert len(people()) == 2
    assert session().scalar(select(func.count(OutgoingMail.id))) == 0


def test_a_list_of_whole_pieces_is_added(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "CHUNK", 2)
    assert [row["result"] for row in rows(run(file, "--json"))] == ["added", "added", "refused"]


def test_it_writes_to_people_if_told(file: Path) -> None:
    assert run(file, "--by-mail").exit_code == 0
    assert session().scalar(select(func.count(OutgoingMail.id))) == 2


def test_it_is_read_by_people_too(file: Path) -> None:
    result = run(file)
    assert result.output.splitlines()[0] == "     2  added"
    assert result.output.splitlines()[2] == "     4  refused   The e-mail address is missing."


@pytest.mark.parametrize(
    ("name", "data", "family", "place"),
    [
        ("a.xls", xls(ROWS), "Krause", "05315000"),
        ("a.ods", ods("".join(ods_row(*row) for row in UKRAINIAN)), "Коваленко", "UA12080050000062712"),
        ("a.csv", "\n".join(";".join(f'"{cell}"' for cell in row) for row in ENGLISH).encode(), "Krause", "05315000"),
        ("a.csv", "\n".join("\t".join(row) for row in UKRAINIAN).encode("utf-16"), "Коваленко", "UA12080050000062712"),
        ("a.xlsx", xlsx(ENGLISH), "Krause", "05315000"),
    ],
)
def test_three_languages_and_four_kinds_of_files(
    tmp_path: Path, event: Event, name: str, data: bytes, family: str, place: str
) -> None:
    (tmp_path / name).write_bytes(data)
    assert rows(run(tmp_path / name, "--json", slug=event.slug))[0]["result"] == "added"
    assert (people()[0].family_name, people()[0].place_key) == (family, place)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "The file is empty."),
        (b"%PDF-1.7" + bytes(100), "holds no table"),
        (b"a;b\n1;2\n", "needs a column with e-mail addresses and one with names"),
        (xlsx([["Name", "Ort"], ["Sabine Krause", "Köln"]]), "Understood: Whole name, Municipality or district."),
    ],
)
def test_what_cannot_be_read_is_one_clear_line(tmp_path: Path, event: Event, data: bytes, said: str) -> None:
    (tmp_path / "a.csv").write_bytes(data)
    for options in ([], ["--dry-run"]):
        result = run(tmp_path / "a.csv", *options, slug=event.slug)
        assert result.exit_code == 1
        assert said in result.stderr
        assert result.stderr.count("\n") == 1
    assert people() == []


def test_an_unknown_conference_is_said(file: Path) -> None:
    assert "There is no conference “x”" in run(file, slug="x").stderr


def test_a_region_for_those_who_tell_none(tmp_path: Path, event: Event) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(xlsx([["Name", "E-Mail", "Organisation"], ["Sabine Krause", "s@example.org", "Verein"]]))
    assert rows(run(path, "--json", slug=event.slug))[0]["reasons"] == ["side_missing"]
    assert rows(run(path, "--json", "--side", "nrw", slug=event.slug))[0]["result"] == "added"
