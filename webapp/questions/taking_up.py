"""Makes questions of what people wrote into the form of registration, once their address is confirmed."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Select, and_, or_, select

from webapp.core import audit, clock
from webapp.core.db import session, transaction
from webapp.core.jobs import every
from webapp.questions import asking, keeping, queries
from webapp.questions.asking import COLUMN, Asked
from webapp.questions.models import Channel, Kind, Question, TakenUp
from webapp.registration.models import LEFT, Registration
from webapp.registration.models import State as RegistrationState

AT_ONCE: Final = 200  #: registrations of one transaction
UNHEARD: Final = (RegistrationState.PENDING, RegistrationState.DECLINED)  #: whose words are not taken up


@every(timedelta(minutes=1))
def take_up_asked() -> None:
    """What was written since; the registration keeps its own words."""
    for kind in Kind:
        taken = AT_ONCE
        while taken == AT_ONCE:
            with transaction():
                taken = take_up(kind, now=clock.now())


def take_up(kind: Kind, *, now: datetime, event_id: int | None = None) -> int:
    """Of at most AT_ONCE registrations; how many there were."""
    rows = session().execute(_waiting(kind, event_id).limit(AT_ONCE)).all()
    for registration, before in rows:
        _take_up(registration, before, kind, now)
    return len(rows)


def _waiting(kind: Kind, event_id: int | None) -> Select[Registration, TakenUp]:
    """Registrations whose words are new, were changed or deleted, with what was taken up of them before."""
    words = getattr(Registration, COLUMN[kind])
    mine = and_(TakenUp.registration_id == Registration.id, TakenUp.kind == kind)
    found = (
        select(Registration, TakenUp)
        .outerjoin(TakenUp, mine)
        .where(or_(words != "", TakenUp.kind.is_not(None)), Registration.state.not_in(UNHEARD))
        .where(or_(Registration.state.not_in(LEFT), Registration.confirmed_at.is_not(None)))  # some never confirmed
        .where(or_(TakenUp.kind.is_(None), TakenUp.registration_changed_at < Registration.changed_at))
        .order_by(Registration.id)
    )
    return found if event_id is None else found.where(Registration.event_id == event_id)


def _take_up(registration: Registration, before: TakenUp | None, kind: Kind, now: datetime) -> None:
    text = getattr(registration, COLUMN[kind])
    asked = Asked(
        text=text, language=registration.locale, channel=Channel.REGISTRATION, kind=kind, registration=registration
    )
    earlier = session().get(Question, before.question_id) if before else None
    if before is None or earlier is None:
        question = asking.ask(registration.event_id, asked, actor=audit.ATTENDEE, now=now)
        session().add(
            TakenUp(
                registration_id=registration.id,
                kind=kind,
                question_id=question.id,
                registration_changed_at=registration.changed_at,
            )
        )
        return
    before.registration_changed_at = registration.changed_at
    if earlier.text == text:
        return
    if earlier.channel is Channel.REGISTRATION and queries.is_untouched(earlier):
        keeping.seen_anew(earlier.event_id, now)
        if text:
            earlier.text = text
        else:
            _forget(before, earlier)
    elif text:
        before.question_id = asking.ask(registration.event_id, asked, actor=audit.ATTENDEE, now=now).id


def _forget(before: TakenUp, question: Question) -> None:
    """The person has deleted the words."""
    audit.record("question.take_back", question.thing, actor=audit.ATTENDEE)
    session().delete(before)
    session().flush()  # the one that points to the other first
    session().delete(question)
