"""The panel of the dashboard that shows how many people were there when, and in each part of the programme."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil

from webapp.core.i18n import Shown, Texts, clocks, ngettext
from webapp.core.i18n import gettext as _
from webapp.reporting import findings, pictures
from webapp.reporting.findings import There
from webapp.reporting.panels import Panel, Plain, Told, up


@dataclass(frozen=True, slots=True)
class _Part:
    """Of the programme."""

    title: Texts
    starts: datetime
    ends: datetime
    people: int
    needed: int  #: minutes that make somebody count

    @classmethod
    def of(cls, slot: Plain) -> "_Part":
        starts, ends = (datetime.fromisoformat(slot[name]) for name in ("starts", "ends"))
        return cls(Texts(slot["title"]), starts, ends, slot["people"], ceil(max(slot["minutes_needed"].values())))


def presence(told: Told) -> Panel | None:
    """Nothing where no report tells times."""
    there = [There(datetime.fromisoformat(one["at"]), one["people"]) for one in told.data["presence"]["over_time"]]
    if not any(one.people for one in there):
        return None
    start, every = there[0].at, there[1].at - there[0].at if there[1:] else pictures.MINUTE
    end = pictures.minutes(start, there[-1].at + every)
    slots = [_Part.of(one) for one in told.data["presence"]["slots"]]
    needed = max((slot.needed for slot in slots), default=0)
    shown = [
        pictures.stretch(start, end, (slot.starts, slot.ends), str(place)) for place, slot in enumerate(slots, start=1)
    ]
    return Panel(
        key="presence",
        title=_("Presence during the conference"),
        finding=findings.presence(there),
        picture=pictures.curve(
            (*((pictures.minutes(start, one.at), one.people) for one in there), (end, there[-1].people)),
            [one for one in shown if one.start < one.end],
            pictures.hours(start, end),
            up(max(one.people for one in there)),
        ),
        legend=[
            ("first", _("registered people who were there; time in Germany / Ukraine")),
            ("slot", _("part of the programme, by its number in the table")),
        ],
        columns=[_("Part of the programme"), _("Time"), _counted(needed), _("most people at the same time")],
        rows=[
            (_numbered(place, slot), clocks(slot.starts, slot.ends), slot.people, _most(there, slot))
            for place, slot in enumerate(slots, start=1)
        ],
        prints_table=True,
        note=_rule(needed),
        beside=_("The table below has numbers for each part of the programme."),
    )


def _counted(needed: int) -> str:
    """What a part of the programme is told by."""
    if not needed:
        return _("people who were there")
    return ngettext(
        "people who were there for at least %(num)s minute",
        "people who were there for at least %(num)s minutes",
        needed,
    )


def _rule(needed: int) -> str:
    """Why more people can be there at the same time than are counted in a part of the programme."""
    if not needed:
        return ""
    return ngettext(
        "In a part of the programme only those count who were there for at least %(num)s minute of it, or for all of "
        "it if it was shorter; at the same time everybody counts who was there at that moment.",
        "In a part of the programme only those count who were there for at least %(num)s minutes of it, or for all of "
        "it if it was shorter; at the same time everybody counts who was there at that moment.",
        needed,
    )


def _numbered(place: int, slot: _Part) -> Shown:
    title = slot.title.here
    return Shown(f"{place}. {title.text}", title.lang)


def _most(there: Sequence[There], slot: _Part) -> int:
    return max((one.people for one in there if slot.starts <= one.at < slot.ends), default=0)
