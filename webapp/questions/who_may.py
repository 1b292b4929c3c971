"""Who may ask and vote by the personal link, and until when anybody may ask."""

from datetime import datetime, timedelta
from typing import Final

from webapp.core.errors import DomainError, NotThere
from webapp.core.i18n import lazy_gettext as _l
from webapp.events.models import Event
from webapp.registration import queries as registrations
from webapp.registration.models import Registration, State

#: What comes to mind after the last minute is heard too; then the answers in writing and the report are begun.
ASKING_ENDS_AFTER: Final = timedelta(days=7)
UNHEARD = _l("Only people whose registration is confirmed can ask and vote. You can still read everything here.")
OVER = _l("Questions could be asked until a week after the conference. The answers stay here.")


def takes_questions(event: Event, now: datetime) -> bool:
    return now < event.ends_at + ASKING_ENDS_AFTER


def is_heard(registration: Registration) -> bool:
    return registration.state is State.CONFIRMED


def heard(public_id: str) -> Registration:
    """The registration as it is now, with event and places. Raises DomainError for who may not ask and vote."""
    found = registrations.by_public_id(public_id)
    if found is None:
        raise NotThere  # deleted in the meantime
    if not is_heard(found):
        raise DomainError(UNHEARD)
    return found


def require_open(event: Event, now: datetime) -> None:
    """Raises DomainError when nobody can ask any more."""
    if not takes_questions(event, now):
        raise DomainError(OVER)
