"""Reports and chats on the moderators' pages: picked, taken up once, merged, undone exactly."""

import io
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from factories import KOELN, make_event, make_question, make_registration
from page import Client, Page
from sqlalchemy import func, select
from surroundings import Clock

from webapp.core.audit import AuditEntry
from webapp.core.db import Model, session, transaction
from webapp.events.models import Event
from webapp.questions import import_holding, keeping
from webapp.questions.import_models import ImportedQuestion, QuestionImport
from webapp.questions.lifecycle import State
from webapp.questions.models import Answer, Channel, Question, Visibility
from webapp.registration.models import Side

SAMPLES = Path(__file__).with_name("samples")
IMPORTS = "/manage/events/folgekonferenz/questions/imports"
AS_TYPED = {"typography"}  #: people type straight quotation marks
CHAT = """10:02:11 From Sabine Krause to Everyone:
\tGuten Morgen
10:05:45 From Олена Коваленко to Everyone:
\tЯк знайти громаду-партнера?
10:06:10 From Jörg Weiß to Sabine Krause(Direct Message):
\tRufen Sie mich später an?
10:07:00 From Gast to Everyone:
\tWer bezahlt die Übersetzung?
"""


@pytest.fixture
def event(app: object) -> Event:
    del app  # it must be there first
    return make_event()


@pytest.fixture
def moderator(signed_in: Callable[[str], Client], event: Event) -> Client:
    del event
    return signed_in("moderator")


def upload(client: Client, data: bytes, name: str = "chat.txt", status: int = 200, **more: object) -> Page:
    form = client.get(IMPORTS).form(IMPORTS)
    return form.fill(file=(io.BytesIO(data), name), **more).submit(status=status, without=AS_TYPED)


def sample(client: Client, name: str) -> Page:
    return upload(client, (SAMPLES / name).read_bytes(), name)


def picking(page: Page) -> str:
    return next(str(tag["action"]) for tag in page.all("form") if "/picks" in str(tag["action"]))


def take_up(page: Page, **values: object) -> Page:
    return page.form(picking(page)).fill(**values).submit("Take up the ticked", statements=10_000, without=AS_TYPED)


def undo(page: Page) -> Page:
    return page.form(f"{page.path}/undo").submit(statements=10_000, without=AS_TYPED)


def questions() -> Sequence[Question]:
    session().rollback()
    return session().scalars(select(Question).order_by(Question.number)).all()


def outcomes() -> list[str]:
    session().rollback()
    rows = session().scalars(select(ImportedQuestion).order_by(ImportedQuestion.import_id, ImportedQuestion.number))
    return [row.outcome.value for row in rows]


def everything(*but: str) -> dict[str, list[str]]:
    """Every row of every table of questions."""
    session().rollback()
    tables = (name for name in Model.metadata.tables if name.startswith("question") and name not in but)
    return {name: sorted(map(repr, session().execute(Model.metadata.tables[name].select()))) for name in tables}


def test_a_chat_is_picked_from(moderator: Client, event: Event) -> None:
    olena = make_registration(event)
    page = upload(moderator, CHAT.encode())
    ticked = [str(tag["value"]) for tag in page.all("input[name=take][checked]")]
    assert ticked == ["3", "7"]
    assert "1 message to a single person was left out" in page.text
    assert "Rufen Sie mich" not in page.text
    assert questions() == []
    page = take_up(page, take=["3"])
    assert "1 question was taken up" in page.text
    (one,) = questions()
    assert (one.text, one.channel, one.state, one.language) == (
        "Як знайти громаду-партнера?", Channel.CHAT, State.INBOX, "uk",
    )  # fmt: skip
    assert (one.registration_id, one.place_key, one.version) == (olena.id, olena.place_key, 1)
    assert outcomes() == ["left", "added", "left"]
    day = event.starts_at.astimezone().date()
    assert one.asked_at.date() in {day, day - timedelta(days=1)}


def test_what_does_not_look_like_a_question_can_be_one(moderator: Client, event: Event) -> None:
    sabine = make_registration(event, given_name="Sabine", family_name="Krause", email="sabine@example.org")
    take_up(upload(moderator, CHAT.encode()), take=["1"])
    assert [(one.text, one.registration_id) for one in questions()] == [("Guten Morgen", sabine.id)]


def test_all_and_none(moderator: Client) -> None:
    page = upload(moderator, CHAT.encode())
    page = page.form(picking(page)).submit("Tick all on this page")
    assert outcomes() == ["new", "new", "new"]
    page = page.form(picking(page)).submit("Tick none on this page")
    assert outcomes() == ["left", "left", "left"]
    assert page.all("input[name=take][checked]") == []


def test_pages_keep_what_was_ticked(moderator: Client) -> None:
    said = "".join(f"10:{n // 60:02}:{n % 60:02} From Gast to Everyone:\n\tNachricht {n}\n" for n in range(60))
    page = upload(moderator, said.encode())
    page = page.form(picking(page)).fill(take=["3"]).submit("Save, and go to the next page")
    assert "page 2 of 2" in page.text
    page = page.form(picking(page)).fill(take=["119"]).submit("Save, and go to the previous page")
    assert [str(tag["value"]) for tag in page.all("input[name=take][checked]")] == ["3"]
    take_up(page)
    assert [one.text for one in questions()] == ["Nachricht 1", "Nachricht 59"]


def test_a_report_with_answers_and_votes(moderator: Client, event: Event) -> None:
    olena = make_registration(event, given_name="Olena", family_name="Kovalenko", email="olena@example.org")
    page = take_up(sample(moderator, "zoom_qa_2020_en.csv"))
    assert "3 questions were taken up" in page.text
    first, second, third = questions()
    assert {one.channel for one in questions()} == {Channel.PLATFORM}
    assert (first.registration_id, first.answered_by) == (olena.id, "")
    answer = session().scalars(select(Answer)).one()
    assert (answer.question_id, answer.language) == (first.id, "en")
    assert answer.text == "Write to us.\n\nWe publish a list."
    assert (second.visibility, second.answered_live, second.author_name) == (Visibility.UNLINKED, True, "")
    assert (third.registration_id, third.author_name) == (None, "Petro Bondar")
    take_up(sample(moderator, "teams_qa_en.csv"))
    votes = session().scalars(select(ImportedQuestion.votes).where(ImportedQuestion.votes.is_not(None)))
    assert sorted(vote for vote in votes if vote is not None) == [0, 7]


def test_nothing_is_public_even_where_questions_are_at_once(moderator: Client, event: Event) -> None:
    with transaction():
        keeping.board(event.id, datetime.now(UTC)).publishes_at_once = True
    take_up(upload(moderator, CHAT.encode()))
    assert {one.state for one in questions()} == {State.INBOX}


def test_the_place_in_a_table_is_kept(moderator: Client) -> None:
    take_up(sample(moderator, "liste_fragen.csv"))
    first, second = questions()
    assert (first.author_name, first.place_key, first.side) == ("Jörg Weiß", KOELN, Side.NRW)
    assert second.side is Side.DNIPROPETROVSK
    assert first.asked_at == datetime(2026, 4, 20, 8, 30, tzinfo=UTC)


def test_the_same_file_twice_changes_nothing(moderator: Client) -> None:
    take_up(upload(moderator, CHAT.encode()))
    before = everything()
    page = upload(moderator, CHAT.encode(), "other name.txt")
    assert "This file was taken up before" in page.text
    assert everything() == before


def test_a_longer_chat_brings_what_is_new(moderator: Client) -> None:
    take_up(upload(moderator, CHAT.encode()))
    longer = CHAT + "10:30:00 From Gast to Everyone:\n\tWann ist die nächste Konferenz?\n"
    page = upload(moderator, longer.encode())
    assert outcomes()[3:] == ["left", "known", "known", "new"]
    take_up(page)
    assert [one.text for one in questions()][2:] == ["Wann ist die nächste Konferenz?"]
    take_up(upload(moderator, (longer + "\n").encode()))
    assert len(questions()) == 3


def test_the_same_words_of_somebody_else_are_merged(moderator: Client, event: Event) -> None:
    make_registration(event)
    other = make_registration(event, given_name="Jörg", family_name="Weiß", email="joerg@example.org", place_key=KOELN)
    root = make_question(event, text="Як знайти громаду-партнера", language="uk", registration=other)
    page = take_up(upload(moderator, CHAT.encode()))
    assert "2 questions were taken up" in page.text
    merged = questions()[1]
    assert (merged.merged_into_id, merged.text) == (root.id, "Як знайти громаду-партнера?")
    assert questions()[0].version == root.version
    undo(page)
    assert [one.id for one in questions()] == [root.id]


def test_the_same_words_of_the_same_person_are_known(moderator: Client, event: Event) -> None:
    olena = make_registration(event)
    make_question(event, text="Як знайти громаду-партнера?", language="uk", registration=olena)
    page = upload(moderator, CHAT.encode())
    assert outcomes() == ["left", "known", "new"]
    take_up(page)
    assert [one.text for one in questions()][1:] == ["Wer bezahlt die Übersetzung?"]


def test_nearly_the_same_is_suggested_and_somebody_decides(moderator: Client, event: Event) -> None:
    root = make_question(event, text="Wer bezahlt denn die Übersetzung?")
    page = upload(moderator, CHAT.encode())
    assert "Nearly the same has been asked already." in page.text
    take_up(page, **{"into-7": str(root.number)})
    assert [one.merged_into_id for one in questions()] == [None, None, root.id]


def test_twice_in_one_file(moderator: Client) -> None:
    twice = CHAT + "10:30:00 From Ina Beck to Everyone:\n\tWer bezahlt die Übersetzung?\n"
    twice += "10:31:00 From Ina Beck to Everyone:\n\tWer bezahlt die Übersetzung?\n"
    page = upload(moderator, twice.encode())
    assert outcomes() == ["left", "new", "new", "merge", "known"]
    take_up(page)
    first, second, third = questions()
    assert (third.text, third.merged_into_id, third.author_name) == (second.text, second.id, "Ina Beck")
    assert first.merged_into_id is None
    assert outcomes() == ["left", "added", "added", "merged", "known"]


def test_who_asked_is_suggested_and_chosen(moderator: Client, event: Event) -> None:
    """One name of two people is nobody's before somebody says whose."""
    people = [make_registration(event, email=f"olena{number}@example.org") for number in (1, 2)]
    page = upload(moderator, CHAT.encode())
    assert "It is not certain who asked." in page.text
    assert "olena1@example.org" not in page.text
    take_up(page, **{"author-3": people[1].public_id})
    assert [one.registration_id for one in questions()] == [people[1].id, None]


def test_nobody_names_who_asked_without_a_name(moderator: Client, event: Event) -> None:
    olena = make_registration(event)
    page = sample(moderator, "zoom_qa_2025_uk.csv")
    assert page.all("select[name=author-7]") == []
    page.form(picking(page)).forge(**{"author-7": olena.public_id}).submit(
        "Take up", statements=10_000, without=AS_TYPED
    )
    assert [one.registration_id for one in questions()] == [olena.id, None]


def test_nobody_and_nothing_of_another_event_is_taken(moderator: Client, event: Event) -> None:
    elsewhere = make_event(slug="andere")
    stranger = make_registration(elsewhere)
    make_question(elsewhere)
    page = upload(moderator, CHAT.encode())
    forged = {"author-7": stranger.public_id, "into-7": "1", "into-3": "99999999999999"}
    page.form(picking(page)).forge(**forged).submit("Take up", statements=10_000, without=AS_TYPED)
    mine = [one for one in questions() if one.event_id == event.id]
    assert [(one.registration_id, one.merged_into_id) for one in mine] == [(None, None), (None, None)]


def test_undo_is_exact(moderator: Client, event: Event) -> None:
    make_question(event, text="Wer bezahlt die Übersetzung?")
    make_registration(event)
    before = everything("question_import", "question_import_row", "question_board")
    page = take_up(sample(moderator, "zoom_qa_2020_en.csv"))
    page = undo(page)
    assert "3 questions were removed again." in page.text
    assert everything("question_import", "question_import_row", "question_board") == before
    removed = select(func.count()).where(AuditEntry.action == "question.remove")
    assert session().scalar(removed) == 3
    take_up(sample(moderator, "zoom_qa_2020_en.csv"))
    assert len(questions()) == 4


def test_undo_keeps_what_somebody_has_worked_on(moderator: Client) -> None:
    page = take_up(upload(moderator, CHAT.encode()))
    first = questions()[0].id
    with transaction() as writing:
        one = writing.get_one(Question, first)
        one.state = State.PUBLISHED
        keeping.changed(one, datetime.now(UTC))
    page = undo(page)
    assert "1 question was kept" in page.text
    assert [one.state for one in questions()] == [State.PUBLISHED]
    assert outcomes() == ["left", "kept", "removed"]


def test_a_table_of_unknown_columns(moderator: Client) -> None:
    table = b"Alpha;Beta\nWer zahlt die Schule?;Ina Beck\n"
    page = upload(moderator, table, "Tabelle.csv")
    assert page.h1 == "What are the columns?"
    form = page.form(f"{page.path}/columns")
    assert "Choose the column of the question." in form.submit(status=422).errors()
    page = form.fill(**{"column-0": "question", "column-1": "name"}).submit()
    take_up(page)
    assert [(one.text, one.author_name) for one in questions()] == [("Wer zahlt die Schule?", "Ina Beck")]
    again = upload(moderator, table + b"Wo ist die Liste?;Ina Beck\n", "Tabelle.csv")
    assert again.h1.startswith("Questions from a file")


def test_which_day_is_asked_only_if_nothing_tells(moderator: Client) -> None:
    page = upload(moderator, b"Question,Time\nWho pays?,03/04/2021 10:00\n", "report.csv")
    assert len(page.all("input[name=date_order]")) == 2
    assert page.all("button[formaction]") == []
    form = page.form(picking(page)).leave_out("shown", "take")
    answer = moderator.post(f"{page.path}/apply", form.values, status=409)
    assert answer.errors() == ["Say first which day is meant."]
    assert questions() == []
    page = page.form(f"{page.path}/day").fill(date_order="dmy").submit()
    take_up(page)
    assert questions()[0].asked_at == datetime(2021, 4, 3, 8, 0, tzinfo=UTC)


def test_the_day_of_the_conference_decides(moderator: Client, event: Event) -> None:
    start = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
    with transaction() as writing:
        there = writing.get_one(Event, event.id)
        there.registration_opens_at = start - timedelta(days=30)
        there.registration_closes_at = start
        there.starts_at, there.ends_at = start, start + timedelta(hours=2)
    take_up(upload(moderator, b"Question,Time\nWho pays?,03/04/2026 10:00\n", "report.csv", timezone="Europe/Kyiv"))
    assert questions()[0].asked_at == datetime(2026, 3, 4, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "The file is empty."),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "This file holds no table."),
        (b"#,Question,Asker Name\n", "there is no question in it"),
        (b"10:00:00 From A B to C D(Direct Message):\n\tx\n", "only messages to single people"),
    ],
)
def test_bad_files_are_refused_with_a_sentence(moderator: Client, data: bytes, words: str) -> None:
    page = upload(moderator, data, "chat.txt", status=422)
    assert any(words in error for error in page.errors())
    assert session().scalar(select(func.count(QuestionImport.id))) == 0


def test_fifty_megabytes_are_refused(moderator: Client) -> None:
    page = moderator.open("POST", IMPORTS, data=b"x" * (50 << 20), status=413)
    assert page.h1 == "That file is too large"


def test_ugly_text_is_defused(moderator: Client) -> None:
    ugly = "<script>alert(1)</script> wer zahlt\u202e das?" + "a\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301"
    page = upload(moderator, f"Frage;Name\n{ugly};Ina Beck\n{'Wer? ' * 1000};Ina Beck\n".encode())
    assert page.all("main script") == []
    take_up(page)
    first, second = questions()
    assert "\u202e" not in first.text
    assert len(second.text) == 2000


def test_after_a_day_only_numbers_are_kept(moderator: Client, clock: Clock) -> None:
    take_up(upload(moderator, CHAT.encode()))
    upload(moderator, b"Alpha;Beta\nx;y\n", "table.csv")
    clock.forward(hours=25)
    import_holding.forget_imports()
    session().rollback()
    held = session().scalars(select(QuestionImport)).one()
    assert (held.file_name, held.emptied_at is not None) == ("", True)
    assert {(row.text, row.name, row.email) for row in session().scalars(select(ImportedQuestion))} == {("", "", "")}
    assert len(questions()) == 2


def test_only_moderators_get_in(signed_in: Callable[[str], Client], event: Event) -> None:
    del event
    signed_in("partner").get(IMPORTS, status=403)
    assert signed_in("organiser").get(IMPORTS).h1.startswith("Reports and chats")


def test_discarding_forgets_the_file(moderator: Client) -> None:
    page = upload(moderator, CHAT.encode())
    page.form(f"{page.path}/discard").submit()
    assert session().scalar(select(func.count(ImportedQuestion.id))) == 0
