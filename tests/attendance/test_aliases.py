"""A display name that was confirmed in several imports is known until the last of them is taken back."""

from collections.abc import Callable

import pytest
from attendance.uploads import conference, report, row, undo, upload
from factories import make_registration
from flask import Flask
from page import Client, Form, Page
from sqlalchemy import select
from surroundings import Clock

from webapp.attendance.models import Alias
from webapp.core.db import session
from webapp.events.models import Event


@pytest.fixture
def event(app: Flask, clock: Clock) -> Event:
    del app  # it must be there first
    return conference(clock)


@pytest.fixture
def organiser(event: Event, signed_in: Callable[[str], Client]) -> Client:
    make_registration(event, given_name="Ірина", family_name="Шевченко", email="iryna@example.org")
    make_registration(event, given_name="Ольга", family_name="Шевченко", email="olha@example.org")
    return signed_in("organiser")


def read(organiser: Client, minutes: int, *emails: str) -> Page:
    """Of so many minutes, so that no file is like another; not applied."""
    rows = [row("Ira Schewtschenko", email, until=f"10:{minutes}:00 AM", minutes=minutes) for email in emails or ("",)]
    return upload(organiser, report(*rows), apply=False)


def confirm(organiser: Client, page: Page, which: int = 0) -> Page:
    page = organiser.get(page.path)
    forms = [Form(page, tag) for tag in page.all("form") if "It is Ірина" in tag.get_text()]
    return forms[which].submit(follow=True)


def apply(organiser: Client, page: Page) -> Page:
    return organiser.get(page.path).form(f"{page.path}/apply").submit(follow=True)


def aliases() -> list[str]:
    session().rollback()
    return list(session().scalars(select(Alias.alias)))


def test_undoing_the_first_import_leaves_what_the_second_confirmed(organiser: Client) -> None:
    first, second = read(organiser, 40), read(organiser, 50)
    for page in (first, second):
        confirm(organiser, page)
        apply(organiser, page)
    assert aliases() == ["ira schewtschenko"]
    undo(organiser, first)
    assert aliases() == ["ira schewtschenko"]
    assert "Recognised (1)" in read(organiser, 30).text, "still known"
    undo(organiser, second)
    assert aliases() == []
    assert "Recognised (0)" in read(organiser, 20).text


def test_discarding_the_first_leaves_it_too(organiser: Client) -> None:
    first, second = read(organiser, 40), read(organiser, 50)
    confirm(organiser, first)
    confirm(organiser, second)
    organiser.get(first.path).form(f"{first.path}/discard").submit(follow=True)
    assert aliases() == ["ira schewtschenko"]
    organiser.get(second.path).form(f"{second.path}/discard").submit(follow=True)
    assert aliases() == []


def test_deciding_anew_forgets_it_with_the_last_decision(organiser: Client) -> None:
    page = read(organiser, 40, "a@unknown.example", "b@unknown.example")
    confirm(organiser, page)
    confirm(organiser, page)
    for left in (["ira schewtschenko"], []):
        certain = organiser.get(f"{page.path}?show=certain")
        next(Form(certain, tag) for tag in certain.all("form") if "Decide anew" in tag.get_text()).submit(follow=True)
        assert aliases() == left


def test_an_import_in_which_only_the_program_used_it_keeps_nothing(organiser: Client) -> None:
    first = read(organiser, 40)
    confirm(organiser, first)
    apply(organiser, first)
    second = read(organiser, 50)
    assert "report, by a name confirmed earlier" in organiser.get(f"{second.path}?show=certain").text
    apply(organiser, second)
    undo(organiser, first)
    assert aliases() == []
