"""The workbook's columns about a row's place: its name, official key, and what it lies in."""

from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from typing import TypeVar

from webapp.core.books import Column
from webapp.core.i18n import texts
from webapp.places import queries as places
from webapp.places.levels import within
from webapp.places.models import Place, PlaceKind
from webapp.reporting.wording import gettext as _
from webapp.reporting.wording import languages

T = TypeVar("T")
KREISE, DISTRICTS = (PlaceKind.KREIS, PlaceKind.RAION), (PlaceKind.REGIERUNGSBEZIRK, PlaceKind.OBLAST)


def directory() -> Mapping[str, Place]:
    """Every place one may come from, read once: a row each would be a query each."""
    return {place.key: place for place in places.choosable()}


def name(place: Place | None) -> str:
    return _name(languages(), place.name_de, place.name_uk or "", place.name_en or "") if place else ""


@lru_cache(maxsize=4_000)  # every place in the two most usual choices of languages, and more
def _name(chosen: tuple[str, ...], de: str, uk: str, en: str) -> str:
    named = texts(de=de, uk=uk, en=en)
    return " / ".join(dict.fromkeys(named.pick(lang).text for lang in chosen))


def named(of: Mapping[str, Place], key: Callable[[T], str | None]) -> Callable[[T], str]:
    """The name of the place whose official key this gives."""
    return _looked_up(of, key, lambda place: place)


def columns(of: Mapping[str, Place], key: Callable[[T], str | None]) -> list[Column[T]]:
    """`key` gives the official key of a row's place."""
    return [
        Column(_("Municipality or district"), named(of, key), 34, wrap=True),
        Column(_("Official key"), key),
        Column(_("District / raion"), _looked_up(of, key, lambda place: within(place, KREISE))),
        Column(_("Administrative district / oblast"), _looked_up(of, key, lambda place: within(place, DISTRICTS))),
    ]


def _looked_up(
    of: Mapping[str, Place], key: Callable[[T], str | None], which: Callable[[Place], Place | None]
) -> Callable[[T], str]:
    """Each name once, however many rows have it, and however many places lie in what is called so."""
    names: dict[str, str] = {"": ""}
    name_of = cache(name)

    def look_up(row: T) -> str:
        wanted = key(row) or ""
        if (found := names.get(wanted)) is None:
            place = of.get(wanted)
            found = names[wanted] = name_of(which(place)) if place else ""
        return found

    return look_up
