"""The same headers on every kind of answer; what a page loads may be kept, what shows a person may not."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from addresses import Address
from flask import Flask
from page import Client

from webapp.core.security import BODY_LIMIT, limiter


@pytest.mark.asvs("3.4.1")
@pytest.mark.asvs("3.4.4")
def test_every_answer_is_hardened(site: list[Address], visitors: dict[str, Client]) -> None:
    """The client looks at the headers of each answer; here are the kinds that no page shows."""
    visitor = visitors["owner"]
    visitor.open("GET", "/en/nowhere", status=404)
    visitor.open("PUT", "/en/", status=405)
    visitor.open("POST", "/en/events/x/register", data=b"x" * (BODY_LIMIT + 1), status=413)
    visitor.open("GET", "/", status=302)
    visitor.open("GET", "/static/site.css")
    visitor.open("GET", "/static/none.css", status=404)
    for address in site:
        if address.method == "POST":
            visitor.open("POST", address.url)


def test_a_page_without_a_limit_asks_for_none(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str | None] = []
    resolve = limiter.limit_manager.resolve_limits

    def noted(app: Flask, endpoint: str | None = None, *more: Any) -> Any:
        asked.append(endpoint)
        return resolve(app, endpoint, *more)

    monkeypatch.setattr(limiter.limit_manager, "resolve_limits", noted)
    client.get("/en/")
    assert asked == []
    client.post("/en/events/none/register", status=404)
    assert set(asked) == {"registration.register"}


@pytest.mark.asvs("3.3.1")
def test_under_https_cookies_and_transport_are_strict(make_app: Callable[..., Flask]) -> None:
    client = Client(make_app(base_url="https://konferenz.example"))
    page = client.get("/manage/sign-in")
    [cookie] = page.response.headers.getlist("Set-Cookie")
    assert cookie.startswith("__Host-session=")
    assert "Domain" not in cookie
    page = client.get("/en/")
    assert page.response.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


def test_without_https_nothing_promises_it(client: Client) -> None:
    assert "Strict-Transport-Security" not in client.get("/en/").response.headers


@pytest.mark.asvs("14.3.2")
def test_no_page_of_a_person_is_kept(site: list[Address], visitors: dict[str, Client]) -> None:
    pages = [address for address in site if address.method == "GET"]
    personal = [address for address in pages if "/r/" in address.url or "/manage" in address.url]
    assert len(personal) > 8
    for address in personal:
        assert visitors["owner"].open("GET", address.url).response.headers["Cache-Control"] == "no-store", address


def test_versioned_files_are_kept_for_a_year(client: Client) -> None:
    page = client.get("/en/")
    addresses = [str(tag["href"]) for tag in page.all("link[rel=stylesheet]")]
    assert addresses
    for address in addresses:
        assert "immutable" in client.get(address).response.headers["Cache-Control"]
        assert "immutable" not in client.get(address.partition("?")[0]).response.headers["Cache-Control"]


@pytest.mark.asvs("13.4.1")
@pytest.mark.parametrize("path", ["/.git/config", "/static/../config.py", "/static/%2e%2e/config.py", "/secret_key"])
def test_nothing_of_our_insides_is_served(client: Client, path: str) -> None:
    client.open("GET", path, status=404)


def test_other_methods_are_refused(client: Client) -> None:
    for method in ("TRACE", "CONNECT", "PROPFIND"):
        assert client.open(method, "/en/").status in {400, 405}


@pytest.mark.asvs("4.1.3")
def test_forwarded_headers_count_only_behind_a_proxy(make_app: Callable[..., Flask]) -> None:
    forged = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https", "X-Forwarded-For": "127.0.0.1"}
    page = Client(make_app()).get("/en/", headers=forged)
    assert "evil.example" not in page.body.decode()


def test_too_many_attempts_are_429_with_a_time(make_app: Callable[..., Flask]) -> None:
    app = make_app()
    app.add_url_rule("/en/limited", "limited", limiter.limit("1 per minute")(_limited))
    client = Client(app)
    client.get("/en/limited")
    page = client.get("/en/limited", status=429)
    assert page.h1 == "Too many attempts"
    assert int(page.response.headers["Retry-After"]) <= 60


def test_the_vendor_folder_is_filled(app: Flask) -> None:
    vendor = Path(app.static_folder or "") / "vendor"
    assert (vendor / "kern.min.css").is_file(), "run “make” first: it installs the styles from npm"


def _limited() -> tuple[str, int, dict[str, str]]:
    return "fine", 200, {"Content-Type": "text/plain; charset=utf-8"}


_limited.access = "public"  # type: ignore[attr-defined]
