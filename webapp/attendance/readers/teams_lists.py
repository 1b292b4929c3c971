"""Teams' older lists: the log of 2020 (joined, left), the report of 2021, and the participants of live events. Pure."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date, time
from itertools import groupby
from typing import Final

from webapp.attendance.readers import roles, teams
from webapp.attendance.readers.cells import Kind, at, email, kind, kind_of, text, value
from webapp.attendance.readers.grouping import Line, Table, looks_like_heading
from webapp.attendance.readers.headings import Field, field_of
from webapp.attendance.readers.layout import Columns, Sheet, columns
from webapp.attendance.readers.parsed import Entry, Parsed, count_out, entry
from webapp.attendance.readers.reports import Platform, Reason, Role
from webapp.core import dates
from webapp.core.dates import DateOrder

_IN = re.compile(
    r"join|beigetret|beitr[ie]t|entr[oóaé]|ingress|rejoint|uni[óo]|dołącz|при[єї]дна|ввійш|увійш|підключ|присоедин|"
    r"вош[её]л|参加|참가|加入|připoj|csatlak|katıl|deelgen|anslöt|gick med|liitty|aderi|unito"
)
_OUT = re.compile(
    r"left|leave|verlass|sai[ur]|saí|quitt|sali|abandon|opuś|opuszcz|wysz|вийш|від.?єдна|покину|залиш|вышел|вышла|"
    r"退出|나간|나갔|离开|odeš|opust|kilép|ayrıl|verlat|lämn|poistu|uscit|usci"
)
COLUMNS: Final = 3
MOST_ACTIONS: Final = 4

Event = tuple[Line, bool]  #: a row of the log, and whether it is a coming


def read(sheet: Sheet) -> Parsed | None:
    return _live_event(sheet) or _log(sheet.lines) or _report(sheet.lines)


# The log: who, joined or left, when


def _log(lines: Sequence[Line]) -> Parsed | None:
    several = sum(len(row) > 1 for _number, row in lines) - 1
    events = [event for line in lines if (event := _event(line))]
    if not events or len(events) * 10 < several * 7:
        return None
    head = next((row for _number, row in lines if looks_like_heading(row)), None)
    ways = _ways(events, head)
    if ways is None:
        return None
    layout = "list_2020" if head else "list_2020_headerless"
    parsed = Parsed(Platform.TEAMS, layout, local_clock=True)
    parsed.rows = len(lines) - (head is not None)
    known = {number for number, _cells in events}
    for line in lines:
        if line[0] not in known and line[1] != head:
            count_out(parsed, Reason.NOT_UNDERSTOOD, line)
    told: dict[str, list[Event]] = {}
    for number, (who, action, when) in events:
        if who and str(action) in ways:
            told.setdefault(str(who), []).append(((number, [who, action, when]), ways[str(action)]))
        else:
            count_out(parsed, Reason.NOT_UNDERSTOOD if who else Reason.NO_NAME, (number, [who, action, when]))
    for name, visits in told.items():
        parsed.entries += _visits(name, visits)
    return parsed


def _event(line: Line) -> Line | None:
    """Who, what and when, cleaned; None for rows that are no event."""
    if len(line[1]) != COLUMNS:
        return None
    who, action, when = line[1]
    stamp = dates.read(value(when))
    if stamp is None or not stamp.has_date or stamp.clock is None:
        return None
    return line[0], [text(who), text(action), value(when)]


def _ways(events: Sequence[Line], head: Sequence[object] | None) -> dict[str, bool] | None:
    """Which word means coming, which going; in a language we do not know, everybody comes before going."""
    if head and {field_of(text(cell)) for cell in head} & {Field.ROLE, Field.EMAIL}:  # type: ignore[arg-type]
        return None
    words = {str(row[1]) for _number, row in events}
    if not 0 < len(words) <= MOST_ACTIONS or any(kind(word) is not Kind.TEXT for word in words):
        return None
    plain = {word: word.casefold() for word in words}
    ways = {word: bool(_IN.search(told)) for word, told in plain.items() if _IN.search(told) or _OUT.search(told)}
    if words == ways.keys():
        return ways
    names = Counter(row[0] for _number, row in events)
    if len(words) == 1 or sum(count for count in names.values() if count > 1) * 2 < len(events):
        return None
    ordered = sorted(events, key=lambda line: _when((line, True)), reverse=True)
    first = {row[0]: str(row[1]) for _number, row in ordered}
    coming = Counter(first.values()).most_common(1)[0][0]
    also = set(first.values()) if len(words) > 2 else {coming}  # noqa: PLR2004 - “joined before” is a third
    return {word: ways.get(word, word in also) for word in words}


def _visits(name: str, told: Sequence[Event]) -> list[Entry]:
    """Each going ends the latest coming that has no end; of what happens at one time, goings come first."""
    visits: list[Entry] = []
    standing: list[Entry] = []
    role = roles.of_name(name, "", Role.ATTENDEE)
    for _at, group in groupby(sorted(told, key=_when), key=_when):
        events = list(group)
        going = [line for line, comes in events if not comes]
        while going and standing:
            standing.pop().left = going.pop()[1][2]
        for number, row in (line for line, comes in events if comes):
            standing.append(Entry(number, name, role=role, joined=row[2], cells=row))
            visits.append(standing[-1])
        for number, row in going:  # came and went at once, or came before the log begins
            if standing:
                standing.pop().left = row[2]
            else:
                visits.append(Entry(number, name, role=role, left=row[2], cells=row))
    for place, one in enumerate(visits):
        if one in standing:  # a going was lost: at the latest when the same person comes again
            one.left = next((later.joined for later in visits[place + 1 :] if later.joined is not None), None)
    return visits


def _when(event: Event) -> tuple[date, time]:
    """In order of time, as far as it can be told before it is decided whether the day or the month comes first."""
    stamp = dates.read(event[0][1][2])
    assert stamp is not None  # noqa: S101 - rows without a time were left out
    return stamp.date(DateOrder.DAY_FIRST) or stamp.date(DateOrder.MONTH_FIRST) or date.min, stamp.clock or time.min


# The report of 2021: a summary, then one row a join


def _report(lines: Sequence[Line]) -> Parsed | None:
    place = next(
        (index for index, (_number, row) in enumerate(lines) if len(row) > COLUMNS and looks_like_heading(row)), None
    )
    if place is None:
        return None
    table = Table("", tuple(text(cell) for cell in lines[place][1]), lines[place][0], list(lines[place + 1 :]))
    found = columns(table)
    above = lines[:place]
    pairs = [row for _number, row in above if len(row) == 2 and kind(row[1]) in {Kind.MOMENT, Kind.NUMBER}]  # noqa: PLR2004
    with_units = found.minutes is not None and found.kinds[found.minutes] is Kind.DURATION
    if not found.timed or not with_units or not (len(pairs) > 1 or found.account is not None):
        return None
    if Field.CONNECTION in found.others or found.kinds[found.joined or 0] is not Kind.MOMENT:
        return None
    parsed = Parsed(Platform.TEAMS, "report_2021", local_clock=True)
    teams.summarise(parsed, above)
    role = teams.role_column(table, found)
    for line in table.lines:
        _add(parsed, found, line, role)
    return parsed


def _add(parsed: Parsed, found: Columns, line: Line, column: int | None) -> None:
    parsed.rows += 1
    one = entry(found, line)
    if not one.name and not one.email:
        count_out(parsed, Reason.NO_NAME, line)
        return
    role = roles.of_word(text(at(line[1], column)))
    one.role = roles.of_name(one.name, one.email, role)
    parsed.entries.append(one)


# Live events: one row an action, in UTC

_SESSION, _WHO, _NAME, _AT, _ACTION, _ROLE = (
    "sessionid",
    "participantid",
    "fullname",
    "utceventtimestamp",
    "action",
    "role",
)


def _live_event(sheet: Sheet) -> Parsed | None:
    for table in sheet.tables:
        places = {heading.replace(" ", "").casefold(): number for number, heading in enumerate(table.head)}
        if {_WHO, _AT, _ACTION} <= places.keys():
            return _live_entries(table, places)
    return None


def _live_entries(table: Table, places: dict[str, int]) -> Parsed:
    parsed = Parsed(Platform.TEAMS, "live_event", utc=True)
    events: dict[tuple[str, str], list[Event]] = {}
    for number, row in table.lines:
        parsed.rows += 1
        name, who = text(at(row, places.get(_NAME))), text(at(row, places[_WHO]))
        action = text(at(row, places[_ACTION])).casefold()
        if (
            not name
            or kind_of([at(row, places[_AT])]) is not Kind.MOMENT
            or not (_IN.search(action) or _OUT.search(action))
        ):
            count_out(parsed, Reason.NOT_UNDERSTOOD if name else Reason.NO_NAME, (number, row))
            continue
        line = (number, [name, action, value(at(row, places[_AT])), text(at(row, places.get(_ROLE))), who])
        events.setdefault((who, name), []).append((line, bool(_IN.search(action))))
    for (who, name), told in events.items():
        for one in _visits(name, told):
            one.account = who.casefold()
            one.email = email(who)
            one.role = roles.of_name(name, one.email, roles.of_word(text(one.cells[3])))
            parsed.entries.append(one)
    return parsed
