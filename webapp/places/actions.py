"""Loads the official directory into the database."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import select

from webapp.core import audit
from webapp.core.db import session
from webapp.core.i18n import texts
from webapp.core.names import sort_key
from webapp.places.directory import Entry, directory
from webapp.places.models import Place

_following: list[Callable[[], None]] = []
_SHARED = [field.name for field in fields(Entry) if field.name in Place.__mapper__.columns]


@dataclass(frozen=True, slots=True)
class Loaded:
    added: int
    changed: int
    unchanged: int


def after_renaming(follow: Callable[[], None]) -> Callable[[], None]:
    """A function that is called when places have changed, in the same transaction: nothing here points up."""
    _following.append(follow)
    return follow


def load_directory(*, actor: str = "program") -> Loaded:
    """Every place as the package holds it, by key. One that left the directory stays, since people came from it."""
    known = {place.key: place for place in session().scalars(select(Place))}
    added = changed = 0
    for entry in directory():
        place = known.get(entry.key)
        values = _values(entry)
        if place is None:
            session().add(Place(**values))
            added += 1
        elif different := {column for column, value in values.items() if getattr(place, column) != value}:
            for column in different:
                setattr(place, column, values[column])
            changed += 1
    session().flush()
    if changed:
        for follow in _following:
            follow()
    if added or changed:
        audit.record("places.load", "places", actor=actor, details={"added": added, "changed": changed})
    return Loaded(added, changed, len(directory()) - added - changed)


def _values(entry: Entry) -> dict[str, Any]:
    shown = texts(de=entry.name_de, uk=entry.name_uk or "", en=entry.name_en or "")
    sorted_by = {f"sort_{lang}": sort_key(shown.pick(lang).text) for lang in ("de", "uk", "en")}
    return {column: getattr(entry, column) for column in _SHARED} | sorted_by
