"""The rules of registration as tables."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from webapp.registration.policy import Mailbox, Reply, Window, is_listed, mailbox_state, offer_until, reply, window

NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("opens", "closes", "ends", "expected"),
    [
        (HOUR, 2 * HOUR, 3 * HOUR, Window.NOT_YET),
        (0 * HOUR, 2 * HOUR, 3 * HOUR, Window.OPEN),
        (-HOUR, timedelta(seconds=1), HOUR, Window.OPEN),
        (-HOUR, 0 * HOUR, HOUR, Window.CLOSED),
        (-3 * HOUR, -2 * HOUR, 0 * HOUR, Window.OVER),
        (-HOUR, HOUR, -HOUR, Window.OVER),
    ],
)
def test_the_window_opens_and_closes_to_the_second(
    opens: timedelta, closes: timedelta, ends: timedelta, expected: Window
) -> None:
    assert window(NOW, opens=NOW + opens, closes=NOW + closes, ends=NOW + ends) is expected


def test_on_the_day_itself_late_comers_are_let_in() -> None:
    times: dict[str, Any] = {"opens": NOW - 3 * HOUR, "closes": NOW - HOUR, "ends": NOW + HOUR}
    assert window(NOW, **times) is Window.CLOSED
    assert window(NOW, **times, on_the_day=True) is Window.OPEN
    assert window(NOW + HOUR, **times, on_the_day=True) is Window.OVER


@pytest.mark.parametrize(
    ("known", "mailbox", "expected"),
    [
        (None, Mailbox.OPEN, Reply.ASK_TO_CONFIRM),
        (None, Mailbox.TIRED, Reply.KEEP),
        (None, Mailbox.CLOSED, Reply.NOTHING),
        ("pending", Mailbox.OPEN, Reply.ASK_TO_CONFIRM),
        ("pending", Mailbox.TIRED, Reply.NOTHING),
        ("confirmed", Mailbox.OPEN, Reply.SAY_KNOWN),
        ("confirmed", Mailbox.CLOSED, Reply.NOTHING),
        ("waiting", Mailbox.OPEN, Reply.SAY_KNOWN),
        ("declined", Mailbox.OPEN, Reply.SAY_KNOWN),
    ],
)
def test_what_goes_out_by_mail(known: str | None, mailbox: Mailbox, expected: Reply) -> None:
    assert reply(known_state=known, mailbox=mailbox) is expected
    assert reply(known_state=known, mailbox=mailbox, again=True) is Reply.NOTHING


@pytest.mark.parametrize(
    ("mails", "held", "blocked", "confirmed", "expected"),
    [
        (0, 0, False, False, Mailbox.OPEN),
        (2, 0, False, False, Mailbox.OPEN),
        (3, 0, False, False, Mailbox.TIRED),
        (2, 40, False, False, Mailbox.OPEN),
        (3, 0, False, True, Mailbox.OPEN),
        (39, 0, False, True, Mailbox.OPEN),
        (40, 0, False, True, Mailbox.TIRED),
        (3, 40, False, False, Mailbox.CLOSED),
        (3, 40, False, True, Mailbox.OPEN),
        (0, 0, True, True, Mailbox.CLOSED),
    ],
)
def test_what_a_mailbox_bears_in_a_day(
    mails: int, held: int, *, blocked: bool, confirmed: bool, expected: Mailbox
) -> None:
    state = mailbox_state(mails=mails, held=held, blocked=blocked, has_confirmed=lambda: confirmed)
    assert state is expected


@pytest.mark.parametrize(
    ("before_start", "expected"),
    [
        (timedelta(days=9), timedelta(hours=48)),
        (timedelta(hours=49), timedelta(hours=48)),
        (timedelta(hours=5), timedelta(hours=4)),  # an hour before the start at the latest
        (timedelta(hours=3), timedelta(hours=2)),
        (timedelta(hours=3, seconds=-1), None),  # nobody can be asked any more
        (timedelta(hours=-1), None),
    ],
)
def test_how_long_a_place_is_kept(before_start: timedelta, expected: timedelta | None) -> None:
    until = offer_until(NOW, starts=NOW + before_start, hours=48)
    assert until == (NOW + expected if expected else None)


@pytest.mark.parametrize(
    ("address", "listed"),
    [
        ("mayor@koeln.de", True),
        ("mayor@stadt.koeln.de", True),
        ("mayor@notkoeln.de", False),
        ("mayor@koeln.de.example.org", False),
        ("koeln.de@example.org", False),
        ("mayor@dniprorada.gov.ua", True),
        ("mayor@ua", False),
    ],
)
def test_listed_domains_include_what_lies_below(address: str, *, listed: bool) -> None:
    assert is_listed(address, ["koeln.de", "dniprorada.gov.ua"]) is listed
