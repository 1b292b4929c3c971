"""Places at a conference: whether there is room, overall, per side and per municipality, and who takes one.

All of it is asked under the event's lock, so that what is counted stays true until the end of the transaction.
"""

from sqlalchemy import ColumnElement, Select, bindparam, func, literal, or_, select

from webapp.core.db import session
from webapp.core.errors import NotThere
from webapp.events.models import Event
from webapp.registration.models import QUEUED, SEATED, Registration, Side

HELD = select(Event).with_for_update().execution_options(populate_existing=True)
BY_ID, BY_SLUG = HELD.where(Event.id == bindparam("id")), HELD.where(Event.slug == bindparam("slug"))


def locked(event_id: int) -> Event:
    """The event, held so that nobody else changes its seats until the end of the transaction."""
    return session().scalars(BY_ID, {"id": event_id}).one()


def locked_by(slug: str) -> Event:
    """As locked(), for who has not looked it up. Raises NotThere."""
    if (found := session().scalar(BY_SLUG, {"slug": slug})) is None:
        raise NotThere
    return found


def take(event: Event, side: Side, number: int = 1) -> None:
    """Places for people of this side; a negative number gives places back."""
    event.seats_taken += number
    event.side_seats = event.side_seats | {side.value: event.side_seats.get(side.value, 0) + number}


def has_room(event: Event, side: Side, place_key: str | None) -> bool:
    if event.full or side.value in _full_sides(event):
        return False
    if event.place_capacity is None or place_key is None:
        return True
    held = select(func.count(Registration.id)).where(*_held(event), Registration.place_key == place_key)
    return (session().scalar(held) or 0) < event.place_capacity


def next_in_queue(event: Event) -> Registration | None:
    """The first of those waiting for whom there is room."""
    if event.full:
        return None
    waiting = select(Registration).where(Registration.event_id == event.id, QUEUED)
    if full := _full_sides(event):
        waiting = waiting.where(Registration.side.not_in(full))
    if event.place_capacity is not None:
        waiting = waiting.where(
            or_(Registration.place_key.is_(None), Registration.place_key.not_in(_full_places(event)))
        )
    return session().scalar(waiting.order_by(Registration.waiting_since, Registration.id).limit(1))


def place_in_queue(registration: Registration) -> int:
    """1 is next. Who is from a side or a municipality whose own places are taken waits for those; others pass."""
    before = or_(
        Registration.waiting_since < registration.waiting_since,
        (Registration.waiting_since == registration.waiting_since) & (Registration.id < registration.id),
    )
    ahead = select(func.count(Registration.id)).where(Registration.event_id == registration.event_id, QUEUED, before)
    full = _full_sides(registration.event)
    if registration.side in full:
        ahead = ahead.where(Registration.side == registration.side)
    elif full:
        ahead = ahead.where(Registration.side.not_in(full))
    return 1 + (session().scalar(ahead.where(*_of_place(registration))) or 0)


def _of_place(registration: Registration) -> tuple[ColumnElement[bool], ...]:
    """Of those who wait: who waits for the same as this one, as far as municipalities have places of their own."""
    event, mine = registration.event, registration.place_key
    if event.place_capacity is None:
        return ()
    full = _full_places(event)
    if mine is not None and session().scalar(select(literal(mine).in_(full))):
        return (Registration.place_key == mine,)
    return (or_(Registration.place_key.is_(None), Registration.place_key.not_in(full)),)


def _full_sides(event: Event) -> list[str]:
    return [side for side, places in event.side_capacity.items() if event.side_seats.get(side, 0) >= places]


def _full_places(event: Event) -> Select[str]:
    taken = select(Registration.place_key).where(*_held(event), Registration.place_key.is_not(None))
    return taken.group_by(Registration.place_key).having(func.count() >= event.place_capacity)  # type: ignore[return-value]


def _held(event: Event) -> tuple[ColumnElement[bool], ...]:
    return Registration.event_id == event.id, Registration.state.in_(SEATED)
