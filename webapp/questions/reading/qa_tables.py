"""Questions out of the rows of a table: answers may share a cell, or stand in rows of their own below. Pure."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from webapp.core import columns, names
from webapp.core.columns import Mapping, heading_key
from webapp.core.grids import Cell, Grid
from webapp.questions.reading import telling
from webapp.questions.reading.fields import MESSAGE, TEAMS, ZOOM, ZOOM_TITLES
from webapp.questions.reading.found import (
    LONGEST_EMAIL,
    LONGEST_NAME,
    LONGEST_WRITTEN,
    Entry,
    Flaw,
    Found,
    Platform,
    Reply,
    Table,
    Unusable,
)

LONGEST_CELL: Final = 50_000  #: characters
ABOVE: Final = 12  #: rows above the headings that may hold the report’s title
_EMAIL: Final = re.compile(r"(?<![^@\s<>,;:\"()])[^@\s<>,;:\"()]+@[^@\s<>,;:\"()]+\.[^@\s<>,;:\"().]+")
_RESPONSE: Final = re.compile(r"(?:respon|answer|repl|antwort|відповід|ответ|odpowied)", re.IGNORECASE)
_NOTHING: Final = frozenset({"", "-", "--", "–", "—", "n/a", "null", "none"})
_KEYS: Final = {
    Platform.ZOOM: frozenset(map(heading_key, ZOOM)),
    Platform.TEAMS: frozenset(map(heading_key, TEAMS)),
}
_TITLES: Final = tuple(map(heading_key, ZOOM_TITLES))
_MESSAGE: Final = frozenset(map(heading_key, MESSAGE))


def table_of(grid: Grid, mapping: Mapping) -> Table:
    """With text in every cell, and without empty rows."""
    rows = []
    for number, row in enumerate(grid.rows, start=1):
        cells = [_text(cell)[:LONGEST_CELL] for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            rows.append((number, cells))
    return Table(rows, mapping)


def read(table: Table) -> Found:
    """Every row below the headings. Raises Unusable if there is none."""
    entries: list[Entry] = []
    header = table.header or 0
    repeated = next((cells for number, cells in table.rows if number == header), [])
    for number, cells in table.rows:
        if number > header and cells != repeated:
            _add(entries, number, cells, table.mapping)
    if not any(not entry.refused for entry in entries):
        raise Unusable(Flaw.NO_QUESTIONS)
    column = table.mapping.column("question") or 0
    named = heading_key(repeated[column]) if column < len(repeated) else ""
    is_chat = named in _MESSAGE and not {"answer", "type"} & table.mapping.columns.keys()
    return Found(_platform(table, repeated), entries, asked=not is_chat)


def _platform(table: Table, headings: Sequence[str]) -> Platform:
    told = set(map(heading_key, headings))
    above = [heading_key(cells[0]) for number, cells in table.rows[:ABOVE] if number < (table.header or 0)]
    if any(key.startswith(title) for key in above for title in _TITLES):
        return Platform.ZOOM
    return next((platform for platform, keys in _KEYS.items() if keys & told), Platform.TABLE)


def _add(entries: list[Entry], number: int, cells: Sequence[str], mapping: Mapping) -> None:
    def cell(name: str) -> str:
        return telling.shown(str(mapping.cell(cells, name) or ""))

    question, kind, thread = cell("question"), cell("type"), cell("number")
    replies, live = _replies(cell("answer"), cell("answered_by"))
    live |= telling.without_live(cell("status"))[1]
    if kind and _RESPONSE.match(kind):
        if (asked := _asked(entries, thread)) and question:
            told, aloud = _replies(question, _name(cells, mapping))
            asked.replies += told
            asked.live |= aloud
            return
    elif entries and (not question or _is_again(entries[-1], question, cells, mapping)) and (replies or live):
        entries[-1].replies += replies
        entries[-1].live |= live
        return
    name = _name(cells, mapping)
    hidden = telling.is_anonymous(name) if name else False
    email = _email(cell("email")) or _email(name)
    entries.append(
        Entry(
            number,
            question,
            "" if hidden or "@" in name else name[:LONGEST_NAME],
            "" if hidden else email[:LONGEST_EMAIL],
            cell("place")[:LONGEST_NAME],
            cell("when")[:LONGEST_WRITTEN],
            thread[:LONGEST_WRITTEN],
            replies,
            live,
            _number(cell("votes")),
            hidden,
            not question,
        )
    )


def _asked(entries: Sequence[Entry], thread: str) -> Entry | None:
    """The question a response belongs to: of its thread, else the last one."""
    same = (entry for entry in reversed(entries) if thread and entry.number == thread)
    return next(same, entries[-1] if entries and not thread else None)


def _is_again(before: Entry, question: str, cells: Sequence[str], mapping: Mapping) -> bool:
    """The same question on a row of its own for each answer."""
    name, number = _name(cells, mapping), str(mapping.cell(cells, "number") or "")
    return before.text == question and name in {before.name, ""} and number in {before.number, ""}


def _replies(answer: str, by: str) -> tuple[list[Reply], bool]:
    found, live = [], False
    for name, said in telling.answerer(answer) if answer.casefold() not in _NOTHING else ():
        words, aloud = telling.without_live(said)
        live |= aloud
        if words:
            found.append(Reply(words, (name or by)[:LONGEST_NAME]))
    return found, live


def _name(cells: Sequence[str], mapping: Mapping) -> str:
    whole = names.clean(str(mapping.cell(cells, "name") or ""))
    parts = (names.clean(str(mapping.cell(cells, name) or "")) for name in ("given_name", "family_name"))
    return whole or " ".join(filter(None, parts))


def _email(text: str) -> str:
    found = _EMAIL.search(text)
    return found[0].lower() if found else ""


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 7 else None  # noqa: PLR2004 - nobody has a million votes


def _text(cell: Cell) -> str:
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "seconds")
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, date):
        return cell.isoformat()
    return "" if cell is None else str(cell).strip()


def is_enough(chosen: columns.Mapping) -> bool:
    """Whether somebody need not be asked: the heading of the questions can mean nothing else."""
    guess = chosen.columns.get("question")
    return guess is not None and guess.sure
