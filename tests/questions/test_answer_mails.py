"""The mail with the answer: in the reader's language, or the next best one there is, with the reader's own words."""

from collections.abc import Callable

import pytest
from factories import make_question, make_registration
from inbox import Mail
from page import Client
from questions.answered import change, make_sabine, now_of, translate

from webapp.core import clock as times
from webapp.core.db import transaction
from webapp.events.models import Event
from webapp.questions import answering
from webapp.questions.answering import Written
from webapp.questions.lifecycle import State
from webapp.questions.models import Question
from webapp.registration.models import Registration

Deliver = Callable[[], list[Mail]]
TEXTS = {"de": "Über das Verzeichnis.\n\nZeile eins\nZeile zwei", "uk": "У переліку громад.", "en": "In the directory."}


def finish(event: Event, question: Question, *, answered_live: bool = False, **texts: str) -> None:
    written = Written(
        texts={"de": "", "uk": "", "en": ""} | (texts or TEXTS),
        answered_by="Staatskanzlei",
        answered_live=answered_live,
    )
    for verb, more in ((answering.save, (written,)), (answering.finish, ())):
        version = now_of(question).version
        with transaction():
            verb(event.slug, question.public_id, version, *more, actor="somebody", now=times.now())


@pytest.mark.parametrize(
    ("lang", "subject", "answer"),
    [
        ("de", "Antwort auf Ihre Frage: Folgekonferenz", "Über das Verzeichnis."),
        ("uk", "Відповідь на Ваше запитання: Друга конференція", "У переліку громад."),
        ("en", "Answer to your question: Follow-up conference", "In the directory."),
    ],
)
def test_in_the_language_of_the_reader(
    event: Event, deliver: Deliver, client: Client, lang: str, subject: str, answer: str
) -> None:
    asker = make_registration(event, locale=lang)
    finish(event, make_question(event, State.FOLLOW_UP, registration=asker, text="Wie geht das?"))
    (mail,) = deliver()
    assert (mail.to, mail.lang, mail.subject) == ("olena@example.org", lang, subject)
    for body in (mail.text, mail.html):
        for told in (answer, "Wie geht das?", "Staatskanzlei", str(event.title.pick(lang))):
            assert told in body
        for other in set(TEXTS.values()) - {TEXTS[lang]}:
            assert other not in body
    assert client.get(mail.link("/r/")).lang == lang


def test_paragraphs_and_lines_stay(event: Event, deliver: Deliver, sabine: Registration) -> None:
    finish(event, make_question(event, State.FOLLOW_UP, registration=sabine))
    (mail,) = deliver()
    assert TEXTS["de"] in mail.text.replace("\r\n", "\n")
    assert "Zeile eins<br>Zeile zwei" in mail.html


def test_the_next_best_language_is_named(event: Event, deliver: Deliver, olena: Registration) -> None:
    finish(event, make_question(event, State.FOLLOW_UP, registration=olena), de=TEXTS["de"])
    (mail,) = deliver()
    assert mail.lang == "uk"
    assert "(Наразі відповідь є лише цією мовою: Deutsch.)" in mail.text
    assert '<p lang="de" dir="auto">Über das Verzeichnis.</p>' in mail.html


def test_who_was_merged_reads_the_own_words_and_the_others(
    event: Event, deliver: Deliver, sabine: Registration, olena: Registration
) -> None:
    first = make_question(event, State.FOLLOW_UP, registration=sabine, text="Wer zahlt das?")
    translate(first, "uk", "Хто за це платить?")
    change(make_question(event, registration=olena, text="А фінансування?", language="uk"), merged_into_id=first.id)
    finish(event, first, answered_live=True)
    mails = {mail.lang: mail for mail in deliver()}
    assert "А фінансування?" in mails["uk"].text
    assert "Хто за це платить?" in mails["uk"].text
    assert "також надано відповідь під час конференції" in mails["uk"].text
    assert "фінансування" not in mails["de"].text
    assert "ähnlichen Frage" not in mails["de"].text
    assert "Krause" not in mails["uk"].text + mails["uk"].html


def test_a_secretary_reads_for_whom(event: Event, deliver: Deliver) -> None:
    asker = make_sabine(event, registered_by_name="Uwe Amt", registered_by_email="amt@koeln.example")
    finish(event, make_question(event, State.FOLLOW_UP, registration=asker))
    (mail,) = deliver()
    assert mail.to == "amt@koeln.example"
    assert "Die Frage hat Sabine Krause gestellt." in mail.text


def test_what_was_asked_or_answered_in_markup_stays_text(event: Event, deliver: Deliver, sabine: Registration) -> None:
    question = make_question(event, State.FOLLOW_UP, registration=sabine, text="<b>Fett</b> & %s {7*7}?")
    finish(event, question, de="<script>alert(1)</script> %s")
    (mail,) = deliver()
    assert "<b>Fett</b> & %s {7*7}?" in mail.text.replace("\r\n", "\n")
    assert "<script>" not in mail.html
    assert "&lt;b&gt;Fett" in mail.html
