"""The last places: who gets one, who waits, and who is next when somebody leaves."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from factories import DNIPRO, KOELN, KREIS_WESEL, answers, make_event, make_registration
from inbox import Mail
from page import Client, Page
from sqlalchemy import select
from surroundings import Clock

from webapp.core.db import session, transaction
from webapp.events.models import Event
from webapp.registration import seats, waiting
from webapp.registration.mails import manage_token
from webapp.registration.models import SEATED, Registration, Side, State

Deliver = Callable[[], list[Mail]]
NRW = {"place": KOELN}


def register(client: Client, deliver: Deliver, name: str, lang: str = "en", **changes: Any) -> Page:
    """From the form to the confirmed address."""
    typed = answers(given_name=name, email=f"{name.lower()}@example.org") | changes
    client.get(f"/{lang}/events/folgekonferenz/register").form().fill(**typed).submit()
    link = deliver()[-1].link("/c/")
    return client.get(link).form(link).submit()


def link(name: str) -> str:
    row = person(name)
    return f"/en/r/{manage_token(row, session().get_one(Event, row.event_id))}"


def person(name: str) -> Registration:
    session().rollback()
    found = select(Registration).where(Registration.given_name == name).order_by(Registration.id.desc()).limit(1)
    return session().scalars(found.execution_options(populate_existing=True)).one()


def counted_seats() -> tuple[int, int]:
    """As kept with the event, and as the rows say."""
    session().rollback()
    event = session().scalars(select(Event).execution_options(populate_existing=True)).one()
    held = session().scalars(select(Registration.side).where(Registration.state.in_(SEATED))).all()
    assert {side: held.count(Side(side)) for side in event.side_seats} == event.side_seats
    return event.seats_taken, len(held)


def test_whoever_comes_too_late_waits_and_moves_up(client: Client, deliver: Deliver) -> None:
    make_event(capacity=1)
    assert register(client, deliver, "Erste").h1 == "You are registered"
    deliver()
    for position, name in ((1, "Zweite"), (2, "Dritte")):
        page = register(client, deliver, name)
        assert f"You are number {position} on the waiting list." in page.text
        [mail] = deliver()
        assert mail.subject.startswith("You are on the waiting list")
        assert f"number {position} on the waiting list" in mail.text
        assert not mail.attachments  # nobody enters it into a calendar yet

    client.get(f"{link('Erste')}/cancel").form().submit()
    subjects = {mail.to: mail.subject.partition(":")[0] for mail in deliver()}
    assert subjects == {
        "erste@example.org": "Your registration was withdrawn",
        "zweite@example.org": "A place has become free for you",
    }
    assert "You are number 1 on the waiting list." in client.get(link("Dritte")).text
    assert counted_seats() == (1, 1)  # the offered place is kept

    page = client.get(link("Zweite")).form(f"{link('Zweite')}/accept").submit()
    assert "You are registered." in page.text
    assert person("Zweite").state is State.CONFIRMED
    [mail] = deliver()
    assert "METHOD:PUBLISH" in next(iter(mail.attachments.values()))


def test_an_offer_that_nobody_takes_goes_to_the_next(client: Client, deliver: Deliver, clock: Clock) -> None:
    clock.at("2026-12-01 09:00")
    make_event(capacity=1)
    for name in ("Erste", "Zweite", "Dritte"):
        register(client, deliver, name)
    client.get(f"{link('Erste')}/cancel").form().submit()
    assert "Thursday, 3 December 2026" in client.get(link("Zweite")).text  # 48 hours
    deliver()
    clock.forward(hours=47, minutes=59)
    waiting.lapse_offers()
    assert person("Zweite").state is State.OFFERED
    offered = client.get(link("Zweite"))
    clock.forward(minutes=1)
    assert "no longer kept" in offered.form(f"{link('Zweite')}/accept").submit(status=410).text
    waiting.lapse_offers()
    waiting.lapse_offers()
    assert [person(name).state for name in ("Zweite", "Dritte")] == [State.LAPSED, State.OFFERED]
    assert counted_seats() == (1, 1)
    assert [mail.subject.partition(":")[0] for mail in deliver()] == [
        "The offered place was not accepted in time",
        "A place has become free for you",
    ]
    assert register(client, deliver, "Zweite").h1 == "Your registration"  # again, at the end of the queue
    assert "You are number 1" in client.get(link("Zweite")).text


@pytest.mark.parametrize(
    ("lang", "accept", "leave"),
    [
        ("de", "Platz annehmen", "Zurückziehen"),
        ("uk", "Прийняти місце", "Скасувати реєстрацію"),
        ("en", "Accept the place", "Withdraw"),
    ],
)
def test_the_mail_of_an_offer_names_what_the_page_offers(
    client: Client, deliver: Deliver, lang: str, accept: str, leave: str
) -> None:
    make_event(capacity=1)
    for name in ("Erste", "Zweite"):
        register(client, deliver, name, lang=lang)
    deliver()
    client.get(f"{link('Erste')}/cancel").form().submit()
    [mail] = [one for one in deliver() if one.to == "zweite@example.org"]
    page = client.get(link("Zweite").replace("/en/", f"/{lang}/"))
    assert [tag.get_text(strip=True) for tag in page.all("main .notice button")] == [accept]
    assert page.link(leave)
    for text in (mail.text, mail.html):
        assert accept in text
        assert leave.casefold() in text.casefold()


def test_shortly_before_the_start_nobody_is_asked(client: Client, deliver: Deliver, clock: Clock) -> None:
    event = make_event(capacity=1)
    for name in ("Erste", "Zweite"):
        register(client, deliver, name)
    clock.go_to(event.starts_at)
    clock.forward(hours=-2)
    client.get(f"{link('Erste')}/cancel").form().submit()
    assert person("Zweite").state is State.CONFIRMED


def test_sides_have_places_and_queues_of_their_own(client: Client, deliver: Deliver) -> None:
    make_event(capacity=3, side_capacity={"nrw": 1})
    assert register(client, deliver, "Koeln", **NRW).h1 == "You are registered"
    assert "number 1" in register(client, deliver, "Wesel", place=KREIS_WESEL).text
    assert register(client, deliver, "Dnipro").h1 == "You are registered"
    assert register(client, deliver, "Dnipro2").h1 == "You are registered"
    assert "number 1" in register(client, deliver, "Dnipro3").text  # of the other queue
    client.get(f"{link('Dnipro')}/cancel").form().submit()
    assert [person(name).state for name in ("Wesel", "Dnipro3")] == [State.WAITING, State.OFFERED]
    client.get(f"{link('Koeln')}/cancel").form().submit()
    assert person("Wesel").state is State.OFFERED
    assert counted_seats() == (3, 3)


@pytest.mark.parametrize("limit", [{"side_capacity": {"dnipropetrovsk": 1}}, {"place_capacity": 1}])
def test_who_will_wait_for_a_place_of_their_own_reads_it_before_confirming(
    client: Client, deliver: Deliver, limit: dict[str, Any]
) -> None:
    make_event(capacity=9, **limit)
    told = "At the moment all places of your municipality or region are taken. If you confirm, you join the waiting"
    assert register(client, deliver, "Erste").h1 == "You are registered"
    deliver()
    client.get("/en/events/folgekonferenz/register").form().fill(**answers(email="zweite@example.org")).submit()
    asked = deliver()[-1].link("/c/")
    page = client.get(asked)
    assert told in page.text
    assert "number 1 on the waiting list" in page.form(asked).submit().text


def test_who_has_a_place_of_their_own_reads_of_no_waiting_list(client: Client, deliver: Deliver) -> None:
    make_event(capacity=9, side_capacity={"dnipropetrovsk": 1}, place_capacity=1)
    client.get("/en/events/folgekonferenz/register").form().fill(**answers()).submit()
    assert "waiting list" not in client.get(deliver()[-1].link("/c/")).text


def test_a_municipality_cannot_take_all_places(client: Client, deliver: Deliver) -> None:
    make_event(place_capacity=1)
    register(client, deliver, "Erste")
    assert "number 1" in register(client, deliver, "Zweite").text
    assert register(client, deliver, "Andere", **NRW).h1 == "You are registered"
    client.get(f"{link('Erste')}/change").form().fill(place=KREIS_WESEL).submit()
    assert person("Zweite").state is State.OFFERED
    page = client.get(f"{link('Erste')}/change").form().fill(place=DNIPRO).submit(status=422)
    assert page.errors() == ["All places of this municipality or region are taken."]
    assert counted_seats() == (3, 3)


def test_who_waits_for_a_place_of_their_municipality_is_ahead_of_nobody_else(client: Client, deliver: Deliver) -> None:
    make_event(capacity=3, place_capacity=1)
    for name, where in (("Dnipro", {}), ("Koeln", NRW), ("Wesel", {"place": KREIS_WESEL})):
        assert register(client, deliver, name, **where).h1 == "You are registered"
    assert "number 1" in register(client, deliver, "Dnipro2").text
    assert "number 2" in register(client, deliver, "Dnipro3").text
    assert "number 1" in register(client, deliver, "Duesseldorf", place="05111000").text
    assert "number 1" in register(client, deliver, "Koeln2", **NRW).text
    client.get(f"{link('Koeln')}/cancel").form().submit()
    assert person("Duesseldorf").state is State.OFFERED
    assert "number 1" in client.get(link("Koeln2")).text  # by now for whatever place becomes free
    client.get(f"{link('Dnipro')}/cancel").form().submit()
    assert [person(name).state for name in ("Dnipro2", "Koeln2")] == [State.OFFERED, State.WAITING]
    assert "number 1" in client.get(link("Dnipro3")).text


def test_the_turn_in_the_queue_can_be_handed_over(client: Client, deliver: Deliver) -> None:
    make_event(capacity=1)
    for name in ("Erste", "Zweite", "Dritte"):
        register(client, deliver, name)
    colleague = {"given_name": "Віра", "family_name": "Шевченко", "email": "vira@example.org"}
    client.get(f"{link('Zweite')}/hand-over").form().fill(**colleague).submit()
    asked = deliver()[-1].link("/c/")
    assert "You are number 1 on the waiting list." in client.get(asked).form(asked).submit().text
    assert person("Zweite").state is State.HANDED_OVER
    assert "You are number 2" in client.get(link("Dritte")).text


@pytest.mark.parametrize("state", [State.WAITING, State.OFFERED])
def test_who_leaves_the_queue_frees_what_was_kept(client: Client, deliver: Deliver, state: State) -> None:
    make_event(capacity=1)
    for name in ("Erste", "Zweite", "Dritte"):
        register(client, deliver, name)
    if state is State.OFFERED:
        client.get(f"{link('Erste')}/cancel").form().submit()
    client.get(f"{link('Zweite')}/cancel").form().submit()
    assert person("Dritte").state is state
    assert counted_seats() == (1, 1)


def test_the_public_pages_say_that_people_wait(client: Client) -> None:
    event = make_event(capacity=1)
    make_registration(event)
    for address in ("/en/events/folgekonferenz", "/en/events/folgekonferenz/register"):
        assert "At the moment all places are taken. You can register for the waiting list." in client.get(address).text


def test_late_comers_are_marked(
    client: Client, deliver: Deliver, clock: Clock, signed_in: Callable[[str], Client]
) -> None:
    clock.at("2026-12-01 09:00")
    event = make_event()
    with transaction():
        held = seats.locked(event.id)
        held.registration_closes_at = held.starts_at.replace(hour=0) - (held.ends_at - held.starts_at)
    clock.go_to(event.starts_at)
    clock.forward(minutes=30)
    assert register(client, deliver, "Late").h1 == "You are registered"
    organiser = signed_in("organiser")
    [row] = organiser.get("/manage/events/folgekonferenz/registrations").table()
    assert "registered on the day" in row["State"]


def test_the_number_counts_whoever_is_ahead_for_the_next_place(client: Client, deliver: Deliver) -> None:
    make_event(capacity=1, side_capacity={"nrw": 5})
    register(client, deliver, "Erste")
    for name in ("Koeln1", "Koeln2"):
        register(client, deliver, name, **NRW)
    assert "number 3" in register(client, deliver, "Dnipro").text


def test_who_has_no_place_gets_no_calendar_entry(client: Client, deliver: Deliver) -> None:
    make_event(capacity=1)
    for name in ("Erste", "Zweite"):
        register(client, deliver, name)
    deliver()
    client.get(f"{link('Zweite')}/change").form().fill(office="мер").submit()
    client.get(f"{link('Zweite')}/cancel").form().submit()
    assert [mail.attachments for mail in deliver()] == [{}, {}]


def test_a_lapsed_offer_frees_the_colleague_who_was_asked(client: Client, deliver: Deliver, clock: Clock) -> None:
    clock.at("2026-12-01 09:00")
    make_event(capacity=1)
    for name in ("Erste", "Zweite"):
        register(client, deliver, name)
    client.get(f"{link('Erste')}/cancel").form().submit()
    colleague = {"given_name": "Віра", "family_name": "Шевченко", "email": "vira@example.org"}
    client.get(f"{link('Zweite')}/hand-over").form().fill(**colleague).submit()
    asked = deliver()[-1].link("/c/")
    clock.forward(hours=49)
    client.get(asked).form(asked).submit(status=410)  # the job is late, the offer is over all the same
    waiting.lapse_offers()
    assert person("Zweite").asked_to_replace == ""
    client.get(asked, status=404)


def test_an_offer_that_is_deleted_meanwhile_keeps_no_other_from_lapsing(
    client: Client, deliver: Deliver, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_event(capacity=2)
    for name in ("Erste", "Zweite", "Dritte", "Vierte"):
        register(client, deliver, name)
    for name in ("Erste", "Zweite"):
        client.get(f"{link(name)}/cancel").form().submit()
    gone, lapse = person("Dritte").public_id, waiting.lapse

    def late(public_id: str, *, now: datetime) -> None:
        lapse("deleted" if public_id == gone else public_id, now=now)

    monkeypatch.setattr(waiting, "lapse", late)
    clock.forward(hours=49)
    waiting.lapse_offers()
    assert person("Vierte").state is State.LAPSED
