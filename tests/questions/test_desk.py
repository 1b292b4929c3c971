"""The desk: tabs with counts, filters, search, order, what is new, oral questions, settings, and who sees it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from factories import DNIPRO, KOELN, make_question, make_registration
from markup import attr
from page import Client, Page
from questions.desk_steps import DESK
from surroundings import Clock

from webapp.core.db import session, transaction
from webapp.core.i18n import texts
from webapp.events.models import Event, Slot, SlotKind, Speaker
from webapp.questions import keeping
from webapp.questions.lifecycle import State
from webapp.questions.models import Board, Kind, Question, Translation, Visibility
from webapp.registration.models import Side

SignedIn = Callable[[str], Client]


def change(question: Question, **values: Any) -> None:
    with transaction() as writing:
        mine = writing.get_one(Question, question.id)
        for name, value in values.items():
            setattr(mine, name, value)


def numbers(page: Page) -> list[int]:
    """Of the questions shown, in their order."""
    return [int(tag["id"].removeprefix("question-")) for tag in page.all(".case")]


def test_tabs_count_what_stands_for_itself(event: Event, moderator: Client) -> None:
    make_question(event)
    kept = make_question(event, State.PUBLISHED)
    make_question(event, kind=Kind.EXPERIENCE)
    change(make_question(event), merged_into_id=kept.id)
    make_question(event, State.PUBLISHED, kind=Kind.EXPERIENCE)
    page = moderator.get(DESK)
    tabs = [tag.get_text() for tag in page.all(".tabs a")]
    assert tabs[:2] == ["Inbox (2)", "Published (1)"], "what was shared waits to be read as well"
    assert tabs[-3:] == ["Experiences (2)", "Merged (1)", "All (4)"]
    assert numbers(page) == [1, 3]
    assert "2 not yet read" in page.text
    assert page.one("#heading-3").get_text() == "Experience 3"
    assert numbers(moderator.get(f"{DESK}?tab=experiences")) == [3, 5]
    merged = moderator.get(f"{DESK}?tab=merged")
    assert numbers(merged) == [4]
    assert "merged into question 2" in merged.text
    assert "1 merged into it" in moderator.get(f"{DESK}?tab=published").text


def test_a_row_tells_all_that_is_needed(event: Event, moderator: Client) -> None:
    asker = make_registration(event, given_name="Олена", family_name="Коваленко")
    asked = make_question(event, text="Як знайти партнера?", language="uk", registration=asker)
    with transaction() as writing:
        words = "How do we find a partner?"
        writing.add(Translation(question_id=asked.id, language="en", text=words, by="x", at=datetime.now(UTC)))
    change(asked, votes_nrw=2, votes_dnipropetrovsk=1, desk="Amt 12", due_on=datetime(2024, 5, 1, tzinfo=UTC).date())
    row = moderator.get(DESK).one(".case")
    said = " ".join(row.get_text(" ").split())
    for part in (
        "Як знайти партнера?", "How do we find a partner?", "Олена Коваленко", "by the personal link", "3 votes",
        "North Rhine-Westphalia: 2", "Dnipropetrovsk Oblast: 1", "Amt 12", "overdue", "Deutsch",
    ):  # fmt: skip
        assert part in said, part
    [original] = row.select(".case__text")
    assert original["lang"] == "uk"


def test_nobody_is_named_who_wants_to_be_unknown(event: Event, moderator: Client) -> None:
    asker = make_registration(event, given_name="Олена", family_name="Коваленко")
    make_question(event, registration=asker, visibility=Visibility.UNLINKED)
    page = moderator.get(DESK)
    assert "Nobody knows who asked" in page.text
    assert "Коваленко" not in page.text


def test_filters(event: Event, moderator: Client) -> None:
    with transaction() as writing:
        slot = Slot(
            event_id=event.id, position=1, kind=SlotKind.DISCUSSION, title=texts("Austausch"),
            starts_at=event.starts_at, ends_at=event.ends_at,
            speakers=[Speaker(position=1, name=texts("Ina Beck"), function=texts("Amt"))],
        )  # fmt: skip
        writing.add(slot)
    first, second, third = (make_question(event, place_key=KOELN, side=Side.NRW) for _number in range(3))
    change(first, slot_id=slot.id, speaker_id=slot.speakers[0].id)
    change(second, side=Side.DNIPROPETROVSK, place_key=DNIPRO, desk="Amt 12")
    change(third, due_on=(datetime.now(UTC) - timedelta(days=3)).date(), language="en")
    with transaction() as writing:
        writing.add(Translation(question_id=third.id, language="uk", text="…", by="x", at=datetime.now(UTC)))
    filtered = moderator.get(DESK).form("filter")
    assert numbers(filtered.fill(side="dnipropetrovsk").submit("Apply")) == [2]
    for asked, found in (
        (f"slot={slot.id}", [1]), (f"speaker={slot.speakers[0].id}", [1]), ("desk=Amt+12", [2]), ("overdue=1", [3]),
        ("missing=uk", [1, 2]), ("missing=en", [1, 2]), ("missing=de", [3]), ("sort=newest", [3, 2, 1]),
        ("side=nowhere&slot=x&missing=fr", [1, 2, 3]), ("slot=99999999999999999999", [1, 2, 3]),
    ):  # fmt: skip
        assert numbers(moderator.get(f"{DESK}?{asked}")) == found, asked


def test_desks_are_sorted_as_an_alphabet_is_on_either_database(event: Event, moderator: Client) -> None:
    named = ["Amt 12", "äußeres Amt", "Ministerium", "Ґ-відділ", "Єднання", "Іноземний відділ", "їдальня"]
    for name in reversed(named):
        change(make_question(event), desk=name)
    assert [attr(tag, "value") for tag in moderator.get(DESK).all("select[name=desk] option")][1:] == named


def test_search_goes_through_all_languages_and_numbers(event: Event, moderator: Client) -> None:
    make_question(event, text="Wie heizen wir Schulen?")
    second = make_question(event, text="Wer übersetzt?")
    with transaction() as writing:
        writing.add(
            Translation(question_id=second.id, language="uk", text="Хто перекладає?", by="x", at=event.changed_at)
        )
    for asked, found in (("SCHULEN heizen", [1]), ("перекладає", [2]), ("uebersetzt", [2]), ("2", [2]), ("№ 1", [1])):
        assert numbers(moderator.get(DESK, query_string={"text": asked})) == found, asked
    nothing = moderator.get(f"{DESK}?text=Brücke")
    assert "No question fits" in nothing.text
    assert str(nothing.one("a.kern-btn")["href"]).endswith("?text=Br%C3%BCcke&tab=all")


def test_the_sides_take_turns_by_votes(event: Event, moderator: Client) -> None:
    for nrw, dnipro in ((5, 0), (9, 0), (0, 2)):
        change(make_question(event, State.PUBLISHED), votes_nrw=nrw, votes_dnipropetrovsk=dnipro)
    assert numbers(moderator.get(f"{DESK}?tab=published")) == [2, 3, 1]


def test_twenty_five_a_page(event: Event, moderator: Client) -> None:
    for _number in range(26):
        make_question(event)
    page = moderator.get(DESK)
    assert len(numbers(page)) == 25
    assert numbers(page.click("Next page")) == [26]


def test_what_is_new_is_told_and_nothing_sent_while_nothing_is(event: Event, moderator: Client, clock: Clock) -> None:
    clock.forward(seconds=1)
    first = make_question(event)
    page = moderator.get(DESK)
    news = page.one("#news")
    same = {"If-None-Match": f'"{news["data-etag"]}"'}
    unchanged = moderator.get(str(news["data-hx-get"]), headers=same, status=304)
    assert unchanged.body == b""
    assert len([sql for sql in unchanged.statements if "question" in sql]) == 1
    clock.forward(seconds=5)
    make_question(event)
    with transaction():
        mine = keeping.fresh("folgekonferenz", first.public_id)
        keeping.changed(mine, datetime.now(UTC))
    told = moderator.get(str(news["data-hx-get"]), headers=same)
    assert "1 new question. 1 question was changed. Show" in told.text
    assert "new question" not in moderator.get(DESK).text


def test_the_very_first_question_is_told_as_new(event: Event, moderator: Client) -> None:
    news = moderator.get(DESK).one("#news")
    make_question(event)
    told = moderator.get(str(news["data-hx-get"]), headers={"If-None-Match": f'"{news["data-etag"]}"'})
    assert "1 new question. Show" in told.text


def test_an_oral_question_takes_one_form(moderator: Client) -> None:
    form = moderator.get(DESK).form(f"{DESK}/oral")
    form.fill(text="Wer zahlt?", author_name="Ina Beck", place=KOELN, language="de")
    page = form.submit("Answered live")
    assert "Question 1 was added." in page.text
    form.submit("Answered live")  # twice
    session().rollback()
    asked = session().query(Question).one()
    assert (asked.state, asked.answered_live, asked.channel.value) == (State.ANSWERED, True, "oral")
    assert (asked.author_name, asked.place_key, asked.side, asked.language) == ("Ina Beck", KOELN, Side.NRW, "de")
    empty = moderator.get(DESK).form(f"{DESK}/oral").fill(author_name="Ina Beck").submit("Publish", status=422)
    assert empty.errors() == ["Enter the question."]
    assert empty.form(f"{DESK}/oral").values["author_name"] == "Ina Beck"


def test_settings(event: Event, moderator: Client) -> None:
    form = moderator.get(f"{DESK}/settings").form()
    assert form.values["takes_votes"] == "y"
    refused = form.fill(left_language="uk").submit(status=422)
    assert refused.errors() == ["Choose two different languages."]
    form.fill(takes_public=True, takes_votes=False, right_language="en").submit()
    session().rollback()
    board = session().get_one(Board, event.id)
    kept = (board.takes_public, board.publishes_at_once, board.takes_votes, board.left_language, board.right_language)
    assert kept == (True, False, False, "uk", "en")
    assert board.revision == 1


def test_a_moderator_sees_the_desk_and_nothing_else(event: Event, moderator: Client, signed_in: SignedIn) -> None:
    make_question(event, registration=make_registration(event))
    home = moderator.get("/manage/")
    assert "Places" not in home.text
    desk = home.click("Follow-up conference")
    assert desk.path == DESK
    one = desk.click("Question 1")
    for page in (home, desk, one, moderator.get(f"{DESK}/settings")):
        for tag in page.all("main a[href^='/manage']"):
            moderator.get(str(tag["href"]), follow=True, status=200)
    assert not one.all("main a[href*=registrations]")
    organiser = signed_in("organiser")
    assert organiser.get("/manage/events/folgekonferenz").link("Questions").endswith(DESK)
    assert organiser.get(one.path).all("main a[href*=registrations]")
    assert not signed_in("partner").get("/manage/events/folgekonferenz").all("main a[href*=questions]")
