"""Proving again who one is, by the password, before something that a borrowed screen must not do."""

from datetime import datetime, timedelta
from typing import Final

from flask import g
from sqlalchemy import update

from webapp.accounts import actions
from webapp.accounts.models import LoginSession, User
from webapp.core import audit
from webapp.core.db import session, transaction
from webapp.core.errors import Refused
from webapp.core.i18n import lazy_gettext as _l

HOLDS: Final = timedelta(minutes=5)
WRONG: Final = _l("This is not your current password.")
MISSING: Final = _l("Enter your password.")


def is_fresh(now: datetime) -> bool:
    """Whether whoever is signed in here has just proven it."""
    login: LoginSession | None = g.get("login")
    return login is not None and login.proven_at is not None and now - HOLDS < login.proven_at <= now


def require(password: str | None, now: datetime) -> None:
    """Outside a transaction, since hashing takes its time. Raises Refused for the field `password`."""
    if is_fresh(now):
        return
    if not password:
        raise Refused(MISSING, "password")
    user, login = g.principal, g.login
    assert isinstance(user, User)  # noqa: S101 - a view that asks for this has somebody
    if actions.prove(user, password) is None:
        raise Refused(WRONG, "password")
    with transaction():
        mine = update(LoginSession).where(LoginSession.id == login.id)
        session().execute(mine.values(proven_at=now))
        audit.record("user.prove", user.thing, actor=user.public_id)
