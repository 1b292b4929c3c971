"""User and LoginSession: who works here, and where they are signed in at the moment."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from webapp.accounts.permissions import PERMISSIONS, Role
from webapp.core.db import Model, choice, random_id

__all__ = ["IDLE", "LONGEST", "LoginSession", "Role", "User"]

IDLE: Final = timedelta(minutes=30)  #: a session that nobody used for so long is over
LONGEST: Final = timedelta(hours=10)  #: and so is one that is so old


class User(Model):
    """Somebody who may sign in. The address is who they are; the name is only shown."""

    __tablename__ = "user_account"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True, default=random_id, info={"personal": None})
    email: Mapped[str] = mapped_column(String(254), info={"personal": "contact"})
    email_key: Mapped[str] = mapped_column(String(254), unique=True, info={"personal": "contact"})
    name: Mapped[str] = mapped_column(String(160), info={"personal": "identity"})
    role: Mapped[Role] = mapped_column(choice(Role))
    locale: Mapped[str] = mapped_column(String(2), info={"personal": None})
    password_hash: Mapped[str | None] = mapped_column(String(200), info={"personal": "secret"})
    link_version: Mapped[int] = mapped_column(default=1)  #: raising it makes earlier invitation links worthless
    disabled_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    @property
    def thing(self) -> str:
        return f"user {self.public_id}"

    def may(self, permission: str) -> bool:
        return permission in PERMISSIONS[self.role]


class LoginSession(Model):
    """One browser that is signed in. Only its token's SHA-256 is kept, so a copy of the database opens nothing."""

    __tablename__ = "login_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True, default=random_id, info={"personal": None})
    token_hash: Mapped[str] = mapped_column(String(64), unique=True, info={"personal": "secret"})
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    proven_at: Mapped[datetime | None]  #: when the password was last asked for again
