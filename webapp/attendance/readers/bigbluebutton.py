"""BigBlueButton's learning dashboard: its data as JSON, which is exact, and the table a browser makes of it. Pure."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final

from webapp.attendance.readers import roles
from webapp.attendance.readers.cells import Kind, text, value, yes
from webapp.attendance.readers.grouping import Table
from webapp.attendance.readers.headings import Field
from webapp.attendance.readers.layout import Columns, Sheet
from webapp.attendance.readers.parsed import Entry, Parsed, count_out, entry
from webapp.attendance.readers.reports import Platform, Reason, Role

_CLOCK = re.compile(r"\d{1,3}:\d{2}:\d{2}")
WIDE: Final = 8  # columns
LATEST: Final = 4_102_444_800_000  # milliseconds, in 2100


def read_json(data: Any) -> Parsed | None:
    """The dashboard's data, or None where this is none."""
    if not isinstance(data, dict) or not isinstance(users := data.get("users"), dict):
        return None
    parsed = Parsed(
        Platform.BIGBLUEBUTTON,
        "learning_dashboard_json",
        title=text(data.get("name")) if isinstance(data.get("name"), str) else "",
    )
    parsed.start, parsed.end = _moment(data.get("createdOn")), _moment(data.get("endedOn"))
    known = [user for user in users.values() if isinstance(user, dict)]
    latest = parsed.end or max((end for user in known for _start, end in _stays(user) if end), default=None)
    for number, user in enumerate(known, start=1):
        _add_user(parsed, number, user, latest)
    return parsed


def _add_user(parsed: Parsed, number: int, user: dict[str, Any], latest: datetime | None) -> None:
    parsed.rows += 1
    name = text(user.get("name")) if isinstance(user.get("name"), str) else ""
    if not name:
        count_out(parsed, Reason.NO_NAME, (number, [json.dumps(user)[:200]]))
        return
    role = (
        Role.PHONE if user.get("isDialIn") is True else Role.HOST if user.get("isModerator") is True else Role.ATTENDEE
    )
    account = _account(user)
    for start, end in list(_stays(user)) or [(None, None)]:
        parsed.entries.append(
            Entry(
                number,
                name,
                role=roles.of_name(name, "", role),
                joined=start,
                left=end or latest,
                account=account,
                cells=(name,),
            )
        )


def _account(user: dict[str, Any]) -> str:
    """The id in the system that sent the person; without one the server repeats its own, new at each joining."""
    account, connections = user.get("extId"), user.get("intIds")
    own = connections if isinstance(connections, dict) else {user.get("intId")}
    return account if isinstance(account, str) and account not in own and not account.startswith("w_") else ""


def _stays(user: dict[str, Any]) -> Iterator[tuple[datetime | None, datetime | None]]:
    """From every generation: sessions within a connection, one stay a connection, or one stay a user."""
    connections = user.get("intIds")
    for connection in connections.values() if isinstance(connections, dict) else [user]:
        if not isinstance(connection, dict):
            continue
        sessions = connection.get("sessions")
        for stay in sessions if isinstance(sessions, list) and sessions else [connection]:
            if isinstance(stay, dict) and (joined := _moment(stay.get("registeredOn"))):
                yield joined, _moment(stay.get("leftOn"))


def _moment(milliseconds: Any) -> datetime | None:
    """0 means not yet."""
    if isinstance(milliseconds, bool) or not isinstance(milliseconds, int | float) or not 0 < milliseconds < LATEST:
        return None
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def read(sheet: Sheet) -> Parsed | None:
    """The table: times are those of the browser of whoever downloaded it."""
    return next((_read(table, found) for table, found in sheet.described if _is_dashboard(table, found)), None)


def _is_dashboard(table: Table, found: Columns) -> bool:
    """The second column says who moderates, and times spent talking and seen stand as 0:01:02."""
    if len(table.head) < WIDE or len(found.kinds) < WIDE:
        return False
    moderates = found.kinds[1] is Kind.FLAG or found.fields[1] is Field.MODERATOR
    clocks = [number for number in range(2, len(found.kinds)) if _is_clock(table, number)]
    return moderates and (found.joined is not None or not table.lines) and (len(clocks) > 1 or not table.lines)


def _is_clock(table: Table, number: int) -> bool:
    cells = [shown for cell in table.column(number) if (shown := text(cell)) and shown != "-"]
    return bool(cells) and sum(bool(_CLOCK.fullmatch(shown)) for shown in cells) * 2 > len(cells)


def _read(table: Table, found: Columns) -> Parsed:
    parsed = Parsed(Platform.BIGBLUEBUTTON, "learning_dashboard_csv", local_clock=True)
    for line in table.lines:
        parsed.rows += 1
        one = entry(found, line)
        if value(one.joined) is None and yes(line[1][1] if len(line[1]) > 1 else None) is None:
            count_out(parsed, Reason.POLL_ANSWERS, line)
        elif not one.name:
            count_out(parsed, Reason.NO_NAME, line)
        else:
            moderates = yes(line[1][1]) is True
            one.role = roles.of_name(one.name, "", Role.HOST if moderates else Role.ATTENDEE)
            one.spans = True
            parsed.entries.append(one)
    return parsed
