"""The outbox: organisers see what was refused and why, and send it again."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask
from page import Client
from sqlalchemy import select, update

from webapp.accounts import actions, passwords
from webapp.accounts.models import Role
from webapp.core import mail
from webapp.core.audit import AuditEntry
from webapp.core.db import session, transaction
from webapp.core.mail import MailState, OutgoingMail

PASSWORD = "Kirschen fallen im Juni"


@pytest.fixture
def organiser(app: Flask) -> Client:
    """Somebody who is signed in and reads English."""
    with transaction():
        user, _new = actions.invite(
            "sabine@example.org", Role.ORGANISER, name="Sabine", locale="en", actor="program", now=datetime.now(UTC)
        )
        actions.choose_password(
            user, version=user.link_version, password_hash=passwords.hashed(PASSWORD), actor="program"
        )
    client = Client(app)
    client.headers["Accept-Language"] = "en"
    client.get("/manage/sign-in").form().fill(email="sabine@example.org", password=PASSWORD).submit(follow=False)
    return client


@pytest.fixture
def write(app: Flask) -> Callable[..., str]:
    """Put a mail into the outbox in this state; its public id."""
    assert app.name

    def run(state: MailState, to: str = "olena@example.org", *, error: str = "", attempts: int = 1) -> str:
        with transaction() as writing:
            mail.queue("registration_confirm", to, "uk", about="registration x", secret="нікому")
            newest = select(OutgoingMail.id).order_by(OutgoingMail.id.desc()).limit(1).scalar_subquery()
            values = {"state": state, "error": error, "attempts": attempts}
            row = writing.execute(
                update(OutgoingMail).where(OutgoingMail.id == newest).values(**values).returning(OutgoingMail.public_id)
            )
            return str(row.scalar_one())

    return run


def test_an_empty_outbox_says_what_comes(organiser: Client) -> None:
    page = organiser.get("/manage/mail")
    assert page.h1 == "Mails"
    assert "No mail was written yet." in page.text


def test_what_was_refused_is_shown_with_address_and_reason(organiser: Client, write: Callable[..., str]) -> None:
    write(MailState.REFUSED, "olena@dnipro.example", error="550 5.1.1 … unknown")
    row = organiser.get("/manage/mail").table()[0]
    assert row["To"] == "olena@dnipro.example"
    assert "550 5.1.1 … unknown" in row["State"]
    assert "refused" in row["State"]
    assert "Attempts: 1" in row["State"]
    assert row["Mail"] == "Please confirm, uk"


def test_what_a_mail_says_is_not_shown(organiser: Client, write: Callable[..., str]) -> None:
    write(MailState.QUEUED)
    assert "нікому" not in organiser.get("/manage/mail").text


def test_the_list_narrows_to_one_state(organiser: Client, write: Callable[..., str]) -> None:
    for state in MailState:
        write(state, f"{state}@example.org")
    assert len(organiser.get("/manage/mail").table()) == 5
    rows = organiser.get("/manage/mail?state=failed").table()
    assert [row["To"] for row in rows] == ["failed@example.org"]
    assert len(organiser.get("/manage/mail?state=nonsense").table()) == 5
    assert (
        organiser.get("/manage/mail").one("[aria-current=true] ~ a, .figure a[aria-current]").get_text() == "all mails"
    )


def test_strange_questions_are_answered_all_the_same(organiser: Client, write: Callable[..., str]) -> None:
    write(MailState.SENT)
    for query in ("sort=recipient", "sort=-state&page=99", "page=-1", "page=x", "sort=%27--", "state="):
        assert len(organiser.get(f"/manage/mail?{query}").table()) == 1, query


def test_many_mails_come_in_pages_with_few_statements(organiser: Client, write: Callable[..., str]) -> None:
    for number in range(55):
        write(MailState.SENT, f"p{number:02}@example.org")
    page = organiser.get("/manage/mail", statements=6)
    assert len(page.table()) == 50
    assert len(page.click("Next page").table()) == 5


@pytest.mark.parametrize("state", [MailState.REFUSED, MailState.FAILED])
def test_a_refused_mail_is_sent_again(organiser: Client, write: Callable[..., str], state: MailState) -> None:
    public_id = write(state, error="550 no", attempts=5)
    page = organiser.get("/manage/mail").form(f"/manage/mail/{public_id}/resend").submit("Send again")
    assert "will be sent again" in page.text
    row = session().scalars(select(OutgoingMail).where(OutgoingMail.public_id == public_id)).one()
    assert (row.state, row.attempts, row.error) == (MailState.QUEUED, 0, "")
    entry = session().scalars(select(AuditEntry).where(AuditEntry.action == "mail.resend")).one()
    assert entry.thing == f"mail {public_id}"


@pytest.mark.parametrize("state", [MailState.QUEUED, MailState.SENDING, MailState.SENT])
def test_only_what_got_stuck_is_sent_again(organiser: Client, write: Callable[..., str], state: MailState) -> None:
    stuck, other = write(MailState.REFUSED), write(state)
    page = organiser.get("/manage/mail")
    assert len(page.all("main td form")) == 1
    token = page.one("main td input[name=csrf_token]")["value"]
    assert stuck
    answer = organiser.post(f"/manage/mail/{other}/resend", {"csrf_token": token}, status=409)
    assert "nothing to repeat" in answer.text
    organiser.post("/manage/mail/unknown/resend", {"csrf_token": token}, status=404)


def test_strangers_see_and_do_nothing(app: Flask, write: Callable[..., str]) -> None:
    public_id = write(MailState.REFUSED)
    stranger = Client(app)
    assert stranger.get("/manage/mail", status=303).location.startswith("/manage/sign-in")
    assert stranger.post(f"/manage/mail/{public_id}/resend", status=303).location == "/manage/sign-in"
    row = session().scalars(select(OutgoingMail)).one()
    assert row.state is MailState.REFUSED
