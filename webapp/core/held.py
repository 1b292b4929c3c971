"""HeldFile: what somebody uploaded, held for a day at the most until it is decided what becomes of it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final, Protocol, TypeVar

from sqlalchemy import LargeBinary, String, select
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core.db import random_id, session
from webapp.core.errors import DomainError, NotThere
from webapp.core.grids import Code, Unreadable
from webapp.core.i18n import lazy_gettext as _l
from webapp.core.i18n import number

HELD_FOR: Final = timedelta(days=1)  #: what stands in the file; afterwards only numbers and what became of it are kept
TOO_LATE: Final = _l("Somebody has done this in the meantime.")


class HeldFile:
    """Columns of a table of such files; a subclass has the state."""

    public_id: Mapped[str] = mapped_column(String(22), unique=True, default=random_id, info={"personal": None})
    file_name: Mapped[str] = mapped_column(String(200), info={"personal": "content"})
    sha256: Mapped[str] = mapped_column(String(64), info={"personal": None})
    content: Mapped[bytes | None] = mapped_column(
        LargeBinary, info={"personal": "content"}, deferred=True
    )  #: while it waits to be read
    problem: Mapped[dict[str, Any] | None] = mapped_column(info={"personal": None})  #: why it could not be read
    created_by: Mapped[str] = mapped_column(String(40), info={"personal": None})  #: as the actor of an audit entry
    created_at: Mapped[datetime]
    applied_at: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]
    emptied_at: Mapped[datetime | None]  #: when what stands in it was forgotten

    @property
    def unreadable(self) -> Unreadable | None:
        return Unreadable(Code(self.problem["code"]), self.problem["details"]) if self.problem else None


def problem_of(error: Unreadable) -> dict[str, Any]:
    return {"code": error.code.value, "details": error.details}


class _Stated(Protocol):
    @property
    def state(self) -> Any: ...


H = TypeVar("H", bound=_Stated)


def held_in(kind: type[H], public_id: str, *states: str) -> H:
    """Locked. Raises NotThere, or DomainError when it is in none of these states any more."""
    wanted = select(kind).where(kind.public_id == public_id).with_for_update()  # type: ignore[attr-defined]
    found = session().scalar(wanted.execution_options(populate_existing=True))
    if found is None:
        raise NotThere
    if found.state not in states:
        raise DomainError(TOO_LATE)
    return found


def counted(counts: Mapping[Any, int], words: Mapping[Any, Any]) -> str:
    """How many rows came to what, in words."""
    return "; ".join(f"{words[kind]}: {number(count)}" for kind, count in counts.items()) or "–"
