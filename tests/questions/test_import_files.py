"""Reports, tables and chats of every kind on the moderators’ pages: read, asked about, or refused with a reason."""

from datetime import UTC, datetime, timedelta

import pytest
from factories import KOELN, make_registration
from page import Client
from questions.uploads import IMPORTS, picking, questions, sample, take_up, upload
from sqlalchemy import func, select

from webapp.core.db import session, transaction
from webapp.events.models import Event
from webapp.questions.import_models import ImportedQuestion, QuestionImport
from webapp.questions.models import Answer, Channel, Visibility
from webapp.registration.models import Side


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


def test_the_place_in_a_table_is_kept(moderator: Client) -> None:
    take_up(sample(moderator, "liste_fragen.csv"))
    first, second = questions()
    assert (first.author_name, first.place_key, first.side) == ("Jörg Weiß", KOELN, Side.NRW)
    assert second.side is Side.DNIPROPETROVSK
    assert first.asked_at == datetime(2026, 4, 20, 8, 30, tzinfo=UTC)


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
