"""Nobody learns from an answer, or from how long it takes, whether an address is registered; the mail tells."""

import random
import re
from collections import defaultdict
from collections.abc import Callable
from statistics import median
from time import process_time

import pytest
from factories import answers, make_event, make_registration
from flask import Flask
from inbox import Mail
from page import Client, Form, Page
from surroundings import Clock

from webapp.core.db import session, transaction
from webapp.events.models import Event
from webapp.registration import registering
from webapp.registration.models import State

SUBJECTS = {
    "register": {
        "new": "Please confirm your registration",
        "pending": "Please confirm your registration",
        "confirmed": "You are already registered",
        "cancelled": "Please confirm your registration",
        "full": "Please confirm your registration",
        "blocked": None,
        "robot": None,
    },
    "lost-link": {
        "new": None,
        "pending": "Your personal links",
        "confirmed": "Your personal links",
        "cancelled": None,
        "full": None,
        "blocked": None,
        "fifty": "Your personal links",
        "robot": None,
    },
}
CASES = [(path, case) for path, cases in SUBJECTS.items() for case in cases]
ROUNDS = 20
#: of time: what the answers of two cases may differ by, as a ratio
SAME_CLASS = {"register": 2.0, "lost-link": 1.5}


def _arrange(case: str, event: Event, email: str) -> None:
    if case in {"pending", "confirmed", "cancelled"}:
        make_registration(event, State(case), email=email)
    for number in range(50 if case == "fifty" else 0):
        make_registration(event, State.CONFIRMED, email=email, family_name=f"Beispiel {number}")
    if case == "robot":
        make_registration(event, State.CONFIRMED, email=email)
    if case == "blocked":
        row = make_registration(event, State.PENDING, email=email)
        with transaction():
            registering.not_me(row.public_id, now=row.created_at)


def _event(case: str, slug: str) -> Event:
    if case != "full":
        return make_event(slug=slug)
    event = make_event(slug=slug, capacity=1)
    make_registration(event, State.CONFIRMED, email="other@example.org")
    return event


def _form(client: Client, path: str, case: str, slug: str, email: str) -> Form:
    form = client.get(f"/en/events/{slug}/{path}").form()
    form.fill(**(answers(email=email) if path == "register" else {"email": email}))
    return form.fill(form_note="https://spam.example") if case == "robot" else form


@pytest.mark.parametrize(("path", "case"), CASES)
def test_the_answer_is_the_same_and_the_mail_tells(
    app: Flask, clock: Clock, deliver: Callable[[], list[Mail]], path: str, case: str
) -> None:
    clock.at("2026-11-25 10:00")
    found = []
    for slug, arranged in (("usual", "new"), ("folgekonferenz", case)):
        _arrange(arranged, _event(arranged, slug), "olena@example.org")
        deliver()
        client = Client(app)
        posted = _form(client, path, arranged, slug, "olena@example.org").submit(follow=False, status=303)
        page = client.get(posted.location)
        found.append([_masked(answer) for answer in (posted, page, client.get(posted.location))])
    assert found[0] == found[1]
    subject = SUBJECTS[path][case]
    assert [mail.subject.partition(": ")[0] for mail in deliver()] == ([subject] if subject else [])


@pytest.mark.parametrize("path", SUBJECTS)
def test_the_answer_takes_as_long(app: Flask, clock: Clock, path: str) -> None:
    """CPU time, as a ratio and in turns, so that a busy machine slows all cases down alike."""
    clock.at("2026-11-25 10:00")
    seed = random.randrange(10_000)  # noqa: S311 - only an order
    print(f"seed {seed}")
    order, times = random.Random(seed), defaultdict(list)  # noqa: S311
    clients = {case: Client(app) for case in SUBJECTS[path]}
    events = {case: _event(case, f"event-{case}") for case in clients}
    forms = {case: _form(client, path, case, f"event-{case}", "") for case, client in clients.items()}
    for number in range(ROUNDS):
        for case in order.sample(list(clients), len(clients)):
            email = f"somebody.{case}.{number}@example.org"
            _arrange(case, events[case], email)
            _seconds(clients[case], forms[case].fill(email=f"before.{email}"))  # what was arranged leaves caches cold
            times[case].append(_seconds(clients[case], forms[case].fill(email=email)))
    found = {case: median(seconds) for case, seconds in times.items()}
    print({case: f"{1000 * seconds:.2f} ms" for case, seconds in found.items()})
    assert max(found.values()) / min(found.values()) < SAME_CLASS[path]


def _seconds(client: Client, form: Form) -> float:
    """Of the application alone, not of the test's client reading the page."""
    path, data = form.page.url, form.values
    session().rollback()
    with client.app.app_context():
        start = process_time()
        status = client.browser.post(path, base_url=client.base_url, data=data).status_code
        seconds = process_time() - start
    assert status == 303
    return seconds


def _masked(page: Page) -> tuple[int, list[tuple[str, str]], str]:
    """Status, headers and body, without the signed values that are new in each answer."""
    headers = [
        (name, re.sub(r"=.*?(?=;|$)", "", value, count=1) if name == "Set-Cookie" else value)
        for name, value in page.response.headers.items()
        if name != "Content-Length"  # of a page that names the event
    ]
    text = page.body.decode().replace("usual", "folgekonferenz")
    named = [(name, value.replace("usual", "folgekonferenz")) for name, value in headers]
    return page.status, named, re.sub(r'name="(csrf_token|form_opened)" value="[^"]+"', "", text)
