"""Who is admitted: everybody, listed mail domains, those whom the organisers accept; and how many."""

from collections.abc import Callable

import pytest
from factories import DNIPRO, answers, make_event, make_registration
from inbox import Mail
from page import Client, Page
from sqlalchemy import select
from surroundings import Clock

from webapp.core import audit
from webapp.core.db import session, transaction
from webapp.events.models import Admission, Event
from webapp.registration.mails import manage_token
from webapp.registration.models import Registration, State

Deliver = Callable[[], list[Mail]]
LISTED = {"admission": Admission.LISTED, "mail_domains": ["koeln.de", "dniprorada.gov.ua"]}
LIST = "/manage/events/folgekonferenz/registrations"
PLACES = "/manage/events/folgekonferenz/places"


@pytest.fixture
def organiser(signed_in: Callable[[str], Client]) -> Client:
    return signed_in("organiser")


def register(client: Client, deliver: Deliver, email: str, lang: str = "en") -> Page:
    client.get(f"/{lang}/events/folgekonferenz/register").form().fill(**answers(email=email)).submit()
    link = deliver()[-1].link("/c/")
    return client.get(link).form(link).submit()


def only_one() -> Registration:
    session().rollback()
    return session().scalars(select(Registration).execution_options(populate_existing=True)).one()


def subjects(mails: list[Mail]) -> list[str]:
    return [mail.subject.partition(":")[0] for mail in mails]


def test_listed_domains_are_admitted_at_once(client: Client, deliver: Deliver) -> None:
    make_event(**LISTED)
    assert register(client, deliver, "mayor@Stadt.Koeln.de").h1 == "You are registered"


def test_who_is_to_be_decided_about_reads_it_before(client: Client, deliver: Deliver) -> None:
    event = make_event(**LISTED, capacity=1)
    make_registration(event, given_name="Оксана")
    page = client.get("/en/events/folgekonferenz/register")
    assert "The organisers decide about registrations after they are confirmed" in page.text
    sent = page.form().fill(**answers(email="somebody@example.org")).submit()
    assert "It says whether you have a place." in sent.text
    assert "calendar entry" not in sent.text
    asked = client.get(deliver()[-1].link("/c/")).text
    assert "If you confirm, the organisers decide about your registration" in asked
    assert "you join the waiting list" not in asked


def test_whose_domain_is_listed_reads_of_no_decision(client: Client, deliver: Deliver) -> None:
    make_event(**LISTED)
    client.get("/en/events/folgekonferenz/register").form().fill(**answers(email="o@koeln.de")).submit()
    assert "the organisers decide" not in client.get(deliver()[-1].link("/c/")).text


def test_where_everybody_gets_a_place_nobody_reads_of_a_decision(client: Client) -> None:
    make_event()
    assert "organisers decide" not in client.get("/en/events/folgekonferenz/register").text


def test_others_wait_for_a_decision_and_are_accepted(client: Client, deliver: Deliver, organiser: Client) -> None:
    event = make_event(**LISTED)
    page = register(client, deliver, "somebody@example.org", lang="uk")
    assert "очікує рішення організаторів" in page.text
    [mail] = deliver()
    assert mail.lang == "uk"
    assert mail.subject.startswith("Ми розглядаємо Вашу реєстрацію")
    assert event.seats_taken == 0

    overview = organiser.get("/manage/events/folgekonferenz")
    listed = organiser.get(overview.link("registrations that wait for your decision"))
    [row] = listed.table()
    assert row["State"] == "awaiting admission"
    page = organiser.get(listed.link("Коваленко, Олена"))
    accepting = page.form(f"{page.url}/accept")
    assert "Accepted." in accepting.submit().text
    assert only_one().state is State.CONFIRMED
    [mail] = deliver()
    assert mail.lang == "uk"
    assert "METHOD:PUBLISH" in next(iter(mail.attachments.values()))
    assert "in the meantime" in accepting.submit(status=409).text  # two organisers at once
    assert deliver() == []
    assert audit.verify() is None


def test_a_decline_says_why_in_the_person_s_language(client: Client, deliver: Deliver, organiser: Client) -> None:
    make_event(**LISTED)
    register(client, deliver, "somebody@example.org", lang="de")
    manage = deliver()[0].link("/r/")
    address = f"{LIST}/{only_one().public_id}"
    page = organiser.get(address)
    assert "Language of the registration: Deutsch" in page.text
    form = page.form(f"{address}/decline")
    assert form.submit(status=422).errors() == ["Say why, so that the person understands your decision."]
    assert "Declined." in form.fill(reason="Nur für Kommunen <b>beider</b> Regionen.").submit().text
    [mail] = deliver()
    assert mail.subject.startswith("Ihre Anmeldung konnte nicht berücksichtigt werden")
    assert "Nur für Kommunen <b>beider</b> Regionen." in mail.text
    page = client.get(manage)
    assert "Begründung: Nur für Kommunen <b>beider</b> Regionen." in page.text
    assert "/change" not in page.body.decode()
    client.get(f"{manage}/change", status=410)
    client.get("/de/events/folgekonferenz/register").form().fill(**answers(email="somebody@example.org")).submit()
    assert subjects(deliver()) in ([], ["Sie sind bereits angemeldet"])  # asking again asks nobody again
    assert only_one().state is State.DECLINED


@pytest.mark.parametrize("decision", ["accept", "decline"])
def test_a_decision_is_taken_back_as_long_as_nothing_followed(
    client: Client, deliver: Deliver, organiser: Client, decision: str
) -> None:
    event = make_event(**LISTED)
    register(client, deliver, "somebody@example.org", lang="de")
    address = decided(organiser, decision)
    deliver()
    taking_back = organiser.get(address).form(f"{address}/decision/undo")
    page = taking_back.submit()
    assert "The decision was taken back. The person is told by e-mail." in page.text
    assert "Undone on" in page.text
    assert (only_one().state, only_one().decision, only_one().decided_at) == (State.UNDECIDED, "", None)
    session().refresh(event)
    assert event.seats_taken == 0
    [mail] = deliver()
    assert mail.subject.startswith("Wir prüfen Ihre Anmeldung")
    assert "entscheidet neu" in mail.text
    assert ["METHOD:CANCEL" in entry for entry in mail.attachments.values()] == [True] * (decision == "accept")
    taking_back.submit(status=409)
    page.form(f"{address}/accept").submit()
    assert only_one().state is State.CONFIRMED
    assert audit.verify() is None


def test_who_is_accepted_again_has_the_entry_in_the_calendar_again(
    client: Client, deliver: Deliver, organiser: Client, clock: Clock
) -> None:
    """Programs for calendars pass over what is not newer than what they have, and they have a cancelled one."""
    make_event(**LISTED)
    register(client, deliver, "somebody@example.org")
    deliver()
    for step in ("accept", "decision/undo", "accept"):
        clock.forward(minutes=5)
        address = f"{LIST}/{only_one().public_id}"
        organiser.get(address).form(f"{address}/{step}").submit()
    entries = [next(iter(mail.attachments.values())) for mail in deliver()]
    assert ["METHOD:CANCEL" in entry for entry in entries] == [False, True, False]
    lines = [line for entry in entries for line in entry.splitlines() if line.startswith("SEQUENCE")]
    numbers = [int(line.partition(":")[2]) for line in lines]
    assert numbers[0] < numbers[1] < numbers[2]


def test_a_place_that_is_taken_back_goes_to_the_next(client: Client, deliver: Deliver, organiser: Client) -> None:
    event = make_event(**LISTED, capacity=1)
    register(client, deliver, "somebody@example.org")
    address = decided(organiser, "accept")
    next_one = make_registration(event, State.WAITING, given_name="Оксана")
    organiser.get(address).form(f"{address}/decision/undo").submit()
    session().refresh(next_one)
    assert next_one.state is State.OFFERED


@pytest.mark.parametrize("step", ["change", "hand-over"])
def test_a_decision_stands_once_the_person_has_done_something(
    client: Client, deliver: Deliver, organiser: Client, step: str
) -> None:
    make_event(**LISTED)
    register(client, deliver, "somebody@example.org")
    manage = deliver()[-1].link("/r/")
    address = decided(organiser, "accept")
    form = organiser.get(address).form(f"{address}/decision/undo")
    colleague = {"given_name": "Віра", "family_name": "Шевченко", "email": "vira@example.org"}
    client.get(f"{manage}/{step}").form().fill(**colleague if step == "hand-over" else {"office": "мер"}).submit()
    assert "can no longer be undone" in form.submit(status=409).text
    assert "Take the decision back" not in organiser.get(address).text
    assert only_confirmed() == ["somebody@example.org"]


def test_whoever_left_for_a_colleague_does_not_come_back_by_an_undo(
    client: Client, deliver: Deliver, organiser: Client
) -> None:
    event = make_event(**LISTED)
    first = make_registration(event, email="first@koeln.de")
    link = f"/en/r/{manage_token(first, event)}/hand-over"
    client.get(link).form().fill(given_name="Віра", family_name="Шевченко", email="vira@example.org").submit()
    asked = deliver()[-1].link("/c/")
    client.get(asked).form(asked).submit()
    session().rollback()
    vira = session().scalars(select(Registration).where(Registration.email == "vira@example.org")).one()
    address = f"{LIST}/{vira.public_id}"
    page = organiser.get(address).form(f"{address}/accept").submit()
    assert "Take the decision back" not in page.text
    assert only_confirmed() == ["vira@example.org"]


def test_who_was_declined_is_accepted_after_all(client: Client, deliver: Deliver, organiser: Client) -> None:
    make_event(**LISTED)
    register(client, deliver, "somebody@example.org", lang="uk")
    stale = organiser.get(f"{LIST}/{only_one().public_id}")
    address = decided(organiser, "decline")
    deliver()
    assert "in the meantime" in stale.form(f"{address}/accept").submit(status=409).text  # who did not see the decline
    page = organiser.get(address)
    assert page.form(f"{address}/accept").submit().text.count("Accepted.") == 1
    assert (only_one().state, only_one().decision) == (State.CONFIRMED, "")
    [mail] = deliver()
    assert mail.lang == "uk"
    assert "METHOD:PUBLISH" in next(iter(mail.attachments.values()))
    page = organiser.get(address)
    page.form(f"{address}/decision/undo").submit()  # leads back to the decline and its reason
    assert (only_one().state, only_one().decision) == (State.DECLINED, "Nur für Kommunen.")
    [mail] = deliver()
    assert "Nur für Kommunen." in mail.text


def test_one_decision_leads_to_the_next(organiser: Client) -> None:
    """And after the last one to the first again that was passed over."""
    event = make_event(**LISTED)
    rows = [make_registration(event, State.UNDECIDED, given_name=name) for name in ("Віра", "Надія", "Любов")]
    page = organiser.get(f"{LIST}/{rows[1].public_id}")
    assert "After that 1 more person waits for your decision." in page.text  # who is shown waits too
    page = page.form(f"{page.path}/accept").submit()
    assert page.url.endswith("#next")  # where the focus is
    assert page.one("a#next").text.strip() == "Next who waits for your decision: Любов Коваленко"
    page = organiser.get(page.link("Next who waits"))
    page = page.form(f"{page.path}/decline").fill(reason="Nur für Kommunen.").submit()
    assert "for your decision: Віра Коваленко" in page.text
    assert "After that" not in page.text
    page = organiser.get(page.link("Next who waits"))
    assert page.h1 == "Віра Коваленко"
    assert "Next who waits" not in page.form(f"{page.path}/accept").submit().text


def decided(organiser: Client, decision: str) -> str:
    """The page of the only one, on whom organisers have decided."""
    address = f"{LIST}/{only_one().public_id}"
    form = organiser.get(address).form(f"{address}/{decision}")
    if decision == "decline":
        form.fill(reason="Nur für Kommunen.")
    form.submit()
    return address


def only_confirmed() -> list[str]:
    session().rollback()
    return list(session().scalars(select(Registration.email).where(Registration.state == State.CONFIRMED)))


def test_accepted_when_all_is_full_means_the_queue(client: Client, deliver: Deliver, organiser: Client) -> None:
    event = make_event(**LISTED, capacity=1)
    register(client, deliver, "somebody@example.org")
    address = f"{LIST}/{only_one().public_id}"
    make_registration(event, given_name="Оксана")
    deliver()
    organiser.get(address).form(f"{address}/accept").submit()
    assert "Number 1 on the waiting list." in organiser.get(address).text
    [mail] = deliver()
    assert "The organisers have admitted you. At the moment all places are taken: you are number 1" in mail.text
    assert "Thank you for confirming" not in mail.text + mail.html


def test_a_closed_conference_takes_nobody_by_the_form(client: Client) -> None:
    event = make_event(admission=Admission.CLOSED)
    page = client.get(f"/en/events/{event.slug}/register", status=409)
    assert page.h1 == "Registration by invitation only"
    assert "/register" not in client.get(f"/en/events/{event.slug}").body.decode()


def test_closing_the_form_admits_nobody_past_the_organisers(client: Client, deliver: Deliver) -> None:
    """Neither who was asked to confirm before, nor who is asked to take over after."""
    event = make_event(**LISTED)
    links = []
    for email in ("somebody@example.org", "mayor@koeln.de"):
        client.get(f"/en/events/{event.slug}/register").form().fill(**answers(email=email)).submit()
        links.append(deliver()[-1].link("/c/"))
    with transaction():
        session().get_one(Event, event.id).admission = Admission.CLOSED
    headings = [client.get(link).form(link).submit().h1 for link in links]
    assert headings[1] == "You are registered" != headings[0]
    session().rollback()
    states = {row.email: row.state for row in session().scalars(select(Registration))}
    assert states == {"somebody@example.org": State.UNDECIDED, "mayor@koeln.de": State.CONFIRMED}
    handing_over = deliver()[-1].link("/r/") + "/hand-over"
    colleague = {"given_name": "Віра", "family_name": "Шевченко", "email": "vira@example.org"}
    client.get(handing_over).form().fill(**colleague).submit()
    asked = deliver()[-1].link("/c/")
    client.get(asked).form(asked).submit()
    session().rollback()
    states = {row.email: row.state for row in session().scalars(select(Registration))}
    assert (states["mayor@koeln.de"], states["vira@example.org"]) == (State.CONFIRMED, State.UNDECIDED)


def test_closing_admits_nobody_past_the_organisers_without_a_listed_domain_either(
    client: Client, deliver: Deliver, organiser: Client
) -> None:
    event = make_event(admission=Admission.LISTED)
    client.get(f"/en/events/{event.slug}/register").form().fill(**answers()).submit()
    link = deliver()[-1].link("/c/")
    organiser.get(PLACES).form().fill(admission="closed").submit()
    organiser.get(PLACES).form().fill(capacity="9").submit()  # what else is changed keeps it so
    assert client.get(link).form(link).submit().h1 != "You are registered"
    assert only_one().state is State.UNDECIDED
    organiser.get(PLACES).form().fill(admission="open").submit()
    assert only_one().state is State.CONFIRMED


def test_who_registered_while_everybody_was_admitted_is_after_closing_too(
    client: Client, deliver: Deliver, organiser: Client
) -> None:
    event = make_event()
    client.get(f"/en/events/{event.slug}/register").form().fill(**answers()).submit()
    link = deliver()[-1].link("/c/")
    organiser.get(PLACES).form().fill(admission="closed").submit()
    assert client.get(link).form(link).submit().h1 == "You are registered"


def test_a_registration_is_found_only_under_its_own_conference(organiser: Client) -> None:
    row = make_registration(make_event())
    make_event(slug="other")
    organiser.get(f"/manage/events/other/registrations/{row.public_id}", status=404)
    organiser.get(f"{LIST}/unknown", status=404)


def test_a_partner_decides_nothing(signed_in: Callable[[str], Client]) -> None:
    row = make_registration(make_event())
    partner = signed_in("partner")
    for address in (f"{LIST}/{row.public_id}", PLACES):
        partner.get(address, status=403)


def test_more_places_are_offered_to_those_who_wait(client: Client, deliver: Deliver, organiser: Client) -> None:
    event = make_event(capacity=1)
    make_registration(event, given_name="Оксана")
    register(client, deliver, "somebody@example.org")
    deliver()
    form = organiser.get(PLACES).form()
    assert form.values["capacity"] == "1"
    page = form.fill(capacity="2", capacity_nrw="1", offer_hours="24").submit()
    assert "Your changes were saved." in page.text
    assert "places offered and not yet accepted" in page.text
    assert subjects(deliver()) == ["A place has become free for you"]
    assert organiser.get(PLACES).form().values["capacity_nrw"] == "1"
    assert "Nothing was changed." in organiser.get(PLACES).form().submit().text


BAD_NUMBERS = [
    ({"capacity": "1"}, "2 places are taken already."),
    ({"capacity_dnipropetrovsk": "0"}, "2 places are taken already."),
    ({"capacity": "-1"}, "Enter a whole number from 0 to 1000000."),
    ({"capacity": "9" * 40}, "Enter a whole number from 0 to 1000000."),
    ({"capacity": "2.5"}, "Enter a whole number from 0 to 1000000."),
    ({"place_capacity": "0"}, "Enter a whole number from 1 to 1000000."),
    ({"offer_hours": ""}, "Enter the number of hours."),
    ({"offer_hours": "1000"}, "Enter a whole number from 1 to 336."),
    ({"admission": "listed", "mail_domains": "koeln.de, no domain"}, "“no” is no mail domain."),
    ({"mail_domains": "xn--" + "a" * 70 + ".de"}, "“xn--" + "a" * 56 + "” is no mail domain."),
]


def test_bad_numbers_are_refused_and_kept(organiser: Client) -> None:
    event = make_event()
    for name in ("Оксана", "Олена"):
        make_registration(event, given_name=name, place_key=DNIPRO)
    opened = organiser.get(PLACES)
    for typed, error in BAD_NUMBERS:
        page = opened.form().fill(**typed).submit(status=422)
        assert page.errors() == [error]
        for name, value in typed.items():
            assert page.form().values[name].strip() == value
    assert opened.form().fill(capacity="٣").submit().errors() == []


def test_without_a_listed_domain_the_organisers_decide_on_everybody(
    client: Client, deliver: Deliver, organiser: Client
) -> None:
    make_event()
    organiser.get(PLACES).form().fill(admission="listed", mail_domains="").submit()
    assert "wait" in register(client, deliver, "mayor@stadt.koeln.de").text
    assert only_one().state is State.UNDECIDED


def test_domains_are_cleaned(organiser: Client) -> None:
    make_event()
    typed = "@Koeln.DE\nkoeln.de , dniprorada.gov.ua"
    organiser.get(PLACES).form().fill(admission="listed", mail_domains=typed).submit()
    session().rollback()
    assert session().scalars(select(Event)).one().mail_domains == ["koeln.de", "dniprorada.gov.ua"]
    form = organiser.get(PLACES).form()
    assert (form.values["mail_domains"].split(), form.values["admission"]) == (
        ["koeln.de", "dniprorada.gov.ua"],
        "listed",
    )


def test_domains_of_other_letters_are_listed_and_admitted(client: Client, deliver: Deliver, organiser: Client) -> None:
    make_event()
    organiser.get(PLACES).form().fill(admission="listed", mail_domains="Gießen.de\nдніпро.укр").submit(status=200)
    assert organiser.get(PLACES).form().values["mail_domains"].split() == ["gießen.de", "дніпро.укр"]
    page = register(client, deliver, "rathaus@gießen.de")
    assert page.h1 == "You are registered"
    page = register(client, deliver, "rada@Дніпро.укр")
    assert page.h1 == "You are registered"
    assert "wait" in register(client, deliver, "somebody@giessen.de").text


def test_opening_admits_those_who_waited_for_a_decision_first(
    client: Client, deliver: Deliver, organiser: Client
) -> None:
    make_event(**LISTED, capacity=1)
    register(client, deliver, "somebody@example.org")
    organiser.get(PLACES).form().fill(admission="open").submit()
    assert only_one().state is State.CONFIRMED
    assert "number 1" in register(client, deliver, "later@example.org").text


def test_nobody_is_admitted_after_the_end(
    client: Client, deliver: Deliver, signed_in: Callable[[str], Client], clock: Clock
) -> None:
    clock.at("2026-12-01 09:00")
    event = make_event(**LISTED, starts_at=clock.at("2026-12-01 12:00"), ends_at=clock.at("2026-12-01 14:00"))
    clock.at("2026-12-01 10:00")
    register(client, deliver, "somebody@example.org")
    address = f"{LIST}/{only_one().public_id}"
    clock.go_to(event.ends_at)
    organiser = signed_in("organiser")
    organiser.get(address).form(f"{address}/accept").submit(status=409)
    assert only_one().state is State.UNDECIDED


def test_the_way_back_leads_to_the_conference_by_its_name(organiser: Client) -> None:
    event = make_event()
    for page in ("places", "registrations", "invited", "corrections", "exports", "attendance", "follow-up"):
        back = organiser.get(f"/manage/events/{event.slug}/{page}").click("Overview of the conference")
        assert back.path == f"/manage/events/{event.slug}", page
        assert back.h1 == str(event.title.here.text)
