"""OutgoingMail: a row born in the transaction that causes it; a worker renders and sends it, and tries again."""

import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from enum import StrEnum
from smtplib import SMTPException
from time import monotonic
from typing import Any, Final
from urllib.parse import urlsplit

from flask import current_app, render_template
from sqlalchemy import Index, String, and_, bindparam, delete, func, insert, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from webapp.config import Settings
from webapp.core import clock, delivery, mail_headers
from webapp.core.addresses import address_key, ascii_domain
from webapp.core.db import Model, choice, random_id, session, transaction
from webapp.core.due import pull_in
from webapp.core.i18n import gettext as _
from webapp.core.i18n import speaking

log = logging.getLogger(__name__)
PAUSES: Final = (1, 5, 15, 60)  # minutes; the last one is repeated
MOST_ATTEMPTS: Final = 26  # with these pauses about a day
LOST_AFTER: Final = timedelta(minutes=10)  # a worker that took a mail so long ago was killed
LONGEST_ROUND: Final = 10.0  # seconds; jobs get their turn while a mail server hangs
SAMPLE: Final = "XXXXXXXX"  #: stands for a personal link in a preview


class MailState(StrEnum):
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    REFUSED = "refused"  #: the other side said no for good (5xx)
    FAILED = "failed"  #: a day of attempts was in vain


class OutgoingMail(Model):
    __tablename__ = "outgoing_mail"
    __table_args__ = (
        Index("ix_outgoing_mail_due", "state", "next_attempt_at"),
        Index("ix_outgoing_mail_recipient", "recipient_key", "created_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True, info={"personal": None})
    template: Mapped[str] = mapped_column(String(60), info={"personal": None})
    about: Mapped[str] = mapped_column(
        String(60), index=True, info={"personal": None}
    )  #: kind and public id of a thing; empty until the worker has written what the mail tells
    locale: Mapped[str] = mapped_column(String(2), info={"personal": None})
    recipient: Mapped[str] = mapped_column(String(254), info={"personal": "contact"})
    recipient_key: Mapped[str] = mapped_column(String(254), info={"personal": "contact"})
    context: Mapped[dict[str, Any] | None] = mapped_column(info={"personal": "content"})  #: gone once sent
    state: Mapped[MailState] = mapped_column(choice(MailState), default=MailState.QUEUED)
    attempts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    next_attempt_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    error: Mapped[str] = mapped_column(String(200), default="", info={"personal": None})


_writers: dict[str, Callable[["OutgoingMail"], bool]] = {}
ADD = insert(OutgoingMail.__table__)  # type: ignore[arg-type]  # built once: values() would build it anew each time
COUNT_TO = select(func.count(OutgoingMail.id)).where(
    OutgoingMail.recipient_key == bindparam("recipient_key"),
    OutgoingMail.created_at > bindparam("since"),
    OutgoingMail.about != "",
)


@dataclass(frozen=True, slots=True)
class Attachment:
    name: str
    kind: str  #: subtype of text/…, with its parameters, like "calendar; method=PUBLISH"
    text: str


def queue(
    template: str, to: str, locale: str, *, about: str, attachment: Attachment | None = None, **context: Any
) -> None:
    """Put a mail into the outbox within the running transaction. The context holds plain JSON values only."""
    now = clock.now()
    if attachment:
        context["_attachment"] = [attachment.name, attachment.kind, attachment.text]
    row = {
        "public_id": random_id(),
        "template": template,
        "about": about,
        "locale": locale,
        "recipient": to,
        "recipient_key": address_key(to),
        "context": context,
        "created_at": now,
        "next_attempt_at": now,
    }
    session().connection().execute(ADD, row)


def written_later(template: str, write: Callable[[OutgoingMail], bool]) -> None:
    """Have the worker complete mails of this kind just before they leave: `write` gives what they tell, or says False.

    Then the mail is forgotten. So an answer takes as long whether there is anything to write or not.
    """
    _writers[template] = write


def count_to(recipient_key: str, since: datetime, template: str) -> int:
    """How many mails of this kind were written to this mailbox."""
    found = COUNT_TO.where(OutgoingMail.template == template)
    return session().scalar(found, {"recipient_key": recipient_key, "since": since}) or 0


def forget(recipient_key: str) -> None:
    """Delete all mails to this mailbox, sent or not."""
    session().execute(delete(OutgoingMail).where(OutgoingMail.recipient_key == recipient_key))


def forget_about(things: Collection[str]) -> None:
    """Delete all mails about things that are no more, sent or not."""
    session().execute(delete(OutgoingMail).where(OutgoingMail.about.in_(things)))


def recall(template: str, things: Collection[str]) -> dict[str, datetime | None]:
    """Delete mails of this kind that no worker has taken up; for each thing of one, when its last mail was written
    that could not be deleted.
    """
    of_kind = OutgoingMail.template == template, OutgoingMail.about.in_(things)
    waiting = *of_kind, OutgoingMail.state == MailState.QUEUED
    found = set(session().scalars(select(OutgoingMail.about).where(*waiting)))
    session().execute(delete(OutgoingMail).where(*waiting))
    last = select(OutgoingMail.about, func.max(OutgoingMail.created_at)).where(*of_kind).group_by(OutgoingMail.about)
    left: dict[str, datetime] = dict(row for row in session().execute(last))
    return {thing: left.get(thing) for thing in found}


def deliver_due(limit: int = 50) -> int:
    """Send what is due; the number of mails that left. Safe to run in several workers at once."""
    now, began, sent = clock.now(), monotonic(), 0
    _pull_in(now)
    due = or_(OutgoingMail.state == MailState.QUEUED, OutgoingMail.state == MailState.SENDING)
    found = (
        select(OutgoingMail.id).where(due, OutgoingMail.next_attempt_at <= now).order_by(OutgoingMail.id).limit(limit)
    )
    mails = list(session().scalars(found))
    session().rollback()  # no reading transaction stays open while we talk to a mail server
    for mail_id in mails:
        sent += _deliver(mail_id)
        if monotonic() - began > LONGEST_ROUND:
            break
    return sent


def resend(mail: OutgoingMail) -> None:
    """An organiser's second try for a refused or failed mail."""
    mail.state, mail.attempts, mail.next_attempt_at, mail.error = MailState.QUEUED, 0, clock.now(), ""


def message(mail: OutgoingMail) -> EmailMessage:
    """The mail as it leaves: plain text and HTML in the recipient's language."""
    context = dict(mail.context or {})
    attachment = context.pop("_attachment", None)
    settings: Settings = current_app.config["SETTINGS"]
    with speaking(mail.locale):
        subject, text, html = (
            render_template(f"mail/{mail.template}/{part}", lang=mail.locale, greeting=greeting, **context)
            for part in ("subject.txt", "body.txt", "body.html")
        )
        sender = _address(settings.mail_from, "Konferenz")
    made = EmailMessage(policy=mail_headers.POLICY)
    made["From"] = sender
    made["To"] = _address(mail.recipient)
    made["Subject"] = " ".join(subject.split())
    made["Date"] = format_datetime(mail.created_at)
    # The same at every attempt, so that a mail sent twice is shown once
    made["Message-ID"] = f"<{mail.public_id}@{urlsplit(settings.base_url).hostname or 'localhost'}>"
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(text)
    made.add_alternative(html, subtype="html")
    if attachment:
        name, kind, content = attachment
        subtype, _semicolon, parameter = kind.partition("; ")
        parameters = dict([parameter.split("=", 1)]) if parameter else {}
        made.add_attachment(content, subtype=subtype, filename=name, params=parameters)
    made["Content-Language"] = mail.locale  # last, since a header of this family moves into the first part otherwise
    return made


def preview(template: str, locale: str, **context: Any) -> tuple[str, str]:
    """Subject and text as somebody gets them who reads this language; with SAMPLE as token no link opens anything."""
    draft = OutgoingMail(
        template=template, locale=locale, recipient="preview@example.org", public_id="preview", created_at=clock.now(),
        context={**context, "addressee": "", "person": ""},
    )  # fmt: skip
    made = message(draft)
    body = made.get_body(("plain",))
    return str(made["Subject"]), body.get_content() if body else ""


def greeting(name: str) -> str:
    """With the full name and without a guess at gender; languages that would have to decline it leave it out."""
    return str(_("Hello %(name)s,", name=name) if name else _("Hello,"))


def _address(text: str, shown: str = "") -> Address:
    name, _at, domain = text.rpartition("@")
    return Address(shown, name, ascii_domain(domain))


def _pull_in(now: datetime) -> None:
    fresh = and_(OutgoingMail.state == MailState.QUEUED, OutgoingMail.attempts == 0)
    longest = now + timedelta(minutes=PAUSES[-1])
    latest = (
        (fresh, now),
        (OutgoingMail.state == MailState.QUEUED, longest),
        (OutgoingMail.state == MailState.SENDING, now + LOST_AFTER),
    )
    pull_in(OutgoingMail.next_attempt_at, latest)


def _claim(mail_id: int) -> OutgoingMail | None:
    """Only the worker whose UPDATE hits the row has it; if that worker dies, the row is due again later."""
    now = clock.now()
    waiting = OutgoingMail.state.in_((MailState.QUEUED, MailState.SENDING))
    mine = update(OutgoingMail).where(OutgoingMail.id == mail_id, waiting, OutgoingMail.next_attempt_at <= now)
    with transaction() as writing:
        taken = writing.execute(
            mine.values(state=MailState.SENDING, next_attempt_at=now + LOST_AFTER, attempts=OutgoingMail.attempts + 1)
        )
        return writing.get(OutgoingMail, mail_id, populate_existing=True) if taken.rowcount == 1 else None  # type: ignore[attr-defined]


def _deliver(mail_id: int) -> bool:
    mail = _claim(mail_id)
    if mail is None or not _is_written(mail):
        return False
    failure, attempt = _send(mail), mail.attempts
    with transaction() as writing:
        kept = writing.get(OutgoingMail, mail_id, populate_existing=True)
        if kept is None or (kept.state, kept.attempts) != (MailState.SENDING, attempt):
            return failure is None  # forgotten meanwhile, or another worker took it up since this one took so long
        _note(kept, failure)
    log.info("mail", extra={"fields": {"mail": mail.public_id, "template": mail.template, "state": mail.state.value}})
    return failure is None


def _is_written(mail: OutgoingMail) -> bool:
    """Whether there is something to send; what nobody is to get is forgotten."""
    if mail.about or mail.template not in _writers:
        return True
    with transaction() as writing:
        kept = writing.get(OutgoingMail, mail.id, populate_existing=True)
        if kept is None or kept.about:
            return kept is not None
        try:
            with writing.begin_nested():
                is_to_leave = _writers[kept.template](kept)
        except Exception as error:  # it must not stop the mails behind it either, nor be kept for ever
            log.exception("mail %s cannot be written", kept.template)
            if kept.attempts <= MOST_ATTEMPTS:
                _note(kept, (MailState.QUEUED, type(error).__name__))
                return False
            is_to_leave = False
        if not is_to_leave:
            writing.delete(kept)
    return is_to_leave


def _send(mail: OutgoingMail) -> tuple[MailState, str] | None:
    """None if it left, else what becomes of it and why."""
    try:
        made = message(mail)
    except Exception as error:  # a broken template must not stop the mails behind it
        log.exception("mail %s cannot be made", mail.template)
        return MailState.FAILED, type(error).__name__
    try:
        delivery.send(made, current_app.config["SETTINGS"])
    except (SMTPException, OSError, MessageError, ValueError) as error:  # a password of ours with an ä is a ValueError
        for_good, said = delivery.verdict(error)
        later = MailState.FAILED if mail.attempts > MOST_ATTEMPTS else MailState.QUEUED
        return MailState.REFUSED if for_good else later, said
    return None


def _note(mail: OutgoingMail, failure: tuple[MailState, str] | None) -> None:
    now = clock.now()
    if failure is None:
        mail.state, mail.sent_at, mail.context, mail.error = MailState.SENT, now, None, ""
        return
    mail.state, mail.error = failure
    mail.next_attempt_at = now + timedelta(minutes=PAUSES[min(mail.attempts, len(PAUSES)) - 1])
