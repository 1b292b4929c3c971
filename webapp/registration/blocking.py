"""Addresses that asked not to be written to, of which only a keyed hash is kept."""

import hashlib
import hmac
from collections.abc import Iterable
from typing import Final

from flask import current_app
from sqlalchemy import bindparam, exists, select

from webapp.core.db import session
from webapp.registration.models import BlockedAddress

BLOCKED: Final = exists().where(BlockedAddress.address_hash == bindparam("address_hash"))
MOST_AT_ONCE: Final = 500  #: values of one statement


def is_blocked(mail_key: str) -> bool:
    return bool(session().scalar(select(BLOCKED), {"address_hash": address_hash(mail_key)}))


def blocked_among(mail_keys: Iterable[str]) -> set[str]:
    by_hash = {address_hash(key): key for key in mail_keys}
    asked, found = list(by_hash), set[str]()
    for start in range(0, len(asked), MOST_AT_ONCE):
        some = BlockedAddress.address_hash.in_(asked[start : start + MOST_AT_ONCE])
        found.update(session().scalars(select(BlockedAddress.address_hash).where(some)))
    return {by_hash[one] for one in found}


def address_hash(mail_key: str) -> str:
    secret = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(secret, mail_key.encode(), hashlib.sha256).hexdigest()
