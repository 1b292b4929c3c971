"""Names of files tell on which day the meeting was, where they can be read in one way only."""

from datetime import date

import pytest

from webapp.attendance.readers.ordering import of_name

MARCH = (2026, 3, 28)


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("attendee_84759841045_2026_03_28.csv", date(*MARCH)),
        ("Konferenz (2026-03-28 10_00 GMT+1) - Attendance.csv", date(*MARCH)),
        ("20260328_lecture.csv", date(*MARCH)),
        ("Konferenz - Attendance report 3-28-26.csv", date(*MARCH)),
        ("Konferenz - Attendance report 3-4-26.csv", None),
        ("participants_94758381041.csv", None),
        ("2026_13_45.csv", None),
    ],
)
def test_a_date_in_the_name_of_the_file(name: str, day: date | None) -> None:
    assert of_name(name) == day
