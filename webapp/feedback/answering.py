"""The one verb: give feedback, once."""

from collections.abc import Sequence
from dataclasses import dataclass

from webapp.core.db import session
from webapp.core.errors import NotThere
from webapp.feedback.models import Feedback, FeedbackGiven, Wanted
from webapp.registration import queries as registrations


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    useful: int
    wanted: Sequence[Wanted]
    text: str


def give(public_id: str, given: Given, *, locale: str) -> bool:
    """Whether it counts: the second of two answers is forgotten.

    No audit entry, which would tell when somebody answered. Raises NotThere for who was deleted in the meantime.
    """
    who = registrations.by_public_id(public_id)
    if who is None:
        raise NotThere
    if session().get(FeedbackGiven, who.id) is not None:
        return False
    session().add(FeedbackGiven(registration_id=who.id))
    session().add(
        Feedback(
            event_id=who.event_id, side=who.side, language=locale, useful=given.useful, text=given.text,
            wanted=",".join(one.value for one in Wanted if one in given.wanted),
        )
    )  # fmt: skip
    session().flush()
    return True
