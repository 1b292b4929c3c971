"""What every mail about a conference says of it."""

from typing import Any

from webapp.core.i18n import clocks, day
from webapp.core.links import public_url
from webapp.events.models import Event


def about(event: Event) -> dict[str, Any]:
    """In the language that is spoken."""
    return {
        "event_title": str(event.title.here),
        "event_day": day(event.starts_at),
        "event_clocks": clocks(event.starts_at, event.ends_at),
        "event_url": public_url("events.show", slug=event.slug),
    }
