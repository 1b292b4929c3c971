"""GoTo Webinar's attendees as its interface gives them; its report as a table is read like Zoom's. Pure."""

from collections.abc import Iterator
from typing import Any, Final

from webapp.attendance.readers import roles
from webapp.attendance.readers.cells import email, text
from webapp.attendance.readers.parsed import Entry, Parsed, count_out
from webapp.attendance.readers.reports import Platform, Reason, Role

_SECONDS = "attendanceTimeInSeconds"
MOST_SECONDS: Final = 1_000_000  #: of one stay; JSON of Python also knows NaN and numbers without end


def read_json(data: Any) -> Parsed | None:
    people = data if isinstance(data, list) else []
    known = [person for person in people if isinstance(person, dict) and _SECONDS in person]
    if not known:
        return None
    parsed = Parsed(Platform.GOTOWEBINAR, "attendees_json")
    for number, person in enumerate(known, start=1):
        parsed.rows += 1
        parts = (person.get(part) for part in ("firstName", "lastName"))
        name, address = " ".join(filter(None, map(_text, parts))), email(_text(person.get("email")))
        if not name and not address:
            count_out(parsed, Reason.NO_NAME, (number, []))
            continue
        role = roles.of_name(name, address, Role.ATTENDEE)
        for joined, left, minutes in _stays(person):
            parsed.entries.append(
                Entry(number, name, email=address, role=role, joined=joined, left=left, minutes=minutes, cells=(name,))
            )
    return parsed


def _text(value: Any) -> str:
    return text(value) if isinstance(value, str) else ""


def _stays(person: dict[str, Any]) -> Iterator[tuple[str | None, str | None, float | None]]:
    stays = person.get("attendance")
    times = [stay for stay in stays if isinstance(stay, dict)] if isinstance(stays, list) else []
    for stay in times:
        yield _text(stay.get("joinTime")) or None, _text(stay.get("leaveTime")) or None, None
    seconds = person.get(_SECONDS)
    if not times:
        stated = isinstance(seconds, int | float) and not isinstance(seconds, bool) and abs(seconds) < MOST_SECONDS
        yield None, None, float(seconds) / 60 if stated else None  # type: ignore[arg-type]
