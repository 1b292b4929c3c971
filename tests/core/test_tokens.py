"""Personal links: bound to a purpose, a row, its version and a lifetime; anything else is no link of ours."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from surroundings import Clock

from webapp.core import tokens
from webapp.core.tokens import Link, LinkExpired, LinkInvalid

pytestmark = pytest.mark.usefixtures("app")
UNTIL = datetime(2026, 12, 4, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _thursday(clock: Clock) -> None:
    clock.at("2026-12-03 10:00")


def link(purpose: str = "confirm") -> str:
    return tokens.sign(purpose, "abc", version=3, until=UNTIL)


def test_a_link_says_row_and_version() -> None:
    assert tokens.read("confirm", link()) == Link("abc", 3)


def test_a_link_for_another_purpose_is_none() -> None:
    with pytest.raises(LinkInvalid):
        tokens.read("manage", link("confirm"))


def test_a_link_holds_until_its_last_second(clock: Clock) -> None:
    text = link()
    clock.at("2026-12-04 01:00")
    assert tokens.read("confirm", text) == Link("abc", 3)
    clock.forward(seconds=1)
    with pytest.raises(LinkExpired):
        tokens.read("confirm", text)


def test_a_link_of_another_secret_is_none(app: Flask) -> None:
    text = link()
    app.config["SECRET_KEY"] = "another secret, long enough too.."
    with pytest.raises(LinkInvalid):
        tokens.read("confirm", text)


@given(place=st.integers(0, 200), letter=st.characters(codec="ascii", categories=["L", "N"]))
def test_no_letter_can_be_changed(place: int, letter: str) -> None:
    text = link()
    place %= len(text) - 1  # the last letter carries spare bits
    if text[place] == letter:
        return
    with pytest.raises(LinkInvalid):
        tokens.read("confirm", text[:place] + letter + text[place + 1 :])


@given(st.text(max_size=400))
def test_any_text_is_answered_calmly(text: str) -> None:
    with pytest.raises(LinkInvalid):
        tokens.read("confirm", text)


def test_signed_but_strange_content_is_no_link() -> None:
    for payload in ([], ["a"], ["a", 1], {"a": 1}, ["a", 1, "x"], None, ["a", 1, 1e99]):
        text = tokens._signer("confirm").dumps(payload)  # noqa: SLF001 - as if an older version had signed it
        with pytest.raises((LinkInvalid, LinkExpired)):
            tokens.read("confirm", text)


def test_links_fit_into_a_mail_line() -> None:
    longest = tokens.sign("confirm", "x" * 22, version=99_999, until=UNTIL + timedelta(days=9999))
    assert len(longest) < 120
