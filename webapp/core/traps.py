"""Traps against robots: an input that people never see, and a time in which nobody can fill in a form.

No puzzle, no third party, and nothing is kept about a visitor but a count of what was caught.
"""

import hashlib
from typing import Final

from flask import Flask, current_app, request
from itsdangerous import BadSignature, Signer
from prometheus_client import Counter

from webapp.config import Settings
from webapp.core import clock

BAIT: Final = "form_note"  #: must come back empty
OPENED: Final = "form_opened"  #: when the form was shown, signed
CAUGHT: Final = Counter("konferenz_robots", "Requests that a trap or a limit caught", ["by"], registry=None)


def init_app(app: Flask) -> None:
    app.jinja_env.globals["form_opened"] = form_opened


def form_opened() -> str:
    """For the hidden input; a form that is shown again keeps its time, so that the second try is not too quick."""
    if _opened_at() is not None:
        return request.form[OPENED]
    return _signer().sign(str(round(clock.now().timestamp() * 1000))).decode()


def too_quick() -> bool:
    """Whether this form comes back sooner than people can fill it in, or does not say when it was opened."""
    settings: Settings = current_app.config["SETTINGS"]
    opened_at = _opened_at()
    if not settings.form_seconds or (
        opened_at is not None and clock.now().timestamp() >= opened_at + settings.form_seconds
    ):
        return False
    CAUGHT.labels("time").inc()
    return True


def took_the_bait() -> bool:
    """Whether something stands where people see no field. Whoever put it there is answered like everybody."""
    if not any(request.form.getlist(BAIT)):
        return False
    CAUGHT.labels("bait").inc()
    return True


def _opened_at() -> float | None:
    """Seconds since 1970; None without a time that we signed."""
    try:
        opened_at = int(_signer().unsign(request.form.get(OPENED, ""))) / 1000
    except BadSignature:
        return None
    return opened_at if opened_at <= clock.now().timestamp() else None  # else a wrong clock would lock somebody out


def _signer() -> Signer:
    return Signer(current_app.config["SECRET_KEY"], salt=b"konferenz:form", digest_method=hashlib.sha256)
