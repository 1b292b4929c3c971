"""Who belongs to which audience of the mails after a conference, who got one, and who is next."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from sqlalchemy import Case, ColumnElement, Select, Subquery, and_, case, func, literal, or_, select
from sqlalchemy.orm import contains_eager

from webapp.attendance import queries as attendance
from webapp.attendance.models import Presence
from webapp.attendance.presence import State as Present
from webapp.attendance.standing import THERE
from webapp.core.db import session
from webapp.core.i18n import LANGUAGES, Texts
from webapp.events.models import Event
from webapp.followup.models import Audience, FollowUp, FollowUpText
from webapp.questions.answer_queries import who_were_answered
from webapp.registration.models import LEFT, Registration, State


class Held(StrEnum):
    """Why nobody knows yet which mail somebody should get."""

    UNDECIDED = "undecided"  #: may be somebody in a report about whom nobody has decided
    NOT_RECORDED = "not_recorded"  #: no report covers the time


NOBODY = "nobody"  #: whom no mail is written to
APART = (State.DECLINED, State.HANDED_OVER)


@dataclass(slots=True)
class Numbers:
    """People of one audience who read one language, or all of them."""

    waiting: int = 0  #: no mail was ordered for them
    ordered: int = 0  #: and is not written yet
    sent: int = 0
    unwanted: int = 0  #: whose address wants no mails

    @property
    def ever_ordered(self) -> bool:
        return bool(self.ordered or self.sent or self.unwanted)

    def __add__(self, other: "Numbers") -> "Numbers":
        return Numbers(
            self.waiting + other.waiting,
            self.ordered + other.ordered,
            self.sent + other.sent,
            self.unwanted + other.unwanted,
        )


@dataclass(frozen=True, slots=True)
class Audiences:
    by_language: Mapping[Audience, Mapping[str, Numbers]] = field(default_factory=dict)
    held: Mapping[Held, int] = field(default_factory=dict)

    def total(self, audience: Audience) -> Numbers:
        return sum(self.by_language[audience].values(), Numbers())

    @property
    def unwanted(self) -> int:
        return sum(self.total(one).unwanted for one in self.by_language)


def audiences(event_id: int) -> Audiences:
    """Each person once."""
    found: dict[Audience, dict[str, Numbers]] = {one: {lang: Numbers() for lang in LANGUAGES} for one in Audience}
    held: dict[Held, int] = defaultdict(int)
    people = _people(event_id)
    waiting = select(people.c.audience, people.c.locale, func.count()).where(_is_next(people))
    for audience, lang, number in session().execute(waiting.group_by(people.c.audience, people.c.locale)):
        if audience in set(Held):
            held[Held(audience)] += number
        elif audience != NOBODY:
            found[Audience(audience)][lang].waiting = number
    told = (
        select(
            FollowUp.audience,
            Registration.locale,
            func.count(),
            func.count(FollowUp.sent_at),
            func.count(case((FollowUp.unwanted, 1))),
        )
        .join(Registration, Registration.id == FollowUp.registration_id)
        .where(Registration.event_id == event_id)
        .group_by(FollowUp.audience, Registration.locale)
    )
    for audience, lang, number, done, unwanted in session().execute(told):
        numbers = found[audience][lang]
        numbers.ordered, numbers.sent, numbers.unwanted = number - done, done - unwanted, unwanted
    return Audiences(found, held)


def untold(event_id: int, audience: Audience) -> Sequence[int]:
    """Registrations for which no mail was ordered, also none for another registration of the same person."""
    people = _people(event_id)
    found = select(people.c.id).where(_is_next(people), people.c.audience == audience.value)
    return session().scalars(found.order_by(people.c.id)).all()


def _is_next(people: Subquery) -> ColumnElement[bool]:
    return and_(people.c.place == 1, people.c.told == 0)


def _people(event_id: int, mailboxes: Collection[str] | None = None) -> Subquery:
    """Registrations with their audience, of all or of some mailboxes; `place` is 1 for the one that stands for its
    person.

    A person is a mailbox and a name, as everywhere. Who withdrew and registered anew has two registrations.
    """
    theirs = () if mailboxes is None else (Registration.mail_key.in_(mailboxes),)
    person = Registration.mail_key, Registration.name_key
    has_left = case((Registration.state.in_(LEFT), 1), else_=0)
    return (
        select(
            Registration.id,
            Registration.locale,
            _audience(event_id).label("audience"),
            func.row_number().over(partition_by=person, order_by=(has_left, Registration.id.desc())).label("place"),
            func.count(FollowUp.registration_id).over(partition_by=person).label("told"),
        )
        .outerjoin(Presence, Presence.registration_id == Registration.id)
        .outerjoin(FollowUp, FollowUp.registration_id == Registration.id)
        .where(Registration.event_id == event_id, Registration.state != State.PENDING, *theirs)
        .subquery()
    )


def _audience(event_id: int) -> Case[str]:
    """The first that fits. Who left gets no mail about questions, as everywhere."""
    silent = attendance.silent(event_id)
    is_absent: ColumnElement[bool] = Presence.state.in_((Present.ABSENT, Present.EXCUSED))
    if silent is Present.ABSENT:
        is_absent = or_(is_absent, Presence.state.is_(None))
    return case(
        (Registration.state.in_(APART), literal(NOBODY)),
        (Presence.state == Present.UNDECIDED, literal(Held.UNDECIDED.value)),
        (
            and_(Registration.state.not_in(LEFT), Registration.id.in_(who_were_answered(event_id))),
            literal(Audience.ANSWERED.value),
        ),
        (Presence.state.in_(THERE), literal(Audience.ATTENDED.value)),
        (Registration.state != State.CONFIRMED, literal(Audience.MISSED.value)),
        (is_absent, literal(Audience.MISSED.value)),
        else_=literal(Held.NOT_RECORDED.value),
    )


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody for whom a mail was ordered."""

    order: FollowUp
    registration: Registration  #: with its event
    was_there: bool
    is_certified: bool


def to_be_written(limit: int) -> list[Recipient]:
    """Of all events, whose mail was ordered and is not written yet."""
    found: Select[FollowUp, Registration, Presence | None] = (
        select(FollowUp, Registration, Presence)
        .join(Registration, Registration.id == FollowUp.registration_id)
        .join(Registration.event)
        .outerjoin(Presence, Presence.registration_id == Registration.id)
        .where(FollowUp.sent_at.is_(None))
        .order_by(FollowUp.registration_id)
        .options(contains_eager(Registration.event))
        .limit(limit)
        .execution_options(populate_existing=True)
    )
    return [
        Recipient(
            order,
            who,
            was_there=there is not None and there.state in THERE,
            is_certified=there is not None and there.certified and there.minutes is not None,
        )
        for order, who, there in session().execute(found)
    ]


def belonging(ordered: Collection[Recipient]) -> set[int]:
    """Registrations of those that still belong to the audience for which their mail was ordered.

    It is asked for each batch, and so only of these people's mailboxes.
    """
    found: set[int] = set()
    for event_id in {one.registration.event_id for one in ordered}:
        mine = [one for one in ordered if one.registration.event_id == event_id]
        of_event = {one.registration.id: one.order.audience for one in mine}
        people = _people(event_id, {one.registration.mail_key for one in mine})
        now = select(people.c.id, people.c.audience).where(people.c.place == 1, people.c.id.in_(of_event))
        found |= {number for number, audience in session().execute(now) if audience == of_event[number].value}
    return found


def is_being_written(event_id: int, audiences: Collection[Audience]) -> bool:
    """Whether mails of these were ordered and are not written yet."""
    ordered = (
        select(FollowUp.registration_id)
        .join(Registration, Registration.id == FollowUp.registration_id)
        .where(Registration.event_id == event_id, FollowUp.audience.in_(audiences), FollowUp.sent_at.is_(None))
    )
    return bool(session().scalar(select(ordered.exists())))


def additions(events: Iterable[int]) -> dict[tuple[int, Audience], Texts]:
    """What organisers added, by event and audience."""
    found: dict[tuple[int, Audience], dict[str, str]] = defaultdict(dict)
    for one in session().scalars(select(FollowUpText).where(FollowUpText.event_id.in_(set(events)))):
        found[one.event_id, one.audience][one.language] = one.text
    return {key: Texts(texts) for key, texts in found.items()}


def addition(event: Event, audience: Audience) -> Texts:
    return additions([event.id]).get((event.id, audience), Texts({}))
