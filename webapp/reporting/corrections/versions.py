"""The hidden columns of the sheet Attendance: whose row it is, and what could be corrected as it was written.

A version holds a short keyed hash of each of these values, so that nobody reads a value out of it, and what was changed
in the workbook is told apart from what was changed here meanwhile.
"""

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Callable, Container, Iterable, Mapping
from functools import lru_cache
from operator import attrgetter
from typing import Any, Final, NamedTuple

from flask import current_app

from webapp.attendance.presence import State as Presence
from webapp.core import names
from webapp.core.books import Column
from webapp.events.models import Event
from webapp.registration.models import State
from webapp.reporting.corrections.fields import HEADINGS, ID, PLACE_NAME, VERSION, Field
from webapp.reporting.wording import said

FORMAT: Final = "1"
FIELDS: Final = {**{field.value: field for field in Field}, PLACE_NAME: Field.PLACE}  #: by the column that tells it
BYTES: Final = 6  #: of a hash: one in 280 million million is alike by chance


class Correctable(NamedTuple):
    """What a row holds that can be corrected."""

    state: State
    place_key: str | None
    office: str
    presence_state: Presence | None
    note: str | None


def columns(event: Event, silent: Presence | None, shown: Iterable[Column[Any]]) -> list[Column[Any]]:
    """Of a sheet with the columns `shown`; `silent` is what it means that no report names somebody, if that is told."""
    headings = {column.heading for column in shown}
    told = {field for name, field in FIELDS.items() if said(HEADINGS[name]) in headings}
    return [
        Column(f"{ID} {event.public_id}", attrgetter("public_id"), hidden=True),
        Column(VERSION, _version(silent or Presence.NOT_RECORDED, told), hidden=True),
    ]


def values(row: Any, silent: Presence) -> dict[Field, str]:
    """What can be corrected, of a row with what a Correctable has."""
    attended = row.presence_state or (silent if row.state is State.CONFIRMED else None)
    return {
        Field.ATTENDED: attended.value if attended else "",
        Field.NOTE: row.note or "",
        Field.PLACE: row.place_key or "",
        Field.OFFICE: row.office,
    }


def digest(value: str) -> str:
    """Equal for the same value, however spaces and letters are encoded in it."""
    return _digest(str(current_app.config["SECRET_KEY"]), value)


def parsed(version: str) -> Mapping[Field, str]:
    """The hashes that it holds; none of those that cannot be told."""
    told, *hashes = version.strip().split(".")
    if told != FORMAT or len(hashes) != len(Field):
        return {}
    return {field: found for field, found in zip(Field, hashes, strict=True) if found}


def _version(silent: Presence, told: Container[Field]) -> Callable[[Any], str]:
    """Nothing of what the sheet does not show: equal hashes would still tell who has the same there."""
    secret, read = str(current_app.config["SECRET_KEY"]), attrgetter(*Correctable._fields)
    fields = [(field, field in told) for field in Field]

    @lru_cache(maxsize=2_000)  # few rows differ in all of it
    def version(*of_row: Any) -> str:
        found = values(Correctable(*of_row), silent)
        return ".".join([FORMAT, *[_digest(secret, found[field]) if is_told else "" for field, is_told in fields]])

    return lambda row: version(*read(row))


@lru_cache(maxsize=20_000)  # few values are different
def _digest(secret: str, value: str) -> str:
    key = hashlib.sha256(f"workbook\n{secret}".encode()).digest()
    told = hashlib.blake2b(names.clean(value).encode(), digest_size=BYTES, key=key)
    return urlsafe_b64encode(told.digest()).decode()
