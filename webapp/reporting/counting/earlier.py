"""How a conference compares with those before it: people, municipalities, and which of these came again."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import select

from webapp.attendance import connections, queries
from webapp.attendance.presence import State as Presence
from webapp.core.clock import BERLIN
from webapp.core.db import session
from webapp.events.models import Event
from webapp.invitations import queries as invitations
from webapp.places.models import Place
from webapp.reporting.counting import freezing, groups, people
from webapp.reporting.counting.groups import By, Groups
from webapp.reporting.figures import DISTRICT_KINDS

MOST: Final = 5  #: conferences to compare with, the latest ones
Plain = Mapping[str, Mapping[str, int]]  #: as groups.plain() gives


@dataclass(frozen=True, slots=True)
class Numbers:
    registered: int
    confirmed: int
    attended: int
    representatives: int  #: of those who attended
    municipalities: int  #: represented
    again: int  #: of these, represented at the conference that is compared as well


@dataclass(frozen=True, slots=True)
class Earlier:
    slug: str
    day: date
    frozen: bool  #: out of a snapshot
    total: Numbers
    sides: Mapping[str, Numbers]


def count(event: Event, directory: Mapping[str, Place], silent: Presence) -> Groups:
    """Of an event about which nobody asks what is counted by shares."""
    return groups.of(
        people.rows(people.whole(event), shares=False),
        directory,
        silent=silent,
        represented=connections.at_shared(event.id).places,
        invited=invitations.invited(event.id),
    )


def of(event: Event, directory: Mapping[str, Place], represented: Collection[str], *, anew: bool) -> list[Earlier]:
    """The latest one first; `represented` are the official keys of the one that is compared.

    Out of what was frozen; of others `anew`, or out of figures that are kept, and who has none is not told.
    """
    before = select(Event).where(Event.starts_at < event.starts_at, Event.id != event.id)
    found = session().scalars(before.order_by(Event.starts_at.desc(), Event.id).limit(MOST)).all()
    frozen = freezing.latest(one.id for one in found) if found else {}
    frozen = {one.id: frozen[one.id] for one in found if one.id in frozen and frozen[one.id].taken_at >= one.ends_at}
    kept = freezing.kept(one.id for one in found) if found and not anew else {}
    told = []
    data: Mapping[str, Any]
    there: Collection[str]
    for one in found:
        if one.id in frozen:
            data = frozen[one.id].data
            there = {key for key, place in data["municipalities"].items() if place["represented"]}
        elif one.id in kept:
            data = kept[one.id].data
            there = {key for key, plain in data["by"][By.PLACE.value].items() if groups.is_represented(plain)}
        elif anew:
            data, there = _counted(one, directory)
        else:
            continue
        again = {key for key in there if key in represented and directory[key].kind not in DISTRICT_KINDS}
        sides = {
            side: _numbers(plain, _of_side(again, side, directory)) for side, plain in data["by"][By.SIDE.value].items()
        }
        day = one.starts_at.astimezone(BERLIN).date()
        told.append(Earlier(one.slug, day, one.id in frozen, _numbers(data["all"], len(again)), sides))
    return told


def _counted(event: Event, directory: Mapping[str, Place]) -> tuple[Mapping[str, Any], Collection[str]]:
    counted = count(event, directory, queries.silent(event.id))
    sides = {side: groups.plain(group, directory) for side, group in counted.by[By.SIDE].items()}
    return {"all": groups.plain(counted.total, directory), "by": {By.SIDE.value: sides}}, counted.total.represented


def _of_side(keys: Collection[str], side: str, directory: Mapping[str, Place]) -> int:
    return sum(directory[key].region.value == side for key in keys)


def _numbers(plain: Plain, again: int) -> Numbers:
    everybody = plain["people"]
    return Numbers(
        everybody["registered"],
        everybody["confirmed"],
        everybody["attended"],
        plain["representatives"]["attended"],
        plain["municipalities"]["represented"],
        again,
    )


def as_data(told: Collection[Earlier]) -> list[dict[str, Any]]:
    return [
        {"slug": one.slug, "day": one.day.isoformat(), "frozen": one.frozen, "all": asdict(one.total)}
        | {"sides": {side: asdict(numbers) for side, numbers in one.sides.items()}}
        for one in told
    ]
