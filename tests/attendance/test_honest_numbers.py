"""What the numbers of attendance do not claim: absence before all is decided, minutes counted twice, wrong previews."""

import io
from typing import Any

import openpyxl
import pytest
from attendance.uploads import NO_TIMES, PAGE, conference, listed, presence, report, row, tiles, undo, upload
from factories import KOELN, make_presence, make_registration
from flask import Flask
from page import Client, Form, Page
from surroundings import Clock

from webapp.attendance.models import Presence
from webapp.attendance.presence import State as Presence_
from webapp.core.db import transaction
from webapp.core.i18n import texts
from webapp.events.models import Event, Slot, SlotKind
from webapp.registration.models import Registration, Side, State

ONE_WAITS = "1 person of the reports is still to be decided and may be among those who count as absent."
EVENT = PAGE.removesuffix("/attendance")
OLENA = row("Olena Kovalenko", "olena@example.org")


@pytest.fixture
def event(app: Flask, clock: Clock) -> Event:
    del app  # it must be there first
    return conference(clock)


@pytest.fixture
def people(event: Event) -> dict[str, Registration]:
    """Two who are in no report, and one whose name reports write in a way of their own."""
    named = {"sabine": ("Sabine", "Krause"), "iryna": ("Ірина", "Шевченко"), "ute": ("Ute", "Lindner")}
    made = {"olena": make_registration(event)}
    for key, (given, family) in named.items():
        where: dict[str, Any] = {} if key == "iryna" else {"side": Side.NRW, "place_key": KOELN}
        made[key] = make_registration(event, given_name=given, family_name=family, email=f"{key}@example.org", **where)
    return made


def workbook(organiser: Client) -> tuple[dict[Any, Any], dict[Any, dict[Any, Any]]]:
    """Its cover, and its rows by family name."""
    form = organiser.get("/manage/events/folgekonferenz").form("/manage/events/folgekonferenz/export")
    book = openpyxl.load_workbook(io.BytesIO(form.fill(lang="en", kind="attendance").submit().body))
    cover = {line[0]: line[1] for line in book["Overview"].iter_rows(values_only=True) if line[0]}
    head, *lines = book["Attendance"].iter_rows(values_only=True)
    return cover, {line[0]: dict(zip(head, line, strict=True)) for line in lines}


def as_xlsx(content: bytes) -> bytes:
    book, made = openpyxl.Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    for line in content.decode("utf-8-sig").splitlines():
        sheet.append(line.split(","))
    book.save(made)
    return made.getvalue()


def choose(page: Page, text: str) -> Page:
    return Form(page, next(tag for tag in page.all("form") if text in tag.get_text())).submit()


def test_nobody_may_be_among_the_absent_where_there_are_none(event: Event, organiser: Client) -> None:
    make_registration(event)
    upload(organiser, report(OLENA, row("Handy von Klaus")))
    assert tiles(organiser)["absent without notice"] == 0
    for address in (PAGE, f"{PAGE}/people", f"{EVENT}/report"):
        text = organiser.get(address).text
        assert "1 person of the reports is still to be decided." in text
        assert "among those who count as absent" not in text
    assert workbook(organiser)[0]["people of the reports still to be decided, who may be among the absent"] == 0


@pytest.mark.usefixtures("people")
def test_nobody_is_absent_who_may_be_somebody_to_be_decided(organiser: Client) -> None:
    page = upload(organiser, report(OLENA, row("I. Schewtschenko")))
    shown = tiles(organiser)
    assert (shown["attended"], shown["to be decided"], shown["absent without notice"]) == (1, 1, 2)
    assert ONE_WAITS in organiser.get(PAGE).text
    assert ONE_WAITS in organiser.get(f"{PAGE}/people").text
    line = listed(organiser)["Шевченко, Ірина"]
    assert (line["Attendance"], line["Evidence"], line["Minutes"]) == ("to be decided", "–", "–")
    assert set(listed(organiser, "?state=undecided")) == {"Шевченко, Ірина"}
    assert set(listed(organiser, "?state=absent")) == {"Krause, Sabine", "Lindner, Ute"}
    text = organiser.get(f"{PAGE}/people").click("Шевченко, Ірина").text
    assert "A person of the reports who is still to be decided may be this one." in text
    assert "entered by hand" not in text.partition("Enter by hand")[0]
    cover, rows = workbook(organiser)
    assert cover["people of the reports still to be decided, who may be among the absent"] == 1
    assert [rows[name]["Attendance"] for name in ("Шевченко", "Krause")] == ["to be decided", "absent without notice"]
    assert rows["Шевченко"]["Evidence"] is None
    page = organiser.get(page.url.partition("?")[0].partition("#")[0])
    choose(page, "does not belong to the conference")
    shown = tiles(organiser)
    assert (shown["to be decided"], shown["absent without notice"]) == (0, 3)
    assert "still to be decided" not in organiser.get(f"{PAGE}/people").text


@pytest.mark.usefixtures("people")
def test_a_few_minutes_are_no_absence_before_all_is_decided(organiser: Client) -> None:
    page = upload(
        organiser,
        report(
            OLENA, row("Ірина Шевченко", "iryna@example.org", until="10:03:00 AM", minutes=3), row("I. Schewtschenko")
        ),
    )
    assert presence()["Ірина"].state is Presence_.UNDECIDED
    assert listed(organiser)["Шевченко, Ірина"]["Evidence"] == "report, by e-mail address"
    undo(organiser, page)
    assert presence() == {}


def test_who_is_not_expected_is_not_listed_because_of_a_suggestion(event: Event, organiser: Client) -> None:
    named = {"given_name": "Ірина", "family_name": "Шевченко", "email": "iryna@example.org"}
    make_registration(event, State.PENDING, **named)
    upload(organiser, report(OLENA, row("I. Schewtschenko")))
    assert listed(organiser) == {}
    assert tiles(organiser)["to be decided"] == 0


@pytest.mark.usefixtures("people")
def test_the_same_minutes_in_another_format_count_once(organiser: Client) -> None:
    content = report("Olena,Kovalenko,olena@example.org,30", "Sabine,Krause,sabine@example.org,40", head=NO_TIMES)
    upload(organiser, content)
    before = {name: (one.minutes, one.state) for name, one in presence().items()}
    assert before == {"Олена": (30, Presence_.ATTENDED), "Sabine": (40, Presence_.ATTENDED)}
    page = upload(organiser, as_xlsx(content), name="report.xlsx", apply=False)
    assert "Applying it changes nobody’s attendance as yet." in page.text
    page.form(page.path + "/apply").submit()
    assert {name: (one.minutes, one.state) for name, one in presence().items()} == before


@pytest.mark.usefixtures("people")
def test_what_applying_changes_for_those_in_no_report(organiser: Client) -> None:
    page = upload(organiser, report(OLENA), apply=False)
    assert "Applying it changes the attendance of 1 person" in page.text
    assert "3 people in no report: not recorded → absent without notice." in page.text
    page.form(page.path + "/apply").submit()
    page = upload(organiser, report(row("I. Schewtschenko")), apply=False)
    assert "Applying it changes nobody’s attendance as yet." in page.text
    assert "in no report" not in page.text
    moved = "1 person who may be among those to be decided: absent without notice → to be decided."
    assert moved in page.text
    page.form(page.path + "/apply").submit()
    assert tiles(organiser)["to be decided"] == 1


RULES = [
    {"minutes_to_count": "10"},
    {"minutes_for_all": "60", "certificate_minutes": "45"},
    {"began": "10:55"},
    {"began": "10:10", "ended": "10:40", "minutes_to_count": "25"},
    {"ended": "10:20", "percent_for_all": "80"},
    {"began": "12:30", "ended": "13:00"},
]


def test_a_preview_is_what_will_be(organiser: Client, event: Event, people: dict[str, Registration]) -> None:
    make_registration(event, State.PENDING, given_name="Jens", family_name="Vogt", email="vogt@example.org")
    make_registration(event, given_name="Ina", family_name="Beck", email="beck@example.org")
    address = f"{PAGE}/people/{people['sabine'].public_id}"
    organiser.get(address).form("correction").fill(state="excused").submit()
    upload(
        organiser,
        report(
            OLENA,
            row("Sabine Krause", "sabine@example.org"),
            row("Ute Lindner", "ute@example.org", until="10:07:00 AM", minutes=7),
            row("Jens Vogt", "vogt@example.org"),
            row("I. Schewtschenko"),
        ),
    )
    usual, before = organiser.get(f"{PAGE}/rules"), tiles(organiser)
    for typed in RULES:
        page = usual.form("rules").fill(**typed).submit("Show what would change")
        shown = {line["Attendance"]: (int(line["now"]), int(line["then"])) for line in page.table("#preview")}
        certificates = shown.pop("certificate of attendance")
        assert {state: now for state, (now, _then) in shown.items()} == {state: before[state] for state in shown}, typed
        assert certificates[0] == sum(one.certified for one in presence().values())
        page.form("rules").submit("Set")
        before = tiles(organiser)
        assert {state: then for state, (_now, then) in shown.items()} == {state: before[state] for state in shown}, (
            typed
        )
        assert certificates[1] == sum(one.certified for one in presence().values())
    assert sum(now for now, _then in shown.values()) == sum(then for _now, then in shown.values()) == 5


NEVER = "no report ever says “attended in part”"


@pytest.mark.parametrize("typed", [{"minutes_for_all": "45"}, {"percent_for_all": "50"}])
def test_it_is_said_when_nobody_can_have_attended_in_part(organiser: Client, typed: dict[str, str]) -> None:
    assert NEVER not in organiser.get(PAGE).text, "before the first report nobody looks for parts"
    upload(organiser, report(OLENA))
    page = organiser.get(PAGE)
    assert NEVER in page.text
    page = page.click("Look at the thresholds")
    assert NEVER in page.text
    page = page.form("rules").fill(**typed).submit("Show what would change")
    assert NEVER not in page.text, "with what was typed there are some"
    page = page.form("rules").submit("Set")
    assert NEVER not in page.text
    assert NEVER not in organiser.get(PAGE).text


def test_as_many_minutes_as_count_at_all_tell_no_parts(organiser: Client) -> None:
    page = organiser.get(f"{PAGE}/rules").form("rules").fill(minutes_to_count="10", minutes_for_all="10").submit("Set")
    assert NEVER in page.text


def test_numbers_of_one_person_are_rounded_and_not_cut_off(organiser: Client, event: Event) -> None:
    who = make_registration(event)
    make_presence(who)
    with transaction() as writing:
        slot = Slot(event_id=event.id, position=0, kind=SlotKind.REPORT, title=texts(en="Talk"))
        slot.starts_at, slot.ends_at = event.starts_at, event.ends_at
        writing.add(slot)
        row = writing.get_one(Presence, who.id)
        row.share, row.slots = 0.997, ["12.9"]
    page = organiser.get(f"/manage/events/{event.slug}/attendance/people/{who.public_id}?lang=en")
    assert page.table("#slots") == [{"Part": "Talk", "Minutes": "13"}]
    assert "99 %" in page.text, "100 % are only all"
