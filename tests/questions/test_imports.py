"""Chats on the moderators’ pages: picked, taken up once, merged with what was asked, and whose they are."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from factories import KOELN, make_event, make_question, make_registration
from page import Client
from questions.uploads import (
    AS_TYPED,
    CHAT,
    IMPORTS,
    everything,
    outcomes,
    picking,
    questions,
    sample,
    take_up,
    undo,
    upload,
)

from webapp.core.clock import BERLIN
from webapp.core.db import transaction
from webapp.events.models import Event
from webapp.questions import keeping
from webapp.questions.lifecycle import State
from webapp.questions.models import Channel


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
    day = event.starts_at.astimezone(BERLIN).date()
    assert one.asked_at.astimezone(BERLIN).date() in {day, day - timedelta(days=1)}


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


def test_nothing_is_public_even_where_questions_are_at_once(moderator: Client, event: Event) -> None:
    with transaction():
        keeping.board(event.id, datetime.now(UTC)).publishes_at_once = True
    take_up(upload(moderator, CHAT.encode()))
    assert {one.state for one in questions()} == {State.INBOX}


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


def test_only_moderators_get_in(signed_in: Callable[[str], Client], event: Event) -> None:
    del event
    signed_in("partner").get(IMPORTS, status=403)
    assert signed_in("organiser").get(IMPORTS).h1.startswith("Reports and chats")
