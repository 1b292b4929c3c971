"""Who does not get in by the join link yet or any more, and what it says to them."""

from datetime import timedelta

import pytest
from factories import make_event, make_registration
from page import Client
from rooms import ADDRESS, DIAL_IN, OPEN, enter, furnish, link_of, uses
from surroundings import Clock

from webapp.core import clock as times
from webapp.core.db import session, transaction
from webapp.events.models import Event
from webapp.registration import changing, mails
from webapp.registration.models import Registration, State

LANGUAGES = pytest.mark.parametrize("lang", ["de", "uk", "en"])


@LANGUAGES
@pytest.mark.parametrize("furnished", [True, False])
def test_before_its_time_it_waits_and_tells_nobody_where(
    client: Client,
    event: Event,
    olena: Registration,
    clock: Clock,
    lang: str,
    furnished: bool,  # noqa: FBT001
) -> None:
    if furnished:
        furnish(event)
    clock.go_to(event.starts_at - timedelta(minutes=30, seconds=1))
    page = client.get(link_of(olena, lang))
    assert page.link({"de": "Erneut", "uk": "Спробувати", "en": "Try again"}[lang]).endswith(link_of(olena, lang))
    assert not page.all("meta[http-equiv]")
    assert "Refresh" not in page.response.headers
    for secret in (ADDRESS, "zoom", *DIAL_IN.splitlines()):
        assert secret not in page.body.decode() + str(page.response.headers)
    token = page.form("question-form").values["csrf_token"]
    client.post(link_of(olena, lang), {"csrf_token": token, "way": "self"}, status=409)
    assert uses(event) == []
    if lang == "en":
        assert page.h1 == "The way in is not open yet"
        assert "(German time)" in page.text
        assert "(Ukrainian time)" in page.text


def test_weeks_ahead_it_says_when_to_come_back(client: Client, event: Event, olena: Registration, clock: Clock) -> None:
    furnish(event)
    page = client.get(link_of(olena))
    assert "Please come back later" in page.text
    assert "You need not wait: open your link again then" in page.text
    assert "wait here" not in page.text
    assert "Try again" not in page.text
    clock.go_to(event.starts_at - timedelta(minutes=90))
    assert "Please wait here or come back" in client.get(link_of(olena)).text, "an hour before the door opens"


def test_without_an_address_the_open_door_waits_too(
    client: Client, event: Event, sabine: Registration, clock: Clock
) -> None:
    clock.go_to(event.starts_at)
    assert client.get(link_of(sabine)).h1 == "The way in is not ready yet"
    furnish(event)
    assert client.get(link_of(sabine), without=OPEN).h1 == "Join the conference"


@pytest.mark.parametrize("state", [State.CANCELLED, State.HANDED_OVER, State.LAPSED, State.DECLINED])
def test_whoever_left_does_not_get_in(client: Client, event: Event, at_the_door: Clock, state: State) -> None:
    del at_the_door
    gone = make_registration(event, state)
    page = client.get(link_of(gone), status=410)
    assert ADDRESS not in page.body.decode()


def test_after_withdrawing_an_open_page_leads_nowhere(
    client: Client, event: Event, sabine: Registration, at_the_door: Clock
) -> None:
    del at_the_door
    page = client.get(link_of(sabine), without=OPEN)
    with transaction():
        changing.cancel(sabine.public_id, now=times.now())
    answer = page.form("self").submit(follow=False, status=410)
    assert answer.h1 == "This registration was withdrawn"
    assert uses(event) == []


@pytest.mark.parametrize("state", [State.PENDING, State.WAITING, State.OFFERED, State.UNDECIDED])
def test_without_a_place_nobody_gets_in(client: Client, event: Event, at_the_door: Clock, state: State) -> None:
    del at_the_door
    assert client.get(link_of(make_registration(event, state)), status=409).h1 == "You have no place yet"


def test_wrong_and_late_links_say_what_to_do(
    client: Client, event: Event, sabine: Registration, at_the_door: Clock
) -> None:
    link = link_of(sabine)
    for wrong in (f"{link}x", "/en/j/nonsense", f"/en/j/{mails.manage_token(sabine, event)}"):
        assert client.get(wrong, status=404).h1 == "This link is not valid"
    at_the_door.go_to(event.ends_at + timedelta(minutes=29))
    client.get(link, without=OPEN)
    at_the_door.forward(minutes=2)
    assert client.get(link, status=410).h1 == "This conference is over"
    at_the_door.forward(days=100)
    assert client.get(link, status=410).h1 == "This link has expired"


def test_a_postponed_conference_keeps_its_links(
    client: Client, event: Event, sabine: Registration, at_the_door: Clock
) -> None:
    link = link_of(sabine)
    with transaction():
        moved = session().get_one(Event, event.id)
        moved.starts_at += timedelta(weeks=6)
        moved.ends_at += timedelta(weeks=6)
    assert client.get(link).h1 == "The way in is not open yet"
    at_the_door.forward(weeks=6)
    assert enter(client, link).location == ADDRESS


def test_a_link_leads_into_its_own_event_alone(
    client: Client, event: Event, sabine: Registration, at_the_door: Clock
) -> None:
    del at_the_door
    other = make_event(slug="other", starts_at=event.starts_at, ends_at=event.ends_at)
    furnish(other, address="https://zoom.us/j/other")
    elsewhere = make_registration(other, email="else@example.org")
    assert enter(client, link_of(elsewhere)).location == "https://zoom.us/j/other"
    assert enter(client, link_of(sabine)).location == ADDRESS
    assert [use.registration for use in uses(event)] == [sabine.public_id]
