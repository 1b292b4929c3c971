"""Organisers correct one person who calls: by the same rules as the person, told of who was quicker, and undone."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from factories import DNIPRO, KOELN, make_event, make_past_event, make_presence, make_registration
from inbox import Mail
from page import Client, Page
from registration.typed import reread
from sqlalchemy import select

from webapp.attendance.models import Presence
from webapp.core import audit, clock
from webapp.core.audit import AuditEntry
from webapp.core.db import session, transaction
from webapp.events.models import Event
from webapp.registration.mails import manage_token
from webapp.registration.models import Registration, Side, State

Deliver = Callable[[], list[Mail]]
LIST = "/manage/events/folgekonferenz/registrations"


@pytest.fixture
def event(organiser: Client) -> Event:
    del organiser  # the app must be there first
    return make_event()


@pytest.fixture
def registration(event: Event) -> Registration:
    return make_registration(event, locale="uk", question="Коли?")


@pytest.fixture
def organiser(signed_in: Callable[[str], Client]) -> Client:
    return signed_in("organiser")


def address(registration: Registration) -> str:
    return f"{LIST}/{registration.public_id}"


def correct(organiser: Client, registration: Registration, *, status: int = 200, **typed: Any) -> Page:
    form = organiser.get(f"{address(registration)}/correct").form()
    return form.fill(**typed).submit(status=status)


def undo(page: Page, *, status: int = 200) -> Page:
    return page.form(f"{page.path}/correct/undo").submit(status=status)


def test_what_a_caller_asks_for_is_corrected_told_and_undone(
    client: Client, organiser: Client, registration: Registration, event: Event, deliver: Deliver
) -> None:
    page = organiser.get(organiser.get(address(registration)).link("Correct name, municipality"))
    assert page.form().values["given_name"] == "Олена"
    told: dict[str, Any] = {"given_name": "Оленка", "title": "Dr.", "office": "мер", "place": KOELN}
    page = correct(organiser, registration, **told, attending_as="speaker", locale="de")
    assert "Your changes were saved. The person is told by e-mail." in page.text
    made = reread(registration)
    assert (made.name, made.office, made.locale) == ("Dr. Оленка Коваленко", "мер", "de")
    assert (made.place_key, made.side.value, made.attending_as.value) == (KOELN, "nrw", "speaker")
    assert (made.email, made.question) == ("olena@example.org", "Коли?")
    assert side_seats(event) == {"dnipropetrovsk": 0, "nrw": 1}
    [mail] = deliver()
    assert mail.lang == "de"
    assert "Оленка" not in mail.text.partition("Geändert")[2]
    for line in ("Function: секретар ради → мер", "Region: Dnipropetrovsk Oblast → North Rhine-Westphalia"):
        assert line in page.text
    found = organiser.get(LIST).form(LIST).fill(text="Olenka").submit()  # by its new keys
    assert "Оленка" in found.text
    [done] = json.loads(client.get(f"/en/r/{manage_token(made, event)}/data.json").body)["done_by_organisers"]
    assert [name for name in done["before"] | done["after"] if name.endswith("_key") and name != "place_key"] == []
    assert (done["before"]["office"], done["after"]["office"]) == ("секретар ради", "мер")

    page = undo(page)
    assert "The correction was undone. The person is told by e-mail." in page.text
    back = reread(registration)
    assert (back.name, back.office, back.locale, back.place_key) == ("Олена Коваленко", "секретар ради", "uk", DNIPRO)
    assert side_seats(event) == {"dnipropetrovsk": 1, "nrw": 0}
    [mail] = deliver()
    assert mail.lang == "uk"
    assert "Оленка" not in organiser.get(LIST).form(LIST).fill(text="Olenka").submit().one("main").text
    assert audit.verify() is None


def test_the_log_tells_columns_and_no_values(organiser: Client, registration: Registration, deliver: Deliver) -> None:
    page = correct(organiser, registration, office="мер", silent=True)
    assert "Your changes were saved. Nobody is written to." in page.text
    undo(page)
    assert deliver() == []
    session().rollback()
    entries = session().scalars(select(AuditEntry).where(AuditEntry.thing == registration.thing)).all()
    told = [(entry.action, entry.details) for entry in entries[-2:]]
    fields = '{"fields": ["office"]}'
    assert told == [("registration.amend", fields), ("registration.amend_undo", fields)]


def test_nothing_changed_notes_and_sends_nothing(
    organiser: Client, registration: Registration, deliver: Deliver
) -> None:
    page = correct(organiser, registration)
    assert "Nothing was changed." in page.text
    assert "History" not in page.text
    assert deliver() == []


def test_who_comes_later_is_told_what_stands_there_and_loses_nothing(
    client: Client, organiser: Client, registration: Registration, event: Event
) -> None:
    form = organiser.get(f"{address(registration)}/correct").form()
    own = client.get(f"/en/r/{manage_token(registration, event)}/change")
    own.form().fill(office="міський голова", given_name="Оксана").submit()
    page = form.fill(office="мер").submit(status=409)
    assert page.errors()[0].startswith("Somebody has changed this registration meanwhile")
    again = page.form()
    assert again.values["office"] == "мер"
    assert "міський голова" in page.one("dl").text
    assert reread(registration).office == "міський голова"
    again.fill(given_name="Оксана").submit()
    assert (reread(registration).office, registration.given_name) == ("мер", "Оксана")


BAD = [
    ({"given_name": ""}, "Enter the given name."),
    ({"office": "x" * 121}, "Use at most 120 characters."),
    ({"place": ""}, "Choose a municipality or district from the list, or enter an organisation."),
    ({"given_name": "Надія"}, "Somebody with this name and e-mail address is already registered."),
]


def test_what_the_form_of_the_person_refuses_is_refused_here(
    organiser: Client, registration: Registration, event: Event
) -> None:
    make_registration(event, given_name="Надія")
    for typed, error in BAD:
        page = correct(organiser, registration, status=422, **typed, patronymic="Іванівна")
        assert page.errors() == [error]
        assert page.form().values["patronymic"] == "Іванівна"
    assert reread(registration).patronymic == ""


@pytest.mark.parametrize("limits", [{"side_capacity": {"nrw": 1}}, {"place_capacity": 1}])
def test_no_limit_is_passed_over(
    organiser: Client, registration: Registration, event: Event, limits: dict[str, object]
) -> None:
    other = make_registration(event, given_name="Sabine", place_key=KOELN, side=Side.NRW)
    with transaction() as writing:
        held = writing.get_one(Event, event.id)
        for name, value in limits.items():
            setattr(held, name, value)
    page = correct(organiser, registration, status=422, place=KOELN)
    assert page.errors() == ["All places of this municipality or region are taken."]
    assert reread(registration).place_key == DNIPRO
    moved = correct(organiser, other, place=DNIPRO if "place_capacity" not in limits else "05111000")
    done = correct(organiser, registration, place=KOELN)
    assert reread(registration).place_key == KOELN
    assert "All places of this municipality or region are taken." in undo(moved, status=409).text  # its place is gone
    assert undo(done).path == address(registration)


def test_a_place_that_fits_another_limit_goes_to_who_waits(
    organiser: Client, registration: Registration, event: Event
) -> None:
    with transaction() as writing:
        writing.get_one(Event, event.id).side_capacity = {"dnipropetrovsk": 1}
    waiting = make_registration(event, State.WAITING, given_name="Надія")
    correct(organiser, registration, place=KOELN)
    assert reread(waiting).state is State.OFFERED


def test_what_was_corrected_again_is_not_undone(
    client: Client, organiser: Client, registration: Registration, event: Event
) -> None:
    page = correct(organiser, registration, office="мер")
    client.get(f"/en/r/{manage_token(registration, event)}/change").form().fill(office="секретарка").submit()
    assert "can no longer be undone" in undo(page, status=409).text
    assert reread(registration).office == "секретарка"
    assert "Undo the correction" not in organiser.get(address(registration)).text


def test_two_at_once_undo_only_what_they_saw(organiser: Client, registration: Registration) -> None:
    page = correct(organiser, registration, office="мер")
    correct(organiser, registration, title="Dr.")
    assert "Something was done about this registration" in undo(page, status=409).text
    assert reread(registration).title == "Dr."


def test_after_the_end_the_region_is_corrected_with_the_attendance_and_without_a_mail(
    organiser: Client, deliver: Deliver
) -> None:
    event = make_past_event(slug="vorbei")
    registration = make_registration(event)
    make_presence(registration)  # which no report tells
    page = organiser.get(f"/manage/events/vorbei/registrations/{registration.public_id}/correct")
    page = page.form().fill(place=KOELN).submit()
    assert "Nobody is written to." in page.text
    assert deliver() == []
    counted = select(Presence).where(Presence.registration_id == registration.id)
    assert session().scalars(counted).all() == []  # anew, with the other region


def test_an_unconfirmed_address_gets_no_mail(organiser: Client, event: Event, deliver: Deliver) -> None:
    pending = make_registration(event, State.PENDING, given_name="Надія")
    assert "Nobody is written to." in correct(organiser, pending, office="мер").text
    assert deliver() == []


@pytest.mark.parametrize("since", [State.PENDING, State.CANCELLED, "over"])
def test_nobody_is_promised_a_mail_that_does_not_go(
    organiser: Client, registration: Registration, event: Event, deliver: Deliver, since: str
) -> None:
    assert "Do not write to the person" in organiser.get(f"{address(registration)}/correct").text
    page = correct(organiser, registration, title="Dr.")
    assert "you can undo this. The person is told by e-mail." in page.text
    deliver()
    with transaction() as writing:
        if since == "over":
            held = writing.get_one(Event, event.id)
            held.starts_at, held.ends_at = clock.now() - timedelta(hours=2), clock.now()
        else:
            writing.get_one(Registration, registration.id).state = State(since)
    text = organiser.get(f"{address(registration)}/correct").text
    assert "Do not write to the person" not in text
    assert "Nobody is written to." in text
    page = organiser.get(address(registration))
    assert "you can undo this. Nobody is written to." in page.text
    assert "The correction was undone. Nobody is written to." in undo(page).text
    assert deliver() == []


def side_seats(event: Event) -> dict[str, int]:
    session().refresh(event)
    return dict(event.side_seats)
