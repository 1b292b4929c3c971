"""Slows guessing down: refused sign-ins are counted per block of addresses and per account, never who succeeds.

A browser that signed in before is known by a signed cookie and counted by itself, so that nobody can lock somebody
else out by guessing on purpose.
"""

import hmac
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final

from flask import Response as Answer
from flask import current_app, request
from werkzeug.wrappers import Response

from webapp.core import access, tokens
from webapp.core.addresses import address_key
from webapp.core.security import limiter

DEVICE: Final = "device"
KNOWN_FOR: Final = timedelta(days=180)
PER_BLOCK: Final = "10 per 10 minutes"
PER_ACCOUNT: Final = "20 per hour"
REFUSED: Final = 422


def slowed(view: Callable[..., Any]) -> Callable[..., Any]:
    """For a view that checks a password; it answers a wrong one with 422."""
    per_account = limiter.limit(PER_ACCOUNT, key_func=_account_key, deduct_when=_was_refused)
    per_block = limiter.limit(PER_BLOCK, deduct_when=_was_refused, exempt_when=_is_known_device)
    return per_block(per_account(view))


def remember_device(response: Response, email: str, now: datetime) -> Response:
    """From now on this browser is known for this account; the cookie opens nothing."""
    until = now + KNOWN_FOR
    value = tokens.sign(DEVICE, _account(email), version=0, until=until)
    secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
    response.set_cookie(_cookie(), value, expires=until, secure=secure, httponly=True, samesite="Lax")
    return response


def _was_refused(response: Answer) -> bool:
    return response.status_code == REFUSED


def _account_key() -> str:
    who = access.principal()
    account = _account(getattr(who, "email", "") or request.form.get("email", ""))
    return f"{'device' if _is_known(account) else 'account'} {account}"


def _is_known_device() -> bool:
    return _account_key().startswith("device")


def _is_known(account: str) -> bool:
    try:
        return tokens.read(DEVICE, request.cookies.get(_cookie(), "")).subject == account
    except (tokens.LinkInvalid, tokens.LinkExpired):
        return False


def _account(email: str) -> str:
    """Stands for the typed address where it is counted; not to be turned back without our secret."""
    secret = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.digest(secret, address_key(email[:254]).encode("utf-8", "surrogatepass"), "sha256").hex()[:32]


def _cookie() -> str:
    return "__Host-device" if current_app.config["SESSION_COOKIE_SECURE"] else "device"
