"""CPU time in process of the event page, the form and a registration, at 10 and at 100,000 registrations."""

import gc
import gzip
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

from factories import answers, make_event
from flask import Flask
from page import Client
from surroundings import settings_in

from webapp import create_app
from webapp.core import clock, schema
from webapp.core.db import engine, session, transaction
from webapp.demo import actions as demo
from webapp.events.models import Event
from webapp.places.actions import load_directory

ROUNDS = 60
SIZES = (10, 100_000)
EVENT = "/de/events/folgekonferenz"


def main() -> None:
    """Median milliseconds, statements, and the ratio between the sizes; limits are those of the issue."""
    found = {size: _measure(size) for size in SIZES}
    few, many = (found[size] for size in SIZES)
    for name, limit in (("event page", 2), ("form", 2), ("registration", 5)):
        ratio = many[name][0] / few[name][0]
        print(
            f"{name}: {few[name][0]:.2f} ms at {SIZES[0]:,}, {many[name][0]:.2f} ms at {SIZES[1]:,} registrations "
            f"(limit {limit} ms), ratio {ratio:.2f}; {few[name][1]} and {many[name][1]} statements"
        )
    print(f"form page: {few['weight'][0]:.1f} kB compressed, without styles and fonts (limit 60 kB)")


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
            found = _requests(app)
            engine().dispose()
        return found


def _requests(app: Flask) -> dict[str, tuple[float, int]]:
    client, meter = Client(app), Meter(app)
    form = client.get(f"{EVENT}/register").form()
    numbers = iter(range(1_000_000))

    def register() -> None:
        form.fill(**answers(email=f"somebody.{next(numbers)}@example.org"))
        assert client.browser.post(f"{EVENT}/register", data=form.values).status_code == 303

    form.fill(**answers(email="first@example.org"))
    statements = len(form.submit(follow=False, status=303).statements)
    return {
        "registration": (meter.median(register), statements),
        **{
            name: (meter.median(lambda path=path: client.browser.get(path)), len(client.get(path).statements))  # type: ignore[misc]
            for name, path in (("event page", EVENT), ("form", f"{EVENT}/register"))
        },
        "weight": (len(gzip.compress(client.get(f"{EVENT}/register").body)) / 1000, 0),
    }


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

    def median(self, work: Callable[[], object]) -> float:
        self.times.clear()
        gc.collect()
        gc.freeze()  # the parsed pages of the test's client are none of the application's garbage
        for _round in range(ROUNDS):
            work()
        return median(self.times[5:])


if __name__ == "__main__":
    main()
