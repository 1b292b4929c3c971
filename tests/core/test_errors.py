"""What a person sees when something goes wrong: a page in their language, with a way on, and nothing of our insides."""

from collections.abc import Callable

import pytest
from databases import POSTGRESQL
from flask import Flask, abort
from flask.typing import ResponseReturnValue
from page import Client
from sqlalchemy import text

from webapp.core.access import public
from webapp.core.db import session, transaction
from webapp.core.errors import DomainError, Gone, NotThere, Refused

HEADINGS = {
    400: "This request could not be understood",
    403: "You may not open this page",
    404: "Page not found",
    405: "This does not work this way",
    410: "This link is no longer valid",
    413: "That was too much text",
    429: "Too many attempts",
    500: "Something went wrong on our side",
    503: "Not saved: please try again shortly",
}
RAISED: dict[str, Exception] = {
    "domain": DomainError("The room is full."),
    "not-there": NotThere("No such conference."),
    "gone": Gone("The link was replaced."),
    "refused": Refused("This file is no table."),
    "bug": ZeroDivisionError("Olena Kovalenko, olena@example.org"),
}


@pytest.fixture(scope="module")
def usual_app(make_usual_app: Callable[[], Flask]) -> Flask:
    """The app with pages that fail as asked."""
    made = make_usual_app()

    @public
    def fail(what: str) -> ResponseReturnValue:
        if what.isdigit():
            abort(int(what))
        raise RAISED[what]

    @public
    def write() -> ResponseReturnValue:
        with transaction() as writing:
            writing.execute(text("SELECT 1"))
        return "written", 200, {"Content-Type": "text/plain; charset=utf-8"}

    @public
    def write_wrongly() -> ResponseReturnValue:
        session().execute(text("DELETE FROM job"))
        return ""

    made.add_url_rule("/<lang:lang>/fail/<what>", "fail", fail)
    made.add_url_rule("/<lang:lang>/write", "write", write, methods=["GET", "POST"])
    made.add_url_rule("/<lang:lang>/write-wrongly", "write_wrongly", write_wrongly)
    made.add_url_rule("/api/v1/fail/<what>", "api_fail", fail)
    return made


@pytest.mark.parametrize("lang", ["de", "uk", "en"])
def test_every_status_has_its_page_in_three_languages(client: Client, lang: str) -> None:
    for status, heading in HEADINGS.items():
        page = client.get(f"/{lang}/fail/{status}", status=status)
        assert page.lang == lang, status
        assert (page.h1 == heading) is (lang == "en"), page.h1
        assert (
            page.link({"de": "Zu den Konferenzen", "uk": "Перейти до конференцій", "en": "To the conferences"}[lang])
            == f"/{lang}/"
        ), status


def test_other_statuses_have_a_page_too(client: Client) -> None:
    for status in (401, 406, 409, 418, 422, 501, 504):
        assert client.get(f"/en/fail/{status}", status=status).h1 in HEADINGS.values(), status


@pytest.mark.parametrize(
    ("what", "status", "words"),
    [
        ("domain", 409, "The room is full."),
        ("not-there", 404, "No such conference."),
        ("gone", 410, "The link was replaced."),
        ("refused", 422, "This file is no table."),
    ],
)
def test_a_rule_that_says_no_says_it_in_its_own_words(client: Client, what: str, status: int, words: str) -> None:
    assert words in client.get(f"/en/fail/{what}", status=status).text


@pytest.mark.asvs("16.5.1")
def test_a_bug_shows_a_reference_and_nothing_of_our_insides(client: Client) -> None:
    page = client.get("/en/fail/bug", status=500)
    assert page.one("code").get_text()
    for secret in ("Olena", "ZeroDivision", "Traceback", "webapp"):
        assert secret not in page.text


def test_an_address_that_leads_nowhere_keeps_its_language(client: Client) -> None:
    assert client.get("/uk/nowhere", status=404).lang == "uk"
    assert client.get("/uk/events/none", status=404).lang == "uk"
    assert client.get("/nowhere", status=404, headers={"Accept-Language": "uk"}).lang == "uk"
    assert client.get("/" + "x" * 5000, status=404).lang == "de"
    assert client.get("/%00%ff", status=404).lang == "de"


def test_a_wrong_method_names_the_right_ones(client: Client) -> None:
    page = client.open("DELETE", "/en/", status=405)
    assert "GET" in page.response.headers["Allow"]


def test_an_unknown_host_is_refused(client: Client) -> None:
    client.base_url = "http://elsewhere.example"
    assert client.open("GET", "/en/").status == 400


def test_the_programming_interface_answers_in_its_own_form(client: Client) -> None:
    page = client.get("/api/v1/fail/gone", status=410)
    assert page.response.mimetype == "application/problem+json"
    said = page.response.json or {}
    assert set(said) == {"type", "status", "title", "detail"}
    assert (said["type"], said["status"], said["detail"]) == ("about:blank", 410, "The link was replaced.")


@pytest.mark.asvs("16.5.2")
@pytest.mark.usefixtures("impatient")
def test_a_locked_database_is_503_and_recovers(client: Client, app: Flask) -> None:
    entries = {"csrf_token": client.get("/manage/sign-in").form().values["csrf_token"]}
    with app.app_context(), transaction():
        page, reading = client.post("/en/write", entries, status=503), client.get("/en/write", status=503)
    assert page.h1 == HEADINGS[503]
    assert reading.h1 == "This page cannot be shown just now"
    assert "saved" not in reading.text, "who only reads has sent nothing"
    assert client.get("/en/write").body == b"written"


def test_a_reading_page_that_writes_is_stopped(client: Client) -> None:
    page = client.open("GET", "/en/write-wrongly", status=500 if POSTGRESQL else 503)
    assert "DELETE" not in page.text


@pytest.mark.asvs("5.2.1")
@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/x-www-form-urlencoded", b"name=" + b"x" * 2_000_000),
        ("application/x-www-form-urlencoded", b"&".join(b"a%d=1" % number for number in range(150_000))),
        ("multipart/form-data; boundary=x", b"--x\r\n" + b"y" * 100_000),
        ("application/json", b"[" * 70_000),
        ("text/plain", b"x" * 70_000),
    ],
    ids=["long", "many keys", "multipart", "json", "text"],
)
def test_too_large_a_body_is_413_on_a_form(client: Client, kind: str, body: bytes) -> None:
    page = client.open("POST", "/de/events/none/register", data=body, content_type=kind)
    assert page.status in {400, 404, 413}
    if kind.startswith("application/x-www"):
        assert page.status == 413
