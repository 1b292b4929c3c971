"""The list that is drawn once for all: what is filled in is the reader's own, and nothing is out of date."""

from datetime import timedelta

from factories import KOELN, make_event, make_question
from flask import Flask
from page import Client, Page
from questions.askers import PUBLIC, change, olena, own_page, sabine, set_board
from tags import words
from werkzeug.test import Client as Bare

from webapp.core import clock
from webapp.core.db import transaction
from webapp.core.i18n import texts
from webapp.events.models import Event, Slot, SlotKind
from webapp.places.actions import load_directory
from webapp.places.models import Place
from webapp.questions import voting
from webapp.questions.lifecycle import State
from webapp.registration.mails import manage_token
from webapp.registration.models import Registration

FOLLOWER = {"HX-Request": "true"}
FRAGMENT = {"well_formed", "language", "one_heading", "landmarks", "pointers"}  #: what a part of a page lacks


def followed(client: Client, url: str) -> Page:
    return client.get(url, headers=FOLLOWER, without=FRAGMENT)


def vote(who: Registration, public_id: str) -> None:
    voter = who.public_id
    with transaction():
        voting.vote(voter, public_id, wanted=True, now=clock.now())


def offers(page: Page) -> list[str]:
    """What each entry lets its reader do."""
    return [words(tag) for tag in page.all("#questions .question__vote button, #questions .question__body > .muted")]


def test_each_reads_what_is_theirs_of_a_list_drawn_once(client: Client, event: Event) -> None:
    one, other = olena(event), sabine(event)
    asked = make_question(event, State.PUBLISHED, registration=one, text="Eins?")
    make_question(event, State.PUBLISHED, registration=other, text="Zwei?")
    vote(other, asked.public_id)
    for who, theirs in (
        (one, ["You asked this question.", "Vote for this question (No. 2)"]),
        (other, ["Take my vote back (No. 1)", "You asked this question."]),
    ) * 2:
        for page in (client.get(own_page(who, event)), followed(client, own_page(who, event))):
            assert offers(page) == theirs
            for stranger in {one, other} - {who}:
                assert manage_token(stranger, event) not in page.html
            assert manage_token(who, event) in page.html
    assert offers(client.get(PUBLIC)) == []
    assert "/r/" not in followed(client, PUBLIC).html


def test_what_changed_is_drawn_anew_and_the_order_with_it(client: Client, event: Event) -> None:
    who, made = olena(event), [make_question(event, State.PUBLISHED, text=f"Frage {number}?") for number in (1, 2, 3)]
    url = own_page(who, event)

    def read() -> list[tuple[str, str]]:
        page = followed(client, url)
        texts = [words(tag) for tag in page.all("#questions .question__text")]
        return list(zip(texts, [words(tag) for tag in page.all("#questions .question__number")], strict=True))

    assert read() == [("Frage 1?", "0"), ("Frage 2?", "0"), ("Frage 3?", "0")]
    vote(who, made[2].public_id)
    assert read() == [("Frage 3?", "1"), ("Frage 1?", "0"), ("Frage 2?", "0")]
    change(made[0], text="Andere Frage?")
    assert read() == [("Frage 3?", "1"), ("Andere Frage?", "0"), ("Frage 2?", "0")]
    set_board(event, takes_votes=False)
    assert not followed(client, url).all(".question__vote")


def test_a_part_of_the_programme_that_is_called_otherwise_now_is_so_on_the_list(client: Client, event: Event) -> None:
    with transaction() as writing:
        when = {"starts_at": event.starts_at, "ends_at": event.ends_at}
        slot = Slot(event_id=event.id, position=1, kind=SlotKind.PRESENTATION, title=texts(en="Water"), **when)
        writing.add(slot)
        writing.flush()
        slot_id = slot.id
    make_question(event, State.PUBLISHED, slot_id=slot_id)
    page = client.get(PUBLIC)
    assert "About: Water" in page.text
    with transaction() as writing:
        writing.get_one(Slot, slot_id).title = texts(en="Drinking water")
        writing.get_one(Event, event.id).changed_at += timedelta(seconds=1)
    known = {"If-None-Match": page.response.headers["ETag"]}
    assert "About: Drinking water" in client.get(PUBLIC, headers=known, status=200).text


def test_a_place_that_the_directory_calls_otherwise_now_is_so_on_the_list(client: Client, event: Event) -> None:
    make_question(event, State.PUBLISHED, registration=sabine(event))
    with transaction() as writing:
        writing.get_one(Place, KOELN).name_en = "Cologna"
    page = client.get(PUBLIC)
    assert "Cologna" in page.text
    with transaction():
        load_directory()
    known = {"If-None-Match": page.response.headers["ETag"]}
    assert "Cologne" in client.get(PUBLIC, headers=known, status=200).text


def test_conferences_keep_their_lists_apart(client: Client, event: Event) -> None:
    other = make_event(slug="other")
    make_question(event, State.PUBLISHED, text="Hier?")
    make_question(other, State.PUBLISHED, text="Dort?")
    for _round in range(2):
        assert "Dort?" not in followed(client, PUBLIC).html
        assert "Hier?" not in followed(client, PUBLIC.replace(event.slug, "other")).html


def test_parameters_of_one_reader_stand_in_no_other_readers_links(client: Client, event: Event) -> None:
    for number in range(21):
        make_question(event, State.PUBLISHED, text=f"Frage {number}?")
    assert "from-somebody" not in followed(client, f"{PUBLIC}?show=all&page=1&mark=from-somebody").html
    assert followed(client, f"{PUBLIC}?show=all&page=1").link("Next page") == f"{PUBLIC}?show=all&page=2"


def test_a_link_with_more_in_it_than_we_wrote_is_not_written_out_as_markup(app: Flask, event: Event) -> None:
    """What base64 leaves out does not make a signature wrong."""
    make_question(event, State.PUBLISHED)
    url = own_page(olena(event), event).replace("/questions", '"!</questions')
    for headers in ({}, FOLLOWER):
        answer = Bare(app).get(url, headers=headers)
        assert answer.status_code == 200
        assert "%3C/questions/" in answer.text
        assert '"!<' not in answer.text


def test_a_poll_of_what_changed_asks_for_what_is_ones_own_alone(client: Client, event: Event) -> None:
    who = olena(event)
    make_question(event, State.PUBLISHED)
    followed(client, own_page(who, event))
    assert len(followed(client, own_page(who, event)).statements) == 4  # link, board, votes, own questions
    assert len(followed(client, PUBLIC).statements) == 2  # conference, board; the list was read for the other
