"""The rules of registration as tables."""

from datetime import UTC, datetime, timedelta

import pytest

from webapp.registration.policy import Reply, Window, reply, window

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


@pytest.mark.parametrize(
    ("known", "minutes_ago", "blocked", "full", "expected"),
    [
        (None, None, False, False, Reply.ASK_TO_CONFIRM),
        (None, None, False, True, Reply.SAY_FULL),
        (None, None, True, False, Reply.NOTHING),
        ("pending", 1, False, False, Reply.NOTHING),
        ("pending", 3, False, False, Reply.ASK_TO_CONFIRM),
        ("pending", 3, False, True, Reply.SAY_FULL),
        ("confirmed", 3, False, True, Reply.SAY_KNOWN),
        ("confirmed", 1, False, False, Reply.NOTHING),
        ("confirmed", 60, True, False, Reply.NOTHING),
    ],
)
def test_what_goes_out_by_mail(
    known: str | None, minutes_ago: int | None, *, blocked: bool, full: bool, expected: Reply
) -> None:
    mailed_at = None if minutes_ago is None else NOW - timedelta(minutes=minutes_ago)
    assert reply(known_state=known, mailed_at=mailed_at, blocked=blocked, full=full, now=NOW) is expected
