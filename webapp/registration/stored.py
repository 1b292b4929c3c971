"""What is stored about one registration: the rows a person reads, and everything as data."""

from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import select

from webapp.core.db import Model, session
from webapp.core.i18n import Shown, language
from webapp.places import queries as places
from webapp.registration.models import Consent, ConsentWording, Registration, Revision
from webapp.registration.words import ATTENDING_AS, FIELD, INTERPRETATION, PARTNERSHIP, SIDE, TOPIC

#: not who of them did it
OF_REVISION: Final = ("deed", "at", "before", "after", "reason", "told", "undone_at")

HIDDEN: Final = {"id", "event_id", "registration_id", "replaces_id", "reminder_id", "run_id", "link_version"}


def shown(registration: Registration) -> list[tuple[str, str | Shown]]:
    """Label and value of all that was told; empty ones are left out."""
    lang = language()
    values: dict[str, Any] = {name: getattr(registration, name) for name in FIELD if hasattr(registration, name)}
    values["place"] = places.label(registration.place, lang) if registration.place else ""
    values["partner_place"] = places.label(registration.partner_place, lang) if registration.partner_place else ""
    values["side"] = SIDE[registration.side]
    values["attending_as"] = ATTENDING_AS[registration.attending_as]
    values["partnership"] = PARTNERSHIP[registration.partnership] if registration.partnership else ""
    values["interpretation"] = INTERPRETATION[registration.interpretation] if registration.interpretation else ""
    values["topics"] = ", ".join(str(word) for code, word in TOPIC.items() if code in registration.topics)
    told = ((name, values[name]) for name in FIELD if values.get(name))
    return [(str(FIELD[name]), value if isinstance(value, Shown) else str(value)) for name, value in told]


def everything(registration: Registration) -> dict[str, Any]:
    """Every column and every consent with its words, as plain JSON values; names are those of the columns.

    What features above know of the person, they add: see attendance/own_data.py and privacy/own_data_page.py.
    """
    given = (
        select(Consent, ConsentWording)
        .join(ConsentWording, ConsentWording.sha256 == Consent.wording)
        .where(Consent.registration_id == registration.id)
        .order_by(Consent.id)
    )
    done = select(Revision).where(Revision.registration_id == registration.id).order_by(Revision.id)
    return {
        "event": registration.event.slug,
        "registration": plain(registration),
        "consents": [
            {"purpose": row.purpose.value, "given": row.given, "at": row.at.isoformat(), "words": wording.words}
            for row, wording in session().execute(given)
        ],
        "done_by_organisers": [_done(row) for row in session().scalars(done)],
    }


def _done(row: Revision) -> dict[str, Any]:
    told = {name: plain(row)[name] for name in OF_REVISION}
    for name in ("before", "after"):
        told[name] = {column: told[name][column] for column in _told(told[name])}
    return told


def plain(row: Model) -> dict[str, Any]:
    """All columns of a row but numbers of rows and keys of comparison."""
    every = (column.key for column in row.__mapper__.columns)
    return {name: _plain(getattr(row, name)) for name in _told(every)}


def _told(columns: Iterable[str]) -> list[str]:
    return [
        name for name in columns if name not in HIDDEN and (name.endswith("place_key") or not name.endswith("_key"))
    ]


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
