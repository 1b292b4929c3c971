"""The panels of the dashboard: each a picture, one sentence of what it shows, and the table behind it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final

from babel.dates import format_skeleton

from webapp.core import charts
from webapp.core.charts import Bar, Stretch, Tick
from webapp.core.clock import BERLIN, KYIV
from webapp.core.drawing import Picture
from webapp.core.i18n import DATE_LOCALES, Shown, clocks, language, number, short_day
from webapp.core.i18n import gettext as _
from webapp.events.models import Event, Slot
from webapp.places import queries as places
from webapp.places.levels import district_of
from webapp.places.models import Place, Region
from webapp.reporting import findings, pictures, represented
from webapp.reporting.figures import Count, Figures, Grown
from webapp.reporting.over_time import There
from webapp.reporting.represented import District, Reached

Cell = int | str | Shown | Sequence[Shown]
FEW_TICKS: Final = 4
HOUR: Final = 60  # minutes
MINUTE: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Panel:
    key: str
    title: str
    finding: str
    picture: Picture | None
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]  #: the first cell of each is its heading
    legend: Sequence[tuple[str, str]] = field(default=())  #: name of a swatch in charts.css, and words
    credit: Region | None = None  #: whose borders are shown


def funnel(count: Count) -> Panel:
    rows = [(_("registered"), count.registered), (_("confirmed"), count.confirmed)]
    if count.presence:
        rows.append((_("attended in full or in part"), count.attended))
    return Panel(
        key="funnel",
        title=_("From registration to attendance"),
        finding=findings.funnel(count),
        picture=pictures.bars(Bar(words, people, str(number(people))) for words, people in rows),
        columns=[_("State"), _("people")],
        rows=rows,
    )


def invited(figures: Figures, reached: Mapping[str, Reached]) -> Panel:
    there = [reached[key] for key in figures.invited if key in reached]
    rows = [(_("invited"), len(figures.invited)), (_("registered"), len(there))]
    if figures.total.presence:
        rows.append((_("attended"), there.count(Reached.ATTENDED)))
    return Panel(
        key="invited",
        title=_("From invitation to attendance"),
        finding=findings.invited(len(there), len(figures.invited)),
        picture=pictures.bars(Bar(words, many, str(number(many))) for words, many in rows),
        columns=[_("State"), _("municipalities and districts")],
        rows=rows,
    )


def growth(grown: Sequence[Grown]) -> Panel:
    first = grown[0].day
    each = [
        tuple(((one.day - first).days, getattr(one, name)) for one in grown) for name in ("registered", "confirmed")
    ]
    return Panel(
        key="growth",
        title=_("Registrations over time"),
        finding=findings.growth(grown),
        picture=pictures.lines(each, _days(grown), _up(grown[-1].registered)),
        legend=[("first", _("registered")), ("dashed", _("confirmed"))],
        columns=[_("Day"), _("registered"), _("confirmed")],
        rows=[(short_day(one.day), one.registered, one.confirmed) for one in grown],
    )


def presence(event: Event, there: Sequence[There], slots: Sequence[Slot]) -> Panel:
    start = there[0].at
    points = tuple((_minutes(start, one.at), one.people) for one in there)
    end = _minutes(start, event.ends_at)
    shown = [
        Stretch(max(0, _minutes(start, slot.starts_at)), min(end, _minutes(start, slot.ends_at)), str(place))
        for place, slot in enumerate(slots, start=1)
    ]
    return Panel(
        key="presence",
        title=_("Presence during the conference"),
        finding=findings.presence(there),
        picture=pictures.curve(
            (*points, (end, points[-1][1])),
            [one for one in shown if one.start < one.end],
            _hours(start, end),
            _up(max(people for _at, people in points)),
        ),
        legend=[
            ("first", _("registered people who were there; time in Germany / Ukraine")),
            ("slot", _("part of the programme, by its number in the table")),
        ],
        columns=[_("Part of the programme"), _("Time"), _("most people at the same time")],
        rows=[
            (_numbered(place, slot), clocks(slot.starts_at, slot.ends_at), _most(there, slot))
            for place, slot in enumerate(slots, start=1)
        ],
    )


def districts(figures: Figures, directory: Iterable[Place]) -> Panel:
    lang, has_attendance = language(), bool(figures.total.presence)
    every = {place.key: place for place in map(district_of, directory)}
    rows = [
        (places.label(place, lang), figures.districts.get(place.key, Count()))
        for place in sorted(every.values(), key=_own_side_first(lang))
    ]
    bars = [
        Bar(name.text, count.confirmed, _shown(count, has_attendance), count.attended if has_attendance else None)
        for name, count in rows
    ]
    attended = [_("attended")] if has_attendance else []
    return Panel(
        key="districts",
        title=_("By Regierungsbezirk and raion"),
        finding=findings.districts([(name.text, count.confirmed) for name, count in rows]),
        picture=pictures.bars(bars),
        legend=[("second", _("confirmed")), ("first", _("of them attended"))] if has_attendance else (),
        columns=[_("Regierungsbezirk or raion"), _("confirmed"), *attended],
        rows=[(name, count.confirmed, *([count.attended] if has_attendance else [])) for name, count in rows],
    )


def map_of(
    region: Region, directory: Iterable[Place], reached: Mapping[str, Reached], *, coarse: bool, has_attendance: bool
) -> Panel:
    lang = language()
    found = represented.districts(region, directory, reached)
    found.sort(key=lambda one: places.sorted_by(one.place, lang))
    draw = pictures.by_district if coarse else pictures.by_municipality
    ranks = {one.key: one.reached if coarse else one.own for one in found if (one.reached if coarse else one.own)}
    legend = [("none", _("not represented")), ("second", _("registered"))]
    legend += [("first", _("attended"))] if has_attendance else []
    if not coarse and ranks:
        legend.append(("own", _("thick border: the Kreis or raion itself")))
    return Panel(
        key=f"map-{region.value}",
        title=_("Map: North Rhine-Westphalia") if region is Region.NRW else _("Map: Dnipropetrovsk Oblast"),
        finding=findings.map_of(represented.municipalities(found), has_attendance=has_attendance),
        picture=draw(region, tuple(sorted((ranks if coarse else {**reached, **ranks}).items()))),
        legend=legend,
        columns=[
            _("Kreis, city or raion"),
            *([_("attended")] if has_attendance else []),
            _("registered"),
            _("municipalities not represented"),
        ],
        rows=[_row(one, lang, has_attendance=has_attendance) for one in found],
        credit=region,
    )


def _row(one: District, lang: str, *, has_attendance: bool) -> Sequence[Cell]:
    by_rank = {Reached.ATTENDED: list(one.attended), Reached.REGISTERED: list(one.registered)}
    if one.own:
        by_rank[one.own].insert(0, one.place)
    names = [
        [places.label(place, lang) for place in sorted(by_rank[rank], key=lambda place: places.sorted_by(place, lang))]
        for rank in ((Reached.ATTENDED, Reached.REGISTERED) if has_attendance else (Reached.REGISTERED,))
    ]
    return (places.label(one.place, lang), *names, one.missing)


def _own_side_first(lang: str) -> Callable[[Place], tuple[bool, str]]:
    first = Region.DNIPROPETROVSK if lang == "uk" else Region.NRW
    return lambda place: (place.region is not first, places.sorted_by(place, lang))


def _shown(count: Count, has_attendance: bool) -> str:  # noqa: FBT001 - once, beside its rows
    many = number(count.confirmed)
    return (
        _("%(attended)s of %(confirmed)s", attended=number(count.attended), confirmed=many)
        if has_attendance
        else str(many)
    )


def _numbered(place: int, slot: Slot) -> Shown:
    title = slot.title.here
    return Shown(f"{place}. {title.text}", title.lang)


def _most(there: Sequence[There], slot: Slot) -> int:
    return max((one.people for one in there if slot.starts_at <= one.at < slot.ends_at), default=0)


def _minutes(since: datetime, moment: datetime) -> int:
    return (moment - since) // MINUTE


def _up(top: int) -> list[Tick]:
    return [Tick(step, str(number(step))) for step in charts.steps(top)]


def _days(grown: Sequence[Grown]) -> list[Tick]:
    first, last = grown[0].day, grown[-1].day
    middle = first + (last - first) / 2
    return [Tick((day - first).days, _short(day)) for day in sorted({first, middle, last})]


def _short(day: date) -> str:
    """Day and month."""
    written: str = format_skeleton("MMMd", day, locale=DATE_LOCALES[language()])
    return written


def _hours(start: datetime, end: int) -> list[Tick]:
    """On both clocks."""
    step = HOUR * max(1, -(-end // (HOUR * FEW_TICKS)))
    moments = [(at, start + at * MINUTE) for at in range(0, end + 1, step)]
    return [Tick(at, f"{when.astimezone(BERLIN):%H:%M} / {when.astimezone(KYIV):%H:%M}") for at, when in moments]
