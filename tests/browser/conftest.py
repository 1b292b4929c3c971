"""The running service and Chromium, once for all journeys."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from chromium import Visitor, chromium
from playwright.sync_api import Browser
from running import ORGANISER, PASSWORD, Running, running


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(tmp_path_factory.mktemp("service")) as found:
        yield found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture
def visitor(browser: Browser, service: Running) -> Iterator[Callable[..., Visitor]]:
    """Makes a person at a browser who reads this language, as `visitor("uk", width=320, dark=True)`."""
    made: list[Visitor] = []

    def make(lang: str, **more: Any) -> Visitor:
        made.append(Visitor(browser, service.url, lang, **more))
        return made[-1]

    yield make
    for one in made:
        one.close()


@pytest.fixture
def organiser(visitor: Callable[..., Visitor]) -> Callable[..., Visitor]:
    """Makes an organiser who signed in."""

    def make(lang: str = "de", **more: Any) -> Visitor:
        found = visitor(lang, **more)
        found.sign_in(ORGANISER, PASSWORD)
        return found

    return make
