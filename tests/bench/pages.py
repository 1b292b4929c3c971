"""CPU time in process of public pages, a complete registration and organisers' pages, from 1,000 to 100,000 people."""

import gc
import gzip
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

from conference import organiser
from factories import answers, make_event
from flask import Flask
from page import Client
from sqlalchemy import select
from statements import counted
from surroundings import settings_in

from webapp import create_app
from webapp.core import clock, schema
from webapp.core.db import engine, session, transaction
from webapp.demo import actions as demo
from webapp.events.models import Event
from webapp.places.actions import load_directory
from webapp.registration.mails import confirm_token, manage_token
from webapp.registration.models import Registration, State

ROUNDS = 60
SIZES = (10, 1_000, 10_000, 100_000)
EVENT = "/de/events/folgekonferenz"
LIST = "/manage/events/folgekonferenz/registrations"
LIMITS = {"event page": 2, "form": 2, "registration": 5, "pictures": 150}  # milliseconds, of the issues
Work = Callable[[], object]


def main() -> None:
    """Median milliseconds at each size, and the ratio of the largest to a thousand; limits are those of the issue."""
    found = [_measure(size) for size in SIZES]
    heads = "".join(f"{size:>10,}" for size in SIZES)
    print(f"{'milliseconds at so many people':<34}{heads}  {SIZES[-1]:,} : {SIZES[1]:,}")
    for name in found[0]:
        times = [each[name][0] for each in found]
        cells = "".join(f"{time:>10.2f}" for time in times)
        limit = f", limit {LIMITS[name]} ms" if name in LIMITS else ""
        print(f"{name:<34}{cells}{times[-1] / times[1]:>9.2f}  {found[-1][name][1]} statements{limit}")


def _measure(size: int) -> dict[str, tuple[float, int]]:
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(settings_in(Path(folder)))
        with app.app_context():
            schema.upgrade()
            with transaction():
                load_directory()
            event = make_event()
            with transaction():
                demo.fill(session().get_one(Event, event.id), size, seed=1, now=clock.now())
            visitor, desk = Client(app), organiser(app)
            meter = Meter(app)
            works = _public(visitor) | _complete(visitor) | _for_organisers(desk)
            found = {name: (meter.median(work), meter.statements(work)) for name, work in works.items()}
            if size == SIZES[0]:
                weight = len(gzip.compress(visitor.get(f"{EVENT}/register").body)) / 1000
                print(f"form page: {weight:.1f} kB compressed, without styles and fonts (limit 60 kB)")
            engine().dispose()
        return found


def _public(visitor: Client) -> dict[str, Work]:
    browser, link = visitor.browser, _path_of_somebody()
    return {
        "event page": lambda: browser.get(EVENT),
        "form": lambda: browser.get(f"{EVENT}/register"),
        "place search": lambda: browser.get("/de/places?q=Dnipr"),
        "own page": lambda: browser.get(link),
    }


def _complete(visitor: Client) -> dict[str, Work]:
    """The steps of a registration that change something; each round is another person."""
    form = visitor.get(f"{EVENT}/register").form()
    numbers, links = iter(range(1_000_000)), _links()

    def register() -> None:
        form.fill(**answers(email=f"somebody.{next(numbers)}@example.org"))
        assert visitor.browser.post(f"{EVENT}/register", data=form.values).status_code == 303

    def confirm() -> None:
        answer = visitor.browser.post(next(links), data={"csrf_token": form.values["csrf_token"]})
        assert answer.status_code == 303

    return {
        "registration": register,
        "page of the link": lambda: visitor.browser.get(next(links)),
        "confirmation": confirm,
    }


def _for_organisers(desk: Client) -> dict[str, Work]:
    browser = desk.browser
    token = desk.get(LIST).form(LIST).values["csrf_token"]
    return {
        "numbers": lambda: browser.get("/manage/events/folgekonferenz"),
        "pictures": lambda: browser.get("/manage/events/folgekonferenz/figures"),
        "list, by name": lambda: browser.get(LIST),
        "list, its page 10 by place": lambda: browser.get(f"{LIST}?sort=place&page=10"),
        "list, of one district": lambda: browser.get(f"{LIST}?district=053"),
        "list, searched by name": lambda: browser.post(LIST, data={"text": "Krause", "csrf_token": token}),
    }


def _links() -> Iterator[str]:
    """Of those who have not confirmed yet."""
    while True:
        session().rollback()
        rows = session().scalars(select(Registration).where(Registration.state == State.PENDING).limit(40)).all()
        event = session().scalars(select(Event)).one()
        yield from [f"/de/c/{confirm_token(row, event)}" for row in rows]


def _path_of_somebody() -> str:
    event = session().scalars(select(Event)).one()
    row = session().scalars(select(Registration).where(Registration.state == State.CONFIRMED).limit(1)).one()
    return f"/de/r/{manage_token(row, event)}"


class Meter:
    """Around the application: CPU milliseconds of each request, without what the test's client costs."""

    def __init__(self, app: Flask) -> None:
        self.inner = app.wsgi_app
        self.times: list[float] = []
        app.wsgi_app = self  # type: ignore[method-assign]

    def __call__(self, environ: Any, start_response: Any) -> Any:
        start = process_time()
        answer = self.inner(environ, start_response)
        self.times.append(1000 * (process_time() - start))
        return answer

    def median(self, work: Work) -> float:
        self.times.clear()
        gc.collect()
        gc.freeze()  # the parsed pages of the test's client are none of the application's garbage
        for _round in range(ROUNDS):
            work()
        return median(self.times[5:])

    def statements(self, work: Work) -> int:
        with counted() as sent:
            work()
        return len(sent)


if __name__ == "__main__":
    main()
