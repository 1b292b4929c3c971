"""The mails that carry a personal join link; each function puts one into the outbox, in the recipient's language."""

from typing import Any

from webapp.attendance.meeting import doorway
from webapp.attendance.meeting.doorway import Kind
from webapp.attendance.meeting.join_queries import Entrance, usable
from webapp.attendance.meeting.joining_models import MeetingRoom
from webapp.core import mail
from webapp.core.i18n import moment, speaking
from webapp.core.links import public_url
from webapp.events import mails as events
from webapp.events.models import Event
from webapp.registration.mails import manage_token, write_to

TEMPLATES = {Kind.DAY: "joining_day", Kind.HOUR: "joining_hour"}


def reminder(kind: Kind, entrance: Entrance) -> None:
    _queue(TEMPLATES[kind], entrance, **_way_in(kind, entrance.room))


def renewed(entrance: Entrance) -> None:
    _queue("joining_renewed", entrance)


def preview(kind: Kind, event: Event, room: MeetingRoom, lang: str) -> tuple[str, str]:
    """Subject and text as somebody gets them who reads this language; no link in it opens anything."""
    with speaking(lang):
        context = _about(event, room) | _way_in(kind, room) | _links(mail.SAMPLE, mail.SAMPLE)
    return mail.preview(TEMPLATES[kind], lang, **context)


def _way_in(kind: Kind, room: MeetingRoom) -> dict[str, Any]:
    """Address and dial-in, for the case that this service is down: in the last reminder, if organisers want that."""
    told = kind is Kind.HOUR and room.address_in_last_reminder
    return {"address": room.address if told and usable(room) else "", "dial_in": room.dial_in if told else ""}


def _queue(template: str, entrance: Entrance, **more: Any) -> None:
    registration, event = entrance.registration, entrance.event
    with speaking(registration.locale):
        write_to(
            registration,
            template,
            **_links(entrance.token, manage_token(registration, event)),
            **_about(event, entrance.room),
            **more,
        )


def _links(join: str, manage: str) -> dict[str, Any]:
    return {"join": public_url("join.show", token=join), "manage": public_url("personal.show", token=manage)}


def _about(event: Event, room: MeetingRoom) -> dict[str, Any]:
    return {
        "opens": moment(doorway.opens_at(event.starts_at, room.opens_minutes_before)),
        "channel_de": room.channel_de,
        "channel_uk": room.channel_uk,
        **events.about(event),
    }
