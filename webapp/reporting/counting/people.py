"""Registrations of an event by all that figures tell apart, out of one grouped query."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, String, cast, func, select

from webapp.attendance.models import Presence
from webapp.core.db import session
from webapp.core.i18n import LANGUAGES
from webapp.events.models import Event
from webapp.registration.models import Partnership, Registration, Topic

NOT_SAID: Final = "not_said"  #: how data names what a person left open


class Share(StrEnum):
    """What is counted beside the groups, so that the answer is not as long as the registrations."""

    LANGUAGE = "language"
    PARTNERSHIP = "partnership"
    TOPIC = "topic"  #: one person may have named several


_TOPICS: Final = cast(Registration.topics, String)
CONDITIONS: Final[Mapping[tuple[Share, str], ColumnElement[bool]]] = {
    **{(Share.LANGUAGE, code): Registration.locale == code for code in LANGUAGES},
    **{(Share.PARTNERSHIP, wish.value): Registration.partnership == wish for wish in Partnership},
    (Share.PARTNERSHIP, NOT_SAID): Registration.partnership.is_(None),
    **{(Share.TOPIC, topic.value): _TOPICS.contains(f'"{topic.value}"') for topic in Topic},
    (Share.TOPIC, NOT_SAID): _TOPICS == "[]",
}
SHARES: Final = tuple(CONDITIONS)  #: in the order of a row, after GROUPS and the number of people
GROUPS: Final = (
    Registration.side,
    Registration.place_key,
    Registration.attending_as,
    Registration.state,
    Presence.state,
)
People = Sequence[Row[*tuple[Any, ...]]]


def rows(event: Event, *, shares: bool) -> People:
    """GROUPS and how many people; with `shares` also how many of these have each of SHARES."""
    counts = [func.count().filter(condition) for condition in CONDITIONS.values()] if shares else []
    found = (
        select(*GROUPS, func.count(), *counts)
        .outerjoin(Presence, Presence.registration_id == Registration.id)
        .where(whole(event))
        .group_by(*GROUPS)
    )
    return session().execute(found).all()


def whole(event: Event) -> ColumnElement[bool]:
    """Its registrations, read as they lie: by the index of events SQLite goes to each alone, three times as long."""
    return Registration.event_id + 0 == event.id
