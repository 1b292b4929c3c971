"""Two hours before a conference its organisers are written to where the briefing is."""

from datetime import timedelta
from typing import Final

from sqlalchemy import select

from webapp.accounts.models import User
from webapp.core import clock, mail
from webapp.core.db import session, transaction
from webapp.core.i18n import speaking
from webapp.core.jobs import every
from webapp.core.links import public_url
from webapp.events import mails as events
from webapp.events.models import Event
from webapp.reporting.briefing.models import BriefingOffer

BEFORE: Final = timedelta(hours=2)
PERMISSION: Final = "registrations.view"
TEMPLATE: Final = "briefing_ready"


@every(timedelta(minutes=5))
def offer() -> None:
    """A link, never the file: it names people."""
    now = clock.now()
    untold = ~select(BriefingOffer).where(BriefingOffer.event_id == Event.id).exists()
    soon = select(Event).where(Event.starts_at > now, Event.starts_at <= now + BEFORE, untold)
    if not session().scalars(soon).all():
        return
    with transaction() as writing:
        people = [who for who in writing.scalars(select(User).where(User.disabled_at.is_(None))) if who.may(PERMISSION)]
        for event in writing.scalars(soon).all():
            writing.add(BriefingOffer(event_id=event.id, offered_at=now))
            for who in people:
                _tell(event, who)


def _tell(event: Event, who: User) -> None:
    with speaking(who.locale):
        mail.queue(
            TEMPLATE,
            who.email,
            who.locale,
            about=f"event {event.public_id}",
            addressee=who.name,
            page=public_url("briefing.show", slug=event.slug),
            **events.about(event),
        )
