"""What organisers did about one registration: kept with how it was before, read, and whether it still stands so."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Enum, select
from sqlalchemy.types import TypeEngine

from webapp.accounts.models import User
from webapp.core.db import UtcDateTime, session
from webapp.core.errors import DomainError
from webapp.core.i18n import lazy_gettext as _l
from webapp.registration.models import Deed, Registration, Revision, State

SHOWN: Final = 50
OVERTAKEN: Final = _l("Something was done about this registration since this page was shown. Please look at it again.")
FOLLOWED: Final = _l("This can no longer be undone, since the registration was changed after it.")


def as_it_is(registration: Registration, columns: Iterable[str]) -> dict[str, Any]:
    """The values of these columns as a Revision keeps them."""
    return {name: _plain(getattr(registration, name)) for name in columns}


def note(
    registration: Registration,
    deed: Deed,
    before: dict[str, Any],
    *,
    actor: str,
    now: datetime,
    reason: str = "",
    told: bool,
) -> None:
    """That this was done; `before` is as_it_is() of the columns that it changed."""
    after = as_it_is(registration, before)
    kept = {"registration_id": registration.id, "deed": deed, "by": actor, "at": now, "reason": reason, "told": told}
    session().add(Revision(**kept, before=before, after=after))


def of(registration_id: int) -> Sequence[Revision]:
    """The latest first."""
    mine = select(Revision).where(Revision.registration_id == registration_id).order_by(Revision.id.desc())
    return session().scalars(mine.limit(SHOWN)).all()


def last(registration: Registration, *deeds: Deed) -> Revision | None:
    """What was done last and not undone, if it is one of these and the registration still stands as it left it."""
    mine = Revision.registration_id == registration.id, Revision.undone_at.is_(None)
    found = session().scalar(select(Revision).where(*mine).order_by(Revision.id.desc()).limit(1))
    return found if found is not None and found.deed in deeds and _stands(registration, found) else None


def declined_for(registration: Registration) -> Registration | None:
    """Who was last declined when taking over from this one, if that stands and nobody else was asked since."""
    if registration.asked_to_replace:
        return None
    theirs = Revision.before["replaces_id"].as_integer() == registration.id
    asked = select(Revision.registration_id).where(Revision.deed == Deed.DECLINE, Revision.undone_at.is_(None), theirs)
    key = session().scalar(asked.order_by(Revision.id.desc()).limit(1))
    found = session().get_one(Registration, key) if key is not None else None
    return found if found is not None and found.state is State.DECLINED else None


def to_undo(registration: Registration, public_id: str, *deeds: Deed) -> Revision:
    """What a page offered to undo. Raises DomainError if it cannot be any more."""
    found = last(registration, *deeds)
    if found is None:
        raise DomainError(FOLLOWED)
    if found.public_id != public_id:
        raise DomainError(OVERTAKEN)
    return found


def put_back(registration: Registration, revision: Revision, now: datetime) -> None:
    """The columns as they were."""
    columns = registration.__mapper__.columns
    for name, value in revision.before.items():
        setattr(registration, name, value if value is None else _typed(columns[name].type, value))
    registration.changed_at = revision.undone_at = now


def version_of(registration: Registration, columns: Iterable[str]) -> str:
    """Another one whenever one of these columns is."""
    told = json.dumps(as_it_is(registration, sorted(columns)), ensure_ascii=True, sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:22]


def names_of(revisions: Iterable[Revision]) -> dict[str, str]:
    """Of who did it, by public id, if they still have an account."""
    wanted = select(User.public_id, User.name).where(User.public_id.in_({one.by for one in revisions}))
    return {row.public_id: row.name for row in session().execute(wanted)}


def _stands(registration: Registration, revision: Revision) -> bool:
    return as_it_is(registration, revision.after) == revision.after


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def _typed(kind: TypeEngine[Any], value: Any) -> Any:
    """As it was before _plain() and JSON."""
    if isinstance(kind, UtcDateTime):
        return datetime.fromisoformat(value)
    return kind.enum_class(value) if isinstance(kind, Enum) and kind.enum_class else value
