"""Mails after a conference: each person one, in the own language; what organisers add; later ones; a dying worker."""

from collections import Counter
from collections.abc import Callable
from unittest.mock import patch

import pytest
from attendance.certificates_made import attend
from factories import KOELN, make_event, make_past_event, make_question, make_registration
from flask import Flask
from inbox import Mail
from page import Client
from sqlalchemy import select
from statements import counted
from surroundings import Clock

from webapp.attendance.models import ImportRun, Presence, RunState
from webapp.attendance.presence import State as Present
from webapp.core import clock as times
from webapp.core import jobs
from webapp.core.db import session, transaction
from webapp.core.mail import OutgoingMail
from webapp.events.models import Event
from webapp.followup import actions, mails, queries, seen
from webapp.followup.models import Audience, FollowUp
from webapp.followup.queries import Held, Numbers, Recipient
from webapp.questions.lifecycle import State as Asked
from webapp.questions.models import Answer, Question
from webapp.registration import blocking
from webapp.registration.models import BlockedAddress, Registration, Side, State

PAGE = "/manage/events/folgekonferenz/follow-up"
Deliver = Callable[[], list[Mail]]


@pytest.fixture
def event(app: Flask) -> Event:
    del app  # it must be there first
    return make_past_event()


@pytest.fixture
def recorded(event: Event) -> Event:
    """A report covers it, so that who is in none is absent."""
    with transaction() as writing:
        writing.add(ImportRun(event_id=event.id, state=RunState.APPLIED, timezone="UTC", created_by="program",
                              created_at=event.ends_at))  # fmt: skip
    return event


def person(event: Event, name: str, state: State = State.CONFIRMED, present: Present | None = None) -> Registration:
    locale = "de" if name < "M" else "uk"
    made = make_registration(event, state, locale=locale, given_name=name, email=f"{name.lower()}@example.org")
    if present:
        attend(made, state=present, certified=present is Present.ATTENDED)
    return made


def answered(event: Event, who: Registration) -> Question:
    made = make_question(event, Asked.ANSWERED, registration=who)
    with transaction() as writing:
        writing.add(Answer(question_id=made.id, language="de", text="Ja.", by="program", at=made.asked_at))
    return made


def order(event: Event, audience: Audience) -> int:
    with transaction():
        found = seen.of_mail(event, queries.addition(event, audience))
        people = actions.order(event.id, audience, seen=found, actor="program", now=times.now())
    jobs.run_due()
    return people


def written() -> Counter[tuple[str, str]]:
    """Which mail to whom."""
    session().rollback()
    found = select(OutgoingMail.recipient, OutgoingMail.template).where(OutgoingMail.template.startswith("follow_up_"))
    rows = [tuple(row) for row in session().execute(found)]
    return Counter((to.partition("@")[0], template.removeprefix("follow_up_")) for to, template in rows)


def test_everybody_is_in_one_audience_at_most(recorded: Event) -> None:
    event = recorded
    answered(event, person(event, "Asked", present=Present.ATTENDED))
    answered(event, person(event, "AskedAbsent"))
    person(event, "There", present=Present.IN_PART)
    person(event, "Silent")
    person(event, "Excused", present=Present.EXCUSED)
    person(event, "Perhaps", present=Present.UNDECIDED)
    for name, state in (("Waited", State.WAITING), ("Lapsed", State.LAPSED), ("Withdrew", State.CANCELLED)):
        person(event, name, state)
    for name, state in (("Gave", State.HANDED_OVER), ("No", State.DECLINED), ("Typed", State.PENDING)):
        person(event, name, state)
    answered(event, person(event, "AskedAndLeft", State.CANCELLED))
    make_question(event, Asked.PUBLISHED, registration=person(event, "Unanswered", present=Present.ATTENDED))
    person(event, "Twice", State.CANCELLED)
    person(event, "Twice", present=Present.ATTENDED)  # registered anew
    for _both in range(2):
        person(event, "LeftTwice", State.CANCELLED)
    blocked = person(event, "Blocked", present=Present.ATTENDED)
    with transaction() as writing:
        writing.add(BlockedAddress(address_hash=blocking.address_hash(blocked.mail_key), created_at=times.now()))
    assert queries.audiences(event.id).held == {Held.UNDECIDED: 1}
    for audience in Audience:
        order(event, audience)
    missed = ("silent", "excused", "waited", "lapsed", "withdrew", "askedandleft", "lefttwice")
    assert written() == Counter(
        [("asked", "answered"), ("askedabsent", "answered")]
        + [(name, "attended") for name in ("there", "unanswered", "twice")]
        + [(name, "missed") for name in missed]
    )
    found = queries.audiences(event.id)
    assert found.total(Audience.ATTENDED) == Numbers(sent=3, unwanted=1)
    assert found.by_language[Audience.ANSWERED]["de"] == Numbers(sent=2)
    # registered by organisers after the mails had left: the same person gets no other one
    person(event, "Withdrew", present=Present.ATTENDED)
    assert sum(order(event, audience) for audience in Audience) == 0


def test_organisers_look_add_send_and_send_to_later_ones(
    recorded: Event, signed_in: Callable[[str], Client], client: Client, deliver: Deliver
) -> None:
    event, organiser = recorded, signed_in("organiser")
    person(event, "Anna", present=Present.ATTENDED)
    person(event, "Olena", present=Present.IN_PART)
    index = organiser.get(PAGE)
    assert [row["still to send"] for row in index.table("#audiences")] == ["0", "2", "0"]
    assert all(row["Group"].endswith("preview and send") for row in index.table("#audiences")), "no button stands here"
    for bad in ("http://example.org/a", "javascript:alert(1)", "https://a@example.org/", "https://x y", "folien.pdf"):
        refused = index.form("material-form").forge(slides_url=bad).submit(status=422)
        assert refused.errors() == ["Enter a full address that begins with https://"]
    index = index.form("material-form").fill(slides_url="https://example.org/f.pdf?a=1&b=2").submit()
    page = index.click("Attended")
    assert "https://example.org/f.pdf?a=1&b=2" in page.text
    assert page.form("texts-form").forge(text_de="x" * 1501).submit(status=422).errors()
    added = "Siehe https://example.org/mehr & <hier>.\n\nBis bald!"
    page = page.form("texts-form").fill(text_de=added).submit()
    assert "Bis bald!" in page.all("pre")[0].text
    assert "Bis bald!" not in page.all("pre")[1].text
    assert page.form("send-form").submit(status=422).errors() == [
        "Please look at the previews first, then tick the box."
    ]
    assert "2 mails are being sent." in page.form("send-form").fill(looked=True).submit().text
    assert "Everybody of this group" in page.form("send-form").fill(looked=True).submit().text
    jobs.run_due()
    german, ukrainian = sorted(deliver(), key=lambda mail: mail.to)
    assert (german.lang, ukrainian.lang) == ("de", "uk")
    assert added in german.text.replace("\r\n", "\n")
    assert "Siehe" not in ukrainian.text
    assert client.get(german.link("/certificate")).status == 200
    assert "/certificate" not in ukrainian.text, "who was there in part has none here"
    assert client.get(ukrainian.link("/feedback/")).lang == "uk"
    assert german.link("/questions") == f"/de/events/{event.slug}/questions"
    person(event, "Maria", present=Present.ATTENDED)
    page = organiser.get(f"{PAGE}/attended")
    assert "1 person has come to this group since the last sending." in page.text
    page.form("send-form").fill(looked=True).submit()
    jobs.run_due()
    assert [mail.to for mail in deliver()] == ["maria@example.org"]
    shown = client.get(f"/en/events/{event.slug}")
    assert shown.link("Slides") == "https://example.org/f.pdf?a=1&b=2"
    organiser.get(f"{PAGE}/everybody", status=404)


def test_what_somebody_looked_at_is_what_leaves(recorded: Event, signed_in: Callable[[str], Client]) -> None:
    person(recorded, "Anna", present=Present.ATTENDED)
    organiser, attended = signed_in("organiser"), f"{PAGE}/attended"
    older, index = organiser.get(attended), organiser.get(PAGE)
    organiser.get(attended).form("texts-form").fill(text_de="Von Kollegin A").submit()
    stale = older.form("texts-form").fill(text_de="Von Kollegin B").submit(status=409)
    assert "Below is what you typed, and what holds now." in stale.errors()[0]
    assert stale.form("texts-form").values["text_de"] == "Von Kollegin B"
    assert stale.all("p.mail-text")[0].text == "Von Kollegin A"
    unsent = older.form("send-form").fill(looked=True).submit(status=409)
    assert "Nothing was sent." in unsent.errors()[0]
    assert "checked" not in unsent.all("#send-form input[type=checkbox]")[0].attrs
    organiser.get(PAGE).form("material-form").fill(slides_url="https://example.org/a").submit()
    moved = index.form("material-form").fill(slides_url="https://example.org/b").submit(status=409)
    assert (moved.form("material-form").values["slides_url"], "https://example.org/a" in moved.text) == (
        "https://example.org/b", True,
    )  # fmt: skip
    unsent.form("send-form").fill(looked=True).submit(status=409)
    now = stale.form("texts-form").submit()
    assert "Von Kollegin B" in now.all("pre")[0].text, "whoever has seen what holds now may change it"
    now.form("send-form").fill(looked=True).submit()
    for form in (now.form("texts-form").fill(text_de="Zu spät"), moved.form("material-form")):
        assert "are just being sent" in form.submit(status=422).errors()[0]
    jobs.run_due()
    assert "Zu spät" in now.form("texts-form").fill(text_de="Zu spät").submit().all("pre")[0].text


def test_the_mails_of_the_others(recorded: Event, client: Client, deliver: Deliver) -> None:
    event = recorded
    answered(event, person(event, "Anna"))
    away = {"registered_by_name": "Büro", "registered_by_email": "office@example.org"}
    make_registration(event, State.CANCELLED, place_key=KOELN, side=Side.NRW, **away)
    assert (order(event, Audience.ANSWERED), order(event, Audience.MISSED)) == (1, 1)
    answer, missed = sorted(deliver(), key=lambda mail: mail.to)
    assert "Ja." in client.get(answer.link("/r/")).text
    for part in ("/feedback/", "/certificate"):
        assert part not in answer.text, "of somebody in no report"
        assert part not in missed.text
    assert missed.to == "office@example.org"
    assert "This mail is about the registration of Олена Коваленко." in missed.html


def test_whoever_left_the_audience_before_the_worker_came_gets_none_of_its_mails(
    recorded: Event, signed_in: Callable[[str], Client]
) -> None:
    stays, corrected, asked = (person(recorded, name, present=Present.ATTENDED) for name in ("Anna", "Berta", "Carla"))
    with transaction():
        found = seen.of_mail(recorded, queries.addition(recorded, Audience.ATTENDED))
        ordered = actions.order(recorded.id, Audience.ATTENDED, seen=found, actor="program", now=times.now())
    assert ordered == 3
    with transaction() as writing:
        writing.get_one(Presence, corrected.id).state = Present.ABSENT
        writing.add(BlockedAddress(address_hash=blocking.address_hash(stays.mail_key), created_at=times.now()))
    answered(recorded, asked)
    jobs.run_due()
    assert written().total() == 0
    numbers = {audience: queries.audiences(recorded.id).total(audience) for audience in Audience}
    assert numbers == {
        Audience.ANSWERED: Numbers(waiting=1),
        Audience.ATTENDED: Numbers(unwanted=1),
        Audience.MISSED: Numbers(waiting=1),
    }
    for page in (PAGE, f"{PAGE}/attended"):
        assert "1 person wants no mails and got none." in signed_in("organiser").get(page).text
    assert (order(recorded, Audience.ANSWERED), order(recorded, Audience.MISSED)) == (1, 1)
    assert written() == Counter([("berta", "missed"), ("carla", "answered")])


def test_a_worker_that_dies_in_the_middle_writes_to_nobody_twice(recorded: Event, clock: Clock) -> None:
    clock.go_to(times.now())
    people = [person(recorded, f"N{at}", present=Present.ATTENDED) for at in range(5)]
    real, count = mails.write, iter(range(9))

    def dying(one: Recipient, added: object) -> None:
        if next(count) == 3:
            raise SystemExit
        real(one, added)  # type: ignore[arg-type]

    with (
        patch.object(actions, "BATCH", 2), patch.object(mails, "write", dying), pytest.raises(SystemExit),
    ):  # fmt: skip
        order(recorded, Audience.ATTENDED)
    assert written().total() == 2
    clock.forward(minutes=20)
    jobs.run_due()
    assert written() == Counter((who.mail_to.partition("@")[0], "attended") for who in people)
    assert None not in session().scalars(select(FollowUp.sent_at)).all()


def test_each_batch_looks_only_at_the_mailboxes_of_its_people(recorded: Event) -> None:
    """Else the database would sort everybody of a large conference anew for every fifty mails."""
    person(recorded, "N0", State.CANCELLED)  # the same mailbox, and the same person
    people = [person(recorded, f"N{at}", present=Present.ATTENDED) for at in range(4)]
    with patch.object(actions, "BATCH", 2), counted() as sent:
        assert order(recorded, Audience.ATTENDED) == len(people)
    assert written().total() == len(people)
    batches = [statement for statement in sent if "row_number()" in statement and "anon_1.id IN" in statement]
    assert len(batches) == 2
    assert all("registration.mail_key IN" in statement for statement in batches)


def test_without_attendance_nobody_is_told_to_have_missed_it(event: Event, signed_in: Callable[[str], Client]) -> None:
    person(event, "Anna")
    page = signed_in("organiser").get(PAGE)
    assert "1 person: wait, since no report covers the conference" in page.text
    assert [order(event, audience) for audience in Audience] == [0, 0, 0]


def test_nothing_leaves_before_the_end(app: Flask, signed_in: Callable[[str], Client]) -> None:
    del app
    event, organiser = make_event(), signed_in("organiser")
    person(event, "Withdrew", State.CANCELLED)
    page = organiser.get(f"{PAGE}/missed")
    assert not page.all("#send-form")
    token = page.form("texts-form").values["csrf_token"]
    refused = organiser.post(f"{PAGE}/missed/send", {"csrf_token": token, "looked": "y"}, status=422)
    assert refused.errors() == ["These mails can be sent once the conference is over."]
    signed_in("moderator").get(PAGE, status=403)
