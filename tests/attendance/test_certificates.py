"""Certificates of attendance: who gets one, what stands on it, its owner's page, and the check of a code."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from attendance.certificates_made import CODE, NAME, address, attend, certificate, issue, reader, structure, text_of
from factories import KOELN, make_event, make_registration
from page import Client
from pdf_ua import faults
from sqlalchemy import select
from surroundings import Clock

from webapp.attendance.certifying import certificate_document as document
from webapp.attendance.certifying import certificate_queries as queries
from webapp.attendance.certifying.certificate_models import Certificate
from webapp.attendance.presence import State as Presence_
from webapp.core.audit import AuditEntry
from webapp.core.db import session
from webapp.events.models import Event
from webapp.registration import mails
from webapp.registration.models import Registration, Side, State

HOSTILE = "Олена #evil $x$ @ref <lbl> *b* _i_ [c] \\ `d` = // 김 😀"


def download(client: Client, who: Registration, event: Event, lang: str = "en") -> bytes:
    answer = client.get(f"{address(who, event, lang)}.pdf")
    assert answer.response.mimetype == "application/pdf"
    return answer.body


@pytest.mark.usefixtures("over")
def test_who_attended_looks_at_it_confirms_the_name_and_downloads(
    event: Event, olena: Registration, client: Client
) -> None:
    attend(olena)
    page = client.get(f"/en/r/{mails.manage_token(olena, event)}").click("When and how certificates")
    assert page.h1 == "Your certificate of attendance"
    assert "1 година 30 хвилин" in page.text
    assert "1 Stunde 30 Minuten" in page.text
    assert not page.all("#download")
    assert client.get(f"{address(olena, event)}.pdf", status=303).location.endswith("/certificate"), (
        "first it is looked at"
    )
    page = page.form(NAME).submit(follow=True)
    assert page.all("#download")
    made = text_of(download(client, olena, event))
    for told in (
        "Сертифікат про участь", "Teilnahmebescheinigung", "Олена Коваленко", "Olena Kovalenko", "Друга конференція",
        "Folgekonferenz", "1 година 30 хвилин", "1 Stunde 30 Minuten", "Дніпр", "за київським часом",
        "ukrainische Zeit", document.written(certificate().code),
    ):  # fmt: skip
        assert told in made, told
    entries = session().scalars(select(AuditEntry.action)).all()
    assert "certificate.issue" in entries
    assert "certificate.name" not in entries


@pytest.mark.usefixtures("over")
@pytest.mark.parametrize(
    ("locale", "side", "first", "second"),
    [
        ("de", Side.NRW, "de", "uk"),
        ("uk", Side.DNIPROPETROVSK, "uk", "de"),
        ("de", Side.DNIPROPETROVSK, "de", "uk"),
        ("en", Side.NRW, "en", "uk"),
        ("en", Side.DNIPROPETROVSK, "en", "de"),
        ("en", Side.OTHER, "en", "uk"),
    ],
)
def test_it_is_tagged_titled_and_in_two_languages(
    event: Event, client: Client, locale: str, side: Side, first: str, second: str
) -> None:
    who = make_registration(event, locale=locale, side=side)
    attend(who)
    issue(client, who, event)
    made = download(client, who, event)
    read = reader(made)
    root: Any = read.root_object
    assert faults(made) == []
    assert root["/Lang"] == first
    title = (read.metadata and read.metadata.title) or ""
    assert "Коваленко" in title or "Kovalenko" in title
    elements = list(structure(made))
    assert [kind for kind, _lang in elements].count("/H1") == 2
    assert {lang for _kind, lang in elements if lang} == {second}
    assert [kind for kind, _lang in elements].count("/Link") == 2
    assert len(read.pages) == 1
    resources: Any = read.pages[0]["/Resources"]
    fonts = {str(font.get_object()["/BaseFont"]) for font in resources["/Font"].values()}
    assert all("FiraSans" in name for name in fonts)


@pytest.mark.usefixtures("over")
def test_whatever_a_name_holds_stays_as_it_is(event: Event, olena: Registration, client: Client) -> None:
    attend(olena)
    issue(client, olena, event, name=HOSTILE, latin_name="")
    made = text_of(download(client, olena, event))
    assert "Олена #evil $x$ @ref <lbl> *b* _i_ [c] \\ `d` = // Gim" in made
    assert certificate().name == HOSTILE
    assert "Gim" in made, "letters no font of ours has are written in Latin ones"
    names = {"title": "Ж" * 40, "given_name": "Ж" * 80, "family_name": "Щ" * 80}
    long = make_registration(event, locale="uk", email="long@example.org", **names)  # type: ignore[arg-type]
    attend(long)
    issue(client, long, event)
    whole = download(client, long, event)
    assert "Щ" * 20 in text_of(whole).replace(" ", "")
    assert len(reader(whole).pages) == 1


@pytest.mark.usefixtures("over")
def test_the_owner_corrects_the_name(event: Event, olena: Registration, client: Client) -> None:
    attend(olena)
    page = issue(client, olena, event, name="Олена\u202e  Коваленко-Шевченко", latin_name="Olena Kovalenko")
    assert "Олена Коваленко-Шевченко" in page.text
    assert (certificate().name, certificate().latin_name) == ("Олена Коваленко-Шевченко", "Olena Kovalenko")
    code = certificate().code
    page = page.form(NAME).fill(name="Олена Коваленко", latin_name="").submit(follow=True)
    assert (certificate().name, certificate().latin_name, certificate().code) == ("", "", code)
    entry = session().scalars(select(AuditEntry).where(AuditEntry.action == "certificate.name")).first()
    assert entry is not None
    assert entry.details == '{"fields": ["name", "latin_name"]}'
    assert "Коваленко" not in entry.details
    page = page.form(NAME).fill(name="").submit(status=422)
    assert page.errors()
    page.form(NAME).fill(name="😀 !").submit(status=422)
    page.form(NAME).fill(name="x" * 211).submit(status=422)


@pytest.mark.usefixtures("over")
def test_latin_names_are_asked_for_once(event: Event, sabine: Registration, client: Client) -> None:
    attend(sabine)
    page = client.get(address(sabine, event, "de"))
    assert "latin_name" not in page.form(NAME).values
    page.form(NAME).submit(follow=True)
    assert text_of(download(client, sabine, event)).count("Sabine Krause") == 2


@pytest.mark.usefixtures("over")
def test_the_spelling_said_at_registration_is_what_was_shown_and_what_is_issued(event: Event, client: Client) -> None:
    joerg = make_registration(event, locale="de", given_name="Jörg", family_name="Müller", latin_name="Joerg Mueller")
    attend(joerg)
    page = client.get(address(joerg, event, "de"))
    assert "Joerg Mueller" in page.text
    page.form(NAME).submit(follow=True)
    assert (certificate().name, certificate().latin_name) == ("", "")
    assert "Joerg Mueller" in text_of(download(client, joerg, event))


@pytest.mark.usefixtures("over")
@pytest.mark.parametrize("lang", ["de", "uk", "en"])
def test_nobody_is_told_that_there_is_none_because_of_absence(
    event: Event, olena: Registration, client: Client, lang: str
) -> None:
    """The same words for whoever is in no report, below the threshold, absent or excused."""
    before = client.get(address(olena, event, lang)).text
    token = client.get(f"/{lang}/verify").form(CODE).values["csrf_token"]
    for state in Presence_:
        attend(olena, 2, certified=False, state=state)
        page = client.get(address(olena, event, lang))
        assert page.text == before, state
        assert not page.all("form[action$=certificate]")
        assert client.get(f"{address(olena, event, lang)}.pdf", status=303).location.endswith("/certificate")
        client.post(address(olena, event, lang), {"name": "Олена", "csrf_token": token}, status=404)
        assert session().scalars(select(Certificate)).all() == []


def test_before_the_end_there_is_none(event: Event, olena: Registration, client: Client) -> None:
    attend(olena)
    assert client.get(address(olena, event)).h1 == "Certificates of attendance"
    assert "certificate" not in client.get(f"/en/r/{mails.manage_token(olena, event)}").text.lower()


@pytest.mark.usefixtures("over")
def test_without_known_time_there_is_none(event: Event, olena: Registration, client: Client) -> None:
    attend(olena, None)
    assert client.get(address(olena, event)).h1 == "Certificates of attendance"


@pytest.mark.usefixtures("over")
def test_another_persons_link_opens_nothing(event: Event, olena: Registration, client: Client) -> None:
    attend(olena)
    token = mails.manage_token(olena, event)
    before, letter, last = token[:-2], token[-2], token[-1]  # of the last one not every bit counts
    for wrong in (f"{before}{'B' if letter == 'A' else 'A'}{last}", "x", mails.confirm_token(olena, event)):
        client.get(f"/en/r/{wrong}/certificate", status=404)
        client.get(f"/en/r/{wrong}/certificate.pdf", status=404)


def test_real_times_stand_on_it(clock: Clock, client: Client, signed_in: Callable[[str], Client]) -> None:
    start = clock.at("2026-12-03 10:00")
    event = make_event(starts_at=start, ends_at=clock.at("2026-12-03 12:00"), registration_closes_at=start)
    clock.at("2026-12-03 18:00")
    who = make_registration(event)
    attend(who)
    rules = signed_in("organiser").get("/manage/events/folgekonferenz/attendance/rules").form("rules")
    rules.fill(began="10:10", ended="12:20").submit("Set")
    attend(who)
    holder = queries.holder(who.public_id, datetime.now(UTC))
    assert holder is not None
    assert (holder.ended - holder.began).total_seconds() == 130 * 60
    assert "10:10" in client.get(address(who, event)).text


def test_withdrawn_registrations_keep_what_was_attended(event: Event, over: Clock, client: Client) -> None:
    del over
    who = make_registration(event, State.CANCELLED, place_key=KOELN, side=Side.NRW, locale="de")
    attend(who)
    assert client.get(address(who, event)).h1 == "Your certificate of attendance"


def test_initials_tell_no_name() -> None:
    assert document.initials("Dr. Olena Kovalenko-Петренко") == "O. K.-П."
    assert document.initials("д-р Олена Коваленко-Петренко") == "О. К.-П."
    assert document.initials("Prof. Dr.") == "P. D."
    assert document.initials("О’Коннор") == "О."
    assert document.initials("-") == ""
