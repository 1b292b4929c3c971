"""Verbs: invite somebody, choose a password, sign in and out, end sessions.

Hashing takes its time, so it stands beside the transactions: `prove` and `checked_hash` come first.
"""

import logging
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, not_, select, update

from webapp.accounts import passwords, queries
from webapp.accounts.models import LONGEST, LoginSession, Role, User
from webapp.accounts.passwords import Weakness
from webapp.core import audit, tokens
from webapp.core.addresses import address_key
from webapp.core.db import bookkeeping, random_id, session
from webapp.core.errors import Gone, Refused
from webapp.core.i18n import lazy_gettext as _l

log = logging.getLogger(__name__)
WELCOME: Final = "welcome"
INVITED_FOR: Final = timedelta(hours=72)
A_MINUTE: Final = timedelta(minutes=1)
NOT_SIGNED_IN: Final = _l("The e-mail address or the password is not right. Please check both and try again.")
LINK_USED: Final = _l("This link was used already or is too old. Please ask the person who invited you for a new one.")
WEAKNESSES: Final = {
    Weakness.SHORT: _l("Use at least %(number)d characters.", number=passwords.SHORTEST),
    Weakness.LONG: _l("Use at most %(number)d characters.", number=passwords.LONGEST),
    Weakness.REPEATED: _l("Use more different characters."),
    Weakness.COMMON: _l("This password is easy to guess. Choose one without your name and without common words."),
}


@dataclass(frozen=True, slots=True)
class Proof:
    """Somebody knew the password that belongs to this hash."""

    user_id: int
    password_hash: str


def prove(user: User | None, password: str) -> Proof | None:
    """Takes the same time for unknown, disabled and known accounts."""
    stored = user.password_hash if user and user.disabled_at is None else None
    if passwords.verify(stored, password) and user and stored:
        return Proof(user.id, stored)
    log.warning("sign-in refused")
    return None


def checked_hash(password: str, *, email: str, name: str) -> str:
    """The hash of a new password. Raises Refused for the field `password`."""
    weakness = passwords.weakness(password, (email, name))
    if weakness:
        raise Refused(WEAKNESSES[weakness], "password")
    return passwords.hashed(password)


def invite(email: str, role: Role, *, name: str, locale: str, actor: str, now: datetime) -> tuple[User, bool]:
    """Let somebody in, or in again; whether they are new. Links that were sent before end."""
    user = session().scalar(select(User).where(User.email_key == address_key(email)).with_for_update())
    new = user is None
    if user is None:
        user = User(public_id=random_id(), email=email, email_key=address_key(email), created_at=now)
        user.name, user.locale, user.link_version = name or email, locale, 0
        session().add(user)
    user.role, user.name, user.disabled_at = role, name or user.name, None
    user.link_version += 1
    audit.record("user.invite", user.thing, actor=actor, details={"role": role.value})
    return user, new


def welcome_token(user: User, now: datetime) -> str:
    return tokens.sign(WELCOME, user.public_id, version=user.link_version, until=now + INVITED_FOR)


def choose_password(user: User, *, version: int, password_hash: str, actor: str) -> None:
    """By an invitation's link, which is used up; every session of before ends. Raises Gone."""
    user = _locked(user.id)
    if user.link_version != version or user.disabled_at is not None:
        raise Gone(LINK_USED)
    user.password_hash = password_hash
    user.link_version += 1
    _end(user)
    audit.record("user.choose_password", user.thing, actor=actor)


def change_password(proof: Proof, *, password_hash: str, keeping: int) -> None:
    """By somebody who is signed in; only the session with this id goes on. Raises Refused."""
    user = _proven(proof)
    user.password_hash = password_hash
    user.link_version += 1
    _end(user, keeping=keeping)
    audit.record("user.change_password", user.thing, actor=user.public_id)


def sign_in(proof: Proof, *, now: datetime) -> str:
    """Begin a session; the token is returned once and kept by the browser alone. Raises Refused."""
    user = _proven(proof)
    session().execute(delete(LoginSession).where(not_(queries.alive(now))))
    token = secrets.token_urlsafe(32)
    times = {"created_at": now, "last_used_at": now, "expires_at": now + LONGEST}
    session().add(LoginSession(token_hash=queries.token_hash(token), user_id=user.id, **times))
    audit.record("user.sign_in", user.thing, actor=user.public_id)
    return token


def end_session(user: User, public_id: str) -> bool:
    """Sign this person out in one browser; whether there was such a session."""
    one = delete(LoginSession).where(LoginSession.user_id == user.id, LoginSession.public_id == public_id)
    ended = len(session().execute(one.returning(LoginSession.id)).all())
    if ended:
        audit.record("user.end_session", user.thing, actor=user.public_id)
    return ended > 0


def end_all_sessions(user: User, *, keeping: int | None = None, actor: str) -> None:
    """Sign this person out everywhere, but for the session with the id `keeping`."""
    _end(user, keeping=keeping)
    audit.record("user.end_sessions", user.thing, actor=actor)


def note_use(login: LoginSession, now: datetime) -> None:
    """Keep book of the last use, at most once a minute; in an own transaction, since the request only reads."""
    if now - login.last_used_at >= A_MINUTE:
        with bookkeeping() as book:
            book.execute(update(LoginSession).where(LoginSession.id == login.id).values(last_used_at=now))


def _locked(user_id: int) -> User:
    return session().get_one(User, user_id, populate_existing=True, with_for_update=True)


def _proven(proof: Proof) -> User:
    """Read again inside the transaction: the password may have changed, the account may have been closed meanwhile."""
    user = _locked(proof.user_id)
    if user.disabled_at is not None or user.password_hash != proof.password_hash:
        raise Refused(NOT_SIGNED_IN)
    return user


def _end(user: User, *, keeping: int | None = None) -> None:
    mine = delete(LoginSession).where(LoginSession.user_id == user.id)
    session().execute(mine if keeping is None else mine.where(LoginSession.id != keeping))
