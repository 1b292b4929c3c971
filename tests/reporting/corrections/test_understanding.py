"""What a workbook that came back means, and what of it cannot be entered; nothing is guessed."""

import csv
import io
import zipfile
from functools import partial

import openpyxl
import pytest
from factories import DNIPRO, KOELN
from openpyxl.worksheet.worksheet import Worksheet
from page import Client
from reporting.corrections.returned import (
    OF,
    RETURNED,
    bring_back,
    column,
    corrected,
    download,
    person,
    row,
    told,
    worked_on,
)
from workbooks_made import ole, xls, xlsx

from webapp.core.db import session, transaction
from webapp.events.models import Event
from webapp.places import queries as places
from webapp.registration.judging import place_finder
from webapp.reporting import place_columns
from webapp.reporting.corrections import understanding, versions
from webapp.reporting.corrections.models import Reason
from webapp.reporting.wording import CHOICES, worded

DUESSELDORF, NEUNKIRCHEN = "05111000", "05970036"  #: another place has nearly the same name
UNCONFIRMED = (
    "This registration is not confirmed. Attendance and its note are entered for confirmed registrations only."
)
ALONE = "A note needs an attendance. Enter in the same row whether the person attended."


@pytest.mark.usefixtures("event")
def test_no_place_is_taken_for_another_in_any_language() -> None:
    """Names of some differ by one letter, which comparing them forgives."""
    known, written = understanding.Places(place_finder()), 0
    for lang in CHOICES:
        with worded(lang):
            for place in places.choosable():
                told = {"place": place.key.lstrip("0"), "place_name": place_columns.name(place)}
                is_written = partial(is_as_written, versions.digest(place.key))
                assert known.meant(told, is_written) == understanding.Meant(place.key), (lang, told)
                assert known.meant(told | {"place": ""}, partial(is_as_written, None)).value == place.key, (lang, told)
                written += 1
    assert written > 2000


def test_what_cannot_be_entered_is_said_row_by_row(organiser: Client) -> None:
    def work(sheet: Worksheet) -> None:
        for name, which, value in (
            ("Olena", "attended", "vielleicht"), ("Olena", "place", "Neustadt"), ("Olena", "note", "kam später"),
            ("Olena", "office", "x" * 121), ("Jörg", "attended", "noch offen"), ("Jörg", "place", "Bonn"),
            ("Jörg", "key", DUESSELDORF), ("Jörg", "note", "Brief"), ("Ina", "note", "rief an"),
        ):  # fmt: skip
            sheet.cell(row(sheet, name), column(sheet, OF[which])).value = value
        copied = [cell.value for cell in sheet[row(sheet, "Jörg")]]
        copied[column(sheet, OF["note"]) - 1] = "anders"
        sheet.append(copied)
        strange = [cell.value for cell in sheet[row(sheet, "Ina")]]
        strange[-2] = "nobody-has-this-id-at-all"
        sheet.append(strange)

    page = bring_back(organiser, worked_on(download(organiser), work))
    assert {line[:2]: line[4].removeprefix("cannot be entered ") for line in told(page)} == {
        ("Olena", "Attendance"): "This is no word for attendance. The first sheet of the workbook lists them all.",
        ("Olena", "Municipality or district"):
            "The municipality or district is not in the official directory, or several can be meant.",
        ("Olena", "Note"): ALONE, ("Ina", "Note"): UNCONFIRMED,
        ("Olena", "Function"): "The text is too long.",
        ("Jörg", "Attendance"): "This comes of reports only. Enter whether the person attended, or gave notice.",
        ("Jörg", "Municipality or district"):
            "Name and official key do not belong together. Change both, or empty both.",
        ("Jörg", "Note"): "Several rows of this person say different things.",
    }  # fmt: skip
    assert "1 row belongs to nobody who is registered for this conference" in page.text
    assert "There is nothing to change." in page.text


def test_it_is_said_which_columns_are_not_taken_over(organiser: Client) -> None:
    """Once for each, and not of a workbook in which nothing was changed."""
    assert "Not taken over" not in bring_back(organiser, download(organiser)).text

    def work(sheet: Worksheet) -> None:
        for name, heading, value in (
            ("Olena", "Nachname", "Шевченко"), ("Jörg", "Nachname", None), ("Ina", "Organisation", "Verband"),
        ):  # fmt: skip
            sheet.cell(row(sheet, name), column(sheet, heading)).value = value

    page = bring_back(organiser, worked_on(download(organiser), work))
    said = [tag.get_text() for tag in page.all("main li") if "Not taken over" in tag.get_text()]
    assert [text.partition(". ")[0] for text in said] == [
        "Not taken over: 2 rows say otherwise than here in the column “Family name”",
        "Not taken over: 1 row says otherwise than here in the column “Organisation”",
    ]
    assert "There is nothing to change." in page.text


def test_a_row_of_somebody_else_changes_nothing(organiser: Client) -> None:
    """Sorted without the hidden columns, each row would give its person what is somebody else's."""

    def work(sheet: Worksheet) -> None:
        last = sheet.max_column - 2
        values = [[sheet.cell(at, one).value for one in range(1, last + 1)] for at in range(2, sheet.max_row + 1)]
        for at, line in enumerate(values[1:] + values[:1], start=2):
            for one, value in enumerate(line, start=1):
                sheet.cell(at, one).value = value

    with transaction():
        for name, family in (("Olena", "Коваленко"), ("Jörg", "Müller"), ("Ina", "Wolf")):
            person(name).family_name = family
    page = bring_back(organiser, worked_on(download(organiser), work))
    results = [line[-1] for line in told(page)]
    assert results
    assert all("Family name and given name in this row are not those of this person" in text for text in results)


SAID = (
    "cannot be entered The cell holds an error such as #N/A, or a formula without a result. Enter the value itself, or "
    "open the file in Excel or LibreOffice, correct the formula, save the file and bring it back."
)


def test_without_versions_it_is_said_why_all_differences_are_conflicts(organiser: Client) -> None:
    """As somebody deletes one of the hidden columns; nothing was changed here, and nobody is told so."""
    content = corrected(download(organiser), Jörg={"office": "Büro"}, Olena={"office": "Rat"}, Ina={"note": "rief an"})
    assert "hidden version" not in bring_back(organiser, content).text
    page = bring_back(organiser, worked_on(content, lambda sheet: sheet.delete_cols(sheet.max_column)))
    assert sorted(line[4].partition(":")[0] for line in told(page))[-2:] == ["changed on both sides"] * 2
    [said] = [tag.get_text(" ") for tag in page.all("#disputed ~ p")]
    assert said.startswith("Of 2 values nobody knows who changed them, since the hidden versions of their rows are")


def as_csv(content: bytes, encoding: str) -> bytes:
    """As Excel writes the sheet: a question mark for each letter that the encoding does not have."""
    rows = list(openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(values_only=True))
    lines = io.StringIO()
    csv.writer(lines, delimiter=";").writerows(["" if cell is None else cell for cell in row] for row in rows)
    return lines.getvalue().encode(encoding, "replace")


def test_letters_that_a_csv_cannot_hold_are_not_taken_for_a_correction(organiser: Client) -> None:
    """German Excel's usual CSV knows no Cyrillic."""
    content = corrected(download(organiser), Jörg={"office": "Büro?"})
    said = "cannot be entered Letters were lost when the file was saved: question marks stand for them. Save it as a "
    said += "workbook, or as “CSV UTF-8”, and bring it back."
    joerg = ("Jörg", "Function", "Amt", "Büro?", "will be entered")
    lost = told(bring_back(organiser, as_csv(content, "cp1252"), "Teilnahme.csv"))
    assert sorted(lost) == [joerg, ("Olena", "Function", "секретар ради", "???????? ????", said)]
    assert told(bring_back(organiser, as_csv(content, "utf-8-sig"), "Teilnahme.csv")) == [joerg]


def test_an_error_of_a_formula_empties_nothing(organiser: Client) -> None:
    """As of a VLOOKUP that finds nothing, and as somebody types it."""
    page = bring_back(organiser, corrected(download(organiser), Olena={"office": "#N/A"}, Jörg={"key": "#REF!"}))
    assert [(*line[:2], line[4]) for line in told(page)] == [
        ("Jörg", "Municipality or district", SAID), ("Olena", "Function", SAID)
    ]  # fmt: skip
    assert "There is nothing to change." in page.text


def test_a_formula_that_nobody_has_calculated_empties_nothing(organiser: Client) -> None:
    """As a script writes it, or a program that leaves the calculating to Excel."""
    content = corrected(
        download(organiser), Olena={"office": '="секретар"&" ради"'}, Jörg={"note": '=IF(1,"","")', "place": "=A1"}
    )
    page = bring_back(organiser, content)
    assert {(*line[:2], line[4]) for line in told(page)} == {
        ("Olena", "Function", SAID), ("Jörg", "Note", SAID), ("Jörg", "Municipality or district", SAID)
    }  # fmt: skip
    known = [(*line[:2], line[4]) for line in told(bring_back(organiser, calculated(content, "7")))]
    assert [line for line in known if line[:2] == ("Jörg", "Note")] == [("Jörg", "Note", "will be entered")]


def calculated(content: bytes, value: str) -> bytes:
    """As after a program has opened and saved it, as to the note."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b'"")</f><v></v>', f'"")</f><v>{value}</v>'.encode()))
    return target.getvalue()


def is_as_written(was: str | None, value: str) -> bool:
    return versions.digest(value) == was


@pytest.mark.usefixtures("event")
def test_nothing_is_guessed() -> None:
    """Key and name as they stand in the workbook, what was written there, and what is meant."""
    known, koeln = understanding.Places(place_finder()), versions.digest(KOELN)
    words = understanding.words_of_attendance()
    for told_, state in (
        ("EXCUSED", "excused"),
        ("Ja", "attended"),
        ("teilgenommen / Брав участь", None),
        ("nein", None),
    ):
        assert understanding.attendance(told_, words).value == (state or ""), told_
    nothing, unknown, contradicts = versions.digest(""), Reason.PLACE_UNKNOWN, Reason.PLACE_CONTRADICTS
    for key, name, was, meant in (
        (KOELN, "Köln / Кельн", koeln, KOELN), (KOELN, "Cologne", koeln, KOELN), ("", "", koeln, ""),
        (KOELN, "Düsseldorf", koeln, DUESSELDORF), (DUESSELDORF, "Köln", koeln, DUESSELDORF),
        ("5111000", "Köln", koeln, DUESSELDORF), ("", "Bonn", koeln, "05314000"), (DNIPRO, "", koeln, DNIPRO),
        (None, "Köln", koeln, KOELN), (None, "Düsseldorf", koeln, DUESSELDORF), ("", "Köl", nothing, KOELN),
        (KOELN, "", koeln, contradicts), (DUESSELDORF, "Bonn", koeln, contradicts),
        (KOELN, "Düsseldorf", None, contradicts), (KOELN, "Atlantis", koeln, unknown),
        ("", "Neustadt", nothing, unknown), ("99999999", "Köln", koeln, unknown),
        ("99", "", versions.digest("99"), "99"), (KOELN, "Neunkirchen", koeln, NEUNKIRCHEN),
        (NEUNKIRCHEN, "Neunkirchen", versions.digest(NEUNKIRCHEN), NEUNKIRCHEN),
    ):  # fmt: skip
        cells = {name: cell for name, cell in (("place", key), ("place_name", name)) if cell is not None}
        found = known.meant(cells, partial(is_as_written, was))
        assert (found.reason or found.value) == meant, (key, name, was)


def test_only_our_own_workbook_of_this_conference_is_taken(organiser: Client, event: Event) -> None:
    content = download(organiser, kind="registrations")

    def twice(sheet: Worksheet) -> None:
        assert isinstance(sheet.parent, openpyxl.Workbook)
        sheet.parent.copy_worksheet(sheet)

    without_ids = worked_on(content, lambda sheet: sheet.delete_cols(sheet.max_column - 1))
    with transaction():
        other = Event(**{name: getattr(event, name) for name in ("title", "summary", "starts_at", "ends_at")})
        other.slug, other.changed_at = "other", event.changed_at
        other.registration_opens_at, other.registration_closes_at = event.starts_at, event.ends_at
        session().add(other)
    for data, sentence in (
        (xlsx([["a", "b"], ["c", "d"]]), "This is not a workbook from this page"),
        (without_ids, "This is not a workbook from this page"),
        (worked_on(content, twice), "The sheet with the registrations is in this file several times."),
        (ole({"EncryptedPackage": b"x" * 5000}), "The file is protected by a password."),
        (xls([["a", "b"], ["c", "d"]]), "This is a workbook of the old kind .xls"),
        (b"%PDF-1.7\n\0\xff", "This file holds no table."),
    ):
        [error] = bring_back(organiser, data, status=422).errors()
        assert error.startswith(sentence)
    form = organiser.get(RETURNED.replace("folgekonferenz", "other")).form()
    page = form.fill(file=(io.BytesIO(content), "a.xlsx")).submit(status=422)
    assert page.errors() == ["This workbook is of another conference. Upload it on the page of that conference."]
    shown = bring_back(organiser, content)
    assert "It has no columns “Attendance” and “Note”: those are only in the workbook with attendance." in shown.text
    assert "There is no column" not in shown.text, "what was downloaded here lacks nothing"
    organiser.get(shown.url.replace("folgekonferenz", "other"), status=404)
