"""A conference in a browser: those who take part and those who moderate, each in a window of their own."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from chromium import Visitor
from factories import KOELN, make_event, make_registration
from playwright.sync_api import Browser, Locator, expect
from questions.askers import own_page
from running import ORGANISER, PASSWORD, PATIENCE, Running
from sqlalchemy import update

from webapp.accounts import actions as accounts
from webapp.accounts import passwords
from webapp.accounts.permissions import Role
from webapp.core import clock
from webapp.core.db import session, transaction
from webapp.core.jobs import Job, JobState
from webapp.questions.taking_up import take_up_asked
from webapp.registration.models import Side

SLUG: Final = "heute"
DESK: Final = f"/manage/events/{SLUG}/questions"
FOLLOWED: Final = 30_000  #: ms in which a page that asks every five seconds must show what others did
MODERATORS: Final = {"de": "Anna Weber", "uk": "Оксана Бондар"}
JUERGEN: Final[dict[str, Any]] = {"given_name": "Jürgen", "family_name": "Müßig", "email": "juergen@koeln.example"}
ADA: Final[dict[str, Any]] = {"given_name": "Ada", "family_name": "Lovelace", "email": "ada@koeln.example"}
OLENA: Final = ("Олена", "Шевченко", "olena@dnipro.example")
NAMES: Final = ("Jürgen", "Müßig", "Lovelace", "Олена", "Шевченко")


@dataclass(frozen=True, slots=True)
class People:
    """Everybody at a window; `own` are the addresses of personal pages."""

    service: Running
    olena: Visitor  #: from the Dnipro raion, at a phone
    juergen: Visitor  #: from Köln
    ada: Visitor  #: from Köln, reads English
    anna: Visitor  #: moderates in German
    oksana: Visitor  #: moderates in Ukrainian
    stage: Visitor  #: an organiser at the presentation view
    own: dict[str, str]

    def all(self) -> tuple[Visitor, ...]:
        return self.olena, self.juergen, self.ada, self.anna, self.oksana, self.stage


def prepare(service: Running) -> dict[str, str]:
    """A conference that has begun, two of its attendees and its moderators; personal pages of the two."""
    with service.inside():
        now = clock.now()
        event = make_event(
            slug=SLUG,
            starts_at=now - timedelta(minutes=20),
            ends_at=now + timedelta(hours=2),
            registration_closes_at=now + timedelta(hours=1),
        )
        for lang, name in MODERATORS.items():
            hashed = passwords.hashed(PASSWORD)
            with transaction():
                user, _new = accounts.invite(
                    address_of(lang), Role.MODERATOR, name=name, locale=lang, actor="program", now=now
                )
                accounts.choose_password(user, version=user.link_version, password_hash=hashed, actor="program")
        from_koeln: dict[str, Any] = {"place_key": KOELN, "side": Side.NRW}
        juergen = make_registration(event, locale="de", **JUERGEN, **from_koeln)
        ada = make_registration(event, locale="en", **ADA, **from_koeln)
        return {"juergen": own_page(juergen, event, "de"), "ada": own_page(ada, event, "en")}


@contextmanager
def gathered(browser: Browser, service: Running) -> Iterator[People]:
    own, url = prepare(service), service.url
    people = People(
        service,
        olena=Visitor(browser, url, "uk", width=320, dark=True),
        juergen=Visitor(browser, url, "de"),
        ada=Visitor(browser, url, "en", dark=True),
        anna=Visitor(browser, url, "de"),
        oksana=Visitor(browser, url, "uk", width=1024),
        stage=Visitor(browser, url, "de"),
        own=own,
    )
    try:
        for who in (people.anna, people.oksana):
            who.sign_in(address_of(who.lang), PASSWORD)
            who.open(DESK)
        people.stage.sign_in(ORGANISER, PASSWORD)
        people.stage.open(f"{DESK}/screen")
        yield people
    finally:  # else the windows of a test that failed ask for news as long as there are others, and slow them down
        for one in people.all():
            one.close()


def address_of(lang: str) -> str:
    """Of the moderator who reads this language."""
    return f"moderator-{lang}@example.org"


def have_taken_up(service: Running) -> None:
    """The worker looks once a minute at what was asked with the registration; it shall do so now."""
    name = f"{take_up_asked.__module__.removeprefix('webapp.')}.{take_up_asked.__name__}"
    queued = Job.name == name, Job.state == JobState.QUEUED
    end = time.monotonic() + PATIENCE
    with service.inside():
        while time.monotonic() < end:
            with transaction():
                if session().execute(update(Job).where(*queued).values(due_at=clock.now())).rowcount:  # type: ignore[attr-defined]
                    return
            time.sleep(0.1)
    raise AssertionError(f"the worker never plans {name}")


def question(who: Visitor, number: int) -> Locator:
    return who.page.locator(f"#question-{number}")


def press_key(who: Visitor, number: int, key: str) -> None:
    """On the desk, as moderators do: go to the question, then the key."""
    question(who, number).focus()
    who.page.keyboard.press(key)


def step(who: Visitor, number: int, key: str) -> None:
    """A key that leads the question out of the list; the one that follows has the focus then."""
    press_key(who, number, key)
    expect(who.page.locator(f"#heading-{number}")).to_have_count(0)
    expect(who.page.locator("[data-case]:focus, #told:focus")).to_have_count(1)


def order(who: Visitor) -> list[int]:
    """Numbers of the questions of the list as it stands."""
    return [
        int(one.removeprefix("question-"))
        for one in who.page.eval_on_selector_all(".question", "all => all.map(one => one.id)")
    ]


def stays_loaded(who: Visitor) -> None:
    """From now on until was_loaded_once()."""
    who.page.evaluate("window.loadedOnce = true")


def was_loaded_once(who: Visitor) -> bool:
    return bool(who.page.evaluate("window.loadedOnce === true"))


def follows(locator: Locator, text: str) -> None:
    """It comes to hold this without anybody loading the page again."""
    expect(locator).to_contain_text(text, timeout=FOLLOWED)
