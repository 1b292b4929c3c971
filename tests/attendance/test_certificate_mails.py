"""The mail that a certificate is ready: previewed, counted by language, sent with one click, never twice."""

import re
from collections import Counter
from collections.abc import Callable
from unittest.mock import patch

import pytest
from attendance.certificates_made import attend
from factories import make_registration
from inbox import Mail
from page import Client, Page
from sqlalchemy import select
from surroundings import Clock

from webapp.attendance.certifying import certificate_mails, certificate_notices
from webapp.attendance.certifying.certificate_models import CertificateNotice
from webapp.attendance.certifying.certificate_queries import Holder
from webapp.core import clock as times
from webapp.core import jobs
from webapp.core.audit import AuditEntry
from webapp.core.db import session, transaction
from webapp.core.mail import OutgoingMail
from webapp.events.models import Event
from webapp.registration import blocking
from webapp.registration.models import BlockedAddress, Registration

Deliver = Callable[[], list[Mail]]
PAGE = "/manage/events/folgekonferenz/certificates"


@pytest.fixture
def organiser(over: Clock, signed_in: Callable[[str], Client]) -> Client:
    del over  # who signed in before the conference is not any more
    return signed_in("organiser")


def press(organiser: Client) -> Page:
    """The one click; then the worker does its work."""
    page = organiser.get(PAGE).form("tell").submit()
    jobs.run_due()
    return page


def tell(event: Event) -> int:
    with transaction():
        people = certificate_notices.tell(event.id, actor="program", now=times.now())
    jobs.run_due()
    return people


def recipients() -> Counter[str]:
    session().rollback()
    found = select(OutgoingMail.recipient).where(OutgoingMail.template == certificate_mails.TEMPLATE)
    return Counter(session().scalars(found))


def test_one_click_writes_to_each_in_their_language(
    event: Event, sabine: Registration, olena: Registration, organiser: Client, client: Client, deliver: Deliver
) -> None:
    make_registration(event, given_name="Absent", email="absent@example.org")
    for one in (sabine, olena):
        attend(one)
    page = organiser.get(PAGE)
    assert page.table("#told") == [
        {"Language": "Deutsch", "still to send": "1", "sent already": "0"},
        {"Language": "Українська", "still to send": "1", "sent already": "0"},
    ]
    previews = {tag.attrs["lang"]: tag.text for tag in page.all("pre")}
    assert "2 mails are being sent." in press(organiser).text
    mails = {mail.to: mail for mail in deliver()}
    assert {to: mail.lang for to, mail in mails.items()} == {"sabine@koeln.example": "de", "olena@example.org": "uk"}
    for mail in mails.values():
        own = re.sub(rf"/{mail.lang}/r/[^/\s]+", f"/{mail.lang}/r/XXXXXXXX", mail.text)
        assert own.partition("\n")[2].split() == previews[mail.lang].partition("\n")[2].split()
        assert "90 " not in mail.text, "how long somebody was there stands behind the link alone"
    opened = client.get(mails["olena@example.org"].link("/certificate").replace("/uk/", "/en/"))
    assert opened.h1 == "Your certificate of attendance"
    page = organiser.get(PAGE)
    assert {row["sent already"] for row in page.table("#told")} == {"1"}
    assert not page.all("#tell")


def test_nobody_gets_two_and_who_comes_later_waits_for_the_next_click(
    event: Event, sabine: Registration, olena: Registration, over: Clock
) -> None:
    attend(sabine)
    assert tell(event) == 1
    assert tell(event) == 0
    attend(olena)
    over.forward(minutes=5)
    jobs.run_due()
    assert recipients() == Counter({sabine.mail_to: 1})
    attend(sabine, certified=False)
    attend(sabine)
    assert tell(event) == 1
    assert recipients() == Counter({sabine.mail_to: 1, olena.mail_to: 1})
    noted = select(AuditEntry.actor, AuditEntry.details).where(AuditEntry.action == "certificate.tell")
    assert [tuple(row) for row in session().execute(noted)] == [("program", '{"people": 1}')] * 2


@pytest.mark.usefixtures("app", "over")
def test_a_worker_that_dies_in_the_middle_leaves_out_nobody(event: Event, clock: Clock) -> None:
    batch = certificate_notices.BATCH
    people = [make_registration(event, given_name=f"N{at}", email=f"n{at}@example.org") for at in range(2 * batch + 1)]
    for one in people:
        attend(one)
    real, sent = certificate_mails.ready, 0

    def dying(holder: Holder, *, now: object) -> None:
        nonlocal sent
        sent += 1
        if sent == batch + 7:
            raise SystemExit
        real(holder, now=now)  # type: ignore[arg-type]

    with patch.object(certificate_mails, "ready", dying), pytest.raises(SystemExit):
        tell(event)
    assert recipients().total() == batch
    clock.forward(minutes=20)
    jobs.run_due()
    assert recipients() == Counter(dict.fromkeys((one.mail_to for one in people), 1))


def test_whose_attendance_is_undone_before_it_leaves_gets_it_when_it_counts_again(
    event: Event, sabine: Registration, over: Clock
) -> None:
    attend(sabine)
    with transaction():
        certificate_notices.tell(event.id, actor="program", now=times.now())
    attend(sabine, certified=False)
    jobs.run_due()
    assert not recipients()
    attend(sabine)
    over.forward(minutes=2)
    jobs.run_due()
    assert recipients() == Counter({sabine.mail_to: 1})


def test_a_secretary_is_told_of_whom_it_is(event: Event, over: Clock, deliver: Deliver) -> None:
    del over
    attend(make_registration(event, registered_by_name="Пані Секретар", registered_by_email="office@example.org"))
    tell(event)
    [mail] = deliver()
    assert mail.to == "office@example.org"
    for body in (mail.text, mail.html):
        assert "The certificate of attendance of Олена Коваленко is ready." in body
        assert "Thank you for taking part" not in body


@pytest.mark.usefixtures("over")
def test_an_address_that_wants_no_mails_gets_none(event: Event, sabine: Registration, olena: Registration) -> None:
    for one in (sabine, olena):
        attend(one)
    with transaction() as writing:
        writing.add(BlockedAddress(address_hash=blocking.address_hash(sabine.mail_key), created_at=times.now()))
    tell(event)
    assert recipients() == Counter({olena.mail_to: 1})
    assert session().scalars(select(CertificateNotice.sent_at)).all().count(None) == 0


def test_nothing_is_offered_before_anybody_has_one(event: Event, organiser: Client) -> None:
    del event
    page = organiser.get(PAGE)
    assert not page.all("#tell")
    token = page.form("/manage/sign-out").values["csrf_token"]
    assert "Everybody who has a certificate" in organiser.post(f"{PAGE}/mails", {"csrf_token": token}, follow=True).text
    assert not recipients()


def test_years_later_the_link_still_opens(
    event: Event, sabine: Registration, over: Clock, client: Client, deliver: Deliver
) -> None:
    attend(sabine)
    over.forward(days=1000)
    tell(event)
    [mail] = deliver()
    assert client.get(mail.link("/certificate")).status == 200
    over.forward(days=31)
    page = client.get(mail.link("/certificate").replace("/de/", "/en/"), status=410)
    assert "Have a new one sent to you on the page of the conference." in page.text
