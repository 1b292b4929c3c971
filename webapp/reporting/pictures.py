"""The pictures of a conference, drawn once and kept as long as their numbers and words stay what they are."""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final

from webapp.core import charts
from webapp.core.charts import PAGE, Area, Bar, Look, Stretch, Tick
from webapp.core.clock import BERLIN, KYIV
from webapp.core.drawing import NotDrawn, Picture, draw, in_steps
from webapp.places import areas
from webapp.places.models import Region
from webapp.reporting.represented import Reached

HOUR: Final = 60  # minutes
MINUTE: Final = timedelta(minutes=1)
FEW_TICKS: Final = 4
KEPT = 48
KEPT_MAPS = 12  #: of up to 150 kB each
Points = tuple[tuple[int, int], ...]
Times = tuple[tuple[int, int | None], ...]
Ranks = tuple[tuple[str, Reached], ...]
Numbers = tuple[tuple[str, Reached, str], ...]  #: by the key of a region, and the words upon it

log = logging.getLogger(__name__)


def bars(rows: Iterable[Bar], look: Look = PAGE) -> Picture | None:
    return _safe(_bars, tuple(rows), look)


def lines(series: Iterable[Points], across: Iterable[Tick], up: Iterable[Tick], look: Look = PAGE) -> Picture | None:
    return _safe(_lines, tuple(series), tuple(across), tuple(up), look)


def curve(
    points: Times, slots: Iterable[Stretch], across: Iterable[Tick], up: Iterable[Tick], look: Look = PAGE
) -> Picture | None:
    return _safe(_curve, points, tuple(slots), tuple(across), tuple(up), look)


def minutes(since: datetime, moment: datetime) -> int:
    """Where a moment is on the axis of time of a curve."""
    return (moment - since) // MINUTE


def stretch(start: datetime, end: int, slot: tuple[datetime, datetime], name: str) -> Stretch:
    """A slot on such an axis, as far as it is on it; `end` in minutes."""
    return Stretch(max(0, minutes(start, slot[0])), min(end, minutes(start, slot[1])), name)


def hours(start: datetime, end: int) -> list[Tick]:
    """Of such an axis, on both clocks; `end` in minutes."""
    step = HOUR * max(1, -(-end // (HOUR * FEW_TICKS)))
    moments = [(at, start + at * MINUTE) for at in range(0, end + 1, step)]
    return [Tick(at, f"{when.astimezone(BERLIN):%H:%M} / {when.astimezone(KYIV):%H:%M}") for at, when in moments]


def by_municipality(region: Region, reached: Ranks, look: Look = PAGE) -> Picture | None:
    """With the borders of Kreise and raions; those that are represented themselves have a border of their colour."""
    return _safe(_by_municipality, region, reached, look)


def by_district(region: Region, reached: Ranks, look: Look = PAGE) -> Picture | None:
    return _safe(_by_district, region, reached, look)


def by_region(region: Region, told: Numbers, look: Look = PAGE) -> Picture | None:
    """With numbers upon each Regierungsbezirk, or upon the oblast."""
    return _safe(_by_region, region, told, look)


def _safe(drawing: Callable[..., Picture], *given: object) -> Picture | None:
    """Nothing where it cannot be drawn: the page still has the sentence and the table."""
    try:
        return drawing(*given)
    except NotDrawn:
        log.exception("A picture could not be drawn.")
        return None


@lru_cache(KEPT)
def _bars(rows: tuple[Bar, ...], look: Look) -> Picture:
    return draw(charts.bars(rows, look))


@lru_cache(KEPT)
def _lines(series: tuple[Points, ...], across: tuple[Tick, ...], up: tuple[Tick, ...], look: Look) -> Picture:
    return draw(charts.lines(series, across, up, look))


@lru_cache(KEPT)
def _curve(
    points: Times, slots: tuple[Stretch, ...], across: tuple[Tick, ...], up: tuple[Tick, ...], look: Look
) -> Picture:
    return draw(charts.curve(points, slots, across, up, look))


@lru_cache(KEPT_MAPS)
def _by_municipality(region: Region, reached: Ranks, look: Look) -> Picture:
    ranks, above = dict(reached), areas.districts(region)
    within = [Area(shape, ranks.get(key, Reached.NOT)) for key, shape in areas.municipalities(region).items()]
    own = [Area(shape, ranks[key]) for key, shape in above.items() if key in ranks]
    return draw(charts.areas(within, above.values(), own, size=charts.MAP_SIZE[region.value], look=look), in_steps)


@lru_cache(KEPT_MAPS)
def _by_district(region: Region, reached: Ranks, look: Look) -> Picture:
    ranks = dict(reached)
    within = [Area(shape, ranks.get(key, Reached.NOT)) for key, shape in areas.districts(region).items()]
    return draw(charts.areas(within, (), (), size=charts.MAP_SIZE[region.value], look=look), in_steps)


@lru_cache(KEPT_MAPS)
def _by_region(region: Region, told: Numbers, look: Look) -> Picture:
    known = {key: (rank, words) for key, rank, words in told}
    within = [
        Area(shape, *known.get(key, (Reached.NOT, "")), areas.middle(shape))
        for key, shape in areas.regions(region).items()
    ]
    return draw(charts.areas(within, (), (), size=charts.MAP_SIZE[region.value], look=look))
