"""Lists that came by e-mail or phone: every row is judged first, then added, and can be undone."""

import io
from collections.abc import Callable
from datetime import timedelta

import inbox
import pytest
from factories import DNIPRO, KOELN, make_event, make_registration
from page import Client, Page
from sqlalchemy import func, select
from surroundings import Clock
from workbooks_made import ods, ods_row, packed, parts_of, xls, xlsx

from webapp.core import jobs
from webapp.core.audit import AuditEntry
from webapp.core.db import session, transaction
from webapp.core.mail import OutgoingMail
from webapp.events.models import Event
from webapp.registration import blocking, holding, importing
from webapp.registration.list_models import ListImport, ListRow
from webapp.registration.models import BlockedAddress, Consent, Origin, Registration, State

LISTS = "/manage/events/folgekonferenz/lists"
HEAD = ["Vorname", "Nachname", "E-Mail", "Kommune"]
SABINE = ["Sabine", "Krause", "sabine@example.org", "Köln"]
JOERG = ["Jörg", "Weiß", "joerg@example.org", "Düsseldorf"]
OLENA = ["Олена", "Коваленко", "olena@example.org", "м. Дніпро"]
ROWS = [HEAD, SABINE, OLENA, ["Jörg", "Weiß", "folgt", "Köln"], ["Ina", "Beck", "ina@example.org", "Entenhausen"]]


@pytest.fixture
def organiser(signed_in: Callable[[str], Client], event: Event) -> Client:
    del event  # it must be there first
    return signed_in("organiser")


def upload(client: Client, data: bytes, name: str = "Anmeldungen.xlsx", status: int = 200, **more: object) -> Page:
    form = client.get(LISTS).form(LISTS)
    return form.fill(file=(io.BytesIO(data), name), **more).submit(status=status)


def sheet(*rows: list[str]) -> bytes:
    return xlsx(rows)


def results(page: Page) -> list[str]:
    return [row["Result"] for row in page.table()]


def people() -> list[Registration]:
    return list(session().scalars(select(Registration).order_by(Registration.id)).all())


def mails() -> int:
    return session().scalar(select(func.count(OutgoingMail.id))) or 0


def add(page: Page, **ticks: bool) -> Page:
    form = page.form(f"{page.url}/apply")
    return form.fill(**ticks).submit(statements=10_000)  # some for each person


def undo(page: Page) -> Page:
    return page.form(f"{page.url}/undo").submit(statements=10_000)


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
    assert results(upload(organiser, sheet(HEAD, SABINE)))[0].startswith("not added This person has withdrawn")


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


def test_nothing_is_done_twice(organiser: Client) -> None:
    page = upload(organiser, sheet(*ROWS))
    form = page.form(f"{page.url}/apply")
    form.submit(statements=100)
    form.submit(status=409)
    organiser.post(f"{page.url}/discard", {"csrf_token": form.values["csrf_token"]}, status=409)
    undo(organiser.get(page.url))
    organiser.post(f"{page.url}/undo", {"csrf_token": form.values["csrf_token"]}, status=409)
    assert people() == []


def test_columns_that_are_not_sure_are_asked_once(organiser: Client) -> None:
    table = sheet(["Wer", "Woher", "Womit"], ["Sabine Krause", "Köln", "sabine@example.org"])
    page = upload(organiser, table)
    assert page.h1 == "What are the columns?"
    assert [row["First rows"] for row in page.table()] == ["Sabine Krause", "Köln", "sabine@example.org"]
    form = page.form(page.url)
    assert form.values["column-2"] == "email"  # known by its looks
    page = form.submit(status=422)
    assert page.errors() == [
        "Choose the column of the e-mail address, and those of the name: whole, or given and family name."
    ]
    page = page.form(page.url).fill(**{"column-0": "name", "column-1": "name"}).submit(status=422)
    assert page.errors() == ["Two columns have the same meaning. Choose each meaning once."]
    page = page.form(page.url).fill(**{"column-0": "name", "column-1": "place"}).submit()
    assert results(page) == ["will be added"]
    assert results(upload(organiser, sheet(["wer", "WOHER", "womit:"], ["Jörg Weiß", "Köln", "j@example.org"]))) == [
        "will be added"
    ]


def test_the_row_of_the_headings_can_be_told(organiser: Client) -> None:
    page = upload(organiser, sheet(["Krause", "Sabine", "sabine@example.org"], ["Weiß", "Jörg", "joerg@example.org"]))
    assert page.h1 == "What are the columns?"
    chosen = {"column-0": "family_name", "column-1": "given_name", "column-2": "email"}
    page.form(page.url).fill(header="x", **chosen).submit(status=422)
    shown = page.form(page.url).fill(header="1", **chosen).submit()
    assert [row["Row"] for row in shown.table()] == ["2"]
    again = organiser.get(f"{page.url}").form(page.url).fill(header="", **chosen).submit()
    assert [row["Row"] for row in again.table()] == ["1", "2"]


def test_an_invented_column_is_refused(organiser: Client) -> None:
    page = upload(organiser, sheet(["A", "B"], ["x", "y"]))
    page.form(page.url).forge(**{"column-0": "state"}).submit(status=422)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.xls", xls(ROWS)),
        ("a.ods", ods("".join(ods_row(*row) for row in ROWS))),
        ("a.csv", "\n".join(";".join(row) for row in ROWS).encode("utf-8")),
        ("a.csv", "\r\n".join("\t".join(row) for row in ROWS).encode("utf-16")),
        ("a.csv", "\n".join(",".join(row) for row in [HEAD, SABINE, JOERG]).encode("cp1252")),
        ("a.xlsx", xlsx([["Notizen"], ["x"]], ROWS)),
        ("a.xlsx", xlsx([["Anmeldungen per Telefon"], [], [None, *HEAD], [None, *SABINE], [], [None, *OLENA]])),
    ],
)  # fmt: skip
def test_lists_of_any_kind_are_read(organiser: Client, name: str, data: bytes) -> None:
    assert results(upload(organiser, data, name))[:2] == ["will be added", "will be added"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "The file is empty."),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "This file holds no table."),
        (packed(parts_of(sheet(HEAD)) | {"xl/vbaProject.bin": b"x"}), "The file holds macros"),
        (sheet(*ROWS)[:-20], "The file is damaged or incomplete."),
    ],
)
def test_a_file_that_cannot_be_read_says_why(organiser: Client, data: bytes, said: str) -> None:
    page = upload(organiser, data, status=422)
    assert page.errors()[0].startswith(said)
    assert session().scalar(select(func.count(ListImport.id))) == 0


def test_no_file_and_too_large_a_file(organiser: Client) -> None:
    form = organiser.get(LISTS).form(LISTS)
    assert form.submit(status=422).errors() == ["Choose a file."]
    page = organiser.open("POST", LISTS, data=b"x" * (9 << 20), status=413)
    assert page.h1 == "That file is too large"


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


def test_a_list_of_another_event_is_not_there(organiser: Client) -> None:
    page = upload(organiser, sheet(*ROWS))
    make_event(slug="other")
    organiser.get(page.url.replace("folgekonferenz", "other"), status=404)


def test_a_partner_may_not(signed_in: Callable[[str], Client], event: Event) -> None:
    del event
    signed_in("partner").get(LISTS, status=403)


def test_long_lists_are_the_workers(organiser: Client) -> None:
    rows = [[f"Name{number}", "Muster", f"a{number}@example.org", "Köln"] for number in range(501)]
    page = add(upload(organiser, sheet(HEAD, *rows)))
    assert people() == []
    assert "501 rows are left." in page.text
    assert page.one("progress")["max"] == "501"
    jobs.run_due()
    page = organiser.get(page.url)
    assert len(people()) == 501
    assert "Remove these people again" in page.text


def test_a_long_list_can_be_stopped_halfway(organiser: Client, event: Event) -> None:
    rows = [[f"Name{number}", "Muster", f"a{number}@example.org", "Köln"] for number in range(501)]
    page = add(upload(organiser, sheet(HEAD, *rows)))
    with transaction():
        importing.take(page.url.rpartition("/")[2], actor="program", now=event.changed_at)
    assert len(people()) == importing.CHUNK
    undo(organiser.get(page.url))
    assert jobs.run_due() > 0
    assert people() == []
    assert organiser.get(f"{page.url}?result=fine").text.count("0 rows") == 1


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
