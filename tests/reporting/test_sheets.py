"""The sheets of a conference that is over: everybody, every municipality, every number, in one or two languages."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import openpyxl
import pytest
from factories import DNIPRO, KOELN, KREIS_WESEL, make_event, make_question, make_registration
from flask import Flask
from openxml_audit import OpenXmlValidator
from page import Client
from python_calamine import CalamineWorkbook
from sqlalchemy import select
from workbook_rules import broken

from webapp.attendance import rooms
from webapp.attendance.models import (
    Aside,
    ConnectionPerson,
    Correction,
    Decision,
    ImportRun,
    Presence,
    ReportedPerson,
    RunState,
    SharedConnection,
)
from webapp.attendance.presence import State as PresenceState
from webapp.attendance.readers.reports import Platform, Role
from webapp.attendance.recognition.matches import How
from webapp.core import clock
from webapp.core.db import session, transaction
from webapp.core.i18n import texts
from webapp.events.models import Event, Slot, SlotKind
from webapp.places.models import CHOOSABLE, Place
from webapp.questions.models import Channel, Visibility
from webapp.questions.models import Kind as QuestionKind
from webapp.registration.models import Registration, Side, State
from webapp.reporting import exports, figures
from webapp.reporting.kinds import Kind

TITLES = {
    "de": ["Übersicht", "Teilnahme", "Kommunen", "Regionen", "Fragen", "Nicht zugeordnet"],
    "uk": ["Огляд", "Участь", "Громади та райони", "Регіони", "Запитання", "Не зіставлено"],
    "en": ["Overview", "Attendance", "Municipalities", "Regions", "Questions", "Unmatched"],
    "de+uk": [
        "Übersicht · Огляд", "Teilnahme · Участь", "Kommunen · Громади та райони", "Regionen · Регіони",
        "Fragen · Запитання", "Nicht zugeordnet·Не зіставлено",
    ],
}  # fmt: skip
TABLES = ["Attendance", "Municipalities", "Regions", "Questions", "Unmatched"]
DUISBURG = "05112000"
HARMLESS = ("inline-string cell(s)", "/styleSheet[1]/fonts[1]/font[")


@pytest.fixture
def event(app: Flask) -> Event:
    """From Köln two who confirmed, one of whom attended; from Dnipro one who did; nobody of Duisburg who registered."""
    del app  # it must be there first
    made = make_event()
    sabine = make_registration(made, given_name="Sabine", family_name="Krause", place_key=KOELN, side=Side.NRW)
    make_registration(made, given_name="Jörg", family_name="Weiß", place_key=KOELN, side=Side.NRW)
    make_registration(made, given_name="Uwe", family_name="Aal", place_key=DUISBURG, side=Side.NRW)
    make_registration(made, State.PENDING, given_name="Pia", family_name="Zorn", place_key=KREIS_WESEL, side=Side.NRW)
    olena = make_registration(made)
    make_question(made, text="Wer?", registration=sabine)
    run = reported(made, sabine, olena)
    with transaction():
        for one, state in ((sabine, PresenceState.ATTENDED), (olena, PresenceState.IN_PART)):
            session().add(presence(one, state, run))
        note = Correction(registration_id=olena.id, state=PresenceState.IN_PART, note="Зв’язок перервано", minutes=None)
        note.corrected_by, note.corrected_at = "x", clock.now()
        session().add(note)
    session().rollback()
    return made


def reported(event: Event, *matched: Registration) -> ImportRun:
    """An applied report of the whole conference with these people, somebody undecided, an interpreter and a robot."""
    with transaction():
        run = ImportRun(event_id=event.id, state=RunState.APPLIED, timezone="Europe/Berlin", platform=Platform.ZOOM)
        run.title, run.created_by, run.created_at, run.applied_at = "Webinar", "x", clock.now(), clock.now()
        run.covers_from, run.covers_until = event.starts_at, event.ends_at
        session().add(run)
        session().flush()
        people = [
            *(("matched", Decision.SURE, None, one.id) for one in matched),
            ("=Unknown", Decision.OPEN, None, None),
            ("Interpreter", Decision.ASIDE, Aside.INTERPRETER, None),
        ]
        moments = [(event.starts_at + timedelta(minutes=at)).isoformat() for at in (0, 30, 40, 60)]
        for number, (name, decision, aside, registration) in enumerate(people, start=1):
            row = ReportedPerson(run_id=run.id, number=number, name=name, decision=decision, aside=aside, attended=True)
            row.email, row.role, row.minutes, row.intervals = "secret@example.org", Role.ATTENDEE, 50.04, moments
            row.registration_id = registration
            session().add(row)
    return run


def presence(one: Registration, state: PresenceState, run: ImportRun) -> Presence:
    return Presence(
        registration_id=one.id, event_id=one.event_id, state=state, how=How.EMAIL, minutes=50.04, share=0.417,
        slots=[], first_joined_at=run.covers_from, last_left_at=run.covers_until, certified=True,
    )  # fmt: skip


def workbook(event: Event, locale: str = "en", kind: Kind = Kind.ATTENDANCE) -> bytes:
    return exports.workbook(event, kind, locale=locale, by="Organiser", now=clock.now()).getvalue()


def rows(content: bytes, sheet: str) -> list[dict[str, Any]]:
    table = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name(sheet).to_python()
    heads = [str(head) for head in table[0]]
    return [dict(zip(heads, row, strict=True)) for row in table[1:]]


@pytest.mark.parametrize("locale", TITLES)
def test_every_language_gives_the_same_sheets_that_excel_need_not_repair(
    event: Event, locale: str, tmp_path: Path
) -> None:
    """By our own rules, and by Microsoft's schemas; what is left out says no more than that texts stand in cells.

    The schemas look at one book only, that with the longest texts: they take five times as long as all the rest.
    """
    content = workbook(event, locale)
    assert broken(content) == []
    path = tmp_path / "book.xlsx"
    path.write_bytes(content)
    if locale == "de+uk":
        said = [f"{one.part_uri} {one.path} {one.description}" for one in OpenXmlValidator().validate(path).errors]
        assert [text for text in said if not any(known in text for known in HARMLESS)] == []
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == TITLES[locale]
    assert [list(sheet.tables) for sheet in book.worksheets[1:]] == [[name] for name in TABLES]
    stays = [(sheet.freeze_panes, sheet.print_title_rows, sheet.print_title_cols) for sheet in book.worksheets[1:]]
    assert stays == [("C2", "$1:$1", "$A:$B"), *[("B2", "$1:$1", "$A:$A")] * (len(stays) - 1)], "family and given name"


def test_headings_and_words_are_in_both_languages_side_by_side(event: Event) -> None:
    [krause] = [row for row in rows(workbook(event, "de+uk"), "Teilnahme · Участь") if "Krause" in row.values()]
    assert krause["Nachname / Прізвище"] == "Krause"
    assert krause["Teilnahme / Участь"] == "teilgenommen / присутність зафіксовано"
    assert krause["Kommune oder Kreis / Громада або район"] == "Köln / Кельн"


def test_attendance_tells_all_of_a_person(event: Event) -> None:
    found = {row["Family name"]: row for row in rows(workbook(event), "Attendance")}
    sabine, absent, olena = found["Krause"], found["Weiß"], found["Коваленко"]
    assert (sabine["Attendance"], absent["Attendance"]) == ("attended", "absent without notice")
    assert (olena["Attendance"], olena["Note"]) == ("attended in part", "Зв’язок перервано")
    assert (sabine["Evidence"], sabine["Minutes"]) == ("report, by e-mail address", 50.0)
    assert sabine["Share of the conference in percent"] == 42
    assert sabine["Last left (Ukrainian time)"] - sabine["Last left (German time)"] == timedelta(hours=1)
    pending = found["Zorn"]
    assert (pending["State"], pending["Attendance"], pending["Minutes"]) == ("e-mail not yet confirmed", "", "")


def test_of_whom_nobody_has_decided_yet_no_minutes_are_told(event: Event) -> None:
    """They may have been there for all of it; a nought of whom a report names for a moment stays."""
    with transaction():
        for name, minutes in (("Weiß", None), ("Aal", 3.0)):
            one = session().scalars(select(Registration).where(Registration.family_name == name)).one()
            told = {
                "minutes": minutes,
                "share": None if minutes is None else minutes / 100,
                "slots": ["" if minutes is None else str(minutes)],
                "heads": 1,
                "named": 1,
                "certified": False,
            }
            row = Presence(registration_id=one.id, event_id=event.id, state=PresenceState.UNDECIDED, how=How.NONE)
            for column, value in told.items():
                setattr(row, column, value)
            session().add(row)
        slot = Slot(event_id=event.id, position=0, kind=SlotKind.GREETING, title=texts(de="Alles", uk="Усе", en="All"))
        slot.starts_at, slot.ends_at = event.starts_at, event.ends_at
        session().add(slot)
    session().rollback()
    found = {row["Family name"]: row for row in rows(workbook(event), "Attendance")}
    headings = ["Minutes", "Share of the conference in percent", "Minutes: All"]
    headings += ["People at the connection", "Of them entered by name"]
    assert {found[name]["Attendance"] for name in ("Weiß", "Aal")} == {"to be decided"}
    assert [found["Weiß"][heading] for heading in headings] == [""] * 5
    assert [found["Aal"][heading] for heading in headings] == [3, 3, 3, 1, 1]


def test_questions_asked_later_stand_beside_the_one_of_the_form(event: Event) -> None:
    with transaction():
        sabine = session().scalars(select(Registration).where(Registration.family_name == "Krause")).one()
        sabine.question = "Was kostet es?"
    for text, visibility in (("Wann?", Visibility.HIDDEN), ("Secret", Visibility.UNLINKED)):
        make_question(event, text=text, registration=sabine, visibility=visibility)
    for text in ("Was kostet es?", "Was kostete es?"):  # as it stands there, and before it was changed
        make_question(event, text=text, registration=sabine, channel=Channel.REGISTRATION)
    make_question(event, text="We share this.", registration=sabine, kind=QuestionKind.EXPERIENCE)
    found = {row["Family name"]: row for row in rows(workbook(event), "Attendance")}
    assert found["Krause"]["Question"] == "Was kostet es?"
    assert found["Krause"]["Further questions, with their numbers"] == "1: Wer?\n2: Wann?\n5: Was kostete es?"
    assert found["Weiß"]["Further questions, with their numbers"] == ""


def test_every_municipality_is_there_also_those_not_represented(event: Event) -> None:
    found = {row["Official key"]: row for row in rows(workbook(event), "Municipalities")}
    places = session().query(Place.key).where(Place.kind.in_(CHOOSABLE))
    assert found.keys() == {key for (key,) in places}
    numbers = ("State", "Registrations (any state)", "Confirmed people", "People who attended")
    assert [found[KOELN][name] for name in numbers] == ["represented", 2, 2, 1]
    assert [found[DNIPRO][name] for name in numbers] == ["represented", 1, 1, 1]
    assert [found[DUISBURG][name] for name in numbers] == ["registered (confirmed), not represented", 1, 1, 0]
    assert [found[KREIS_WESEL][name] for name in numbers] == ["not represented, none confirmed", 1, 0, 0]
    assert [found["05111000"][name] for name in numbers] == ["not represented, none confirmed", 0, 0, 0]
    assert (found[KOELN]["Region"], found[KOELN]["Kind"]) == ("North Rhine-Westphalia", "city outside any district")


def test_without_a_report_nobody_is_said_to_be_missing(app: Flask) -> None:
    del app
    event = make_event()
    make_registration(event)
    found = {row["Official key"]: row["State"] for row in rows(workbook(event), "Municipalities")}
    assert (found[DNIPRO], found[KOELN]) == ("registered (confirmed)", "none confirmed")


def test_regions_add_up_to_what_is_counted(event: Event) -> None:
    counted = figures.of(event)
    lines = rows(workbook(event), "Regions")
    sides, districts = ([row for row in lines if (row["Level"] == "region") is of_side] for of_side in (True, False))
    assert len(sides) == 3
    for column, total in (
        ("Registrations (any state)", counted.total.registered),
        ("Confirmed people", counted.total.confirmed),
        ("People who attended", counted.total.attended),
        ("Municipalities registered (confirmed)", counted.total.municipalities),
    ):
        assert sum(row[column] for row in sides) == sum(row[column] for row in districts) == total, column
    assert [row["Municipalities represented"] for row in sides] == [1, 1, 0]
    assert {row["Region or district"] for row in districts} >= {"Cologne administrative district", "Dnipro Raion"}


def test_unmatched_are_those_who_belong_to_no_registration(event: Event) -> None:
    with transaction():
        koeln, now = session().get_one(Place, KOELN), clock.now()
        rooms.enter(session().get_one(Event, event.id), koeln, 8, event.starts_at, event.ends_at, actor="x", now=now)
        hall = select(ReportedPerson).where(ReportedPerson.name == "Interpreter")
        told = SharedConnection(person_id=session().scalars(hall).one().id, said=1, place_key=None)
        somebody = session().scalars(select(Registration.id).where(Registration.family_name == "Weiß")).one()
        session().add_all([told, ConnectionPerson(person_id=told.person_id, registration_id=somebody)])
    content = workbook(event)
    unknown, interpreter, room = rows(content, "Unmatched")
    assert (room["Name in the report"], room["Decision"]) == ("Köln", "room or connection of several people")
    assert (room["Municipality of the room"], room["Meeting"]) == ("Cologne", "in no report, entered by hand")
    people = ("People at the connection", "Of them entered by name")
    assert [[row[name] for name in people] for row in (room, interpreter, unknown)] == [[8, 0], [1, 1], ["", ""]]
    assert (unknown["Name in the report"], unknown["Decision"]) == ("=Unknown", "to be decided")
    assert (interpreter["Name in the report"], interpreter["Decision"]) == ("Interpreter", "interpreter")
    assert (unknown["Minutes"], unknown["Platform"], unknown["Meeting"]) == (50.0, "Zoom", "Webinar")
    assert unknown["Last left (German time)"] - unknown["First joined (German time)"] == timedelta(hours=1)
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert not any(b"example.org" in parts.read(name) for name in parts.namelist())


def test_the_cover_counts_as_the_figures_do_and_draws_the_regions(event: Event) -> None:
    content = workbook(event)
    book = openpyxl.load_workbook(io.BytesIO(content))
    lines = [(row[0].value, row[1].value) for row in book["Overview"].iter_rows(max_col=2)]
    start = lines.index(("From registration to attendance", None))
    assert lines[start + 1 : start + 4] == [("registrations (any state)", 5), ("confirmed", 4), ("attended", 2)]
    assert ("Registered by the end of the day (German time)", None) in lines, "days of one calendar"
    section = lines.index(("Attendance", None))
    attendance = dict(lines[section : section + 10])
    assert (attendance["attended"], attendance["attended in part"], attendance["absent without notice"]) == (1, 1, 2)
    assert attendance["municipalities and districts represented"] == 2
    charts = cast("list[Any]", vars(book["Overview"])["_charts"])
    sources = [[str(one.val.numRef.f) for one in chart.series] for chart in charts]
    first = start + 2
    assert sources[0] == [f"'Overview'!$B${first}:$B${first + 2}"]
    assert sources[1] == [f"'Regions'!${letter}$2:${letter}$4" for letter in "DEF"]
    assert sources[-1] == [f"'Regions'!${letter}$5:${letter}$16" for letter in "DEF"]
    heads = [cell.value for cell in book["Regions"][1]]
    assert heads[3:6] == ["Registrations (any state)", "Confirmed people", "People who attended"]
    assert book["Regions"].max_row == 16


def test_a_title_in_many_words_and_hostile_slots_break_nothing(event: Event) -> None:
    with transaction():
        session().get_one(Event, event.id).title = texts(de="A/B: [C]*?" * 40, uk="=1+1", en="'")
    for locale in ("de", "uk", "de+uk"):
        content = workbook(event, locale)
        assert broken(content) == []
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            assert [name for name in parts.namelist() if re.search(rb"<f[ >/]", parts.read(name))] == []


def test_the_page_offers_both_languages(signed_in: Callable[[str], Client], event: Event) -> None:
    address = f"/manage/events/{event.slug}"
    form = signed_in("organiser").get(address).form(f"{address}/export").fill(lang="de+uk", kind="attendance")
    book = openpyxl.load_workbook(io.BytesIO(form.submit().body))
    assert book.sheetnames == TITLES["de+uk"]
    assert book.properties.language == "de"
