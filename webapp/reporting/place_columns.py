"""The workbook's columns about a row's place: its name, official key, and what it lies in."""

from collections.abc import Callable, Mapping
from functools import cache, lru_cache, partial
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
    return _in(languages(), place)


def _in(chosen: tuple[str, ...], place: Place | None) -> str:
    return _name(chosen, place.name_de, place.name_uk or "", place.name_en or "") if place else ""


@lru_cache(maxsize=4_000)  # every place in the two most usual choices of languages, and more
def _name(chosen: tuple[str, ...], de: str, uk: str, en: str) -> str:
    named = texts(de=de, uk=uk, en=en)
    return " / ".join(dict.fromkeys(named.pick(lang).text for lang in chosen))


def named(of: Mapping[str, Place], key: Callable[[T], str | None]) -> Callable[[T], str]:
    """The name of the place whose official key this gives."""
    return _looked_up(of, key, 0)


def columns(of: Mapping[str, Place], key: Callable[[T], str | None]) -> list[Column[T]]:
    """`key` gives the official key of a row's place."""
    return [
        Column(_("Municipality or district"), named(of, key), 34, wrap=True),
        Column(_("Official key"), key),
        Column(_("District / raion"), _looked_up(of, key, 1)),
        Column(_("Administrative district / oblast"), _looked_up(of, key, 2)),
    ]


def _looked_up(of: Mapping[str, Place], key: Callable[[T], str | None], which: int) -> Callable[[T], str]:
    """One of the names of _named()."""
    names = {known: told[which] for known, told in _named(tuple(of.values()), languages()).items()}
    return lambda row: names.get(key(row), "")


@lru_cache(maxsize=4)
def _named(every: tuple[Place, ...], chosen: tuple[str, ...]) -> dict[str | None, tuple[str, str, str]]:
    """Of places by key, what each and the levels above it are called."""
    name_of = cache(partial(_in, chosen))
    return {
        place.key: (name_of(place), name_of(within(place, KREISE)), name_of(within(place, DISTRICTS)))
        for place in every
    }
