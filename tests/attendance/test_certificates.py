"""Certificates of attendance: who gets one, what stands on it, its owner's page, and the check of a code."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from attendance.certificates_made import attend, end_of, reader, structure, text_of
from factories import KOELN, make_event, make_registration
from page import Client, Page
from pdf_ua import faults
from sqlalchemy import select
from surroundings import Clock

from webapp.attendance.certifying import certificate_document as document
from webapp.attendance.certifying import certificate_queries as queries
from webapp.attendance.certifying.certificate_models import Certificate
from webapp.attendance.presence import State as Presence_
from webapp.core.audit import AuditEntry
from webapp.core.db import session, transaction
from webapp.events.models import Event
from webapp.registration import mails
from webapp.registration.models import Registration, Side, State

NAME, CODE = "name-form", "code-form"  #: ids of forms
HOSTILE = "Олена #evil $x$ @ref <lbl> *b* _i_ [c] \\ `d` = // 김 😀"


@pytest.fixture
def over(event: Event, clock: Clock) -> Clock:
    clock.go_to(end_of(event))
    return clock


def address(who: Registration, event: Event, lang: str = "en") -> str:
    return f"/{lang}/r/{mails.manage_token(who, event)}/certificate"


def issue(client: Client, who: Registration, event: Event, lang: str = "en", **typed: str) -> Page:
    return client.get(address(who, event, lang)).form(NAME).fill(**typed).submit(follow=True)


def download(client: Client, who: Registration, event: Event, lang: str = "en") -> bytes:
    answer = client.get(f"{address(who, event, lang)}.pdf")
    assert answer.response.mimetype == "application/pdf"
    return answer.body


def certificate() -> Certificate:
    session().rollback()
    return session().scalars(select(Certificate).execution_options(populate_existing=True)).one()


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
    long = make_registration(event, locale="uk", given_name="Ж" * 80, family_name="Щ" * 80, email="long@example.org")
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


@pytest.mark.parametrize("state", list(Presence_))
@pytest.mark.parametrize("lang", ["de", "uk", "en"])
def test_nobody_is_told_that_there_is_none_because_of_absence(
    event: Event, olena: Registration, client: Client, over: Clock, lang: str, state: Presence_
) -> None:
    del over
    before = client.get(address(olena, event, lang)).text
    attend(olena, 2, certified=False, state=state)
    page = client.get(address(olena, event, lang))
    assert page.text == before, "the same words for whoever is in no report, below the threshold, absent or excused"
    assert not page.all("form[action$=certificate]")
    assert client.get(f"{address(olena, event, lang)}.pdf", status=303).location.endswith("/certificate")
    token = client.get(f"/{lang}/verify").form(CODE).values["csrf_token"]
    posted = client.post(address(olena, event, lang), {"name": "Олена", "csrf_token": token})
    assert posted.status == 404
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


@pytest.mark.usefixtures("over")
@pytest.mark.parametrize(("lang", "heading"), [
    ("de", "Diese Bescheinigung ist gültig"), ("uk", "Цей сертифікат дійсний"), ("en", "This certificate is valid"),
])  # fmt: skip
def test_a_code_shows_what_it_stands_for_and_no_name(
    event: Event, olena: Registration, client: Client, lang: str, heading: str
) -> None:
    attend(olena)
    issue(client, olena, event)
    code = certificate().code
    form = client.get(f"/{lang}/verify").form(CODE)
    page = form.fill(code=f" {code.upper()[:8]} {code[8:]}").submit(follow=True)
    assert page.h1 == heading
    assert document.written(code) in page.text
    assert "О. К. / O. K." in page.text
    assert str(event.title.pick(lang)) in page.text
    assert "90" in page.text or "1 " in page.text
    assert not re.search("Коваленко|Kovalenko|Дніпро(?!петро)|Dnipro(?!petro)", page.text)
    assert page.response.headers["X-Robots-Tag"] == "noindex"


@pytest.mark.usefixtures("over")
def test_a_code_rests_with_the_attendance(event: Event, olena: Registration, client: Client) -> None:
    attend(olena)
    issue(client, olena, event)
    url = f"/en/verify/{document.written(certificate().code)}"
    client.get(url)
    attend(olena, 90, certified=False)
    resting = client.get(url, status=404)
    assert resting.h1 == "This certificate is not valid at present"
    assert not re.search("О. К.|attended|absent|1 hour|Follow-up", resting.text), "why, and of whom, is not said"
    attend(olena)
    assert client.get(url).h1 == "This certificate is valid"
    with transaction():
        session().delete(session().get_one(Certificate, olena.id))
    unknown = client.get(f"/en/verify/{document.written(document.new_code())}", status=404)
    assert client.get(url, status=404).h1 == unknown.h1 == "We know no certificate with this code"


@pytest.mark.parametrize("lang", ["de", "uk", "en"])
@pytest.mark.parametrize("code", ["x", "ABCD-EFGH", "%27%20OR%201=1", "2222-2222-2222-2222-2222", "ї" * 20])
def test_what_is_no_code_gets_one_answer(client: Client, lang: str, code: str) -> None:
    page = client.get(f"/{lang}/verify/{code}", status=404)
    assert page.h1 == client.get(f"/{lang}/verify/{document.new_code()}", status=404).h1


def test_checks_of_one_block_are_limited(client: Client) -> None:
    stranger = {"REMOTE_ADDR": "192.0.2.7"}
    for _time in range(120):
        client.get("/en/verify/x", status=404, environ_overrides=stranger)
    client.get("/en/verify/x", status=429, environ_overrides=stranger)
    client.get("/en/verify/x", status=404, environ_overrides={"REMOTE_ADDR": "198.51.100.7"})


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


def test_codes_are_strong_and_read_in_any_form() -> None:
    made = {document.new_code() for _time in range(300)}
    assert len(made) == 300
    for code in made:
        assert document.read_code(document.written(code)) == code
        assert document.read_code(f" {code[:5]} {code[5:].upper()}") == code
    assert document.read_code("0" * 20) == document.read_code("") == ""
