"""Workbooks of several sheets: each that is a report is read, and what is left out is said."""

import pytest
from attendance import visits_made as made
from attendance import zoom_made
from attendance.told import codes, expected, report, told
from hypothesis import given
from hypothesis import strategies as st
from workbooks_made import xlsx

from webapp.attendance.readers.reports import AskMapping, Report
from webapp.core import columns
from webapp.core.grids import Code, Unreadable

ZOOM = zoom_made.zoom_participants(zoom_made.ZOOM["old"])
HEAD = ["Name", "User Email", "Join Time", "Leave Time", "Duration (Minutes)", "Guest"]
LATE = [HEAD, ["Ганна Пізня", "hanna@x.example", "03/12/2026 11:00:00 AM", "03/12/2026 11:30:00 AM", "30", "Yes"]]
NOTES = [["To do"], ["Ask Anna"], ["Thank everybody"]]


def found_out(found: Report) -> list[object]:
    return [one.details["found"] for one in found.warnings if one.code == "sheets_left_out"]


@pytest.mark.parametrize("cut", [5, 7, 9])
def test_people_of_every_sheet_are_read(cut: int) -> None:
    head = next(number for number, row in enumerate(ZOOM) if "Name (Original Name)" in row)
    sheets = [ZOOM[:cut], [ZOOM[head], *ZOOM[cut:]]]
    found = report(xlsx(*sheets), name="report.xlsx")
    assert told(found) == told(report(made.text(ZOOM)))
    assert [source.name for source in found.files] == ["report.xlsx – A", "report.xlsx – B"]
    assert len({source.sha256 for source in found.files}) == 1
    assert found_out(found) == []


@given(order=st.permutations([ZOOM, LATE, NOTES, [["Legend", "Colour"], ["green", "was there"]]]))
def test_sheets_of_several_kinds_in_any_order(order: list[made.Rows]) -> None:
    found = report(xlsx(*order), name="report.xlsx")
    late = ("Ганна Пізня", "hanna@x.example", (("11:00:00", "11:30:00"),))
    assert told(found) == sorted([*expected(), late])
    left = [name for name, rows in zip("ABCD", order, strict=True) if rows not in (ZOOM, LATE)]
    assert found_out(found) == [", ".join(left)]


def test_the_one_report_keeps_the_name_of_its_file() -> None:
    found = report(xlsx(NOTES, ZOOM), name="report.xlsx")
    assert (found.files[0].name, found_out(found)) == ("report.xlsx", ["A"])


def test_the_same_sheet_twice_counts_once() -> None:
    found = report(xlsx(ZOOM, ZOOM), name="report.xlsx")
    assert told(found) == expected()
    assert "same_file" in codes(found)


def test_somebodys_sum_of_another_sheet_makes_nobody_a_second_time() -> None:
    total = [["Name", "Duration (minutes)"], *([visit.name, "90"] for visit in made.VISITS)]
    found = report(xlsx(total, ZOOM), name="report.xlsx")
    assert told(found) == expected()
    assert found_out(found) == ["A"]
    total.append(["Ганна Пізня", "30"])
    found = report(xlsx(total, ZOOM), name="report.xlsx")
    assert "Ганна Пізня" in {one.name for one in found.people}, "who is only there is not lost"
    assert found_out(found) == []


def test_columns_that_were_said_hold_for_sheets_with_the_same_headings() -> None:
    head = ["Wer", "Woher"]
    book = xlsx([head, ["Anna", "Köln"], ["Bea", "Marl"]], [head, ["Cem", "Wesel"]], [["Wo", "Was"], ["x", "y"]])
    with pytest.raises(AskMapping) as asked:
        report(book, name="list.xlsx")
    assert asked.value.grid.name == "A"
    mapping = columns.Mapping(0, {"name": columns.Guess(0, sure=True)})
    found = report(book, name="list.xlsx", mapping=mapping)
    assert sorted(one.name for one in found.people) == ["Anna", "Bea", "Cem"]
    assert found_out(found) == ["C"]
    first = columns.Mapping(None, {"name": columns.Guess(0, sure=True)})
    assert found_out(report(book, name="list.xlsx", mapping=first)) == ["B, C"]


def test_a_workbook_without_any_report_is_refused_with_what_was_found() -> None:
    with pytest.raises(Unreadable) as refused:
        report(xlsx(NOTES, [["Thanks"]]), name="notes.xlsx")
    assert (refused.value.code, refused.value.details) == (
        Code.NO_HEADER, {"found": "To do / Ask Anna / Thank everybody"},
    )  # fmt: skip


def test_a_copy_among_several_files_is_named_by_its_own_original() -> None:
    first, second = made.text(ZOOM), made.text(zoom_made.zoom_participants(zoom_made.ZOOM["flat"]))
    found = report(first, first, second, second)
    assert [one.details for one in found.warnings if one.code == "same_file"][:2] == [
        {"name": "1-report.csv", "other": "report.csv"}, {"name": "3-report.csv", "other": "2-report.csv"},
    ]  # fmt: skip
