"""The headers that every answer of the program carries, and the cookies it may set."""

from http.cookies import SimpleCookie
from typing import Final

from werkzeug.test import TestResponse

HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
HSTS: Final = {"Strict-Transport-Security": "max-age=31536000; includeSubDomains"}


def wrong(response: TestResponse, *, secure: bool) -> list[str]:
    """Headers that are missing or say something else."""
    wanted = HEADERS | (HSTS if secure else {})
    found = {name: response.headers.get(name) for name in wanted}
    lines = [f"{name}: {found[name]}" for name in wanted if found[name] != wanted[name]]
    if "Cache-Control" not in response.headers:
        lines.append("no Cache-Control")
    if response.mimetype == "text/html" and "charset" not in response.mimetype_params:
        lines.append(f"Content-Type: {response.content_type}")
    return lines


def wrong_cookies(response: TestResponse, *, secure: bool, needless: bool) -> list[str]:
    """Cookies with too weak attributes, and any at all where none is needed."""
    cookies = SimpleCookie()
    for line in response.headers.getlist("Set-Cookie"):
        cookies.load(line)
    wanted = {"httponly": True, "samesite": "Lax", "path": "/", "secure": True if secure else ""}
    weak = [c.OutputString() for c in cookies.values() if {name: c[name] for name in wanted} != wanted]
    new = set(cookies) - set(response.request.cookies)  # who has one already was at a form before
    idle = [f"sets the cookie {name} without need" for name in new if needless]
    return [f"Set-Cookie: {text}" for text in weak] + idle
