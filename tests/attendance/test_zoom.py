"""What is peculiar in Zoom's files: sections, answers, renamed people, callers, negative minutes, the waiting room."""

from datetime import date

import pytest
from attendance import visits_made as made
from attendance import zoom_made
from attendance.told import codes, reasons, report, roles, told

from webapp.attendance.readers.reports import AskDateOrder

ATTENDEES = (
    "Attended,User Name (Original Name),First Name,Last Name,Email,Registration Time,Approval Status,Join Time,Leave Time,"
    "Time in Session (minutes),Is Guest,Country/Region Name"
)
TOP = (
    'Attendee Report,\nReport Generated:,"Mar 13, 2026 8:50 AM"\nTopic,Webinar ID,Actual Start Time,Actual Duration (minutes)\n'
    'Konferenz,847 5984 1045,"Mar 12, 2026 09:50:00", 135\nAttendee Details,\n'
)
LIST = (
    "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest,Recording Consent,In Waiting Room\n"
)


def row(
    name: str, email: str, joined: str = "10:00:00", left: str = "11:00:00", minutes: str = "60", more: str = "Germany"
) -> str:
    given, _space, family = name.partition(" ")
    return (
        f'Yes,{name},{given},{family},{email},"Mar 01, 2026 08:00:00",approved,"Mar 12, 2026 {joined}",'
        f'"Mar 12, 2026 {left}",{minutes},No,{more}\n'
    )


def webinar(*rows: str, head: str = ATTENDEES) -> str:
    return TOP + head + "\n" + "".join(rows)


def test_a_country_with_a_comma_and_a_row_with_one_cell_too_many() -> None:
    found = report(
        webinar(
            row("Anna A", "a@x.example", more="Congo, Democratic Republic of the"),
            row("Bert B", "b@x.example", more="Germany,"),
        )
    )
    assert told(found) == [
        ("Anna A", "a@x.example", (("10:00:00", "11:00:00"),)), ("Bert B", "b@x.example", (("10:00:00", "11:00:00"),)),
    ]  # fmt: skip


def test_yes_wins_over_no() -> None:
    no = 'No,Anna A,Anna,A,A@x.example,"Mar 02, 2026 08:00:00",approved,--,--,--,--,--\n'
    for rows in ([no, row("Anna A", "a@X.example")], [row("Anna A", "a@X.example"), no]):
        found = report(webinar(*rows))
        assert [(person.email, person.attended, person.minutes) for person in found.people] == [
            ("a@x.example", True, 60)
        ]


def test_who_is_renamed_stays_one_person_with_both_names() -> None:
    found = report(
        webinar(row("Anna", "a@x.example"), row("Anna Berg (Anna)", "A@x.example", "11:05:00", "11:30:00", "25"))
    )
    (anna,) = found.people
    assert anna.name in {"Anna", "Anna Berg (Anna)"}
    assert {anna.name, *anna.other_names} >= {"Anna", "Anna Berg (Anna)", "Anna Berg"}
    assert len(anna.intervals) == 2


@pytest.mark.parametrize(
    ("joined", "left", "minutes", "code", "length"),
    [
        ("11:00:00", "10:00:00", "-178", "leave_before_join", None),
        ("11:00:00", "10:00:00", "60", "leave_before_join", None),
        ("10:00:00", "11:00:00", "-60", "negative_minutes", 60),
    ],
)
def test_impossible_times_leave_attended_with_time_unknown(
    joined: str, left: str, minutes: str, code: str, length: float | None
) -> None:
    found = report(webinar(row("Anna A", "a@x.example", joined, left, minutes), row("Bert B", "b@x.example")))
    anna = next(person for person in found.people if person.name == "Anna A")
    assert (anna.attended, anna.minutes, reasons(found)) == (True, length, [])
    assert codes(found) == {code}


def test_names_keep_what_they_are_written_with_but_invisible_letters() -> None:
    found = report(webinar(row("2505445126_Anna\u00a0Berg\u200b", "a@x.example"), row("Jane (Otter.ai)", "")))
    assert roles(found) == {"2505445126_Anna Berg": "attendee", "Jane (Otter.ai)": "bot"}


def test_without_registration_there_are_no_given_and_family_names() -> None:
    head = "Attended,User Name (Original Name),Email,Join Time,Leave Time,Time in Session (minutes),Is Guest,Country/Region Name"
    rows = "Yes,Anna Berg,a@x.example,03/12/2026 10:00:00 AM,03/12/2026 11:00:00 AM,60,Yes,Germany\n"
    assert told(report(webinar(rows, head=head))) == [("Anna Berg", "a@x.example", (("10:00:00", "11:00:00"),))]


def test_headings_may_be_worded_otherwise_by_the_organisers() -> None:
    head = "ATTENDED,user name (original name),FIRST NAME,last name,Your e-mail,registration time,approval status,join time,leave time,time in session (minutes),is guest,Where from?"
    assert told(report(webinar(row("Anna Berg", "a@x.example"), head=head)))[0][:2] == ("Anna Berg", "a@x.example")


def test_a_section_without_rows_is_none_and_a_report_of_nobody_says_so() -> None:
    found = report(webinar())
    assert (found.people, codes(found), found.files[0].rows) == ((), {"no_rows"}, 0)


def test_nul_bytes_lose_nobody() -> None:
    text = made.text(zoom_made.webinar(2)).replace("Krause", "Kra\0use").replace("2026", "20\x0026")
    assert told(report(text), seconds=False) == told(report(made.text(zoom_made.webinar(2))), seconds=False)


def test_a_waiting_room_is_not_the_meeting() -> None:
    times = "03/12/2026 10:00:00 AM,03/12/2026 11:00:00 AM,60,Yes,"
    found = report(LIST + f"Anna,a@x.example,{times},Yes\nBert,b@x.example,{times},No\nAnna,a@x.example,{times},No\n")
    assert told(found) == [
        ("Anna", "a@x.example", (("10:00:00", "11:00:00"),)), ("Bert", "b@x.example", (("10:00:00", "11:00:00"),)),
    ]  # fmt: skip
    assert reasons(found) == ["waiting_room"]


def test_masked_numbers_are_telephones() -> None:
    rows = "".join(
        f"{name},{mail},03/12/2026 10:00:00 AM,03/12/2026 11:00:00 AM,60,Yes,,No\n"
        for name, mail in (
            ("4915****123", ""),
            ("+49 *** *** 12", ""),
            ("0211 837-1001", ""),
            ("Anna 2", ""),
            ("iPhone 12", ""),
        )
    )
    assert roles(report(LIST + rows)) == {
        "4915****123": "phone", "+49 *** *** 12": "phone", "0211 837-1001": "phone", "Anna 2": "attendee",
        "iPhone 12": "attendee",
    }  # fmt: skip


def test_two_meetings_in_a_flat_list() -> None:
    rows = zoom_made.zoom_participants(zoom_made.ZOOM["prefixed"])
    other = [["Zweite", "999 9999 9999", *row[2:]] for row in rows[1:3]]
    found = report(made.text(rows + other))
    assert "two_meetings" in codes(found)
    assert len(found.people) == 6


@pytest.mark.parametrize(
    ("day", "first"),
    [(date(2026, 3, 4), "2026-03-04"), (date(2026, 4, 3), "2026-04-03"), (date(2026, 5, 5), None), (None, None)],
)
def test_an_ambiguous_date_is_that_of_the_event_or_asked(day: date | None, first: str | None) -> None:
    text = LIST + "Anna,a@x.example,03/04/2026 10:00:00 AM,03/04/2026 11:00:00 AM,60,Yes,,No\n"
    if first is None:
        with pytest.raises(AskDateOrder) as asked:
            report(text, day=day)
        assert {order.value: str(first) for order, (first, _last) in asked.value.readings.items()} == {
            "dmy": "2026-04-03", "mdy": "2026-03-04",
        }  # fmt: skip
        assert asked.value.example == "03/04/2026 10:00:00 AM"
    else:
        assert str(report(text, day=day).people[0].intervals[0][0].date()) == first


def test_gotowebinar_is_known_by_its_rating() -> None:
    text = (
        "Attendee Report:,Konferenz\nWebinar ID,123-456-789\nAttendee Details\n"
        "Attended,Interest Rating,Last Name,First Name,Email Address,Registration Date/Time,Join Time,Leave Time,Time in Session\n"
        'Yes,67,Berg,Anna,a@x.example,"Mar 01, 2026 08:00 AM CET","Mar 12, 2026 10:00 AM CET","Mar 12, 2026 11:30 AM CET",1 hour 30 minutes\n'
        'No,,Cor,Bert,b@x.example,"Mar 01, 2026 08:00 AM CET",--,--,--\n'
    )
    found = report(text)
    assert (found.platform, told(found)) == ("gotowebinar", [("Anna Berg", "a@x.example", (("10:00:00", "11:30:00"),))])
    assert [person.name for person in found.people if not person.attended] == ["Bert Cor"]


def test_gotowebinar_as_its_interface_answers() -> None:
    text = (
        '[{"firstName":"Anna","lastName":"Berg","email":"a@x.example","attendanceTimeInSeconds":5400,"attendance":'
        '[{"joinTime":"2026-03-12T09:00:00Z","leaveTime":"2026-03-12T10:30:00Z"}]},'
        '{"firstName":"Bert","lastName":"Cor","email":"","attendanceTimeInSeconds":90}]'
    )
    found = report(text)
    assert (found.platform, [(person.name, person.minutes) for person in found.people]) == (
        "gotowebinar", [("Anna Berg", 90), ("Bert Cor", 1.5)],
    )  # fmt: skip


@pytest.mark.parametrize("seconds", ["NaN", "Infinity", "1e400", "-1e400", f"1{'0' * 400}", "true", '"90"', "null"])
def test_gotowebinar_seconds_that_are_no_time_leave_it_unknown(seconds: str) -> None:
    found = report(f'[{{"firstName":"Anna","lastName":"Berg","email":"","attendanceTimeInSeconds":{seconds}}}]')
    assert [(person.name, person.minutes, person.attended) for person in found.people] == [("Anna Berg", None, True)]
