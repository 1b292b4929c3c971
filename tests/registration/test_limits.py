"""How many requests strangers may send: per block of addresses, per conference, in all; and what those over it see."""

import logging
import threading
from collections import Counter
from typing import Any

import pytest
from factories import answers, make_event
from flask import Flask
from page import Client
from sqlalchemy import func, select
from surroundings import Clock

from webapp.core.db import session
from webapp.core.security import address_block, limiter
from webapp.registration import limits
from webapp.registration.models import Registration

REGISTER, LOST_LINK = "/en/events/folgekonferenz/register", "/en/events/folgekonferenz/lost-link"


@pytest.fixture
def low(monkeypatch: pytest.MonkeyPatch, clock: Clock, app: Flask) -> None:
    """Limits that a test reaches soon, and an open conference."""
    del app
    clock.at("2026-11-25 10:00")
    for name, text in (("PER_BLOCK", "3 per hour"), ("PER_EVENT", "5 per hour"), ("IN_ALL", "7 per hour")):
        monkeypatch.setattr(limits, name, text)
    make_event()


def near(address: str) -> dict[str, Any]:
    return {"environ_overrides": {"REMOTE_ADDR": address}}


def ask(client: Client, address: str, path: str = REGISTER, **typed: Any) -> int:
    form = client.get(path).form()
    form.fill(**(answers(**typed) if path.endswith("register") else {"email": "olena@example.org"}))
    return form.submit(follow=False, **near(address)).status


def test_a_town_hall_registers_thirty_people_in_ten_minutes(app: Flask, clock: Clock) -> None:
    clock.at("2026-11-25 10:00")
    make_event()
    client = Client(app)
    form = client.get(REGISTER).form()
    for number in range(30):
        form.fill(**answers(email="wrong")).submit(status=422, **near("198.51.100.7"))
        form.fill(**answers(email=f"somebody{number}@example.org")).submit(follow=False, **near("198.51.100.7"))
        clock.forward(seconds=20)
    assert session().scalar(select(func.count()).select_from(Registration)) == 30


@pytest.mark.usefixtures("low")
def test_a_block_is_stopped_and_the_next_one_is_not(client: Client, clock: Clock) -> None:
    paths = (REGISTER, LOST_LINK, REGISTER, REGISTER, LOST_LINK)
    found = [ask(client, f"198.51.100.{number}", path) for number, path in enumerate(paths, 1)]
    assert found == [303, 303, 303, 429, 429]
    assert ask(client, "198.51.101.1") == 303
    clock.forward(hours=1, seconds=1)
    assert ask(client, "198.51.100.1") == 303


@pytest.mark.usefixtures("low")
def test_a_clock_that_is_put_back_keeps_nobody_out_for_longer(client: Client, clock: Clock) -> None:
    assert [ask(client, "198.51.100.1") for _request in range(4)] == [303, 303, 303, 429]
    clock.forward(seconds=-30)
    assert ask(client, "198.51.100.1") == 429
    clock.forward(days=-3)
    make_event(slug="earlier")
    earlier = REGISTER.replace("folgekonferenz", "earlier")
    found = [ask(client, "198.51.100.1", earlier) for _request in range(4)]
    assert found == [303, 303, 303, 429]


@pytest.mark.usefixtures("low")
def test_a_conference_and_all_together_are_limited(client: Client) -> None:
    make_event(slug="other")
    other = REGISTER.replace("folgekonferenz", "other")
    found = [ask(client, f"10.0.{number}.1") for number in range(6)]
    assert found == [303] * 5 + [429]
    found = [ask(client, f"10.1.{number}.1", other) for number in range(3)]
    assert found == [303, 303, 429]


@pytest.mark.usefixtures("low")
def test_of_many_at_once_a_conference_takes_exactly_as_many_as_it_may(app: Flask) -> None:
    people = 20
    forms = [Client(app).get(REGISTER).form() for _person in range(people)]
    barrier, found = threading.Barrier(people), list[int]()

    def send(number: int) -> None:
        form = forms[number].fill(**answers(email=f"{number}@example.org"))
        barrier.wait()
        found.append(form.submit(follow=False, **near(f"10.0.{number}.1")).status)

    threads = [threading.Thread(target=send, args=(number,)) for number in range(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Counter(found) == {303: 5, 429: people - 5}


@pytest.mark.usefixtures("low")
def test_what_is_refused_uses_up_nothing_that_all_share(client: Client) -> None:
    for number in range(20):
        assert client.post(REGISTER, **near(f"10.2.{number}.1")).status == 422
    assert ask(client, "10.3.0.1") == 303


@pytest.mark.usefixtures("low")
def test_a_block_over_its_limit_uses_up_nothing_of_the_conferences(client: Client) -> None:
    assert [ask(client, "198.51.100.1") for _again in range(20)][3:] == [429] * 17
    assert [ask(client, f"10.0.{number}.1") for number in range(3)] == [303, 303, 429]


@pytest.mark.parametrize(
    ("lang", "heading"),
    [
        ("en", "Very many registrations are coming in"),
        ("de", "Gerade gehen sehr viele Anmeldungen ein"),
        ("uk", "Зараз надходить дуже багато реєстрацій"),
    ],
)
@pytest.mark.usefixtures("low")
def test_who_is_over_the_limit_sends_again_what_was_typed(
    client: Client, clock: Clock, lang: str, heading: str
) -> None:
    for _number in range(3):
        ask(client, "198.51.100.1")
    typed = answers(email="fourth@example.org", topics=["energy", "health"], question="Коли?")
    form = client.get(f"/{lang}/events/folgekonferenz/register").form().fill(**typed)
    page = form.submit(status=429, statements=0, **near("198.51.100.1"))
    assert page.h1 == heading
    assert page.response.headers["Retry-After"] == "3600"
    assert "11:00" in page.text
    assert not [name for name in page.response.headers.keys() if name.startswith("X-RateLimit")]  # noqa: SIM118
    assert page.form().values.getlist("topics") == typed["topics"]
    clock.forward(hours=1)
    page.form().submit(follow=False, status=303, **near("198.51.100.1"))
    row = session().scalars(select(Registration).where(Registration.email == typed["email"])).one()
    assert (row.question, row.topics, row.locale) == (typed["question"], typed["topics"], lang)


@pytest.mark.usefixtures("low")
def test_a_counter_that_goes_after_it_said_no_ends_in_no_error(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def lost(*_arguments: object) -> None:
        raise limiter.storage.base_exceptions  # type: ignore[misc]

    for _number in range(3):
        ask(client, "198.51.100.1")
    monkeypatch.setattr(limiter.limiter, "get_window_stats", lost)
    form = client.get(REGISTER).form().fill(**answers(email="fourth@example.org"))
    page = form.submit(status=429, **near("198.51.100.1"))
    assert page.response.headers["Retry-After"] == "60"


@pytest.mark.usefixtures("low")
def test_only_what_may_cause_a_mail_is_counted(client: Client) -> None:
    for _number in range(10):
        page = client.get(REGISTER, **near("198.51.100.1"))
        page.form().submit("Deutsch", status=200, **near("198.51.100.1"))
    assert ask(client, "198.51.100.1") == 303


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1"])
@pytest.mark.usefixtures("low")
def test_this_machine_is_not_counted(client: Client, address: str) -> None:
    assert {ask(client, address) for _number in range(10)} == {303}
    assert limiter.storage.storage == {}  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("198.51.100.1", "198.51.100.254", True),
        ("198.51.100.1", "198.51.101.1", False),
        ("198.51.100.1", "::ffff:198.51.100.9", True),
        ("2001:db8:1:2::3", "2001:db8:1:ffff:4::5", True),
        ("2001:db8:1::1", "2001:db8:2::1", False),
        ("fe80::1%eth0", "fe80::2", True),
        ("", "unknown", True),
        ("198.51.100.1:4711", "<script>", True),
    ],
)
def test_what_is_one_block(one: str, other: str, same: bool) -> None:  # noqa: FBT001
    assert (address_block(one) == address_block(other)) is same


@pytest.mark.usefixtures("low")
def test_a_proxy_may_write_anything(client: Client) -> None:
    assert [ask(client, address) for address in ("unknown", "_hidden", "10.0.0.1:99", "x")] == [303, 303, 303, 429]


@pytest.mark.usefixtures("low")
def test_no_address_is_kept_or_logged(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for _number in range(5):
        ask(client, "198.51.100.77")
    kept = " ".join(limiter.storage.storage)  # type: ignore[attr-defined]
    assert len(limiter.storage.storage) == 3  # type: ignore[attr-defined]
    for text in (kept, caplog.text):
        assert "198.51" not in text
