"""The genuine files, in detail: who they tell of, when, and what was measured in them."""

from collections import Counter
from datetime import date

import pytest
from attendance.told import codes, reasons, roles, sample, told

from webapp.attendance.readers.reports import report_json
from webapp.core.dates import DateOrder

WEBINAR = "zoom/webinar_attendee_2020_mit_trimmed.csv"
PARTICIPANTS = "zoom/meeting_participants_with_meeting_header_mit.csv"
UNIQUE = "zoom/meeting_participants_unique_20200901_lecture_mit.csv"
LIST = "teams/attendance_list_2020_en_utf16le_mit.csv"
REPORT = "teams/attendance_report_2022_en_dmy_IDL-14-11-22_bsd3.csv"
DASHBOARD = "bigbluebutton/learning_dashboard_data_2022_lgpl3.json"


def test_webinar_of_2020_counts_everybody_once_in_one_role() -> None:
    found = sample(WEBINAR, date(2020, 3, 28))
    assert (found.platform, found.files[0].layout, found.files[0].rows) == ("zoom", "webinar_2020", 148)
    assert Counter(person.role for person in found.people) == {"attendee": 65, "panelist": 15, "phone": 4, "host": 1}
    assert sum(person.attended for person in found.people) == 69
    assert {person.role for person in found.people if not person.attended} == {"attendee"}
    assert (codes(found), reasons(found)) == (set(), [])
    meeting = report_json(found)["meeting"]
    assert meeting == {
        "title": "satRdays DC 2020",
        "start": "2020-03-28T08:07:00+01:00",
        "end": "2020-03-28T17:15:00+01:00",
    }


def test_webinar_of_2020_merges_what_overlaps() -> None:
    people = {person.email: person for person in sample(WEBINAR, date(2020, 3, 28)).people}
    twice = people["attendee52@email.com"]  # stated: 38 + 2 + 434 minutes
    assert [len(twice.intervals), round(twice.minutes or 0, 1)] == [1, 467.6]
    both = people["attendee327@email.com"]  # once among the panelists, once among the attendees
    assert (both.role, both.name, both.other_names) == (
        "panelist", "firstAttendee_327 lastAttendee_327", ("userName_1",),
    )  # fmt: skip
    assert len(both.rows) == 2
    assert [f"{start:%H:%M:%S}-{end:%H:%M:%S}" for start, end in both.intervals] == [
        "08:01:24-08:39:06", "08:39:09-09:03:38",
    ]  # fmt: skip
    late = people["attendee363@email.com"]  # a stay of no length at all among ten
    assert len(late.rows) == 11
    assert round(late.minutes or 0, 1) == 257.1  # stated: 262


def test_webinar_of_2020_keeps_callers_and_those_who_never_came() -> None:
    found = sample(WEBINAR, date(2020, 3, 28))
    callers = [person for person in found.people if person.role == "phone"]
    assert [(person.name, person.email, person.minutes) for person in callers] == [
        ("userOther_4", "", 48.0), ("userOther_1", "", 1.0), ("userOther_3", "", 1.0), ("userOther_2", "", 2.0),
    ]  # fmt: skip
    absent = next(person for person in found.people if person.email == "attendee384@email.com")
    assert (absent.attended, absent.intervals, absent.minutes) == (False, (), None)


def test_participants_with_their_meeting() -> None:
    found = sample(PARTICIPANTS, date(2021, 11, 19))
    assert (found.platform, len(found.people), codes(found)) == ("zoom", 27, set())
    assert report_json(found)["meeting"] == {
        "title": "Heroes meeting", "start": "2021-11-19T10:00:00+01:00", "end": "2021-11-19T12:00:00+01:00",
    }  # fmt: skip
    assert [name for name, role in roles(found).items() if role == "host"] == ["011_Green Goblin (Norman Osborn)"]
    people = {person.name: person for person in found.people}
    loki = people["015_Loki (Loki Laufeyson)"]
    assert loki.other_names == ("015_Loki", "Loki Laufeyson")
    assert round(loki.minutes or 0, 1) == 127.7
    assert len(people["003_Power Girl (Kara Zor-L)"].intervals) == 1  # two devices, stated 114 + 111 minutes
    assert round(people["003_Power Girl (Kara Zor-L)"].minutes or 0, 1) == 113.5
    assert len(people["022_Dazzler"].intervals) == 2


def test_unique_users_have_minutes_but_no_times() -> None:
    found = sample(UNIQUE, date(2020, 9, 1))
    assert (len(found.people), codes(found)) == (30, {"no_times"})
    assert all(person.attended and not person.intervals for person in found.people)
    minutes = {person.name: person.minutes for person in found.people}
    assert (minutes["Natasha Burns"], minutes["Aaron Harrison"], minutes["Daniel Lee"]) == (10, 0, 59)
    assert sum(value or 0 for value in minutes.values()) == 837
    assert found.meeting.title == "Fall 2020 BSCI:414 Tuesday, Thursday Classroom"


def test_the_list_of_2020_is_a_log() -> None:
    found = sample(LIST, date(2020, 12, 11))
    assert (found.platform, found.files[0].rows, len(found.people)) == ("teams", 38, 5)
    assert {person.name: round(person.minutes or 0, 1) for person in found.people} == {
        "Mustermann Max": 35.2, "Musterfrau Franziska": 11.2, "Huber Uwe": 45.7, "Müller Franz": 19.5, "Müller Hans": 25.6,
    }  # fmt: skip
    assert told(found)[0] == (
        "Huber Uwe", "",
        (("12:32:15", "12:38:27"), ("13:17:31", "13:23:19"), ("14:12:07", "14:29:11"), ("15:31:52", "15:48:30")),
    )  # fmt: skip
    assert codes(found) == {"same_name_one"}


@pytest.mark.parametrize(
    ("day", "first", "warned"),
    [
        (date(2020, 12, 11), date(2020, 12, 11), set()),
        (date(2020, 11, 12), date(2020, 11, 12), set()),
        (date(2023, 4, 20), date(2020, 12, 11), {"date_order_assumed", "other_day"}),
        (None, date(2020, 12, 11), {"date_order_assumed"}),
    ],
)
def test_the_day_of_the_event_says_what_11_12_means(day: date | None, first: date, warned: set[str]) -> None:
    found = sample(LIST, day)
    assert found.people[0].intervals[0][0].date() == first
    assert codes(found) - {"same_name_one"} == warned


def test_somebody_may_say_what_11_12_means() -> None:
    found = sample(LIST, None, date_order=DateOrder.MONTH_FIRST)
    assert found.people[0].intervals[0][0].date() == date(2020, 11, 12)


def test_the_report_of_2022_is_read_once_though_it_says_everything_twice() -> None:
    found = sample(REPORT, date(2022, 11, 14))
    assert (found.platform, found.files[0].layout, len(found.people)) == ("teams", "report_2022", 7)
    assert (codes(found), reasons(found)) == (set(), [])
    assert report_json(found)["meeting"] == {
        "title": "Scrum Meeting", "start": "2022-11-14T09:29:07+01:00", "end": "2022-11-14T09:50:14+01:00",
    }  # fmt: skip
    people = report_json(found)["people"]
    assert people[0] == {
        "name": "JANSSENS JAN (EXT)",
        "email": "jan.janssens.ext@org1.example",
        "role": "host",
        "attended": True,
        "intervals": [["2022-11-14T09:30:46+01:00", "2022-11-14T09:50:12+01:00"]],
        "minutes": 19.4,
        "match": None,
    }
    assert {person["role"] for person in people[1:]} == {"panelist"}
    assert [person["minutes"] for person in people] == [19.4, 19.4, 19.3, 19.3, 18.8, 17.7, 14.8]


def test_the_dashboard_keeps_two_of_one_name_apart() -> None:
    found = sample(DASHBOARD, date(2022, 3, 31))
    assert (found.platform, len(found.people), codes(found)) == ("bigbluebutton", 2, {"same_name_several"})
    assert [(person.name, person.role, round(person.minutes or 0, 1)) for person in found.people] == [
        ("teacher 1", "host", 0.4), ("teacher 1", "host", 0.1),
    ]  # fmt: skip
    assert report_json(found)["people"][0]["intervals"] == [
        ["2022-03-31T20:23:44.163000+02:00", "2022-03-31T20:24:08.419000+02:00"]
    ]


@pytest.mark.parametrize("name", [WEBINAR, PARTICIPANTS, UNIQUE, LIST, REPORT, DASHBOARD])
def test_every_sample_is_read_for_whatever_event(name: str) -> None:
    found = report_json(sample(name, date(2023, 4, 20)))
    assert found["people"]
    assert "other_day" in {warning["code"] for warning in found["warnings"]}
