"""The mail that says that somebody's certificate is ready, in that person's language, and a preview of it."""

from datetime import datetime
from typing import Any, Final

from webapp.attendance.certifying.certificate_queries import Holder
from webapp.core import mail
from webapp.core.i18n import day, speaking
from webapp.core.links import public_url
from webapp.events import mails as events
from webapp.events.models import Event
from webapp.registration.mails import manage_token, write_to
from webapp.registration.policy import link_lives_until

TEMPLATE: Final = "certificate_ready"


def ready(holder: Holder, *, now: datetime) -> None:
    who, event = holder.registration, holder.registration.event
    with speaking(who.locale):
        write_to(who, TEMPLATE, **_about(event, manage_token(who, event), now))


def preview(event: Event, lang: str, *, now: datetime) -> tuple[str, str]:
    """Subject and text as somebody gets them who reads this language; no link in it opens anything."""
    with speaking(lang):
        context = _about(event, mail.SAMPLE, now)
    return mail.preview(TEMPLATE, lang, **context)


def _about(event: Event, token: str, now: datetime) -> dict[str, Any]:
    return {
        "certificate": public_url("certificate.show", token=token),
        "until": day(link_lives_until(now, ends=event.ends_at)),
        **events.about(event),
    }
