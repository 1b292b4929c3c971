"""Verbs of the mails after a conference: say where the slides are, add to the text, have a worker write the mails.

Mark and mail are one transaction, so whatever is killed when, nobody gets one twice and nobody is left out.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import insert, select

from webapp.core import audit, clock, jobs
from webapp.core.db import session, transaction
from webapp.core.errors import Refused
from webapp.core.i18n import Texts
from webapp.core.i18n import lazy_gettext as _l
from webapp.core.jobs import every
from webapp.followup import mails, queries
from webapp.followup.models import Audience, FollowUp, FollowUpText
from webapp.registration import seats
from webapp.registration.blocking import blocked_among

BATCH: Final = 50
TOO_EARLY = _l("These mails can be sent once the conference is over.")


def set_material(event_id: int, slides_url: str, recording_url: str, *, actor: str) -> bool:
    """Where slides and recording are; whether that changed."""
    event = seats.locked(event_id)
    wanted = {"slides_url": slides_url, "recording_url": recording_url}
    changed = [name for name, value in wanted.items() if getattr(event, name) != value]
    for name in changed:
        setattr(event, name, wanted[name])
    if changed:
        audit.record("event.material", f"event {event.public_id}", actor=actor, details={"changed": changed})
    return bool(changed)


def add_texts(event_id: int, audience: Audience, texts: Mapping[str, str], *, actor: str, now: datetime) -> bool:
    """By language; an empty one takes away what was added. Whether anything changed."""
    event = seats.locked(event_id)
    of_this = FollowUpText.event_id == event.id, FollowUpText.audience == audience
    there = {one.language: one for one in session().scalars(select(FollowUpText).where(*of_this))}
    changed = []
    for lang, text in texts.items():
        kept = there.get(lang)
        if text == (kept.text if kept else ""):
            continue
        changed.append(lang)
        if kept is None:
            added = {"event_id": event.id, "audience": audience, "language": lang, "text": text}
            session().add(FollowUpText(**added, by=actor, at=now))
        elif text:
            kept.text, kept.by, kept.at = text, actor, now
        else:
            session().delete(kept)
    if changed:
        details = {"audience": audience.value, "languages": changed}
        audit.record("follow_up.text", f"event {event.public_id}", actor=actor, details=details)
    return bool(changed)


def order(event_id: int, audience: Audience, *, actor: str, now: datetime) -> int:
    """Have all of an audience written to who were not, by this or another of these mails; the number of those.

    Raises Refused before the end of the conference.
    """
    event = seats.locked(event_id)
    if now < event.ends_at:
        raise Refused(TOO_EARLY)
    people = queries.untold(event.id, audience)
    if people:
        rows = [
            {"registration_id": number, "audience": audience, "ordered_at": now, "sent_at": None} for number in people
        ]
        session().execute(insert(FollowUp), rows)
        details = {"audience": audience.value, "people": len(people)}
        audit.record("follow_up.send", f"event {event.public_id}", actor=actor, details=details)
        jobs.enqueue(write_ordered)
    return len(people)


@every(timedelta(minutes=1))
def write_ordered() -> None:
    """In small batches, each of which is whole."""
    while _write_batch():
        pass


def _write_batch() -> bool:
    """Whether there may be more."""
    now = clock.now()
    with transaction():
        people = queries.to_be_written(BATCH)
        added = queries.additions({one.registration.event_id for one in people})
        blocked = blocked_among({one.registration.mail_key for one in people})
        for one in people:
            one.order.sent_at = now
            if one.registration.mail_key not in blocked:
                mails.write(one, added.get((one.registration.event_id, one.order.audience), Texts({})))
        return len(people) == BATCH
