"""The levels above a place: its Kreis, Regierungsbezirk, raion or oblast, and all keys within one."""

from collections.abc import Collection, Sequence

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import aliased

from webapp.core.db import session
from webapp.places.models import Place, PlaceKind

DISTRICTS = (PlaceKind.REGIERUNGSBEZIRK, PlaceKind.RAION)  #: what places are grouped by on each side


def within(place: Place, kinds: Collection[PlaceKind]) -> Place | None:
    """The place itself or the nearest above it that is of one of these kinds; its parents must have been loaded."""
    level: Place | None = place
    while level is not None and level.kind not in kinds:
        level = level.parent
    return level


def district_of(place: Place) -> Place:
    """The Regierungsbezirk or raion it lies in, or is."""
    found = within(place, DISTRICTS)
    assert found is not None  # noqa: S101 - every choosable place of the directory lies in one
    return found


def districts(lang: str) -> Sequence[Place]:
    """Every Regierungsbezirk and raion, in alphabetical order by side."""
    order = (Place.region, getattr(Place, f"sort_{lang}"))
    return session().scalars(select(Place).where(Place.kind.in_(DISTRICTS)).order_by(*order)).all()


def keys_within(district: str) -> Select[str]:
    """Keys of this district and of what lies in it, two levels down; for use in IN (…)."""
    above = aliased(Place)
    inside = select(Place.key).join(above, Place.parent_key == above.key, isouter=True)
    return inside.where(or_(Place.key == district, Place.parent_key == district, above.parent_key == district))
