"""The presentation view: what is in line, in two languages, without names; followed cheaply, steered by moderators."""

from collections.abc import Callable

import pytest
from factories import make_question
from page import Client, Page
from questions.answered import QUESTIONS, change, make_sabine, now_of, translate
from surroundings import Clock
from tags import words

from webapp.core import clock as times
from webapp.core.db import session, transaction
from webapp.events.models import Event
from webapp.questions import halves, keeping
from webapp.questions.lifecycle import State
from webapp.questions.models import Answer, Board, Question, Visibility, Vote
from webapp.registration.models import Registration

SCREEN = f"{QUESTIONS}/screen"
ASKED, TRANSLATED = "Wie finden wir Partner?", "Як знайти партнерів?"


def texts(page: Page) -> dict[str, str]:
    return {str(tag.attrs["lang"]): words(tag) for tag in page.all(".screen__text")}


def shown(page: Page) -> str:
    """The number, as the first heading says it."""
    return words(page.all(".screen__about strong")[0]) if page.all(".screen__about") else ""


def follow(client: Client, page: Page, status: int = 304) -> Page:
    """As the browser asks again after two seconds."""
    screen = page.one("#screen")
    headers = {"If-None-Match": f'"{screen.attrs["data-tag"]}"'}
    return client.get(str(screen.attrs["data-address"]), headers=headers, status=status)


def put_on(event: Event, clock: Clock, text: str = ASKED, **more: object) -> Question:
    clock.forward(minutes=1)
    made = make_question(event, State.INBOX, text=text, **more)
    change(made, state=State.ON_SCREEN)
    return made


@pytest.fixture
def clock(clock: Clock) -> Clock:
    clock.forward(minutes=0)
    return clock


def test_both_languages_and_never_a_name(
    event: Event, sabine: Registration, olena: Registration, moderator: Client, clock: Clock
) -> None:
    first = put_on(event, clock, registration=sabine)
    translate(first, "uk", TRANSLATED)
    page = moderator.get(SCREEN)
    assert texts(page) == {"de": ASKED, "uk": TRANSLATED}
    heads = {str(tag.attrs["lang"]): words(tag) for tag in page.all(".screen__about")}
    assert heads == {"de": "Frage 1 Köln 0 Stimmen", "uk": "Запитання 1 Кельн 0 голосів"}
    put_on(event, clock, text="Де школа?", language="uk", registration=olena)
    page = moderator.get(f"{SCREEN}?at=2")
    assert "Rajon Dnipro" in page.text
    for name in ("Олена", "Коваленко", "Sabine", "Krause"):
        assert name not in page.html


@pytest.mark.parametrize("visibility", [Visibility.HIDDEN, Visibility.UNLINKED])
def test_whoever_wants_to_be_hidden_is(
    event: Event, sabine: Registration, moderator: Client, clock: Clock, visibility: Visibility
) -> None:
    put_on(event, clock, registration=sabine, visibility=visibility)
    page = moderator.get(SCREEN)
    assert texts(page) == {"de": ASKED}
    assert "Köln" not in page.html


def test_without_a_translation_the_original_is_shown_once_and_its_language_named(
    event: Event, moderator: Client, clock: Clock
) -> None:
    made = put_on(event, clock, text="How do we begin?", language="en")
    page = moderator.get(SCREEN)
    assert texts(page) == {"en": "How do we begin?"}
    assert words(page.one(".screen__language")) == "English"
    assert [tag.attrs["lang"] for tag in page.all(".screen__about")] == ["de", "uk"]
    translate(made, "uk", TRANSLATED)
    page = moderator.get(SCREEN)
    assert texts(page) == {"en": "How do we begin?", "uk": TRANSLATED}
    assert len(page.all(".screen__language")) == 1
    with transaction() as writing:
        board = writing.get_one(Board, event.id)
        board.left_language, board.right_language = "uk", "uk"
    assert texts(moderator.get(SCREEN)) == {"uk": TRANSLATED}


def test_votes_are_told_in_all_and_by_side(
    event: Event, sabine: Registration, olena: Registration, moderator: Client, clock: Clock
) -> None:
    made = put_on(event, clock)
    with transaction() as writing:
        for one in (sabine, olena):
            writing.add(Vote(question_id=made.id, registration_id=one.id, at=times.now()))
        keeping.count_votes(writing.get_one(Question, made.id))
    assert "2 Stimmen: Nordrhein-Westfalen 1, Oblast Dnipropetrowsk 1" in moderator.get(SCREEN).text


def test_in_the_order_in_which_they_were_put_there(event: Event, moderator: Client, clock: Clock) -> None:
    asked = [make_question(event, text=f"Frage {at}?") for at in range(3)]
    for one in (asked[2], asked[0], asked[1]):
        clock.forward(minutes=1)
        change(one, state=State.ON_SCREEN)
    clock.forward(minutes=1)
    translate(asked[2], "uk", TRANSLATED)  # the last change of all, and yet the first in line
    page, order = moderator.get(SCREEN), []
    while True:
        order.append(shown(page))
        if not [tag for tag in page.all("a.screen__button") if words(tag) == "Next"]:
            break
        page = moderator.get(page.link("Next"))
    assert order == ["Frage 3", "Frage 1", "Frage 2"]
    change(asked[2], state=State.PUBLISHED)
    clock.forward(minutes=1)
    change(asked[2], state=State.ON_SCREEN)
    assert shown(moderator.get(SCREEN)) == "Frage 1"
    others = (State.INBOX, State.PUBLISHED, State.ANSWERED, State.FOLLOW_UP, State.DECLINED)
    for state in others:
        change(asked[0], state=state)
        assert shown(moderator.get(f"{SCREEN}?at=1")) != "Frage 1"


def test_following_costs_little_and_never_jumps_away(event: Event, moderator: Client, clock: Clock) -> None:
    first, second, third = (put_on(event, clock, text=f"Frage {at}?") for at in range(3))
    page = moderator.get(f"{SCREEN}?at=2&then=3")
    same = follow(moderator, page)
    assert len(same.statements) <= 4, same.statements  # two of them are the session's
    assert same.body == b""
    change(first, state=State.ANSWERED)
    page = follow(moderator, page, 200)
    assert shown(page) == "Frage 2"
    change(second, state=State.PUBLISHED)
    page = follow(moderator, page, 200)
    assert shown(page) == "Frage 3"
    change(third, state=State.PUBLISHED)
    page = follow(moderator, page, 200)
    assert (shown(page), texts(page)) == ("", {})
    assert "No question is in line for the screen." in page.text
    assert "Folgekonferenz" in page.h1


def test_a_vote_is_seen_without_loading(event: Event, moderator: Client, clock: Clock) -> None:
    put_on(event, clock)
    page = moderator.get(SCREEN)
    with transaction():
        keeping.seen_anew(event.id, times.now())
    follow(moderator, page, 200)


def test_answered_live_goes_on_and_can_be_put_back(event: Event, moderator: Client, clock: Clock) -> None:
    first, _second = put_on(event, clock), put_on(event, clock, text="Und dann?")
    with transaction() as writing:
        writing.add(Answer(question_id=first.id, language="de", text="Ein Entwurf", by="x", at=times.now()))
    clock.forward(minutes=1)
    form = moderator.get(SCREEN).form(f"{SCREEN}/{first.public_id}/answered")
    page = form.submit()
    assert shown(page) == "Frage 2"
    found = now_of(first)
    assert (found.state, found.answered_live, found.answered_at) == (State.ANSWERED, True, times.now())
    form.submit()  # the second half of a double click
    assert (now_of(first).state, now_of(first).draft) == (State.ANSWERED, True)
    page = page.form(f"{SCREEN}/{first.public_id}/back").submit("Put question 1 back")
    assert shown(page) == "Frage 1"
    assert shown(moderator.get(SCREEN)) == "Frage 1", "it stands where it stood"
    found = now_of(first)
    assert (found.state, found.answered_live, found.answered_at) == (State.ON_SCREEN, False, None)
    assert not found.draft
    page = page.form(f"{SCREEN}/{first.public_id}/off").submit("Take off the screen")
    assert (shown(page), now_of(first).state) == ("Frage 2", State.PUBLISHED)


def test_a_stale_click_is_refused_and_shows_how_it_stands(event: Event, moderator: Client, clock: Clock) -> None:
    first = put_on(event, clock)
    form = moderator.get(SCREEN).form(f"{SCREEN}/{first.public_id}/answered")
    translate(first, "uk", TRANSLATED)
    page = form.submit(status=409)
    assert "Somebody has changed this question in the meantime" in page.one(".screen__problem").text
    assert TRANSLATED in page.text
    assert now_of(first).state is State.ON_SCREEN
    page.form(f"{SCREEN}/{first.public_id}/answered").submit()
    assert now_of(first).state is State.ANSWERED


def test_pause_blanks_every_screen(
    event: Event, moderator: Client, signed_in: Callable[[str], Client], clock: Clock
) -> None:
    put_on(event, clock)
    other = signed_in("organiser")
    elsewhere = other.get(SCREEN)
    page = moderator.get(SCREEN).form(f"{SCREEN}/pause").submit("Pause")
    for seen in (page, follow(other, elsewhere, 200)):
        assert texts(seen) == {}
        assert ASKED not in seen.html
        assert "Folgekonferenz Друга конференція" in seen.h1
    page = page.form(f"{SCREEN}/pause").submit("Go on")
    assert texts(page) == {"de": ASKED}
    session().rollback()
    assert session().get_one(Board, event.id).paused is False


def test_who_may_not_moderate_steers_nothing(event: Event, signed_in: Callable[[str], Client]) -> None:
    made = make_question(event, State.ON_SCREEN)
    partner = signed_in("partner")
    partner.get(SCREEN, status=403)
    token = partner.get("/manage/account").form("/manage/sign-out").values["csrf_token"]
    for path in (f"{made.public_id}/answered", f"{made.public_id}/off", f"{made.public_id}/back", "pause"):
        partner.post(f"{SCREEN}/{path}", {"csrf_token": token, "version": 1, "paused": "on"}, status=403)


@pytest.mark.usefixtures("moderator")
def test_a_foreign_question_and_odd_numbers(event: Event, moderator: Client, clock: Clock) -> None:
    made = put_on(event, clock, registration=make_sabine(event))
    for odd in ("at=-1", "at=x", "at=99", "at=1&then=x", "at=99999999999999999999"):
        assert shown(moderator.get(f"{SCREEN}?{odd}")) == "Frage 1"
    token = moderator.get(SCREEN).form(f"{SCREEN}/pause").values["csrf_token"]
    elsewhere = SCREEN.replace(event.slug, "elsewhere")
    moderator.post(f"{elsewhere}/{made.public_id}/off", {"csrf_token": token, "version": 1}, status=404)
    moderator.post(f"{SCREEN}/{made.public_id}/off", {"csrf_token": token, "version": "x"}, status=409)
    assert now_of(made).state is State.ON_SCREEN


@pytest.mark.parametrize(("letters", "least"), [(20, 1), (500, 5), (2000, 9)])
def test_long_texts_begin_in_smaller_type(
    event: Event, moderator: Client, clock: Clock, letters: int, least: int
) -> None:
    put_on(event, clock, text="ш" * letters)
    assert int(str(moderator.get(SCREEN).one("#screen").attrs["data-step"])) >= least
    assert halves.step([]) == 1
