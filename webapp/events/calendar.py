"""A calendar entry (RFC 5545) of an event; times in UTC, so that summer time and both regions are right."""

from dataclasses import dataclass
from datetime import UTC, datetime

import icalendar


@dataclass(frozen=True, slots=True)
class Entry:
    uid: str
    title: str
    text: str
    address: str
    starts_at: datetime
    ends_at: datetime
    changed_at: datetime
    language: str
    cancelled: bool = False


def calendar(entry: Entry) -> str:
    """The text of an .ics file with one entry, lines ended by CR LF; icalendar escapes and folds what people typed."""
    made = icalendar.Calendar()
    made.add("prodid", "-//Konferenz//konferenz//EN")
    made.add("version", "2.0")
    made.add("method", "CANCEL" if entry.cancelled else "PUBLISH")
    event = icalendar.Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", entry.changed_at.astimezone(UTC))
    event.add("last-modified", entry.changed_at.astimezone(UTC))
    event.add("sequence", int(entry.changed_at.timestamp()) // 60)  # grows with every change
    event.add("dtstart", entry.starts_at.astimezone(UTC))
    event.add("dtend", entry.ends_at.astimezone(UTC))
    event.add("summary", entry.title, parameters={"LANGUAGE": entry.language})
    event.add("description", entry.text)
    event.add("url", entry.address)
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    made.add_component(event)
    return str(made.to_ical(), "utf-8")
