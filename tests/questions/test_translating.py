"""Translations by humans: side by side with the original, with who and when, corrected, removed, never lost."""

from collections.abc import Callable

from factories import make_question
from page import Client
from questions.desk_steps import DESK

from webapp.core.db import session
from webapp.events.models import Event
from webapp.questions.models import Question, Translation


def send(browser: Client, question: Question, lang: str, text: str, status: int = 200) -> str:
    page = browser.get(f"{DESK}/{question.public_id}")
    field = page.one(f"#text-{lang}")
    form = field.inside("form")
    assert form is not None
    form["id"] = "sent"
    return page.form("sent").fill(text=text).submit(status=status).text


def kept(question: Question) -> dict[str, str]:
    session().rollback()
    rows = session().query(Translation).populate_existing().filter_by(question_id=question.id)
    return {row.language: row.text for row in rows}


def test_translated_corrected_and_removed(event: Event, moderator: Client) -> None:
    asked = make_question(event)
    said = send(moderator, asked, "uk", "Як знайти партнера?")
    assert "Translated by Sabine Krause on" in said
    assert "(Ukrainian time)" in said
    assert "Translation missing: English" in moderator.get(DESK).text
    panels = moderator.get(f"{DESK}/{asked.public_id}").all("#translations h3")
    assert [panel.get_text() for panel in panels] == ["Deutsch (original)", "Українська", "English"]  # as before
    send(moderator, asked, "uk", "Як нам знайти партнера?")
    assert kept(asked) == {"uk": "Як нам знайти партнера?"}
    send(moderator, asked, "uk", "")
    assert kept(asked) == {}


def test_nothing_typed_and_too_much(event: Event, moderator: Client) -> None:
    asked = make_question(event)
    assert "Enter the translation." in send(moderator, asked, "en", "", status=422)
    assert "Use at most 2000 characters. You have entered 2001." in send(moderator, asked, "en", "x" * 2001, status=422)
    assert kept(asked) == {}


def test_a_stale_translation_is_kept_in_the_form_and_can_be_sent_again(
    event: Event, moderator: Client, signed_in: Callable[[str], Client]
) -> None:
    asked = make_question(event)
    colleague = signed_in("organiser")
    page = moderator.get(f"{DESK}/{asked.public_id}")
    form = page.one("#text-en").inside("form")
    assert form is not None
    form["id"] = "sent"
    send(colleague, asked, "en", "How do we find a partner?")
    refused = page.form("sent").fill(text="My own words?").submit(status=409)
    assert "Somebody has changed this question in the meantime." in refused.text
    assert "How do we find a partner?" in refused.text
    assert refused.one("#text-en").get_text().strip() == "My own words?"
    tag = refused.one("#text-en").inside("form")
    assert tag is not None
    tag["id"] = "again"
    refused.form("again").submit()
    assert kept(asked) == {"en": "My own words?"}


def test_the_language_of_the_original_is_corrected(event: Event, moderator: Client) -> None:
    asked = make_question(event)
    send(moderator, asked, "uk", "Як знайти партнера?")
    form = moderator.get(f"{DESK}/{asked.public_id}").form(f"{DESK}/{asked.public_id}/assign")
    assert "Remove it first." in form.fill(language="uk").submit(status=422).text
    form.fill(language="en").submit()
    session().rollback()
    assert session().get_one(Question, asked.id, populate_existing=True).language == "en"


def test_the_worst_letters_break_nothing(event: Event, moderator: Client) -> None:
    worst = "<b>" + "Ш" * 120 + " \u202e\u0639\U0001f600\n\n\n\n" + "Z" + "\u0301" * 40
    asked = make_question(event, text="<script>alert(1)</script>")
    send(moderator, asked, "en", worst)
    assert "\u202e" not in kept(asked)["en"]
    page = moderator.get(f"{DESK}/{asked.public_id}")
    assert not page.all("main b, main script")
