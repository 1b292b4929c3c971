"""A workbook goes out, is corrected and comes back: compared three ways, entered, undone; conflicts, refusals, jobs."""

import io
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any

import openpyxl
import pytest
from factories import DNIPRO, KOELN, KREIS_WESEL, make_event, make_registration
from flask import Flask
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from page import Client
from reporting.returned import OF, RETURNED, bring_back, column, corrected, download, press, row, told, worked_on
from sqlalchemy import func, select, update
from surroundings import Clock
from workbooks_made import ole, xlsx

from webapp.attendance import judging
from webapp.attendance.models import Correction, Presence
from webapp.attendance.presence import State as Attended
from webapp.core import jobs
from webapp.core.audit import AuditEntry
from webapp.core.db import session, transaction
from webapp.core.errors import DomainError
from webapp.events.models import Event
from webapp.places import queries as places
from webapp.registration.judging import place_finder
from webapp.registration.models import Registration, Side, State
from webapp.reporting import place_columns
from webapp.reporting.corrections import actions, holding, reading, understanding, versions
from webapp.reporting.corrections.models import BookReading, BookState, Change, Reason, ReturnedBook
from webapp.reporting.wording import CHOICES, worded

DUESSELDORF, NEUNKIRCHEN = "05111000", "05970036"  #: another place has nearly the same name
HOSTILE = ["=1+1", "+380 56", "-1", "@SUM(A1)", "#N/A", "Мар'яна", "🐘", "0049", "1e5", "TRUE", "_x0041_", "a_x000D_b"]
NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)


@pytest.fixture
def event(app: Flask) -> Event:
    """With three people; of Jörg it is known by hand that he was there for 90 minutes."""
    del app  # it must be there first
    made = make_event()
    make_registration(made, given_name="Olena", office="секретар ради", email="olena@example.org")
    joerg = make_registration(
        made, given_name="Jörg", email="joerg@example.org", office="Amt", place_key=KOELN, side=Side.NRW
    )
    make_registration(
        made, State.PENDING, given_name="Ina", email="ina@example.org", place_key=None, organisation="Verein",
        side=Side.NRW, office="=1+1",
    )  # fmt: skip
    with transaction():
        judging.correct(person("Jörg"), Attended.IN_PART, "Anruf", minutes=90, actor="program", now=NOW)
    assert joerg.event_id == made.id
    return made


@pytest.fixture
def organiser(signed_in: Callable[[str], Client], event: Event) -> Client:
    del event  # it must be there first
    return signed_in("organiser")


def person(given_name: str) -> Registration:
    return session().scalars(select(Registration).where(Registration.given_name == given_name)).one()


def correction(given_name: str) -> tuple[Any, ...] | None:
    """What was entered by hand, with who did so and when."""
    session().expire_all()
    found = session().get(Correction, person(given_name).id)
    if found is None:
        return None
    return found.state.value, found.minutes, found.note, found.corrected_by, found.corrected_at


def here() -> list[tuple[Any, ...]]:
    """Everything that a workbook can change."""
    session().rollback()
    people = session().scalars(select(Registration).order_by(Registration.id)).all()
    seats = session().scalars(select(Event)).first()
    assert seats is not None
    rest = [(seats.seats_taken, seats.side_seats)]
    presence = session().execute(select(Presence.registration_id, Presence.state).order_by(Presence.registration_id))
    return [
        *((one.place_key, one.side, one.office, correction(one.given_name)) for one in people),
        *map(tuple, presence), *rest,
    ]  # fmt: skip


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
    data = worked_on(content, as_people_do)
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

    page = bring_back(organiser, worked_on(content, work))
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
    page.client.post(f"{page.url}/choose", {"csrf_token": token(page), "take": "yes"}, status=409)


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
        ("Jörg", "Note"): "not undone: changed here since",
        ("Jörg", "Function"): "undone",
        ("Olena", "Attendance"): "undone",
        ("Olena", "Municipality or district"): "not undone: changed here since",
    }
    assert "2 values were left" in page.text
    assert (person("Jörg").office, person("Olena").place_key, correction("Olena")) == ("Amt", KOELN, None)
    assert (correction("Jörg") or ())[0] == "attended"


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
        ("Olena", "Note"): ALONE, ("Ina", "Note"): ALONE,
        ("Olena", "Function"): "The text is too long.",
        ("Jörg", "Attendance"): "This comes of reports only. Enter whether the person attended, or gave notice.",
        ("Jörg", "Municipality or district"):
            "Name and official key do not belong together. Change both, or empty both.",
        ("Jörg", "Note"): "Several rows of this person say different things.",
    }  # fmt: skip
    assert "1 row belongs to nobody who is registered for this conference" in page.text
    assert "There is nothing to change." in page.text


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
        (b"%PDF-1.7\n\0\xff", "This file holds no table."),
    ):
        [error] = bring_back(organiser, data, status=422).errors()
        assert error.startswith(sentence)
    form = organiser.get(RETURNED.replace("folgekonferenz", "other")).form()
    page = form.fill(file=(io.BytesIO(content), "a.xlsx")).submit(status=422)
    assert page.errors() == ["This workbook is of another conference. Upload it on the page of that conference."]
    shown = bring_back(organiser, content)
    assert "There is no column “Attendance”." in shown.text
    organiser.get(shown.url.replace("folgekonferenz", "other"), status=404)


def test_a_long_one_is_read_entered_and_undone_by_the_worker(
    organiser: Client, event: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, office in enumerate(HOSTILE):
        make_registration(event, given_name=str(number), email=f"a{number}@example.org", office=office)
    monkeypatch.setattr(reading, "LITTLE_ROWS", 1)
    monkeypatch.setattr(actions, "AT_ONCE", 0)
    before, content = here(), download(organiser, kind="registrations")
    page = bring_back(organiser, corrected(content, Jörg={"office": "Amtsleitung"}))
    assert "It waits for its turn." in page.text
    with monkeypatch.context() as patch:
        patch.setattr(holding, "finish", None)
        jobs.run_due()
    failed = organiser.get(page.url)
    assert "Reading this file failed" in failed.text
    press(failed, "again")
    jobs.run_due()
    assert session().scalar(select(func.count()).select_from(BookReading)) == 0
    page = press(organiser.get(page.url), "apply")
    assert "corrections are being entered" in page.text
    assert here() == before
    with transaction() as being:
        being.execute(update(jobs.Job).where(jobs.Job.name.endswith("go_on")).values(state=jobs.JobState.FAILED))
    jobs.run_due()
    page = press(organiser.get(page.url), "again")
    assert here() == before
    jobs.run_due()
    page = organiser.get(page.url)
    assert [line[4] for line in told(page)] == ["entered"]
    page.client.post(f"{page.url}/again", {"csrf_token": token(page)}, status=409)
    assert "corrections are being undone" in press(page, "undo").text
    jobs.run_due()
    assert here() == before
    refused = bring_back(organiser, xlsx([["a", "b"], *([["c", "d"]] * 3)]))
    jobs.run_due()
    assert "This is not a workbook from this page" in organiser.get(refused.url).text


def test_nothing_is_kept_longer_than_it_is_needed(organiser: Client, clock: Clock) -> None:
    data = corrected(download(organiser, kind="registrations"), Jörg={"office": "Amtsleitung"})
    used, unused = (bring_back(organiser, data) for _time in range(2))
    used = press(used, "apply")
    press(bring_back(organiser, data), "discard")
    assert session().scalar(select(func.count(ReturnedBook.id))) == 2
    for days, books, values in ((1.1, 1, {("Amt", "Amtsleitung")}), (29, 1, {("", "")})):
        clock.forward(days=days)
        holding.forget_books()
        assert session().scalar(select(func.count(ReturnedBook.id))) == books
        assert set(map(tuple, session().execute(select(Change.before, Change.after)))) == values
    assert session().scalars(select(ReturnedBook.state)).all() == [BookState.APPLIED]
    with pytest.raises(DomainError), transaction():
        actions.undo(used.url.rpartition("/")[2], actor="program", now=NOW)
    assert unused.url != used.url


STAYS = "changed on both sides: stays as it is here"
ALONE = "A note needs an attendance. Enter in the same row whether the person attended."


def token(page: Any) -> str:
    return str(page.all('input[name="csrf_token"]')[0]["value"])
