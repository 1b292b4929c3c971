"""The workbook's sheets of places: every municipality, also those not represented; regions and districts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from webapp.core.books import Column, Sheet, Tone
from webapp.core.i18n import language
from webapp.core.i18n import lazy_gettext as _l
from webapp.core.percents import percent
from webapp.places import queries as places
from webapp.places.levels import district_of
from webapp.places.models import Place, Region
from webapp.registration.models import Side
from webapp.registration.words import SIDE
from webapp.reporting import place_columns, wording
from webapp.reporting.figures import DISTRICT_KINDS, SIDES, Count, Figures
from webapp.reporting.wording import gettext as _
from webapp.reporting.wording import said

STATES: Final = (
    (_l("represented"), Tone.GOOD),
    (_l("registered (confirmed), not represented"), Tone.POOR),
    (_l("not represented, none confirmed"), Tone.QUIET),
    (_l("registered (confirmed)"), Tone.FAIR),
    (_l("none confirmed"), Tone.QUIET),
)
NOBODY: Final = Count()
INVITED: Final = ((_l("invited"), Tone.GOOD), (_l("not invited"), Tone.QUIET))


@dataclass(frozen=True, slots=True)
class Line:
    """One row of either sheet."""

    place: Place | None  #: none of a whole side
    side: Side
    count: Count
    municipalities: int = 0  #: in it; a Kreis is none
    there: int = 0  #: those of them that are represented


def municipalities(
    counted: Figures, directory: Mapping[str, Place], represented: frozenset[str], *, recorded: bool
) -> Sheet[Line]:
    """`recorded` if reports cover the time of the conference: only then it is known who was not represented."""
    every = _in_order(tuple(directory.values()), language())
    rows = [Line(place, SIDES[place.region], counted.places.get(place.key, NOBODY)) for place in every]

    def state(line: Line) -> str:
        if line.place is not None and line.place.key in represented:
            return there
        if recorded:
            return absent if line.count.confirmed else missing
        return expected if line.count.confirmed else nobody

    tones = {said(word): tone for word, tone in STATES}
    there, absent, missing, expected, nobody = tones
    kinds, sides = wording.called(places.KIND_WORDS), wording.called(SIDE)
    columns: list[Column[Line]] = [
        *place_columns.columns(directory, _key),
        Column(_("Kind"), lambda line: kinds[line.place.kind] if line.place else ""),
        Column(_("Region"), lambda line: sides[line.side]),
        *_invited(counted),
        Column(_("State"), state, tones=tones),
        *_counts(),
        Column(_("Population"), lambda line: line.place.population if line.place else None),
    ]
    about = _("Every municipality, district and raion of the directory, also those from which nobody has registered.")
    return Sheet(wording.title(_l("Municipalities")), "Municipalities", columns, rows, about)


def _invited(counted: Figures) -> list[Column[Line]]:
    """Nobody is said not to be invited where no invitation is noted."""
    tones = {said(word): tone for word, tone in INVITED}
    yes, no = tones

    def state(line: Line) -> str | None:
        return (yes if _key(line) in counted.invited else no) if counted.invited else None

    def day(line: Line) -> date | None:
        return counted.invited.get(_key(line) or "")

    return [Column(_("Invitation"), state, tones=tones), Column(_("Invited on"), day)]


def regions(rows: Sequence[Line], *, recorded: bool) -> Sheet[Line]:
    """`recorded` as for municipalities()."""
    kinds, sides, region = wording.called(places.KIND_WORDS), wording.called(SIDE), _("region")

    def missing(line: Line) -> int | None:
        return line.municipalities - line.there if recorded and line.municipalities else None

    columns: list[Column[Line]] = [
        Column(_("Region or district"), label),
        Column(_("Level"), lambda line: kinds[line.place.kind] if line.place else region),
        Column(_("Region"), lambda line: sides[line.side]),
        *_counts(),
        Column(_("Share of the confirmed in percent"), _share),
        Column(_("Municipalities in it"), lambda line: line.municipalities or None),
        Column(_("Municipalities invited"), lambda line: line.count.invited),
        Column(_("Municipalities registered (confirmed)"), lambda line: line.count.municipalities),
        Column(_("Municipalities represented"), lambda line: line.there),
        Column(_("Municipalities not represented"), missing),
        Column(_("Districts and raions invited"), lambda line: line.count.invited_districts),
        Column(_("Districts and raions registered (confirmed)"), lambda line: line.count.districts),
        Column(_("Official key"), _key),
    ]
    about = _("One row a region, administrative district and raion, with what the charts show.")
    return Sheet(wording.title(_l("Regions")), "Regions", columns, rows, about)


def lines_of_regions(counted: Figures, directory: Mapping[str, Place], represented: frozenset[str]) -> list[Line]:
    """First the sides, then the districts of each."""
    return [
        Line(
            district,
            side,
            counted.districts.get(district.key, NOBODY) if district else counted.sides[side],
            len(inside),
            len(inside & represented),
        )
        for district, side, inside in _regions(tuple(directory.values()), language())
    ]


@lru_cache(maxsize=4)
def _regions(every: tuple[Place, ...], lang: str) -> list[tuple[Place | None, Side, frozenset[str]]]:
    """Each side and each district, with the keys of the municipalities in it; a Kreis is none."""
    of_side: dict[Side, set[str]] = {side: set() for side in Side}
    of_district: dict[Place, set[str]] = {}
    for place in every:
        inside = set() if place.kind in DISTRICT_KINDS else {place.key}
        of_side[SIDES[place.region]] |= inside
        of_district.setdefault(district_of(place), set()).update(inside)
    districts = _in_order(tuple(of_district), lang)
    return [
        *((None, side, frozenset(keys)) for side, keys in of_side.items()),
        *((district, SIDES[district.region], frozenset(of_district[district])) for district in districts),
    ]


def _key(line: Line) -> str | None:
    return line.place.key if line.place else None


def label(line: Line) -> str:
    return place_columns.name(line.place) if line.place else said(SIDE[line.side])


def _counts() -> list[Column[Line]]:
    counts: Sequence[tuple[str, Callable[[Count], int]]] = (
        (_("Registrations (any state)"), lambda count: count.registered),
        (_("Confirmed people"), lambda count: count.confirmed),
        (_("People who attended"), lambda count: count.attended),
    )
    return [Column(heading, _of(read)) for heading, read in counts]


def _of(read: Callable[[Count], int]) -> Callable[[Line], int]:
    return lambda line: read(line.count)


def _share(line: Line) -> int | None:
    return percent(line.count.attended, line.count.confirmed) if line.count.confirmed else None


@lru_cache(maxsize=4)
def _in_order(every: tuple[Place, ...], lang: str) -> list[Place]:
    """By side as everywhere in workbooks, North Rhine-Westphalia first, then by the alphabet of the language."""
    return sorted(every, key=lambda place: (place.region is not Region.NRW, places.sorted_by(place, lang)))
