"""What was done about one person's record: mails, changes, tables taken out; by role and not by name."""

from typing import Any, Final

from sqlalchemy import or_, select

from webapp.accounts.models import Role, User
from webapp.core.audit import ATTENDEE, PROGRAM, AuditEntry
from webapp.core.db import session
from webapp.core.mail import OutgoingMail
from webapp.followup import own_data as follow_up
from webapp.questions.models import Question
from webapp.registration.models import Registration

EXPORTS: Final = ("export", "export.download", "export.read")  #: of a conference, in which the person stands
ORGANISER: Final = "organiser"  #: whose account is gone, or who works on the command line


def everything(registration: Registration) -> dict[str, Any]:
    """For the file with everything about one person."""
    asked = select(Question.public_id).where(Question.registration_id == registration.id)
    things = [registration.thing, *(f"question {public_id}" for public_id in session().scalars(asked))]
    return {"mails": _mails(things), "record": _record(registration, things)}


def _mails(things: list[str]) -> list[dict[str, Any]]:
    found = select(OutgoingMail).where(OutgoingMail.about.in_(things)).order_by(OutgoingMail.id)
    return [
        {
            "template": follow_up.TEMPLATES.get(one.template, one.template),
            "language": one.locale,
            "state": one.state.value,
            "written_at": one.created_at.isoformat(),
            "sent_at": one.sent_at.isoformat() if one.sent_at else None,
        }
        for one in session().scalars(found)
    ]


def _record(registration: Registration, things: list[str]) -> list[dict[str, str]]:
    taken_out = AuditEntry.action.in_(EXPORTS) & (AuditEntry.at >= registration.created_at)
    of_event = (AuditEntry.thing == f"event {registration.event.public_id}") & taken_out
    found = (
        select(AuditEntry.at, AuditEntry.action, AuditEntry.actor, User.role)
        .outerjoin(User, User.public_id == AuditEntry.actor)
        .where(or_(AuditEntry.thing.in_(things), of_event))
        .order_by(AuditEntry.id)
    )
    return [
        {"at": row.at.isoformat(), "action": row.action, "by": _role(row.actor, row.role)}
        for row in session().execute(found)
    ]


def _role(actor: str, role: Role | None) -> str:
    return role.value if role else actor if actor in {ATTENDEE, PROGRAM} else ORGANISER
