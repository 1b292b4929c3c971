"""The outbox against a real SMTP server: sent once, tried again at 1-5-15-60 minutes, refused for good, never lost."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from email import message_from_bytes
from email.policy import SMTP
from typing import Any

import pytest
from aiosmtpd import smtp
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope, Session
from flask import Flask
from hypothesis import example, given
from hypothesis import strategies as st
from jinja2 import DictLoader
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from surroundings import Clock, free_port

from webapp.config import Settings
from webapp.core import clock as clock_module
from webapp.core import mail
from webapp.core.db import session, transaction
from webapp.core.mail import Attachment, MailState, OutgoingMail

TEMPLATES = {
    "mail/greeting/subject.txt": "{% autoescape false %}Welcome {{ name }}{% endautoescape %}\n",
    "mail/greeting/body.txt": "{% autoescape false %}Dear {{ name }}\n{% endautoescape %}",
    "mail/greeting/body.html": "<p>Dear {{ name }}</p>",
    "mail/broken/subject.txt": "{{ nobody.name }}",
}

pytestmark = pytest.mark.usefixtures("app", "post")


@dataclass
class Post:
    """A mail server that answers as it is told, and keeps what it accepted."""

    answer: str = "250 OK"
    received: list[Envelope] = field(default_factory=list)
    asked: int = 0

    async def handle_RCPT(  # noqa: N802 - the name is aiosmtpd's
        self, _server: smtp.SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if self.answer.startswith("55"):
            return self.answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: smtp.SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.asked += 1
        if self.answer == "drop":
            assert server.transport is not None
            server.transport.close()
            return "421 gone"
        if self.answer.startswith("250"):
            self.received.append(envelope)
        return self.answer


@pytest.fixture(scope="module")
def server() -> Iterator[Controller]:
    controller = Controller(Post(), hostname="127.0.0.1", port=free_port())
    controller.start()
    yield controller
    controller.stop()


@pytest.fixture
def post(server: Controller) -> Post:
    fresh = Post()
    server.handler.__dict__.update(fresh.__dict__)
    handler: Post = server.handler
    return handler


@pytest.fixture(scope="module")
def usual_app(make_usual_app: Callable[[], Flask]) -> Flask:
    """With mails of its own."""
    made = make_usual_app()
    made.jinja_env.bytecode_cache = None
    made.jinja_loader = DictLoader(TEMPLATES)
    made.jinja_env.loader = made.jinja_loader
    return made


@pytest.fixture
def settings(settings: Settings, server: Controller, clock: Clock) -> Settings:
    """Mails go to the server; it is Thursday morning."""
    clock.at("2026-12-03 10:00")
    return replace(settings, smtp_url=f"smtp://127.0.0.1:{server.port}?tls=off")


def put(name: str = "Олена", template: str = "greeting", to: str = "olena@example.org", **more: Any) -> None:
    with transaction():
        mail.queue(template, to, "uk", about="registration:abc", name=name, **more)


def row() -> OutgoingMail:
    session().rollback()
    return session().scalars(select(OutgoingMail)).one()


def test_a_mail_leaves_once_and_its_content_is_forgotten(post: Post) -> None:
    put(attachment=Attachment("event.ics", "calendar; method=PUBLISH", "BEGIN:VCALENDAR\r\n"))
    assert (mail.deliver_due(), mail.deliver_due()) == (1, 0)
    sent = row()
    assert (sent.state, sent.context, sent.attempts, sent.error) == (MailState.SENT, None, 1, "")
    [envelope] = post.received
    message = message_from_bytes(envelope.original_content or b"", policy=SMTP)
    assert envelope.rcpt_tos == ["olena@example.org"]
    assert (message["Subject"], message["To"]) == ("Welcome Олена", "olena@example.org")
    assert (message["Content-Language"], message["Auto-Submitted"]) == ("uk", "auto-generated")
    kinds = [part.get_content_type() for part in message.walk() if not part.is_multipart()]
    assert kinds == ["text/plain", "text/html", "text/calendar"]


def test_a_mail_written_while_the_worker_looks_is_no_clock_put_back(
    clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    put()
    clock.forward(seconds=-2)  # when the worker began to look
    assert mail.deliver_due() == 0
    assert "put back" not in caplog.text
    clock.forward(seconds=2)
    assert mail.deliver_due() == 1


def test_a_mail_is_born_with_its_transaction(post: Post) -> None:
    def fail() -> None:
        with transaction():
            mail.queue("greeting", "olena@example.org", "uk", about="x", name="x")
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    assert mail.deliver_due() == 0
    assert post.asked == 0


@pytest.mark.parametrize("answer", ["451 later", "452 full", "421 busy", "drop"])
def test_a_passing_trouble_is_tried_again_at_1_5_15_60_minutes(post: Post, clock: Clock, answer: str) -> None:
    post.answer = answer
    put()
    for pause in (1, 5, 15, 60, 60):
        before = post.asked
        assert mail.deliver_due() == 0
        assert post.asked == before + 1
        assert row().state is MailState.QUEUED
        clock.forward(minutes=pause, seconds=-1)
        assert mail.deliver_due() == 0
        assert post.asked == before + 1, f"tried again before {pause} minutes"
        clock.forward(seconds=1)
    post.answer = "250 OK"
    assert mail.deliver_due() == 1
    assert row().state is MailState.SENT


def test_every_attempt_carries_the_same_message_id(clock: Clock) -> None:
    put()
    session().rollback()
    first = mail.message(row())["Message-ID"]
    clock.forward(hours=3)
    assert mail.message(row())["Message-ID"] == first
    assert mail.message(row())["Date"] == mail.message(row())["Date"]


@pytest.mark.parametrize("answer", ["550 no such user olena@example.org", "554 spam", "554 sp\0am"])
def test_a_refusal_is_final_and_told_without_the_address(post: Post, clock: Clock, answer: str) -> None:
    post.answer = answer
    put()
    assert mail.deliver_due() == 0
    clock.forward(days=2)
    assert mail.deliver_due() == 0
    refused = row()
    assert (refused.state, refused.attempts) == (MailState.REFUSED, 1)
    assert refused.error.startswith(answer[:6])
    assert "@" not in refused.error


def test_a_refused_connection_is_a_passing_trouble(app: Flask) -> None:
    put()
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], smtp_url="smtp://127.0.0.1:1?tls=off")
    assert mail.deliver_due() == 0
    assert (row().state, row().error) == (MailState.QUEUED, "ConnectionRefusedError")


def test_a_server_without_tls_gets_nothing(app: Flask, post: Post) -> None:
    put()
    plain = app.config["SETTINGS"].smtp_url
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], smtp_url=plain.replace("tls=off", "tls=starttls"))
    assert mail.deliver_due() == 0
    assert post.asked == 0
    assert (row().state, row().error) == (MailState.QUEUED, "SMTPNotSupportedError")


def test_after_a_day_of_trouble_an_organiser_must_look(post: Post, clock: Clock) -> None:
    post.answer = "451 later"
    put()
    for _hour in range(24):
        clock.forward(hours=1)
        mail.deliver_due()
    assert row().state is MailState.QUEUED
    for _hour in range(4):
        clock.forward(hours=1)
        mail.deliver_due()
    assert row().state is MailState.FAILED
    with transaction() as writing:
        mail.resend(writing.get_one(OutgoingMail, 1))
    post.answer = "250 OK"
    assert mail.deliver_due() == 1


def test_a_worker_killed_in_the_middle_loses_nothing(post: Post, clock: Clock) -> None:
    put()
    assert mail._claim(1) is not None  # noqa: SLF001 - the worker dies here
    assert mail.deliver_due() == 0
    clock.forward(minutes=10)
    assert mail.deliver_due() == 1
    assert len(post.received) == 1


def test_if_the_database_goes_after_the_receipt_a_second_copy_is_known_by_its_message_id(
    post: Post, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_told: object) -> None:
        raise OperationalError("COMMIT", None, ConnectionError())

    put()
    with monkeypatch.context() as going:
        going.setattr(mail, "_note", gone)
        with pytest.raises(OperationalError):
            mail.deliver_due()
    clock.forward(minutes=10)
    assert mail.deliver_due() == 1
    first, second = (message_from_bytes(envelope.original_content or b"")["Message-ID"] for envelope in post.received)
    assert first == second


def test_two_workers_do_not_send_twice() -> None:
    put()
    assert mail._claim(1) is not None  # noqa: SLF001
    assert mail._claim(1) is None  # noqa: SLF001


def test_a_broken_template_does_not_stop_the_mails_behind_it(post: Post) -> None:
    put(template="broken")
    put(to="second@example.org")
    assert mail.deliver_due() == 1
    assert [envelope.rcpt_tos for envelope in post.received] == [["second@example.org"]]
    states = session().execute(select(OutgoingMail.template, OutgoingMail.state)).all()
    assert {tuple(row) for row in states} == {("broken", MailState.FAILED), ("greeting", MailState.SENT)}


def test_waiting_mails_are_sent_oldest_first(post: Post) -> None:
    for number in range(3):
        put(to=f"{number}@example.org")
    mail.deliver_due()
    assert [envelope.rcpt_tos[0][0] for envelope in post.received] == ["0", "1", "2"]


def test_a_password_that_cannot_be_said_stops_no_worker(app: Flask) -> None:
    """It may hold ASCII alone."""
    fussy: dict[str, Any] = {"authenticator": lambda *_told: smtp.AuthResult(success=True), "auth_require_tls": False}
    controller = Controller(Post(), hostname="127.0.0.1", port=free_port(), **fussy)
    controller.start()
    try:
        url = f"smtp://office:p%C3%A4ssword@127.0.0.1:{controller.port}?tls=off"
        app.config["SETTINGS"] = replace(app.config["SETTINGS"], smtp_url=url)
        put()
        assert mail.deliver_due() == 0
    finally:
        controller.stop()
    assert (row().state, row().error) == (MailState.QUEUED, "UnicodeEncodeError")


def test_a_mail_goes_to_the_domain_that_was_typed(post: Post) -> None:
    """Not to what the rules of 2003 made of it, which may be somebody else's."""
    put(to="info@gießen.de")
    assert mail.deliver_due() == 1
    assert [envelope.rcpt_tos for envelope in post.received] == [["info@xn--gieen-nqa.de"]]


WORDS = ["Was", "gezeigt", "für", "Ämter", "Громади", "Мар’яна", "Nordrhein-Westfalen", "–", "🐘", "ü" * 60]


@given(words=st.lists(st.sampled_from(WORDS), min_size=1, max_size=16))
@example(words=["auf der Konferenz gezeigt: Virtuelle Konferenz für Kommunen aus Nordrhein-Westfalen"])
def test_a_long_subject_is_read_as_it_was_written(words: list[str]) -> None:
    name = " ".join(words)
    ours = OutgoingMail(
        public_id="x" * 22, template="greeting", locale="en", recipient="a@example.org", context={"name": name}
    )
    ours.created_at = clock_module.now()
    sent = mail.message(ours).as_bytes(policy=SMTP)
    assert message_from_bytes(sent, policy=SMTP)["Subject"] == f"Welcome {name}"
    head = sent.partition(b"\r\n\r\n")[0].splitlines()
    assert all(len(line) <= 78 for line in head if b"=?" in line), head


@pytest.mark.asvs("1.3.11")
@given(name=st.text(max_size=80) | st.sampled_from(["A\r\nBcc: evil@example.org", "A\u2028Bcc: x", "A\x00"]))
def test_no_name_adds_a_header_or_a_recipient(name: str) -> None:
    ours = OutgoingMail(
        public_id="x" * 22, template="greeting", locale="en", recipient="olena@example.org", context={"name": name}
    )
    ours.created_at = clock_module.now()
    made = mail.message(ours)
    parsed = message_from_bytes(made.as_bytes(), policy=SMTP)
    assert set(parsed.keys()) == {
        "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "Content-Language", "Content-Type",
        "MIME-Version",
    }  # fmt: skip
    assert parsed["To"] == "olena@example.org"
    assert len(parsed["To"].addresses) == 1
    assert all(len(line) <= 998 for line in made.as_bytes().split(b"\r\n"))


def test_without_a_server_production_keeps_the_mail(app: Flask) -> None:
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], smtp_url="", env="production")
    put()
    assert mail.deliver_due() == 0
    assert row().state is MailState.QUEUED
