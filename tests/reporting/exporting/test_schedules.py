"""Once a week by the clock on the wall, whatever summer time does to it."""

from datetime import UTC, datetime

import pytest

from webapp.core.clock import BERLIN, KYIV
from webapp.reporting.exporting.schedules import next_run

MONDAY, FRIDAY, SUNDAY = 0, 4, 6
CASES = [
    (FRIDAY, 8, BERLIN, "2026-11-23 12:00", "2026-11-27 07:00"),
    (FRIDAY, 8, BERLIN, "2026-11-27 06:59", "2026-11-27 07:00"),
    (FRIDAY, 8, BERLIN, "2026-11-27 07:00", "2026-12-04 07:00"),
    (FRIDAY, 8, KYIV, "2026-11-23 12:00", "2026-11-27 06:00"),
    (FRIDAY, 8, BERLIN, "2027-03-26 12:00", "2027-04-02 06:00"),  # summer time has begun
    (SUNDAY, 2, BERLIN, "2027-03-27 12:00", "2027-03-28 01:00"),  # that hour is none: it is 3 by then
    (SUNDAY, 2, BERLIN, "2027-10-30 12:00", "2027-10-31 00:00"),  # it comes twice: the first
    (SUNDAY, 2, BERLIN, "2027-10-31 00:00", "2027-11-07 01:00"),  # and not the second
    (MONDAY, 0, KYIV, "2026-11-22 21:59", "2026-11-22 22:00"),  # already Monday in Kyiv
]


@pytest.mark.parametrize(("weekday", "hour", "zone", "after", "expected"), CASES)
def test_the_next_run_is_by_the_clock_on_the_wall(
    weekday: int, hour: int, zone: object, after: str, expected: str
) -> None:
    found = next_run(weekday, hour, str(zone), utc(after))
    assert found == utc(expected)
    assert found > utc(after)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
