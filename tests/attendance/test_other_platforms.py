"""What is peculiar in the files of Webex, BigBlueButton and Meet, and any other table."""

import json
from datetime import date

import pytest
from attendance import others_made
from attendance import visits_made as made
from attendance.told import codes, reasons, report, roles, told

from webapp.attendance.readers.fields import FIELDS
from webapp.attendance.readers.reports import AskMapping
from webapp.core import columns


def test_webex_of_old_had_minutes_alone() -> None:
    found = report("Name,Email,Duration\nAnna Berg,a@x.example,12 mins\nBert,,1 min\n")
    assert (found.platform, [(person.name, person.minutes) for person in found.people]) == (
        "webex", [("Anna Berg", 12), ("Bert", 1)],
    )  # fmt: skip


def test_webex_callers_are_telephones() -> None:
    rows = others_made.webex(others_made.WEBEX["en"])
    rows.append([*rows[1][:3], "Call-in User_3", "", "", "Attendee", "", *rows[1][8:10], "12 mins", "Audio", "--"])
    assert roles(report(made.text(rows, "\t").encode("utf-16")))["Call-in User_3"] == "phone"


def test_bigbluebutton_who_is_still_there_has_no_end() -> None:
    lines = others_made.bigbluebutton(others_made.BBB["en"], made.DE).split("\r\n")
    cells = lines[1].split('","')
    cells[10] = "-"
    found = report("\r\n".join([lines[0], '","'.join(cells), *lines[2:]]))
    jane = next(person for person in found.people if person.name == "Doe, Jane")
    assert (len(jane.intervals), round(jane.minutes or 0)) == (1, 121)  # by the duration


def test_bigbluebutton_names_with_quotation_marks_nobody_doubled() -> None:
    lines = others_made.bigbluebutton(others_made.BBB["en"], made.DE, polls="Who?").split("\r\n")
    lines[1] = lines[1].replace("Doe, Jane", 'Jane "JD, Junior" Doe')
    found = report("\r\n".join(lines))
    assert roles(found)['Jane "JD, Junior" Doe'] == "attendee"
    assert len(found.people) == 6


def test_bigbluebutton_of_one_day_and_more() -> None:
    """The duration begins anew after 24 hours; the times say it all."""
    text = f'{others_made.BBB["en"]}\r\n"Anna","FALSE","1","00:00:00","00:00:01","0","0","0","0","11.03.2026, 10:00:00","12.03.2026, 10:30:00","00:30:00"'
    assert report(text).people[0].minutes == 24.5 * 60


def test_bigbluebutton_data_of_every_generation() -> None:
    stay = {"registeredOn": 1773306000000, "leftOn": 0}
    users = {
        "a": {"name": "Anna", "isModerator": True, **stay},
        "b": {"name": "Bert", "isDialIn": True, "intIds": {"w_1": stay}},
        "c": {"name": "Cora", "intIds": {"w_2": {"sessions": [{"registeredOn": 1773306000000, "leftOn": 1773306600000}]}}},
        "d": {"name": "Dora", "intIds": {}},
        "e": {"name": None},
        "f": "nonsense",
    }  # fmt: skip
    found = report(json.dumps({"users": users, "createdOn": 1773306000000, "endedOn": 1773309600000}))
    assert {person.name: (person.role.value, person.minutes) for person in found.people} == {
        "Anna": ("host", 60), "Bert": ("phone", 60), "Cora": ("attendee", 10), "Dora": ("attendee", None),
    }  # fmt: skip
    assert reasons(found) == ["no_name"]


def test_one_account_of_bigbluebutton_is_one_person_and_two_devices_too() -> None:
    def user(account: str, *stays: tuple[int, int]) -> dict[str, object]:
        return {
            "name": "Anna", "extId": account,
            "intIds": {f"w_{start}": {"registeredOn": start * 60000 + 1, "leftOn": end * 60000} for start, end in stays},
        }  # fmt: skip

    same = {"users": {"1": user("moodle-7", (100, 120)), "2": user("moodle-7", (110, 130))}}
    other = {"users": {"1": user("moodle-7", (100, 120)), "2": user("moodle-8", (140, 150))}}
    devices = {"users": {"1": user("w_100", (100, 120), (110, 130))}}
    assert [len(report(json.dumps(data)).people) for data in (same, other, devices)] == [1, 2, 1]


@pytest.mark.parametrize(
    ("name", "day", "found_on"),
    [
        ("meeting.csv", date(2026, 3, 12), "2026-03-12"),
        ("Konferenz 2026-03-10 Attendance.csv", date(2026, 3, 12), "2026-03-10"),
        ("meeting.csv", None, None),
    ],
)
def test_meet_takes_the_date_from_the_file_or_the_event(name: str, day: date | None, found_on: str | None) -> None:
    found = report(made.text(others_made.meet()), day=day, name=name)
    days = {str(start.date()) for person in found.people for start, _end in person.intervals}
    assert days == ({found_on} if found_on else set())
    assert ("no_date" in codes(found), "other_day" in codes(found)) == (found_on is None, found_on == "2026-03-10")
    if found_on is None:
        assert {person.name: person.minutes for person in found.people}["Sabine Krause"] == 134


def test_meet_past_midnight() -> None:
    text = "Name,Email,Duration,Time joined,Time exited\nAnna,a@x.example,20 min,11:50 PM,12:10 AM\nBert,,32:14,18:02,18:35\n"
    found = report(text)
    assert told(found, seconds=False)[0][2] == (("23:50", "00:10"),)
    assert [person.minutes for person in found.people] == [33, 20]


@pytest.mark.parametrize(
    "text",
    [
        "Name;E-Mail;Von;Bis\nAnna Berg;a@x.example;10:00;11:30\nBert;;10:05;12:00\n",
        "Liste der Konferenz\n\nNr.;Nachname;Vorname;E-Mail-Adresse;Gekommen;Gegangen\n1;Berg;Anna;a@x.example;12.03.2026 10:00;12.03.2026 11:30\n2;;Bert;;12.03.2026 10:05;12.03.2026 12:00\n",
        "№;ПІБ;Пошта;Початок;Кінець\n1;Anna Berg;a@x.example;10:00;11:30\n2;Bert;;10:05;12:00\n",
        "№;ПІБ;Ел. пошта;Прийшов(-ла);Пішов(-ла)\n1;Anna Berg;a@x.example;10:00;11:30\n2;Bert;;10:05;12:00\n",
        "Name,Email,Start,End\nAnna Berg,a@x.example,2026-03-12T10:00:00+01:00,2026-03-12T11:30:00+01:00\nBert,,2026-03-12T10:05:00+01:00,2026-03-12T11:00:00Z\n",
    ],
)  # fmt: skip
def test_a_list_by_hand_is_read_where_nothing_is_in_doubt(text: str) -> None:
    found = report(text)
    assert (found.platform, told(found, seconds=False)) == (
        "table", [("Anna Berg", "a@x.example", (("10:00", "11:30"),)), ("Bert", "", (("10:05", "12:00"),))],
    )  # fmt: skip


def test_a_list_of_yes_and_no() -> None:
    found = report("Name;E-Mail;Anwesend\nAnna Berg;a@x.example;ja\nBert;b@x.example;nein\n")
    assert {person.name: (person.attended, person.minutes) for person in found.people} == {
        "Anna Berg": (True, None), "Bert": (False, None),
    }  # fmt: skip


STRANGE = "Qwo;Ruk;Mip\nAnna Berg;90;x\nBert;45;y\n"


@pytest.mark.parametrize("tick", ["x", "X", "х", "✓", "1", "ja", "так"])
@pytest.mark.parametrize("heading", ["anwesend", "Присутність", "Attended"])
def test_who_is_not_ticked_off_in_a_list_was_not_there(tick: str, heading: str) -> None:
    found = report(f"Nachname;Vorname;{heading}\nKrause;Sabine;{tick}\nVogel;Jürgen;\nBeck;Ina;{tick}\n")
    assert {one.name: one.attended for one in found.people} == {
        "Sabine Krause": True, "Jürgen Vogel": False, "Ina Beck": True,
    }  # fmt: skip


@pytest.mark.parametrize("marks", [("", ""), ("ja", ""), ("nein", "")])
def test_a_list_without_any_tick_is_of_those_who_came(marks: tuple[str, str]) -> None:
    first, gap = marks
    found = report(f"Name;Anwesend\nSabine Krause;{first}\nJürgen Vogel;{gap}\nIna Beck;nein\n")
    assert next(one for one in found.people if one.name == "Jürgen Vogel").attended, "nobody said that he was not"


@pytest.mark.parametrize(
    ("there", "gone"),
    [
        ("anwesend", "abwesend"),
        ("anwesend", "entschuldigt"),
        ("ja", "fehlt"),
        ("присутній", "відсутня"),
        ("x", "absent"),
    ],
)
def test_words_of_presence_and_absence(there: str, gone: str) -> None:
    found = report(f"Nachname;Vorname;Anwesend\nKrause;Sabine;{there}\nVogel;Jürgen;{gone}\nBeck;Ina;{there}\n")
    assert {one.name: one.attended for one in found.people} == {
        "Sabine Krause": True, "Jürgen Vogel": False, "Ina Beck": True,
    }  # fmt: skip


def test_an_unknown_table_is_asked_about() -> None:
    with pytest.raises(AskMapping) as asked:
        report(STRANGE)
    assert (asked.value.name, asked.value.head) == ("report.csv", 0)
    assert asked.value.grid.rows[1] == ["Anna Berg", "90", "x"]


def test_an_unknown_table_is_read_as_somebody_said() -> None:
    with pytest.raises(AskMapping) as asked:
        report(STRANGE)
    mapping = columns.given(asked.value.grid.rows, FIELDS, {"name": 0, "minutes": 1})
    found = report(STRANGE, mapping=mapping)
    assert [(person.name, person.minutes) for person in found.people] == [("Anna Berg", 90), ("Bert", 45)]
    assert found.platform == "table"
