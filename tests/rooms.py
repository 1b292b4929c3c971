"""A meeting room as organisers describe it, the link of somebody into it, and how it is used."""

from dataclasses import replace
from typing import Any, Final

from page import Client, Page

from webapp.attendance.meeting import join_queries, joining
from webapp.attendance.meeting.join_queries import LinkUse
from webapp.attendance.meeting.joining import Room
from webapp.core import clock
from webapp.core.db import session, transaction
from webapp.events.models import Event
from webapp.registration.models import Registration

ADDRESS: Final = "https://us02web.zoom.us/j/81234567890?pwd=abc"
OPEN: Final = {"headers"}  #: the policy of an open door names the meeting's hosts
DIAL_IN: Final = "+49 69 7104 9922\n+380 44 392 9701"
USUAL: Final = Room(
    address=ADDRESS, dial_in=DIAL_IN, channel_de="German", channel_uk="Ukrainian", opens_minutes_before=30,
    closes_minutes_after=30, notes_use=True, address_in_last_reminder=False,
)  # fmt: skip


def furnish(event: Event, **changes: Any) -> list[str]:
    with transaction():
        return joining.set_room(event.id, replace(USUAL, **changes), actor="program", now=clock.now())


def link_of(registration: Registration, lang: str = "en") -> str:
    """Path of the link as it is now."""
    session().rollback()
    found = join_queries.by_public_id(registration.public_id)
    assert found is not None
    return f"/{lang}/j/{found.token}"


def enter(client: Client, link: str, form: str = "self", **typed: Any) -> Page:
    """Press the button of this form; the answer, which may lead to the meeting."""
    page = client.get(link, without=OPEN)
    return page.form(form).fill(**typed).submit(follow=False, without=OPEN)


def uses(event: Event) -> list[LinkUse]:
    session().rollback()
    session().expire_all()
    return join_queries.link_uses(event.id)
