"""Certificates over the life of an attendance: undone and applied again, entered by hand with minutes or without."""

import pytest
from attendance.certificates_made import text_of
from attendance.uploads import PAGE, conference, people, presence, read, report, row
from flask import Flask
from page import Client, Page
from sqlalchemy import select
from surroundings import Clock

from webapp.attendance.certifying.certificate_document import written
from webapp.attendance.certifying.certificate_models import Certificate
from webapp.attendance.presence import State as Presence_
from webapp.core.db import session
from webapp.events.models import Event
from webapp.registration import mails
from webapp.registration.models import Registration


@pytest.fixture
def event(app: Flask, clock: Clock) -> Event:
    del app  # it must be there first
    return conference(clock)


def take(organiser: Client, content: bytes) -> str:
    """Upload and apply a report; address of the import's page."""
    address = read(organiser, content).url
    organiser.get(address).form(f"{address}/apply").submit(follow=True)
    return address


def download(client: Client, who: Registration, event: Event) -> str:
    address = f"/en/r/{mails.manage_token(who, event)}/certificate"
    page = client.get(address)
    if not page.all("#download"):
        page.form("name-form").submit(follow=True)
    return text_of(client.get(f"{address}.pdf").body)


def code_of(who: Registration) -> str:
    session().rollback()
    return written(session().get_one(Certificate, who.id).code)


def correct(organiser: Client, who: Registration, **typed: str) -> Page:
    address = f"{PAGE}/people/{who.public_id}"
    return organiser.get(address).form("correction").fill(**typed).submit(follow=True)


def test_a_printed_certificate_is_valid_again_after_undo_and_a_new_import(
    event: Event, organiser: Client, client: Client
) -> None:
    olena = people(event)["olena"]
    content = report(row("Olena Kovalenko", "olena@example.org"))
    address = take(organiser, content)
    printed = download(client, olena, event)
    code = code_of(olena)
    assert client.get(f"/en/verify/{code}").h1 == "This certificate is valid"

    organiser.get(address).form(f"{address}/undo").submit(follow=True)
    assert client.get(f"/en/verify/{code}", status=404).h1 == "This certificate is not valid at present"
    assert code_of(olena) == code

    take(organiser, content)
    page = client.get(f"/en/verify/{code}")
    assert page.h1 == "This certificate is valid"
    assert "1 hour 30 minutes" in page.text
    assert download(client, olena, event) == printed, "the same day of issue, hours and code"
    assert len(session().scalars(select(Certificate)).all()) == 1


def test_by_hand_with_minutes_there_is_a_certificate_with_these(
    event: Event, organiser: Client, client: Client
) -> None:
    known = people(event)
    page = correct(organiser, known["iryna"], state="attended", minutes="75", note="by telephone")
    assert "There is a certificate of attendance." in page.text
    assert "Minutes of attendance: 75. by telephone" in page.text
    assert page.form("correction").values["minutes"] == "75"
    assert "1 hour 15 minutes" in download(client, known["iryna"], event)
    take(organiser, report(row("Iryna Shevchenko", "iryna@example.org", "10:00:00 AM", "10:20:00 AM", 20)))
    found = presence()["Ірина"]
    assert (found.state, found.minutes, found.certified) == (Presence_.ATTENDED, 75, True)
    page = organiser.get(f"{PAGE}/people/{known['iryna'].public_id}")
    assert "Minutes by the reports 20" in page.text, "the imported value stays beside it"
    page.form(f"{PAGE}/people/{known['iryna'].public_id}/correct/undo").submit(follow=True)
    assert presence()["Ірина"].minutes == 20


def test_by_hand_without_minutes_there_is_none_and_the_page_says_why(
    event: Event, organiser: Client, client: Client
) -> None:
    known = people(event)
    page = correct(organiser, known["iryna"], state="attended")
    assert "There is no certificate of attendance, since nobody knows for how many minutes" in page.text
    found = presence()["Ірина"]
    assert (found.minutes, found.share, found.certified) == (None, None, False)
    address = f"/en/r/{mails.manage_token(known['iryna'], event)}/certificate"
    assert client.get(address).h1 == "Certificates of attendance"
    page = correct(organiser, known["iryna"], state="attended", minutes="4")
    assert "fewer minutes are known than the threshold asks for (5)" in page.text
    take(organiser, report(row("Olena Kovalenko", "olena@example.org")))
    page = correct(organiser, known["olena"], state="in_part")
    assert "There is a certificate" in page.text, "the reports know how long"
    page = correct(organiser, known["olena"], state="excused")
    assert "certificate" not in page.one("main").text.partition("Enter by hand")[0]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"state": "attended", "minutes": "121"}, "Enter 120 minutes at most."),
        ({"state": "excused", "minutes": "20"}, "Minutes belong to an attendance."),
        ({"state": "attended", "minutes": "0"}, "Enter a whole number from 1"),
        ({"state": "attended", "minutes": "viele"}, "Enter a whole number from 1"),
    ],
)
def test_minutes_that_cannot_be_are_refused(event: Event, organiser: Client, typed: dict[str, str], told: str) -> None:
    olena = people(event)["olena"]
    page = organiser.get(f"{PAGE}/people/{olena.public_id}").form("correction").fill(**typed).submit(status=422)
    assert told in " ".join(page.errors())
    assert page.form("correction").values["minutes"] == typed["minutes"]
    assert presence() == {}


def test_the_difference_of_an_import_knows_minutes_by_hand(event: Event, organiser: Client) -> None:
    known = people(event)
    correct(organiser, known["olena"], state="attended", minutes="75")
    page = read(organiser, report(row("Olena Kovalenko", "olena@example.org")))
    assert "changes nobody’s attendance" in page.text, "she stays with what was entered by hand"
