"""What holds for every file: order does not matter, nothing is read twice, and nothing but our own errors comes out."""

import json
from contextlib import suppress
from functools import cache

import pytest
from attendance import others_made, teams_made, zoom_made
from attendance import visits_made as made
from attendance.told import report, told
from hypothesis import given
from hypothesis import strategies as st

from webapp.attendance.readers.reports import AskDateOrder, AskMapping, Report, report_json
from webapp.core.grids import Unreadable

# each file with the rows that may stand in any order
FILES: dict[str, tuple[made.Rows, str, slice]] = {
    "webinar": (zoom_made.webinar(2), ",", slice(12, 17)),
    "zoom": (zoom_made.zoom_participants(zoom_made.ZOOM["old"]), ",", slice(4, None)),
    "flat": (zoom_made.zoom_participants(zoom_made.ZOOM["flat"]), ",", slice(1, None)),
    "unique": (zoom_made.zoom_unique(), ",", slice(1, None)),
    "participants": (teams_made.teams_report(teams_made.TEAMS["en"], made.US), "\t", slice(10, 16)),
    "activities": (teams_made.teams_report(teams_made.TEAMS["uk"], made.UK), "\t", slice(-8, None)),
    "first": (teams_made.teams_2021(("Name", "In", "Out", "Duration", "Email", "Role"), "Summary", made.US, teams_made.TEAMS["en"].roles), "\t",
              slice(7, None)),
    "list": (teams_made.teams_list(("Full Name", "User Action", "Timestamp"), "Joined", "Left", made.US), "\t", slice(1, None)),
    "live": (teams_made.live_event(), ",", slice(1, None)),
    "webex": (others_made.webex(others_made.WEBEX["en"]), ",", slice(1, None)),
    "meet": (others_made.meet(), ",", slice(1, None)),
}  # fmt: skip
CONTENTS = [
    made.text(rows, delimiter).encode(encoding)
    for rows, delimiter, _free in FILES.values()
    for encoding in ("utf-8", "utf-16")
]
CONTENTS += [
    others_made.bigbluebutton_json().encode(),
    others_made.bigbluebutton(others_made.BBB["de"], made.DE).encode(),
]


def what(found: Report) -> list[object]:
    return [
        *told(found),
        *sorted((one.name, one.email, one.role, one.attended, one.minutes or 0) for one in found.people),
    ]


@cache
def as_written(content: str | bytes) -> list[object]:
    return what(report(content))


@pytest.mark.parametrize("name", FILES)
@given(random=st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(name: str, random: object) -> None:
    rows, delimiter, free = FILES[name]
    turned = list(rows)
    part = turned[free]
    random.shuffle(part)  # type: ignore[attr-defined]
    turned[free] = part
    assert what(report(made.text(turned, delimiter))) == as_written(made.text(rows, delimiter))


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("name", FILES)
def test_every_encoding_and_delimiter_tells_the_same(name: str, delimiter: str) -> None:
    rows, usual, _free = FILES[name]
    expected = as_written(made.text(rows, usual))
    for encoding in ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"):
        assert what(report(made.text(rows, delimiter).encode(encoding))) == expected, encoding


@given(st.permutations(range(3)), st.sampled_from(["list", "activities", "webex"]))
def test_the_order_of_files_does_not_matter(order: list[int], name: str) -> None:
    rows, delimiter, free = FILES[name]
    body = rows[free]
    size = -(-len(body) // 6) * 2
    contents = []
    for start in range(0, 3 * size, size):
        part = list(rows)
        part[free] = body[start : start + size]
        contents.append(made.text(part, delimiter))
    assert what(report(*(contents[number] for number in order))) == what(report(*contents))


@given(st.sampled_from(CONTENTS), st.integers(1, 3))
def test_a_file_given_again_in_another_encoding_adds_nobody(content: bytes, times: int) -> None:
    more = [
        content.decode("utf-16" if content[:2] == b"\xff\xfe" else "utf-8").encode("utf-8-sig") + b"\n" * number
        for number in range(times)
    ]
    assert what(report(content, *more)) == as_written(content)


def harmless(content: bytes, name: str = "report.csv") -> None:
    with suppress(Unreadable, AskDateOrder, AskMapping):
        found = report(content, name=name)
        assert found.people or not sum(file.rows for file in found.files)
        for person in found.people:
            assert person.minutes is None or person.minutes >= 0
            assert all(start <= end for start, end in person.intervals)
        report_json(found)


@given(st.binary(max_size=300))
def test_any_bytes_are_a_report_or_a_reason(content: bytes) -> None:
    harmless(content)


@given(st.sampled_from(CONTENTS), st.data())
def test_a_damaged_report_is_a_report_or_a_reason(content: bytes, data: st.DataObject) -> None:
    changed = bytearray(content)
    for _change in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(changed) - 1))
        changed[place] = data.draw(st.integers(0, 255))
    start, end = sorted((data.draw(st.integers(0, len(changed))), data.draw(st.integers(0, len(changed)))))
    harmless(bytes(changed))
    harmless(bytes(changed[start:end]))


CELLS = st.sampled_from(
    ["Name", "Email", "Join Time", "Leave Time", "Duration", "Attended", "Role", "1. Summary", "2. Participants", "3. Activities", "Yes",
     "No", "--", "Anna", "a@x.example", "03/12/2026 10:00 AM", "12.03.2026, 11:00:00", "10:00", "11:30 PM", "60", "1h 5m", "0:45:00", "-5",
     "Joined", "Left", "TRUE", "FALSE", "", "Attendee Details", "847 5984 1045", "31.12.2099 23:59", "01.01.1990 00:00"]
)  # fmt: skip


@given(st.lists(st.lists(CELLS, max_size=7), min_size=1, max_size=14), st.sampled_from(",;\t"))
def test_any_table_of_what_reports_are_made_of(rows: list[list[str]], delimiter: str) -> None:
    harmless(made.text(rows, delimiter).encode())


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**14), 10**14) | st.floats() | st.sampled_from(["Anna", "w_1", ""]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(["users", "name", "extId", "intIds", "sessions", "registeredOn", "leftOn", "createdOn", "endedOn", "isModerator",
                         "firstName", "email", "attendanceTimeInSeconds", "attendance", "joinTime"]),
        inner, max_size=5,
    ),
    max_leaves=25,
)  # fmt: skip


@given(JSON)
def test_any_data_is_a_report_or_a_reason(data: object) -> None:
    harmless(json.dumps(data).encode())
    harmless(json.dumps({"users": data}).encode())
    harmless(json.dumps({"users": {"1": data}}).encode())
