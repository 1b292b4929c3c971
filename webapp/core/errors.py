"""The DomainError family, each knows its status; and what a person sees when something goes wrong."""

import logging
from typing import Any, ClassVar

from flask import Flask, Response, current_app, g, jsonify, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree
from werkzeug.exceptions import HTTPException, SecurityError

from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy_gettext as _l

log = logging.getLogger(__name__)

TEXTS = {
    400: (
        _l("This request could not be understood"),
        _l("Please go back, load the page again and repeat your last step."),
    ),
    403: (_l("You may not open this page"), _l("Your account does not have the right to do this.")),
    404: (_l("Page not found"), _l("Please check the address. The page may have moved or the link may be incomplete.")),
    405: (_l("This does not work this way"), _l("Please go back, load the page again and repeat your last step.")),
    410: (_l("This link is no longer valid"), _l("Please ask for a new link on the conference page.")),
    413: (
        _l("That was too much text"),
        _l("Nothing was saved. Please go back, shorten your entries and send them again."),
    ),
    429: (_l("Too many attempts"), _l("Please wait a few minutes and try again.")),
    500: (
        _l("Something went wrong on our side"),
        _l("Please try again. If it happens again, tell us the reference below."),
    ),
    503: (
        _l("Not saved: please try again shortly"),
        _l("Our system is very busy. Nothing was saved. Please send your entries again in a minute."),
    ),
}
UNREADABLE = (
    _l("This page cannot be shown just now"),
    _l("Our system is very busy or being restarted. Please load the page again in a minute."),
)  #: 503 of who only reads
BUSY = (OperationalError, NoConnectionFree)
TOO_OLD = (
    _l("Nothing was saved. Please go back, load the page again, and allow your browser to accept cookies."),
    _l("This page was open for too long"),
)


TOO_LARGE_A_FILE = (
    _l("Nothing was saved. Please go back and choose a smaller file."),
    _l("That file is too large"),
)


class DomainError(Exception):
    """A rule of the domain says no; text and heading are for the person, `field` names the field of a form."""

    status: ClassVar[int] = 409

    def __init__(self, text: object = None, field: str | None = None, heading: object = None) -> None:
        super().__init__(str(text))
        self.text = text
        self.field = field
        self.heading = heading


class NotThere(DomainError):
    status = 404


class Gone(DomainError):
    status = 410


class Stale(DomainError):
    """Somebody else was quicker; the page shows what holds now."""


class Refused(DomainError):
    """The input cannot be used as it is."""

    status = 422


def init_app(app: Flask) -> None:
    app.register_error_handler(DomainError, _domain)
    app.register_error_handler(HTTPException, _http)
    for kind in BUSY:
        app.register_error_handler(kind, busy)
    app.register_error_handler(Exception, _unexpected)
    app.log_exception = _log_failure  # type: ignore[method-assign]  # Flask's own line quotes the address


def page(status: int, text: object = None, heading: object = None) -> ResponseReturnValue:
    """The error page of this status; problem+json where an API was asked."""
    usual_heading, usual_text = TEXTS.get(status, TEXTS[400 if status < 500 else 500])  # noqa: PLR2004
    if request.path.startswith("/api/"):
        answer = jsonify(
            type="about:blank", status=status, title=str(heading or usual_heading), detail=str(text or usual_text)
        )
        answer.mimetype = "application/problem+json"
        return answer, status
    shown = {"heading": heading or usual_heading, "text": text or usual_text, "reference": g.get("request_id", "")}
    return render_template("error.html", status=status, **shown), status


def _domain(error: DomainError) -> ResponseReturnValue:
    return page(
        error.status, error.text, error.heading or (None if error.status in TEXTS else _("This is not possible"))
    )


def _http(error: HTTPException) -> ResponseReturnValue:
    usual = error.get_response()
    if isinstance(error, SecurityError):
        return Response("This host is not served here.\n", 400, mimetype="text/plain")  # no page: it could not link
    if error.code is None or error.code < 400:  # noqa: PLR2004 - a redirect is raised too
        return usual
    texts = TOO_OLD if isinstance(error, CSRFError) else TOO_LARGE_A_FILE if _is_a_file(error.code) else ()
    answer = make_response(page(error.code, *texts))
    for name in {"Allow", "Retry-After"} & set(usual.headers.keys()):
        answer.headers[name] = usual.headers[name]
    return answer


def _is_a_file(status: int) -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    return status == 413 and hasattr(view, "body_limit")  # noqa: PLR2004


def busy(error: OperationalError | NoConnectionFree) -> ResponseReturnValue:
    """The database is locked, full or away: nothing was saved."""
    log.error("database not available: %s", type(getattr(error, "orig", error)).__name__)
    heading, text = UNREADABLE if request.method in {"GET", "HEAD"} else TEXTS[503]
    return page(503, text, heading)


def _log_failure(exc_info: Any) -> None:
    """The error page itself failed."""
    log.error("the error page failed", exc_info=exc_info)


def _unexpected(error: Exception) -> ResponseReturnValue:
    log.error("unexpected %s", type(error).__name__, exc_info=error)
    return page(500)
