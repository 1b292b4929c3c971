"""The workbook's columns about a row's place: its name, official key, and what it lies in."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from webapp.core.books import Column
from webapp.core.i18n import gettext as _
from webapp.core.i18n import language
from webapp.places import queries as places
from webapp.places.levels import within
from webapp.places.models import Place, PlaceKind

T = TypeVar("T")


def directory() -> Mapping[str, Place]:
    """Every place one may come from, read once: a row each would be a query each."""
    return {place.key: place for place in places.choosable()}


def name(place: Place | None) -> str:
    return places.label(place, language()).text if place else ""


def columns(of: Mapping[str, Place], key: Callable[[T], str | None]) -> list[Column[T]]:
    """`key` gives the official key of a row's place."""

    def place(row: T) -> Place | None:
        return of.get(key(row) or "")

    def above(row: T, *kinds: PlaceKind) -> str:
        found = place(row)
        return name(within(found, kinds)) if found else ""

    return [
        Column(_("Municipality or district"), lambda row: name(place(row)), 34, wrap=True),
        Column(_("Official key"), lambda row: key(row) or "", 22),
        Column(_("District / raion"), lambda row: above(row, PlaceKind.KREIS, PlaceKind.RAION), 28),
        Column(
            _("Administrative district / oblast"),
            lambda row: above(row, PlaceKind.REGIERUNGSBEZIRK, PlaceKind.OBLAST),
            26,
        ),
    ]
