"""Many acts of organisers, attendees and the worker in random order: places are counted right after each,
nobody is written to twice, thrown out by a request that was taken back, or left with a wrong entry in the calendar.
"""

import os
import random
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any, Final

from factories import DNIPRO, KOELN, KREIS_WESEL, make_event
from sqlalchemy import ColumnElement, select
from surroundings import Clock

from webapp.core import audit
from webapp.core.db import session, transaction
from webapp.core.errors import DomainError, NotThere
from webapp.core.mail import OutgoingMail
from webapp.events.models import Admission, Event
from webapp.registration import amending, changing, deciding, registering, seats, waiting, withdrawing
from webapp.registration.models import LEFT, SEATED, Registration, Revision, Side, State
from webapp.registration.registering import Details

ACTS: Final = int(os.environ.get("KONFERENZ_TEST_ACTS", "700"))
SEED: Final = int(os.environ.get("KONFERENZ_TEST_SEED", "29"))
LOCALES: Final = ("de", "uk", "en")
WHERE: Final[list[dict[str, Any]]] = [
    {"place_key": KOELN, "side": Side.NRW, "organisation": ""},
    {"place_key": KREIS_WESEL, "side": Side.NRW, "organisation": ""},
    {"place_key": DNIPRO, "side": Side.DNIPROPETROVSK, "organisation": ""},
    {"place_key": None, "side": Side.OTHER, "organisation": "Engagement Global"},
]
GIVEN_NAMES: Final = ("Олена", "Віра", "Юлія", "Надія", "Любов", "Karla", "Kim")
MAILBOXES: Final = [
    f"{number}@{domain}" for number in range(4) for domain in ("rada.example", "example.org", "koeln.example")
]
TWO_FACTS: Final = ["registration_changed", "registration_offer"]  # where somebody else goes there is a place
READ: Final = select(
    Registration.id, Registration.state, Registration.side, Registration.place_key,
    Registration.replaces_id, Registration.asked_to_replace,
).where(Registration.state.not_in(LEFT))  # fmt: skip
ASKED: Final = (State.PENDING, State.UNDECIDED)


class Walk:
    """One conference with few places, and everything that can be done to it."""

    def __init__(self, event: Event, clock: Clock, seed: int) -> None:
        self.event_id, self.slug, self.clock = event.id, event.slug, clock
        self.random = random.Random(seed)  # noqa: S311 - it is to be repeated
        self.now = event.registration_opens_at + timedelta(days=1)
        self.mails = 0
        self.entries: dict[str, tuple[tuple[int, str], str]] = {}
        self.done, self.path = Counter[str](), list[str]()
        self.acts: dict[str, Callable[[], object]] = {
            "register": self.register, "confirm": self.confirm, "cancel": self.cancel, "take": self.take,
            "lapse": self.lapse, "hand over": self.hand_over, "take back": self.take_back, "correct": self.correct,
            "withdraw": self.withdraw, "restore": self.restore, "accept": self.accept, "decline": self.decline,
            "reopen": self.reopen, "amend": self.amend, "undo": self.undo, "places": self.places,
        }  # fmt: skip
        often = {
            "confirm": 4,
            "restore": 4,
            "reopen": 4,
            "accept": 3,
            "register": 3,
            "decline": 3,
            "take": 2,
            "hand over": 3,
        }
        self.weights = [often.get(name, 1) for name in self.acts]

    def step(self) -> None:
        self.now += timedelta(seconds=self.random.choice((61, 600, 3600, 7200)))
        self.clock.go_to(self.now)
        [name] = self.random.choices(list(self.acts), self.weights)
        try:
            with transaction():
                self.acts[name]()
        except DomainError as error:
            self.path.append(f"{name}: {error!r}")
        else:
            self.done[name] += 1
            self.path.append(name)
        self.check()

    def any_of(self, *which: ColumnElement[bool]) -> Registration:
        """One of the latest. Raises NotThere."""
        found = select(Registration).where(Registration.event_id == self.event_id, *which)
        rows = session().scalars(found.order_by(Registration.id.desc()).limit(25)).all()
        return rows[self.index_of(rows)]

    def index_of(self, rows: Sequence[object]) -> int:
        if not rows:
            raise NotThere
        return self.random.randrange(len(rows))

    def revision(self) -> tuple[str, str]:
        """Of whom something was done, and what was done last that stands."""
        standing = select(Revision).where(Revision.undone_at.is_(None)).order_by(Revision.id.desc()).limit(8)
        rows = session().scalars(standing).all()
        chosen = rows[self.index_of(rows)]
        return session().get_one(Registration, chosen.registration_id).public_id, chosen.public_id

    def person(self) -> Details:
        given_name, email = self.random.choice(GIVEN_NAMES), self.random.choice(MAILBOXES)
        return Details(given_name=given_name, family_name="Коваленко", email=email, **self.random.choice(WHERE))

    def register(self) -> None:
        locale = self.random.choice(LOCALES)
        registering.register(self.slug, self.person(), frozenset(), locale=locale, now=self.now)

    def confirm(self) -> None:
        registering.confirm(self.any_of(Registration.state == State.PENDING).public_id, now=self.now)

    def cancel(self) -> None:
        changing.cancel(self.any_of().public_id, now=self.now)

    def take(self) -> None:
        waiting.accept(self.any_of(Registration.state == State.OFFERED).public_id, now=self.now)

    def lapse(self) -> None:
        waiting.lapse(self.any_of(Registration.state == State.OFFERED).public_id, now=self.now)

    def hand_over(self) -> None:
        changing.hand_over(self.any_of(Registration.state != State.PENDING).public_id, self.person(), now=self.now)

    def take_back(self) -> None:
        changing.take_back(self.any_of(Registration.asked_to_replace != "").public_id, now=self.now)

    def correct(self) -> None:
        found = self.any_of(Registration.state != State.PENDING)
        told = Details(given_name=found.given_name, family_name=found.family_name, email=found.email, **self.where())
        changing.correct(found.public_id, told, frozenset(), locale=found.locale, now=self.now)

    def where(self) -> dict[str, Any]:
        return self.random.choice(WHERE)

    def withdraw(self) -> None:
        tell = self.random.random() < 0.7
        withdrawing.withdraw(self.any_of().public_id, "rief an", tell=tell, actor="organiser", now=self.now)

    def restore(self) -> None:
        withdrawing.restore(*self.revision(), actor="organiser", now=self.now)

    def accept(self) -> None:
        found = self.any_of(Registration.state.in_((State.UNDECIDED, State.DECLINED)))
        deciding.accept(found.public_id, was=found.state, actor="organiser", now=self.now)

    def decline(self) -> None:
        found = self.any_of(Registration.state == State.UNDECIDED)
        deciding.decline(found.public_id, "Nur eine Person.", actor="organiser", now=self.now)

    def reopen(self) -> None:
        deciding.reopen(*self.revision(), actor="organiser", now=self.now)

    def amend(self) -> None:
        found = self.any_of()
        wanted = {"locale": self.random.choice(LOCALES), **self.where()}
        wanted["given_name"] = self.random.choice((found.given_name, self.random.choice(GIVEN_NAMES)))
        version, tell = amending.version_of(found), self.random.random() < 0.7
        amending.amend(found.public_id, wanted, version=version, tell=tell, actor="organiser", now=self.now)

    def undo(self) -> None:
        amending.undo(*self.revision(), actor="organiser", now=self.now)

    def places(self) -> None:
        """The form is closed and opened again, and a place is added or taken away."""
        admission = self.random.choice((Admission.LISTED, Admission.LISTED, Admission.CLOSED))
        wanted = deciding.Places(
            capacity=self.random.choice((5, 6, 7)),
            side_capacity={"nrw": 3},
            place_capacity=2,
            offer_hours=24,
            admission=admission,
            mail_domains=["rada.example"],
        )
        deciding.set_places(self.event_id, wanted, actor="organiser", now=self.now)

    def check(self) -> None:
        session().rollback()
        event = session().get_one(Event, self.event_id, populate_existing=True)
        rows = session().execute(READ.where(Registration.event_id == event.id)).all()
        active = {row.id: row for row in rows}
        self.check_places(event, [row for row in rows if row.state in SEATED])
        for row in rows:
            if row.state in ASKED and row.replaces_id in active:
                assert active[row.replaces_id].asked_to_replace, f"{self.path[-1]}: who does not ask is to leave"
        self.check_mails()

    def check_places(self, event: Event, seated: list[Any]) -> None:
        assert event.seats_taken == len(seated)
        sides = Counter(row.side.value for row in seated)
        assert {side: number for side, number in event.side_seats.items() if number} == dict(sides)
        assert event.capacity is None or len(seated) <= event.capacity
        assert all(sides[side] <= places for side, places in event.side_capacity.items())
        of_places = Counter(row.place_key for row in seated if row.place_key)
        assert max(of_places.values(), default=0) <= (event.place_capacity or 0)
        assert seats.next_in_queue(event) is None, "a place is free, and nobody is asked"

    def check_mails(self) -> None:
        written = session().scalars(select(OutgoingMail).where(OutgoingMail.id > self.mails).order_by(OutgoingMail.id))
        told = dict[str, list[str]]()
        for mail in written:
            self.mails = mail.id
            told.setdefault(mail.about, []).append(mail.template)
            if attached := (mail.context or {}).get("_attachment"):
                self.check_entry(mail.about, attached[2])
        told.pop("", None)
        twice = [templates for templates in told.values() if len(templates) > 1 and templates != TWO_FACTS]
        assert not twice, f"{self.path[-1]} writes twice at once: {twice}"

    def check_entry(self, about: str, text: str) -> None:
        """A program for calendars passes over what is not newer than what it has."""
        lines = dict(line.partition(":")[::2] for line in text.splitlines())
        stamp, status = (int(lines["SEQUENCE"]), lines["DTSTAMP"]), lines["STATUS"]
        known = self.entries.get(about)
        if known is not None and known[1] != status:
            assert stamp > known[0], f"{status} is older than {known[1]}"
        if known is None or stamp >= known[0]:
            self.entries[about] = stamp, status


def test_places_mails_and_calendars_are_right_after_each_of_many_random_acts(event: Event, clock: Clock) -> None:
    """Another walk, or a longer one: KONFERENZ_TEST_SEED, KONFERENZ_TEST_ACTS."""
    print(f"KONFERENZ_TEST_SEED={SEED}")
    del event
    start = clock.at("2026-12-01 10:00")
    few = make_event(
        slug="wenige",
        starts_at=start + timedelta(days=100),
        ends_at=start + timedelta(days=100, hours=2),
        registration_opens_at=start - timedelta(days=1),
        registration_closes_at=start + timedelta(days=99),
        capacity=6, side_capacity={"nrw": 3}, place_capacity=2, offer_hours=24,
        admission=Admission.LISTED, mail_domains=["rada.example"],
    )  # fmt: skip
    walk = Walk(few, clock, SEED)
    for _act in range(ACTS):
        walk.step()
    print(walk.done)
    assert set(walk.done) == set(walk.acts)  # else it proves nothing about the others
    assert audit.verify() is None
