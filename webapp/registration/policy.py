"""The rules of registration, pure: when it is open, and what happens to a request to register."""

from datetime import datetime, timedelta
from enum import StrEnum

PAUSE_BETWEEN_MAILS = timedelta(minutes=2)  #: for the same request again, as by a double click
MAILS_A_DAY, MAILS_A_DAY_TO_KNOWN = 6, 40  #: that strangers can cause; a mailbox that confirmed once is an office's
REMIND_AFTER = timedelta(hours=24)
LINKS_LIVE_AFTER_THE_END = timedelta(days=90)


class Window(StrEnum):
    NOT_YET = "not_yet"
    OPEN = "open"
    CLOSED = "closed"
    OVER = "over"


class Reply(StrEnum):
    """What goes out by mail; the page answers every request with the same words."""

    ASK_TO_CONFIRM = "ask_to_confirm"
    SAY_KNOWN = "say_known"
    SAY_FULL = "say_full"
    NOTHING = "nothing"


def window(now: datetime, *, opens: datetime, closes: datetime, ends: datetime) -> Window:
    if now >= ends:
        return Window.OVER
    if now < opens:
        return Window.NOT_YET
    return Window.OPEN if now < closes else Window.CLOSED


def reply(*, known_state: str | None, may_mail: bool, full: bool) -> Reply:
    """known_state is that of the same person's registration: None, pending or confirmed."""
    if not may_mail:
        return Reply.NOTHING  # nothing is saved either: what nobody can confirm would only be in the way
    if known_state == "confirmed":
        return Reply.SAY_KNOWN
    return Reply.SAY_FULL if full else Reply.ASK_TO_CONFIRM
