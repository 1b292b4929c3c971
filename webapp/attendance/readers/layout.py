"""Which column of a table is which: by its heading where that is understood, and always by what stands in it. Pure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from webapp.attendance.readers import durations, roles
from webapp.attendance.readers.cells import Kind, at, kind_of, text
from webapp.attendance.readers.grouping import Line, Table, tables
from webapp.attendance.readers.headings import Field, field_of, is_display
from webapp.attendance.readers.reports import Role
from webapp.core import dates
from webapp.core.dates import DateOrder
from webapp.core.grids import Cell

LONGEST_MEETING = 36 * 60  # minutes between joining and leaving
DAY = 1440.0  # minutes
CLOSE = 2.0  # minutes that a stated duration may be off
MOST_ROLES = 6
FEW = 3  # rows that may say the same by chance
MOST_PAIRS = 12  # columns of times that are compared with each other


@dataclass(frozen=True, slots=True)
class Columns:
    """Column numbers, None where there is no such column."""

    kinds: tuple[Kind, ...]
    fields: tuple[Field | None, ...]
    name: int | None = None
    given: int | None = None
    family: int | None = None
    emails: tuple[int, ...] = ()
    account: int | None = None
    joined: int | None = None
    left: int | None = None
    minutes: int | None = None
    scale: float = 1.0  #: minutes that a bare number in that column counts
    others: dict[Field, int] = field(default_factory=dict)  #: the rest, by heading; the first of each

    @property
    def named(self) -> bool:
        return self.name is not None or self.given is not None or self.family is not None

    @property
    def timed(self) -> bool:
        return self.joined is not None and self.left is not None


class Sheet:
    """The rows of one sheet, its tables and their columns, found out when first asked for."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines

    @cached_property
    def tables(self) -> list[Table]:
        return tables(self.lines)

    @cached_property
    def described(self) -> list[tuple[Table, Columns]]:
        """Tables that have a heading."""
        return [(table, columns(table)) for table in self.tables if table.head]


def columns(table: Table) -> Columns:
    width = table.width
    kinds = tuple(kind_of(table.column(number)) for number in range(width))
    fields = tuple(field_of(table.head[number]) if number < len(table.head) else None for number in range(width))
    others: dict[Field, int] = {}
    for number, one in enumerate(fields):
        if one is not None:
            others.setdefault(one, number)
    joined, left = _times(table, kinds, fields)
    minutes = _minutes(table, kinds, fields, joined, left)
    emails, account = _emails(kinds, fields)
    taken = {joined, left, minutes, account, *emails}
    name, given, family = _names(table, kinds, fields, taken)
    if Field.ROLE not in others and (role := _role(table, kinds, {*taken, name, given, family})) is not None:
        others[Field.ROLE] = role
    scale = _scale(table, fields, minutes)
    return Columns(kinds, fields, name, given, family, emails, account, joined, left, minutes, scale, others)


def _role(table: Table, kinds: Sequence[Kind], taken: set[int | None]) -> int | None:
    """The column of a few words that all name a role."""
    for number, one in enumerate(kinds):
        if one is Kind.TEXT and number not in taken:
            words = {text(cell) for cell in table.column(number)} - {""}
            if len(words) <= MOST_ROLES and all(roles.of_word(word) is not Role.UNKNOWN for word in words):
                return number
    return None


def _scale(table: Table, fields: Sequence[Field | None], minutes: int | None) -> float:
    """A column of nothing but parts of a day is a spreadsheet's way to write 0:30."""
    if minutes is None:
        return 1.0
    if fields[minutes] is Field.SECONDS:
        return 1 / 60
    numbers = [cell for cell in table.column(minutes) if isinstance(cell, int | float) and not isinstance(cell, bool)]
    return DAY if numbers and all(0 <= number < 1 for number in numbers) and any(numbers) else 1.0


def _emails(kinds: Sequence[Kind], fields: Sequence[Field | None]) -> tuple[tuple[int, ...], int | None]:
    """Columns of addresses, the one given at registration first, and the column of account names."""
    account = next((number for number, one in enumerate(fields) if one is Field.ACCOUNT), None)
    named = {Field.REGISTERED_EMAIL: 0, Field.EMAIL: 1}
    unsure = {Kind.EMPTY} if Kind.EMAIL in kinds else {Kind.EMPTY, Kind.TEXT}
    found = [
        (named.get(one, 2) if one else 2, number)
        for number, (one, looks) in enumerate(zip(fields, kinds, strict=True))
        if number != account and one is not Field.HOST and (looks is Kind.EMAIL or (one in named and looks in unsure))
    ]
    return tuple(number for _rank, number in sorted(found)), account


def _times(table: Table, kinds: Sequence[Kind], fields: Sequence[Field | None]) -> tuple[int | None, int | None]:
    """Joining and leaving: as the headings say, if times stand there; else the pair that fits best."""
    for looked_for in (Kind.MOMENT, Kind.CLOCK):
        timed = [number for number, one in enumerate(kinds) if one is looked_for]
        possible = [n for n, one in enumerate(kinds) if one in {looked_for, Kind.EMPTY} or _is_part_of_day(table, n)]
        joined = next((number for number in possible if fields[number] is Field.JOINED), None)
        left = next((number for number in possible if fields[number] is Field.LEFT), None)
        if joined is not None and left is not None and ({joined, left} & set(timed) or _is_part_of_day(table, joined)):
            return joined, left
        strange = {Field.REGISTERED, Field.DAY, Field.MOMENT}
        free = [number for number in timed if fields[number] not in strange][-MOST_PAIRS:]
        pairs = [(one, two) for one in free for two in free if two > one]
        rated = [(_fit(table, kinds, fields, pair), pair) for pair in pairs]
        if rated and max(rated)[0][0] > 0:
            return max(rated)[1]
        if joined is not None and joined in timed:
            return joined, left
    unread = [number for number, one in enumerate(kinds) if one in {Kind.EMPTY, Kind.TEXT}]
    found = [next((number for number in unread if fields[number] is one), None) for one in (Field.JOINED, Field.LEFT)]
    return (found[0], found[1]) if None not in found else (None, None)


def _is_part_of_day(table: Table, number: int) -> bool:
    """A spreadsheet's time of day, shown as a number: 0.4375."""
    cells = [cell for cell in table.column(number) if cell is not None]
    return bool(cells) and all(isinstance(cell, float) and 0 <= cell < 1 for cell in cells)


Fit = tuple[float, float, int, int]


def _fit(table: Table, kinds: Sequence[Kind], fields: Sequence[Field | None], pair: tuple[int, int]) -> Fit:
    """How well two columns are joining and leaving: in order, as far apart as stated, different in every row, near."""
    lengths = [length for row in _rows(table) if (length := apart(at(row, pair[0]), at(row, pair[1]))) is not None]
    if not lengths:
        return 0.0, 0.0, 0, 0
    in_order = sum(0 <= length <= LONGEST_MEETING for length in lengths) / len(lengths)
    stated = [number for number, one in enumerate(kinds) if one in {Kind.DURATION, Kind.NUMBER}]
    agreeing = max((_agreement(table, pair, number) for number in stated), default=0.0)
    different = len({str(at(row, pair[0])) for row in _rows(table)})
    meant = (fields[pair[0]] is Field.JOINED) + (fields[pair[1]] is Field.LEFT)
    wrong = (fields[pair[0]] in {Field.LEFT, Field.END}) + (fields[pair[1]] in {Field.JOINED, Field.START})
    return round(in_order, 1) + agreeing + meant - wrong, agreeing, different, -(pair[1] - pair[0])


def _agreement(table: Table, pair: tuple[int, int], number: int) -> float:
    """The share of rows in which that column states the time between the two."""
    told = [
        abs(length - stated) <= CLOSE
        for row in _rows(table)
        if (length := apart(at(row, pair[0]), at(row, pair[1]))) is not None
        and (stated := durations.minutes(at(row, number))) is not None
    ]
    return sum(told) / len(told) if told else 0.0


def _rows(table: Table) -> Iterable[list[Cell]]:
    return (row for _number, row in table.lines[:100])


def apart(joined: Cell, left: Cell) -> float | None:
    """Minutes between two written times, as far as they can be told before the order of the date is decided."""
    first, second = dates.read(joined), dates.read(left)
    if not first or not second or first.clock is None or second.clock is None:
        return None
    if not (first.has_date and second.has_date):
        return (_of_day(second) - _of_day(first)) / 60
    for order in DateOrder:
        start, end = first.date(order), second.date(order)
        if start and end:
            return (datetime.combine(end, second.clock) - datetime.combine(start, first.clock)).total_seconds() / 60
    return None


def _of_day(stamp: dates.Stamp) -> int:
    clock = stamp.clock
    return 0 if clock is None else clock.hour * 3600 + clock.minute * 60 + clock.second


def _minutes(
    table: Table, kinds: Sequence[Kind], fields: Sequence[Field | None], joined: int | None, left: int | None
) -> int | None:
    """Of several durations the one that is the time between joining and leaving, else the one that follows them."""
    meant = {Field.MINUTES, Field.SECONDS}
    possible = [
        number
        for number, one in enumerate(kinds)
        if number not in {joined, left}
        and (one is Kind.DURATION or (one in {Kind.NUMBER, Kind.CLOCK, Kind.EMPTY} and fields[number] in meant))
    ]
    if joined is not None and left is not None:
        pair = (joined, left)
        bare = {Kind.NUMBER, Kind.CLOCK}
        numbers = [n for n, one in enumerate(kinds) if one in bare and fields[n] is None and n not in pair]
        agreeing = [(_agreement(table, pair, number), number) for number in possible + numbers]
        best = max(agreeing, default=(0.0, 0))
        if best[0] > 0.5:  # noqa: PLR2004 - most rows
            return best[1]
        possible = [number for number in possible if number > left] or possible
        return min(possible, default=None)
    said = [number for number in possible if fields[number] in meant]
    return max(said or possible, default=None)


def _names(
    table: Table, kinds: Sequence[Kind], fields: Sequence[Field | None], taken: set[int | None]
) -> tuple[int | None, int | None, int | None]:
    first = _first(fields, taken)
    given, family = first(Field.GIVEN), first(Field.FAMILY)
    names = [number for number, one in enumerate(fields) if one is Field.NAME and number not in taken]
    shown = [number for number in names if is_display(table.head[number])]
    plain = [number for number in names if number not in shown]
    name: int | None = next(iter(shown or plain), None)
    if family is not None and given is None and plain:  # “Nome, Sobrenome”
        given = plain[0]
        name = shown[0] if shown else None
    elif given is not None and family is None and plain:  # “Name, Vorname”
        family = plain[0]
        name = shown[0] if shown else None
    if name is None and given is None and family is None:
        return _by_place(table, kinds, fields, taken)
    return name, given, family


def _first(fields: Sequence[Field | None], taken: set[int | None]) -> Callable[[Field], int | None]:
    return lambda wanted: next((n for n, one in enumerate(fields) if one is wanted and n not in taken), None)


def _are_single_words(cells: Sequence[Cell]) -> bool:
    """Of nearly all that hold anything; a whole name is of two."""
    words = [len(shown.split()) for cell in cells if (shown := text(cell))]
    return sum(number == 1 for number in words) * 5 >= len(words) * 4


def _by_place(
    table: Table, kinds: Sequence[Kind], fields: Sequence[Field | None], taken: set[int | None]
) -> tuple[int | None, int | None, int | None]:
    """Without headings: the texts that stand first, as far as the first address or time, and differ from row to row."""
    texts: list[int] = []
    for number, one in enumerate(kinds):
        if one is Kind.TEXT and number not in taken and fields[number] in {None, Field.TITLE}:
            if len(table.lines) < FEW or len({str(cell) for cell in table.column(number)}) > 1:
                texts.append(number)
        elif texts and one is not Kind.EMPTY:
            break
    if not texts:
        return None, None, None
    flag_first = bool(kinds) and kinds[0] is Kind.FLAG
    if flag_first and len(texts) == 2:  # noqa: PLR2004 - Zoom's first webinar report, in a language we do not know
        return None, texts[0], texts[1]
    if len(texts) == 2 and texts[1] == texts[0] + 1 and _are_single_words(table.column(texts[0])):  # noqa: PLR2004
        return None, texts[0], texts[1]  # Meet's report, likewise
    return (texts[0], texts[1], texts[2]) if flag_first and len(texts) > 2 else (texts[0], None, None)  # noqa: PLR2004
