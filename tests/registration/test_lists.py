"""Lists that came by e-mail or phone: every row is judged first, then added."""

from collections.abc import Callable
from datetime import timedelta

import inbox
import pytest
from factories import DNIPRO, KOELN, make_event, make_registration
from page import Client
from registration.lists_uploaded import HEAD, LISTS, ROWS, SABINE, add, mails, people, results, sheet, undo, upload
from sqlalchemy import func, select
from statements import counted

from webapp.core import clock
from webapp.core.db import session, transaction
from webapp.events.models import Event
from webapp.registration import blocking, importing
from webapp.registration.models import BlockedAddress, Consent, Origin, Registration, State


def test_every_row_is_judged_before_anybody_is_added(organiser: Client) -> None:
    page = upload(organiser, sheet(*ROWS))
    assert results(page) == [
        "will be added", "will be added", "not added The e-mail address is not in the correct format.",
        "not added The municipality or district is not in the official directory, or several can be meant.",
    ]  # fmt: skip
    assert [row["Row"] for row in page.table()] == ["2", "3", "4", "5"]
    assert [row["Municipality or organisation"] for row in page.table()][:2] == ["Cologne", "Dnipro"]
    assert people() == []
    narrowed = organiser.get(f"{page.url}?result=refused")
    assert len(narrowed.table()) == 2


def test_those_who_can_be_are_added_and_the_others_are_not(organiser: Client, event: Event) -> None:
    page = add(upload(organiser, sheet(*ROWS)))
    assert [row.partition(" ")[0] for row in results(page)] == ["added", "added", "not", "not"]
    sabine, olena = people()
    assert (sabine.name, sabine.place_key, sabine.locale) == ("Sabine Krause", KOELN, "de")
    assert (olena.place_key, olena.locale, olena.origin) == (DNIPRO, "uk", Origin.IMPORTED)
    assert {one.state for one in people()} == {State.CONFIRMED}
    session().refresh(event)
    assert (event.seats_taken, event.side_seats) == (2, {"nrw": 1, "dnipropetrovsk": 1})
    assert (mails(), session().scalar(select(func.count(Consent.id)))) == (0, 0)
    assert organiser.get(page.link("Олена Коваленко")).h1 == "Олена Коваленко"


def test_as_what_they_will_attend_is_shown_before_they_are_added(organiser: Client) -> None:
    head = [*HEAD, "Teilnahme als"]
    others = [[name, "Krause", f"{name}@example.org", "Köln"] for name in ("Jens", "Petra", "Anna")]
    rows = [
        [*SABINE, "Referentin"],
        *([*row, role] for row, role in zip(others, ("Presse", "", "Zauberer"), strict=True)),
    ]
    page = upload(organiser, sheet(head, *rows))
    wanted = ["speaker", "press", "municipal representative", "municipal representative"]
    assert [row["Attending as"] for row in page.table("#rows")] == wanted
    assert [row["Attending as"] for row in add(page).table("#rows")] == wanted


def test_rows_that_are_taken_together_are_written_together(organiser: Client) -> None:
    rows = [[f"Name{number}", "Muster", f"a{number}@example.org", "Köln"] for number in range(9)]
    public_id = upload(organiser, sheet(HEAD, *rows)).url.rpartition("/")[2]
    with transaction(), counted() as statements:
        importing.begin(public_id, by_mail=False)
        assert importing.take(public_id, actor="somebody", now=clock.now()) == 0
    written = [statement for statement in statements if statement.startswith("UPDATE list_row")]
    assert len(people()) == 9
    assert len(written) == 1  # for all nine


def test_they_are_written_to_only_if_somebody_says_so(
    organiser: Client, deliver: Callable[[], list[inbox.Mail]]
) -> None:
    add(upload(organiser, sheet(*ROWS)), by_mail=True)
    german, ukrainian = deliver()
    assert german.to == "sabine@example.org"
    assert "Das Organisationsteam hat Sie angemeldet" in german.text
    assert "Організатори зареєстрували" in ukrainian.text
    assert Client(organiser.app).get(german.link("/r/")).status == 200


def test_the_same_file_twice_changes_nothing(organiser: Client) -> None:
    data = sheet(*ROWS)
    add(upload(organiser, data))
    before = [(one.public_id, one.changed_at) for one in people()]
    page = upload(organiser, data)
    assert "Nobody will be added twice." in page.text
    assert "There is nobody to add." in page.text
    assert [row.partition(" ")[0] for row in results(page)] == ["registered", "registered", "not", "not"]
    assert [(one.public_id, one.changed_at) for one in people()] == before


@pytest.mark.parametrize(
    ("row", "result"),
    [
        (SABINE, "registered already This person is registered already."),
        ([" sabine ", "KRAUSE", "SABINE@example.org", "05315000"], "registered already"),
        (["Krause", "Sabine", "sabine@example.org", "Köln"], "not added Somebody with nearly the same name"),
        (["Peter", "Krause", "sabine@example.org", "Köln"], "will be added"),
    ],
)
def test_who_is_registered_is_known(organiser: Client, event: Event, row: list[str], result: str) -> None:
    make_registration(event, given_name="Sabine", family_name="Krause", email="sabine@example.org", place_key=KOELN)
    assert results(upload(organiser, sheet(HEAD, row)))[0].startswith(result)


def test_who_has_withdrawn_is_not_brought_back_by_a_list(organiser: Client, event: Event) -> None:
    gone = make_registration(event, given_name="Sabine", family_name="Krause", email="sabine@example.org")
    with transaction():
        session().get_one(Registration, gone.id).state = State.CANCELLED
    assert results(upload(organiser, sheet(HEAD, SABINE)))[0].startswith("not added The registration of this person")


def test_who_asked_for_silence_is_left_alone(organiser: Client, event: Event) -> None:
    with transaction():
        asked = blocking.address_hash("sabine@example.org")
        session().add(BlockedAddress(address_hash=asked, created_at=event.changed_at))
    assert results(upload(organiser, sheet(HEAD, SABINE)))[0].startswith("not added This e-mail address has asked")


def test_twice_in_one_list_is_once(organiser: Client) -> None:
    page = upload(organiser, sheet(HEAD, SABINE, SABINE))
    assert results(page) == ["will be added", "registered already The same person stands in this list twice."]
    page = add(page)
    assert len(people()) == 1
    assert len(page.all(f'a[href$="{people()[0].public_id}"]')) == 2


def test_who_comes_between_checking_and_adding_is_known(organiser: Client, event: Event) -> None:
    page = upload(organiser, sheet(*ROWS))
    make_registration(event, given_name="Sabine", family_name="Krause", email="sabine@example.org")
    assert results(add(page))[0].startswith("registered already")
    assert len(people()) == 2


def test_without_a_place_they_wait(organiser: Client, event: Event, deliver: Callable[[], list[inbox.Mail]]) -> None:
    with transaction():
        session().get_one(Event, event.id).capacity = 1
    add(upload(organiser, sheet(*ROWS)), by_mail=True)
    assert [one.state for one in people()] == [State.CONFIRMED, State.WAITING]
    assert "Ваш номер у списку очікування – 1" in deliver()[1].text


def test_it_is_open_to_organisers_when_the_form_is_closed(organiser: Client, event: Event) -> None:
    with transaction():
        late = session().get_one(Event, event.id)
        late.starts_at, late.ends_at = (moment - timedelta(weeks=5) for moment in (late.starts_at, late.ends_at))
        late.registration_opens_at = late.starts_at - timedelta(weeks=1)
        late.registration_closes_at = late.starts_at
    add(upload(organiser, sheet(*ROWS)), by_mail=True)
    assert (len(people()), mails()) == (2, 0)  # who was there can be noted afterwards, but is not invited any more


def test_nothing_is_done_twice(organiser: Client) -> None:
    page = upload(organiser, sheet(*ROWS))
    form = page.form(f"{page.url}/apply")
    form.submit(statements=100)
    form.submit(status=409)
    organiser.post(f"{page.url}/discard", {"csrf_token": form.values["csrf_token"]}, status=409)
    undo(organiser.get(page.url))
    organiser.post(f"{page.url}/undo", {"csrf_token": form.values["csrf_token"]}, status=409)
    assert people() == []


def test_a_list_of_another_event_is_not_there(organiser: Client) -> None:
    page = upload(organiser, sheet(*ROWS))
    make_event(slug="other")
    organiser.get(page.url.replace("folgekonferenz", "other"), status=404)


def test_a_partner_may_not(signed_in: Callable[[str], Client], event: Event) -> None:
    del event
    signed_in("partner").get(LISTS, status=403)
