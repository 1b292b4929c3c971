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
    ("known", "may_mail", "full", "expected"),
    [
        (None, True, False, Reply.ASK_TO_CONFIRM),
        (None, True, True, Reply.SAY_FULL),
        (None, False, False, Reply.NOTHING),
        ("pending", False, False, Reply.NOTHING),
        ("pending", True, False, Reply.ASK_TO_CONFIRM),
        ("pending", True, True, Reply.SAY_FULL),
        ("confirmed", True, True, Reply.SAY_KNOWN),
        ("confirmed", False, False, Reply.NOTHING),
    ],
)
def test_what_goes_out_by_mail(known: str | None, *, may_mail: bool, full: bool, expected: Reply) -> None:
    assert reply(known_state=known, may_mail=may_mail, full=full) is expected
