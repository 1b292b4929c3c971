"""Before the way in opens, the meeting's address is in no page, mail or file of anybody but the organisers."""

from collections.abc import Callable
from datetime import timedelta

from factories import answers
from inbox import Mail
from page import Client
from rooms import ADDRESS, DIAL_IN, furnish, link_of
from surroundings import Clock

from webapp.attendance.meeting import reminders
from webapp.attendance.meeting.doorway import Kind
from webapp.core import clock as times
from webapp.core import jobs
from webapp.core.db import transaction
from webapp.events.models import Event
from webapp.registration import mails
from webapp.registration.models import Registration

SECRETS = (ADDRESS, "zoom.us", *DIAL_IN.splitlines())


def test_nobody_learns_the_address_too_early(
    client: Client, event: Event, olena: Registration, clock: Clock, deliver: Callable[[], list[Mail]]
) -> None:
    furnish(event)
    client.get(f"/en/events/{event.slug}/register").form().fill(**answers(given_name="Віра")).submit()
    clock.go_to(event.starts_at - timedelta(hours=25))
    for kind, hours in ((Kind.DAY, 25), (Kind.HOUR, 1)):
        clock.go_to(event.starts_at - timedelta(hours=hours))
        with transaction():
            reminders.release(event.id, kind, actor="program", now=times.now())
        jobs.run_due()
    token = mails.manage_token(olena, event)
    addresses = ["/en/", f"/en/events/{event.slug}", f"/en/events/{event.slug}/calendar.ics", f"/en/r/{token}"]
    addresses += [f"/en/r/{token}/data.json", f"/en/r/{token}/change", link_of(olena), f"/en/r/{token}/join"]
    for address in addresses:
        page = client.get(address, status=303 if address.endswith("/join") else 200)
        assert not [secret for secret in SECRETS if secret in page.body.decode() + str(page.response.headers)], address
    sent = deliver()
    assert len(sent) == 4  # confirm, and be reminded to; a reminder to join each day
    for mail in sent:
        every_part = " ".join([str(mail.raw), mail.text, mail.html, *mail.attachments.values()])
        assert not [secret for secret in SECRETS if secret in every_part], mail.subject
