"""Verbs: register, confirm, and refuse an address that somebody else typed."""

from collections.abc import Set as AbstractSet
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from functools import cached_property

from sqlalchemy import bindparam, delete, func, insert, select, update
from sqlalchemy.orm import make_transient_to_detached

from webapp.core import audit, mail, names
from webapp.core.addresses import address_key
from webapp.core.db import random_id, session
from webapp.core.errors import DomainError, Gone, NotThere
from webapp.core.i18n import lazy_gettext as _l
from webapp.events.models import Admission, Event
from webapp.registration import (
    blocking,
    consenting,
    letting_go,
    mails,
    policy,
    queries,
    seats,
    taking_over,
    waiting,
    words,
)
from webapp.registration.models import (
    MAIL_HELD,
    AttendingAs,
    BlockedAddress,
    Interpretation,
    Origin,
    Partnership,
    Purpose,
    Registration,
    Side,
    State,
)

# Built once, since building a statement takes as long as running it
BY_SLUG = select(Event).where(Event.slug == bindparam("slug")).with_for_update()
BY_SLUG = BY_SLUG.execution_options(populate_existing=True)
HELD = select(func.count(Registration.id)).where(Registration.mail_key == bindparam("recipient_key"), MAIL_HELD)
MAY_MAIL = select(mail.COUNT_TO.scalar_subquery(), HELD.scalar_subquery(), blocking.BLOCKED)
ADD = insert(Registration.__table__)  # type: ignore[arg-type]
CLOSED = {
    policy.Window.NOT_YET: (
        _l("Registration has not opened yet"),
        _l("The page of the conference says from when on you can register."),
    ),
    policy.Window.INVITED: (
        _l("Registration by invitation only"),
        _l("The organisers invite to this conference. If you would like to take part, please write to us."),
    ),
    policy.Window.CLOSED: (
        _l("Registration is closed"),
        _l("The time to register is over. If you would still like to take part, please write to us."),
    ),
    policy.Window.OVER: (
        _l("This conference is over"),
        _l("Its programme remains on the page of the conference. There you also find the coming conferences."),
    ),
}


@dataclass(frozen=True, kw_only=True)
class Details:
    """What somebody tells about the person who takes part; the names are those of the columns."""

    given_name: str
    family_name: str
    email: str
    side: Side
    place_key: str | None = None
    organisation: str = ""
    patronymic: str = ""
    title: str = ""
    latin_name: str = ""
    registered_by_name: str = ""
    registered_by_email: str = ""
    attending_as: AttendingAs = AttendingAs.REPRESENTATIVE
    office: str = ""
    partnership: Partnership | None = None
    partner_place_key: str | None = None
    topics: list[str] = field(default_factory=list)
    interpretation: Interpretation | None = None
    experience: str = ""
    question: str = ""

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}"[:160]

    @cached_property
    def keys(self) -> dict[str, str]:
        """The columns that are derived from names and addresses."""
        return {
            # one letter may turn into eighteen, and PostgreSQL cuts nothing off
            "name_key": names.person_key(self.given_name, self.family_name)[:600],
            "search_key": self._search_key[:2000],
            "sort_key": names.sort_key(f"{self.family_name} {self.given_name}")[:400],
            "email_key": address_key(self.email),
            "mail_key": address_key(self.registered_by_email or self.email),
        }

    @property
    def _search_key(self) -> str:
        """Every spelling that organisers may look for; the Latin one too, since few of them type Cyrillic."""
        native = (self.given_name, self.family_name, self.patronymic)
        spelt = (*native, *map(names.latin, native), self.latin_name, self.registered_by_name)
        told = dict.fromkeys((*spelt, self.email, self.registered_by_email))
        return names.key(" ".join(filter(None, told)))


def register(slug: str, details: Details, consents: AbstractSet[Purpose], *, locale: str, now: datetime) -> None:
    """Answer a request to register by mail; the caller shows the same page whatever happened here.

    Raises NotThere without such an event, DomainError when registration is not open.
    """
    event = session().scalar(BY_SLUG, {"slug": slug})
    if event is None:
        raise NotThere
    require_open(event, now)
    keys = details.keys
    known = queries.same_person(event.id, keys["mail_key"], keys["name_key"])
    again = known is not None and now - known.mailed_at < policy.PAUSE_BETWEEN_MAILS and not _differs(known, details)
    reply = policy.reply(
        known_state=known.state.value if known else None,
        mailbox=mailbox_state(keys["mail_key"], now),
        again=again,
    )
    if reply in {policy.Reply.ASK_TO_CONFIRM, policy.Reply.KEEP}:
        registration = _update(known, details, locale, now) if known else add(event, details, locale=locale, now=now)
        own = set() if details.registered_by_email else consents  # nobody consents for somebody else
        keep = consenting.change if known else consenting.give
        keep(registration, own, locale=locale, now=now)
        if reply is policy.Reply.KEEP:
            registration.mail_held = True
        else:
            mails.ask_to_confirm(registration, event)
    elif reply is policy.Reply.SAY_KNOWN and known:
        known.mailed_at = now
        mails.already_registered(known, event)
    else:  # noted, so that this answer too writes and takes as long as the others
        audit.record("registration.unanswered", f"event {event.public_id}", actor=audit.ATTENDEE)


def note_robot(event_id: int) -> None:
    """Nothing of what it sent is kept; the answer writes and takes about as long as everybody's."""
    audit.record("registration.robot", f"event {seats.locked(event_id).public_id}", actor=audit.ATTENDEE)


def add(
    event: Event,
    details: Details,
    *,
    locale: str,
    now: datetime,
    replaces_id: int | None = None,
    origin: Origin = Origin.FORM,
    state: State = State.PENDING,
    actor: str = audit.ATTENDEE,
) -> Registration:
    """A new registration with its audit entry."""
    row = (
        asdict(details)
        | details.keys
        | {
            "public_id": random_id(),
            "event_id": event.id,
            "state": state,
            "origin": origin if replaces_id is None else Origin.HAND_OVER,
            "link_version": 1,
            "mail_held": False,
            "replaces_id": replaces_id,
            "locale": locale,
            "created_at": now,
            "changed_at": now,
            "mailed_at": now,
            "waiting_since": now if state is State.WAITING else None,
        }
    )
    registration = Registration(id=session().connection().execute(ADD, row).inserted_primary_key.id, **row)  # type: ignore[union-attr]
    make_transient_to_detached(registration)
    session().add(registration)  # as if it had been read: inserting through the ORM would take twice as long
    audit.record("registration.add", registration.thing, actor=actor)
    return registration


def confirm(public_id: str, *, now: datetime) -> Registration:
    """Confirm the address, and get a place or a place in the queue; a second time changes nothing. Raises Gone."""
    registration, event = waiting.held(public_id)
    if registration.has_left:
        raise Gone(words.NOTHING_TO_CHANGE, heading=words.LEFT[registration.state])
    if registration.state is not State.PENDING:
        return registration
    if now >= event.ends_at:
        raise closed(policy.Window.OVER, Gone)
    audit.record("registration.confirm", registration.thing, actor=audit.ATTENDEE)
    registration.confirmed_at = now  # after what writes, so that the row is written once, with all that follows
    replaced = taking_over.predecessor(registration, now)
    if registration.replaces_id is not None and replaced is None:
        raise Gone(_l("The registration that was to be handed over to you was withdrawn."))
    if replaced is not None and not waiting.passes_organisers(replaced, registration.mail_key, event):
        taking_over.take_over(registration, replaced, event, now)
    elif waiting.needs_decision(registration.mail_key, event):
        registration.state, registration.changed_at = State.UNDECIDED, now
        mails.undecided(registration, event)
    else:
        waiting.admit(registration, event, now)
    registration.mail_held = False
    for held in queries.mails_held(registration.mail_key, now):
        held.mailed_at = now
        mails.ask_to_confirm(held, held.event)
    return registration


def not_me(public_id: str, *, now: datetime) -> None:
    """Somebody else typed this address: forget the registration and never write to the address again."""
    registration = session().scalar(select(Registration).where(Registration.public_id == public_id))
    if registration is not None:
        seats.locked(registration.event_id)
        session().refresh(registration)
    if registration is None or registration.state is not State.PENDING:
        raise Gone(_l("This registration was already confirmed or withdrawn."))
    mailbox = registration.mail_key
    theirs = Registration.mail_key == mailbox, Registration.state == State.PENDING
    asked_by = select(Registration.replaces_id).where(*theirs)
    session().execute(update(Registration).where(Registration.id.in_(asked_by)).values(asked_to_replace=""))
    if not blocking.is_blocked(mailbox):
        session().execute(insert(BlockedAddress).values(address_hash=blocking.address_hash(mailbox), created_at=now))
    audit.record("registration.not_me", registration.thing, actor=audit.ATTENDEE)
    letting_go.of(session().scalars(select(Registration.id).where(*theirs)).all(), wholly=True)
    session().execute(delete(Registration).where(*theirs))
    mail.forget(mailbox)


def require_open(event: Event, now: datetime) -> None:
    """Raises DomainError that says why registration is not open."""
    opens, closes, ends = event.registration_opens_at, event.registration_closes_at, event.ends_at
    window = policy.window(now, opens=opens, closes=closes, ends=ends, on_the_day=event.is_on_the_day(now))
    if window is policy.Window.OPEN and event.admission is Admission.CLOSED:
        window = policy.Window.INVITED
    if window is not policy.Window.OPEN:
        raise closed(window)


def closed(window: policy.Window, kind: type[DomainError] = DomainError) -> DomainError:
    """The error that says why this cannot be done now."""
    heading, text = CLOSED[window]
    return kind(text, heading=heading)


def may_mail(mail_key: str, now: datetime) -> bool:
    """Whether a stranger's request may still cause a mail to this mailbox."""
    return mailbox_state(mail_key, now) is policy.Mailbox.OPEN


def mailbox_state(mail_key: str, now: datetime) -> policy.Mailbox:
    asked = {"recipient_key": mail_key, "since": now - timedelta(days=1)}
    asked_not_to = {"address_hash": blocking.address_hash(mail_key)}
    session().flush()
    recent, held, blocked = session().connection().execute(MAY_MAIL, asked | asked_not_to).one()
    return policy.mailbox_state(
        mails=recent, held=held, blocked=blocked, has_confirmed=lambda: queries.has_confirmed(mail_key)
    )


def _differs(registration: Registration, details: Details) -> bool:
    same = {"email", "registered_by_email"}  # the mailbox is, however it is written
    return any(getattr(registration, name) != value for name, value in asdict(details).items() if name not in same)


def _update(registration: Registration, details: Details, locale: str, now: datetime) -> Registration:
    """The newest answers of somebody who has not confirmed yet; links to earlier answers no longer confirm anything."""
    for name, value in (asdict(details) | details.keys).items():
        setattr(registration, name, value)
    registration.origin, registration.replaces_id = (
        Origin.FORM,
        None,
    )  # who registers of their own accord takes nobody's place
    registration.link_version += 1
    registration.locale = locale
    registration.changed_at = registration.mailed_at = now
    return registration
