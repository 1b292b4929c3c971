"""Registrations of an event by all that figures tell apart."""

import json
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache
from struct import Struct
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, func, select

from webapp.attendance.presence import State as PresenceState
from webapp.core.db import session
from webapp.core.i18n import LANGUAGES
from webapp.events.models import Event
from webapp.registration.models import AttendingAs, Partnership, Registration, Side, State, Topic
from webapp.reporting.counting import lines
from webapp.reporting.counting.lines import SEPARATOR, Lines, Part

ALONE: Final = 3  #: times as long as one that lies beside others takes one that is gone to
NOT_SAID: Final = "not_said"  #: how data names what a person left open


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
_AT: Final = {share: number for number, share in enumerate(SHARES, start=1)}
_DIGIT: Final = 32  #: bits; no event has as many people as do not fit
_COUNTS: Final = Struct(f"<{1 + len(SHARES)}I")
People = Sequence[tuple[Any, ...]]


class _Digits(dict[str, int]):
    """What a line of Part.SAID adds to all counts of a row: one long number, since adding that is one step."""

    def __missing__(self, line: str) -> int:
        locale, partnership, topics = line.split(SEPARATOR)
        said = _digit(Share.LANGUAGE, locale) + _digit(Share.PARTNERSHIP, partnership or NOT_SAID)
        found = self[line] = 1 + said + _of_topics(topics)
        return found


@lru_cache(maxsize=1_000)
def _of_topics(kept: str) -> int:
    return sum(_digit(Share.TOPIC, topic) for topic in set(json.loads(kept) or ()) or {NOT_SAID})


@lru_cache(maxsize=100)
def _digit(share: Share, code: str) -> int:
    at = _AT.get((share, code))
    return 1 << _DIGIT * at if at else 0


def rows(of: ColumnElement[bool], *, shares: bool) -> People:
    """Side, official key, attending as, state, presence and how many people; with `shares` also how many have each.

    `of` is what whole() gives.
    """
    if shares:
        return grouped(lines.read(of, (Part.GROUP, Part.SAID)))
    return [(*group(line), number) for line, number in lines.counted(of, Part.GROUP).items()]


def grouped(read: Lines) -> People:
    """What rows() gives with shares, for who has read the lines."""
    counted = dict.fromkeys(sorted(set(read[Part.GROUP])), 0)
    for line, digits in zip(read[Part.GROUP], map(_Digits().__getitem__, read[Part.SAID]), strict=True):
        counted[line] += digits
    return [
        (*group(line), *_COUNTS.unpack(digits.to_bytes(_COUNTS.size, "little"))) for line, digits in counted.items()
    ]


def group(line: str) -> tuple[Side, str | None, AttendingAs, State, PresenceState | None]:
    """What a line of Part.GROUP tells."""
    side, key, attending_as, state, presence = line.split(SEPARATOR)
    there = PresenceState(presence) if presence else None
    return Side(side), key or None, AttendingAs(attending_as), State(state), there


def whole(event: Event) -> ColumnElement[bool]:
    """Its registrations, read as they lie: by the index of events SQLite goes to each alone, three times as long.

    They lie between its first and its last; only where most of what lies there is of other events, the index is used.
    """
    of_event = select(func.count(), func.min(Registration.id), func.max(Registration.id))
    number, first, last = session().execute(of_event.where(Registration.event_id == event.id)).one()
    if not number or last - first >= ALONE * number:
        return Registration.event_id == event.id
    return and_(Registration.id.between(first, last), Registration.event_id + 0 == event.id)
