"""Times in the manner of many countries; day and month stay open where they could be either."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.core import dates
from webapp.core.dates import DateOrder

MARCH = (2026, 3, 28)


@pytest.mark.parametrize(
    ("written", "day", "clock"),
    [
        ("Mar 28, 2026 09:39:09", MARCH, (9, 39, 9)),
        ("Mar 28, 2026 2:25 PM", MARCH, (14, 25, 0)),
        ("Mar 28, 2026 12:25 AM", MARCH, (0, 25, 0)),
        ("Mar 28, 2026 12:25 PM", MARCH, (12, 25, 0)),
        ("3/28/2026 9:54:15 AM", MARCH, (9, 54, 15)),
        ("28/03/26, 09:29:07", MARCH, (9, 29, 7)),
        ("3/28/26, 8:00:48\u202fPM", MARCH, (20, 0, 48)),
        ("28/03/2026 à 09:01:31", MARCH, (9, 1, 31)),
        ("28.3.2026, 18:23:44", MARCH, (18, 23, 44)),
        ("3/28/2026, 06:23:44 PM", MARCH, (18, 23, 44)),
        ("2026-03-28 19:02:11", MARCH, (19, 2, 11)),
        ("2026/3/28 8:35", MARCH, (8, 35, 0)),
        ("28. 03. 2026 9:05:11", MARCH, (9, 5, 11)),
        ("28-03-2026 9:05", MARCH, (9, 5, 0)),
        ("28-Mar-2026 10:00", MARCH, (10, 0, 0)),
        ("28. März 2026 19:13", MARCH, (19, 13, 0)),
        ("28 бер. 2026 р., 19:13:27", MARCH, (19, 13, 27)),
        ("28 березня 2026 р. о 19:13:27", MARCH, (19, 13, 27)),
        ("28 марта 2026 г., 19:13", MARCH, (19, 13, 0)),
        ("28 marca 2026 19:13", MARCH, (19, 13, 0)),
        ("28 de março de 2026 às 12:13", MARCH, (12, 13, 0)),
        ("28 mars 2026 à 12:13", MARCH, (12, 13, 0)),
        ("Saturday, March 28, 2026 at 7:00 PM", MARCH, (19, 0, 0)),
        ("Samstag, 28. März 2026 um 19:00", MARCH, (19, 0, 0)),
        ("2026年3月28日 19:13:27", MARCH, (19, 13, 27)),
        ("2026/03/28 午後7:13", MARCH, (19, 13, 0)),
        ("2026. 3. 28. 오후 7:13", MARCH, (19, 13, 0)),
        ("28.03.2026 klo 9.29.07", MARCH, (9, 29, 7)),
        ("28/03/2026, 9:29:07 p. m.", MARCH, (21, 29, 7)),
        ("28.03.2026 9:29:07 пп", MARCH, (21, 29, 7)),
        ("28.03.2026 9:29:07 сл.об.", MARCH, (21, 29, 7)),
        ("28.03.2026 12:29:07 пр.об.", MARCH, (0, 29, 7)),
        ("28/03/2026 9:29:07 م", MARCH, (21, 29, 7)),
        ("28/03/2026 12:29:07 ص", MARCH, (0, 29, 7)),
        ("28/03/2026 9:29:07 مساءً", MARCH, (21, 29, 7)),
        ("2026/3/28, 9:29:07 ب.ظ.", MARCH, (21, 29, 7)),
        ("28.3.2026, 9:29:07 אחה״צ", MARCH, (21, 29, 7)),
        ("28/3/2026 9:29:07 CH", MARCH, (21, 29, 7)),
        ("12:29:07 SA 28/03/2026", MARCH, (0, 29, 7)),
        ("Sa 28.03.2026 12:29:07", MARCH, (12, 29, 7)),
        ("28/3/2026, 12:29:07 पूर्वाह्न", MARCH, (0, 29, 7)),
        ("28-03-2026 09:29:07 अपराह्न", MARCH, (21, 29, 7)),
        ("28/3/2026 9:29:07 หลังเที่ยง", MARCH, (21, 29, 7)),
        ("28/3/2026 12:29:07 ก่อนเที่ยง", MARCH, (0, 29, 7)),
        ("28/3/2569 09:29:07", MARCH, (9, 29, 7)),
        ("28/03/2026 9:29:07 PTG", MARCH, (21, 29, 7)),
    ],
)  # fmt: skip
def test_a_certain_time(written: str, day: tuple[int, int, int], clock: tuple[int, int, int]) -> None:
    stamp = dates.read(written)
    assert stamp is not None
    assert not stamp.open
    assert (stamp.date(DateOrder.DAY_FIRST), stamp.clock) == (date(*day), time(*clock))


@pytest.mark.parametrize("written", ["03/04/2026 10:00", "3/4/26, 10:00:00 AM", "03-04-2026 10:00"])
def test_an_uncertain_date_has_two_readings(written: str) -> None:
    stamp = dates.read(written)
    assert stamp is not None
    assert stamp.open
    assert [stamp.date(order) for order in DateOrder] == [date(2026, 4, 3), date(2026, 3, 4)]


@pytest.mark.parametrize(
    ("written", "offset"),
    [
        ("2026-03-28T19:02:11Z", 0), ("2026-03-28T19:02:11.123+02:00", 120), ("2026-03-28 19:02 UTC", 0),
        ("Mar 28, 2026 10:57 AM CDT", -300), ("Mar 28, 2026 10:57 AM GMT+2", 120), ("28.03.2026 10:57 MEZ", 60),
    ],
)  # fmt: skip
def test_a_zone_that_is_written_counts(written: str, offset: int) -> None:
    stamp = dates.read(written)
    assert stamp is not None
    assert stamp.offset is not None
    assert stamp.offset.utcoffset(None) == timedelta(minutes=offset)


@pytest.mark.parametrize(
    ("written", "clock"),
    [
        ("10:00 AM", time(10)),
        ("18:02", time(18, 2)),
        ("午後7:13:05", time(19, 13, 5)),
        ("7:13 CH", time(19, 13)),
        ("09:13 หลังเที่ยง", time(21, 13)),
        ("18:02 Uhr", time(18, 2)),
        ("7 PM", None),
    ],
)
def test_a_time_of_day_alone(written: str, clock: time | None) -> None:
    stamp = dates.read(written)
    assert (stamp.clock if stamp else None) == clock
    assert stamp is None or not stamp.has_date


@pytest.mark.parametrize(
    "written",
    ["", "Anna", "32:14", "847 5984 1045", "328-972-509", "15550100123", "1h 2m",
     "Sitzung 1/2/26, 10:00 Uhr, zweiter Teil", "31/31/2026 10:00", "1/2/1066 10:00", "25:00", "10:61",
     "v1.2.3", "Raum 2.1.26", "x" * 500 + "10:00"],
)  # fmt: skip
def test_what_is_no_time(written: str) -> None:
    assert dates.read(written) is None


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (datetime(2026, 3, 28, 10, 0, 0, 400), (date(*MARCH), time(10))),  # noqa: DTZ001
        (datetime(2026, 3, 28, 9, 59, 59, 999_999), (date(*MARCH), time(10))),  # noqa: DTZ001
        (46109.4375, (date(*MARCH), time(10, 30))),
        (0.4375, (None, time(10, 30))),
        (date(*MARCH), (date(*MARCH), None)),
        (time(10, 30), (None, time(10, 30))),
    ],
)
def test_a_spreadsheets_time(cell: datetime | date | time | float, expected: tuple[date | None, time | None]) -> None:
    stamp = dates.read(cell)
    assert stamp is not None
    assert (stamp.date(DateOrder.MONTH_FIRST) if stamp.has_date else None, stamp.clock) == expected


@pytest.mark.parametrize("year", [1, 1066, 1989, 2100, 9999])
def test_a_spreadsheets_time_of_no_conference(year: int) -> None:
    """As little as a written one: beside the ends of the calendar there is no time of another zone."""
    for moment in (datetime(year, 1, 1), datetime(year, 12, 31, 23, 59, 59, 999_999)):  # noqa: DTZ001
        assert dates.read(moment) is None
        assert dates.read(moment.date()) is None


def test_a_moment_stays_exact() -> None:
    stamp = dates.read(datetime(2026, 3, 28, 10, 0, 0, 163_000, tzinfo=UTC))
    assert stamp is not None
    assert stamp.clock == time(10, 0, 0, 163_000)


@given(st.text(st.characters() | st.sampled_from("0123456789:/.-, APMhms"), max_size=40))
def test_any_text_is_read_or_not(text: str) -> None:
    stamp = dates.read(text)
    assert stamp is None or stamp.clock is not None or stamp.has_date


MANNERS = ("%m/%d/%Y %I:%M:%S %p", "%d.%m.%Y %H:%M:%S", "%b %d, %Y %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%d/%m/%y, %H:%M:%S")


@given(st.datetimes(datetime(2000, 1, 1), datetime(2089, 12, 31)), st.sampled_from(MANNERS))  # noqa: DTZ001
def test_every_moment_is_read_as_it_was_written(moment: datetime, manner: str) -> None:
    stamp = dates.read(moment.strftime(manner))
    assert stamp is not None
    order = DateOrder.MONTH_FIRST if manner.startswith("%m") else DateOrder.DAY_FIRST
    assert (stamp.date(order), stamp.clock) == (moment.date(), moment.time().replace(microsecond=0))
