"""konferenz questions import: what it says, what it takes up, what it refuses."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from factories import make_event, make_registration
from sqlalchemy import func, select

from webapp.core.db import session
from webapp.events.models import Event
from webapp.questions.commands import questions
from webapp.questions.import_models import QuestionImport
from webapp.questions.models import Question

SAMPLES = Path(__file__).with_name("samples")
REPORT = SAMPLES / "zoom_qa_2020_en.csv"


@pytest.fixture(autouse=True)
def event(app: object) -> Event:
    del app  # it must be there first
    return make_event()


def run(path: Path, *options: str, slug: str = "folgekonferenz") -> Result:
    return CliRunner().invoke(questions, ["import", slug, str(path), *options])


def data(result: Result) -> dict[str, Any]:
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def there() -> list[Question]:
    session().rollback()
    return list(session().scalars(select(Question).order_by(Question.number)))


def test_a_dry_run_changes_nothing(event: Event) -> None:
    olena = make_registration(event, email="olena@example.org")
    found = data(run(REPORT, "--dry-run", "--json"))
    assert (found["platform"], found["sha256"]) == ("zoom", hashlib.sha256(REPORT.read_bytes()).hexdigest())
    assert [(row["row"], row["question"], row["result"], row["author"]) for row in found["rows"]] == [
        (6, None, "added", olena.public_id), (7, None, "added", None), (8, None, "added", None),
    ]  # fmt: skip
    assert there() == []
    assert session().scalar(select(func.count(QuestionImport.id))) == 0


def test_a_report_is_taken_up_once(event: Event) -> None:
    del event
    first, second = (data(run(REPORT, "--json")) for _round in range(2))
    assert [row["question"] for row in first["rows"]] == [one.public_id for one in there()]
    assert [row["result"] for row in first["rows"]] == ["added"] * 3
    assert [row["result"] for row in second["rows"]] == ["known"] * 3
    assert [row["question"] for row in second["rows"]] == [row["question"] for row in first["rows"]]
    assert len(there()) == 3
    assert "nothing was changed" in run(REPORT).stderr


def test_of_a_chat_only_what_looks_like_a_question() -> None:
    result = run(SAMPLES / "zoom_chat_2025_de.txt", "--json")
    assert [row["result"] for row in data(result)["rows"]] == ["left", "added", "added"]
    assert data(result)["rows"][0]["texts"] == ["Does not look like a question."]
    assert "left out: 1 × direct" in result.stderr


def test_in_lines_for_people() -> None:
    result = run(SAMPLES / "zoom_qa_2025_uk.csv")
    assert result.exit_code == 0
    assert [line.split()[:2] for line in result.stdout.splitlines()] == [["6", "added"], ["7", "added"]]


UNUSABLE: list[tuple[bytes, str]] = [
    (b"", "The file is empty."),
    (b"\x89PNG\r\n\x1a\n" + b"\0" * 90, "This file holds no table."),
    (b"x" * (9 << 20), "too large"),
    (b"Alpha;Beta\nHello;World\n", "It is not certain which column holds the questions: Alpha, Beta."),
    (b"Question,Time\nWho pays?,03/04/2021 10:00\n", "Say --date-order dmy or mdy."),
    (b"10:00:00 From A to B C(Privately):\n\tx\n", "only messages to single people"),
]


def test_what_cannot_be_used_ends_with_one_line(tmp_path: Path) -> None:
    path = tmp_path / "report.csv"
    for content, words in UNUSABLE:
        path.write_bytes(content)
        result = run(path, "--json")
        assert result.exit_code == 1, words
        assert words in result.stderr, words
        assert (result.stdout, len(result.stderr.strip().splitlines())) == ("", 1), words
        assert there() == [], words


def test_a_said_order_of_dates(tmp_path: Path) -> None:
    path = tmp_path / "report.csv"
    path.write_bytes(b"Question,Time\nWho pays?,03/04/2021 10:00\n")
    data(run(path, "--json", "--date-order", "mdy", "--timezone", "UTC"))
    assert there()[0].asked_at.isoformat() == "2021-03-04T10:00:00+00:00"


def test_wrong_names() -> None:
    assert run(REPORT, slug="nowhere").exit_code == 1
    assert run(REPORT, "--timezone", "Mars/Base").exit_code == 2
    assert run(SAMPLES / "nothing.csv").exit_code == 2
