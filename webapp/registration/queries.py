"""Reading registrations: by a personal link, the same person's, an address's, an organiser's list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, bindparam, case, func, select
from sqlalchemy.orm import contains_eager, joinedload

from webapp.core import names, tokens
from webapp.core.db import session
from webapp.core.errors import NotThere
from webapp.events.models import Event
from webapp.places.levels import keys_within
from webapp.places.models import Place
from webapp.registration.models import ACTIVE, MAIL_HELD, Consent, Purpose, Registration, State
from webapp.registration.policy import MOST_HELD

# Built once, since building a statement takes as long as running it
SAME_PERSON = select(Registration).where(
    Registration.event_id == bindparam("event_id"),
    Registration.mail_key == bindparam("mail_key"),
    Registration.name_key == bindparam("name_key"),
    ACTIVE,
)
MAILS_HELD = (
    select(Registration)
    .join(Registration.event)
    .where(Registration.mail_key == bindparam("mail_key"), MAIL_HELD, Registration.state == State.PENDING)
    .where(Event.ends_at > bindparam("now"))
    .options(contains_eager(Registration.event))
    .order_by(Registration.id)
    .limit(MOST_HELD)
)
BY_PUBLIC_ID = select(Registration).where(Registration.public_id == bindparam("public_id")).options(
    joinedload(Registration.event, innerjoin=True),
    joinedload(Registration.place),
    joinedload(Registration.partner_place),
)  # fmt: skip

CONSENTS = select(Consent).where(Consent.registration_id == bindparam("registration_id")).order_by(Consent.id)
LINK_VERSION = select(Registration.link_version).where(Registration.public_id == bindparam("public_id"))


def by_link(purpose: str, token: str) -> Registration:
    """The registration a personal link leads to, with event and places.

    Raises tokens.LinkInvalid (not ours, or made worthless since) or tokens.LinkExpired.
    """
    link = tokens.read(purpose, token)
    found = by_public_id(link.subject)
    if found is None or found.link_version != link.version:
        raise tokens.LinkInvalid
    return found


def named_by_link(purpose: str, token: str) -> str:
    """Public id of the registration a personal link leads to. Raises as by_link()."""
    link = tokens.read(purpose, token)
    if session().connection().scalar(LINK_VERSION, {"public_id": link.subject}) != link.version:
        raise tokens.LinkInvalid
    return link.subject


def by_public_id(public_id: str) -> Registration | None:
    """With event and places."""
    return session().scalar(BY_PUBLIC_ID, {"public_id": public_id})


def of_event(slug: str, public_id: str) -> Registration:
    """With event and places. Raises NotThere, also for a registration of another event."""
    found = by_public_id(public_id)
    if found is None or found.event.slug != slug:
        raise NotThere
    return found


def has_confirmed(mail_key: str) -> bool:
    """Whether somebody at this mailbox ever confirmed."""
    found = select(Registration.id).where(Registration.mail_key == mail_key, Registration.confirmed_at.is_not(None))
    return session().scalar(found.limit(1)) is not None


def handed_to(registration_id: int) -> Sequence[Registration]:
    """Those who were asked to take over and have not: not confirmed yet, or not accepted."""
    asked = Registration.state.in_((State.PENDING, State.UNDECIDED))
    found = select(Registration).where(Registration.replaces_id == registration_id, asked)
    return session().scalars(found).all()


def asked_by(registration: Registration) -> Registration | None:
    """Who asked this person to take over."""
    if registration.replaces_id is None:
        return None
    found = select(Registration).where(Registration.id == registration.replaces_id)
    return session().scalar(found.options(joinedload(Registration.place)))


def same_person(event_id: int, mail_key: str, name_key: str) -> Registration | None:
    """An active registration of this event, mailbox and name."""
    return session().scalar(SAME_PERSON, {"event_id": event_id, "mail_key": mail_key, "name_key": name_key})


def mails_held(mail_key: str, now: datetime) -> Sequence[Registration]:
    """Those of this mailbox who have not been asked to confirm yet, for any conference to come; with it."""
    return session().scalars(MAILS_HELD, {"mail_key": mail_key, "now": now}).all()


def mailboxes_with_mails_held(now: datetime) -> Sequence[str]:
    """Those who are still to be asked; that of a conference that is over is held for ever."""
    found = select(Registration.mail_key).join(Registration.event).where(MAIL_HELD, Event.ends_at > now)
    return session().scalars(found.where(Registration.state == State.PENDING).distinct()).all()


def undecided(event_id: int) -> Sequence[Registration]:
    """Who confirmed first comes first."""
    waiting = Registration.event_id == event_id, Registration.state == State.UNDECIDED
    return session().scalars(select(Registration).where(*waiting).order_by(Registration.confirmed_at)).all()


def next_undecided(registration: Registration) -> tuple[Registration | None, int]:
    """Who comes after this one among those who wait for the organisers, from the beginning again after the last; and
    how many others wait.
    """
    others = Registration.event_id == registration.event_id, Registration.state == State.UNDECIDED
    found = select(Registration).where(*others, Registration.id != registration.id)
    after = case((Registration.id > registration.id, 0), else_=1)
    number = session().scalar(select(func.count()).select_from(found.subquery())) or 0
    first = session().scalar(found.order_by(after, Registration.id).limit(1))
    return first, number


def of_mailbox(event_id: int, mail_key: str) -> Sequence[Registration]:
    """Active registrations whose mails go to this address, at most as many as one mail can list."""
    found = select(Registration).where(Registration.event_id == event_id, Registration.mail_key == mail_key, ACTIVE)
    return session().scalars(found.order_by(Registration.sort_key).limit(50)).all()


def unconfirmed(event_ends_after: datetime, mailed_before: datetime, limit: int = 200) -> Sequence[Registration]:
    """Pending ones that were asked to confirm, and not reminded yet."""
    found = select(Registration).join(Registration.event).where(
        Registration.state == State.PENDING,
        Registration.reminded_at.is_(None),
        Registration.mail_held.is_(False),
        Registration.mailed_at < mailed_before,
        Event.ends_at > event_ends_after,
    )  # fmt: skip
    return session().scalars(found.options(joinedload(Registration.event)).order_by(Registration.id).limit(limit)).all()


def consents(registration_id: int) -> dict[Purpose, Consent]:
    """What holds now for each purpose that was ever answered: the latest entry."""
    rows = session().scalars(CONSENTS, {"registration_id": registration_id})
    return {row.purpose: row for row in rows}


@dataclass(frozen=True, slots=True)
class Filter:
    """What an organiser's list is narrowed to; None is everything."""

    state: State | None = None
    side: str | None = None
    district: str | None = None
    place: str | None = None
    text: str = ""  #: parts of name or address


def places_of(event_id: int) -> Sequence[Place]:
    """Every place that somebody registered from."""
    keys = select(Registration.place_key).where(Registration.event_id == event_id)
    return session().scalars(select(Place).where(Place.key.in_(keys))).all()


def listed(event_id: int, chosen: Filter) -> Select[Registration]:
    """The organisers' list, with places; to be sorted and paged by core.lists."""
    found = select(Registration).outerjoin(Registration.place).where(Registration.event_id == event_id)
    if chosen.state:
        found = found.where(Registration.state == chosen.state)
    if chosen.side:
        found = found.where(Registration.side == chosen.side)
    if chosen.district:
        found = found.where(Registration.place_key.in_(keys_within(chosen.district)))
    if chosen.place:
        found = found.where(Registration.place_key == chosen.place)
    for word in names.key(chosen.text).split():
        found = found.where(Registration.search_key.contains(word, autoescape=True))
    return found.options(joinedload(Registration.place), joinedload(Registration.partner_place))
