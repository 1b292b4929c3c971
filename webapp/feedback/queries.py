"""Reading feedback: what was written, and whether somebody has answered."""

from typing import Any

from sqlalchemy import Select, select

from webapp.core.db import session
from webapp.feedback.models import Feedback, FeedbackGiven


def has_answered(registration_id: int) -> bool:
    return session().get(FeedbackGiven, registration_id) is not None


def texts(event_id: int) -> Select[Feedback]:
    """To be paged by core.lists, in the order of random ids."""
    return select(Feedback).where(Feedback.event_id == event_id, Feedback.text != "")


def own_data(registration_id: int) -> dict[str, Any]:
    """For the file with everything about one person: what was answered, nobody can find."""
    return {"feedback": {"answered": has_answered(registration_id)}}
