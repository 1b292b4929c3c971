"""Registrations of an event by all that figures tell apart, read once.

They come as one long text of a line each, since SQLite sorts to group and that takes twice as long as counting equal
lines here.
"""

import json
from collections import Counter
from collections.abc import Sequence
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import ColumnElement, String, and_, cast, func, select
from sqlalchemy.orm import InstrumentedAttribute

from webapp.attendance.models import Presence
from webapp.attendance.presence import State as PresenceState
from webapp.core.db import session
from webapp.core.i18n import LANGUAGES
from webapp.events.models import Event
from webapp.registration.models import AttendingAs, Partnership, Registration, Side, State, Topic

ALONE: Final = 3  #: times as long as one that lies beside others takes one that is gone to
NOT_SAID: Final = "not_said"  #: how data names what a person left open
SEPARATOR: Final = "|"  #: in no code and no official key


class Share(StrEnum):
    """What is counted beside the groups, so that the answer is not as long as the registrations."""

    LANGUAGE = "language"
    PARTNERSHIP = "partnership"
    TOPIC = "topic"  #: one person may have named several


SHARES: Final = (
    *((Share.LANGUAGE, code) for code in LANGUAGES),
    *((Share.PARTNERSHIP, code) for code in (*(wish.value for wish in Partnership), NOT_SAID)),
    *((Share.TOPIC, code) for code in (*(topic.value for topic in Topic), NOT_SAID)),
)  #: in the order of a row, after what it is grouped by and the number of people
_GROUPED_BY: Final = (
    Registration.side,
    Registration.place_key,
    Registration.attending_as,
    Registration.state,
    Presence.state,
)
_SHARED: Final = Registration.locale, Registration.partnership, Registration.topics
_AT: Final = {share: number for number, share in enumerate(SHARES, start=1)}
People = Sequence[tuple[Any, ...]]


def rows(of: ColumnElement[bool], *, shares: bool) -> People:
    """Side, official key, attending as, state, presence and how many people; with `shares` also how many have each.

    `of` is what whole() gives.
    """
    told = [_line(_GROUPED_BY), *([_line(_SHARED)] if shares else ())]
    found = (
        select(*(func.aggregate_strings(line, "\n") for line in told))
        .select_from(Registration)
        .outerjoin(Presence, Presence.registration_id == Registration.id)
        .where(of)
    )
    groups, *said = [(text or "").split("\n") for text in session().execute(found).one()]
    if groups == [""]:
        return []
    if not shares:
        return [(*_group(group), number) for group, number in Counter(groups).items()]
    counted: dict[str, list[int]] = {group: [0] * (1 + len(SHARES)) for group in sorted(set(groups))}
    places = {line: _places(line) for line in set(said[0])}
    for (group, line), number in Counter(zip(groups, said[0], strict=True)).items():
        counts = counted[group]
        for at in places[line]:
            counts[at] += number
    return [(*_group(group), *counts) for group, counts in counted.items()]


def _line(columns: Sequence[InstrumentedAttribute[Any]]) -> ColumnElement[str]:
    first, *others = (func.coalesce(cast(column, String), "") for column in columns)
    line: ColumnElement[str] = first
    for other in others:
        line = line + SEPARATOR + other
    return line


def _group(line: str) -> tuple[Any, ...]:
    side, key, attending_as, state, presence = line.split(SEPARATOR)
    there = PresenceState(presence) if presence else None
    return Side(side), key or None, AttendingAs(attending_as), State(state), there


def _places(line: str) -> list[int]:
    """Where in the numbers of a row it is counted; the first is that of people."""
    locale, partnership, topics = line.split(SEPARATOR)
    named = [(Share.TOPIC, topic) for topic in json.loads(topics) or [NOT_SAID]]
    said = [(Share.LANGUAGE, locale), (Share.PARTNERSHIP, partnership or NOT_SAID), *named]
    return [0, *(_AT[share] for share in said if share in _AT)]


def whole(event: Event) -> ColumnElement[bool]:
    """Its registrations, read as they lie: by the index of events SQLite goes to each alone, three times as long.

    They lie between its first and its last; only where most of what lies there is of other events, the index is used.
    """
    of_event = select(func.count(), func.min(Registration.id), func.max(Registration.id))
    number, first, last = session().execute(of_event.where(Registration.event_id == event.id)).one()
    if not number or last - first >= ALONE * number:
        return Registration.event_id == event.id
    return and_(Registration.id.between(first, last), Registration.event_id + 0 == event.id)
