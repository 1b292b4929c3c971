"""How a made mail leaves: over SMTP with verified TLS, or in development as an .eml file."""

import re
import smtplib
import socket
import ssl
from contextlib import suppress
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from threading import Timer
from typing import Any, Final
from urllib.parse import parse_qs, unquote, urlsplit

from webapp.config import Settings
from webapp.core import names

TIMEOUT = 30  #: seconds without a word from the other side
PERMANENT: Final = 500
AT_MOST = 120  #: seconds for a whole mail: each answer may come in time, letter by letter


def send(message: EmailMessage, settings: Settings) -> None:
    """Raises SMTPException or OSError when the mail did not leave."""
    if settings.smtp_url:
        _smtp(message, settings.smtp_url)
    elif settings.development:
        _file(message, mailbox(settings))
    else:
        raise OSError("KONFERENZ_SMTP_URL is missing")


def verdict(error: Exception) -> tuple[bool, str]:
    """Whether the other side refused this mail for good, and what organisers read about the failure."""
    code, said, about_this_mail = 0, type(error).__name__, False
    if isinstance(error, smtplib.SMTPRecipientsRefused) and error.recipients:
        code, reply = next(iter(error.recipients.values()))
        said, about_this_mail = reply.decode("utf-8", "replace"), True
    elif isinstance(error, smtplib.SMTPResponseException):
        raw: bytes | str = error.smtp_error
        code, said = error.smtp_code, raw.decode("utf-8", "replace") if isinstance(raw, bytes) else raw
        about_this_mail = isinstance(error, smtplib.SMTPDataError)
    without_addresses = re.sub(r"\S+@\S+", "…", names.clean(said))  # a NUL would keep PostgreSQL from noting it
    # a wrong password of ours is no verdict about the mail
    return code >= PERMANENT and about_this_mail, f"{code or ''} {without_addresses}".strip()[:200]


def mailbox(settings: Settings) -> Path:
    return settings.instance / "mailbox"


def _smtp(message: EmailMessage, url: str) -> None:
    parts = urlsplit(url)
    tls = parse_qs(parts.query).get("tls", ["starttls"])[0]
    context = ssl.create_default_context()  # verifies the server's certificate and name
    host = parts.hostname or ""
    if tls == "on":
        connection: smtplib.SMTP = _Encrypted(host, parts.port or 465, timeout=TIMEOUT, context=context)
    else:
        connection = _Connection(host, parts.port or 587, timeout=TIMEOUT)
    try:
        if tls == "starttls":
            connection.starttls(context=context)
        if parts.username:
            connection.login(unquote(parts.username), unquote(parts.password or ""))
        connection.send_message(message)
        with suppress(smtplib.SMTPException, OSError):
            connection.quit()  # the mail has left, however the other side says goodbye
    finally:
        connection.close()


class _HangingUp:
    """A connection that hangs up by itself, also while it waits; whoever waits finds that the server is gone."""

    sock: socket.socket | None = None

    def __init__(self, *arguments: Any, **more: Any) -> None:
        self._timer = Timer(AT_MOST, self._hang_up)
        self._timer.daemon = True
        self._timer.start()
        try:
            super().__init__(*arguments, **more)
        except BaseException:
            self._timer.cancel()
            raise

    def close(self) -> None:
        self._timer.cancel()
        super().close()  # type: ignore[misc]

    def _hang_up(self) -> None:
        if self.sock is not None:
            with suppress(OSError):
                socket.socket.shutdown(self.sock, socket.SHUT_RDWR)  # past TLS, in whose midst another thread is


class _Connection(_HangingUp, smtplib.SMTP):
    """Plain until STARTTLS."""


class _Encrypted(_HangingUp, smtplib.SMTP_SSL):
    """From the first byte."""


def _file(message: EmailMessage, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    # named by its Message-ID: a mail that is sent again replaces itself
    name = str(message["Message-ID"]).strip("<>").partition("@")[0]
    part = folder / f"{name}.part"
    part.write_bytes(message.as_bytes(policy=SMTP))
    part.rename(folder / f"{name}.eml")
