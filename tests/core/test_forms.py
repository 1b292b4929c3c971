"""Fields clean what was typed, say what to do, and a stale token costs nobody what they typed."""

from collections.abc import Callable

import pytest
from flask import Flask, redirect, render_template_string
from flask.typing import ResponseReturnValue
from page import Client, Page

from webapp.core.access import public
from webapp.core.db import session, transaction
from webapp.core.errors import Refused
from webapp.core.forms import BaseForm, Choice, Choices, EmailLine, Line, Paragraph, Tick, keeps_typed
from webapp.core.jobs import Job

TEMPLATE = """{% extends "public.html" %}
{% from "components/forms.html" import checkbox, checkboxes, error_summary, field, hidden, radios, submit, textarea %}
{% block title %}Try{% endblock %}
{% block content %}{{ error_summary(form) }}<h1>Try</h1><form method="post" novalidate>{{ hidden(form) }}
{{ field(form.name) }}{{ field(form.email, type="email") }}{{ textarea(form.about) }}
{{ radios(form.side) }}{{ checkboxes(form.topics) }}{{ checkbox(form.agree) }}{{ submit("Send") }}</form>
<p>{{ taken }}</p>{% endblock %}"""

pytestmark = pytest.mark.usefixtures("without_jobs")


class TryForm(BaseForm):
    name = Line("Name", limit=20, missing="Enter your name.")
    email = EmailLine("E-mail address")
    about = Paragraph("About", limit=100)
    side = Choice("Side", choices=[("a", "A"), ("b", "B")])
    topics = Choices("Topics", choices=[("x", "X"), ("y", "Y")])
    agree = Tick("I agree")


@pytest.fixture(scope="module")
def usual_app(make_usual_app: Callable[[], Flask]) -> Flask:
    """The app with one more form, which says back what it understood."""
    made = make_usual_app()

    def page(form: TryForm, taken: object = "") -> str:
        return render_template_string(TEMPLATE, form=form, taken=taken)

    @public
    def show() -> ResponseReturnValue:
        return page(TryForm())

    @public
    @keeps_typed
    def take() -> ResponseReturnValue:
        form = TryForm()
        if not form.is_valid():
            return page(form), 422
        if form.name.data == "Taken":
            form.refuse(Refused("This name is taken.", "name"))
            form.refuse(Refused("Come back tomorrow."))
            return page(form), 422
        return page(form, form.data)

    @public
    def strict() -> ResponseReturnValue:
        with transaction() as writing:
            writing.add(Job(name="written", arguments={}))
        return redirect("/en/try", 303)

    made.add_url_rule("/en/try", "try", show, methods=["GET"])
    made.add_url_rule("/en/try", "take", take, methods=["POST"])
    made.add_url_rule("/en/strict", "strict", strict, methods=["POST"])
    return made


def send(client: Client, **values: object) -> Page:
    return client.get("/en/try").form().fill(name="Olena").forge(**values).submit(without={"typography"})


def test_what_is_typed_is_cleaned_and_kept_otherwise(client: Client) -> None:
    page = send(client, name="  \u202eО’лена\x00 \n Кова\u200bленко ", about="a\r\n\r\n\r\n\r\nb  c", agree="y")
    assert "'name': 'О’лена Коваленко'" in page.text
    assert r"'about': 'a\n\nb c'" in page.text
    assert "'agree': True" in page.text
    assert "'side': None" in page.text


SENT: list[tuple[dict[str, object], list[str]]] = [
    ({"name": ""}, ["Enter your name."]),
    ({"name": " \u200b \x00"}, ["Enter your name."]),
    ({"name": "x" * 21}, ["Use at most 20 characters."]),
    ({"name": "x" * 20}, []),
    ({"email": "olena"}, ["Enter an e-mail address in the correct format, like name@example.org."]),
    (
        {"email": "a@b.example\r\nBcc: c@d.example"},
        ["Enter an e-mail address in the correct format, like name@example.org."],
    ),
    ({"email": "x" * 250 + "@example.com"}, ["Use at most 254 characters."]),
    ({"email": "olena@gov.ua"}, []),
    ({"about": "x" * 101}, ["Use at most 100 characters. You have entered 101."]),
    ({"about": "x\r\n" * 49 + "xxx"}, ["Use at most 100 characters. You have entered 101."]),
    ({"about": "x\r\n" * 49 + "xx"}, []),
    ({"side": "c"}, ["Choose one of the options shown."]),
    ({"topics": ["x", "z"]}, ["Choose only options that are shown."]),
    ({"topics": ["x", "y"]}, []),
    ({"name": ["a", "b"]}, ["Enter one value only."]),
    ({"side": ["a", "b"]}, ["Enter one value only."]),
    (
        {"name": "", "email": "x"},
        ["Enter your name.", "Enter an e-mail address in the correct format, like name@example.org."],
    ),
    ({"name": "Taken"}, ["Come back tomorrow.", "This name is taken."]),
]


def test_every_error_stands_in_the_summary_and_at_its_field(client: Client) -> None:
    for values, errors in SENT:
        page = send(client, **values)
        assert page.errors() == errors, values
        assert page.status == (422 if errors else 200), values
        assert page.title.startswith("Error: ") is bool(errors), values
        for link in page.all(".error-summary a"):
            wrong = page.one(str(link["href"]))
            assert wrong.get("aria-invalid") == "true" or wrong.inside("fieldset")


def test_a_cut_emoji_and_quotes_are_text_like_any_other(client: Client) -> None:
    page = send(client, name='=1+1 "😀" <b>')
    assert page.status == 200
    assert page.one("#name")["value"] == '=1+1 "😀" <b>'


def test_a_lone_surrogate_is_no_server_error(client: Client) -> None:
    form = client.get("/en/try").form()
    token = str(form.values["csrf_token"])
    page = client.open(
        "POST", "/en/try", data=f"csrf_token={token}&name=A%ED%A0%80B", content_type="application/x-www-form-urlencoded"
    )
    assert page.status in {200, 422}


@pytest.mark.asvs("3.5.1")
def test_a_stale_token_keeps_what_was_typed_and_saves_nothing(client: Client) -> None:
    page = send(client, name="Olena", about="A long story", csrf_token="stale")
    assert page.status == 422
    assert page.errors()[0].startswith("This page was open for too long")
    assert page.one("#name")["value"] == "Olena"
    assert page.one("#about").text.strip() == "A long story"
    again = page.form().submit()
    assert again.status == 200


def test_without_cookies_the_page_says_so(app: Flask) -> None:
    client = Client(app)
    form = client.get("/en/try").form().fill(name="Olena")
    client.browser.delete_cookie("session")
    page = form.submit()
    assert (page.status, page.one("#name")["value"]) == (422, "Olena")
    assert "does not accept cookies" in page.errors()[0]


@pytest.mark.asvs("3.5.1")
@pytest.mark.parametrize("token", ["", "stale"])
def test_other_forms_are_refused_without_a_valid_token(client: Client, app: Flask, token: str) -> None:
    page = client.post("/en/strict", {"csrf_token": token}, status=400)
    assert page.h1 == "This page was open for too long"
    with app.app_context():
        assert session().query(Job).count() == 0


@pytest.mark.asvs("3.5.1")
@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_site_may_not_post_even_with_a_token(client: Client, site: str) -> None:
    form = client.get("/en/try").form().fill(name="Olena")
    form.submit(headers={"Sec-Fetch-Site": site}, status=403)
    form.submit(headers={"Sec-Fetch-Site": "same-origin"}, status=200)


def test_the_token_of_another_visitor_is_none(app: Flask) -> None:
    theirs = Client(app).get("/en/try").form().values["csrf_token"]
    page = send(Client(app), csrf_token=theirs)
    assert page.status == 422
