"""A conference that is over, with as many registrations as wanted, presence of those confirmed, and some texts."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from factories import make_event
from flask import Flask
from page import Client
from sqlalchemy import insert, literal, select, update
from surroundings import settings_in

from webapp import create_app
from webapp.accounts import actions as accounts
from webapp.accounts import passwords
from webapp.accounts.permissions import Role
from webapp.attendance.meeting.joining_models import JoinUse, Way
from webapp.attendance.models import Correction, ImportRun, Presence, RunState
from webapp.attendance.presence import State as PresenceState
from webapp.attendance.readers.reports import Platform
from webapp.attendance.recognition.matches import How
from webapp.core import clock, schema
from webapp.core.db import engine, session, transaction
from webapp.core.i18n import texts
from webapp.demo import actions as demo
from webapp.events.models import Event, Slot, SlotKind
from webapp.places.actions import load_directory
from webapp.registration.models import Registration, State

SLOTS = 3
PASSWORD = "Kirschen fallen im Juni"


def make(folder: Path, size: int) -> None:
    """Below this folder, for an app with surroundings.settings_in(folder)."""
    with create_app(settings_in(folder)).app_context():
        schema.upgrade()
        with transaction():
            load_directory()
        event = make_event()
        with transaction():
            demo.fill(session().get_one(Event, event.id), size, seed=1, now=clock.now())
        with transaction():
            _write(event)
            _attend(event)
        engine().dispose()


def _write(event: Event) -> None:
    """Every fourth asks, every tenth tells: texts that are not the same twice."""
    for number in range(SLOTS):
        slot = Slot(event_id=event.id, position=number, kind=SlotKind.DISCUSSION, title=texts(en=f"Part {number + 1}"))
        slot.starts_at, slot.ends_at = event.starts_at, event.ends_at
        session().add(slot)
    asked = literal("Wie finden wir ").concat(Registration.id).concat(" Partner & Freunde?")
    session().execute(update(Registration).where(Registration.id % 4 == 0).values(question=asked))
    told = literal("Ми працюємо з громадою № ").concat(Registration.id).concat(" уже три роки,\nі це добре.")
    session().execute(update(Registration).where(Registration.id % 10 == 0).values(experience=told))


def _attend(event: Event) -> None:
    """All who confirmed; every second by the join link, every twentieth with a note."""
    run = ImportRun(event_id=event.id, state=RunState.APPLIED, timezone="Europe/Berlin", platform=Platform.ZOOM)
    run.title, run.created_by, run.created_at, run.applied_at = "Webinar", "x", clock.now(), clock.now()
    run.covers_from, run.covers_until = event.starts_at, event.ends_at
    session().add(run)
    confirmed = select(Registration.id).where(Registration.state == State.CONFIRMED).order_by(Registration.id)
    for some in session().scalars(confirmed.execution_options(yield_per=5_000)).partitions():
        session().execute(insert(Presence), [_presence(event, number) for number in some])
        session().execute(insert(JoinUse), [_use(number, event.starts_at) for number in some if number % 2 == 0])
        notes = [_note(number, event.starts_at) for number in some if number % 20 == 0]
        if notes:
            session().execute(insert(Correction), notes)


def _presence(event: Event, number: int) -> dict[str, Any]:
    joined = event.starts_at + timedelta(minutes=number % 50)
    minutes = 120 - number % 50 - (number % 7) / 3
    return {
        "registration_id": number, "event_id": event.id, "how": list(How)[number % 4], "minutes": minutes,
        "state": PresenceState.ATTENDED if minutes > 90 else PresenceState.IN_PART, "share": minutes / 120,
        "slots": [f"{minutes / SLOTS:.1f}"] * (SLOTS - 1) + [""], "first_joined_at": joined,
        "last_left_at": joined + timedelta(minutes=minutes), "certified": True, "heads": 1, "named": 1,
    }  # fmt: skip


def _use(number: int, moment: datetime) -> dict[str, Any]:
    at = moment + timedelta(seconds=number % 3_000)
    return {"registration_id": number, "way": Way.SELF, "display_names": [], "first_at": at, "last_at": at}


def _note(number: int, moment: datetime) -> dict[str, Any]:
    return {
        "registration_id": number, "state": PresenceState.ATTENDED, "note": f"Telefonisch bestätigt ({number})",
        "corrected_by": "x", "corrected_at": moment,
    }  # fmt: skip


def organiser(app: Flask) -> Client:
    """Signed in."""
    with transaction():
        user, _new = accounts.invite(
            "o@example.org", Role.ORGANISER, name="O", locale="de", actor="program", now=clock.now()
        )
        hashed = passwords.hashed(PASSWORD)
        accounts.choose_password(user, version=user.link_version, password_hash=hashed, actor="program")
    browser = Client(app)
    browser.get("/manage/sign-in").form().fill(email="o@example.org", password=PASSWORD).submit(follow=False)
    return browser
