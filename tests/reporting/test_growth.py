"""How registrations grew, day by day."""

from datetime import UTC, date, datetime, timedelta

from factories import make_event, make_registration
from flask import Flask

from webapp.core.db import session, transaction
from webapp.registration.models import Registration, State
from webapp.reporting import figures


def test_growth_is_by_the_german_calendar_and_never_falls(app: Flask) -> None:
    del app
    event = make_event()
    evening = datetime(2026, 7, 1, 21, 59, tzinfo=UTC)
    for number, moment in enumerate((evening, evening + timedelta(minutes=2), evening + timedelta(days=7, hours=3))):
        one = make_registration(event, given_name=f"N{number}")
        with transaction():
            row = session().get_one(Registration, one.id)
            row.created_at, row.confirmed_at = moment, moment + timedelta(days=1)
    grown = figures.growth(event, 20)
    assert [(one.day, one.registered, one.confirmed) for one in grown[:3]] == [
        (date(2026, 7, 1), 1, 0), (date(2026, 7, 2), 2, 1), (date(2026, 7, 3), 2, 2),
    ]  # fmt: skip
    assert (grown[-1].day, grown[-1].registered, grown[-1].confirmed) == (date(2026, 7, 10), 3, 3)
    few = figures.growth(event, 3)
    assert len(few) <= 3
    assert few[-1] == grown[-1]
    assert [one.registered for one in few] == sorted(one.registered for one in few)


def test_growth_begins_with_one_day_and_nobody_confirmed(app: Flask) -> None:
    del app
    event = make_event()
    assert figures.growth(event, 20) == []
    make_registration(event, State.PENDING)
    assert [(one.registered, one.confirmed) for one in figures.growth(event, 20)] == [(1, 0)]


def test_whom_organisers_registered_is_confirmed_from_then_on(app: Flask) -> None:
    del app  # it must be there first
    event = make_event()
    made = [make_registration(event, given_name=name) for name in ("Олена", "Sabine")]
    with transaction():
        session().get_one(Registration, made[1].id).confirmed_at = None  # from a list: nobody asks to confirm
    assert [(one.registered, one.confirmed) for one in figures.growth(event, 20)] == [(2, 2)]


def test_a_hand_over_keeps_the_day_of_the_first(app: Flask) -> None:
    del app  # it must be there first
    event, begun = make_event(), datetime(2026, 7, 1, 10, tzinfo=UTC)
    handed, confirmed = State.HANDED_OVER, State.CONFIRMED
    made = [
        make_registration(event, state, given_name=f"N{number}")
        for number, state in enumerate((handed, handed, confirmed, confirmed))
    ]
    with transaction():
        for number, one in enumerate(made):
            row = session().get_one(Registration, one.id)
            row.created_at = begun + timedelta(days=number)
            row.confirmed_at = row.created_at + timedelta(days=1)
            row.replaces_id = made[number - 1].id if number in {1, 2} else None
    grown = figures.growth(event, 20)
    assert [(one.day.day, one.registered, one.confirmed) for one in grown] == [
        (1, 1, 0), (2, 1, 1), (3, 1, 1), (4, 2, 1), (5, 2, 2),
    ]  # fmt: skip
    total = figures.of(event).total
    assert (grown[-1].registered, grown[-1].confirmed) == (total.registered, total.confirmed)


def test_who_is_only_asked_to_take_over_is_of_the_day_of_asking(app: Flask) -> None:
    del app  # it must be there first
    event, begun = make_event(), datetime(2026, 7, 1, 10, tzinfo=UTC)
    states = (State.CONFIRMED, State.PENDING, State.HANDED_OVER)
    made = [make_registration(event, state, given_name=f"N{number}") for number, state in enumerate(states)]
    with transaction():
        for number, one in enumerate(made):
            row = session().get_one(Registration, one.id)
            row.created_at = row.confirmed_at = begun + timedelta(days=number)
        session().get_one(Registration, made[1].id).replaces_id = made[0].id
    assert [(one.day.day, one.registered) for one in figures.growth(event, 20)] == [(1, 1), (2, 2)]
