"""What the colours of a map mean, in the words of what it is divided into; only of those that are on it."""

from collections.abc import Iterator, Sequence
from typing import Final

from webapp.core.i18n import gettext as _
from webapp.places.models import Region
from webapp.reporting import represented
from webapp.reporting.panels import Area
from webapp.reporting.represented import District, Reached

SWATCHES: Final = {Reached.NOT: "none", Reached.REGISTERED: "second", Reached.ATTENDED: "first"}
BORDERS: Final = {Reached.REGISTERED: "own-second", Reached.ATTENDED: "own"}
Legend = Sequence[tuple[str, str]]  #: name of a swatch in charts.css, and words


def of(area: Area, region: Region, found: Sequence[District], *, has_attendance: bool) -> Legend:
    words = _words(area, has_attendance=has_attendance)
    there = set(_ranks(area, region, found))
    legend = [(SWATCHES[rank], words[rank]) for rank in sorted(there)]
    if area is Area.REGIONS:
        legend.append(("slot", _numbers(has_attendance=has_attendance)))
    if area is Area.MUNICIPALITIES:
        own = _own()
        legend += [(BORDERS[rank], own[rank]) for rank in sorted({one.own for one in found if one.own})]
    return legend


def registered() -> str:
    return _("registered (also unconfirmed)")


def registered_only() -> str:
    return _("only registered (also unconfirmed)")


def _ranks(area: Area, region: Region, found: Sequence[District]) -> Iterator[Reached]:
    """Of what is coloured as a whole."""
    if area is Area.REGIONS:
        yield from map(represented.most, represented.by_region(region, found).values())
    elif area is Area.DISTRICTS:
        yield from (one.reached for one in found)
    else:
        for one in found:
            yield from (Reached.ATTENDED,) * bool(one.attended)
            yield from (Reached.REGISTERED,) * bool(one.registered)
            yield from (Reached.NOT,) * bool(one.missing)


def _words(area: Area, *, has_attendance: bool) -> dict[Reached, str]:
    """One municipality gives its colour to all of a larger area, which would look like all of them."""
    if area is Area.MUNICIPALITIES:
        attended, alone = _("attended"), registered()
    else:
        attended = _("at least one municipality of the area, or the Kreis or raion itself, attended")
        alone = _(
            "at least one municipality of the area, or the Kreis or raion itself, is registered (also unconfirmed)"
        )
    return {
        Reached.NOT: _("nobody registered"),
        Reached.REGISTERED: registered_only() if has_attendance else alone,
        Reached.ATTENDED: attended,
    }


def _numbers(*, has_attendance: bool) -> str:
    if has_attendance:
        return _("number: municipalities of the area that attended, of all")
    return _("number: municipalities of the area that are registered (also unconfirmed), of all")


def _own() -> dict[Reached, str]:
    return {
        Reached.REGISTERED: _("thick border: the Kreis or raion itself is registered (also unconfirmed)"),
        Reached.ATTENDED: _("thick border: the Kreis or raion itself attended"),
    }
