"""What is peculiar in Teams' files: sections, suffixes, registration, the open end of a log, several reports."""

from collections.abc import Sequence
from datetime import date

import pytest
from attendance import teams_made
from attendance import visits_made as made
from attendance.told import codes, expected, reasons, report, roles, told

from webapp.attendance.readers.reports import Platform

PARTICIPANTS = "Name\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail\tParticipant ID (UPN)\tRole"
ACTIVITIES = "Name\tJoin Time\tLeave Time\tDuration\tEmail\tRole"


def built(people: Sequence[str], activities: Sequence[str] | None = None, head: str = PARTICIPANTS) -> bytes:
    top = [
        "1. Summary",
        "Meeting title\tKonferenz",
        "Start time\t3/12/26, 10:00:00 AM",
        "End time\t3/12/26, 12:00:00 PM",
        "",
    ]
    lines = [*top, "2. Participants", head, *people, ""]
    if activities is not None:
        lines += ["3. In-Meeting Activities", ACTIVITIES, *activities]
    return "\r\n".join(lines).encode("utf-16")


def times(joined: str, left: str, duration: str = "") -> str:
    return f"3/12/26, {joined}\t3/12/26, {left}\t{duration}"


def test_two_guests_of_one_name_are_two_persons() -> None:
    stays = [times("10:00:00 AM", "10:30:00 AM", "30m"), times("10:10:00 AM", "11:00:00 AM", "50m")]
    people = [f"Gast (Unverified)\t{stay}\t\t\tAttendee" for stay in stays]
    found = report(built(people, [f"Gast (Unverified)\t{stay}\t\tAttendee" for stay in stays]))
    assert told(found) == [
        ("Gast (Unverified)", "", (("10:00:00", "10:30:00"),)), ("Gast (Unverified)", "", (("10:10:00", "11:00:00"),)),
    ]  # fmt: skip
    assert codes(found) == {"same_name_several"}


def test_one_person_on_two_devices_is_one_by_account() -> None:
    stays = [times("10:00:00 AM", "11:00:00 AM", "1h"), times("10:30:00 AM", "11:30:00 AM", "1h")]
    people = [
        f"Anna\t{stays[0]}\tAnna@x.example\ta1@corp.example\tAttendee", f"Anna B.\t{stays[1]}\tanna@X.example\tA1@corp.example\tAttendee",
    ]  # fmt: skip
    found = report(
        built(people, [f"Anna\t{stays[0]}\tAnna@x.example\tAttendee", f"Anna B.\t{stays[1]}\tanna@X.example\tAttendee"])
    )
    (anna,) = found.people
    assert (anna.email, anna.other_emails, anna.minutes) == ("anna@x.example", ("a1@corp.example",), 90)
    assert (anna.name, anna.other_names) == ("Anna B.", ("Anna",))


def test_an_account_is_not_an_address() -> None:
    people = [
        f"Anna\t{times('10:00:00 AM', '11:00:00 AM')}\tanna@x.example\tshared@x.example\tAttendee",
        f"Bert\t{times('10:00:00 AM', '11:00:00 AM')}\tshared@x.example\tbert@x.example\tAttendee",
    ]
    assert [person.name for person in report(built(people)).people] == ["Anna", "Bert"]


def test_rows_shorter_than_the_heading_and_without_times_are_kept() -> None:
    head = PARTICIPANTS + "\tEngagement: Camera On\tEngagement: Unmute"
    people = [
        f"Anna (External)\t{times('10:00:00 AM', '11:00:00 AM', '1h')}\tanna@x.example\t\tAttendee", "Bert  (Guest)\t\t\t\t\t\tPresenter",
        f'" 15550100123 (Unverified)"\t{times("10:05:00 AM", "10:06:07 AM", "1m 7s")}\t\t\tAttendee',
    ]  # fmt: skip
    found = report(built(people, [], head=head))
    assert roles(found) == {
        "Anna (External)": "attendee",
        "15550100123 (Unverified)": "phone",
        "Bert (Guest)": "panelist",
    }
    bert = next(person for person in found.people if person.name == "Bert (Guest)")
    assert (bert.attended, bert.minutes) == (True, None)


def test_first_join_and_last_leave_alone_are_a_span_with_a_warning() -> None:
    found = report(built([f"Anna\t{times('10:00:00 AM', '12:00:00 PM', '35m')}\tanna@x.example\t\tAttendee"]))
    assert (found.people[0].minutes, codes(found)) == (120, {"span_only"})
    assert found.warnings[0].details == {"name": "Anna", "minutes": 35.0}


def test_registered_who_never_came_have_no_role() -> None:
    head = "Name\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail\tParticipant ID (UPN)\tRole\tFirst Name\tLast Name\tRegistration Email\tRegistration Time"
    people = [
        f"Anna (External)\t{times('10:00:00 AM', '11:00:00 AM', '1h')}\tanna@corp.example\tanna@corp.example\tAttendee\tAnna\tBerg\tAnna@Home.example\t3/1/26, 9:00:00 AM",
        "Bert Cor\t\t\t\t\t\t\tBert\tCor\tbert@x.example\t3/2/26, 9:00:00 AM",
    ]
    found = report(
        built(
            people,
            [f"Anna (External)\t{times('10:00:00 AM', '11:00:00 AM', '1h')}\tanna@corp.example\tAttendee"],
            head=head,
        )
    )
    assert [(person.name, person.email, person.attended) for person in found.people] == [
        ("Anna (External)", "anna@home.example", True), ("Bert Cor", "bert@x.example", False),
    ]  # fmt: skip
    assert found.people[0].other_emails == ("anna@corp.example",)
    assert found.files[0].layout == "webinar"


def test_a_title_may_break_the_line_and_look_like_a_date() -> None:
    text = built([f"Anna\t{times('10:00:00 AM', '11:00:00 AM', '1h')}\ta@x.example\t\tOrganizer"]).decode("utf-16")
    broken = text.replace("Konferenz", '"Sitzung 1/2/26,\nzweiter ""Teil"""')
    found = report(broken.encode("utf-16"))
    assert found.meeting.title == 'Sitzung 1/2/26, zweiter "Teil"'
    assert str(found.meeting.start) == "2026-03-12 09:00:00+00:00"


def test_a_restarted_meeting_is_one_meeting() -> None:
    early = teams_made.teams_report(teams_made.TEAMS["de"], made.DE, made.VISITS[:5])
    late = teams_made.teams_report(teams_made.TEAMS["de"], made.DE, made.VISITS[3:])
    contents = [made.text(rows, "\t").encode("utf-16") for rows in (early, late)]
    for found in (report(*contents), report(*contents[::-1])):
        assert told(found) == expected()
        assert len(found.files) == 2


def test_two_reports_in_one_file_are_both_read() -> None:
    one, two = (
        made.text(teams_made.teams_report(teams_made.TEAMS["en"], made.US, visits), "\t")
        for visits in (made.VISITS[:3], made.VISITS[3:])
    )
    found = report((one + two).encode("utf-16"))
    assert told(found) == expected()
    assert "two_meetings" in codes(found)


def test_an_activity_may_leave_out_the_day() -> None:
    stay = "3/12/26, 10:00:05 AM\t11:02:00 AM\t1h 1m 55s"
    found = report(
        built(
            [f"Anna\t{times('10:00:05 AM', '11:02:00 AM', '1h')}\ta@x.example\t\tOrganizer"],
            [f"Anna\t{stay}\ta@x.example\tOrganizer"],
        )
    )
    assert told(found) == [("Anna", "a@x.example", (("10:00:05", "11:02:00"),))]


LOG = "Full Name\tUser Action\tTimestamp\n"


def log(*events: str) -> bytes:
    lines = (event.split("|") for event in events)
    return (LOG + "\n".join(f"{name}\t{action}\t3/12/2026, {clock}" for name, action, clock in lines)).encode("utf-16")


def test_who_has_not_left_was_there_until_the_end_of_the_log() -> None:
    found = report(log("Anna|Joined|10:00:00 AM", "Bert|Joined before|10:05:00 AM", "Bert|Left|10:40:00 AM"))
    assert told(found) == [("Anna", "", (("10:00:00", "10:40:00"),)), ("Bert", "", (("10:05:00", "10:40:00"),))]
    assert codes(found) == {"open_end"}


def test_a_lost_going_ends_at_the_next_coming() -> None:
    found = report(
        log("Anna|Joined|10:00:00 AM", "Anna|Joined|10:20:00 AM", "Anna|Left|10:30:00 AM", "Bert|Left|11:00:00 AM")
    )
    assert told(found) == [("Anna", "", (("10:00:00", "10:30:00"),)), ("Bert", "", ())]


def test_two_meetings_in_one_log() -> None:
    found = report(
        log("Anna|Joined|8:00:00 AM", "Anna|Left|8:30:00 AM", "Bert|Joined|2:00:00 PM", "Bert|Left|3:00:00 PM")
    )
    assert (len(found.people), codes(found)) == (2, {"two_meetings"})


def test_rows_that_are_no_events_are_not_read() -> None:
    found = report(
        log("Anna|Joined|10:00:00 AM", "Anna|Left|10:30:00 AM", "|Joined|10:00:00 AM")
        + "\nsome words".encode("utf-16-le")
    )
    assert (len(found.people), reasons(found)) == (1, ["no_name", "not_understood"])


@pytest.mark.parametrize("manner", [made.US, made.GB, made.DE])
def test_the_day_decides_for_several_files_together(manner: made.Manner) -> None:
    """One file says 12/03 and could be either; the other says 13/03 or 3/13."""
    day = date(2026, 3, 13)
    other = [made.Visit("Nora N", "n@x.example", "attendee", made.at("10:00:00", day), made.at("11:00:00", day))]
    files = [
        made.text(teams_made.teams_report(teams_made.TEAMS["en"], manner, visits), "\t").encode("utf-16")
        for visits in (made.VISITS, other)
    ]
    found = report(*files, day=None)
    assert {start.date().isoformat() for person in found.people for start, _end in person.intervals} == {
        "2026-03-12",
        "2026-03-13",
    }


@pytest.mark.parametrize("title", ["2. Participants", "3. In-Meeting Activities"])
def test_a_section_alone_is_a_report_still(title: str) -> None:
    """What somebody copied out of a report."""
    head = PARTICIPANTS if title.startswith("2") else ACTIVITIES
    account = "\tanna@x.example" if title.startswith("2") else ""
    line = f"Anna Berg\t10/6/26, 6:00:01 PM\t10/6/26, 7:00:01 PM\t1h\tanna@x.example{account}\tOrganizer"
    found = report(f"{title}\r\n{head}\r\n{line}\r\n".encode("utf-16"), day=date(2026, 10, 6))
    assert (found.platform, [file.layout for file in found.files]) == (Platform.TEAMS, ["report_2022"])
    assert told(found) == [("Anna Berg", "anna@x.example", (("18:00:01", "19:00:01"),))]
    assert roles(found) == {"Anna Berg": "host"}


def test_numbers_before_a_table_of_ones_own_make_no_report_of_teams() -> None:
    content = "1. Begrüßung\r\n2. Vorstellung\r\n3. Fragen\r\nName;E-Mail;Minuten\r\nAnna Berg;a@x.example;50\r\n"
    found = report(content)
    assert found.platform is Platform.TABLE
    assert [(one.name, one.email, one.minutes) for one in found.people] == [("Anna Berg", "a@x.example", 50)]
    assert codes(found) == {"no_times"}
