"""What the privacy notice says of finished reports is what they hold."""

import json
from datetime import timedelta

import pytest
from factories import make_event, make_question, make_registration
from page import Client

from webapp.core import clock
from webapp.core.db import transaction
from webapp.questions.lifecycle import State
from webapp.questions.models import Answer, Visibility
from webapp.registration import letting_go
from webapp.reporting.counting import freezing, keeping
from webapp.reporting.report import facts, making


@pytest.mark.usefixtures("app")
def test_questions_stand_in_them_without_names_and_with_no_more_than_the_raion() -> None:
    now = clock.now()
    event = make_event(starts_at=now - timedelta(hours=3), ends_at=now - timedelta(hours=1))
    shown, hidden = (make_registration(event, email=f"{name}@example.org") for name in "ab")
    for who, text, visibility in ((shown, "Wie heizen?", Visibility.SHOWN), (hidden, "Wie bauen?", Visibility.HIDDEN)):
        asked = make_question(event, State.ANSWERED, registration=who, text=text, visibility=visibility)
        with transaction() as writing:
            by = {"language": "de", "by": "program", "at": now}
            writing.add(Answer(question_id=asked.id, text="Mit Wärmepumpen.", **by))
    found, _figures = facts.counted(event.slug)
    told = {lang: json.dumps(paper, ensure_ascii=False) for lang, paper in making.all_papers(found, {}).items()}
    for part in ('"Frage 1 (Rajon Dnipro)"', "Wie heizen?", '"Frage 2"', "Wie bauen?", "Mit Wärmepumpen."):
        assert part in told["de"]
    for secret in (shown.family_name, shown.public_id, shown.mail_to, hidden.public_id):
        assert not [lang for lang in told if secret in told[lang]]


def test_the_notice_says_so(client: Client) -> None:
    assert "It is never changed, so that what is deleted or hidden later stays in it." in client.get("/en/privacy").text


@pytest.mark.usefixtures("app")
def test_kept_figures_are_forgotten_with_people_of_a_conference_that_is_over() -> None:
    now = clock.now()
    over, coming = make_event(starts_at=now - timedelta(hours=3), ends_at=now), make_event(slug="spaeter")
    people = [make_registration(event).id for event in (over, coming)]
    with transaction():
        for event in (over, coming):
            keeping.keep(event, {}, now)
    with transaction():
        letting_go.of(people)
    assert set(freezing.kept([over.id, coming.id])) == {coming.id}
