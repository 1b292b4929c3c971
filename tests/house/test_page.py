"""The page-checking client finds what it is there to find: each planted fault is reported by its rule."""

from typing import Any

import markup
import pytest
from flask import Flask, request
from headers import HEADERS
from page import Client
from tags import words

from webapp.config import Settings

FINE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Welcome – Konferenz</title></head><body>
<a href="#main">Skip to the content</a><header><p>Konferenz</p></header>
<main id="main"><h1>Welcome</h1><h2>Form</h2>
<form method="post"><input type="hidden" name="csrf_token" value="x"><label for="n">Name</label><input id="n" name="n">
<label><input type="checkbox" name="box" value="y">Yes</label>
<select name="place" aria-label="Place"><option value="">Choose</option><option value="1">Köln</option></select>
<button type="submit" name="do" value="go">Go</button></form><p>She said “no” – twice.</p>
<table><caption>Numbers</caption><tbody><tr><td>1</td></tr></tbody></table></main>
<footer><p>Imprint</p></footer></body></html>"""

PLANTED = [
    ("well_formed", "<p>She", "<p><b>She"),
    ("well_formed", "<p>She", "</b><p>She"),
    ("well_formed", "<p>She", "<p><div>Who?</div>She"),
    ("well_formed", "</table>", "<p>1</p></table>"),
    ("well_formed", "<button", "<form><p>In a form</p></form><button"),
    ("well_formed", "<p>She", "<p><a href='/'>A <a href='/'>B</a></a>She"),
    ("well_formed", "<p>She", "<p><div/>She"),
    ("well_formed", "<p>She", '<p id="a" id="b">She'),
    ("well_formed", "<p>She", "<p>\x00She"),
    ("well_formed", "</footer>", ""),
    ("well_formed", "She said", "She <said"),
    ("well_formed", "She said", "She &#x110000; said"),
    ("well_formed", "<!doctype html>", ""),
    ("language", 'lang="en"', ""),
    ("language", 'lang="en"', 'lang="de"'),
    ("language", "<p>She", '<p lang="ua">She'),
    ("one_heading", "<h2>Form</h2>", "<h1>Form</h1>"),
    ("one_heading", "<title>Welcome", "<title>Page"),
    ("heading_levels", "<h2>Form</h2>", "<h3>Form</h3>"),
    ("heading_levels", "<h2>Form</h2>", "<h2></h2>"),
    ("landmarks", "<footer><p>Imprint</p></footer>", ""),
    ("landmarks", '<a href="#main">Skip to the content</a>', ""),
    ("landmarks", "<p>Konferenz</p>", "<nav>Konferenz</nav>"),
    ("labels", '<label for="n">', "<label>"),
    ("labels", ' aria-label="Place"', ""),
    ("nothing_cut", "<button", '<textarea aria-label="Text" name="t" maxlength="9"></textarea><button'),
    ("names_of_controls", ">Go</button>", "></button>"),
    ("names_of_controls", "<p>Imprint</p>", '<a href="/"><svg aria-hidden="true"></svg></a>'),
    ("ids", "<h2>", '<h2 id="n">'),
    ("pointers", 'for="n"', 'for="m"'),
    ("pointers", ' aria-label="Place"', ' aria-label="Place" aria-describedby="hint"'),
    ("pointers", 'href="#main"', 'href="#content"'),
    ("nothing_inline", "<p>She", '<p style="color:red">She'),
    ("nothing_inline", "<p>She", '<p onclick="go()">She'),
    ("nothing_inline", "</title>", "</title><style>p{}</style>"),
    ("nothing_inline", "</title>", "</title><script>go()</script>"),
    ("nothing_inline", "<p>Imprint</p>", '<p><a href=" javascript:go()">Go</a></p>'),
    ("forms", 'value="x"', 'value=""'),
    ("forms", '<form method="post">', "<form>"),
    ("forms", '<form method="post">', '<form method="get">'),
    ("forms", '<form method="post">', '<form method="post" action="https://elsewhere.example/">'),
    ("resources", "</title>", '</title><script src="https://cdn.example/x.js"></script>'),
    ("resources", "<p>Imprint</p>", '<p><img alt="" src="//cdn.example/x.png"></p>'),
    ("images", "<p>Imprint</p>", '<p><img src="/x.png"></p>'),
    ("images", "<p>Imprint</p>", "<p><svg></svg></p>"),
    ("tables", "<p>Imprint</p>", "<table><tr><td>1</td></tr></table>"),
    ("tables", "<p>Imprint</p>", "<table><caption>A</caption><tr><th>1</th></tr></table>"),
    ("typography", "“no”", '"no"'),
    ("typography", "twice", "wasn't"),
    ("typography", " – ", " - "),
    ("typography", "twice.", "twice..."),
    ("typography", "<p>She", '<p title="so-called - one">She'),
]


def test_a_good_page_is_left_alone() -> None:
    assert markup.faults(markup.read("/en/", FINE)) == []


@pytest.mark.parametrize(("rule", "old", "new"), PLANTED)
def test_planted_fault_is_found(rule: str, old: str, new: str) -> None:
    assert old in FINE
    found = markup.faults(markup.read("/en/", FINE.replace(old, new, 1)))
    assert rule in {line.partition(":")[0] for line in found}, found
    without = markup.faults(markup.read("/en/", FINE.replace(old, new, 1)), without={rule})
    assert rule not in {line.partition(":")[0] for line in without}


def test_every_rule_is_tried() -> None:
    assert {rule for rule, _old, _new in PLANTED} == {rule.__name__ for rule in markup.RULES}


def _site(headers: dict[str, str], body: str = FINE) -> Client:
    """One page, and one that shows what was posted to it."""
    app = Flask("planted")
    app.config.update(SETTINGS=Settings(base_url="http://localhost"), SECRET_KEY="secret")

    @app.get("/en/")
    def page() -> Any:
        return body, 200, headers

    @app.post("/en/")
    def posted() -> Any:
        lines = [f"{name}={value}" for name, value in request.form.items(multi=True)]
        return "\n".join(lines), 200, headers | {"Content-Type": "text/plain; charset=utf-8"}

    return Client(app)


GOOD_HEADERS = HEADERS | {"Cache-Control": "no-store"}


@pytest.mark.parametrize("name", sorted(GOOD_HEADERS))
def test_missing_header_is_found(name: str) -> None:
    client = _site({key: value for key, value in GOOD_HEADERS.items() if key != name})
    with pytest.raises(AssertionError, match=name):
        client.get("/en/")


def test_needless_or_weak_cookie_is_found() -> None:
    without_form = FINE.replace('method="post"', 'method="get"').replace("csrf_token", "token")
    good = "session=1; HttpOnly; SameSite=Lax; Path=/"
    with pytest.raises(AssertionError, match="without need"):
        _site(GOOD_HEADERS | {"Set-Cookie": good}, without_form).get("/en/")
    with pytest.raises(AssertionError, match="Set-Cookie"):
        _site(GOOD_HEADERS | {"Set-Cookie": "session=1; Path=/"}).get("/en/")
    _site(GOOD_HEADERS | {"Set-Cookie": good}).get("/en/")


def test_unexpected_status_and_too_many_statements_are_found() -> None:
    client = _site(GOOD_HEADERS)
    with pytest.raises(AssertionError, match="200, not 404"):
        client.get("/en/", status=404)
    with pytest.raises(AssertionError, match="statements"):
        client.get("/en/", statements=-1)


def test_a_form_sends_what_a_browser_would() -> None:
    form = _site(GOOD_HEADERS).get("/en/").form()
    assert form.submit("Go").body.decode().split("\n") == ["csrf_token=x", "n=", "place=", "do=go"]
    sent = form.fill(n="Олена", box=True, place="1").submit("Go").body.decode().split("\n")
    assert sent == ["csrf_token=x", "n=Олена", "box=y", "place=1", "do=go"]


def test_a_form_refuses_what_the_page_does_not_offer() -> None:
    form = _site(GOOD_HEADERS).get("/en/").form()
    with pytest.raises(AssertionError, match="no field"):
        form.fill(surname="x")
    with pytest.raises(AssertionError, match="not among"):
        form.fill(place="2")
    assert "place=2" in form.forge(place="2").submit().body.decode()


def test_words_of_blocks_do_not_run_together() -> None:
    [main] = markup.read("/en/", FINE).named("main")
    assert words(main).startswith("Welcome Form Name")
