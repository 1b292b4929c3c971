"""Verbs that correct one person for who calls: by the rules of the person's own page, with the undo."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any, Final

from webapp.core import audit
from webapp.core.errors import DomainError, Refused, Stale
from webapp.core.i18n import lazy_gettext as _l
from webapp.events.models import Event
from webapp.registration import changing, mails, revisions, waiting
from webapp.registration.models import Deed, Registration, Side, State
from webapp.registration.registering import Details

AMENDABLE: Final = (
    "given_name", "family_name", "patronymic", "title", "latin_name", "place_key", "organisation", "side", "office",
    "attending_as", "locale",
)  # fmt: skip
KEYS: Final = ("name_key", "sort_key", "search_key")  #: which follow from these
OVERTAKEN: Final = _l(
    "Somebody has changed this registration meanwhile: what is stored now stands below the form. Your entries are "
    "kept; if you save again, they replace it."
)


@dataclass(frozen=True, slots=True)
class Done:
    registration: Registration
    changed: list[str]  #: names of columns
    told: bool  #: whether the person is written to


def amend(public_id: str, wanted: Mapping[str, Any], *, version: str, tell: bool, actor: str, now: datetime) -> Done:
    """`version` is that of what somebody saw.

    Raises Stale if that has changed, and Refused as the person's own correction does.
    """
    registration, event = waiting.held(public_id)
    if version != version_of(registration):
        raise Stale(OVERTAKEN)
    before = revisions.as_it_is(registration, (*AMENDABLE, *KEYS))
    told = {name: value for name, value in wanted.items() if name != "locale"}
    stored = {one.name: getattr(registration, one.name) for one in fields(Details)}
    changed = changing.enter(registration, event, replace(Details(**stored), **told))
    if registration.locale != wanted["locale"]:
        registration.locale = wanted["locale"]
        changed.append("locale")
    if not changed:
        return Done(registration, [], told=False)
    is_told = tell and may_be_told(registration, event, now)
    kept = {name: before[name] for name in (*changed, *KEYS)}
    revisions.note(registration, Deed.CORRECT, kept, actor=actor, now=now, told=is_told)
    _done("registration.amend", registration, event, changed, tell=is_told, actor=actor, now=now)
    return Done(registration, changed, told=is_told)


def undo(public_id: str, revision: str, *, actor: str, now: datetime) -> Done:
    """Take back what was corrected last, if nothing was changed since. Raises DomainError, also if the earlier place is
    taken.
    """
    registration, event = waiting.held(public_id)
    undone = revisions.to_undo(registration, revision, Deed.CORRECT)
    side = Side(undone.before.get("side", registration.side))
    try:
        changing.move_seat(registration, event, side, undone.before.get("place_key", registration.place_key))
        revisions.put_back(registration, undone, now)
        changing.write()
    except Refused as error:
        raise DomainError(error.text) from None
    changed = [name for name in undone.before if name not in KEYS]
    is_told = undone.told and may_be_told(registration, event, now)
    _done("registration.amend_undo", registration, event, changed, tell=is_told, actor=actor, now=now)
    return Done(registration, changed, told=is_told)


def version_of(registration: Registration) -> str:
    return revisions.version_of(registration, AMENDABLE)


def may_be_told(registration: Registration, event: Event, now: datetime) -> bool:
    """Whether a correction is of use to the person, at an address that somebody has confirmed."""
    return registration.state is not State.PENDING and not registration.has_left and now < event.ends_at


def _done(
    action: str, registration: Registration, event: Event, changed: list[str], *, tell: bool, actor: str, now: datetime
) -> None:
    registration.changed_at = now
    audit.record(action, registration.thing, actor=actor, details={"fields": sorted(changed)})
    if tell:
        mails.changed(registration, event, changed)
    waiting.promote(event, now)  # another place may fit another limit
