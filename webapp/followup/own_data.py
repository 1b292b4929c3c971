"""For the file with everything about one person: the mail after the conference; nobody is told to have missed it."""

from typing import Any, Final

from webapp.core.db import session
from webapp.followup.models import Audience, FollowUp

RESULTS: Final = "results"  #: what the mail to those is called who withdrew, got no place or were in no report
CALLED: Final = {one: RESULTS if one is Audience.MISSED else one.value for one in Audience}
TEMPLATES: Final = {f"follow_up_{audience.value}": f"follow_up_{called}" for audience, called in CALLED.items()}


def everything(registration_id: int) -> dict[str, Any]:
    found = session().get(FollowUp, registration_id)
    return {"after_conference": _told(found) if found else None}


def _told(one: FollowUp) -> dict[str, Any]:
    is_sent = one.sent_at is not None and not one.unwanted
    return {
        "mail": CALLED[one.audience],
        "ordered_at": one.ordered_at.isoformat(),
        "sent_at": one.sent_at.isoformat() if one.sent_at and is_sent else None,
        "wanted": not one.unwanted,
    }
