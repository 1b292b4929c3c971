"""Long lists are the worker's: read and judged, killed and taken up again, failed, asked about, added, stopped."""

from functools import partial
from typing import Any

import pytest
from page import Client, Page
from read_later import begun_again, discarded_after, killed_at, make_long, taken_up_again
from registration.lists_uploaded import HEAD, LISTS, SABINE, add, people, results, sheet, undo, upload
from sqlalchemy import func, select, update
from surroundings import Clock
from workbooks_made import packed, parts_of

from webapp.core import jobs, tables, turns
from webapp.core.db import engine, session, transaction
from webapp.core.turns import OvertakenError
from webapp.events.models import Event
from webapp.registration import held_lists, holding, importing, judging, list_reading
from webapp.registration.list_models import ListImport, ListReading, ListRow, ListState, RowResult, Stage
from webapp.registration.list_rows import read_row

NUMBER = 9
ROWS = [[f"Name{number}", "Muster", f"a{number}@example.org", "Köln"] for number in range(NUMBER)]
LIST = sheet(HEAD, *ROWS)
UNKNOWN = sheet(["Wer", "Woher", "Womit"], *(["Sabine Krause", "Köln", f"a{n}@example.org"] for n in range(NUMBER)))


@pytest.fixture(autouse=True)
def _long(monkeypatch: pytest.MonkeyPatch) -> None:
    make_long(monkeypatch)


def state() -> tuple[ListState, int, int]:
    """Of the one list; how many rows are written, and how many readings are going on."""
    session().rollback()
    rows, readings = (session().scalar(select(func.count()).select_from(kind)) for kind in (ListRow, ListReading))
    return session().scalars(select(ListImport.state)).one(), rows or 0, readings or 0


def test_a_long_list_is_read_by_the_worker(organiser: Client) -> None:
    page = upload(organiser, LIST)
    assert "It waits for its turn." in page.text
    assert page.one("#reading")["data-hx-get"] == page.url
    assert state() == (ListState.HELD, 0, 1)
    assert jobs.run_due() > 0
    assert state() == (ListState.CHECKED, NUMBER + 1, 0)
    page = organiser.get(page.url)
    assert page.all("#reading") == []
    assert results(page) == ["will be added"] * NUMBER
    assert session().scalars(select(ListImport.content)).all() == [None]


def test_a_short_list_is_read_while_somebody_waits(organiser: Client) -> None:
    assert results(upload(organiser, sheet(HEAD, SABINE))) == ["will be added"]
    assert state() == (ListState.CHECKED, 2, 0)


def test_few_bytes_that_hold_many_rows_are_the_workers(organiser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "LITTLE_ROWS", 500)
    many = sheet(HEAD, *([f"Name{number}", "Muster", "a@example.org", "Köln"] for number in range(500)))
    assert len(many) < tables.LITTLE_BYTES
    upload(organiser, many)
    assert state()[0] is ListState.HELD


@pytest.mark.parametrize(
    ("stage", "text"),
    [(Stage.JUDGED, "Step 1 of 2: 1 of 4 rows checked"), (Stage.KEPT, "Step 2 of 2: 1 of 4 rows saved")],
)
def test_the_page_says_how_far_it_is(organiser: Client, stage: Stage, text: str) -> None:
    page = upload(organiser, LIST)
    with transaction() as writing:
        writing.execute(update(ListReading).values(reader="x"))
    assert "Reading has begun." in organiser.get(page.url).text
    with transaction() as writing:
        writing.execute(update(ListReading).values(stage=stage, done=1, total=4))
    assert text in organiser.get(page.url).text
    row = next(row for row in organiser.get(LISTS).table() if row["State"] == "being read")
    assert row["Rows"] == "–"


def test_while_it_is_read_others_see_how_far(organiser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    page, seen = upload(organiser, LIST), []

    def read(*given: Any) -> Any:
        with engine().connect() as other:
            told = select(ListReading.stage, ListReading.done, ListReading.total)
            seen.append(tuple(other.execute(told).one()))
        return read_row(*given)

    monkeypatch.setattr(judging, "read_row", read)
    jobs.run_due()
    assert seen[::3] == [(Stage.JUDGED, done, NUMBER) for done in (0, 3, 6)]
    assert results(organiser.get(page.url)) == ["will be added"] * NUMBER


@pytest.mark.parametrize(
    ("module", "name", "time", "written"),
    [(list_reading, "read", 1, 0), (judging, "judge", 1, 0), (holding, "keep", 2, 4), (holding, "finish", 1, 8)],
)
def test_killed_in_the_middle_it_is_taken_up_again(
    organiser: Client, clock: Clock, monkeypatch: pytest.MonkeyPatch, module: Any, name: str, time: int, written: int
) -> None:
    page = upload(organiser, LIST)
    killed_at(monkeypatch, module, name, time)
    assert state() == (ListState.HELD, written, 1)
    clock.forward(minutes=3)
    assert "Reading this file has stopped" in organiser.get(page.url).text
    jobs.run_due()
    assert state()[0] is ListState.HELD, "it may still be going on elsewhere"
    taken_up_again(clock)
    assert state() == (ListState.CHECKED, NUMBER + 1, 0)
    assert list(session().scalars(select(ListRow.number).order_by(ListRow.number))) == list(range(1, NUMBER + 2))


def test_a_reading_that_fails_says_so_and_can_be_begun_again(
    organiser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed = begun_again(monkeypatch, organiser, upload(organiser, LIST), holding, "finish")
    assert state() == (ListState.CHECKED, NUMBER + 1, 0)
    failed.form(f"{failed.url}/again").submit(status=409)
    assert state() == (ListState.CHECKED, NUMBER + 1, 0)


def test_whoever_was_overtaken_writes_nothing_any_more(organiser: Client) -> None:
    upload(organiser, LIST)
    public_id = session().scalars(select(ListImport.public_id)).one()
    first, second = (turns.begin(ListReading, ListImport, public_id, holding.forget_rows) for _turn in range(2))
    assert first is not None
    assert second is not None
    with pytest.raises(OvertakenError):
        held_lists.read(first)
    assert state() == (ListState.HELD, 0, 1)
    held_lists.read(second)
    assert state() == (ListState.CHECKED, NUMBER + 1, 0)
    held_lists.read_list(public_id)
    assert state() == (ListState.CHECKED, NUMBER + 1, 0)


def test_a_list_discarded_while_it_is_read_leaves_nothing(organiser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    page = upload(organiser, LIST)
    discard = partial(holding.discard, page.url.rpartition("/")[2], actor="x")
    discarded_after(monkeypatch, judging, "judge", discard, ListImport.id, ListRow.id, ListReading.list_id)
    organiser.get(page.url, status=404)


def test_a_list_that_cannot_be_read_says_why(organiser: Client) -> None:
    data = "\n".join(";".join(row) for row in [HEAD, *ROWS]).encode("utf-16")[:-1]
    page = upload(organiser, data, "Anmeldungen.csv")
    jobs.run_due()
    assert state() == (ListState.REFUSED, 0, 0)
    page = organiser.get(page.url)
    assert "The file ends in the middle of a letter" in page.text
    page = page.form(f"{page.url}/discard").submit()
    assert session().scalars(select(ListImport.id)).all() == []


def test_what_one_look_refuses_is_refused_at_once(organiser: Client) -> None:
    page = upload(organiser, packed(parts_of(LIST) | {"xl/vbaProject.bin": b"x"}), status=422)
    assert page.errors()[0].startswith("The file holds macros")
    assert session().scalars(select(ListImport.id)).all() == []


def named(organiser: Client) -> Page:
    """The page of a long list, after somebody said what its columns are."""
    page = upload(organiser, UNKNOWN)
    jobs.run_due()
    assert state() == (ListState.COLUMNS, NUMBER + 1, 0)
    page = organiser.get(page.url, follow=True)
    assert page.h1 == "What are the columns?"
    return page.form(page.url).fill(**{"column-0": "name", "column-1": "place"}).submit()


def test_what_its_columns_are_is_asked_and_judged_by_the_worker(organiser: Client) -> None:
    page = named(organiser)
    assert "It waits for its turn." in page.text
    assert state() == (ListState.HELD, NUMBER + 1, 1)
    organiser.get(f"{page.url}/columns").one("#reading")
    jobs.run_due()
    assert results(organiser.get(page.url)) == ["will be added"] * NUMBER
    assert len(people()) == 0


def test_killed_while_rows_are_judged_anew_none_is_lost(
    organiser: Client, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = named(organiser)
    killed_at(monkeypatch, holding, "judge_anew", 3)
    assert state() == (ListState.HELD, NUMBER + 1, 1)
    taken_up_again(clock)
    assert state() == (ListState.CHECKED, NUMBER + 1, 0)
    assert results(organiser.get(page.url)) == ["will be added"] * NUMBER


def test_a_long_list_is_forgotten_before_it_is_read(organiser: Client, clock: Clock) -> None:
    upload(organiser, LIST)
    clock.forward(hours=25)
    holding.forget_lists()
    session().rollback()
    assert session().scalars(select(ListImport.id)).all() == []
    assert jobs.run_due() > 0
    assert session().scalars(select(ListRow.id)).all() == []


def test_many_people_are_added_by_the_worker(organiser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "AT_ONCE", 5)
    page = upload(organiser, LIST)
    jobs.run_due()
    page = add(organiser.get(page.url))
    assert people() == []
    assert f"{NUMBER} rows are left." in page.text
    assert page.one("progress")["max"] == str(NUMBER)
    jobs.run_due()
    page = organiser.get(page.url)
    assert len(people()) == NUMBER
    assert "Remove these people again" in page.text


def test_adding_many_can_be_stopped_halfway(organiser: Client, event: Event, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "AT_ONCE", 5)
    monkeypatch.setattr(importing, "CHUNK", 3)
    page = upload(organiser, LIST)
    jobs.run_due()
    page = add(organiser.get(page.url))
    with transaction():
        importing.take(page.url.rpartition("/")[2], actor="program", now=event.changed_at)
    assert len(people()) == importing.CHUNK
    undo(organiser.get(page.url))
    assert jobs.run_due() > 0
    assert people() == []
    assert session().scalars(select(ListRow.result).where(ListRow.result == RowResult.FINE)).all() == []
