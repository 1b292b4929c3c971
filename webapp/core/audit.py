"""AuditEntry and record(): who did what to which thing, chained by hashes; no personal value is ever written here."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import String, Text, func, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core import clock
from webapp.core.db import Model, session

FIRST = "0" * 64
TOGETHER = "entries"  #: of the session, that are not written yet
ATTENDEE, PROGRAM, COMMAND = "attendee", "program", "command line"  #: actors that are no user


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
    entry: dict[str, Any] = {
        "at": clock.now(),
        "actor": actor,
        "action": action,
        "thing": thing,
        "details": json.dumps(details or {}, ensure_ascii=False, sort_keys=True),
    }
    kept: list[dict[str, Any]] | None = session().info.get(TOGETHER)
    if kept is None:
        _append([entry])
    else:
        kept.append(entry)


@contextmanager
def together() -> Iterator[None]:
    """Many entries are chained and written at the end of this, in their order: one by one takes most of the time."""
    kept = session().info[TOGETHER] = list[dict[str, Any]]()
    try:
        yield
    finally:
        del session().info[TOGETHER]
    _append(kept)


def count(action: str, thing: str, since: datetime) -> int:
    """How often that was done to it."""
    done = AuditEntry.thing == thing, AuditEntry.action == action, AuditEntry.at > since
    return session().scalar(select(func.count(AuditEntry.id)).where(*done)) or 0


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


def _append(entries: Sequence[dict[str, Any]]) -> None:
    if not entries:
        return
    if session().autoflush:  # as any query does, so that what is new has its number after this
        session().flush()
    connection = session().connection()
    before = connection.scalar(LAST) or FIRST
    for entry in entries:
        before = entry["hash"] = _hash(before, entry)
    connection.execute(ADD, entries)


def _hash(before: str, entry: dict[str, Any]) -> str:
    line = json.dumps(
        [before, entry["at"].isoformat(), *(entry[name] for name in ("actor", "action", "thing", "details"))]
    )
    return hashlib.sha256(line.encode()).hexdigest()
