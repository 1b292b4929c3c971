"""The mailbox of development: shows what would have been sent, to this machine alone."""

import os
from collections.abc import Callable
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest
from flask import Flask
from page import Client

from webapp.admin.views import CSP_OF_A_MAIL
from webapp.config import Settings

HTML = """<!doctype html><html lang="uk"><head><title>x</title><style>p { color: red }</style></head><body>
<p>Добрий день!</p><a href="http://localhost/uk/c/abc">Підтвердити <b>реєстрацію</b></a>
<a href="javascript:alert(1)">нічого</a></body></html>"""


@pytest.fixture
def post(settings: Settings) -> Callable[..., Path]:
    """A mail lands in the mailbox."""

    def run(name: str, subject: str = "Підтвердіть реєстрацію", *, at: int = 1_790_000_000) -> Path:
        made = EmailMessage(policy=SMTP)
        made["From"], made["To"], made["Subject"] = "konferenz@example.org", "olena@example.org", subject
        made["Date"], made["Content-Language"] = "Thu, 03 Dec 2026 09:00:00 +0000", "uk"
        made.set_content('Добрий день!\nhttp://localhost/uk/c/abc\n<script>alert("x")</script>\n')
        made.add_alternative(HTML, subtype="html")
        made.add_attachment("BEGIN:VCALENDAR\r\n", subtype="calendar", filename="Конференція.ics")
        folder = settings.instance / "mailbox"
        folder.mkdir(exist_ok=True)
        path = folder / f"{name}.eml"
        path.write_bytes(made.as_bytes())
        os.utime(path, (at, at))
        return path

    return run


@pytest.fixture
def english(client: Client) -> Client:
    client.headers["Accept-Language"] = "en"
    return client


def test_an_empty_mailbox_says_how_to_fill_it(english: Client) -> None:
    assert "Register for a conference" in english.get("/dev/mailbox").text


def test_the_newest_comes_first(english: Client, post: Callable[..., Path]) -> None:
    post("first", "Перший", at=1)
    post("second", "Другий", at=3)
    post("third", "Третій", at=2)
    assert [row["Subject"] for row in english.get("/dev/mailbox").table()] == ["Другий", "Третій", "Перший"]


def test_a_mail_shows_its_text_links_and_attachments(english: Client, post: Callable[..., Path]) -> None:
    post("a-mail")
    page = english.get("/dev/mailbox").click("Підтвердіть реєстрацію")
    assert page.h1 == "Підтвердіть реєстрацію"
    assert page.link("Підтвердити реєстрацію") == "http://localhost/uk/c/abc"
    assert "Добрий день!" in page.text
    assert '<script>alert("x")</script>' in page.text
    assert not page.all("main a[href^='javascript:']")
    ics = english.get(page.link("Конференція.ics"))
    assert ics.body.startswith(b"BEGIN:VCALENDAR")
    assert ics.response.headers["Content-Disposition"].startswith("attachment;")


def test_the_html_part_may_only_look_nice(app: Flask, post: Callable[..., Path]) -> None:
    post("a-mail")
    answer = app.test_client().get("/dev/mailbox/a-mail/html")
    assert answer.get_data(as_text=True).split() == HTML.split()
    assert answer.headers["Content-Security-Policy"] == CSP_OF_A_MAIL
    assert "script" not in CSP_OF_A_MAIL


@pytest.mark.parametrize("mail_id", ["unknown", "..%2F..%2Fsecret_key", "..", "%00", "a-mail.eml"])
def test_nothing_outside_the_mailbox_is_reached(english: Client, post: Callable[..., Path], mail_id: str) -> None:
    post("a-mail")
    for rest in ("", "/html", "/attachments/x"):
        english.get(f"/dev/mailbox/{mail_id}{rest}", status=404)


def test_an_unknown_attachment_is_not_there(english: Client, post: Callable[..., Path]) -> None:
    post("a-mail")
    english.get("/dev/mailbox/a-mail/attachments/other.ics", status=404)


@pytest.mark.parametrize("path", ["/dev/mailbox", "/dev/mailbox/a-mail", "/dev/mailbox/a-mail/html"])
def test_nobody_from_elsewhere_and_nobody_in_production(
    make_app: Callable[..., Flask], english: Client, post: Callable[..., Path], path: str
) -> None:
    post("a-mail")
    english.get(path, status=404, environ_overrides={"REMOTE_ADDR": "192.0.2.7"})
    production = make_app(env="production", base_url="https://konferenz.example")
    Client(production).get(path, status=404)
