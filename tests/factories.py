"""Plain functions that make what a test needs; each takes what matters and fills in the rest."""

from datetime import UTC, datetime, timedelta
from typing import Any

from webapp.attendance.models import Presence
from webapp.attendance.presence import State as PresenceState
from webapp.attendance.recognition.matches import How
from webapp.core.db import session, transaction
from webapp.core.i18n import texts
from webapp.events.models import Event
from webapp.questions import asking
from webapp.questions.asking import Asked
from webapp.questions.lifecycle import State as QuestionState
from webapp.questions.models import Channel, Question
from webapp.registration import registering, seats
from webapp.registration.models import Registration, Side, State
from webapp.registration.registering import Details

KOELN, DNIPRO, KREIS_WESEL = "05315000", "UA12020010000033698", "05170"


def make_event(**changes: Any) -> Event:
    """A conference in four weeks whose registration is open."""
    now = datetime.now(UTC).replace(microsecond=0)
    values = {
        "slug": "folgekonferenz",
        "title": texts("Folgekonferenz", "Друга конференція", "Follow-up conference"),
        "summary": texts("Kommunen lernen einander kennen.", "Громади знайомляться.", "Municipalities meet."),
        "starts_at": now + timedelta(weeks=4),
        "ends_at": now + timedelta(weeks=4, hours=2),
        "registration_opens_at": now - timedelta(days=1),
        "registration_closes_at": now + timedelta(weeks=4, hours=-1),
        "capacity": None,
        "changed_at": now,
    }
    with transaction():
        event = Event(**(values | changes))
        session().add(event)
    return event


def make_past_event(**changes: Any) -> Event:
    """A conference of yesterday."""
    now = datetime.now(UTC).replace(microsecond=0)
    values = {
        "starts_at": now - timedelta(days=1, hours=2),
        "ends_at": now - timedelta(days=1),
        "registration_opens_at": now - timedelta(days=9),
        "registration_closes_at": now - timedelta(days=2),
    }
    return make_event(**(values | changes))


def details(**changes: Any) -> Details:
    values = {
        "given_name": "Олена",
        "family_name": "Коваленко",
        "email": "olena@example.org",
        "side": Side.DNIPROPETROVSK,
        "place_key": DNIPRO,
        "office": "секретар ради",
    }
    return Details(**(values | changes))


def make_registration(
    event: Event, state: State = State.CONFIRMED, *, locale: str = "en", **changes: Any
) -> Registration:
    """Without its mails; at `now`, if it is said."""
    now = changes.pop("now", None) or datetime.now(UTC)
    with transaction():
        made = registering.add(seats.locked(event.id), details(**changes), locale=locale, now=now)
        made.mailed_at = now - timedelta(hours=1)
        made.state = state
        if state is State.CONFIRMED:
            seats.take(seats.locked(event.id), made.side)
            made.confirmed_at = now
    return made


def make_presence(of: Registration) -> None:
    """Attended for an hour."""
    row = Presence(registration_id=of.id, event_id=of.event_id, state=PresenceState.ATTENDED, how=How.EMAIL, slots=[])
    row.minutes, row.share, row.certified, row.heads, row.named = 60, 1, True, 1, 1
    with transaction() as writing:
        writing.add(row)


def make_question(event: Event, state: QuestionState = QuestionState.INBOX, **changes: Any) -> Question:
    """Asked by the personal link of `registration`, or said by somebody whom nobody knows."""
    channel = Channel.LINK if "registration" in changes else Channel.ORAL
    values = {"text": "Wie finden wir eine Partnerkommune?", "language": "de", "channel": channel}
    with transaction():
        made = asking.ask(event.id, Asked(**(values | changes)), actor="attendee", now=datetime.now(UTC))
        made.state = state
    return made


def answers(**changes: Any) -> dict[str, Any]:
    """What somebody types into the short form."""
    return {
        "given_name": "Олена",
        "family_name": "Коваленко",
        "email": "olena@example.org",
        "place": DNIPRO,
        "office": "секретар ради",
    } | changes
