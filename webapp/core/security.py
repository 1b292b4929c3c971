"""Response headers and CSP, trusted hosts and proxies, cookies, limits of size and rate."""

import ipaddress
from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Final
from urllib.parse import urlsplit

from flask import Flask, Request, Response, abort, request
from flask_limiter import Limiter
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.middleware.proxy_fix import ProxyFix

from webapp.config import Settings

CSP: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS: Final = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
BODY_LIMIT: Final = 64 * 1024


def _address_block() -> str:
    """Whose requests are counted together: /24 of IPv4, /64 of IPv6. Kept by the limiter only, for minutes."""
    address = ipaddress.ip_address(request.remote_addr or "127.0.0.1")
    return str(ipaddress.ip_network(f"{address}/{24 if address.version == 4 else 64}", strict=False))  # noqa: PLR2004


class _WithoutNul(ImmutableMultiDict[str, Any]):
    """What a query or a form says, without the character that PostgreSQL cannot even be asked for."""

    def __init__(self, pairs: Iterable[tuple[str, Any]] = ()) -> None:
        super().__init__((name.replace("\0", ""), _without_nul(value)) for name, value in pairs)


class _Request(Request):
    parameter_storage_class = _WithoutNul


limiter = Limiter(_address_block, default_limits=[], headers_enabled=True)


def _without_nul(value: Any) -> Any:
    return value.replace("\0", "") if isinstance(value, str) else value  # a file is none


def init_app(app: Flask, settings: Settings) -> None:
    app.config.update(
        MAX_CONTENT_LENGTH=BODY_LIMIT,  # Werkzeug's limits of form memory and parts do not apply to urlencoded bodies
        MAX_FORM_PARTS=200,
        SESSION_COOKIE_NAME="__Host-session" if settings.secure else "session",
        SESSION_COOKIE_SECURE=settings.secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=timedelta(hours=10),
        SESSION_REFRESH_EACH_REQUEST=False,  # else every answer, also a public page's, would set the cookie anew
        TRUSTED_HOSTS=_hosts(settings),
        RATELIMIT_STORAGE_URI=settings.redis_url or "memory://",
    )
    limiter.init_app(app)
    app.request_class = _Request
    app.before_request(_refuse_chunks)
    app.before_request(_refuse_nul)
    if settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, settings.proxies, settings.proxies, settings.proxies)  # type: ignore[method-assign]
    app.after_request(lambda response: _harden(response, secure=settings.secure))


def _refuse_chunks() -> None:
    """A body that does not say its length would be cut at the limit and taken for whole."""
    if "Transfer-Encoding" in request.headers:
        abort(411)


def _refuse_nul() -> None:
    if "\0" in request.path:
        abort(404)


def _hosts(settings: Settings) -> list[str]:
    host = urlsplit(settings.base_url).hostname
    local = ["127.0.0.1", "localhost"] if settings.development else []
    return [*([host] if host else []), *local]


def _harden(response: Response, *, secure: bool) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if secure:
        response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    if not response.cache_control.public and (request.endpoint != "static" or response.status_code >= 400):  # noqa: PLR2004
        # A page may show a person's data; static files and public data say otherwise themselves.
        response.headers["Cache-Control"] = "no-store"
    return response
