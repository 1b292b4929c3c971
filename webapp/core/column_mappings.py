"""ColumnMapping: what somebody once said the columns of such a table are, remembered by its headings."""

from datetime import datetime
from typing import Any

from sqlalchemy import String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core.db import Model, session


class ColumnMapping(Model):
    __tablename__ = "column_mapping"
    __table_args__ = (UniqueConstraint("purpose", "fingerprint"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    purpose: Mapped[str] = mapped_column(String(30), info={"personal": None})  #: which import asks: its columns differ
    fingerprint: Mapped[str] = mapped_column(String(64), info={"personal": None})  #: columns.fingerprint()
    columns: Mapped[dict[str, Any]] = mapped_column(info={"personal": None})  #: field → column, counted from 0
    changed_at: Mapped[datetime]


def remembered(purpose: str, fingerprint: str) -> dict[str, int] | None:
    found = _of(purpose, fingerprint)
    return {name: int(column) for name, column in found.columns.items()} if found else None


def remember(purpose: str, fingerprint: str, columns: dict[str, int], *, now: datetime) -> None:
    """Within the running transaction."""
    found = _of(purpose, fingerprint)
    if found is None:
        session().add(ColumnMapping(purpose=purpose, fingerprint=fingerprint, columns=columns, changed_at=now))
    else:
        found.columns, found.changed_at = columns, now


def _of(purpose: str, fingerprint: str) -> ColumnMapping | None:
    wanted = ColumnMapping.purpose == purpose, ColumnMapping.fingerprint == fingerprint
    return session().scalar(select(ColumnMapping).where(*wanted).execution_options(populate_existing=True))
