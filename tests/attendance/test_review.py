"""From the upload of a report to presence: review, decide, apply, undo; what is certain and what is asked."""

import pytest
from attendance.uploads import PAGE, conference, people, presence, read, report, row
from factories import make_event, make_registration
from flask import Flask
from page import Client, Form
from sqlalchemy import delete, select, update
from surroundings import Clock

from webapp.attendance import importing
from webapp.attendance.meeting import joining
from webapp.attendance.meeting.joining_models import Way
from webapp.attendance.models import Alias, Decision, ImportFile, ImportRun, ReportedPerson, RunState
from webapp.attendance.presence import State as Presence_
from webapp.attendance.recognition.matches import How
from webapp.core.db import session, transaction
from webapp.events.models import Event
from webapp.registration.models import Registration


@pytest.fixture
def event(app: Flask, clock: Clock) -> Event:
    del app  # it must be there first
    return conference(clock)


def test_the_whole_way(event: Event, organiser: Client) -> None:
    people(event)
    page = read(
        organiser,
        report(
            row("Olena Kovalenko", "olena@example.org"),
            row("Sabine Krause"),
            row("I. Schewtschenko", since="10:05:00 AM", until="10:45:00 AM", minutes=40),
            row("Rathaus Köln"),
        ),
    )
    assert page.h1 == "Who was recognised: Follow-up conference"
    assert "To be decided (2)" in page.text
    assert "Recognised (2)" in page.text
    assert "changes the attendance of 2 people: 2 are recorded for the first time" in page.text
    assert presence() == {}, "nothing counts before it is applied"
    page = page.form(page.url.split("?")[0] + "/apply").submit(follow=True)
    found = presence()
    assert {name: one.state for name, one in found.items()} == {
        "Олена": Presence_.ATTENDED, "Sabine": Presence_.ATTENDED, "Ірина": Presence_.UNDECIDED,
    }  # fmt: skip
    assert found["Олена"].minutes == 90
    assert session().scalars(select(ImportFile.content)).all() == [None], "only its hash is left"
    choices = [tag for tag in page.all("form") if "It is Ірина" in tag.get_text()]
    page = Form(page, choices[0]).submit(follow=True)
    assert presence()["Ірина"].minutes == 40
    assert session().scalars(select(Alias.alias)).all() != []
    page = organiser.get(f"{PAGE}/people")
    assert [line["Attendance"] for line in page.table("#people")] == ["attended"] * 3
    undone = organiser.get(f"{PAGE}/imports/{session().scalars(select(ImportRun.public_id)).one()}")
    undone.form(undone.url + "/undo").submit(follow=True)
    assert presence() == {}
    assert session().scalars(select(Alias.id)).all() == []


def test_the_same_files_again_change_nothing(event: Event, organiser: Client) -> None:
    people(event)
    files = [report(row("Olena Kovalenko", "olena@example.org"))]
    page = read(organiser, *files)
    page.form(page.url + "/apply").submit(follow=True)
    before = presence()["Олена"].minutes
    page = read(organiser, *files)
    assert "applied before" in page.text
    assert presence()["Олена"].minutes == before
    assert session().scalars(select(ImportRun.state)).all() == [RunState.APPLIED]


def test_the_same_file_again_forgets_no_decision(event: Event, organiser: Client) -> None:
    people(event)
    content = report(row("Olena Kovalenko", "olena@example.org"), row("Rathaus Köln"))
    first = read(organiser, content)
    assert read(organiser, content).url != first.url, "read anew, as nobody has decided anything"
    page = read(organiser, content)
    page = Form(page, next(tag for tag in page.all("form") if "technician" in tag.get_text())).submit(follow=True)
    again = read(organiser, content)
    assert again.url.partition("?")[0] == page.url.partition("?")[0].partition("#")[0]
    assert "Set aside (1)" in again.text
    assert read(organiser, content, content + b"\r\n").url != again.url, "another meeting, with more files"


def test_a_file_that_counts_already_is_left_out_beside_a_new_one(event: Event, organiser: Client) -> None:
    people(event)
    head = "First name,Last name,Email,Duration (minutes)"  # without times nothing else tells that it is the same stay
    first = report("Olena,Kovalenko,olena@example.org,30", head=head)
    page = read(organiser, first)
    page.form(page.url + "/apply").submit(follow=True)
    page = read(organiser, first, report("Sabine,Krause,sabine@example.org,40", head=head))
    assert "Some of these files were applied before" in page.text
    page.form(page.url + "/apply").submit(follow=True)
    assert {name: one.minutes for name, one in presence().items()} == {"Олена": 30, "Sabine": 40}


def test_having_used_the_link_is_evidence_beside_reports(event: Event, organiser: Client) -> None:
    olena = people(event)["olena"]
    read(organiser, report(row("Sabine Krause")))
    with transaction():
        joining.note_use(olena.public_id, joining.Use(way=Way.SELF), now=event.starts_at)
    listed = organiser.get(f"{PAGE}/people").table("#people")
    assert [line["Evidence"] for line in listed] == ["–", "used the link", "–"]
    assert "used the link Thursday, 3 December 2026, 10:00" in organiser.get(f"{PAGE}/people/{olena.public_id}").text


def test_the_next_decision_is_on_the_page_that_opens(event: Event, organiser: Client) -> None:
    people(event)
    page = read(organiser, report(*(row(f"Rathaus {number}", until=f"11:{number:02}:00 AM") for number in range(30))))
    page = organiser.get(f"{page.url}?show=open&page=2")
    last = page.all("article.decision")[-2:]
    aside = next(Form(page, tag) for tag in last[0]("form") if tag.select("input[name=aside]"))
    answer = organiser.post(str(aside.tag["action"]), dict(aside.values), follow=False)
    assert answer.status == 303, answer.text
    page = organiser.get(answer.location.partition("#")[0])
    assert page.one("#" + answer.location.partition("#")[2])["id"] == last[1]["id"]


def test_an_answer_that_nobody_waits_for_is_refused(event: Event, organiser: Client) -> None:
    people(event)
    page = read(organiser, report(row("Olena Kovalenko", "olena@example.org")))
    token = page.form(page.url + "/apply").values["csrf_token"]
    page = organiser.post(page.url + "/answer", {"csrf_token": token}, status=409)
    assert "in the meantime" in page.text


@pytest.mark.parametrize("number", ["9", "2147483648", "9" * 30])
def test_people_and_interruptions_of_no_number_are_not_there(event: Event, organiser: Client, number: str) -> None:
    people(event)
    page = read(organiser, report(row("Olena Kovalenko", "olena@example.org")))
    token = page.form(page.url + "/apply").values["csrf_token"]
    for posted in (f"{page.url}/people/{number}/find", f"{PAGE}/interruptions/{number}/undo"):
        assert organiser.post(posted, {"csrf_token": token}).status == 404
    assert organiser.open("GET", f"{page.url}/people/{number}").status in {404, 405}


def test_a_second_report_adds_and_says_what_changes(event: Event, organiser: Client) -> None:
    people(event)
    page = read(organiser, report(row("Olena Kovalenko", "olena@example.org")))
    page.form(page.url + "/apply").submit(follow=True)
    more = row("Olena Kovalenko", "olena@example.org", since="11:20:00 AM", until="11:50:00 AM", minutes=30)
    page = read(organiser, report(more, row("Sabine Krause")))
    assert "changes the attendance of 2 people: 1 is recorded for the first time, 1 gets other times." in page.text
    page.form(page.url + "/apply").submit(follow=True)
    assert presence()["Олена"].minutes == 110, "what overlaps counts once"
    undone = organiser.get(page.url)
    undone.form(page.url + "/undo").submit(follow=True)
    assert {name: one.minutes for name, one in presence().items()} == {"Олена": 90}


def test_the_overview_leads_to_those_who_are_still_to_be_decided(event: Event, organiser: Client) -> None:
    people(event)
    page = read(organiser, report(row("Olena Kovalenko", "olena@example.org"), row("Galaxy A52")))
    assert "1 person to be decided" in organiser.get(PAGE).text
    page.form(page.url + "/apply").submit(follow=True)
    assert "1 person to be decided" in organiser.get(PAGE).text
    undone = organiser.get(page.url)
    undone.form(page.url + "/undo").submit(follow=True)
    assert "person to be decided" not in organiser.get(PAGE).text


def test_whose_registration_is_gone_is_to_be_decided_again(event: Event, organiser: Client) -> None:
    known = people(event)
    page = read(organiser, report(row("Olena Kovalenko", "olena@example.org"), row("Sabine Krause")))
    page = page.form(page.url.split("?")[0] + "/apply").submit(follow=True)
    assert "To be decided (0)" in page.text
    with transaction() as writing:
        of_olena = ReportedPerson.registration_id == known["olena"].id
        writing.execute(update(ReportedPerson).where(of_olena).values(registration_id=None))
        writing.execute(delete(Registration).where(Registration.id == known["olena"].id))
    assert "1 person of the reports is still to be decided" in organiser.get(PAGE).text
    page = organiser.get(PAGE).click("1 person to be decided")
    assert "To be decided (1)" in page.text
    assert "Recognised (1)" in page.text
    assert page.one(".decision h2").get_text() == "Olena Kovalenko"
    page = Form(page, next(tag for tag in page.all("form") if "host" in tag.get_text())).submit(follow=True)
    assert "To be decided (0)" in page.text


def test_choosing_whose_registration_is_gone_takes_nothing_back(event: Event, organiser: Client) -> None:
    known = people(event)
    page = read(organiser, report(row("Olena Kovalenko", "olena@example.org")))
    token, address = page.form(f"{page.path}/apply").values["csrf_token"], f"{page.path}/people/1"
    for chosen in ("unknown", make_registration(make_event(slug="another")).public_id):
        organiser.post(address, {"csrf_token": token, "registration": chosen}, status=404)
    found = session().scalars(select(ReportedPerson).execution_options(populate_existing=True)).one()
    assert (found.registration_id, found.decision) == (known["olena"].id, Decision.SURE)


def test_a_correction_stays_whatever_is_imported(event: Event, organiser: Client) -> None:
    olena = people(event)["olena"]
    address = f"{PAGE}/people/{olena.public_id}"
    organiser.get(address).form("correction").fill(state="excused", note="called us").submit(follow=True)
    assert presence()["Олена"].state is Presence_.EXCUSED
    page = read(organiser, report(row("Olena Kovalenko", "olena@example.org")))
    page.form(page.url + "/apply").submit(follow=True)
    found = presence()["Олена"]
    assert (found.state, found.minutes) == (Presence_.EXCUSED, 90), "the imported value is kept beside it"
    assert [line["Evidence"] for line in organiser.get(f"{PAGE}/people").table("#people")][1] == "entered by hand"
    assert found.how is How.NONE, "the evidence of what counts is the organiser’s word"
    page = organiser.get(address)
    assert "called us" in page.text
    assert [line["Evidence"] for line in page.table("#reports")] == ["report, by e-mail address"]
    page.form(address + "/correct/undo").submit(follow=True)
    assert (presence()["Олена"].state, presence()["Олена"].how) == (Presence_.ATTENDED, How.EMAIL)


def test_day_and_month_are_asked_where_nothing_tells(event: Event, organiser: Client) -> None:
    people(event)
    other_day = report(row("Olena Kovalenko")).replace(b"12/03/2026", b"05/06/2026")
    page = read(organiser, other_day)
    assert page.h1 == "One question about the report"
    page = page.form(page.url + "/answer").fill(date_order="dmy").submit(follow=True)
    assert page.h1.startswith("Who was recognised")
    assert "The report is about" in page.text


def test_an_answer_after_the_files_were_forgotten_says_so(event: Event, organiser: Client, clock: Clock) -> None:
    people(event)
    page = read(organiser, report(row("Olena Kovalenko")).replace(b"12/03/2026", b"05/06/2026"))
    clock.forward(hours=25)
    importing.forget_files()
    clock.forward(hours=-25)  # else nobody were signed in any more
    page = page.form(page.url + "/answer").fill(date_order="dmy").submit(follow=True)
    assert "The file is no longer kept. Upload it again." in page.text
    page = page.form(page.url + "/discard").submit(follow=True)
    assert session().scalars(select(ImportRun.id)).all() == []


def test_an_unknown_table_is_asked_for_its_columns_once(event: Event, organiser: Client) -> None:
    people(event)
    table = "Wer;Anschrift;Anwesend\nOlena Kovalenko;olena@example.org;90\nSabine Krause;sabine@example.org;60\n"
    page = read(organiser, table.encode())
    assert page.h1 == "One question about the report"
    answer = {"column-0": "name", "column-1": "email", "column-2": "minutes"}
    page = page.form(page.url + "/answer").fill(**answer).submit(follow=True)
    assert "Recognised (2)" in page.text
    again = read(organiser, table.replace("90", "80").encode())
    assert "Recognised (2)" in again.text, "remembered by its headings"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty."),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)), "This file holds no table."),
        (b"hello", "We found no headings that we know."),
    ],
)
def test_what_cannot_be_read_is_explained(organiser: Client, content: bytes, words: str) -> None:
    page = read(organiser, content)
    assert words in page.text
    assert presence() == {}


def test_a_report_of_another_day_says_of_nobody_that_they_were_absent(event: Event, organiser: Client) -> None:
    people(event)
    other_day = "Olena Kovalenko,olena@example.org,11/20/2026 10:00:00 AM,11/20/2026 11:00:00 AM,60,Yes,No"
    page = read(organiser, report(other_day))
    page.form(page.url + "/apply").submit(follow=True)
    page = organiser.get(f"{PAGE}/people")
    assert [line["Attendance"] for line in page.table("#people")] == ["not recorded"] * 3
    assert "0 people" in organiser.get(f"{PAGE}/people?state=absent").text


def test_an_interpreter_who_registered_is_asked_about_and_a_robot_is_not(event: Event, organiser: Client) -> None:
    make_registration(event, given_name="Iryna", family_name="Hölzl", email="i@example.org")
    rows = [row(name) for name in ("Iryna Hoelzl (Dolmetscherin)", "Dolmetscherin 2", "Iryna Hölzl (Otter.ai)")]
    read(organiser, report(*rows))
    found = session().execute(select(ReportedPerson.name, ReportedPerson.decision)).all()
    assert {one.name: one.decision for one in found} == {
        "Iryna Hoelzl (Dolmetscherin)": Decision.OPEN, "Dolmetscherin 2": Decision.ASIDE,
        "Iryna Hölzl (Otter.ai)": Decision.ASIDE,
    }  # fmt: skip
