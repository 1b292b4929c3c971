"""Where somebody types what is registered, and what is stored of it."""

from typing import Final

from sqlalchemy import select

from webapp.core.db import session
from webapp.registration.models import Registration

FORM: Final = "/en/events/folgekonferenz/register"
LOST_LINK: Final = "/en/events/folgekonferenz/lost-link"


def stored() -> list[Registration]:
    return list(session().scalars(select(Registration).order_by(Registration.id)))


def reread(registration: Registration) -> Registration:
    session().rollback()
    session().refresh(registration)
    return registration
