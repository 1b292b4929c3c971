"""Who has a certificate of attendance: asked of presence anew each time, so that it ends when the attendance does."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import contains_eager, joinedload

from webapp.attendance.certifying.certificate_models import Certificate, CertificateBundle, CertificateNotice
from webapp.attendance.models import Presence, Rules
from webapp.core import names
from webapp.core.db import session
from webapp.core.errors import NotThere
from webapp.events.models import Event
from webapp.places.models import Place
from webapp.registration.models import Registration


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who is certified, and the certificate once it is issued."""

    registration: Registration  #: with event and place
    presence: Presence
    certificate: Certificate | None
    began: datetime
    ended: datetime

    @property
    def name(self) -> str:
        return (self.certificate and self.certificate.name) or self.registration.name

    @property
    def latin_name(self) -> str:
        return (self.certificate and self.certificate.latin_name) or usual_latin(self.registration, self.name)

    @property
    def minutes(self) -> float:
        return self.presence.minutes or 0


def usual_latin(registration: Registration, name: str) -> str:
    """The Latin spelling of a name on a certificate unless its owner says another."""
    if name != registration.name:
        return names.latin(name)
    return " ".join(filter(None, (names.latin(registration.title), registration.latin)))


def _certified(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return Presence.certified.is_(True), Presence.minutes.is_not(None), Event.ends_at <= now


def _holders(*wanted: ColumnElement[bool], now: datetime, limit: int | None = None) -> list[Holder]:
    found = (
        select(Registration, Presence, Certificate, Rules)
        .join(Presence, Presence.registration_id == Registration.id)
        .join(Registration.event)
        .outerjoin(Registration.place)
        .outerjoin(Certificate, Certificate.registration_id == Registration.id)
        .outerjoin(Rules, Rules.event_id == Registration.event_id)
        .where(*_certified(now), *wanted)
        .order_by(Registration.sort_key, Registration.id)
        .options(contains_eager(Registration.event), contains_eager(Registration.place))
        .limit(limit)
        .execution_options(populate_existing=True)
    )
    return [_holder(*row) for row in session().execute(found)]


def _holder(who: Registration, there: Presence, certificate: Certificate | None, rules: Rules | None) -> Holder:
    began, ended = (rules and rules.starts_at) or who.event.starts_at, (rules and rules.ends_at) or who.event.ends_at
    return Holder(who, there, certificate, began, ended)


def holder(public_id: str, now: datetime) -> Holder | None:
    """None for everybody without a certificate, whatever the reason."""
    return next(iter(_holders(Registration.public_id == public_id, now=now)), None)


def by_code(code: str, now: datetime) -> Holder | None:
    return next(iter(_holders(Certificate.code == code, now=now)), None) if code else None


def is_given(code: str) -> bool:
    """Whether a certificate has this code, also one that is not valid now: its attendance may be recorded again."""
    return bool(code) and session().scalar(select(Certificate.code).where(Certificate.code == code)) is not None


def holders(event_id: int, place_key: str | None, now: datetime) -> list[Holder]:
    """Of a municipality, or all of the event."""
    return _holders(*_of(event_id, place_key), now=now)


def number(event_id: int, place_key: str | None, now: datetime) -> int:
    """How many holders() gives."""
    found = select(func.count(Registration.id)).join(Presence, Presence.registration_id == Registration.id)
    found = found.join(Registration.event).where(*_certified(now), *_of(event_id, place_key))
    return session().scalar(found) or 0


def _of(event_id: int, place_key: str | None) -> tuple[ColumnElement[bool], ...]:
    return Registration.event_id == event_id, *(() if place_key is None else (Registration.place_key == place_key,))


def renamed(event_id: int, now: datetime) -> list[Holder]:
    """Whose certificate says another name than the registration."""
    corrected = (Certificate.name != "") | (Certificate.latin_name != "")
    return _holders(Registration.event_id == event_id, corrected, now=now)


@dataclass(frozen=True, slots=True)
class Count:
    place: Place | None  #: None: those with an organisation alone
    certified: int
    issued: int


def counts(event_id: int, now: datetime) -> list[Count]:
    """By municipality, in no order."""
    found = (
        select(Registration.place_key, func.count(), func.count(Certificate.code))
        .join(Presence, Presence.registration_id == Registration.id)
        .join(Registration.event)
        .outerjoin(Certificate, Certificate.registration_id == Registration.id)
        .where(*_certified(now), Registration.event_id == event_id)
        .group_by(Registration.place_key)
    )
    rows = session().execute(found).all()
    keys = [row[0] for row in rows if row[0]]
    places = {place.key: place for place in session().scalars(select(Place).where(Place.key.in_(keys)))}
    return [Count(places.get(key or ""), certified, issued) for key, certified, issued in rows]


def untold(event_id: int, now: datetime) -> Sequence[int]:
    """Registrations that are certified and for whom no mail about it was ordered."""
    found = (
        select(Registration.id)
        .join(Presence, Presence.registration_id == Registration.id)
        .join(Registration.event)
        .outerjoin(CertificateNotice, CertificateNotice.registration_id == Registration.id)
        .where(*_certified(now), Registration.event_id == event_id, CertificateNotice.registration_id.is_(None))
    )
    return session().scalars(found.order_by(Registration.id)).all()


def to_be_told(limit: int, now: datetime) -> list[Holder]:
    """For whom a mail was ordered that is not written yet, of all events."""
    ordered = select(CertificateNotice.registration_id).where(CertificateNotice.sent_at.is_(None))
    return _holders(Registration.id.in_(ordered), now=now, limit=limit)


def told_by_language(event_id: int, now: datetime) -> dict[str, tuple[int, int]]:
    """Of those certified, for each language that somebody reads: how many were told, how many are still to be."""
    found = (
        select(Registration.locale, func.count(CertificateNotice.registration_id), func.count())
        .join(Presence, Presence.registration_id == Registration.id)
        .join(Registration.event)
        .outerjoin(CertificateNotice, CertificateNotice.registration_id == Registration.id)
        .where(*_certified(now), Registration.event_id == event_id)
        .group_by(Registration.locale)
        .order_by(Registration.locale)
    )
    return {locale: (told, people - told) for locale, told, people in session().execute(found)}


def without_certificate(event_id: int, place_key: str | None, now: datetime) -> Sequence[int]:
    """Registrations that are certified and have no code yet."""
    found = (
        select(Registration.id)
        .join(Presence, Presence.registration_id == Registration.id)
        .join(Registration.event)
        .outerjoin(Certificate, Certificate.registration_id == Registration.id)
        .where(*_certified(now), *_of(event_id, place_key), Certificate.code.is_(None))
    )
    return session().scalars(found.order_by(Registration.sort_key, Registration.id)).all()


def bundles(event_id: int) -> Sequence[CertificateBundle]:
    """The latest first."""
    found = select(CertificateBundle).where(CertificateBundle.event_id == event_id)
    latest = found.order_by(CertificateBundle.id.desc()).options(joinedload(CertificateBundle.place)).limit(20)
    return session().scalars(latest.execution_options(populate_existing=True)).all()


def bundle(slug: str, public_id: str) -> CertificateBundle:
    """Raises NotThere, also for one of another event."""
    found = (
        select(CertificateBundle)
        .join(Event, Event.id == CertificateBundle.event_id)
        .where(CertificateBundle.public_id == public_id, Event.slug == slug)
        .options(joinedload(CertificateBundle.place))
    )
    one = session().scalar(found)
    if one is None:
        raise NotThere
    return one
