"""The personal link to the questions of feedback; it opens nothing else."""

from typing import Final

from webapp.core import clock, tokens
from webapp.events.models import Event
from webapp.registration import policy
from webapp.registration.models import Registration

PURPOSE: Final = "feedback"


def token(who: Registration, event: Event) -> str:
    until = policy.link_lives_until(clock.now(), ends=event.ends_at)
    return tokens.sign(PURPOSE, who.public_id, version=who.link_version, until=until)
