"""The pictures of a report, in the colours of paper; nothing that may not be published is in them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from webapp.core import charts
from webapp.core.charts import PAPER, Bar, Tick
from webapp.core.drawing import Picture as Drawn
from webapp.core.i18n import clocks, ngettext, number
from webapp.core.i18n import gettext as _
from webapp.core.papers import Picture
from webapp.places.models import Region
from webapp.reporting import pictures
from webapp.reporting.report.facts import Facts
from webapp.reporting.represented import KREIS_KEY, Reached

CREDITS: Final = {
    Region.NRW: (
        (
            "© GeoBasis-DE / BKG 2021 (Daten verändert), https://www.bkg.bund.de, "
            "dl-de/by-2-0 (https://www.govdata.de/dl-de/by-2-0)"
        ),
        "de",
    ),
    Region.DNIPROPETROVSK: (
        (
            "State Scientific Production Enterprise “Kartographia” / OCHA, COD-AB Ukraine, "
            "CC BY 3.0 IGO (https://creativecommons.org/licenses/by/3.0/igo/), simplified"
        ),
        "en",
    ),
}  #: with the addresses, which whoever gets the file alone has from nowhere else
Legend = Sequence[tuple[str, str]]


def bars(rows: Sequence[tuple[str, int | None]], caption: str) -> Picture | None:
    """Those that are hidden are left out."""
    shown = [(name, people) for name, people in rows if people is not None]
    if len(shown) < 2:  # noqa: PLR2004 - one bar alone tells nothing
        return None
    drawn = pictures.bars((Bar(name, people, str(number(people))) for name, people in shown), PAPER)
    return _picture(drawn, caption, _("The numbers stand in the table."), [])


def curve(facts: Facts) -> Picture | None:
    """Of representatives; where they are too few to be told, the line ends, and where nearly all, it is flat."""
    over_time = facts.published["over_time"]
    told = [(datetime.fromisoformat(one["at"]), _drawable(one)) for one in over_time]
    known = [(at, people) for at, people in told if people is not None]
    if not any(people for _at, people in known):
        return None
    start, end = known[0][0], max(facts.event.ends_at, known[-1][0])
    points = [(pictures.minutes(start, at), people) for at, people in told if at >= start]
    last = pictures.minutes(start, end)
    slots = [
        pictures.stretch(start, last, (slot.starts_at, slot.ends_at), str(place))
        for place, slot in enumerate(facts.event.slots, start=1)
    ]
    most = max(known, key=lambda one: one[1])
    hidden = any(one["people"] is None for one in over_time)  # then there may have been more at such a moment
    up = [Tick(step, str(number(step))) for step in charts.steps(most[1])]
    inside = [one for one in slots if one.start < one.end]
    drawn = pictures.curve(tuple(points), inside, pictures.hours(start, last), up, PAPER)
    caption = _("Municipal representatives in the course of the conference") if hidden else _highest(*most)
    legend = [
        ("first", _("municipal representatives who were there; time in Germany / Ukraine")),
        ("slot", _("part of the programme, by its number in the table")),
    ]
    where = _("The table tells how many were there in each part of the programme.") if facts.event.slots else ""
    return _picture(drawn, caption, where, legend)


def _drawable(one: Mapping[str, Any]) -> int | None:
    shown: int | None = one["people"]
    return one.get("at_least") if shown is None else shown


def _highest(at: datetime, people: int) -> str:
    return ngettext(
        "Attendance was highest at %(clocks)s, with %(num)s person at the same time.",
        "Attendance was highest at %(clocks)s, with %(num)s people at the same time.",
        people,
        clocks=clocks(at),
    )


def map_of(region: Region, facts: Facts, finding: str) -> Picture | None:
    """North Rhine-Westphalia by municipality; the oblast, for safety, by raion."""
    there, ranks = facts.published["municipalities"], {}
    if region is Region.NRW:
        districts = [key for key in there["nrw"] if len(key) == KREIS_KEY]
        ranks = dict.fromkeys([*there["nrw"], *districts], Reached.ATTENDED)
        drawn = pictures.by_municipality(region, tuple(sorted(ranks.items())), PAPER)
    else:
        ranks = dict.fromkeys(facts.by_raion, Reached.ATTENDED)
        drawn = pictures.by_district(region, tuple(sorted(ranks.items())), PAPER)
    legend = [("first", _("represented")), ("none", _("not represented"))]
    if region is Region.NRW and any(len(key) == KREIS_KEY for key in ranks):
        legend.append(("own", _("thick border: the Kreis itself")))
    return _picture(drawn, finding, _("Which they are is told in the annex."), legend, *CREDITS[region])


def _picture(
    drawn: Drawn | None, caption: str, where: str, legend: Legend, credit: str = "", lang: str = ""
) -> Picture | None:
    """`where` says where the same is told in words, so that the alternative text need not."""
    if drawn is None:
        return None
    ends = "" if caption.endswith(".") else "."
    return Picture(drawn.svg, f"{caption}{ends} {where}".strip(), caption, legend, credit, lang)
