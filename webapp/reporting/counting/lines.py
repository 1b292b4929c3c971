"""What figures tell of the registrations of an event, read once: one long text with some lines for each.

SQLite makes a text far faster than rows of so many, and sorts to group, which takes longer than counting equal lines.
A further text, above all one with a filter, takes longer than further columns of one; so there is one, and what a line
may not be counted in is told by the line itself.
"""

from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, String, cast, func, select
from sqlalchemy.orm import InstrumentedAttribute

from webapp.attendance.models import Presence
from webapp.core.db import session
from webapp.registration.models import Registration

SEPARATOR: Final = "|"  #: in no code and no official key
HOUR: Final = len("2023-04-20 08")  #: as both databases write it in UTC


class Part(StrEnum):
    GROUP = "group"  #: side, official key, attending as, state, presence
    SAID = "said"  #: language, wish for a partnership, topics
    HOURS = "hours"  #: state, and the hours in which somebody registered and confirmed
    NUMBER = "number"
    SLOTS = "slots"  #: minutes in each, as presence keeps them; empty without presence


Lines = Mapping[Part, Sequence[str]]  #: in the same order in each


def _text(column: InstrumentedAttribute[Any]) -> ColumnElement[str]:
    return func.coalesce(cast(column, String), "")


def _hour(column: InstrumentedAttribute[Any]) -> ColumnElement[str]:
    return func.coalesce(func.substr(cast(column, String), 1, HOUR), "")


def _line(first: ColumnElement[str], *others: ColumnElement[str], by: str = SEPARATOR) -> ColumnElement[str]:
    for other in others:
        first = first + by + other
    return first


_OF: Final[Mapping[Part, ColumnElement[str]]] = {
    Part.GROUP: _line(
        _text(Registration.side),
        _text(Registration.place_key),
        _text(Registration.attending_as),
        _text(Registration.state),
        _text(Presence.state),
    ),
    Part.SAID: _line(_text(Registration.locale), _text(Registration.partnership), _text(Registration.topics)),
    Part.HOURS: _line(_text(Registration.state), _hour(Registration.created_at), _hour(Registration.confirmed_at)),
    Part.NUMBER: cast(Registration.id, String),
    Part.SLOTS: _text(Presence.slots),
}
_OF_PRESENCE: Final = {Part.GROUP, Part.SLOTS}


def read(of: ColumnElement[bool], parts: Collection[Part] = tuple(Part)) -> Lines:
    """`of` is what people.whole() gives."""
    found = select().select_from(Registration).where(of)
    if not _OF_PRESENCE.isdisjoint(parts):
        found = found.outerjoin(Presence, Presence.registration_id == Registration.id)
    return dict(zip(parts, columns(found, *(_OF[part] for part in parts)), strict=True))


def columns(found: Select[Any], *told: ColumnElement[str]) -> list[list[str]]:
    """Each of them by itself, of all rows; none of it may be null or hold the end of a line."""
    text = session().scalar(found.add_columns(func.aggregate_strings(_line(*told, by="\n"), "\n")))
    words = [] if text is None else text.split("\n")
    return [words[at :: len(told)] for at in range(len(told))]
