"""Large reports are read in a job: how far it is, killed and taken up again, failed, overtaken, asked."""

import csv
import io
from itertools import pairwise
from typing import Any

import pytest
from attendance.test_review import event
from attendance.uploads import people, report, row
from attendance.uploads import read as upload
from page import Client
from read_later import begun_again, discarded_after, fail, killed_at, make_long, taken_up_again
from sqlalchemy import func, select, update
from sqlalchemy.exc import OperationalError
from surroundings import Clock
from workbooks_made import xlsx

from webapp.attendance import held_reports, importing, keeping, stages
from webapp.attendance.models import ImportRun, Reading, ReportedPerson, RunState
from webapp.attendance.readers import parsed
from webapp.attendance.recognition import matching
from webapp.attendance.stages import Stage
from webapp.core import jobs, tables, turns
from webapp.core.clock import BERLIN
from webapp.core.db import engine, session, transaction
from webapp.core.tables import LITTLE_BYTES, LITTLE_ROWS
from webapp.core.turns import OvertakenError, Turn
from webapp.events.models import Event

__all__ = ["event"]
NUMBER = 9
FILE = report(*(row(f"Gast{number} Fremd{number}", f"g{number}@x.example") for number in range(NUMBER)))


@pytest.fixture(autouse=True)
def _large(monkeypatch: pytest.MonkeyPatch) -> None:
    make_long(monkeypatch, piece=2)
    for module in (stages, parsed, matching):
        monkeypatch.setattr(module, "STEP", 3)


@pytest.fixture
def notes(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Stage, int, int]]:
    """What another connection sees after each word about the progress."""
    seen: list[tuple[Stage, int, int]] = []
    tell = Turn.tell

    def told(self: Any, *what: Any) -> None:
        tell(self, *what)
        with engine().connect() as other:
            rows = other.execute(select(Reading.stage, Reading.done, Reading.total))
            seen.extend((row.stage, row.done, row.total) for row in rows)

    monkeypatch.setattr(Turn, "tell", told)
    return seen


def state() -> tuple[RunState, int, int]:
    """Of the one import; how many people are written, and how many readings are going on."""
    session().rollback()
    run = session().scalars(select(ImportRun).execution_options(populate_existing=True)).one()
    number = session().scalar(select(func.count(ReportedPerson.id).filter(ReportedPerson.run_id == run.id))) or 0
    return run.state, number, len(session().scalars(select(Reading.run_id)).all())


def test_a_large_report_waits_and_tells_how_far_it_is(organiser: Client, notes: list[tuple[Stage, int, int]]) -> None:
    page = upload(organiser, FILE)
    assert "It waits for its turn." in page.text
    assert page.one("#reading")["data-hx-get"] == page.url
    assert jobs.run_due() > 0
    assert [stage for stage in Stage if stage in {one[0] for one in notes}] == [Stage.FILES, Stage.ROWS, Stage.PEOPLE]
    assert all(0 <= done <= total for _stage, done, total in notes)
    assert all((list(Stage).index(a[0]), a[1]) < (list(Stage).index(b[0]), b[1]) for a, b in pairwise(notes))
    page = organiser.get(page.url)
    assert f"To be decided ({NUMBER})" in page.text
    assert page.all("#reading") == []
    assert state() == (RunState.READ, NUMBER, 0)


def test_few_bytes_that_hold_many_rows_are_read_later_too(organiser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "LITTLE_ROWS", LITTLE_ROWS)
    rows = list(csv.reader(io.StringIO(FILE.decode("utf-8-sig"))))
    many = xlsx([*rows, *([f"Gast{number}", "", *rows[-1][2:]] for number in range(LITTLE_ROWS))])
    assert len(many) < LITTLE_BYTES
    assert "It waits for its turn." in upload(organiser, many).text
    assert upload(organiser, FILE, statements=100).all("#reading") == []


@pytest.mark.parametrize(
    ("stage", "text"),
    [
        (Stage.FILES, "Step 1 of 4: 1 of 4 files opened"),
        (Stage.ROWS, "Step 2 of 4: 1 of 4 rows read"),
        (Stage.PEOPLE, "Step 3 of 4: 1 of 4 people compared with the registrations"),
        (Stage.KEPT, "Step 4 of 4: 1 of 4 people saved"),
    ],
)
def test_the_page_says_how_far_it_is(organiser: Client, stage: Stage, text: str) -> None:
    page = upload(organiser, FILE)
    with transaction() as writing:
        writing.execute(update(Reading).values(stage=stage, done=1, total=4))
    assert text in organiser.get(page.url).one("#reading [role=status]").get_text()


@pytest.mark.parametrize(
    ("module", "name", "time", "written"),
    [(importing, "read", 1, 0), (keeping, "people", 1, 0), (keeping, "people", 4, 6), (keeping, "finish", 1, 8)],
)
def test_killed_in_the_middle_it_is_taken_up_again_and_nobody_is_doubled(
    organiser: Client, clock: Clock, monkeypatch: pytest.MonkeyPatch, module: Any, name: str, time: int, written: int
) -> None:
    page = upload(organiser, FILE)
    killed_at(monkeypatch, module, name, time)
    assert state() == (RunState.HELD, written, 1)
    clock.forward(minutes=3)
    assert "Reading this report has stopped" in organiser.get(page.url).text
    jobs.run_due()
    assert state()[0] is RunState.HELD, "it may still be going on elsewhere"
    taken_up_again(clock)
    assert state() == (RunState.READ, NUMBER, 0)
    numbers = session().scalars(select(ReportedPerson.number).order_by(ReportedPerson.number)).all()
    assert list(numbers) == list(range(1, NUMBER + 1))


def test_a_reading_that_fails_says_so_and_can_be_begun_again(
    organiser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed = begun_again(monkeypatch, organiser, upload(organiser, FILE), keeping, "finish")
    assert state() == (RunState.READ, NUMBER, 0)
    failed.form(f"{failed.url}/again").submit(status=409)
    assert state() == (RunState.READ, NUMBER, 0)


def test_others_who_write_for_long_do_not_end_a_reading(organiser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    page = upload(organiser, FILE)
    real = Turn.note

    def note(self: Any, stage: Stage, done: int, total: int) -> None:
        if stage is not Stage.KEPT:
            raise OperationalError("BEGIN IMMEDIATE", None, Exception("database is locked"))
        real(self, stage, done, total)

    monkeypatch.setattr(Turn, "note", note)
    assert jobs.run_due() > 0
    assert state() == (RunState.READ, NUMBER, 0)
    assert f"To be decided ({NUMBER})" in organiser.get(page.url).text


def test_whoever_was_overtaken_writes_nothing_any_more(organiser: Client, event: Event) -> None:
    upload(organiser, FILE)
    public_id = session().scalars(select(ImportRun.public_id)).one()
    first = turns.begin(Reading, ImportRun, public_id, keeping.forget)
    assert first is not None
    read = importing.read(event, [("report.csv", FILE)], BERLIN)
    assert turns.begin(Reading, ImportRun, public_id, keeping.forget) is not None
    for expected in ((RunState.HELD, 0, 1), (RunState.READ, NUMBER, 0)):
        with pytest.raises(OvertakenError):
            held_reports.keep(first, *read)
        with pytest.raises(ZeroDivisionError):
            first.work(fail)
        assert state() == expected
        held_reports.read_held(public_id)


def test_a_report_discarded_while_it_is_read_leaves_nothing(organiser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    page = upload(organiser, FILE)

    def discard() -> None:
        importing.discard(session().scalars(select(ImportRun)).one(), actor="x")

    discarded_after(monkeypatch, importing, "read", discard, ImportRun.id, ReportedPerson.id, Reading.run_id)
    organiser.get(page.url, status=404)


def test_an_answer_to_a_large_report_is_read_later_too(event: Event, organiser: Client) -> None:
    people(event)
    page = upload(organiser, FILE.replace(b"12/03/2026", b"05/06/2026"))
    jobs.run_due()
    page = organiser.get(page.url)
    assert page.h1 == "One question about the report"
    assert state() == (RunState.ASKING, 0, 0)
    page = page.form(page.url + "/answer").fill(date_order="dmy").submit(follow=True)
    assert "It waits for its turn." in page.text
    assert jobs.run_due() > 0
    assert state() == (RunState.READ, NUMBER, 0)
