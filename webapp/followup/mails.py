"""The three mails after a conference, in the language of whoever gets one, and previews of them."""

from collections.abc import Iterator
from typing import Any

from webapp.core import clock, mail
from webapp.core.i18n import Texts, day, speaking
from webapp.core.i18n import gettext as _
from webapp.core.links import public_url
from webapp.events import mails as events
from webapp.events.models import Event
from webapp.feedback import links as feedback
from webapp.followup.models import Audience
from webapp.followup.queries import Recipient
from webapp.registration.mails import manage_token, write_to
from webapp.registration.policy import link_lives_until


def template(audience: Audience) -> str:
    return f"follow_up_{audience.value}"


def write(one: Recipient, added: Texts) -> None:
    """What organisers added in another language is left out: few could read it."""
    who, audience = one.registration, one.order.audience
    event = who.event
    with speaking(who.locale):
        write_to(
            who,
            template(audience),
            **_about(
                event,
                audience,
                added.by_language.get(who.locale, ""),
                manage=manage_token(who, event),
                feedback_token=feedback.token(who, event) if one.was_there else "",
                is_certified=one.is_certified,
            ),
        )


def preview(event: Event, audience: Audience, lang: str, added: Texts) -> tuple[str, str]:
    """Subject and text as somebody gets them who was there and is certified; no link in it opens anything."""
    was_there = audience is not Audience.MISSED
    with speaking(lang):
        context = _about(
            event,
            audience,
            added.by_language.get(lang, ""),
            manage=mail.SAMPLE,
            feedback_token=mail.SAMPLE if was_there else "",
            is_certified=was_there,
        )
    return mail.preview(template(audience), lang, **context)


def _about(
    event: Event, audience: Audience, added: str, *, manage: str, feedback_token: str, is_certified: bool
) -> dict[str, Any]:
    personal = audience is Audience.ANSWERED or bool(feedback_token) or is_certified
    return {
        "added": added,
        "was_there": bool(feedback_token),
        "links": list(_links(event, audience, manage, feedback_token, is_certified=is_certified)),
        "until": day(link_lives_until(clock.now(), ends=event.ends_at)) if personal else "",
        **events.about(event),
    }


def _links(
    event: Event, audience: Audience, manage: str, feedback_token: str, *, is_certified: bool
) -> Iterator[tuple[str, str]]:
    """Words and address."""
    if audience is Audience.ANSWERED:
        yield _("The answer"), public_url("own_questions.show", token=manage)
    if event.slides_url:
        yield _("Slides"), event.slides_url
    if event.recording_url:
        yield _("Recording"), event.recording_url
    yield _("All questions and answers"), public_url("questions.index", slug=event.slug)
    if is_certified:
        yield _("Certificate of attendance"), public_url("certificate.show", token=manage)
    if feedback_token:
        yield (
            _("Three questions about the conference, without a name"),
            public_url("feedback.form", token=feedback_token),
        )
    if audience is Audience.MISSED:
        yield _("Coming conferences"), public_url("events.home")
