"""Place: a municipality, district or region of the official directory."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.core.db import Model, choice
from webapp.places.directory import CHOOSABLE, PlaceKind, Region

__all__ = ["CHOOSABLE", "Place", "PlaceKind", "Region"]

LONGEST_NAME = 100
_SORT_KEY = String(2 * LONGEST_NAME + 1).with_variant(String(2 * LONGEST_NAME + 1, collation="C"), "postgresql")
_OF_PLACES = {"personal": None}


class Place(Model):
    """Its `name_*` tell homonyms apart by kind and raion; an empty one is shown in the next best language.

    `sort_*` are core.names.sort_key() of what is shown.
    """

    __tablename__ = "place"

    #: AGS (8 digits), Kreis (5), Regierungsbezirk (3), Land (2) or KATOTTG (19 characters)
    key: Mapped[str] = mapped_column(String(19), primary_key=True, info=_OF_PLACES)
    kind: Mapped[PlaceKind] = mapped_column(choice(PlaceKind), info=_OF_PLACES)
    region: Mapped[Region] = mapped_column(choice(Region), info=_OF_PLACES)
    parent_key: Mapped[str | None] = mapped_column(ForeignKey("place.key"), index=True, info=_OF_PLACES)
    name_de: Mapped[str] = mapped_column(String(LONGEST_NAME), info=_OF_PLACES)
    name_uk: Mapped[str | None] = mapped_column(String(LONGEST_NAME), info=_OF_PLACES)
    name_en: Mapped[str | None] = mapped_column(String(LONGEST_NAME), info=_OF_PLACES)
    full_name_uk: Mapped[str | None] = mapped_column(String(LONGEST_NAME), info=_OF_PLACES)
    centre_de: Mapped[str | None] = mapped_column(String(LONGEST_NAME), info=_OF_PLACES)
    centre_uk: Mapped[str | None] = mapped_column(String(LONGEST_NAME), info=_OF_PLACES)
    centre_en: Mapped[str | None] = mapped_column(String(LONGEST_NAME), info=_OF_PLACES)
    sort_de: Mapped[str] = mapped_column(_SORT_KEY, info=_OF_PLACES)
    sort_uk: Mapped[str] = mapped_column(_SORT_KEY, info=_OF_PLACES)
    sort_en: Mapped[str] = mapped_column(_SORT_KEY, info=_OF_PLACES)
    population: Mapped[int | None]
    lat: Mapped[float | None]
    lon: Mapped[float | None]

    parent: Mapped["Place | None"] = relationship(remote_side=[key], lazy="raise_on_sql")

    @property
    def parents(self) -> list["Place"]:
        """What it lies in, nearest first; they must have been loaded, see queries.with_parents()."""
        return [] if self.parent is None else [self.parent, *self.parent.parents]
