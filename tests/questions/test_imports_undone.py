"""What is left of an import: undone exactly, forgotten after a day, discarded."""

from datetime import UTC, datetime

from factories import make_question, make_registration
from page import Client
from questions.uploads import CHAT, everything, outcomes, questions, sample, take_up, undo, upload
from sqlalchemy import func, select
from surroundings import Clock

from webapp.core.audit import AuditEntry
from webapp.core.db import session, transaction
from webapp.events.models import Event
from webapp.questions import import_holding, keeping
from webapp.questions.import_models import ImportedQuestion, QuestionImport
from webapp.questions.lifecycle import State
from webapp.questions.models import Question


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


def test_discarding_forgets_the_file(moderator: Client) -> None:
    page = upload(moderator, CHAT.encode())
    page.form(f"{page.path}/discard").submit()
    assert session().scalar(select(func.count(ImportedQuestion.id))) == 0
