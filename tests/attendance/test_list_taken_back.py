"""A list of registrations is taken back: whoever is known to have taken part since, or has asked something, stays."""

import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from attendance.certificates_made import attend
from attendance.uploads import PAGE, conference, presence, report, row, undo, upload
from factories import make_question
from flask import Flask
from page import Client, Form, Page
from rooms import furnish, link_of
from sqlalchemy import delete, select
from surroundings import Clock
from workbooks_made import xlsx

from webapp.attendance.certifying.certificate_models import Certificate
from webapp.attendance.models import ImportRun, Presence
from webapp.core.clock import now
from webapp.core.db import session, transaction
from webapp.events.models import Event
from webapp.questions.models import Vote
from webapp.registration.models import Registration

LISTS = "/manage/events/folgekonferenz/lists"
ROWS = [
    ["Vorname", "Nachname", "E-Mail", "Kommune"],
    ["Sabine", "Krause", "sabine@example.org", "Köln"],
    ["Jörg", "Weiß", "joerg@example.org", "Düsseldorf"],
]
SABINE = row("Sabine Krause", "sabine@example.org")
Happening = Callable[[Event, Client, Registration], object]


@pytest.fixture
def event(app: Flask, clock: Clock) -> Event:
    del app  # it must be there first
    return conference(clock, "11:45")


def taken(organiser: Client) -> Page:
    form = organiser.get(LISTS).form(LISTS)
    page = form.fill(file=(io.BytesIO(xlsx(ROWS)), "Anmeldungen.xlsx")).submit()
    return page.form(f"{page.url}/apply").submit(statements=100)


def taken_back(organiser: Client, page: Page) -> Page:
    return organiser.get(page.url).form(f"{page.url}/undo").submit(statements=100)


def names() -> list[str]:
    session().rollback()
    return list(session().scalars(select(Registration.family_name).order_by(Registration.family_name)))


def reported(event: Event, organiser: Client, _who: Registration) -> object:
    del event
    return upload(organiser, report(SABINE))


def confirmed_by_hand(event: Event, organiser: Client, _who: Registration) -> object:
    del event
    page = upload(organiser, report(row("S. Krause")))
    return Form(page, next(tag for tag in page.all("form") if "It is Sabine" in tag.get_text())).submit(follow=True)


def sat_in_a_room(event: Event, organiser: Client, _who: Registration) -> object:
    del event
    page = upload(organiser, report(row("Rathaus"))).click("Several people sat there, or it is a room")
    page = page.form(f"{page.path}/find").fill(text="Sabine").submit()
    return Form(page, next(tag for tag in page.all("form") if "Sat there too: Sabine" in tag.get_text())).submit()


def corrected(event: Event, organiser: Client, who: Registration) -> object:
    del event
    page = organiser.get(f"{PAGE}/people/{who.public_id}")
    return page.form("correction").fill(state="excused").submit(follow=True)


def used_the_link(event: Event, organiser: Client, who: Registration) -> object:
    furnish(event)
    page = Client(organiser.app).get(link_of(who), without={"headers"})  # it leads to the meeting's own site
    return page.form("self").submit(follow=False, without={"headers"})


def asked(event: Event, _organiser: Client, who: Registration) -> object:
    return make_question(event, registration=who)


def voted(event: Event, _organiser: Client, who: Registration) -> object:
    question = make_question(event)
    with transaction() as writing:
        writing.add(Vote(question_id=question.id, registration_id=who.id, at=now()))
    return question


@pytest.mark.parametrize(
    "happens", [reported, confirmed_by_hand, sat_in_a_room, corrected, used_the_link, asked, voted]
)
def test_who_took_part_or_asked_is_kept(event: Event, organiser: Client, happens: Happening) -> None:
    page = taken(organiser)
    assert "or whose attendance is recorded, is kept." in page.text, "said before anybody decides"
    who = session().scalars(select(Registration).where(Registration.family_name == "Krause")).one()
    happens(event, organiser, who)
    page = taken_back(organiser, page)
    assert names() == ["Krause"]
    assert "1 person was removed again." in page.text
    assert "1 person was kept, who has changed or asked something since or whose attendance is recorded." in page.text
    assert [line["Result"] for line in page.table()] == ["kept", "removed again"]


def test_who_has_a_certificate_is_kept_when_nothing_else_is_left(event: Event, organiser: Client, clock: Clock) -> None:
    page = taken(organiser)
    who = session().scalars(select(Registration).where(Registration.family_name == "Krause")).one()
    attend(who)
    clock.go_to(event.ends_at + timedelta(minutes=1))
    organiser.get(f"/manage/events/{event.slug}/certificates").form("make-all").submit()
    assert session().scalars(select(Certificate.registration_id)).all() == [who.id]
    with transaction() as writing:
        writing.execute(delete(Presence))
    taken_back(organiser, page)
    assert names() == ["Krause"]


def test_what_was_recorded_of_those_who_are_kept_still_counts(event: Event, organiser: Client) -> None:
    page = taken(organiser)
    applied = upload(organiser, report(SABINE))
    taken_back(organiser, page)
    assert presence()["Sabine"].minutes == 90
    undo(organiser, applied)
    assert presence() == {}
    del event


@pytest.mark.parametrize("happens", [reported, confirmed_by_hand, sat_in_a_room])
def test_nobody_is_kept_once_the_report_is_undone(event: Event, organiser: Client, happens: Happening) -> None:
    page = taken(organiser)
    who = session().scalars(select(Registration).where(Registration.family_name == "Krause")).one()
    happens(event, organiser, who)
    run = session().scalars(select(ImportRun)).one()
    applied = organiser.get(f"{PAGE}/imports/{run.public_id}")
    undo(organiser, applied)
    page = taken_back(organiser, page)
    assert names() == []
    assert "2 people were removed again." in page.text
    assert "Undone" in organiser.get(applied.path).text


def test_nobody_is_kept_whom_a_report_only_might_mean(event: Event, organiser: Client) -> None:
    page = taken(organiser)
    upload(organiser, report(row("S. Krause")))
    assert presence().keys() == {"Sabine"}, "to be decided"
    taken_back(organiser, page)
    assert names() == []
    assert presence() == {}
    assert "To be decided (1)" in organiser.get(PAGE).click("1 person to be decided").text
    del event
