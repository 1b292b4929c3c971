"""Judges the rows of an organisers' list: who would be added, who is known, who is refused, and why."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

from sqlalchemy import select

from webapp.core import columns, names
from webapp.core.db import session
from webapp.places import queries as places
from webapp.places.models import CHOOSABLE, Place, Region
from webapp.registration import blocking
from webapp.registration.list_models import RowResult
from webapp.registration.list_rows import Around, Reason, Told, read_row
from webapp.registration.models import (
    LEFT,
    AttendingAs,
    Interpretation,
    Partnership,
    Registration,
    Side,
    State,
)
from webapp.registration.registering import Details

Rows = Iterable[tuple[int, Sequence[str]]]
_CHOICES = {"side": Side, "attending_as": AttendingAs, "partnership": Partnership, "interpretation": Interpretation}
_SIDE = {Region.NRW: "nrw", Region.DNIPROPETROVSK: "dnipropetrovsk"}


@dataclass(frozen=True, slots=True)
class Judged:
    number: int
    result: RowResult
    reasons: list[str]
    details: Details | None = None  #: of one that can be added
    locale: str = ""
    registration_id: int | None = None  #: of one that is known


@dataclass(frozen=True, slots=True)
class _Known:
    id: int
    state: State
    sound: str


@dataclass(slots=True)
class _Context:
    """Who is there already, by mailbox and name, and who came earlier in the same list."""

    known: dict[tuple[str, str], _Known]
    sounds: dict[str, list[_Known]]
    blocked: set[str]
    seen: set[tuple[str, str]] = field(default_factory=set)


def judge(
    event_id: int, rows: Rows, mapping: columns.Mapping, headings: Sequence[str], *, side: Side | None, locale: str
) -> list[Judged]:
    """In the order of the rows; reads, and changes nothing."""
    around = Around(place_finder(), side.value if side else None, locale, headings)
    told = [(number, read_row(cells, mapping, around)) for number, cells in rows]
    details = {number: _details(one) for number, one in told if one.usable}
    context = _context(event_id, {each.keys["mail_key"] for each in details.values()})
    return [_judged(number, one, details.get(number), context) for number, one in told]


def place_finder() -> Callable[[str], tuple[str, str] | None]:
    """Key and side of the one place that a text can mean; each text is looked for once."""
    chosen = select(Place.key, Place.region).where(Place.kind.in_(CHOOSABLE))
    regions = {row.key: row.region for row in session().execute(chosen)}

    @cache
    def find(text: str) -> tuple[str, str] | None:
        key = places.only(text)
        return (key, _SIDE[regions[key]]) if key and key in regions else None

    return find


def _details(told: Told) -> Details:
    choices = {name: kind(told.fields[name]) for name, kind in _CHOICES.items() if name in told.fields}
    return Details(**(told.fields | choices))


def _context(event_id: int, mail_keys: Iterable[str]) -> _Context:
    wanted, found = sorted(mail_keys), _Context({}, {}, blocking.blocked_among(mail_keys))
    columns_ = (Registration.id, Registration.state, Registration.mail_key, Registration.name_key)
    named = (Registration.given_name, Registration.family_name)
    for start in range(0, len(wanted), blocking.MOST_AT_ONCE):
        some = Registration.mail_key.in_(wanted[start : start + blocking.MOST_AT_ONCE])
        query = select(*columns_, *named).where(Registration.event_id == event_id, some).order_by(Registration.id)
        for row in session().execute(query):
            one = _Known(row.id, row.state, _sound(row.given_name, row.family_name))
            key = row.mail_key, row.name_key
            if key not in found.known or one.state not in LEFT:
                found.known[key] = one
            if one.state not in LEFT:
                found.sounds.setdefault(row.mail_key, []).append(one)
    return found


def _judged(number: int, told: Told, details: Details | None, context: _Context) -> Judged:
    reasons = [reason.value for reason in told.reasons]
    if details is None:
        return Judged(number, RowResult.REFUSED, reasons)
    key = details.keys["mail_key"], details.keys["name_key"]
    known, sound = context.known.get(key), _sound(details.given_name, details.family_name)
    alike = next((one for one in context.sounds.get(key[0], ()) if one.sound == sound), None)
    if known and known.state not in LEFT:
        return Judged(number, RowResult.KNOWN, [Reason.REGISTERED.value], registration_id=known.id)
    if known or alike:
        one = known or alike
        reason = Reason.WITHDRAWN if known else Reason.SIMILAR
        return Judged(number, RowResult.REFUSED, [reason.value], registration_id=one.id if one else None)
    if key[0] in context.blocked:
        return Judged(number, RowResult.REFUSED, [Reason.BLOCKED.value])
    if key in context.seen:
        return Judged(number, RowResult.KNOWN, [Reason.TWICE.value])
    context.seen.add(key)
    return Judged(number, RowResult.FINE, reasons, details, told.locale)


def _sound(given: str, family: str) -> str:
    """The same for one name in either order and in another spelling."""
    return " ".join(sorted(names.sound(f"{given} {family}").split()))
