"""Long reports and chats are the worker's: read and compared, killed and taken up again, failed, asked about."""

from functools import partial
from typing import Any

import pytest
from factories import make_registration
from markup import attr
from page import Client, Page
from questions.uploads import IMPORTS, outcomes, questions, take_up, upload
from read_later import begun_again, discarded_after, fail, killed_at, make_long, taken_up_again
from sqlalchemy import func, select
from surroundings import Clock

from webapp.core import jobs, turns
from webapp.core.db import session, transaction
from webapp.core.turns import OvertakenError
from webapp.events.models import Event
from webapp.questions import held_imports, import_holding, import_judging, import_queries
from webapp.questions.import_models import ImportedQuestion, ImportReading, ImportState, QuestionImport
from webapp.questions.reading import files
from webapp.registration.models import Registration, State

NUMBER = 9
CHAT = "".join(f"10:0{n}:00 From Gast to Everyone:\n\tWer bezahlt Nummer {n}?\n" for n in range(NUMBER)).encode()
TABLE = ("Alpha;Beta\n" + "".join(f"Wer bezahlt Nummer {n}?;Ina Beck\n" for n in range(NUMBER))).encode()


@pytest.fixture(autouse=True)
def _long(monkeypatch: pytest.MonkeyPatch) -> None:
    make_long(monkeypatch)


def state() -> tuple[ImportState, int, int]:
    """Of the one import; how many entries are written, and how many readings are going on."""
    session().rollback()
    entries, readings = (
        session().scalar(select(func.count()).select_from(kind)) for kind in (ImportedQuestion, ImportReading)
    )
    return session().scalars(select(QuestionImport.state)).one(), entries or 0, readings or 0


def test_a_long_chat_is_read_by_the_worker(moderator: Client) -> None:
    page = upload(moderator, CHAT)
    assert "It waits for its turn." in page.text
    assert page.one("#reading")["data-hx-get"] == page.url
    assert state() == (ImportState.HELD, 0, 1)
    assert moderator.get(IMPORTS).table()[0]["State"] == "being read"
    assert upload(moderator, CHAT).url == page.url
    assert jobs.run_due() > 0
    assert state() == (ImportState.CHECKED, NUMBER, 0)
    assert outcomes() == ["new"] * NUMBER
    take_up(moderator.get(page.url))
    assert len(questions()) == NUMBER


@pytest.mark.parametrize(
    ("module", "name", "time", "written"),
    [(files, "read", 1, 0), (import_judging, "judge", 1, 0), (import_holding, "keep", 3, 8)],
)
def test_killed_in_the_middle_it_is_taken_up_again(
    moderator: Client, clock: Clock, monkeypatch: pytest.MonkeyPatch, module: Any, name: str, time: int, written: int
) -> None:
    page = upload(moderator, CHAT)
    killed_at(monkeypatch, module, name, time)
    assert state() == (ImportState.HELD, written, 1)
    clock.forward(minutes=3)
    assert "Reading this file has stopped" in moderator.get(page.url).text
    taken_up_again(clock)
    assert state() == (ImportState.CHECKED, NUMBER, 0)
    assert outcomes() == ["new"] * NUMBER


def test_a_reading_that_fails_says_so_and_can_be_begun_again(
    moderator: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed = begun_again(monkeypatch, moderator, upload(moderator, CHAT), import_holding, "finish")
    assert state() == (ImportState.CHECKED, NUMBER, 0)
    failed.form(f"{failed.url}/again").submit(status=409)


def test_whoever_was_overtaken_writes_nothing_any_more(moderator: Client) -> None:
    upload(moderator, CHAT)
    public_id = session().scalars(select(QuestionImport.public_id)).one()
    first = turns.begin(ImportReading, QuestionImport, public_id, import_holding.forget_entries)
    held_imports.read_import(public_id)
    assert first is not None
    with pytest.raises(OvertakenError):
        held_imports.read(first)
    assert state() == (ImportState.CHECKED, NUMBER, 0)


def test_an_import_discarded_while_it_is_read_leaves_nothing(
    moderator: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    discard = partial(import_holding.discard, upload(moderator, CHAT).url.rpartition("/")[2], actor="x")
    gone = (QuestionImport.id, ImportedQuestion.id, ImportReading.import_id)
    discarded_after(monkeypatch, import_judging, "judge", discard, *gone)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (CHAT.replace(b"Everyone", b"C D(Direct Message)"), "only messages to single people"),
        (TABLE.decode().encode("utf-16")[:-3], "The file ends in the middle of a letter"),
    ],
)
def test_a_file_of_which_nothing_can_be_made_says_why(moderator: Client, data: bytes, words: str) -> None:
    page = upload(moderator, data)
    jobs.run_due()
    assert state() == (ImportState.REFUSED, 0, 0)
    page = moderator.get(page.url)
    assert words in page.text
    assert upload(moderator, data).url != page.url
    page.form(f"{page.url}/discard").submit()


def named(moderator: Client) -> Page:
    """The page of a long table, after somebody said what its columns are."""
    page = upload(moderator, TABLE, "Tabelle.csv")
    jobs.run_due()
    assert state() == (ImportState.COLUMNS, 0, 0)
    page = moderator.get(page.url)
    assert page.h1 == "What are the columns?"
    return page.form(f"{page.path}/columns").fill(**{"column-0": "question", "column-1": "name"}).submit()


def test_a_long_table_is_read_by_the_worker_once_its_columns_are_named(
    moderator: Client, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = named(moderator)
    assert "It waits for its turn." in page.text
    killed_at(monkeypatch, import_holding, "keep", 2)
    assert state() == (ImportState.HELD, 4, 1)
    taken_up_again(clock)
    assert state() == (ImportState.CHECKED, NUMBER, 0)
    assert session().scalars(select(QuestionImport.sheet)).all() == [{}]
    take_up(moderator.get(page.url))
    assert {one.author_name for one in questions()} == {"Ina Beck"}


def test_columns_of_which_nothing_could_be_made_are_asked_again(moderator: Client) -> None:
    rows = "".join(f"Ina Beck;Wer bezahlt Nummer {n}?;\n" for n in range(NUMBER))
    page = upload(moderator, f"Name;Thema;Leer\n{rows}".encode(), "Tabelle.csv")
    jobs.run_due()
    form = moderator.get(page.url).form(f"{page.path}/columns")
    form.fill(**{"column-1": "", "column-2": "question"}).submit()
    jobs.run_due()
    assert state() == (ImportState.REFUSED, 0, 0)
    page = upload(moderator, f"Name;Thema;Leer\n{rows}{rows}".encode(), "Tabelle.csv")
    jobs.run_due()
    assert moderator.get(page.url).h1 == "What are the columns?"


def test_it_is_forgotten_before_it_is_read(moderator: Client, clock: Clock) -> None:
    upload(moderator, CHAT)
    clock.forward(hours=25)
    import_holding.forget_imports()
    session().rollback()
    assert session().scalars(select(QuestionImport.id)).all() == []


def test_a_short_chat_is_the_workers_too_where_many_are_registered(
    event: Event, moderator: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every name of the file is compared with all of theirs; the page only reads what was found."""
    monkeypatch.setattr(import_queries, "FEW_PEOPLE", 2)
    people = [make_registration(event, email=f"{name}@example.org", family_name=name) for name in ("Коваль", "Мельник")]
    chat = b"10:05:45 From Olena Kovall to Everyone:\n\tWer bezahlt die Fahrt?\n"
    assert state_of(upload(moderator, chat)) is ImportState.CHECKED
    people.append(make_registration(event, email="third@example.org", family_name="Руденко"))
    page = upload(moderator, chat + b"\n")
    assert state_of(page) is ImportState.HELD
    jobs.run_due()
    monkeypatch.setattr(import_queries, "people", fail)
    shown = moderator.get(page.url)
    assert [attr(tag, "value") for tag in shown.all("select[name^=author] option")] == ["", people[0].public_id]
    with transaction():
        session().get_one(Registration, people[0].id).state = State.CANCELLED
    assert not moderator.get(page.url).all("select[name^=author]")


def state_of(page: Page) -> ImportState:
    session().rollback()
    found = select(QuestionImport.state).where(QuestionImport.public_id == page.url.rpartition("/")[2])
    return session().scalars(found).one()
