"""A workbook goes out, is corrected and comes back: compared three ways, entered, undone."""

import json
from typing import Any

import pytest
from factories import KOELN, KREIS_WESEL, make_presence
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from page import Client
from reporting.corrections import returned
from reporting.corrections.returned import (
    NOW,
    OF,
    bring_back,
    corrected,
    correction,
    download,
    here,
    person,
    press,
    told,
)
from sqlalchemy import select, update

from webapp.attendance import judging
from webapp.attendance.presence import State as Attended
from webapp.core.audit import AuditEntry
from webapp.core.db import session, transaction
from webapp.events.models import Event
from webapp.registration import mails
from webapp.registration.models import Registration, Side, State
from webapp.reporting.corrections import versions

DUESSELDORF = "05111000"
UNCONFIRMED = (
    "This registration is not confirmed. Attendance and its note are entered for confirmed registrations only."
)
STAYS, COUNTS = (f"changed on both sides: {one}" for one in ("stays as it is here", "the workbook counts"))


def require_hidden_ids(sheet: Worksheet) -> None:
    """Inside the table, of everybody, and no value can be read out of a version."""
    heads = [str(cell.value) for cell in sheet[1]]
    ids, told_versions = ([line[at].value for line in sheet.iter_rows(min_row=2)] for at in (-2, -1))
    letters = [get_column_letter(len(heads) + at) for at in (-1, 0)]
    assert [heads[-2].partition(" ")[0], heads[-1]] == ["Konferenz-ID", "Konferenz-Version"]
    assert [letter for letter, dimension in sheet.column_dimensions.items() if dimension.hidden] == letters
    assert set(ids) == set(session().scalars(select(Registration.public_id)))
    assert sheet.tables["Attendance"].ref.endswith(f"{letters[-1]}{sheet.max_row}")
    assert all(len(str(one)) == len("1") + 4 * len(".12345678") for one in told_versions)
    assert versions.parsed(f"2{told_versions[0]}") == {}, "another format"


def as_people_do(sheet: Worksheet) -> None:
    """Sorted the other way round, a column less and one more, one row deleted and one added, and the corrections."""
    require_hidden_ids(sheet)
    heads = [cell.value for cell in sheet[1]]
    lines: list[dict[Any, Any]] = [
        dict(zip(heads, [cell.value for cell in line], strict=True)) for line in sheet.iter_rows(min_row=2)
    ]
    by_name = {line[OF["name"]]: line for line in lines}
    by_name["Olena"] |= {OF["attended"]: "Teilgenommen ", OF["note"]: "=cmd|' /C calc'!A0", OF["office"]: "голова"}
    by_name["Jörg"] |= {OF["place"]: "Stadt Düsseldorf", OF["attended"]: None}
    kept = [by_name["Jörg"], by_name["Olena"], {OF["name"]: "Neu", OF["office"]: "Amt"}]
    heads = [head for head in heads if head != "Sprache"]
    sheet.delete_rows(1, sheet.max_row)
    sheet.delete_cols(1)
    first: dict[Any, Any] = dict(zip(heads, heads, strict=True))
    for number, line in enumerate([first, *kept], start=3):  # two rows were put above
        for at, head in enumerate(heads, start=2):  # and a column before
            sheet.cell(number, at).value = line.get(head)
            sheet.cell(number, at).data_type = "s" if line.get(head) else "n"
    sheet.tables.clear()


def test_what_was_corrected_in_excel_is_shown_entered_and_undone(organiser: Client) -> None:
    before, content = here(), download(organiser)
    data = returned.worked_on(content, as_people_do)
    page = bring_back(organiser, data)
    told_first = told(page)
    assert told_first == [
        ("Jörg", "Attendance", "attended in part", "what the reports say",
         "will be entered The note goes with the attendance that was entered by hand."),
        ("Jörg", "Municipality or district", "Cologne", "Düsseldorf", "will be entered"),
        ("Olena", "Attendance", "not recorded", "attended", "will be entered"),
        ("Olena", "Note", "–", "=cmd|' /C calc'!A0", "will be entered"),
        ("Olena", "Function", "секретар ради", "голова", "will be entered"),
    ]  # fmt: skip
    for sentence in ("1 row was added by hand", "1 registration is not in the workbook"):
        assert sentence in page.text
    assert here() == before
    page = press(page, "apply")
    assert "5 corrections were entered." in page.text
    assert {line[4] for line in told(page)} == {
        "entered", "entered The note goes with the attendance that was entered by hand."
    }  # fmt: skip
    state, _minutes, note, *_by = correction("Olena") or ()
    assert (state, note, correction("Jörg")) == ("attended", "=cmd|' /C calc'!A0", None)
    assert (person("Jörg").place_key, person("Olena").office) == (DUESSELDORF, "голова")
    again = bring_back(organiser, data)
    assert told(again) == []
    assert "There is nothing to change." in again.text
    assert "The corrections of the same file were entered" in again.text
    assert "5 corrections were undone." in press(page, "undo").text
    assert here() == before
    assert told(bring_back(organiser, data)) == told_first
    noted = set(session().scalars(select(AuditEntry.action)))
    assert {"returned.apply", "returned.undo", "registration.amend", "attendance.correct"} <= noted
    assert not any("calc" in one for one in session().scalars(select(AuditEntry.details)))


@pytest.mark.parametrize("lang", ["uk", "de+uk"])
def test_other_languages_come_back(organiser: Client, lang: str) -> None:
    """Whole and untouched it says nothing new; then two people exchange what is told of them."""
    content = download(organiser, lang)
    assert told(bring_back(organiser, content)) == []

    def work(sheet: Worksheet) -> None:
        """The columns by where they stand: names are the same, headings are not."""
        named = next(cell.column for cell in sheet[2] if cell.value in {"Olena", "Jörg", "Ina"})
        keys = next(cell.column for line in sheet.iter_rows(min_row=2) for cell in line if cell.value == KOELN)
        rows = {sheet.cell(at, named).value: at for at in range(2, 5)}
        for at in (keys, keys - 1, keys - 2):
            first, second = (sheet.cell(rows[name], at) for name in ("Olena", "Jörg"))
            first.value, second.value = second.value, first.value

    page = bring_back(organiser, returned.worked_on(content, work))
    assert [line[:4] for line in told(page)] == [
        ("Jörg", "Municipality or district", "Cologne", "Dnipro"),
        ("Jörg", "Function", "Amt", "секретар ради"),
        ("Olena", "Municipality or district", "Dnipro", "Cologne"),
        ("Olena", "Function", "секретар ради", "Amt"),
    ]
    press(page, "apply")
    seats = session().scalars(select(Event.side_seats)).one()
    assert (person("Olena").side, person("Jörg").side, seats) == (
        Side.NRW, Side.DNIPROPETROVSK, {"nrw": 1, "dnipropetrovsk": 1},
    )  # fmt: skip


def test_what_was_changed_on_both_sides_stays_unless_somebody_chooses(organiser: Client) -> None:
    content = download(organiser)
    with transaction():
        judging.correct(person("Jörg"), Attended.EXCUSED, "Anruf", actor="program", now=NOW)
        session().execute(update(Registration).values(office="inzwischen"))
    data = corrected(content, Jörg={"attended": "teilgenommen", "office": "Amtsleitung"}, Olena={"office": "голова"})
    page = bring_back(organiser, data)
    assert [line[2:] for line in told(page)] == [
        ("excused", "attended", f"{STAYS} Let the workbook count Jörg Коваленко, Attendance"),
        ("inzwischen", "Amtsleitung", f"{STAYS} Let the workbook count Jörg Коваленко, Function"),
        ("inzwischen", "голова", f"{STAYS} Let the workbook count Olena Коваленко, Function"),
    ]
    assert "There is nothing to change." in page.text
    page = page.form("choose-yes").submit()
    page = page.form(next(tag["id"] for tag in page.all("form[id^=choose-no-]"))).submit()
    assert [line[4].partition(":")[2].partition(" Let")[0] for line in told(page)] == [
        " stays as it is here", " the workbook counts", " the workbook counts",
    ]  # fmt: skip
    with transaction():
        session().execute(update(Registration).where(Registration.given_name == "Olena").values(office="ще раз"))
    page = press(page, "apply")
    assert [line[4] for line in told(page)] == [
        STAYS, "entered", "left as it is here It was changed here after the workbook was checked.",
    ]  # fmt: skip
    assert (person("Jörg").office, person("Olena").office) == ("Amtsleitung", "ще раз")
    assert (correction("Jörg") or ())[0] == "excused"
    page.client.post(f"{page.url}/choose", {"csrf_token": returned.token(page), "take": "yes"}, status=409)


def test_a_note_hangs_on_what_is_chosen_and_a_page_out_of_date_enters_nothing(organiser: Client) -> None:
    """Of a person whose attendance was taken back here meanwhile, and whom the workbook gives another, with a note."""
    content = download(organiser)
    with transaction():
        judging.take_correction_back(person("Jörg"), actor="program")
    data = corrected(content, Jörg={"attended": "teilgenommen", "note": "kam später"}, Olena={"office": "голова"})
    page, before = bring_back(organiser, data), here()
    refused = "cannot be entered A note needs an attendance. Enter in the same row whether the person attended."
    assert [line[4].partition(" Let")[0] for line in told(page)] == [STAYS, refused, "will be entered"]
    [one] = [tag["id"] for tag in page.all("form[id^=choose-yes-]")]
    chosen = page.form(one).submit()
    assert [line[4].partition(" Let")[0] for line in told(chosen)][:2] == [COUNTS, STAYS]
    stale = page.form(f"{page.url}/apply").submit(status=409)
    assert "Somebody has chosen otherwise" in stale.text
    assert [line[4].partition(" Let")[0] for line in told(stale)][:2] == [COUNTS, STAYS]
    assert here() == before
    back = chosen.form("choose-no").submit()
    assert [line[4].partition(" Let")[0] for line in told(back)][:2] == [STAYS, refused]
    page = press(back.form("choose-yes").submit(), "apply")
    assert [line[4] for line in told(page)] == ["entered"] * 3
    assert (correction("Jörg") or ())[:3] == ("attended", None, "kam später")
    press(page, "undo")
    assert here() == before


def test_attendance_is_entered_for_confirmed_registrations_only(organiser: Client) -> None:
    """Else more municipalities would be represented than there are representatives."""
    make_presence(person("Ina"))  # reports name her, and a note would make that an attendance
    data = corrected(
        download(organiser),
        Ina={"attended": "entschuldigt", "note": "rief an", "office": "Amt"},
        Olena={"attended": "teilgenommen", "note": "kam später"},
    )
    page = bring_back(organiser, data)
    assert [line[::4] for line in told(page)] == [
        ("Ina", f"cannot be entered {UNCONFIRMED}"), ("Ina", f"cannot be entered {UNCONFIRMED}"),
        ("Ina", "will be entered"),
        ("Olena", "will be entered"), ("Olena", "will be entered"),
    ]  # fmt: skip
    with transaction():  # it keeps the words for its attendance, so that nothing else tells that it was withdrawn
        judging.correct(person("Olena"), Attended.NOT_RECORDED, "", actor="program", now=NOW)
        session().execute(update(Registration).where(Registration.given_name == "Olena").values(state=State.CANCELLED))
    page = organiser.get(page.path)
    assert ("Olena", "left as it is here It was changed here after the workbook was checked.") in [
        line[::4] for line in told(page)
    ]
    page = press(page, "apply")
    assert ("Olena", f"left as it is here {UNCONFIRMED}") in [line[::4] for line in told(page)]
    assert ((correction("Olena") or ())[0], correction("Ina"), person("Ina").office) == ("not_recorded", None, "Amt")


def test_what_was_changed_since_is_not_undone(organiser: Client) -> None:
    data = corrected(
        download(organiser),
        Jörg={"note": "Brief", "office": "Amtsleitung"},
        Olena={"attended": "teilgenommen", "key": 5170, "place": None},
    )
    page = press(bring_back(organiser, data), "apply")
    assert person("Olena").place_key == KREIS_WESEL
    assert (correction("Jörg") or ())[:3] == ("in_part", 90, "Brief")
    with transaction():
        judging.correct(person("Jörg"), Attended.ATTENDED, "Brief", actor="program", now=NOW)
        session().execute(update(Registration).where(Registration.given_name == "Olena").values(place_key=KOELN))
    page = press(page, "undo")
    assert {line[:2]: line[4] for line in told(page)} == {
        ("Jörg", "Note"): "undone",
        ("Jörg", "Function"): "undone",
        ("Olena", "Attendance"): "undone",
        ("Olena", "Municipality or district"): "not undone: changed here since",
    }
    assert "1 value was left" in page.text
    assert (person("Jörg").office, person("Olena").place_key, correction("Olena")) == ("Amt", KOELN, None)
    assert (correction("Jörg") or ())[:3] == ("attended", None, "Anruf"), "of the two only the note was as entered"


def test_attendance_goes_back_by_itself_unless_a_note_written_since_went_with_it(organiser: Client) -> None:
    data = corrected(
        download(organiser),
        Jörg={"attended": "entschuldigt", "note": "Brief"},
        Olena={"attended": "teilgenommen", "note": "kam später"},
    )
    page = press(bring_back(organiser, data), "apply")
    with transaction():
        judging.correct(person("Jörg"), Attended.EXCUSED, "Brief vom Montag", actor="program", now=NOW)
        judging.correct(person("Olena"), Attended.ATTENDED, "blieb lange", actor="program", now=NOW)
    page = press(page, "undo")
    assert {line[:2]: line[4] for line in told(page)} == {
        ("Jörg", "Attendance"): "undone",
        ("Jörg", "Note"): "not undone: changed here since",
        ("Olena", "Attendance"): "not undone: changed here since",
        ("Olena", "Note"): "not undone: changed here since",
    }
    assert (correction("Jörg") or ())[:3] == ("in_part", 90, "Brief vom Montag")
    assert (correction("Olena") or ())[:3] == ("attended", None, "blieb lange")


def test_a_page_says_what_was_overtaken_since_the_workbook_was_checked(organiser: Client) -> None:
    """By another workbook, whose corrections were entered first."""
    content = download(organiser)
    first = bring_back(organiser, corrected(content, Olena={"office": "голова"}, Jörg={"office": "Leitung"}))
    press(bring_back(organiser, corrected(content, Olena={"office": "депутатка"})), "apply")
    page = organiser.get(first.url)
    assert [line[::4] for line in told(page)] == [
        ("Jörg", "will be entered"),
        ("Olena", "left as it is here It was changed here after the workbook was checked."),
    ]
    assert "1 value was changed here after the workbook was checked" in page.text
    assert "Enter 1 correction" in page.text
    assert "1 correction was entered. 1 value was left" in press(page, "apply").text


def test_what_is_said_of_a_person_is_in_their_own_file(organiser: Client, client: Client) -> None:
    """But not that somebody was absent."""
    data = corrected(
        download(organiser),
        Olena={"office": "голова", "attended": "teilgenommen"},
        Jörg={"office": "Leitung", "attended": "ohne Absage nicht teilgenommen"},
    )
    press(bring_back(organiser, data), "apply")
    for name, told_of in (
        ("Olena", [("attended", "attended"), ("office", "голова")]),
        ("Jörg", [("office", "Leitung")]),
    ):
        one = person(name)
        link = mails.manage_token(one, session().get_one(Event, one.event_id))
        found = json.loads(client.get(f"/en/r/{link}/data.json").body)["corrections"]
        assert sorted((line["field"], line["after"]) for line in found) == told_of
        assert {line["became"] for line in found} == {"entered"}
