"""Whatever is dropped in: an explanation with a code of its own, or rows kept with their reason; never an empty list."""

import re
from datetime import datetime, timedelta
from io import BytesIO

import pytest
from attendance import others_made, teams_made, zoom_made
from attendance import visits_made as made
from attendance.told import codes, expected, reasons, report, told
from openpyxl import Workbook

from webapp.attendance.readers.reports import AskMapping
from webapp.core import unreadable
from webapp.core.grids import Code, Unreadable

HEAD = "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest\n"
TIMES = "03/12/2026 10:00:00 AM,03/12/2026 11:00:00 AM,60,No"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", Code.EMPTY),
        (b"\r\n,,,\r\n", Code.EMPTY),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, Code.BINARY),
        (HEAD.encode() * 700_000, Code.TOO_LARGE),
        (HEAD.encode() + b"x" * 10_000_000, Code.LINE_TOO_LONG),
        (made.text(teams_made.teams_report(teams_made.TEAMS["en"], made.US), "\t").encode("utf-16")[:-201], Code.TRUNCATED),
        (b"PK\x03\x04 and nothing more", Code.DAMAGED),
        (b"Dear colleagues,\n\nplease find attached\n", Code.NO_HEADER),
        (b"Name\nAnna\nBert\n", Code.NO_HEADER),
        (b'{"meeting": "none"}', Code.NO_HEADER),
        (others_made.bigbluebutton_json().encode()[:300], Code.DAMAGED),
        ((HEAD + f",,{TIMES}\n,--,{TIMES}\n").encode(), Code.NO_NAMES),
        (HEAD.replace("Guest", "Guest,Recording Consent,In Waiting Room").encode() + f"Anna,a@x.example,{TIMES},,Yes\n".encode(),
         Code.NO_NAMES),
    ],
    ids=lambda value: value.value if isinstance(value, Code) else f"{len(value)} bytes",
)  # fmt: skip
def test_a_file_that_cannot_be_read_says_why(content: bytes, code: Code) -> None:
    with pytest.raises(Unreadable) as error:
        report(content)
    assert error.value.code is code


def test_of_several_files_the_one_that_cannot_be_read_is_named() -> None:
    good = HEAD + f"Anna,a@x.example,{TIMES}\n"
    for bad in (b"", b"Dear colleagues,\n\nplease find attached\n", b'{"meeting": "none"}'):
        with pytest.raises(Unreadable) as error:
            report(good, bad)
        assert unreadable.sentence(error.value).startswith("1-report.csv: ")
        with pytest.raises(Unreadable) as error:
            report(bad)
        assert "report.csv" not in unreadable.sentence(error.value)


def test_no_header_names_what_was_found() -> None:
    with pytest.raises(Unreadable) as error:
        report("Dear colleagues,\n\nplease find attached\n")
    assert error.value.details["found"] == "Dear colleagues / please find attached"


@pytest.mark.parametrize(
    "content",
    [
        "First Name,Last Name,Email,Registration Time,Approval Status\nA,B,a@x.example,03/01/2026 10:00:00 AM,approved\n",
        "Question Report\nTopic,Webinar ID\nX,1234567890\n\n#,Question,Asker Name,Asker Email,Answer(s)\n1,How?,Anna,a@x.example,So\n",
        "Topic,Webinar ID,Actual Start Time,Actual Duration (minutes)\nX,847 5984 1045,03/12/2026 10:00:00 AM,60\nAttendee Details\n",
    ],
)
def test_other_reports_of_the_platforms_are_no_attendance(content: str) -> None:
    with pytest.raises(AskMapping):
        report(content)


def test_a_heading_without_rows_is_a_report_of_nobody() -> None:
    found = report(HEAD)
    assert (found.people, codes(found)) == ((), {"no_rows"})


def test_all_names_missing_leaves_the_addresses() -> None:
    found = report(HEAD + f",a@x.example,{TIMES}\n,b@x.example,{TIMES}\n")
    assert ([person.email for person in found.people], codes(found)) == (
        ["a@x.example", "b@x.example"],
        {"names_missing"},
    )


def test_a_report_of_another_day_is_read_with_a_warning() -> None:
    found = report(HEAD + "Anna,a@x.example,03/19/2026 10:00:00 AM,03/19/2026 11:00:00 AM,60,No\n")
    assert (len(found.people), codes(found)) == (1, {"other_day"})
    assert found.warnings[0].details == {"day": "2026-03-12", "found": "2026-03-19"}


def test_a_report_of_another_day_is_told_beside_one_of_the_right_day() -> None:
    other = TIMES.replace("03/12", "03/19")
    found = report(HEAD + f"Anna,a@x.example,{TIMES}\n", HEAD + f"Bert,b@x.example,{other}\n")
    assert [(one.code, one.file) for one in found.warnings] == [("other_day", 1)]


def test_two_meetings_in_one_file_are_read_with_a_warning() -> None:
    other = TIMES.replace("03/12", "03/19")
    found = report(HEAD + f"Anna,a@x.example,{TIMES}\nAnna,a@x.example,{other}\n")
    assert (len(found.people), codes(found)) == (1, {"two_meetings"})
    assert found.warnings[0].details == {"found": "2026-03-12 11:00 / 2026-03-19 10:00"}


def test_a_time_that_cannot_be_read_leaves_attended_with_time_unknown() -> None:
    found = report(HEAD + f"Anna,a@x.example,yesterday,today,x,No\nBert,b@x.example,{TIMES}\n")
    anna = next(person for person in found.people if person.name == "Anna")
    assert (anna.attended, anna.minutes, codes(found), reasons(found)) == (True, None, {"unreadable_time"}, [])


def test_the_same_file_twice_counts_once() -> None:
    text = made.text(zoom_made.zoom_participants(zoom_made.ZOOM["old"]))
    found = report(text, text)
    assert (told(found), len(found.files)) == (expected(), 1)
    assert "same_file" in codes(found)


def test_a_file_and_its_copy_saved_by_a_spreadsheet_count_once() -> None:
    rows = zoom_made.zoom_participants(zoom_made.ZOOM["old"])
    found = report(made.text(rows), workbook(rows, "%m/%d/%Y %I:%M:%S %p"))
    assert told(found) == expected()
    assert "same_file" in codes(found)


def test_a_file_of_which_another_has_a_part_counts_once() -> None:
    rows = zoom_made.zoom_participants(zoom_made.ZOOM["old"])
    found = report(made.text(rows), workbook(rows[:-1], "%m/%d/%Y %I:%M:%S %p"))
    assert told(found) == expected()
    assert reasons(found) == ["repeated"]  # the town hall, which has no address


def test_two_reports_of_one_platform_about_the_same_meeting_count_once() -> None:
    people = made.text(teams_made.teams_report(teams_made.TEAMS["en"], made.GB), "\t")
    log = made.text(teams_made.teams_list(None, "Joined", "Left", made.GB), "\t")
    for contents in ((people, log), (log, people)):
        assert told(report(*contents)) == expected()


def workbook(rows: made.Rows, manner: str) -> bytes:
    """As Excel saves what it opened: dates are dates, numbers are numbers."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append([typed(cell, manner) for cell in row])
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def typed(cell: str, manner: str) -> object:
    if cell.isdigit():
        return int(cell)
    if re.fullmatch(r"\d\d:\d\d:\d\d", cell):
        hours, minutes, seconds = map(int, cell.split(":"))
        return timedelta(hours=hours, minutes=minutes, seconds=seconds)
    if re.fullmatch(r"\d\d:\d\d", cell):
        return (int(cell[:2]) * 60 + int(cell[3:])) / 1440
    try:
        return datetime.strptime(cell.replace("\u202f", " "), manner)  # noqa: DTZ007 - as spreadsheets are
    except ValueError:
        return cell or None


@pytest.mark.parametrize(
    ("rows", "manner", "seconds", "emails", "whole"),
    [
        (teams_made.teams_report(teams_made.TEAMS["de"], made.DE, pad=True), made.DE.date, True, True, False),
        (teams_made.teams_report(teams_made.TEAMS["pl"], made.US_NARROW, pad=True), "%m/%d/%y, %I:%M:%S %p", True, True, False),
        (teams_made.teams_list(("Full Name", "User Action", "Timestamp"), "Joined", "Left", made.GB), made.GB.date, True, False, False),
        (zoom_made.webinar(1), "%b %d, %Y %H:%M:%S", False, True, False),
        (zoom_made.webinar(2), "%b %d, %Y %H:%M:%S", False, True, False),
        (zoom_made.webinar(3), "%m/%d/%Y %I:%M:%S %p", False, True, False),
        (zoom_made.zoom_participants(zoom_made.ZOOM["old"]), "%m/%d/%Y %I:%M:%S %p", True, True, False),
        (zoom_made.zoom_participants(zoom_made.ZOOM["flat"]), "%m/%d/%Y %I:%M:%S %p", True, True, False),
        ([[cell.removeprefix('="').removesuffix('"') for cell in row] for row in others_made.webex(others_made.WEBEX["de"])],
         "%Y-%m-%d %H:%M:%S", True, True, False),
        (others_made.meet(twelve=False), "", False, True, False),
        ([line.strip('"').split('","') if line[0] == '"' else line.split(",")
          for line in others_made.bigbluebutton(others_made.BBB["de"], made.DE).split("\r\n")], made.DE.date, True, False, True),
    ],
    ids=["teams de", "teams pl", "list", "webinar 1", "webinar 2", "webinar 3", "zoom", "flat", "webex", "meet", "bbb"],
)  # fmt: skip
def test_a_workbook_with_typed_cells(rows: made.Rows, manner: str, seconds: bool, emails: bool, whole: bool) -> None:  # noqa: FBT001
    found = report(workbook(rows, manner), name="report.xlsx")
    assert told(found, seconds=seconds) == expected(seconds=seconds, emails=emails, whole=whole)


@pytest.mark.parametrize("year", [1900, 9999])
@pytest.mark.parametrize("column", [2, 3])
def test_a_time_at_the_end_of_the_calendar_cannot_be_read(year: int, column: int) -> None:
    times = [datetime(2026, 12, 3, 10), datetime(2026, 12, 3, 11)]  # noqa: DTZ001 - as cells hold them
    odd = ["Anna", "a@x.example", *times, "60", "No"]
    odd[column] = datetime(year, 12, 31, 23, 59, 59)  # noqa: DTZ001
    book, target = Workbook(), BytesIO()
    for row in (HEAD.strip().split(","), odd, ["Bert", "b@x.example", *times, "60", "No"]):
        book.worksheets[0].append(row)
    book.save(target)
    found = report(target.getvalue())
    assert {person.name: person.attended for person in found.people} == {"Anna": True, "Bert": True}
    assert "unreadable_time" in codes(found)


def test_a_spreadsheet_that_took_the_day_for_the_month() -> None:
    """3/12 of a British report becomes 12 March or 3 December; only one of them is the day of the event."""
    rows = [
        HEAD.strip().split(","),
        ["Anna", "a@x.example", "12/03/2026 10:00:00 AM", "12/03/2026 11:00:00 AM", "60", "No"],
    ]
    found = report(workbook(rows, "%m/%d/%Y %I:%M:%S %p"))
    assert (told(found), codes(found)) == ([("Anna", "a@x.example", (("10:00:00", "11:00:00"),))], {"dates_swapped"})
    assert str(found.people[0].intervals[0][0].date()) == "2026-03-12"
