"""A meeting room as organisers describe it, and the link of somebody into it."""

from dataclasses import replace
from typing import Any, Final

from webapp.attendance.meeting import join_queries, joining
from webapp.attendance.meeting.joining import Room
from webapp.core import clock
from webapp.core.db import session, transaction
from webapp.events.models import Event
from webapp.registration.models import Registration

ADDRESS: Final = "https://us02web.zoom.us/j/81234567890?pwd=abc"
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
