"""The calendar entry of an event in one language, for its page and for mails."""

from datetime import datetime
from functools import lru_cache

from webapp.core.i18n import clocks, language
from webapp.core.links import public_url
from webapp.events.calendar import Entry, calendar
from webapp.events.models import Event

ANYBODY = "0" * 22  #: as long as a public id, so that the line is folded alike


def calendar_text(event: Event, *, of: str = "", cancelled: bool = False, changed_at: datetime | None = None) -> str:
    """In the present language; both clocks stand in the text, the join address never does.

    `of` is the registration whose entry it is: a colleague's withdrawal leaves the others' entries in a shared mailbox.
    """
    drawn = _drawn(
        Entry(
            uid=f"{ANYBODY}@konferenz",
            title=str(event.title.here),
            text=clocks(event.starts_at, event.ends_at),
            address=public_url("events.show", slug=event.slug),
            starts_at=event.starts_at,
            ends_at=event.ends_at,
            changed_at=changed_at or event.changed_at,
            language=language(),
            cancelled=cancelled,
        )
    )
    return drawn.replace(ANYBODY, of or event.public_id, 1)


@lru_cache(maxsize=64)
def _drawn(entry: Entry) -> str:
    """Everybody's entry of one conference is the same but for its id, and drawing it costs as much as three queries."""
    return calendar(entry)


def calendar_name(event: Event) -> str:
    return f"{event.starts_at:%Y-%m-%d}_{event.slug}.ics"
