"""The day of a conference is a day of the German calendar, however long it is."""

from datetime import datetime

import pytest

from webapp.events.models import Event


@pytest.mark.parametrize(
    ("starts", "moment", "there"),
    [
        ("2026-12-24T09:00+00:00", "2026-12-23T22:59:59+00:00", False),
        ("2026-12-24T09:00+00:00", "2026-12-23T23:00+00:00", True),
        ("2026-12-24T09:00+00:00", "2026-12-24T22:59:59+00:00", True),
        ("2026-12-24T09:00+00:00", "2026-12-24T23:00+00:00", False),
        ("2026-03-29T07:00+00:00", "2026-03-28T23:00+00:00", True),  # clocks are put forward
        ("2026-03-29T07:00+00:00", "2026-03-29T22:00+00:00", False),
        ("2026-10-25T00:30+00:00", "2026-10-24T22:00+00:00", True),  # put back, and begun in the hour that comes twice
        ("2026-10-25T01:30+00:00", "2026-10-25T22:59:59+00:00", True),
        ("2026-10-25T01:30+00:00", "2026-10-25T23:00+00:00", False),
    ],
)
def test_day(starts: str, moment: str, *, there: bool) -> None:
    event = Event(starts_at=datetime.fromisoformat(starts))
    assert event.is_on_the_day(datetime.fromisoformat(moment)) is there
