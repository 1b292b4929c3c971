"""The rules of registration, pure: when it is open, and what happens to a request to register."""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from enum import StrEnum

PAUSE_BETWEEN_MAILS = timedelta(minutes=2)  #: for the same request again, as by a double click
#: All our mails to a mailbox count, whoever caused them; one where somebody confirmed once is an office's.
MAILS_A_DAY, MAILS_A_DAY_TO_KNOWN = 3, 40
ASKED_A_DAY = 10  #: to take over one registration: each may be a stranger, to whom we write
MOST_HELD = 40  #: mails to confirm that wait at one mailbox, until somebody there confirms or another day comes
REMIND_AFTER = timedelta(hours=24)
LAST_CALL, SHORTEST_OFFER = timedelta(hours=1), timedelta(hours=2)
LINKS_LIVE_AFTER_THE_END = timedelta(days=90)
FRESH_LINKS_LIVE = timedelta(days=30)  #: however long ago the conference was: whoever asks for a link shall use it


class Window(StrEnum):
    NOT_YET = "not_yet"
    INVITED = "invited"  #: open, but not for everybody
    OPEN = "open"
    CLOSED = "closed"
    OVER = "over"


class Mailbox(StrEnum):
    """What strangers may cause there."""

    OPEN = "open"
    TIRED = "tired"  #: all mails of the day were sent, which are few where nobody has confirmed
    CLOSED = "closed"


class Reply(StrEnum):
    """What goes out by mail; the page answers every request with the same words."""

    ASK_TO_CONFIRM = "ask_to_confirm"
    KEEP = "keep"  #: ask later, when somebody at this mailbox has confirmed: ten colleagues share an office's
    SAY_KNOWN = "say_known"
    NOTHING = "nothing"


def window(now: datetime, *, opens: datetime, closes: datetime, ends: datetime, on_the_day: bool = False) -> Window:
    """On the day of the conference itself registration is open again, if it was closed before."""
    if now >= ends:
        return Window.OVER
    if now < opens:
        return Window.NOT_YET
    return Window.OPEN if now < closes or on_the_day else Window.CLOSED


def link_lives_until(now: datetime, *, ends: datetime) -> datetime:
    """Of a link to one's own registration that is written now."""
    return max(ends + LINKS_LIVE_AFTER_THE_END, now + FRESH_LINKS_LIVE)


def mailbox_state(*, mails: int, held: int, blocked: bool, has_confirmed: Callable[[], bool]) -> Mailbox:
    """`mails` are those of the last day, `held` those that wait; has_confirmed() is asked only if it matters."""
    if blocked:
        return Mailbox.CLOSED
    if mails < MAILS_A_DAY or (mails < MAILS_A_DAY_TO_KNOWN and has_confirmed()):
        return Mailbox.OPEN
    return Mailbox.TIRED if held < MOST_HELD else Mailbox.CLOSED


def reply(*, known_state: str | None, mailbox: Mailbox, again: bool = False) -> Reply:
    """known_state is that of the same person's registration, None without one; `again`: the same request just now."""
    if again or mailbox is Mailbox.CLOSED:
        return Reply.NOTHING  # nothing is saved either: what nobody can confirm would only be in the way
    if known_state is None:
        return Reply.ASK_TO_CONFIRM if mailbox is Mailbox.OPEN else Reply.KEEP
    if mailbox is Mailbox.TIRED:
        return Reply.NOTHING
    return Reply.ASK_TO_CONFIRM if known_state == "pending" else Reply.SAY_KNOWN


def offer_until(now: datetime, *, starts: datetime, hours: int) -> datetime | None:
    """How long a place is kept for somebody who waited; None shortly before the start: no time for answers."""
    until = min(now + timedelta(hours=hours), starts - LAST_CALL)
    return until if until - now >= SHORTEST_OFFER else None


def is_listed(mail_key: str, domains: Collection[str]) -> bool:
    """Whether an address belongs to one of these domains or lies below one: koeln.de lists europa.koeln.de."""
    parts = mail_key.rpartition("@")[2].split(".")
    return any(".".join(parts[start:]) in domains for start in range(len(parts)))
