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
