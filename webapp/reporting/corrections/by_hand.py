"""Verbs that correct one person on their page: what registration corrects, and presence, which a region decides on."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from webapp.attendance import counting
from webapp.attendance.models import Presence
from webapp.core.db import session
from webapp.registration import amending
from webapp.registration.models import Registration


def correct(
    public_id: str, wanted: Mapping[str, Any], *, version: str, tell: bool, actor: str, now: datetime
) -> amending.Done:
    """As amending.amend()."""
    done = amending.amend(public_id, wanted, version=version, tell=tell, actor=actor, now=now)
    _recount(done)
    return done


def undo(public_id: str, revision: str, *, actor: str, now: datetime) -> amending.Done:
    """As amending.undo()."""
    done = amending.undo(public_id, revision, actor=actor, now=now)
    _recount(done)
    return done


def _recount(done: amending.Done) -> None:
    """Times in which one side could not be there count for it; before anything was counted there is nothing to do."""
    registration: Registration = done.registration
    if "side" in done.changed and session().get(Presence, registration.id) is not None:
        session().flush()
        counting.recount(registration.event_id, {registration.id})
