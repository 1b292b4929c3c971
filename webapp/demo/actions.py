"""Builds the two conferences of the demo with fictitious attendees, the same for the same seed."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import insert, select

from webapp.attendance import importing, keeping
from webapp.attendance.meeting import joining
from webapp.core import audit
from webapp.core.clock import BERLIN
from webapp.core.db import random_id, session
from webapp.demo import feedback, programme, questions, report
from webapp.demo.people import Sending, Somebody, somebody
from webapp.events.models import Event
from webapp.invitations import inviting
from webapp.places import queries as places
from webapp.places.levels import district_of
from webapp.places.models import Place, PlaceKind, Region
from webapp.registration import seats
from webapp.registration.models import Registration, Side, State
from webapp.reporting.counting import everything
from webapp.reporting.counting import keeping as kept_figures
from webapp.reporting.exporting import presets
from webapp.reporting.exporting.orders import Attended, Order, Selection
from webapp.reporting.kinds import Kind
from webapp.reporting.wording import BOTH

FEW = 14  #: registrations of the coming conference
BATCH = 1000
INVITED_SO_FAR = ("051", "053")  #: Düsseldorf and Köln
Progress = Callable[[Iterable[int]], Iterator[int]]
SHARE_CONFIRMED, SHARE_PENDING = 0.95, 0.025


def build(*, attendees: int, seed: int, now: datetime, progress: Progress = iter) -> list[Event]:
    """Inside a transaction; events that are there already stay as they are. The events that were made."""
    known = set(session().scalars(select(Event.slug)))
    made = [event for event in (programme.past_event(), programme.coming_event(now)) if event.slug not in known]
    session().add_all(made)
    session().flush()
    for event in made:
        fill(event, attendees if event.slug == programme.PAST_SLUG else FEW, seed=seed, now=now, progress=progress)
        if event.slug == programme.PAST_SLUG:
            record_attendance(event, seed=seed)
            save_presets(event, now=now)
            feedback.fill(event, seed=seed)
            event.slides_url = programme.SLIDES
        else:
            joining.set_room(event.id, programme.ROOM, actor=audit.PROGRAM, now=now)
        invite(event, now=now)
        questions.fill(event, seed=seed, now=now)
        if event.slug == programme.PAST_SLUG:  # what the coming one is compared with, as the worker would keep it
            kept_figures.keep(event, everything.kept(event), now)
    return made


def invite(event: Event, *, now: datetime) -> None:
    """To the past conference everybody, to the coming one those of two Regierungsbezirke and of the oblast so far."""
    past = event.slug == programme.PAST_SLUG
    invited = [
        place.key
        for place in sorted(places.choosable(), key=lambda place: place.key)
        if place.kind is not PlaceKind.RAION
        and (past or place.region is Region.DNIPROPETROVSK or district_of(place).key in INVITED_SO_FAR)
    ]
    opened = event.registration_opens_at
    inviting.mark(event.id, invited, opened.astimezone(BERLIN).date(), actor=audit.PROGRAM, now=min(opened, now))


def save_presets(event: Event, *, now: datetime) -> None:
    """What organisers ask for again and again: everything, and who was there of their own side."""
    of_all = Order(Kind.ATTENDANCE, BOTH)
    chosen = Selection(side=Side.NRW, attended=Attended.THERE)
    of_nrw = Order(Kind.ATTENDANCE, "de", selection=chosen)
    for name, order in (("Alles / Усе", of_all), ("Teilgenommen aus NRW", of_nrw)):
        presets.save(event.id, name, order, actor=audit.PROGRAM, now=now)


def record_attendance(event: Event, *, seed: int) -> None:
    """Read the report of a platform as organisers would, and apply what is certain."""
    confirmed = Registration.event_id == event.id, Registration.state == State.CONFIRMED
    people = session().scalars(select(Registration).where(*confirmed).order_by(Registration.id)).all()
    files = [(report.NAME, report.report(event, people, Random(f"{seed} {event.slug} report")))]
    when = event.ends_at + timedelta(hours=4)
    run = importing.hold(event.id, files, timezone=BERLIN.key, actor=audit.PROGRAM, now=when)
    keeping.keep(run, *importing.read(event, files, BERLIN))
    importing.apply(run, actor=audit.PROGRAM, now=when)


def fill(event: Event, people: int, *, seed: int, now: datetime, progress: Progress = iter) -> None:
    """Fictitious registrations of this event, from both regions and in all states."""
    random = Random(f"{seed} {event.slug}")
    event.capacity = max(event.capacity or 0, people) if event.capacity else None
    by_region: dict[Region, list[Place]] = {region: [] for region in Region}
    for place in sorted(places.choosable(), key=lambda place: place.key):
        by_region[place.region].append(place)
    rows: list[dict[str, Any]] = []
    states: list[State] = []
    german, ukrainian = Sending(by_region[Region.NRW]), Sending(by_region[Region.DNIPROPETROVSK])
    for number in progress(range(1, people + 1)):
        person = somebody(random, number, german, ukrainian)
        states.append(_state(random, is_lacking=number == people and State.PENDING not in states))
        rows.append(_row(event, person, states[-1], random, min(now, event.registration_closes_at)))
        if states[-1] is State.CONFIRMED:
            seats.take(event, rows[-1]["side"])
        if len(rows) == BATCH or number == people:
            session().execute(insert(Registration), rows)
            rows.clear()


def _state(random: Random, *, is_lacking: bool) -> State:
    """By chance, but somebody who has not confirmed is there to be seen, however few there are."""
    chance = random.random()
    if is_lacking or SHARE_CONFIRMED <= chance < SHARE_CONFIRMED + SHARE_PENDING:
        return State.PENDING
    return State.CONFIRMED if chance < SHARE_CONFIRMED else State.CANCELLED


def _row(event: Event, person: Somebody, state: State, random: Random, until: datetime) -> dict[str, Any]:
    created = event.registration_opens_at + (until - event.registration_opens_at) * random.random()
    later = created + timedelta(minutes=random.randint(3, 300))
    return {
        "public_id": random_id(),
        "event_id": event.id,
        "locale": person.locale,
        "state": state,
        "created_at": created,
        "changed_at": later,
        "mailed_at": created,
        "confirmed_at": None if state is State.PENDING else later,
        "cancelled_at": later if state is State.CANCELLED else None,
        **asdict(person.details),
        **person.details.keys,
    }
