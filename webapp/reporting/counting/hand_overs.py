"""A registration handed over remains one, of the day of the first: what was told of past days stays as it was."""

from collections import Counter
from collections.abc import Mapping

from sqlalchemy import ColumnElement, Row, or_, select

from webapp.core.db import session
from webapp.registration.models import Registration, State
from webapp.reporting.counting.lines import SEPARATOR, hour

Linked = Row[int, int | None, State, str, str]
LINKED = select(
    Registration.id,
    Registration.replaces_id,
    Registration.state,
    hour(Registration.created_at).label("created"),
    hour(Registration.confirmed_at).label("agreed"),
)


def of_the_first(of: ColumnElement[bool], hours: Mapping[str, int]) -> Mapping[str, int]:
    """Lines of Part.HOURS and how many there are of each, those of takers as of whom they have it from.

    `of` is what people.whole() gives. Nothing more is read where nobody has handed over.
    """
    if not any(line.startswith(State.HANDED_OVER + SEPARATOR) for line in hours):
        return hours
    links = or_(Registration.state == State.HANDED_OVER, Registration.replaces_id.is_not(None))
    found = {row.id: row for row in session().execute(LINKED.where(of, links))}
    told = Counter(hours)
    for taker in found.values():
        told[_line(taker.state, taker)] -= 1
        told[_line(taker.state, _first(taker, found))] += 1
    return +told


def _first(taker: Linked, found: Mapping[int, Linked]) -> Linked:
    """Whom it began with, as far as they are known still; who was only asked has taken nothing over."""
    before = found.get(taker.replaces_id or 0)
    while before is not None and before.state is State.HANDED_OVER:
        taker, before = before, found.get(before.replaces_id or 0)
    return taker


def _line(state: State, at: Linked) -> str:
    return SEPARATOR.join((state, at.created, at.agreed or ""))
