"""The mail that says that somebody's certificate is ready, in that person's language, and a preview of it."""

from datetime import datetime
from typing import Any, Final

from webapp.attendance.certifying.certificate_queries import Holder
from webapp.core import clock, mail
from webapp.core.i18n import clocks, day, speaking
from webapp.core.links import public_url
from webapp.core.mail import OutgoingMail
from webapp.events.models import Event
from webapp.registration.mails import manage_token
from webapp.registration.policy import link_lives_until

TEMPLATE: Final = "certificate_ready"
SAMPLE: Final = "XXXXXXXX"  #: stands for a personal link in a preview


def ready(holder: Holder, *, now: datetime) -> None:
    who, event = holder.registration, holder.registration.event
    with speaking(who.locale):
        mail.queue(
            TEMPLATE,
            who.mail_to,
            who.locale,
            about=who.thing,
            addressee=who.addressee,
            person=who.name if who.registered_by_email else "",
            **_about(event, manage_token(who, event), now),
        )


def preview(event: Event, lang: str, *, now: datetime) -> tuple[str, str]:
    """Subject and text as somebody gets them who reads this language; no link in it opens anything."""
    with speaking(lang):
        context = _about(event, SAMPLE, now)
    draft = OutgoingMail(
        template=TEMPLATE, locale=lang, recipient="preview@example.org", public_id="preview",
        created_at=clock.now(), context=context | {"addressee": "", "person": ""},
    )  # fmt: skip
    made = mail.message(draft)
    body = made.get_body(("plain",))
    return str(made["Subject"]), body.get_content() if body else ""


def _about(event: Event, token: str, now: datetime) -> dict[str, Any]:
    return {
        "certificate": public_url("certificate.show", token=token),
        "until": day(link_lives_until(now, ends=event.ends_at)),
        "event_title": str(event.title.here),
        "event_day": day(event.starts_at),
        "event_clocks": clocks(event.starts_at, event.ends_at),
        "event_url": public_url("events.show", slug=event.slug),
    }
