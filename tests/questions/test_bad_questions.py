"""Bad input from whoever asks: refused with a sentence, or defused, never shown raw."""

from typing import Any

from page import Client
from questions.askers import change, olena, own_page
from sqlalchemy import select
from tags import words

from webapp.core.db import session
from webapp.events.models import Event
from webapp.questions.lifecycle import State
from webapp.questions.models import LONGEST_TEXT, Question

ZALGO = "Z" + "\u0300\u0489\u0315" * 60
BIDI = "Ja \u202enein\u202c \u2066doch\u2069"


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"text": ""}, "Enter your question."),
    ({"text": " \u200b\u202e \n\t"}, "Enter your question."),
    ({"text": "x" * (LONGEST_TEXT + 1)}, "Use at most 2000 characters. You have entered 2001."),
    ({"text": "x" * 40_000}, "Use at most 2000 characters. You have entered 40000."),
    ({"kind": "joke"}, "Choose one of the options shown."),
    ({"language": "fr"}, "Choose one of the options shown."),
    ({"visibility": "everybody"}, "Choose one of the options shown."),
    ({"about": "slot-99"}, "Choose one of the options shown."),
    ({"back": "https://evil.example"}, "Choose one of the options shown."),
    ({"text": ["Wie?", "Was?"]}, "Enter one value only."),
]


def test_it_says_what_to_do(client: Client, event: Event) -> None:
    opened = client.get(own_page(olena(event), event))
    for typed, says in REFUSED:
        page = opened.form("ask-form").fill(text="Wie «das»?").forge(**typed).submit(status=422)
        assert says in page.errors(), typed
        assert session().scalars(select(Question)).all() == []
        if "text" not in typed:
            assert page.form("ask-form").values["text"].strip() == "Wie «das»?"


def test_a_hundred_kilobytes_are_too_much(client: Client, event: Event) -> None:
    form = client.get(own_page(olena(event), event)).form("ask-form").fill(text="x" * 100_000)
    assert form.submit(status=413).h1 == "That was too much text"


def test_what_is_nasty_is_defused(client: Client, event: Event) -> None:
    who = olena(event)
    for nasty in ("<script>alert(1)</script><b>ja</b>", ZALGO, BIDI, "NUL\0", "{{ 7*7 }} %(x)s", "х" * LONGEST_TEXT):
        client.get(own_page(who, event)).form("ask-form").forge(text=nasty).submit(follow=False)
        [row] = session().scalars(select(Question).where(Question.state == State.INBOX))
        change(row, state=State.PUBLISHED, asked_at=row.asked_at.replace(year=2020))
        page = client.get(own_page(who, event), without={"typography"})
        assert "<script>alert" not in page.html
        assert not {"\u202e", "\u2066", "\0"} & set(page.html)
        assert row.text in {words(tag) for tag in page.all("#questions .question__text")}
    [zalgo] = [row.text for row in session().scalars(select(Question)) if row.text.startswith("Z")]
    assert len(zalgo) < 8


def test_a_link_of_a_known_person_is_text_and_leads_nowhere(client: Client, event: Event) -> None:
    who = olena(event)
    client.get(own_page(who, event)).form("ask-form").fill(text="See https://evil.example/x").submit()
    [row] = session().scalars(select(Question))
    change(row, state=State.PUBLISHED)
    page = client.get(own_page(who, event))
    assert "https://evil.example/x" in page.text
    assert 'href="https://evil' not in page.html
