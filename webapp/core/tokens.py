"""Signed links, each bound to a purpose, a row, that row's link version and a lifetime; nothing of them is stored."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer

from webapp.core import clock


class LinkInvalid(Exception):
    """Not one of our links, or one for another purpose."""


class LinkExpired(Exception):
    """Ours, but its time is over."""


@dataclass(frozen=True, slots=True)
class Link:
    subject: str
    version: int


def sign(purpose: str, subject: str, *, version: int, until: datetime) -> str:
    """The text for an address. Raising the row's version makes earlier links worthless."""
    return _signer(purpose).dumps([subject, version, int(until.timestamp())])


def read(purpose: str, token: str) -> Link:
    """Raises LinkInvalid or LinkExpired; whether the version still holds is the caller's question."""
    try:
        subject, version, until = _signer(purpose).loads(token[:300])
        end = datetime.fromtimestamp(until, UTC)
    except (BadData, ValueError, TypeError, OverflowError):
        raise LinkInvalid from None
    if clock.now() > end:
        raise LinkExpired
    return Link(subject, version)


def _signer(purpose: str) -> URLSafeSerializer:
    secret = current_app.config["SECRET_KEY"]
    return URLSafeSerializer(secret, salt=f"konferenz:{purpose}", signer_kwargs={"digest_method": hashlib.sha256})
