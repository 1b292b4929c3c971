"""Reading accounts: by address or public id, and the sessions that are alive."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, select

from webapp.accounts.models import IDLE, LoginSession, User
from webapp.accounts.permissions import PERMISSIONS
from webapp.core.addresses import address_key
from webapp.core.db import session


def by_email(email: str) -> User | None:
    return session().scalar(select(User).where(User.email_key == address_key(email)))


def by_public_id(public_id: str) -> User | None:
    return session().scalar(select(User).where(User.public_id == public_id))


def who_may(permission: str) -> Sequence[User]:
    """Everybody who may do this and sign in."""
    roles = [role for role, permissions in PERMISSIONS.items() if permission in permissions]
    return (
        session().scalars(select(User).where(User.role.in_(roles), User.disabled_at.is_(None)).order_by(User.id)).all()
    )


def signed_in(token: str, now: datetime) -> tuple[User, LoginSession] | None:
    """Who holds this token, if its session is alive and its owner may still sign in."""
    found = (
        select(User, LoginSession)
        .join(LoginSession, LoginSession.user_id == User.id)
        .where(LoginSession.token_hash == token_hash(token), alive(now), User.disabled_at.is_(None))
    )
    row = session().execute(found).first()
    return (row[0], row[1]) if row else None


def sessions_of(user: User, now: datetime) -> Sequence[LoginSession]:
    """Where this person is signed in, the latest used first."""
    mine = select(LoginSession).where(LoginSession.user_id == user.id, alive(now))
    return session().scalars(mine.order_by(LoginSession.last_used_at.desc())).all()


def alive(now: datetime) -> ColumnElement[bool]:
    return and_(LoginSession.expires_at > now, LoginSession.last_used_at > now - IDLE)


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
