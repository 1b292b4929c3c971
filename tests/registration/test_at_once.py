"""Several people, or one who clicks twice, at the same moment: as if it had been one after the other."""

import threading
from collections.abc import Callable

import pytest
from factories import answers, make_event, make_registration
from flask import Flask
from page import Client, Page
from sqlalchemy import func, select

from webapp.core import audit
from webapp.core.db import Model, session
from webapp.core.mail import OutgoingMail
from webapp.events.models import Event
from webapp.registration.mails import confirm_token
from webapp.registration.models import ConsentWording, Registration, State


def at_once(works: list[Callable[[], Page]]) -> list[Page]:
    """What each of them gave, in the same order; they start together."""
    found: dict[int, Page] = {}
    barrier = threading.Barrier(len(works))

    def run(number: int) -> None:
        barrier.wait()
        found[number] = works[number]()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    session().rollback()
    return [found[number] for number in range(len(works))]


def sending(app: Flask, event: Event, **typed: object) -> Callable[[], Page]:
    form = Client(app).get(f"/en/events/{event.slug}/register").form().fill(**answers(**typed))
    return lambda: form.submit(follow=False, status=303)


def count(model: type[Model]) -> int:
    return session().scalar(select(func.count()).select_from(model)) or 0


def test_the_same_registration_is_one_with_one_answer(app: Flask, event: Event) -> None:
    pages = at_once([sending(app, event, consent_list=True) for _time in range(6)])
    assert {page.location for page in pages} == {f"/en/events/{event.slug}/register/sent"}
    assert (count(Registration), count(OutgoingMail), count(ConsentWording)) == (1, 1, 1)
    assert audit.verify() is None


@pytest.mark.usefixtures("app")
def test_people_of_several_conferences_are_all_there(app: Flask) -> None:
    events = [make_event(slug=f"conference-{number}") for number in range(3)]
    consent = {"consent_list": True, "consent_contact": True}
    at_once(
        [
            sending(app, event, email=f"person.{number}@example.org", **consent)
            for event in events
            for number in range(3)
        ]
    )
    assert (count(Registration), count(OutgoingMail), count(ConsentWording)) == (9, 9, 2)
    assert audit.verify() is None


@pytest.mark.usefixtures("app")
def test_the_last_seat_goes_to_one(app: Flask) -> None:
    event = make_event(capacity=1)
    rows = [make_registration(event, State.PENDING, email=f"person.{number}@example.org") for number in range(4)]
    links = [f"/en/c/{confirm_token(row, event)}" for row in rows]
    at_once([Client(app).get(link).form(link).submit for link in links])
    states = session().scalars(select(Registration.state).order_by(Registration.state)).all()
    assert states == [State.CONFIRMED, State.WAITING, State.WAITING, State.WAITING]
    assert session().scalar(select(Event.seats_taken)) == 1
