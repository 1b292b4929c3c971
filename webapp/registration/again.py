"""The page that keeps what was typed and sends it again: over a limit, or when the database is busy."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, current_app, render_template, request
from flask.typing import ResponseReturnValue

from webapp.core import clock, errors, security, traps
from webapp.core.forms import ONLY_LANGUAGE


def keep_typed(bp: Blueprint, too_many: object) -> None:
    """For pages of this blueprint; `too_many` is the heading over a limit."""

    def over_limit(_error: Exception) -> ResponseReturnValue:
        """Without a look into the database; what was typed stays on the page and is sent again from there."""
        traps.CAUGHT.labels("limit").inc()
        return _keeping(too_many, security.seconds_to_wait()), 429

    bp.register_error_handler(429, over_limit)
    for kind in errors.BUSY:
        bp.register_error_handler(kind, _busy)


def _busy(error: Any) -> ResponseReturnValue:
    """What was typed stays on the page too: Back would show an empty form, since browsers may not store our pages."""
    answer = errors.busy(error)
    view = current_app.view_functions[request.endpoint or ""]
    return (_keeping(errors.TEXTS[503][0], 60), 503) if getattr(view, "keeps_typed", False) else answer


def _keeping(heading: object, seconds: int) -> str:
    """The page that sends everything again."""
    kept = [item for item in request.form.items(multi=True) if item[0] not in {"csrf_token", ONLY_LANGUAGE}]
    again_at = clock.now() + timedelta(seconds=seconds)
    return render_template("registration/too_many.html", heading=heading, kept=kept, again_at=again_at)
