"""The demo: both conferences, the same for the same seed, and clearly fictitious people."""

import json
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from random import Random

import pytest
from click.testing import CliRunner
from inbox import Mail
from page import Client
from rooms import link_of
from sqlalchemy import func, select
from surroundings import Clock

from webapp.attendance.models import Presence
from webapp.core import clock as clocks
from webapp.core.clock import BERLIN
from webapp.core.db import session, transaction
from webapp.demo import actions
from webapp.demo.commands import demo
from webapp.demo.people import WORDS
from webapp.demo.programme import COMING_SLUG, PAST_SLUG
from webapp.demo.questions import entries
from webapp.events.commands import event as event_group
from webapp.events.models import Event
from webapp.feedback.models import Feedback
from webapp.questions import keeping, taking_up
from webapp.questions.lifecycle import State as QuestionState
from webapp.questions.models import Channel, Kind, Question, Visibility
from webapp.registration.models import Registration, State
from webapp.reporting.commands import figures


def build(*arguments: str) -> list[str]:
    result = CliRunner().invoke(demo, arguments)
    assert result.exit_code == 0, result.output
    session().rollback()
    return result.output.splitlines()


def questions(slug: str) -> list[Question]:
    found = select(Question).join(Question.event).where(Event.slug == slug).order_by(Question.number)
    return list(session().scalars(found))


def people(slug: str) -> list[Registration]:
    found = select(Registration).join(Registration.event).where(Event.slug == slug).order_by(Registration.id)
    return list(session().scalars(found))


@pytest.mark.parametrize("today", ["2026-11-22 17:00", "2026-11-23 17:00", "2027-02-15 09:00"])
@pytest.mark.usefixtures("app")
def test_it_builds_both_conferences(clock: Clock, today: str) -> None:
    now = clock.at(today)
    build()
    listed = json.loads(CliRunner().invoke(event_group, ["list", "--json"]).output)
    assert [(one["slug"], one["registration_open"]) for one in listed] == [(COMING_SLUG, True), (PAST_SLUG, False)]
    for one in session().scalars(select(Event)):
        local = one.starts_at.astimezone(BERLIN)
        assert (local.hour, local.minute, one.ends_at - one.starts_at) == (10, 0, timedelta(hours=2))
        assert one.seats_taken == len([row for row in people(one.slug) if row.state is State.CONFIRMED])
        if one.slug == COMING_SLUG:
            assert timedelta(days=41) < one.starts_at - now < timedelta(days=45)
            assert local.isoweekday() <= 5


@pytest.mark.usefixtures("app")
def test_a_second_call_changes_nothing(clock: Clock) -> None:
    clock.at("2026-11-22 17:00")
    build("--attendees", "40", "--seed", "7")
    assert len(people(PAST_SLUG)) == 40
    asked = len(questions(PAST_SLUG))
    assert build("--attendees", "40") == ["Both conferences of the demo are there already."]
    assert (len(people(PAST_SLUG)), len(questions(PAST_SLUG))) == (40, asked)


@pytest.mark.usefixtures("app")
def test_it_is_the_same_for_the_same_seed(clock: Clock) -> None:
    now = clock.at("2026-11-22 17:00")
    once, again, other = (made_and_undone(seed, now) for seed in (7, 7, 8))
    assert once == again
    assert len([row for row in once if row[0] in range(1, 6) and len(row) == 3]) >= 5, "feedback"
    assert once != other


class Undone(Exception):
    pass


def made_and_undone(seed: int, now: datetime) -> list[tuple[object, ...]]:
    """People and questions of both conferences, as the seed makes them; the database is empty again afterwards."""
    found: list[tuple[object, ...]] = []
    with suppress(Undone), transaction():
        actions.build(attendees=40, seed=seed, now=now)
        for slug in (PAST_SLUG, COMING_SLUG):
            found += [(one.given_name, one.family_name, one.place_key, one.state, one.question) for one in people(slug)]
            found += sorted((one.useful, one.wanted, one.text) for one in session().scalars(select(Feedback)))
            found += [(one.number, one.text, one.place_key, one.asked_at, one.votes) for one in questions(slug)]
        raise Undone
    return found


@pytest.mark.usefixtures("app")
def test_everybody_is_fictitious_and_comes_from_a_real_place() -> None:
    build()
    rows = people(PAST_SLUG) + people(COMING_SLUG)
    assert len(rows) == 134
    assert all(row.email.endswith("@example.org") for row in rows)
    assert all(row.place_key and row.office for row in rows)
    assert all(
        any("а" <= letter.lower() <= "я" for letter in row.given_name) == (row.side == "dnipropetrovsk") for row in rows
    )
    assert {row.side.value for row in rows} == {"nrw", "dnipropetrovsk"}
    for slug in (PAST_SLUG, COMING_SLUG):
        assert {row.state for row in people(slug)} >= {State.CONFIRMED, State.PENDING, State.CANCELLED}


def test_somebody_lacking_has_not_confirmed_whatever_chance_says() -> None:
    random = Random(1)  # noqa: S311
    assert {actions._state(random, is_lacking=True) for _number in range(1000)} == {State.PENDING}  # noqa: SLF001


@pytest.mark.usefixtures("app")
def test_functions_are_of_the_same_sex_as_the_names() -> None:
    build()
    for sex in ("women", "men"):
        told = {row.office for row in people(PAST_SLUG) if row.given_name in WORDS[f"ukrainian_{sex}"]}
        assert told
        assert told <= set(WORDS[f"ukrainian_offices_of_{sex}"])


@pytest.mark.usefixtures("app")
def test_over_a_hundred_came_as_its_page_says_and_some_wait_for_a_decision(client: Client) -> None:
    build()
    counted = CliRunner().invoke(figures, [PAST_SLUG, "--json"])
    of_both = json.loads(counted.output)["all"]["representatives"]
    assert 100 < of_both["attended"] < 120
    assert of_both["to_be_decided"] > 0
    assert of_both["absent"] > 0
    assert "Over 100 municipal" in client.get(f"/en/events/{PAST_SLUG}").text


@pytest.mark.usefixtures("app")
def test_many_are_made_at_once() -> None:
    build("--attendees", "2500")
    count = select(func.count()).select_from(Registration).join(Registration.event).where(Event.slug == PAST_SLUG)
    assert session().scalar(count) == 2500


@pytest.mark.usefixtures("app")
def test_both_conferences_have_questions_of_both_sides_in_three_languages() -> None:
    build()
    past, coming = questions(PAST_SLUG), questions(COMING_SLUG)
    assert len([one for one in past if one.kind is Kind.QUESTION]) >= 25
    assert {one.state for one in past} >= {QuestionState.ANSWERED, QuestionState.FOLLOW_UP, QuestionState.DECLINED}
    assert {one.state for one in coming} == {QuestionState.INBOX, QuestionState.PUBLISHED}
    assert {one.language for one in past} == {"de", "uk", "en"}
    assert {one.visibility for one in past} == set(Visibility)
    assert all(one.votes_nrw and one.votes_dnipropetrovsk for one in past if one.answered_live)
    assert any(one.merged_into_id for one in past)
    numbers = [one.asked_at for one in past if one.channel is not Channel.ORAL]
    assert numbers == sorted(numbers)


@pytest.mark.usefixtures("app")
def test_votes_and_texts_taken_up_are_those_that_the_verbs_would_count_and_take() -> None:
    build()
    before = {one.id: one.votes for one in questions(PAST_SLUG) + questions(COMING_SLUG)}
    with transaction():
        for key in before:
            keeping.count_votes(session().get_one(Question, key))
        for kind in Kind:
            assert taking_up.take_up(kind, now=clocks.now()) == 0
    assert {one.id: one.votes for one in questions(PAST_SLUG) + questions(COMING_SLUG)} == before


@pytest.mark.usefixtures("app")
def test_questions_are_there_without_attendees_too() -> None:
    build("--attendees", "0")
    asked = [(one.text, one.state, one.registration_id) for one in questions(PAST_SLUG)]
    assert len(asked) == len(entries("past"))
    assert all(registration is None for _text, _state, registration in asked)


@pytest.mark.usefixtures("app")
def test_the_coming_conference_has_a_meeting_to_wait_for_and_reminders_to_look_at(
    client: Client, signed_in: Callable[[str], Client]
) -> None:
    build()
    confirmed = next(one for one in people(COMING_SLUG) if one.state is State.CONFIRMED)
    page = client.get(link_of(confirmed))
    assert page.h1 == "The way in is not open yet"
    assert "meeting.example.org" not in page.html
    for kind in ("day", "hour"):
        page = signed_in("organiser").get(f"/manage/events/{COMING_SLUG}/joining/reminders/{kind}")
        assert page.all("pre")
        assert "No address of the meeting is stored yet" not in page.text


@pytest.mark.usefixtures("app")
def test_who_took_part_in_the_past_one_gets_a_link_and_a_certificate(
    client: Client, deliver: Callable[[], list[Mail]]
) -> None:
    build()
    found = select(Registration).join(Presence, Presence.registration_id == Registration.id)
    somebody = session().scalars(found.where(Presence.certified, Registration.locale == "de")).first()
    assert somebody is not None
    client.get(f"/de/events/{PAST_SLUG}/lost-link").form().fill(email=somebody.email).submit()
    [mail] = deliver()
    page = client.get(mail.link("/r/")).click("Wann und wie")
    assert page.all("#name-form")
