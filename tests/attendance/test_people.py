"""Rows become persons, intervals a union, whatever order they come in."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from attendance.told import codes, report
from hypothesis import given
from hypothesis import strategies as st

from webapp.attendance.readers.people import length, persons, union
from webapp.attendance.readers.reading import read
from webapp.attendance.readers.reports import Person, Role, Segment

NINE = datetime(2026, 3, 12, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)

SEGMENTS = st.builds(
    lambda place, name, email, account, role, start, stay, attended: Segment(
        place % 3, place, name, email=email, account=account, role=role, attended=attended,
        joined=NINE + start * MINUTE if stay is not None and attended else None,
        left=NINE + (start + stay) * MINUTE if stay is not None and attended else None,
    ),
    st.integers(1, 10**6), st.sampled_from(["Anna", "Bert", "Олена"]), st.sampled_from(["", "", "a@x.example", "b@x.example", "c@x.example"]),
    st.sampled_from(["", "", "upn1"]), st.sampled_from(list(Role)), st.integers(0, 120), st.none() | st.integers(0, 60), st.booleans(),
)  # fmt: skip


def without_rows(people: list[Person]) -> list[str]:
    """What must not depend on where a row stands."""
    return sorted(
        [
            repr((one.name, one.other_names, one.email, one.other_emails, one.role, one.attended, one.intervals))
            for one in people
        ]
    )


@given(st.lists(SEGMENTS, max_size=25, unique_by=lambda one: one.row), st.randoms(use_true_random=False))
def test_order_does_not_matter(segments: list[Segment], random: object) -> None:
    turned = list(segments)
    random.shuffle(turned)  # type: ignore[attr-defined]
    assert without_rows(persons(segments)[0]) == without_rows(persons(turned)[0])


@given(st.lists(SEGMENTS, max_size=25, unique_by=lambda one: one.row))
def test_nobody_is_lost_or_counted_twice(segments: list[Segment]) -> None:
    people, _notes = persons(segments)
    rows = [row for person in people for row in person.rows]
    assert sorted(rows) == sorted({(one.file, one.row) for one in segments})
    for person in people:
        first, last = (
            min(person.intervals, default=(NINE, NINE))[0],
            max((end for _start, end in person.intervals), default=NINE),
        )
        assert length(person.intervals) <= (last - first).total_seconds() / 60
        assert list(person.intervals) == sorted(person.intervals)
        assert all(
            end < start for (_start, end), (start, _end) in zip(person.intervals, person.intervals[1:], strict=False)
        )
    addresses = [address for person in people for address in {person.email, *person.other_emails} - {""}]
    assert len(addresses) == len(set(addresses))


@given(st.lists(st.tuples(st.integers(0, 200), st.integers(0, 60)), max_size=20))
def test_a_union_covers_exactly_what_its_parts_cover(stays: list[tuple[int, int]]) -> None:
    merged = union((NINE + start * MINUTE, NINE + (start + stay) * MINUTE) for start, stay in stays)
    covered = {minute for start, stay in stays for minute in range(start, start + stay)}
    assert round(length(merged)) == len(covered)


def one(name: str, start: int | None, end: int | None, row: int, email: str = "", **more: object) -> Segment:
    times = {"joined": NINE + start * MINUTE, "left": NINE + (end or 0) * MINUTE} if start is not None else {}
    return Segment(0, row, name, email=email, **times, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("stays", "people", "notes"),
    [
        ([(0, 10), (10, 20), (30, 40)], 1, {"same_name_one"}),
        ([(0, 10), (9, 20)], 2, {"same_name_several"}),
        ([(0, 10), (5, 20), (15, 30)], 2, {"same_name_one", "same_name_several"}),
        ([(0, 60), (10, 20), (30, 40)], 2, {"same_name_one", "same_name_several"}),
        ([(0, 10), (None, None)], 1, {"same_name_one"}),
        ([(0, 10)], 1, set()),
    ],
)
def test_one_name_without_address(stays: list[tuple[int | None, int | None]], people: int, notes: set[str]) -> None:
    segments = [one("Anna", start, end, row) for row, (start, end) in enumerate(stays, start=1)]
    found, told = persons(segments)
    assert (len(found), {code.value for code, _file, _row, _details in told}) == (people, notes)
    assert round(sum(person.minutes or 0 for person in found)) == sum((end or 0) - (start or 0) for start, end in stays)


def test_a_name_with_address_and_without_are_two() -> None:
    found, notes = persons([one("Anna", 0, 10, 1, "a@x.example"), one("Anna", 20, 30, 2)])
    assert (len(found), notes) == (2, [])


def test_rows_of_unique_users_state_minutes_and_are_a_person_each() -> None:
    found, _notes = persons([one("Anna", None, None, row, minutes=5.0) for row in (1, 2)])
    assert [person.minutes for person in found] == [5, 5]


def test_the_strongest_role_counts() -> None:
    roles = [Role.ATTENDEE, Role.PANELIST, Role.HOST]
    found, _notes = persons([one("Anna", 0, 10, row, "a@x.example", role=role) for row, role in enumerate(roles)])
    assert [person.role for person in found] == [Role.HOST]


def test_many_rows_of_one_name_take_no_longer_than_others() -> None:
    segments = [one("iPhone", start, start + 50, start + 1) for start in range(20_000)]
    assert len(persons(segments)[0]) == 50


HEAD = "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes)\n"


@pytest.mark.parametrize(
    ("joined", "left", "minutes", "expected"),
    [
        ("03/29/2026 01:50:00 AM", "03/29/2026 03:10:00 AM", 20, 20),  # clocks go forward at two
        ("03/29/2026 02:30:00 AM", "03/29/2026 03:30:00 AM", 0, 0),  # a time that never was
        ("10/25/2026 01:50:00 AM", "10/25/2026 03:10:00 AM", 140, 140),  # clocks go back at three
        ("10/25/2026 02:10:00 AM", "10/25/2026 02:50:00 AM", 40, 40),
        ("10/25/2026 02:10:00 AM", "10/25/2026 02:50:00 AM", 100, 100),  # from the first to the second hour
        ("10/25/2026 02:50:00 AM", "10/25/2026 02:10:00 AM", 20, 20),
    ],
)
def test_nights_when_clocks_change(joined: str, left: str, minutes: int, expected: int) -> None:
    found = report(HEAD + f"Anna,a@x.example,{joined},{left},{minutes}\n", day=None)
    assert (found.people[0].minutes, codes(found)) == (expected, set())


@given(
    st.datetimes(datetime(2026, 10, 24), datetime(2026, 10, 26)),  # noqa: DTZ001 - the strategy adds the zone
    st.integers(0, 240),
    st.sampled_from(["Europe/Berlin", "Europe/Kyiv", "America/New_York"]),
)
def test_any_stay_of_any_night_is_as_long_as_stated(start: datetime, minutes: int, zone: str) -> None:
    place = ZoneInfo(zone)
    joined = start.replace(second=0, microsecond=0, tzinfo=UTC).astimezone(place)
    left = (joined.astimezone(UTC) + minutes * MINUTE).astimezone(place)
    text = HEAD + f"Anna,a@x.example,{joined:%m/%d/%Y %I:%M:%S %p},{left:%m/%d/%Y %I:%M:%S %p},{minutes}\n"
    found = read([("x.csv", text.encode())], zone=place, day=date(2026, 10, 25))
    assert found.people[0].minutes == minutes
    assert found.timezone == zone
