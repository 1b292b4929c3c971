"""Verbs of the mails after a conference: say where the slides are, add to the text, have a worker write the mails.

Mark and mail are one transaction, so whatever is killed when, nobody gets one twice and nobody is left out.
"""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import insert, select

from webapp.core import audit, clock, jobs
from webapp.core.db import session, transaction
from webapp.core.errors import Refused, Stale
from webapp.core.i18n import LANGUAGES, Texts
from webapp.core.i18n import lazy_gettext as _l
from webapp.core.jobs import every
from webapp.events.models import Event
from webapp.followup import mails, queries
from webapp.followup import seen as marks
from webapp.followup.models import Audience, FollowUp, FollowUpText
from webapp.registration import seats
from webapp.registration.blocking import blocked_among

BATCH: Final = 50
TOO_EARLY = _l("These mails can be sent once the conference is over.")
STALE_MATERIAL = _l(
    "Somebody else has changed the addresses meanwhile. Nothing was saved. Below is what you typed, and what holds now."
)
STALE_TEXTS = _l(
    "Somebody else has changed the texts meanwhile. Nothing was saved. Below is what you typed, and what holds now."
)
STALE_MAIL = _l("The mail has changed since you looked at it. Nothing was sent. Please look at the previews again.")
BEING_SENT = _l("Mails with what holds now are just being sent. Nothing was saved. Please try again in a few minutes.")


def set_material(event_id: int, slides_url: str, recording_url: str, *, seen: str, actor: str) -> bool:
    """Where slides and recording are; whether that changed.

    Raises Stale unless these are the addresses that were seen, Refused while mails with them wait to be written.
    """
    event = seats.locked(event_id)
    wanted = {"slides_url": slides_url, "recording_url": recording_url}
    changed = [name for name, value in wanted.items() if getattr(event, name) != value]
    if changed:
        _check_may_change(event, tuple(Audience), STALE_MATERIAL if seen != marks.of_material(event) else None)
    for name in changed:
        setattr(event, name, wanted[name])
    if changed:
        audit.record("event.material", f"event {event.public_id}", actor=actor, details={"changed": changed})
    return bool(changed)


def add_texts(
    event_id: int, audience: Audience, texts: Mapping[str, str], *, seen: str, actor: str, now: datetime
) -> bool:
    """By language; an empty one takes away what was added. Whether anything changed. Raises as set_material()."""
    event = seats.locked(event_id)
    of_this = FollowUpText.event_id == event.id, FollowUpText.audience == audience
    there = {one.language: one for one in session().scalars(select(FollowUpText).where(*of_this))}
    stored = {lang: there[lang].text if lang in there else "" for lang in LANGUAGES}
    changed = [lang for lang, text in texts.items() if text != stored[lang]]
    if changed:
        _check_may_change(event, (audience,), STALE_TEXTS if seen != marks.of_texts(Texts(stored)) else None)
    for lang in changed:
        kept, text = there.get(lang), texts[lang]
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


def _check_may_change(event: Event, audiences: Collection[Audience], stale: object) -> None:
    """What somebody looked at before ordering is what leaves."""
    if stale:
        raise Stale(stale)
    if queries.is_being_written(event.id, audiences):
        raise Refused(BEING_SENT)


def order(event_id: int, audience: Audience, *, seen: str, actor: str, now: datetime) -> int:
    """Have all of an audience written to who were not, by this or another of these mails; the number of those.

    Raises Refused before the end of the conference, Stale if organisers wrote anything else than was seen.
    """
    event = seats.locked(event_id)
    if now < event.ends_at:
        raise Refused(TOO_EARLY)
    people = queries.untold(event.id, audience)
    if people and seen != marks.of_mail(event, queries.addition(event, audience)):
        raise Stale(STALE_MAIL)
    if people:
        rows = [
            {"registration_id": number, "audience": audience, "ordered_at": now, "sent_at": None, "unwanted": False}
            for number in people
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
    """Whether there may be more. Who is not in the audience any more for which a mail was ordered gets none of it."""
    now = clock.now()
    with transaction():
        people = queries.to_be_written(BATCH)
        added = queries.additions({one.registration.event_id for one in people})
        blocked = blocked_among({one.registration.mail_key for one in people})
        belonging = queries.belonging(people)
        for one in people:
            if one.registration.id not in belonging:
                session().delete(one.order)  # shown as still to send, in the audience that is theirs now
                continue
            one.order.sent_at = now
            one.order.unwanted = one.registration.mail_key in blocked
            if not one.order.unwanted:
                mails.write(one, added.get((one.registration.event_id, one.order.audience), Texts({})))
        return len(people) == BATCH
