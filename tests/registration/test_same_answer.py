"""Nobody learns from the page whether an address is registered; the difference goes by mail."""

import re
from collections.abc import Callable

import pytest
from factories import answers, make_event, make_registration
from flask import Flask
from inbox import Mail
from page import Client, Page
from surroundings import Clock

from webapp.core.db import transaction
from webapp.events.models import Event
from webapp.registration import registering
from webapp.registration.models import State

SUBJECTS = {
    "new": "Please confirm your registration",
    "pending": "Please confirm your registration",
    "confirmed": "You are already registered",
    "full": "Please confirm your registration",
    "blocked": None,
}


def _arrange(case: str) -> Event:
    event = make_event(capacity=1)
    if case == "full":
        make_registration(event, State.CONFIRMED, email="other@example.org")
    if case in {"pending", "confirmed"}:
        make_registration(event, State(case))
    if case == "blocked":
        row = make_registration(event, State.PENDING)
        with transaction():
            registering.not_me(row.public_id, now=row.created_at)
    return event


def _answer(client: Client, event: Event) -> tuple[Page, Page]:
    form = client.get(f"/en/events/{event.slug}/register").form().fill(**answers())
    posted = form.submit(follow=False, status=303)
    return posted, client.get(posted.location)


@pytest.mark.parametrize("case", SUBJECTS)
def test_the_page_is_the_same_and_the_mail_tells(
    app: Flask, clock: Clock, deliver: Callable[[], list[Mail]], case: str
) -> None:
    clock.at("2026-11-25 10:00")
    usual = _answer(Client(app), make_event(slug="usual"))
    deliver()
    posted, page = _answer(Client(app), _arrange(case))
    assert posted.status == usual[0].status
    assert _masked(posted) == _masked(usual[0])
    assert _masked(page) == _masked(usual[1])
    subject = SUBJECTS[case]
    mails = deliver()
    assert [mail.subject.partition(": ")[0] for mail in mails] == ([subject] if subject else [])


def _masked(page: Page) -> str:
    text = page.body.decode().replace("usual", "folgekonferenz")
    return re.sub(r'name="csrf_token" value="[^"]+"', "", text)
