"""What is left of a list: undone exactly, discarded, forgotten after a day, and nobody’s name in the log."""

from collections.abc import Callable

import inbox
from factories import make_registration
from page import Client
from registration.lists_uploaded import HEAD, ROWS, SABINE, add, mails, people, results, sheet, undo, upload
from sqlalchemy import func, select
from surroundings import Clock

from webapp.core.audit import AuditEntry
from webapp.core.db import session, transaction
from webapp.core.mail import OutgoingMail
from webapp.events.models import Event
from webapp.registration import holding
from webapp.registration.list_models import ListImport, ListRow
from webapp.registration.models import BlockedAddress, Consent, Registration, State


def test_undo_removes_exactly_those(organiser: Client, event: Event) -> None:
    other = make_registration(event)
    page = undo(add(upload(organiser, sheet(*ROWS)), by_mail=True))
    assert [one.id for one in people()] == [other.id]
    assert "1 person was removed again." in page.text
    assert [row.partition(" Th")[0] for row in results(page)][:2] == ["removed again", "registered already"]
    session().refresh(event)
    assert (event.seats_taken, mails()) == (1, 0)
    add(upload(organiser, sheet(*ROWS)))
    assert len(people()) == 2


def test_who_has_done_something_since_is_kept(
    organiser: Client, deliver: Callable[[], list[inbox.Mail]], clock: Clock
) -> None:
    page = add(upload(organiser, sheet(*ROWS)), by_mail=True)
    clock.forward(minutes=5)
    manage = Client(organiser.app).get(deliver()[0].link("/r/"))
    manage.client.get(f"{manage.url}/change").form().fill(office="Oberbürgermeisterin").submit()
    page = undo(page)
    assert [one.family_name for one in people()] == ["Krause"]
    assert "1 person was kept, who has changed or asked something since or whose attendance is recorded." in page.text
    assert [row.partition(" The")[0] for row in results(page)][:2] == ["kept", "removed again"]


def test_undo_gives_the_place_to_the_next(organiser: Client, event: Event) -> None:
    with transaction():
        session().get_one(Event, event.id).capacity = 1
    page = add(upload(organiser, sheet(HEAD, SABINE)))
    waiting = make_registration(event, State.WAITING)
    with transaction():
        session().get_one(Registration, waiting.id).waiting_since = waiting.created_at
    undo(page)
    session().refresh(waiting)
    assert waiting.state is State.OFFERED


def test_undo_leaves_no_trace_but_in_the_log(organiser: Client, event: Event) -> None:
    make_registration(event)
    with transaction():
        session().get_one(Event, event.id).capacity = 2
    before = traces()
    page = add(upload(organiser, sheet(*ROWS, ["Ina", "Beck", "ina@example.org", "Bonn"])), by_mail=True)
    assert traces() != before
    undo(page)
    assert traces() == before


def traces() -> list[object]:
    session().rollback()
    tables = (Registration, Consent, OutgoingMail, BlockedAddress)
    seats = select(Event.seats_taken, Event.side_seats)
    taken = [
        (number, {side: count for side, count in sides.items() if count}) for number, sides in session().execute(seats)
    ]
    return [*(session().execute(select(kind.__table__)).all() for kind in tables), taken]


def test_no_name_stands_in_the_audit_log(organiser: Client) -> None:
    undo(add(upload(organiser, sheet(*ROWS), "Krause.xlsx"), by_mail=True))
    entries = session().scalars(select(AuditEntry)).all()
    assert {"list.hold", "list.apply", "list.undo", "registration.add"} <= {entry.action for entry in entries}
    told = " ".join(f"{entry.thing} {entry.details}" for entry in entries)
    assert "Krause" not in told
    assert "example.org" not in told


def test_a_list_is_forgotten_after_a_day(organiser: Client, clock: Clock) -> None:
    used, unused = (
        add(upload(organiser, sheet(*ROWS))),
        upload(organiser, sheet(HEAD, ["Ina", "Beck", "i@x.de", "Bonn"])),
    )
    clock.forward(hours=25)
    holding.forget_lists()
    session().rollback()
    assert session().scalars(select(ListImport.file_name)).all() == [""]
    assert all(row.cells == [] for row in session().scalars(select(ListRow)))
    organiser = signed_in_again(organiser)
    organiser.get(unused.url, status=404)
    page = organiser.get(used.url)
    assert [row["Name"] for row in page.table()] == ["Sabine Krause", "Олена Коваленко", "–", "–"]
    undo(page)
    assert people() == []


def signed_in_again(client: Client) -> Client:
    """Sessions end sooner than lists are forgotten."""
    client.browser.delete_cookie("session")
    client.get("/manage/sign-in").form().fill(
        email="organiser@example.org", password="Kirschen fallen im Juni"
    ).submit()
    return client


def test_a_discarded_list_leaves_nothing(organiser: Client) -> None:
    page = upload(organiser, sheet(*ROWS))
    page = page.form(f"{page.url}/discard").submit()
    assert "The list was discarded." in page.text
    assert session().scalar(select(func.count(ListRow.id))) == 0
