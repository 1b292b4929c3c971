"""Which comes first in dates like 03/04/2026, day or month: decided once for all files, or asked. Pure."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain
from typing import Final

from webapp.attendance.readers.layout import LONGEST_MEETING
from webapp.attendance.readers.parsed import Parsed
from webapp.attendance.readers.reports import AskDateOrder, Notice
from webapp.core import dates
from webapp.core.dates import DateOrder, Stamp

BOTH: Final = frozenset(DateOrder)
SHORT, LONG = timedelta(days=2), timedelta(days=20)  # what one meeting lasts, and what none does
_ISO_IN_NAME = re.compile(r"(?<!\d)(20\d{2})[-_.]?(\d{2})[-_.]?(\d{2})(?!\d)")
_DATE_IN_NAME = re.compile(r"(?<!\d)(\d{1,2})[-_.](\d{1,2})[-_.](20\d{2}|\d{2})(?!\d)")


@dataclass(frozen=True, slots=True)
class Settled:
    """How the dates of a file are to be read."""

    order: DateOrder
    assumed: bool = False  #: by habit alone
    swapped: bool = False  #: a spreadsheet made 4 March out of 3 April, or the other way round


def settle(
    files: Sequence[Parsed], names: Sequence[str], *, day: date | None, wanted: DateOrder | None = None
) -> list[Settled]:
    """One reading for each file. Files that say nothing follow those that do. Raises AskDateOrder."""
    stamps = [list(_stamps(parsed)) for parsed in files]
    told = [
        frozenset({wanted}) if wanted else _possible(parsed, found, name, day)
        for parsed, found, name in zip(files, stamps, names, strict=True)
    ]
    certain = {next(iter(orders)) for orders in told if len(orders) == 1}
    settled = []
    for parsed, found, orders in zip(files, stamps, told, strict=True):
        usual = _habit(parsed, found)
        if len(orders) == 1:
            settled.append(Settled(next(iter(orders)), swapped=_is_swapped(found, day)))
        elif not any(stamp.open for stamp in found):
            settled.append(Settled(DateOrder.DAY_FIRST, swapped=_is_swapped(found, day)))
        elif len(certain) == 1:
            settled.append(Settled(next(iter(certain))))
        elif usual:
            settled.append(Settled(usual, assumed=True))
        else:
            raise AskDateOrder(*_question(parsed, found))
    return settled


def _stamps(parsed: Parsed) -> Iterator[Stamp]:
    told = map(dates.read, (parsed.start, parsed.end))
    for stamp in chain(told, chain.from_iterable((one.joined_at, one.left_at) for one in parsed.entries)):
        if stamp and stamp.year:
            yield stamp


def _possible(parsed: Parsed, stamps: Sequence[Stamp], name: str, day: date | None) -> frozenset[DateOrder]:
    """The readings that nothing speaks against."""
    by_value = Counter(stamp.order for stamp in stamps if stamp.by_value)
    if by_value:
        return frozenset({order for order, _count in by_value.most_common(1) if order})
    if not any(stamp.open for stamp in stamps):
        return BOTH
    for fitting in (_on_day(stamps, day), _in_order(parsed), _short(stamps), _on_day(stamps, of_name(name))):
        if len(fitting) == 1:
            return fitting
    return BOTH


def _days(stamps: Iterable[Stamp], order: DateOrder) -> set[date]:
    return {day for stamp in stamps if (day := stamp.date(order))}


def _on_day(stamps: Sequence[Stamp], day: date | None) -> frozenset[DateOrder]:
    return frozenset(order for order in DateOrder if day and day in _days(stamps, order))


def _in_order(parsed: Parsed) -> frozenset[DateOrder]:
    """Nobody leaves before joining or stays for days: tells where a row crosses midnight."""
    pairs = [(one.joined_at, one.left_at) for one in parsed.entries]
    crossing = [(one, two) for one, two in pairs if one and two and (one.first, one.second) != (two.first, two.second)]

    def is_possible(order: DateOrder) -> bool:
        lengths = [(two.date(order), one.date(order)) for one, two in crossing]
        return all(end and start and 0 <= (end - start).days <= LONGEST_MEETING // 1440 for end, start in lengths)

    return frozenset(order for order in DateOrder if is_possible(order)) if crossing else BOTH


def _short(stamps: Sequence[Stamp]) -> frozenset[DateOrder]:
    """11/12 and 12/12 are two days in a row, not two in November and December."""
    spans = {order: max(days) - min(days) for order in DateOrder if (days := _days(stamps, order))}
    if min(spans.values(), default=LONG) <= SHORT and max(spans.values(), default=SHORT) >= LONG:
        return frozenset(order for order, span in spans.items() if span <= SHORT)
    return BOTH


def of_name(name: str) -> date | None:
    """A date in the name of a file: 2020_03_28, 2020-03-28; or Teams' 11-14-22, where it cannot be read otherwise."""
    if found := _ISO_IN_NAME.search(name):
        parts = int(found[1]), int(found[2]), int(found[3])
    elif (found := _DATE_IN_NAME.search(name)) and (int(found[1]) > dates.NOON) != (int(found[2]) > dates.NOON):
        first, second = int(found[1]), int(found[2])
        month, day = (second, first) if first > dates.NOON else (first, second)
        parts = int(found[3]) % 2000 + 2000, month, day
    else:
        return None
    try:
        return date(*parts)
    except ValueError:
        return None


def _habit(parsed: Parsed, stamps: Sequence[Stamp]) -> DateOrder | None:
    """A computer that counts 24 hours and writes slashes puts the day first in every country but four small ones."""
    dated = [stamp for stamp in stamps if stamp.clock is not None]
    return DateOrder.DAY_FIRST if parsed.local_clock and dated and not any(stamp.twelve for stamp in dated) else None


def _is_swapped(stamps: Sequence[Stamp], day: date | None) -> bool:
    """Whether a spreadsheet took day for month: only then do its dates fall on the day of the event."""
    typed = [stamp for stamp in stamps if stamp.typed and stamp.offset is None]
    if not typed or day is None or any(max(stamp.first, stamp.second) > dates.NOON for stamp in typed):
        return False
    turned = {Stamp(stamp.second, stamp.first, stamp.year) for stamp in typed}
    return day not in _days(typed, DateOrder.DAY_FIRST) and _days(turned, DateOrder.DAY_FIRST) == {day}


def _question(parsed: Parsed, stamps: Sequence[Stamp]) -> tuple[dict[DateOrder, tuple[date, date]], str]:
    readings = {order: (min(days), max(days)) for order in DateOrder if (days := _days(stamps, order))}
    cells = ((one.joined, one.joined_at) for one in parsed.entries)
    return readings, next((str(cell) for cell, stamp in cells if stamp and stamp.open), str(parsed.start))


def notices(settled: Settled, parsed: Parsed) -> Iterator[tuple[Notice, dict[str, str | int | float]]]:
    found = next((str(one.joined) for one in parsed.entries if one.joined is not None), str(parsed.start))
    if settled.assumed:
        yield Notice.DATE_ORDER_ASSUMED, {"order": settled.order.value, "found": found}
    if settled.swapped:
        yield Notice.DATES_SWAPPED, {"found": found}
