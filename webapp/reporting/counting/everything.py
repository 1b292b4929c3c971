"""All figures of a conference together: what konferenz figures --json tells, and what is kept of it."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from webapp.attendance import connections
from webapp.attendance.presence import State as Presence
from webapp.core import collecting
from webapp.core.clock import BERLIN
from webapp.events.models import Event
from webapp.feedback import figures as feedback
from webapp.feedback.figures import FeedbackFigures
from webapp.invitations import queries as invitations
from webapp.places import partnerships
from webapp.places import queries as places
from webapp.places.models import Place, Region
from webapp.registration.models import Side
from webapp.reporting import figures
from webapp.reporting.counting import earlier, groups, lines, people, presence_figures, published
from webapp.reporting.counting.earlier import Earlier
from webapp.reporting.counting.groups import By, Group, Groups
from webapp.reporting.counting.lines import Part
from webapp.reporting.counting.people import People
from webapp.reporting.counting.presence_figures import InSlot, Measure, Point, Rules
from webapp.reporting.figures import DISTRICT_KINDS, SIDES, Figures, Grown

SEVERAL: Final = 2
MOST_DAYS: Final = 60  #: points of registrations over time


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is shown in pictures."""

    directory: Mapping[str, Place]
    people: People
    invited: Mapping[str, date]
    groups: Groups
    unnamed: int  #: who sat in rooms and at shared connections and is not entered by name
    measure: Measure
    curve: Sequence[Point]
    slots: Sequence[InSlot]
    grown: Sequence[Grown]
    earlier: Sequence[Earlier]
    feedback: FeedbackFigures | None  #: if enough people have answered

    @property
    def recorded(self) -> bool:
        """Reports cover the time of the conference: only then it is known who was not represented."""
        return self.measure.silent is not Presence.NOT_RECORDED


@dataclass(frozen=True, slots=True)
class Everything:
    day: date
    drawn: Drawn
    figures: Figures
    rules: Rules


@collecting.held_back()
def drawn(
    event: Event, directory: Mapping[str, Place] | None = None, *, anew: bool = False, alone: bool = False
) -> Drawn:
    """`anew`: earlier conferences are counted too, unless they were frozen; else only those are told that are kept.

    `alone` leaves out how it came to this: registrations over time and earlier conferences. `directory` are the places
    by key, for callers who have read them.
    """
    if directory is None:
        directory = {place.key: place for place in places.choosable()}
    whole, invited = people.whole(event), invitations.invited(event.id)
    read, measure = lines.read(whole), presence_figures.measure(event)
    rows, kinds = people.grouped(read), presence_figures.kinds(read)
    heads = connections.at_shared(event.id, (measure.thresholds, measure.frame))
    told = groups.of(rows, directory, silent=measure.silent, represented=heads.places, invited=invited)
    return Drawn(
        directory,
        rows,
        invited,
        told,
        heads.unnamed,
        measure,
        presence_figures.curve(event, measure.frame, read, kinds),
        presence_figures.slots(event, measure, read, kinds),
        () if alone else figures.growth(event, MOST_DAYS, whole, Counter(read[Part.HOURS])),
        () if alone else earlier.of(event, directory, told.total.represented, anew=anew),
        feedback.of(event),
    )


def of(event: Event, *, anew: bool = True, alone: bool = False) -> Everything:
    """`anew` and `alone` as of drawn()."""
    found = drawn(event, anew=anew, alone=alone)
    counted = figures.of(event, found.directory, found.people, found.invited)
    return Everything(event.starts_at.astimezone(BERLIN).date(), found, counted, presence_figures.rules(event))


def has_attendance(data: Mapping[str, Any]) -> bool:
    """Also where no report covers the time, but attendance was entered by hand; of what drawn_as_data() tells."""
    return bool(data["recorded"] or data["all"]["people"]["attended"])


def drawn_as_data(found: Drawn) -> dict[str, Any]:
    return {
        "recorded": found.recorded,
        **groups.as_data(found.groups, found.directory),
        "presence": presence_figures.as_data(found.curve, found.slots),
        "registered_over_time": [
            {"day": one.day.isoformat(), "registered": one.registered, "confirmed": one.confirmed}
            for one in found.grown
        ],
        "earlier": earlier.as_data(found.earlier),
        "feedback": feedback.as_data(found.feedback),
    }


def as_data(every: Everything) -> dict[str, Any]:
    """What figures.as_data() tells, and all the rest beside it."""
    found = every.drawn
    return {
        **figures.as_data(every.figures),
        **drawn_as_data(found),
        "unnamed": found.unnamed,
        "rules": presence_figures.rules_as_data(found.measure, every.rules),
        "not_represented": _not_represented(found),
        "partnerships": _partnerships(every),
        "published": published.as_data(found.groups, found.directory, found.curve, found.slots, found.feedback),
    }


def kept(event: Event) -> dict[str, Any]:
    """For pictures and reports, until it is counted again a while later."""
    return to_keep(of(event, anew=False))


def to_keep(found: Everything) -> dict[str, Any]:
    """The same, for who has counted."""
    data = as_data(found)
    _forget_names(data)
    return data


def frozen(found: Everything) -> dict[str, Any]:
    """To be kept when the people are forgotten: of a single municipality it tells yes or no, and nobody's number."""
    data = as_data(found)
    del data["places"]
    del data["by"][By.PLACE.value]
    del data["by"][By.LOWER.value]  # cities outside any district are in it; what may be told of these is published
    del data["districts"]  # a raion may have sent one municipality only; so may a size, and what lies above
    for each in (By.SIZE, By.UPPER):
        for code in _telling(found.drawn.groups.by[each], found.drawn.directory):
            del data["by"][each.value][code]["people"], data["by"][each.value][code]["representatives"]
    _forget_names(data)
    total = found.drawn.groups.total
    data["municipalities"] = {
        key: {name: key in getattr(total, name) for name in ("invited", "registered", "represented")}
        for key in sorted(total.invited | total.registered | total.represented)
    }
    return data


def _telling(found: Mapping[str, Group], directory: Mapping[str, Place]) -> set[str]:
    """Groups whose number of people is one municipality's, and those from which it could be subtracted: the numbers of
    the whole and of each side are told, and with them that of the only municipality of a side.
    """
    of = {
        code: Counter(directory[key].region for key in group.registered | group.represented)
        for code, group in found.items()
    }
    hidden = {code for code, here in of.items() if here.total() < SEVERAL}
    while (code := _still_telling(of, hidden)) is not None:
        hidden.add(code)
    return hidden


def _still_telling(of: Mapping[str, Counter[Region]], hidden: AbstractSet[str]) -> str | None:
    """A group, as small as possible, that tells a number of one municipality beside these that are hidden."""
    all_of, unseen = (sum((of[code] for code in codes), Counter[Region]()) for codes in (of, hidden))
    several = sorted(side for side, number in all_of.items() if number > 1)
    shown = sorted(of.keys() - hidden, key=lambda code: (of[code].total(), code))
    for side in several:
        if unseen[side] == 1:  # the number of its side less the others
            return next(code for code in shown if of[code][side])
    # Where two have both sides, what one has more of a side the other may have less.
    mixed = [code for code in shown if len(of[code]) > 1]
    if len(mixed) == 1 and len(unseen) < len(Region) and any(of[mixed[0]][side] == 1 for side in several):
        return mixed[0]
    return None


def _forget_names(data: Mapping[str, Any]) -> None:
    for file in data["rules"]["files"]:
        del file["name"]  # as somebody has called it


def _not_represented(found: Drawn) -> dict[str, Any] | None:
    """Official keys of municipalities, and of all those invited; None if attendance was not recorded."""
    if not found.recorded:
        return None
    there, invited = found.groups.total.represented, found.groups.total.invited
    missing = [place for key, place in sorted(found.directory.items()) if key not in there]
    towns = [place for place in missing if place.kind not in DISTRICT_KINDS]
    return {
        side.value: {
            "municipalities": _keys(towns, side),
            "invited": [key for key in _keys(missing, side) if key in invited],
        }
        for side in SIDES.values()
    }


def _keys(of_these: Collection[Place], side: Side) -> list[str]:
    return [place.key for place in of_these if SIDES[place.region] is side]


def _partnerships(every: Everything) -> list[dict[str, Any]]:
    """With whether both sides were represented, None where attendance was not recorded."""
    found = every.drawn
    there = found.groups.total.represented

    def present(*keys: str) -> bool | None:
        return all(key in there for key in keys) if found.recorded else None

    return [
        {
            "nrw": pair.nrw,
            "dnipropetrovsk": pair.dnipropetrovsk,
            "kind_de": pair.kind_de,
            "since": pair.since or None,
            "existed": pair.existed_on(every.day),
            "nrw_represented": present(pair.nrw),
            "dnipropetrovsk_represented": present(pair.dnipropetrovsk),
            "both_represented": present(pair.nrw, pair.dnipropetrovsk),
            "source": pair.source,
        }
        for pair in partnerships.known()
    ]
