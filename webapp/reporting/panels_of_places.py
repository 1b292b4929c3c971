"""The panels of the dashboard that show where people come from: bars by district, and a map of each region."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from webapp.core.charts import Bar
from webapp.core.drawing import Picture
from webapp.core.i18n import Shown, language, number
from webapp.core.i18n import gettext as _
from webapp.places import queries as places
from webapp.places.levels import district_of
from webapp.places.models import Place, Region
from webapp.reporting import findings, map_legends, pictures, represented
from webapp.reporting.panels import Area, Cell, Panel, Told, part_of
from webapp.reporting.represented import District, Reached


def districts(told: Told) -> Panel:
    lang, has_attendance = language(), told.has_attendance
    every = {place.key: place for place in map(district_of, told.directory.values())}
    rows = [
        (places.label(place, lang), _people(told.data["by"], place.key))
        for place in sorted(every.values(), key=_own_side_first(lang))
    ]
    bars = [
        Bar(
            name.text,
            count["confirmed"],
            part_of(count["attended"], count["confirmed"]) if has_attendance else str(number(count["confirmed"])),
            count["attended"] if has_attendance else None,
        )
        for name, count in rows
    ]
    shown = ("confirmed", "attended") if has_attendance else ("confirmed",)
    return Panel(
        key="districts",
        title=_("By Regierungsbezirk and raion"),
        finding=findings.districts([(name.text, count["confirmed"]) for name, count in rows]),
        picture=pictures.bars(bars),
        legend=[("second", _("confirmed")), ("first", _("of them attended"))] if has_attendance else (),
        columns=[_("Regierungsbezirk or raion"), _("confirmed"), *([_("attended")] if has_attendance else [])],
        rows=[(name, *(count[each] for each in shown)) for name, count in rows],
    )


def own_side(told: Told) -> Panel:
    return _map(told, _first(language()))


def other_side(told: Told) -> Panel:
    return _map(told, next(region for region in Region if region is not _first(language())))


def _people(by: Mapping[str, Any], key: str) -> Mapping[str, int]:
    """Of a Regierungsbezirk or raion."""
    found = by["regierungsbezirk_oblast"].get(key) or by["kreis_raion"].get(key)
    people: Mapping[str, int] = found["people"] if found else {"confirmed": 0, "attended": 0}
    return people


def _map(told: Told, region: Region) -> Panel:
    lang, has_attendance, reached = language(), told.has_attendance, told.reached
    found = represented.districts(region, told.directory.values(), reached)
    found.sort(key=lambda one: places.sorted_by(one.place, lang))
    return Panel(
        key=f"map-{region.value}",
        title=_("Map: North Rhine-Westphalia") if region is Region.NRW else _("Map: Dnipropetrovsk Oblast"),
        finding=findings.map_of(represented.municipalities(found), has_attendance=has_attendance),
        picture=_picture(told, region, found),
        legend=map_legends.of(told.area, region, found, has_attendance=has_attendance),
        columns=[
            _("Kreis, city or raion"),
            *([_("attended"), map_legends.registered_only()] if has_attendance else [map_legends.registered()]),
            _("municipalities with nobody registered"),
        ],
        rows=[_row(one, lang, has_attendance=has_attendance) for one in found],
        credit=region,
        beside=_("The table below names the municipalities that are registered."),
    )


def _picture(told: Told, region: Region, found: Sequence[District]) -> Picture | None:
    match told.area:
        case Area.MUNICIPALITIES:
            own = {one.key: one.own for one in found if one.own}
            return pictures.by_municipality(region, tuple(sorted({**told.reached, **own}.items())))
        case Area.DISTRICTS:
            return pictures.by_district(region, tuple(sorted((one.key, one.reached) for one in found if one.reached)))
        case Area.REGIONS:
            return pictures.by_region(region, tuple(_numbers(told, region, found)))


def _numbers(told: Told, region: Region, found: Sequence[District]) -> Iterator[tuple[str, Reached, str]]:
    """How many municipalities of each Regierungsbezirk or oblast attended, or are registered."""
    for key, some in sorted(represented.by_region(region, found).items()):
        of, registered, attended = represented.municipalities(some)
        many = attended if told.has_attendance else registered
        yield key, represented.most(some), part_of(many, of)


def _row(one: District, lang: str, *, has_attendance: bool) -> Sequence[Cell]:
    by_rank = {Reached.ATTENDED: list(one.attended), Reached.REGISTERED: list(one.registered)}
    if one.own:
        by_rank[one.own].insert(0, one.place)
    names: list[Sequence[Shown]] = [
        [places.label(place, lang) for place in sorted(by_rank[rank], key=lambda place: places.sorted_by(place, lang))]
        for rank in ((Reached.ATTENDED, Reached.REGISTERED) if has_attendance else (Reached.REGISTERED,))
    ]
    return (places.label(one.place, lang), *names, one.missing)


def _first(lang: str) -> Region:
    return Region.DNIPROPETROVSK if lang == "uk" else Region.NRW


def _own_side_first(lang: str) -> Callable[[Place], tuple[bool, str]]:
    first = _first(lang)
    return lambda place: (place.region is not first, places.sorted_by(place, lang))
