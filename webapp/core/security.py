"""Response headers and CSP, trusted hosts and proxies, cookies, limits of size and rate."""

import hmac
import ipaddress
from collections.abc import Callable, Iterable
from datetime import timedelta
from math import ceil
from typing import Any, Final, TypeVar
from urllib.parse import urlsplit

from flask import Flask, Request, Response, abort, current_app, request
from flask_limiter import Limiter
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.middleware.proxy_fix import ProxyFix

from webapp.config import Settings
from webapp.core import clock

View = TypeVar("View", bound=Callable[..., Any])
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
SECONDS_WITHOUT_REDIS: Final = 60
PUT_BACK: Final = 60.0  #: seconds; a clock that is set right a little now and then goes back by less


def csp_with_form_to(sources: Iterable[str]) -> str:
    """For a page whose form leads elsewhere: Chromium blocks also the redirect that answers it."""
    return CSP.replace("form-action 'self'", " ".join(["form-action 'self'", *sources]))


def takes_files(limit: int) -> Callable[[View], View]:
    """For a POST view that is given a file of at most so many bytes; who may not use it sends none, see access."""

    def declare(view: View) -> View:
        view.body_limit = limit + BODY_LIMIT  # type: ignore[attr-defined]
        return view

    return declare


def file_limit() -> int | None:
    """In bytes; None where no file is expected."""
    return getattr(current_app.view_functions.get(request.endpoint or ""), "body_limit", None)


class _WithoutNul(ImmutableMultiDict[str, Any]):
    """What a query or a form says, without the character that PostgreSQL cannot even be asked for."""

    def __init__(self, pairs: Iterable[tuple[str, Any]] = ()) -> None:
        super().__init__((name.replace("\0", ""), _without_nul(value)) for name, value in pairs)


class _Request(Request):
    parameter_storage_class = _WithoutNul


def address_block(text: str) -> str:
    """Whose requests are counted together: /24 of IPv4, /48 of IPv6, which is what one site gets."""
    address = _address(text)
    if address is None:
        return "unknown"  # a proxy may write anything
    return str(ipaddress.ip_network(f"{address}/{24 if address.version == 4 else 48}", strict=False))  # noqa: PLR2004


def from_this_machine() -> bool:
    """Also what a proxy passes on whose headers we were not told to trust."""
    address = _address(request.remote_addr or "")
    return address is not None and address.is_loopback


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _who() -> str:
    """Stands for the block of addresses where requests are counted; not to be turned back without our secret."""
    secret = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.digest(secret, address_block(request.remote_addr or "").encode(), "sha256").hex()[:32]


class _Limiter(Limiter):
    """No limit holds for all pages, so only a view which has one asks for it, not every request."""

    def _check_request_limit(self, callable_name: str | None = None, in_middleware: bool = True) -> None:  # noqa: FBT001, FBT002 - theirs
        if not in_middleware:
            super()._check_request_limit(callable_name, in_middleware)


limiter = _Limiter(_who, default_limits=[], headers_enabled=False)  # its headers would tell what others do


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
        RATELIMIT_STORAGE_URI=_storage(settings.redis_url),
        RATELIMIT_STORAGE_OPTIONS=_redis_options() if settings.redis_url else {},
        RATELIMIT_IN_MEMORY_FALLBACK_ENABLED=bool(settings.redis_url),
        # what is done has not failed because nobody could count it
        RATELIMIT_SWALLOW_ERRORS=bool(settings.redis_url),
    )
    if not settings.redis_url:
        app.before_request(_count_anew_if_put_back)
    limiter.init_app(app)
    app.request_class = _Request
    app.before_request(_refuse_chunks)
    app.before_request(_refuse_nul)
    app.before_request(_let_files_in)
    if settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, settings.proxies, settings.proxies, settings.proxies)  # type: ignore[method-assign]
    app.after_request(lambda response: _harden(response, secure=settings.secure))


def _count_anew_if_put_back() -> None:
    """What is counted in memory ends by the clock: put back by three days, it would keep a block out for three more."""
    now, known = clock.now().timestamp(), current_app.extensions
    if now < known.get("last_request", now) - PUT_BACK:
        limiter.reset()
    known["last_request"] = now


def _storage(redis_url: str) -> str:
    return redis_url.replace("unix://", "redis+unix://", 1) or "memory://"


def _redis_options() -> dict[str, Any]:
    """Without Redis every web process counts for itself: better than turning people away. A second is long."""
    from redis.backoff import NoBackoff  # noqa: PLC0415 - 6 MB and the longest import, which few installations need
    from redis.retry import Retry  # noqa: PLC0415

    return {"socket_timeout": 1, "socket_connect_timeout": 1, "retry": Retry(NoBackoff(), 1)}


def _refuse_chunks() -> None:
    """A body that does not say its length would be cut at the limit and taken for whole."""
    if "Transfer-Encoding" in request.headers:
        abort(411)


def _refuse_nul() -> None:
    if "\0" in request.path:
        abort(404)


def _let_files_in() -> None:
    request.max_content_length = file_limit() or BODY_LIMIT


def _hosts(settings: Settings) -> list[str]:
    host = urlsplit(settings.base_url).hostname
    local = ["127.0.0.1", "localhost"] if settings.development else []
    return [*([host] if host else []), *local]


def _harden(response: Response, *, secure: bool) -> Response:
    own = {name.lower() for name, _value in response.headers}
    for name, value in HEADERS.items():
        if name.lower() not in own:
            response.headers.add(name, value)  # without a look through the others for each
    if secure:
        response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    if not response.cache_control.public and (request.endpoint != "static" or response.status_code >= 400):  # noqa: PLR2004
        # A page may show a person's data; static files and public data say otherwise themselves.
        response.headers["Cache-Control"] = "no-store"
    if response.status_code == 429 and limiter.current_limit:  # noqa: PLR2004
        response.headers["Retry-After"] = str(seconds_to_wait())
    if response.status_code == 503:  # noqa: PLR2004
        response.headers["Retry-After"] = "60"
    return response


def seconds_to_wait() -> int:
    """Until a request that was over a limit may be repeated."""
    try:
        ends = limiter.current_limit.window.reset_time if limiter.current_limit else 0
    except limiter.storage.base_exceptions:
        return SECONDS_WITHOUT_REDIS  # it went since it said no
    return max(1, ceil(ends - clock.now().timestamp()))
