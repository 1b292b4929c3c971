"""Votes: one a person, taken back exactly, for published questions of one's own conference that are not one's own."""

from typing import Any

import pytest
from factories import make_event, make_question, make_registration
from page import Client
from questions.askers import again, change, olena, own_page, sabine, set_board
from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError
from tags import words

from webapp.core import clock
from webapp.core.db import session, transaction
from webapp.events.models import Event
from webapp.questions import keeping, queries
from webapp.questions.lifecycle import State
from webapp.questions.models import Kind, Question, Vote
from webapp.registration.models import Registration
from webapp.registration.models import State as RegistrationState

FRAGMENT = {"well_formed", "language", "one_heading", "landmarks"}  #: what a part of a page lacks

NO_PART = [state for state in RegistrationState if state is not RegistrationState.CONFIRMED]


def votes(question: Question) -> dict[str, int]:
    return again(question).votes


def rows() -> int:
    session().rollback()
    return session().scalar(select(func.count()).select_from(Vote)) or 0


def post(client: Client, who: Registration, event: Event, question: str, vote: str = "1", **more: Any) -> Any:
    """As an old page, or a forged one, would."""
    token = client.get(own_page(who, event)).all("form input[name=csrf_token]")[0]["value"]
    return client.post(f"{own_page(who, event)}/{question}/vote", {"csrf_token": token, "vote": vote}, **more)


@pytest.mark.parametrize("lang", ["de", "uk", "en"])
def test_voting_leads_back_to_the_question_and_is_taken_back(client: Client, event: Event, lang: str) -> None:
    who, question = olena(event), make_question(event, State.PUBLISHED)
    page = client.get(own_page(who, event, lang))
    for number in (1, 0, 1):
        form = page.form(f"{own_page(who, event, lang)}/{question.public_id}/vote?show=all")
        answer = form.submit(follow=False, status=303)
        assert answer.location.endswith(f"#question-{question.number}")
        assert answer.location.startswith(own_page(who, event, lang))
        assert votes(question) == {"nrw": 0, "dnipropetrovsk": number, "other": 0}
        page = client.get(answer.location.partition("#")[0])
    assert rows() == 1


def test_it_leads_to_the_page_on_which_the_question_now_stands(client: Client, event: Event) -> None:
    who = olena(event)
    made = [make_question(event, State.PUBLISHED, text=f"Frage {number}?") for number in range(25)]
    answer = post(client, who, event, made[24].public_id, status=303)
    assert "page=1" in answer.location
    answer = post(client, who, event, made[24].public_id, "0", status=303)
    assert "page=2" in answer.location


def test_a_second_click_changes_nothing(client: Client, event: Event) -> None:
    who, question = olena(event), make_question(event, State.PUBLISHED)
    for vote in ("1", "1", "0", "0", "1"):
        revision = _revision(event)
        changes = (vote == "1") is not bool(rows())
        post(client, who, event, question.public_id, vote, status=303)
        assert _revision(event) == revision + changes
    assert votes(question)["dnipropetrovsk"] == rows() == 1


def test_with_scripts_the_one_question_is_answered(client: Client, event: Event) -> None:
    who, question = olena(event), make_question(event, State.PUBLISHED)
    follower = {"HX-Request": "true"}
    page = post(client, who, event, question.public_id, status=200, headers=follower, without=FRAGMENT)
    assert words(page.one(f"#question-{question.number} .question__number")) == "1"
    assert "Take my vote back" in page.text
    assert not page.all("h1")


def test_sides_are_counted_apart(client: Client, event: Event) -> None:
    question = make_question(event, State.PUBLISHED)
    for who in (olena(event), olena(event, email="b@example.org"), sabine(event)):
        post(client, who, event, question.public_id, status=303)
    assert votes(question) == {"nrw": 1, "dnipropetrovsk": 2, "other": 0}


def test_the_database_holds_one_vote_a_person(event: Event) -> None:
    who, question = olena(event), make_question(event, State.PUBLISHED)
    with transaction() as writing:
        writing.add(Vote(question_id=question.id, registration_id=who.id, at=clock.now()))
    with pytest.raises(IntegrityError), transaction() as writing:
        writing.execute(insert(Vote).values(question_id=question.id, registration_id=who.id, at=clock.now()))
    assert rows() == 1


@pytest.mark.parametrize("state", [State.INBOX, State.DECLINED, State.FOLLOW_UP])
def test_what_is_not_published_is_not_there(client: Client, event: Event, state: State) -> None:
    question = make_question(event, state)
    page = post(client, olena(event), event, question.public_id, status=404)
    assert "is not published" in page.text
    assert rows() == 0


def test_of_another_conference_nothing_is_voted_for(client: Client, event: Event) -> None:
    foreign = make_question(make_event(slug="other"), State.PUBLISHED)
    who = olena(event)
    for unknown in (foreign.public_id, "unknown", "x" * 5000):
        assert "There is no such question here" in post(client, who, event, unknown, status=404).text
    assert rows() == 0


def test_why_a_vote_is_refused(client: Client, event: Event) -> None:
    who = olena(event)
    open_question = make_question(event, State.PUBLISHED, text="Offen?")
    merged = make_question(event, State.PUBLISHED, text="Ähnlich?")
    change(merged, merged_into_id=open_question.id)
    own = make_question(event, State.PUBLISHED, registration=who, text="Meine?")
    answered = make_question(event, State.ANSWERED, text="Fertig?")
    shared = make_question(event, State.PUBLISHED, text="Erfahren", kind=Kind.EXPERIENCE)
    for question, why in (
        (merged, f"merged into number {open_question.number}"),
        (own, "your own question"),
        (answered, "answered already"),
        (shared, "not for experiences"),
    ):
        page = post(client, who, event, question.public_id, status=409)
        assert why in page.text
        assert page.h1 == "Your vote was not counted"
        assert page.link("Back to the questions") == own_page(who, event)
    post(client, who, event, open_question.public_id, "2", status=400)
    set_board(event, takes_votes=False)
    assert "Voting is closed" in post(client, who, event, open_question.public_id, status=409).text
    assert not client.get(own_page(who, event)).all(".question__vote")
    assert rows() == 0


def test_ones_own_has_no_button(client: Client, event: Event) -> None:
    who = olena(event)
    make_question(event, State.PUBLISHED, registration=who)
    page = client.get(own_page(who, event))
    assert "You asked this question." in page.text
    assert not page.all(".question__vote")


def test_nobody_votes_for_what_stands_for_their_own(client: Client, event: Event) -> None:
    who = olena(event)
    kept, mine = make_question(event, State.PUBLISHED), make_question(event, registration=who)
    early = make_question(event, State.PUBLISHED)
    post(client, who, event, early.public_id)
    change(mine, merged_into_id=kept.id)
    page = client.get(own_page(who, event))
    assert "You asked this question." in words(page.one(f"#question-{kept.number}"))
    assert "You cannot vote for your own question" in post(client, who, event, kept.public_id, status=409).text
    assert rows() == 1
    change(mine, merged_into_id=early.id)  # what was given before can still be taken back
    form = f"{own_page(who, event)}/{early.public_id}/vote?show=all"
    client.get(own_page(who, event)).form(form).submit()
    assert rows() == 0


def test_who_takes_no_part_votes_for_nothing(client: Client, event: Event) -> None:
    question = make_question(event, State.PUBLISHED)
    token = client.get(own_page(sabine(event), event)).form("ask-form").values["csrf_token"]
    for state in NO_PART:
        who = make_registration(event, state, email=f"{state}@example.org")
        url = f"{own_page(who, event)}/{question.public_id}/vote"
        page = client.post(url, {"csrf_token": token, "vote": "1"}, status=409)
        assert "Only people whose registration is confirmed" in page.text
        assert rows() == 0, state


def test_a_vote_for_what_was_joined_counts_once_and_is_taken_back_there(client: Client, event: Event) -> None:
    who, into, joined = (
        olena(event),
        make_question(event, State.PUBLISHED),
        make_question(event, State.PUBLISHED, text="Ja?"),
    )
    post(client, who, event, joined.public_id, status=303)
    change(joined, merged_into_id=into.id)
    with transaction():
        keeping.count_votes(session().get_one(Question, into.id))
    page = client.get(own_page(who, event))
    assert "You voted for it" in words(page.one(f"#question-{into.number}"))
    post(client, who, event, into.public_id, "1", status=303)
    assert (votes(into)["dnipropetrovsk"], rows()) == (1, 1)
    post(client, who, event, into.public_id, "0", status=303)
    assert (votes(into)["dnipropetrovsk"], rows()) == (0, 0)


def test_a_vote_makes_no_form_of_a_moderator_stale(client: Client, event: Event) -> None:
    question = make_question(event, State.PUBLISHED)
    post(client, olena(event), event, question.public_id, status=303)
    assert again(question).version == 1


def _revision(event: Event) -> int:
    session().rollback()
    return queries.board(event.id).revision
