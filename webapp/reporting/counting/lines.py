"""What figures tell of the registrations of an event, read once: one long text with some lines for each.

SQLite makes a text far faster than rows of so many, and sorts to group, which takes longer than counting equal lines.
A further text, above all one with a filter, takes longer than further columns of one; so there is one, and what a line
may not be counted in is told by the line itself.
"""

from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, String, cast, func, literal, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

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


Told = ColumnElement[Any] | InstrumentedAttribute[Any]
Lines = Mapping[Part, Sequence[str]]  #: in the same order in each


class _Formatted(FunctionElement[str]):
    """A template with %s, and what is set in; null becomes nothing. Cheaper than joining texts one by one."""

    type = String()
    inherit_cache = True


@compiles(_Formatted)
def _format(element: _Formatted, compiler: SQLCompiler, **options: Any) -> str:
    name = "printf" if compiler.dialect.name == "sqlite" else "format"  # which SQLite has only since 3.38
    return f"{name}({compiler.process(element.clauses, **options)})"


def hour(column: InstrumentedAttribute[Any]) -> ColumnElement[str]:
    return func.substr(cast(column, String), 1, HOUR)


_OF: Final[Mapping[Part, Sequence[Told]]] = {
    Part.GROUP: (
        Registration.side,
        Registration.place_key,
        Registration.attending_as,
        Registration.state,
        Presence.state,
    ),
    Part.SAID: (Registration.locale, Registration.partnership, Registration.topics),
    Part.HOURS: (Registration.state, hour(Registration.created_at), hour(Registration.confirmed_at)),
    Part.NUMBER: (Registration.id,),
    Part.SLOTS: (Presence.slots,),
}
_OF_PRESENCE: Final = {Part.GROUP, Part.SLOTS}


def read(of: ColumnElement[bool], parts: Collection[Part] = tuple(Part)) -> Lines:
    """`of` is what people.whole() gives. All of them lie in memory, where counted() holds each once."""
    found = columns(_found(of, parts), *(_OF[part] for part in parts))
    return dict(zip(parts, found, strict=True))


def counted(of: ColumnElement[bool], part: Part) -> Mapping[str, int]:
    """How many have the same line; `of` is what people.whole() gives."""
    line = _line(_OF[part]).label("line")
    found = session().execute(_found(of, (part,)).add_columns(line, func.count()).group_by(line))
    return dict(found.all())


def columns(found: Select[Any], *told: Sequence[Told]) -> list[list[str]]:
    """Each of them by itself, of all rows; none of it may hold the end of a line."""
    text = session().scalar(found.add_columns(func.aggregate_strings(_line(*told), "\n")))
    words = [] if text is None else text.split("\n")
    return [words[at :: len(told)] for at in range(len(told))]


def _found(of: ColumnElement[bool], parts: Collection[Part]) -> Select[Any]:
    found = select().select_from(Registration).where(of)
    if _OF_PRESENCE.isdisjoint(parts):
        return found
    return found.outerjoin(Presence, Presence.registration_id == Registration.id)


def _line(*told: Sequence[Told]) -> ColumnElement[str]:
    template = "\n".join(SEPARATOR.join("%s" for _each in line) for line in told)
    return _Formatted(literal(template), *(each for line in told for each in line))
