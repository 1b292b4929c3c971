"""AuditEntry and record(): who did what to which thing, chained by hashes; no personal value is ever written here."""

import hashlib
import json
from contextlib import closing
from datetime import datetime
from typing import Any

from sqlalchemy import String, Text, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core import clock
from webapp.core.db import Model, session

FIRST = "0" * 64
ATTENDEE, PROGRAM = "attendee", "program"  #: actors that are no user


class AuditEntry(Model):
    __tablename__ = "audit_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(
        String(40), info={"personal": None}
    )  #: public id of a user, "attendee", "program"
    action: Mapped[str] = mapped_column(String(60), info={"personal": None})
    thing: Mapped[str] = mapped_column(String(60), index=True, info={"personal": None})  #: kind and public id
    details: Mapped[str] = mapped_column(Text, info={"personal": None})  #: JSON; names of changed columns, never values
    hash: Mapped[str] = mapped_column(String(64), unique=True, info={"personal": None})


# Built once: a statement takes as long to build as to run
ADD = insert(AuditEntry.__table__)  # type: ignore[arg-type]
LAST = select(AuditEntry.hash).order_by(AuditEntry.id.desc()).limit(1)

ALL = select(AuditEntry).order_by(AuditEntry.id).execution_options(yield_per=500)


def record(action: str, thing: str, *, actor: str, details: dict[str, Any] | None = None) -> None:
    """Append an entry inside the running transaction; one writer at a time keeps the chain in one line."""
    before = session().scalar(LAST) or FIRST
    entry = {
        "at": clock.now(),
        "actor": actor,
        "action": action,
        "thing": thing,
        "details": json.dumps(details or {}, ensure_ascii=False, sort_keys=True),
    }
    session().connection().execute(ADD, entry | {"hash": _hash(before, entry)})


def verify() -> int | None:
    """Id of the first entry that does not follow from the one before it, None if the chain holds."""
    before = FIRST
    with closing(session().scalars(ALL)) as entries:
        for entry in entries:
            kept = {name: getattr(entry, name) for name in ("at", "actor", "action", "thing", "details")}
            if entry.hash != _hash(before, kept):
                return entry.id
            before = entry.hash
    return None


def _hash(before: str, entry: dict[str, Any]) -> str:
    line = json.dumps(
        [before, entry["at"].isoformat(), *(entry[name] for name in ("actor", "action", "thing", "details"))]
    )
    return hashlib.sha256(line.encode()).hexdigest()
