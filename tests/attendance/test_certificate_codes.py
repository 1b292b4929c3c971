"""The code on a certificate: strong, read in any form, and it names nobody."""

import re

import pytest
from attendance.certificates_made import (
    CODE,
    attend,
    certificate,
    issue,
)
from page import Client

from webapp.attendance.certifying import certificate_document as document
from webapp.attendance.certifying.certificate_models import Certificate
from webapp.core.db import session, transaction
from webapp.events.models import Event
from webapp.registration.models import Registration


@pytest.mark.usefixtures("over")
@pytest.mark.parametrize(("lang", "heading"), [
    ("de", "Diese Bescheinigung ist gültig"), ("uk", "Цей сертифікат дійсний"), ("en", "This certificate is valid"),
])  # fmt: skip
def test_a_code_shows_what_it_stands_for_and_no_name(
    event: Event, olena: Registration, client: Client, lang: str, heading: str
) -> None:
    attend(olena)
    issue(client, olena, event)
    code = certificate().code
    form = client.get(f"/{lang}/verify").form(CODE)
    page = form.fill(code=f" {code.upper()[:8]} {code[8:]}").submit(follow=True)
    assert page.h1 == heading
    assert document.written(code) in page.text
    assert "О. К. / O. K." in page.text
    assert str(event.title.pick(lang)) in page.text
    assert "90" in page.text or "1 " in page.text
    assert not re.search("Коваленко|Kovalenko|Дніпро(?!петро)|Dnipro(?!petro)", page.text)
    assert page.response.headers["X-Robots-Tag"] == "noindex"


@pytest.mark.usefixtures("over")
def test_a_code_rests_with_the_attendance(event: Event, olena: Registration, client: Client) -> None:
    attend(olena)
    issue(client, olena, event)
    url = f"/en/verify/{document.written(certificate().code)}"
    client.get(url)
    attend(olena, 90, certified=False)
    resting = client.get(url, status=404)
    assert resting.h1 == "This certificate is not valid at present"
    assert not re.search("О. К.|attended|absent|1 hour|Follow-up", resting.text), "why, and of whom, is not said"
    attend(olena)
    assert client.get(url).h1 == "This certificate is valid"
    with transaction():
        session().delete(session().get_one(Certificate, olena.id))
    unknown = client.get(f"/en/verify/{document.written(document.new_code())}", status=404)
    assert client.get(url, status=404).h1 == unknown.h1 == "We know no certificate with this code"


@pytest.mark.parametrize("lang", ["de", "uk", "en"])
def test_what_is_no_code_gets_one_answer(client: Client, lang: str) -> None:
    for code in ("x", "ABCD-EFGH", "%27%20OR%201=1", "2222-2222-2222-2222-2222", "ї" * 20):
        page = client.get(f"/{lang}/verify/{code}", status=404)
        assert page.h1 == client.get(f"/{lang}/verify/{document.new_code()}", status=404).h1, code


def test_checks_of_one_block_are_limited(client: Client) -> None:
    stranger = {"REMOTE_ADDR": "192.0.2.7"}
    for _time in range(120):
        client.get("/en/verify/x", status=404, environ_overrides=stranger)
    client.get("/en/verify/x", status=429, environ_overrides=stranger)
    client.get("/en/verify/x", status=404, environ_overrides={"REMOTE_ADDR": "198.51.100.7"})


def test_codes_are_strong_and_read_in_any_form() -> None:
    made = {document.new_code() for _time in range(300)}
    assert len(made) == 300
    for code in made:
        assert document.read_code(document.written(code)) == code
        assert document.read_code(f" {code[:5]} {code[5:].upper()}") == code
    assert document.read_code("0" * 20) == document.read_code("") == ""
