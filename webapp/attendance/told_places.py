"""Municipalities that reports tell, as the directory knows them: official keys of a place and of what it lies in."""

from collections.abc import Iterable, Mapping
from typing import Final

from sqlalchemy import select

from webapp.attendance.recognition.whereabouts import Keys
from webapp.core.db import session
from webapp.places import queries as places
from webapp.places.models import Place
from webapp.registration.list_rows import spellings

MOST: Final = 300  #: texts that are looked up; a column with more holds no municipalities


class Directory:
    def __init__(self) -> None:
        rows = session().execute(select(Place.key, Place.parent_key))
        self._parents: Mapping[str, str | None] = {row.key: row.parent_key for row in rows}

    def keys(self, key: str | None) -> Keys:
        found: list[str] = []
        while key and key not in found:
            found.append(key)
            key = self._parents.get(key)
        return tuple(found)

    def told(self, texts: Iterable[str]) -> dict[str, Keys]:
        """By text, of those that can mean one place only."""
        wanted = set(filter(None, texts))
        if len(wanted) > MOST:
            return {}
        return {text: self.keys(key) for text in wanted if (key := sure(text)) is not None}


def sure(text: str) -> str | None:
    """As it stands there, else without what offices put around a name."""
    return next((key for part in spellings(text) if (key := places.sure(part))), None)
