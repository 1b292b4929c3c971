"""Merging: votes count once a person, undo is exact, chains are flat, and what asks the same is suggested."""

from datetime import UTC, datetime
from itertools import count

import pytest
from factories import DNIPRO, KOELN, make_event, make_question, make_registration
from markup import attr
from page import Client
from questions.askers import again
from questions.desk_steps import DESK
from tags import words

from webapp.core import names
from webapp.core.db import session, transaction
from webapp.core.errors import DomainError
from webapp.events.models import Event
from webapp.questions import keeping, merging
from webapp.questions.lifecycle import State
from webapp.questions.likeness import alike
from webapp.questions.models import Kind, Question, Translation, Vote
from webapp.registration.models import Registration, Side

addresses = count(1)


def person(event: Event, side: Side = Side.NRW) -> Registration:
    place = KOELN if side is Side.NRW else DNIPRO
    return make_registration(event, email=f"p{next(addresses)}@example.org", side=side, place_key=place)


def vote(question: Question, *people: Registration) -> None:
    with transaction() as writing:
        mine = writing.get_one(Question, question.id)
        for one in people:
            writing.add(Vote(question_id=mine.id, registration_id=one.id, at=datetime.now(UTC)))
        keeping.count_votes(mine)


def merge(gone: Question, stays: Question) -> None:
    with transaction():
        merging.merge(
            "folgekonferenz", gone.public_id, stays.public_id,
            version=again_inside(gone).version, of_into=False, actor="x", now=datetime.now(UTC),
        )  # fmt: skip


def unmerge(question: Question) -> None:
    with transaction():
        version = again_inside(question).version
        merging.unmerge("folgekonferenz", question.public_id, version=version, actor="x", now=datetime.now(UTC))


def again_inside(question: Question) -> Question:
    return session().get_one(Question, question.id, populate_existing=True)


def into(*questions: Question) -> list[int | None]:
    """Number of the question each was merged into."""
    session().rollback()
    rows = {row.id: row for row in session().query(Question).populate_existing()}
    found = [rows[question.id].merged_into_id for question in questions]
    return [rows[key].number if key else None for key in found]


def test_votes_count_once_a_person_and_come_back_exactly(event: Event, moderator: Client) -> None:
    first, second = make_question(event, State.PUBLISHED), make_question(event, text="Wer zahlt?")
    a, b, c = person(event), person(event), person(event, Side.DNIPROPETROVSK)
    vote(first, a, b)
    vote(second, b, c)
    form = moderator.get(f"{DESK}/{second.public_id}?find=1").form(f"{DESK}/{second.public_id}/merge")
    told = form.submit("Merge into number 1").one("#told")
    assert "Question 2: merged into question 1" in words(told)
    page = moderator.get(f"{DESK}/{first.public_id}")
    assert "3 votes (North Rhine-Westphalia: 2, Dnipropetrovsk Oblast: 1)" in page.text
    assert (again(second).merged_into_id, again(second).state) == (first.id, State.INBOX)
    page.form(f"{DESK}/{second.public_id}/unmerge").submit("Take it out again")
    assert again(first).votes == {"nrw": 2, "dnipropetrovsk": 0, "other": 0}
    assert again(second).votes == {"nrw": 1, "dnipropetrovsk": 1, "other": 0}
    assert again(second).merged_into_id is None


def test_the_list_tells_what_asks_the_same_and_merges_it_there(event: Event, moderator: Client) -> None:
    first, second = make_question(event), make_question(event, text="Wie finden wir eine Partnerkommune bei Ihnen?")
    other = make_question(event, text="Wer zahlt die Reise?")
    page = moderator.get(f"{DESK}?sort=newest")
    assert len(page.all(".like-it")) == 1  # the later leads to the earlier
    assert "Question 1" in words(page.one(f"#question-{second.number} .like-it"))
    page = page.form("like-2").submit("Merge with number 1")
    assert "sort=newest" in page.url
    assert into(first, second, other) == [None, 1, None]
    history = words(moderator.get(f"{DESK}/{first.public_id}").one(".history"))
    assert "Another question was merged into this one: number 2" in history
    page = page.form(f"{DESK}/{second.public_id}/unmerge?sort=newest").submit("Undo this step")
    assert "Question 2: stands for itself again" in words(page.one("#told"))
    assert not page.all("#told button")
    assert into(first, second) == [None, None]
    history = words(moderator.get(f"{DESK}/{first.public_id}").one(".history"))
    assert "A merged question was taken out again: number 2" in history


def test_a_number_merges_on_the_list_what_is_said_in_other_words(event: Event, moderator: Client) -> None:
    first = make_question(event, text="Wird die Konferenz aufgezeichnet?")
    second = make_question(event, text="Чи буде запис?", language="uk")
    make_question(make_event(slug="andere"))
    make_question(event, kind=Kind.EXPERIENCE)
    page = moderator.get(f"{DESK}?sort=newest")
    for typed, error in (("", "Enter the number"), ("1,5", "Enter the number"), ("99", "no question with this number")):
        page = page.form("merge-2").fill(number=typed).submit("Merge", status=422)
        assert error in words(page.one(".refused .into[open] .kern-error"))
        assert not page.all(".refused .decline[open]")
    for typed, error in (("2", "merged into itself"), ("3", "an experience cannot be merged")):
        page = page.form("merge-2").fill(number=typed).submit("Merge", status=409)
        assert error in words(page.one(".refused"))
    page = page.form("merge-2").fill(number="№ 1").submit("Merge")
    assert "sort=newest" in page.url
    assert "merged into question 1: Wird die Konferenz aufgezeichnet?" in words(page.one("#told"))
    assert into(first, second) == [None, 1]


def test_what_asks_the_same_in_another_language_is_proposed_and_found(event: Event, moderator: Client) -> None:
    first = make_question(event, text="Gibt es eine Liste der Kommunen, die einen Partner suchen?")
    second = make_question(event, text="Чи є перелік громад, які шукають партнера?", language="uk")
    other = make_question(event, text="Wer zahlt die Reise?")
    page = moderator.get(DESK)
    assert "Perhaps the same: Question 1" in words(page.one("#question-2 .like-it"))
    assert len(page.all(".like-it")) == 1
    alike = words(moderator.get(f"{DESK}/{first.public_id}").one("#merge .alike"))
    assert "Question 2" in alike
    assert "alike" not in alike, "no percent of words"
    for typed, found in (("перелік", [1, 2]), ("list Partner", [1, 2]), ("оплачує", [3]), ("Kläranlage", [])):
        rows = moderator.get(f"{DESK}?text={typed}").all("#desk .cases .case")
        assert [tag["id"] for tag in rows] == [f"question-{number}" for number in found], typed
    assert page.form("like-2").submit("Merge with number 1").status == 200
    assert into(first, second, other) == [None, 1, None]


def test_what_was_read_already_is_suggested_whichever_came_first(event: Event, moderator: Client) -> None:
    first, second = make_question(event), make_question(event, State.ANSWERED)
    page = moderator.get(DESK)
    assert "Question 2 (answered)" in words(page.one(f"#question-{first.number} .like-it"))
    assert not moderator.get(f"{DESK}?tab=answered").all(".like-it")
    stale = page.form("like-1")
    with transaction():
        keeping.changed(keeping.fresh("folgekonferenz", first.public_id), datetime.now(UTC))
    refused = stale.submit("Merge with number 2", status=409)
    assert "Somebody has changed" in words(refused.one(".refused"))
    for link in refused.all("header a[hreflang]"):
        moderator.get(attr(link, "href"))  # which was an address that only takes forms
    assert into(first, second) == [None, None]


def test_either_of_the_two_may_stay(event: Event, moderator: Client) -> None:
    first, second = make_question(event), make_question(event)
    form = moderator.get(f"{DESK}/{first.public_id}").form(f"{DESK}/{first.public_id}/merge")
    page = form.submit("Merge number 2 into this one")
    assert (page.h1, into(first, second)) == ("Question 1", [None, 1])
    assert page.url.endswith(f"?done={second.public_id}.2#one"), (
        "with the way back, and no field that takes the next key"
    )
    page.one("#told form")["id"] = "back"
    page.form("back").submit("Undo this step")
    assert into(first, second) == [None, None]


def test_what_the_public_reads_does_not_vanish_in_what_it_does_not(event: Event, moderator: Client) -> None:
    public, unread = make_question(event, State.PUBLISHED), make_question(event)
    for shown, offered in ((public, "Merge number 2 into this one"), (unread, "Merge into number 1")):
        page = moderator.get(f"{DESK}/{shown.public_id}")
        assert [tag.get_text(strip=True) for tag in page.all("#merge .steps-form button")] == [offered]
    page = moderator.get(f"{DESK}?tab=published").form("merge-1").fill(number="2").submit("Merge", status=409)
    assert "The public reads the question that would go" in words(page.one(".refused"))
    assert into(public, unread) == [None, None]


def test_a_stale_merge_is_refused(event: Event, moderator: Client) -> None:
    first, second = make_question(event), make_question(event)
    form = moderator.get(f"{DESK}/{first.public_id}").form(f"{DESK}/{first.public_id}/merge")
    with transaction():
        keeping.changed(keeping.fresh("folgekonferenz", first.public_id), datetime.now(UTC))
    for button in ("Merge into", "Merge number"):
        assert "Somebody has changed" in form.submit(button, status=409).text
    assert into(first, second) == [None, None]


def test_a_chain_is_flat_and_comes_apart_as_it_came_together(event: Event) -> None:
    a, b, c, d = (make_question(event) for _number in range(4))
    one, two = person(event), person(event)
    vote(a, one)
    vote(b, one, two)
    merge(a, b)
    merge(b, c)
    assert into(a, b, c) == [3, 3, None]
    assert again(c).votes["nrw"] == 2
    merge(c, d)
    assert into(a, b, c, d) == [4, 4, 4, None]
    unmerge(c)
    assert into(a, b, c, d) == [3, 3, None, None]
    unmerge(a)
    assert into(a, b, c) == [None, 3, None]
    unmerge(b)  # what left before does not come back with it
    assert into(a, b, c) == [None, None, None]
    assert [again(row).votes["nrw"] for row in (a, b, c, d)] == [1, 2, 0, 0]


def test_what_was_merged_anew_is_not_taken_along(event: Event) -> None:
    a, b, c = (make_question(event) for _number in range(3))
    merge(a, b)
    merge(b, c)
    unmerge(a)
    merge(a, c)
    unmerge(b)
    assert into(a, b, c) == [3, None, None]


def test_no_loops(event: Event) -> None:
    a, b, shared = make_question(event), make_question(event), make_question(event, kind=Kind.EXPERIENCE)
    merge(a, b)
    for gone, stays in ((b, a), (a, b), (a, a), (b, b), (b, shared)):
        with pytest.raises(DomainError):
            merge(gone, stays)
    with pytest.raises(DomainError):
        unmerge(b)
    assert into(a, b) == [2, None]


def test_nothing_is_merged_across_conferences(event: Event, moderator: Client) -> None:
    mine, other = make_question(event), make_question(make_event(slug="andere"))
    make_question(event)
    form = moderator.get(f"{DESK}/{mine.public_id}").form(f"{DESK}/{mine.public_id}/merge")
    form.forge(other=other.public_id).submit("Merge into", status=404, follow=False)
    assert again(mine).merged_into_id is None


def test_a_merged_question_takes_no_step(event: Event, moderator: Client) -> None:
    first, second = make_question(event), make_question(event)
    page = moderator.get(f"{DESK}/{first.public_id}")
    page.all("form.steps-form")[0]["id"] = "stale"
    stale = page.form("stale")
    merge(first, second)
    page = moderator.get(f"{DESK}/{first.public_id}")
    assert "Merged into question 2" in page.text
    assert not page.all("button[name=to]")
    stale.forge(version=str(again(first).version)).submit("Publish", status=409)
    assert again(first).state is State.INBOX


def test_similar_ones_are_suggested_in_any_language(event: Event, moderator: Client) -> None:
    first = make_question(event, text="Wie finden wir eine Partnerkommune in der Ukraine?")
    make_question(event, text="Wer bezahlt die Busse?")
    third = make_question(event, text="Як нам знайти громаду-партнера в Україні?", language="uk")
    with transaction() as writing:
        words = "Wie können wir in der Ukraine eine Partnerkommune finden?"
        writing.add(Translation(question_id=third.id, language="de", text=words, by="x", at=datetime.now(UTC)))
    found = [tag.get_text() for tag in moderator.get(f"{DESK}/{first.public_id}").all(".alike a")]
    assert found == ["Question 3"]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Wie finden wir Geld für Busse?", "Wie finden wir Geld für die Busse", True),
        ("Як знайти партнера в Німеччині?", "Як нам знайти партнера у Німеччині", True),
        ("Wer zahlt?", "Wer zahlt den Wiederaufbau der Schulen und Krankenhäuser?", False),
        ("Wie finden wir Geld für Busse?", "Wie heizen wir Schulen im Winter?", False),
    ],
)
def test_likeness(one: str, other: str, same: bool) -> None:  # noqa: FBT001 - a table
    found = alike([names.key(one)], {"other": [names.key(other)]})
    assert [key for key, _percent in found] == (["other"] if same else [])
