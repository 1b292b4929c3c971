"""A client that checks every page it is given, and reads and fills in pages as a browser without scripts does.

    page = client.get("/de/events/folgekonferenz/register")
    page = page.form().fill(given_name="Олена", email="olena@example.org").submit()
    assert page.h1 == "…"

A fault of any page fails the test that opened it; a rule one page may break is named: get(url, without={"typography"}).
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Self
from urllib.parse import urljoin, urlsplit

import headers as own_headers
import markup
from flask import Flask, has_app_context
from markup import attr
from statements import counted
from tags import Tag, words
from turbohtml import Document, parse
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from webapp.core.db import session

STATEMENTS: Final = 25
REDIRECTS: Final = {301, 302, 303, 307, 308}
POSTS: Final = re.compile(r"<form[^>]*method=.?post", re.IGNORECASE)
VALUES: Final = re.compile(r' value="[^"]+"')
_faultless: set[tuple[str, frozenset[str], str]] = set()


class Client:
    """A visitor with cookies of their own."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.browser = app.test_client()
        self.secure: bool = app.config["SESSION_COOKIE_SECURE"]
        self.base_url: str = app.config["SETTINGS"].base_url
        self.headers: dict[str, str] = {}  #: sent with every request

    def get(self, url: str, *, status: int = 200, follow: bool = False, **more: Any) -> "Page":
        """The page at this address; `more` is `headers`, `query`, `without` and `statements`."""
        return self.open("GET", url, status=status, follow=follow, **more)

    def post(self, url: str, data: Mapping[str, Any] | None = None, **more: Any) -> "Page":
        """The answer to exactly these fields; what a form itself sends is sent by page.form().submit()."""
        return self.open("POST", url, data=data or {}, **more)

    def open(
        self,
        method: str,
        url: str,
        *,
        status: int | None = None,
        follow: bool = False,
        without: Iterable[str] = (),
        statements: int = STATEMENTS,
        headers: Mapping[str, str] | None = None,
        **request: Any,
    ) -> "Page":
        """The checked answer. Without `status` anything below 500 is fine; `statements` is the most a page may need."""
        if has_app_context() and not session().info.get("writing"):
            session().rollback()  # what the test reads next is what is true after this request
        headers = {**self.headers, **(headers or {})}
        with self.app.app_context(), counted() as sent:  # a `g` of its own, even if the test stands in a context
            answer = self.browser.open(url, method=method, base_url=self.base_url, headers=headers, **request)
            answer.get_data()
            answer.close()
        page = Page(self, url, method, answer, sent)
        page.check(without, statements)
        if follow and page.status in REDIRECTS:
            assert not urlsplit(page.location).netloc, f"{url} leads elsewhere: {page.location}"
            return self.open("GET", page.location, status=status, follow=True, without=without, statements=statements)
        expected = page.status < 500 if status is None else page.status == status
        assert expected, f"{method} {url}: {page.status}, not {status}; {page.title} {page.errors()} {page.location}"
        return page


@dataclass(slots=True)
class Page:
    """One answer; of one that is not HTML only the headers are checked."""

    client: Client
    url: str
    method: str
    response: TestResponse
    statements: list[str]  #: SQL of the request, but for what frames a transaction
    _document: Document | None = None

    @property
    def document(self) -> Document:
        if self._document is None:
            self._document = parse(self.html)
        return self._document

    @property
    def path(self) -> str:
        return urlsplit(self.url).path

    @property
    def html(self) -> str:
        return self.response.get_data(as_text=True) if self.is_html and self.status not in REDIRECTS else ""

    @property
    def is_html(self) -> bool:
        return self.response.mimetype == "text/html"

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def location(self) -> str:
        return self.response.headers.get("Location", "")

    @property
    def body(self) -> bytes:
        return self.response.get_data()

    @property
    def text(self) -> str:
        """All that is read on the page, in one line."""
        return words(self.one("body"))

    @property
    def title(self) -> str:
        return " ".join(map(words, self.all("title")))

    @property
    def h1(self) -> str:
        return words(self.one("h1"))

    @property
    def lang(self) -> str:
        return attr(self.one("html"), "lang")

    def all(self, selector: str) -> list[Tag]:
        return list(map(Tag, self.document.select(selector)))

    def one(self, selector: str) -> Tag:
        found = self.all(selector)
        assert len(found) == 1, f"{len(found)} of {selector} on {self.url}"
        return found[0]

    def errors(self) -> list[str]:
        """The lines of the error summary."""
        return [words(tag) for tag in self.all(".error-summary li")]

    def link(self, text: str) -> str:
        """Address behind the link with these words, or whose words begin so."""
        links = [tag for tag in self.all("a[href]") if words(tag).startswith(text)]
        exact = [tag for tag in links if words(tag) == text]
        targets = {attr(tag, "href") for tag in exact or links}
        assert len(targets) == 1, f"{len(targets)} links “{text}” among {[words(tag) for tag in self.all('a[href]')]}"
        return urljoin(self.url, targets.pop())

    def click(self, text: str, **more: Any) -> "Page":
        return self.client.get(self.link(text), follow=True, **more)

    def form(self, which: str = "") -> "Form":
        """The form with this id or action; without, the only one in <main>."""
        found = [tag for tag in self.all("form") if which in {attr(tag, "id"), attr(tag, "action")}] if which else []
        found = found or ([] if which else self.all("main form"))
        assert len(found) == 1, f"{len(found)} forms {which!r} on {self.url}"
        return Form(self, found[0])

    def table(self, selector: str = "main table") -> list[dict[str, str]]:
        """Rows of the only table there, as heading → text."""
        table = self.one(selector)
        heads = [words(head) for head in table.select("thead th")]
        return [dict(zip(heads, map(words, row("td", "th")), strict=False)) for row in table.select("tbody tr")]

    def check(self, without: Iterable[str], statements: int) -> None:
        without = set(without)
        plain = self.method == "GET" and not self.path.startswith("/manage") and not POSTS.search(self.html)
        found = own_headers.wrong_cookies(self.response, secure=self.client.secure, needless=plain)
        found += [] if "headers" in without else own_headers.wrong(self.response, secure=self.client.secure)
        if self.is_html and self.status not in REDIRECTS:
            found += self._faults(frozenset(without - {"headers"}))
        if len(self.statements) > statements:
            found.append("\n    ".join([f"{len(self.statements)} statements, at most {statements}:", *self.statements]))
        assert not found, f"{self.method} {self.url} ({self.status}):\n  " + "\n  ".join(found)

    def _faults(self, without: frozenset[str]) -> list[str]:
        """Of the page; one that differs from an earlier one only in values of its inputs is as good as that."""
        known, found = self._known(without), []
        if known not in _faultless:
            found = markup.faults(markup.read(self.path, self.html), without)
        if not found:
            _faultless.add(known)
        return found

    def _known(self, without: frozenset[str]) -> tuple[str, frozenset[str], str]:
        return self.path, without, VALUES.sub(' value="…"', self.html)


class Form:
    """What a browser would send of a form: hidden inputs, chosen options, ticked boxes, the button pressed."""

    def __init__(self, page: Page, tag: Tag) -> None:
        self.page, self.tag = page, tag
        own = attr(tag, "id")
        inside = set(tag("input", "select", "textarea", "button"))
        everything = [  # in the order of the page, since Enter presses the first button
            control
            for control in page.all("input, select, textarea, button")
            if control in inside or (own and attr(control, "form") == own)
        ]
        self.buttons = [control for control in everything if control.name == "button"]
        controls = [control for control in everything if control.name != "button"]
        self.controls = [control for control in controls if attr(control, "name") and not control.has_attr("disabled")]
        self.values: MultiDict[str, Any] = MultiDict()
        for control in self.controls:
            self.values.setlist(attr(control, "name"), [*self.values.getlist(attr(control, "name")), *_sent(control)])

    def fill(self, **values: Any) -> Self:
        """Type, choose and tick: text, an option's value, a list of them, True or False; only what the page offers."""
        for name, value in values.items():
            offered = [control for control in self.controls if attr(control, "name") == name]
            assert offered, f"no field {name!r} among {sorted({attr(control, 'name') for control in self.controls})}"
            self.values.setlist(name, _typed(offered, value))
        return self

    def forge(self, **values: Any) -> Self:
        """Send also what no browser would."""
        for name, value in values.items():
            self.values.setlist(name, value if isinstance(value, list) else [value])
        return self

    def leave_out(self, *names: str) -> Self:
        for name in names:
            self.values.poplist(name)
        return self

    def submit(self, button: str = "", *, follow: bool = True, **more: Any) -> Page:
        """Press the button with these words, or the first one."""
        data = MultiDict(self.values)
        pressed = self._button(button)
        if pressed is not None and attr(pressed, "name"):
            data.add(attr(pressed, "name"), attr(pressed, "value"))
        own = attr(pressed, "formaction") if pressed is not None else ""
        url = urljoin(self.page.url, own or attr(self.tag, "action"))
        if attr(self.tag, "method").lower() == "get":
            address = url.partition("?")[0]
            return self.page.client.open("GET", address, query_string=data, follow=follow, **more)
        return self.page.client.open("POST", url, data=data, follow=follow, **more)

    def _button(self, text: str) -> Tag | None:
        buttons = [tag for tag in self.buttons if attr(tag, "type") in {"", "submit"}]
        found = [tag for tag in buttons if words(tag).startswith(text)]
        assert found or not text, f"no button “{text}” among {[words(tag) for tag in buttons]}"
        return found[0] if found else None


def _sent(control: Tag) -> list[str]:
    """What this control sends untouched."""
    kind = attr(control, "type")
    if kind in {"submit", "button", "image", "reset", "file"}:
        return []
    if kind in {"checkbox", "radio"}:
        return [attr(control, "value") or "on"] if control.has_attr("checked") else []
    if control.name == "textarea":
        return [control.get_text()]
    if control.name == "select":
        return _chosen(control)
    return [attr(control, "value")]


def _chosen(select: Tag) -> list[str]:
    options = select("option")
    chosen = [attr(option, "value") for option in options if option.has_attr("selected")]
    if select.has_attr("multiple"):
        return chosen
    return chosen[-1:] or [attr(option, "value") for option in options[:1]]


def _typed(controls: list[Tag], value: Any) -> list[Any]:
    """What these controls of one name send after a person gave them this value."""
    first = controls[0]
    if attr(first, "type") == "checkbox" and isinstance(value, bool):
        return [attr(first, "value") or "on"] if value else []
    wanted = value if isinstance(value, list) else [value]
    if first.name == "select" or attr(first, "type") in {"radio", "checkbox"}:
        options = first("option") if first.name == "select" else controls
        offered = {attr(option, "value") for option in options}
        assert set(wanted) <= offered, f"{attr(first, 'name')}: {wanted} is not among the {len(offered)} offered"
    return wanted
