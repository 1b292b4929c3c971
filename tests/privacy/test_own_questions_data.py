"""The file with everything stored about one person: also what they asked and voted for."""

import json
from typing import Any

import pytest
from factories import make_event, make_question
from flask import Flask
from page import Client
from questions.askers import change, olena, own_page, sabine

from webapp.core import clock
from webapp.core.db import transaction
from webapp.events.models import Event
from webapp.questions import voting
from webapp.questions.lifecycle import State
from webapp.questions.models import Answer, Visibility
from webapp.registration.models import Registration


@pytest.fixture
def event(app: Flask) -> Event:
    del app  # it must be there first
    return make_event()


def data(client: Client, who: Registration, event: Event) -> dict[str, Any]:
    page = client.get(own_page(who, event).removesuffix("/questions"))
    found: dict[str, Any] = json.loads(client.get(page.link("Download everything")).body)
    return found


def test_it_holds_ones_questions_with_answers_and_votes(client: Client, event: Event) -> None:
    who, other = olena(event), sabine(event)
    mine = make_question(event, registration=who, text="Моє?", language="uk")
    make_question(event, registration=who, text="Unlinked?", visibility=Visibility.UNLINKED)
    theirs = make_question(event, State.PUBLISHED, registration=other, text="Geheim?", language="de")
    with transaction() as writing:
        writing.add(Answer(question_id=mine.id, language="uk", text="Так.", by="x", at=clock.now()))
        voting.vote(who.public_id, theirs.public_id, wanted=True, now=clock.now())
    change(mine, desk="Referat 7")
    found = data(client, who, event)
    [question] = found["questions"]
    assert (question["text"], question["state"], question["answers"]) == ("Моє?", "inbox", {}), "a draft is not told"
    assert [vote["question_number"] for vote in found["votes"]] == [theirs.number]
    for secret in ("Geheim", "Unlinked", "Krause", "Referat"):
        assert secret not in json.dumps(found, ensure_ascii=False)
    change(mine, state=State.ANSWERED)
    assert data(client, who, event)["questions"][0]["answers"] == {"uk": "Так."}


def test_who_asked_nothing_has_empty_lists(client: Client, event: Event) -> None:
    found = data(client, olena(event), event)
    assert found["questions"] == found["votes"] == []
    assert found["registration"]["email"] == "olena@example.org"
