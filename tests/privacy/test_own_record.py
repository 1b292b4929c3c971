"""The file with everything stored about one person: also which mails left, and who changed or took out the record."""

import json
from collections.abc import Callable

from factories import make_event, make_question, make_registration
from flask import Flask
from page import Client
from sqlalchemy import select

from webapp.accounts.models import User
from webapp.core import audit, clock, mail
from webapp.core.db import session, transaction
from webapp.followup.models import Audience, FollowUp
from webapp.registration import mails
from webapp.registration.models import State
from webapp.reporting import exports
from webapp.reporting.exporting.orders import Order
from webapp.reporting.kinds import Kind


def test_it_tells_of_mails_and_of_who_worked_with_it_by_role(
    app: Flask, client: Client, signed_in: Callable[[str], Client]
) -> None:
    del app  # it must be there first
    signed_in("moderator")
    event = make_event()
    who = make_registration(event, State.CONFIRMED)
    other = make_registration(event, State.CONFIRMED, email="other@example.org")
    asked = make_question(event, registration=who)
    with transaction():
        mails.registered(who, event)
        mails.registered(other, event)
        moderator = session().scalars(select(User.public_id)).one()
        exports.note_export(event.public_id, Order(Kind.ATTENDANCE, "de"), actor=moderator)
        exports.note_download(event, "f" * 22, Order(Kind.ATTENDANCE, "de"), actor="gone")
        audit.record("question.move", asked.thing, actor="gone", details={"to": "published"})
        audit.record("registration.change", other.thing, actor=audit.ATTENDEE)
    mail.deliver_due()
    page = client.get(f"/en/r/{mails.manage_token(who, event)}")
    found = json.loads(client.get(page.link("Download everything")).body)
    [sent] = found["mails"]
    assert found["after_conference"] is None
    assert (sent["template"], sent["language"], sent["state"]) == ("registration_done", who.locale, "sent")
    assert sent["written_at"] <= sent["sent_at"] <= clock.now().isoformat()
    assert [(one["action"], one["by"]) for one in found["record"]] == [
        ("registration.add", "attendee"),
        ("question.ask", "attendee"),
        ("export", "moderator"),
        ("export.download", "organiser"),
        ("question.move", "organiser"),
    ]


def test_it_tells_of_the_mail_after_the_conference_and_nobody_to_have_missed_it(app: Flask, client: Client) -> None:
    del app
    event, now = make_event(), clock.now()
    missed, unwanted = (make_registration(event, email=f"{name}@example.org") for name in "ab")
    told = {"ordered_at": now, "sent_at": now}
    with transaction() as writing:
        writing.add(FollowUp(registration_id=missed.id, audience=Audience.MISSED, **told))
        writing.add(FollowUp(registration_id=unwanted.id, audience=Audience.ATTENDED, unwanted=True, **told))
        mail.queue("follow_up_missed", missed.mail_to, "de", about=missed.thing)
    files = [client.get(f"/en/r/{mails.manage_token(who, event)}/data.json").body for who in (missed, unwanted)]
    assert b"missed" not in files[0]
    first, second = (json.loads(file) for file in files)
    assert [one["template"] for one in first["mails"]] == ["follow_up_results"]
    at = now.isoformat()
    assert [one["after_conference"] for one in (first, second)] == [
        {"mail": "results", "ordered_at": at, "sent_at": at, "wanted": True},
        {"mail": "attended", "ordered_at": at, "sent_at": None, "wanted": False},
    ]
