"""Everything that is stored about one person, as data: the registration's own part, and what attendance knows.

privacy/own_data_page.py adds what questions and corrections know, and privacy/own_record.py what was done about it.
"""

from typing import Any

from sqlalchemy import select

from webapp.attendance import queries
from webapp.attendance.certifying.certificate_models import Certificate, CertificateNotice
from webapp.attendance.meeting import join_queries
from webapp.attendance.meeting.joining_models import JoinLink, Reminder, ReminderSent
from webapp.attendance.models import Alias, Correction, ImportRun, Presence, ReportedPerson
from webapp.attendance.presence import State
from webapp.core import names
from webapp.core.db import Model, session
from webapp.registration import stored
from webapp.registration.models import Registration

#: of other people, of the organisers' work, or what says that somebody was not there
INTERNAL = {"candidates", "number", "decision", "version", "corrected_by", "attended", "decided_before"}
OF_ANOTHER = ("intervals", "minutes")  #: of another person's connection: its name and address are not theirs
UNTOLD = {State.ABSENT, State.NOT_RECORDED, State.UNDECIDED}


def everything(registration: Registration) -> dict[str, Any]:
    return stored.everything(registration) | {
        "join_link": _one(session().get(JoinLink, registration.id)),
        "join_link_uses": [stored.plain(use) for use in join_queries.uses(registration.id)],
        "reminders": _reminders(registration.id),
        "reported": [_reported(registration, person, run) for person, run in queries.reported(registration.id)],
        "names_confirmed": _names(registration),
        "attendance": _attendance(registration.id),
        "certificate": _one(session().get(Certificate, registration.id)),
        "certificate_mail": _one(session().get(CertificateNotice, registration.id)),
    }


def _reported(registration: Registration, person: ReportedPerson, run: ImportRun) -> dict[str, Any]:
    told = _row(person)
    if person.registration_id != registration.id:
        told = {name: told[name] for name in OF_ANOTHER}
    return told | {"platform": run.platform}


def _attendance(registration_id: int) -> dict[str, Any] | None:
    """Only what says that somebody was there, or gave notice: nobody is ever told to have been absent."""
    found, corrected = session().get(Presence, registration_id), session().get(Correction, registration_id)
    if found is None or found.state in UNTOLD:
        return None
    return _row(found) | {"entered_by_hand": _one(corrected)}


def _reminders(registration_id: int) -> list[dict[str, Any]]:
    found = (
        select(Reminder.kind, ReminderSent.at)
        .join(Reminder, Reminder.id == ReminderSent.reminder_id)
        .where(ReminderSent.registration_id == registration_id)
        .order_by(ReminderSent.at)
    )
    return [{"kind": kind, "at": at.isoformat()} for kind, at in session().execute(found)]


def _names(registration: Registration) -> list[str]:
    """Under which the person was recognised once."""
    mine = Alias.email_key == registration.email_key, Alias.name_key == registration.name_key
    return sorted(session().scalars(select(Alias.alias).where(*mine)), key=names.sort_key)


def _one(row: Model | None) -> dict[str, Any] | None:
    return None if row is None else _row(row)


def _row(row: Model) -> dict[str, Any]:
    return {name: value for name, value in stored.plain(row).items() if name not in INTERNAL}
