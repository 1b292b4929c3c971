"""The public page: what everybody reads, in which order and language, and that no author can be found out."""

from datetime import timedelta

import pytest
from factories import KOELN, make_question
from page import Client, Page
from questions.askers import PUBLIC, change, olena, own_page, sabine, set_board
from sqlalchemy import func, select
from surroundings import Clock
from tags import words

from webapp.core import clock as times
from webapp.core.db import session, transaction
from webapp.events.models import Event
from webapp.questions import asking, voting
from webapp.questions.lifecycle import State
from webapp.questions.models import Answer, Channel, Kind, Question, Translation, Visibility
from webapp.registration import limits
from webapp.registration.models import Side

FRAGMENT = {"well_formed", "language", "one_heading", "landmarks", "pointers"}  #: what a part of a page lacks
LANGUAGES = pytest.mark.parametrize("lang", ["de", "uk", "en"])


def asked(page: Page) -> list[str]:
    """The questions of the page, in their order."""
    return [words(tag) for tag in page.all("#questions .question__text")]


def translate(question: Question, **by_language: str) -> None:
    with transaction() as writing:
        for lang, text in by_language.items():
            writing.add(Translation(question_id=question.id, language=lang, text=text, by="x", at=times.now()))
    change(question)


def answer(question: Question, **by_language: str) -> None:
    with transaction() as writing:
        for lang, text in by_language.items():
            writing.add(Answer(question_id=question.id, language=lang, text=text, by="x", at=times.now()))
    change(question, state=State.ANSWERED, answered_by="Ministerium")


@pytest.mark.parametrize("state", list(State))
def test_only_what_is_published_is_shown(client: Client, event: Event, state: State) -> None:
    make_question(event, state)
    shown = state in {State.PUBLISHED, State.ON_SCREEN, State.ANSWERED}
    assert asked(client.get(PUBLIC)) == (["Wie finden wir eine Partnerkommune?"] if shown else [])


@LANGUAGES
def test_an_empty_list_says_what_to_do(client: Client, event: Event, lang: str) -> None:
    page = client.get(f"/{lang}/events/{event.slug}/questions")
    assert len(page.all("#questions .empty-state")) == 1
    assert page.link({"de": "Persönlichen Link", "uk": "Отримати", "en": "Have your"}[lang]).endswith("/lost-link")


def test_it_stands_in_the_readers_language_with_the_original_folded(client: Client, event: Event) -> None:
    translate(make_question(event, State.PUBLISHED), uk="Як знайти партнера?")
    page = client.get(PUBLIC.replace("/en/", "/uk/"))
    assert asked(page) == ["Як знайти партнера?"]
    assert words(page.one("#questions details [lang=de]")) == "Wie finden wir eine Partnerkommune?"
    for lang in ("en", "de"):  # none in English: the original, not the next best translation
        page = client.get(PUBLIC.replace("/en/", f"/{lang}/"))
        assert asked(page) == ["Wie finden wir eine Partnerkommune?"]
        assert len(page.all("#questions .question__text[lang=de]")) == (1 if lang == "en" else 0)
        assert not page.all("#questions details")


def test_answers_stand_in_the_next_best_language_once_they_are_public(client: Client, event: Event) -> None:
    question = make_question(event, State.FOLLOW_UP)
    answer(question, de="Über das Netzwerk.", uk="Через мережу.")
    page = client.get(PUBLIC)
    assert words(page.one(".answer [lang=de]")) == "Über das Netzwerk."
    assert "Ministerium" in page.text
    assert words(client.get(PUBLIC.replace("/en/", "/uk/")).one(".answer .mail-text")) == "Через мережу."
    change(question, state=State.PUBLISHED)
    assert not client.get(PUBLIC).all(".answer"), "a draft is not public"
    change(question, state=State.ANSWERED, answered_live=True)
    assert "answered in the conference" in client.get(PUBLIC).text


def test_parts_of_the_list(client: Client, event: Event) -> None:
    make_question(event, State.PUBLISHED, text="Offen?")
    make_question(event, State.ANSWERED, text="Beantwortet?")
    make_question(event, State.PUBLISHED, text="Erfahren", kind=Kind.EXPERIENCE)
    shown = {tab: asked(client.get(f"{PUBLIC}?show={tab}")) for tab in ("all", "open", "answered", "experiences", "x")}
    assert shown == {
        "all": ["Offen?", "Beantwortet?"],
        "open": ["Offen?"],
        "answered": ["Beantwortet?"],
        "experiences": ["Erfahren"],
        "x": ["Offen?", "Beantwortet?"],
    }
    assert [words(tag).rpartition(" ")[2] for tag in client.get(PUBLIC).all(".tabs a")] == ["(2)", "(1)", "(1)", "(1)"]


def test_twenty_a_page_and_the_votes_decide_which(client: Client, event: Event) -> None:
    made = [make_question(event, State.PUBLISHED, text=f"Frage {number}?") for number in range(1, 24)]
    voter = olena(event).public_id
    with transaction():
        voting.vote(voter, made[22].public_id, wanted=True, now=times.now())
    page = client.get(PUBLIC)
    assert asked(page) == ["Frage 23?", *(f"Frage {number}?" for number in range(1, 20))]
    assert "1 vote" in page.text
    assert "Dnipropetrovsk Oblast: 1" in page.text
    assert "North Rhine-Westphalia: 0" in page.text
    assert asked(page.click("Next page")) == ["Frage 20?", "Frage 21?", "Frage 22?"]
    assert asked(client.get(f"{PUBLIC}?page=99")) == ["Frage 20?", "Frage 21?", "Frage 22?"]


@LANGUAGES
def test_nobody_can_be_found_out(client: Client, event: Event, lang: str) -> None:
    people = [olena(event), sabine(event)]
    for who in people:
        for visibility in (Visibility.HIDDEN, Visibility.UNLINKED):
            make_question(
                event, State.PUBLISHED, registration=who, visibility=visibility, text=f"{visibility} {who.id}"
            )
    listed = client.get(f"/{lang}/events/{event.slug}/questions")
    assert len(asked(listed)) == 4
    found = words(listed.one("#questions"))
    for secret in ("Köln", "Cologne", "Кельн", "Дніпровський", "Raion", "Rajon", "Dnipro ", "Krause", "Коваленко"):
        assert secret not in found


@LANGUAGES
def test_of_ukrainian_municipalities_the_raion_alone(client: Client, event: Event, lang: str) -> None:
    make_question(event, State.PUBLISHED, registration=olena(event), text="Eins?")
    make_question(event, State.PUBLISHED, registration=sabine(event), text="Zwei?")
    page = client.get(f"/{lang}/events/{event.slug}/questions")
    first, second = (words(tag) for tag in page.all("#questions .question__about"))
    assert first.endswith({"de": "Rajon Dnipro", "uk": "Дніпровський район", "en": "Dnipro Raion"}[lang])
    assert second.endswith({"de": "Köln", "uk": "Кельн", "en": "Cologne"}[lang])
    for secret in ("Krause", "Коваленко", "Sabine", "Олена", "Amt"):
        assert secret not in page.html
    make_question(
        event,
        State.PUBLISHED,
        channel=Channel.PUBLIC,
        organisation="Sabine Krause",
        side=Side.NRW,
        author_name="Ina Beck",
    )
    page = client.get(f"/{lang}/events/{event.slug}/questions")
    assert "Krause" not in page.html, "what was typed freely may be a name"
    assert "Beck" not in page.html


def test_what_stays_the_same_costs_two_statements(client: Client, event: Event) -> None:
    question = make_question(event, State.PUBLISHED)
    page = client.get(PUBLIC)
    known = {"If-None-Match": page.response.headers["ETag"]}
    assert page.one("#questions")["data-etag"] == known["If-None-Match"]
    same = client.get(PUBLIC, headers=known, status=304)
    assert (len(same.statements), same.body) == (2, b"")
    assert client.get(PUBLIC.replace("/en/", "/uk/"), headers=known).lang == "uk"
    change(question, state=State.DECLINED)
    assert asked(client.get(PUBLIC, headers=known)) == []
    following = client.get(PUBLIC, headers={"HX-Request": "true"}, without=FRAGMENT)
    assert not following.all("h1")
    assert len(following.all("#questions")) == 1


def test_who_follows_gets_a_list_that_was_drawn_up_once(client: Client, event: Event) -> None:
    make_question(event, State.PUBLISHED)
    first = client.get(PUBLIC)
    assert len(client.get(PUBLIC).statements) < len(first.statements)
    assert len(client.get(PUBLIC).statements) == 2


@LANGUAGES
def test_where_the_public_may_ask_a_question_waits_for_the_organisers(client: Client, event: Event, lang: str) -> None:
    set_board(event, takes_public=True)
    form = client.get(f"/{lang}/events/{event.slug}/questions").form("ask-form")
    page = form.fill(text="Wie\n\nhilft man?", place=KOELN, author_name="Sabine Krause", language="de").submit()
    assert len(page.all(".messages")) == 1
    [question] = session().scalars(select(Question))
    assert (question.text, question.language, question.state) == ("Wie\n\nhilft man?", "de", State.INBOX)
    assert (question.place_key, question.side, question.author_name) == (KOELN, Side.NRW, "Sabine Krause")
    assert (question.channel, question.registration_id) == (Channel.PUBLIC, None)
    assert "hilft man" not in page.text


def test_unlinked_nobody_is_known_and_no_municipality_is_asked_for(client: Client, event: Event) -> None:
    set_board(event, takes_public=True)
    form = client.get(PUBLIC).form("ask-form").fill(text="Wie?", author_name="Sabine Krause", organisation="Amt")
    form.fill(visibility="unlinked").submit()
    [question] = session().scalars(select(Question))
    assert (question.author_name, question.organisation, question.place_key, question.side) == ("", "", None, None)
    page = client.get(PUBLIC).form("ask-form").fill(text="Und?").submit(status=422)
    assert page.errors()[0].startswith("Choose your municipality or district from the list, or enter an organisation.")


def test_published_at_once_if_the_organisers_say_so(client: Client, event: Event) -> None:
    set_board(event, takes_public=True, publishes_at_once=True)
    page = client.get(PUBLIC).form("ask-form").fill(text="Wie?", place=KOELN).submit()
    assert asked(page) == ["Wie?"]
    assert "Everybody can read it now." in page.text


def test_without_leave_or_after_a_week_nobody_asks(client: Client, event: Event, clock: Clock) -> None:
    form = {
        "csrf_token": client.get(own_page(olena(event), event)).form("ask-form").values["csrf_token"],
        "text": "Wie?",
    }
    assert not client.get(PUBLIC).all("#ask-form")
    assert "asked by the personal link" in client.post(PUBLIC, form, status=409).text
    set_board(event, takes_public=True)
    clock.go_to(event.ends_at + timedelta(days=6, hours=23))
    opened = client.get(PUBLIC).form("ask-form").fill(text="Wie?", place=KOELN)
    opened.submit(status=200)
    clock.forward(hours=2)
    assert not client.get(PUBLIC).all("#ask-form")
    assert "until a week after the conference" in opened.fill(text="Und?").submit(status=409).text
    assert session().scalar(select(func.count(Question.id))) == 1


def test_where_too_much_waits_what_was_typed_is_kept(
    client: Client, event: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_board(event, takes_public=True)
    monkeypatch.setattr(asking, "MOST_FROM_THE_PUBLIC", 1)
    client.get(PUBLIC).form("ask-form").fill(text="Eins?", place=KOELN).submit()
    page = client.get(PUBLIC).form("ask-form").fill(text="Zwei?", place=KOELN).submit(status=409)
    assert page.errors()[0].startswith("Very many questions have come in.")
    assert page.form("ask-form").values["text"].strip() == "Zwei?"


def test_traps_and_limits_hold_here_too(client: Client, event: Event, monkeypatch: pytest.MonkeyPatch) -> None:
    set_board(event, takes_public=True)
    form = client.get(PUBLIC).form("ask-form").fill(text="Buy!", place=KOELN)
    assert len(form.fill(form_note="spam").submit().all(".messages")) == 1, "answered like everybody"
    assert session().scalar(select(func.count(Question.id))) == 0
    monkeypatch.setattr(limits, "PER_BLOCK", "2 per hour")
    form, far = form.fill(form_note="", text="Wie?"), {"REMOTE_ADDR": "198.51.100.1"}
    found = [form.fill(text=f"Wie {number}?").submit(follow=False, environ_overrides=far).status for number in range(3)]
    assert found == [303, 303, 429]
    page = form.submit(status=429, statements=0, environ_overrides=far)
    assert page.h1 == "Very many questions are coming in"
    assert page.form().values["text"] == "Wie 2?"


@pytest.mark.parametrize("field", ["text", "author_name", "organisation"])
def test_strangers_send_no_links(client: Client, event: Event, field: str) -> None:
    set_board(event, takes_public=True)
    asking = client.get(PUBLIC)
    for typed in (
        "see https://x.example",
        "www.x.example/a",
        "write to a@b.example",
        "kauft auf billig.shop",
        "HTTP://X",
    ):
        page = asking.form("ask-form").fill(**({"text": "Wie?", "place": KOELN} | {field: typed})).submit(status=422)
        assert page.errors() == ["Please write without links and e-mail addresses."]
        assert page.form("ask-form").values[field].strip() == typed


def test_a_sentence_without_a_space_is_no_link(client: Client, event: Event) -> None:
    set_board(event, takes_public=True)
    typed = "Wer hilft uns z.B. in Köln?Die Stadt usw.Des weiteren: 1.500 Euro im Monat."
    client.get(PUBLIC).form("ask-form").fill(text=typed, place=KOELN).submit()
    assert session().scalars(select(Question.text)).all() == [typed]
